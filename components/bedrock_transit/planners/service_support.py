"""Judges the planned endpoints against what the catalogue says that their services can do."""

from __future__ import annotations

from ..catalogue import services
from ..plans import EndpointPlan
from ..spec.model import Network
from ..spec.problems import Path, Problems
from .network_plan import NetworkPlan
from .policies import condition_keys


def judge(network: Network, plan: NetworkPlan, problems: Problems) -> None:
    """Reports services without endpoint policy, condition keys that a service ignores, and too few zones."""
    excepted = {e.scope for e in network.exceptions.values() if e.kind == "endpoint-without-policy"}
    for region, built in plan.regions.items():
        path = ("regions", region, "hub", "services")
        for endpoint in next(iter(built.endpoint_sets.values()))["endpoints"]:
            _offered(path, region, endpoint, excepted, problems)
        for segment, endpoint_set in built.endpoint_sets.items():
            for endpoint in endpoint_set["endpoints"]:
                unsupported = (
                    condition_keys(endpoint["policy"]) & services()[endpoint["service"]].unsupported_condition_keys
                )
                if unsupported:
                    reason = f"would need a condition on {', '.join(sorted(unsupported))}, which {endpoint['service']} ignores"
                    problems.add(("segments", segment), reason, f"remove {endpoint['service']} from the hub's services")


def _offered(path: Path, region: str, endpoint: EndpointPlan, excepted: set[str], problems: Problems) -> None:
    service = endpoint["service"]
    if not services()[service].policy_support and service not in excepted:
        remedy = f"remove it, or declare an exception of kind endpoint-without-policy with scope {service}"
        problems.add(
            path, "supports no endpoint policy: whoever reaches its endpoint may do everything", remedy, service
        )
    if len(endpoint["zones"]) < 2:
        offered = ", ".join(sorted(services()[service].zone_ids(region) or ())) or "none of the zones"
        remedy = f"use at least two zones of {region} in which it is offered ({offered})"
        problems.add(path, f"is offered in {len(endpoint['zones'])} of the Region's zones", remedy, service)
