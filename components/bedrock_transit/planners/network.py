"""From the spec to the plans of all components: the one entry of the planners.

Nothing here is decided by position. The planners import no pulumi, so that the whole network can be planned, tested and
measured without an engine.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from ..catalogue import regions
from ..spec.model import Network
from ..spec.parse import Examined, examine
from ..spec.problems import Problem, Problems, SpecError
from . import layout, overlaps, quotas, service_support, training
from .context import Context
from .endpoint_sets import endpoint_set
from .forwarders import forwarders
from .links import associations, connects, gateway, vpns
from .network_plan import AccountPlan, NetworkPlan, RegionPlan
from .own_stacks import own_stacks
from .peerings import peerings
from .resolvers import resolvers
from .spokes import applications, spoke
from .transit import hub, transit
from .uploads import with_uploads
from .views import failover_names, view


def plan_spec(body: Any, today: datetime.date | None = None, known: Sequence[Problem] = ()) -> NetworkPlan:
    """The plan of the network that ``body`` describes; arguments as ``spec.parse`` takes them.

    Raises ``SpecError`` with everything at once: what is wrong with the spec, and what of it does not fit. Addresses are
    judged even where other parts of the spec are wrong.
    """
    examined = examine(body, today, known)
    problems = Problems(examined.problems)
    if examined.network is None or _pools_unclear(examined):
        raise SpecError(problems.found)
    return _judged(examined.network, problems)


def plan(network: Network) -> NetworkPlan:
    """The plan of a parsed network. Raises ``SpecError`` with all that does not fit: addresses, policies, quotas."""
    return _judged(network, Problems())


def _judged(stated: Network, problems: Problems) -> NetworkPlan:
    network = with_uploads(stated) if not problems.found else stated
    placed = layout.lay_out(network, problems)
    overlaps.judge(network, placed, problems)
    problems.raise_if_any()
    planned = _plan(Context(network, placed))
    service_support.judge(network, planned, problems)
    quotas.judge(network, planned, problems)
    training.judge(planned, problems)
    problems.raise_if_any()
    return planned


def _pools_unclear(examined: Examined) -> bool:
    """With grants that are wrong, nobody knows which pool an application draws from."""
    network = examined.network
    wrong_grants = any(problem.path[:1] in (("grants",), ("spokes",)) for problem in examined.problems)
    return network is not None and wrong_grants and any(segment.pools for segment in network.segments.values())


def _plan(context: Context) -> NetworkPlan:
    network = context.network
    return NetworkPlan(
        network.name,
        network.network_account,
        {key: network.accounts[key].id for key in sorted(network.accounts)},
        {key: _account(network, key) for key in sorted(network.accounts) if network.enters(key)},
        {name: _region(context, name) for name in sorted(network.regions)},
        {key: gateway(context, key) for key in sorted(network.direct_connect)},
        peerings(context),
        {key: value.model_dump(mode="json") for key, value in sorted(network.exceptions.items())},
    )


def _account(network: Network, key: str) -> AccountPlan:
    account = network.accounts[key]
    places = {s.region for s in network.spokes.values() if s.account == key}
    if key == network.network_account:
        places |= network.regions.keys()
    partition = regions()[min(network.regions)].partition
    role = f"arn:{partition}:iam::{account.id}:role/{account.role}" if account.role else ""
    mode = account.block_public_access
    return AccountPlan(account.id, role, {} if mode == "off" else dict.fromkeys(sorted(places), mode))


def _region(context: Context, name: str) -> RegionPlan:
    segments = sorted(context.network.segments)
    keys = sorted(key for key, stated in context.network.spokes.items() if stated.region == name)
    return RegionPlan(
        transit(context, name),
        hub(context, name),
        {segment: endpoint_set(context, name, segment) for segment in segments},
        {segment: view(context, name, segment) for segment in segments},
        {key: spoke(context, key) for key in keys},
        {key: applications(context, key) for key in keys},
        associations(context, name),
        vpns(context, name),
        connects(context, name),
        resolvers(context, name),
        forwarders(context, name),
        failover_names(context, name),
        {key: training.trainings(context, key) for key in keys},
        own_stacks(context, name),
    )
