"""A network without what failed, as another network: the records that are left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ..model.network import Network
from ..model.transit import TransitRoute
from ..model.vpcs import Id
from .failures import KINDS, Failure

NONE: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Lost:
    """What is gone: subnets, attachments and virtual interfaces by themselves, and endpoints that answer no more."""

    subnets: frozenset[Id] = NONE
    attachments: frozenset[Id] = NONE
    interfaces: frozenset[Id] = NONE
    endpoints: frozenset[Id] = NONE

    def kept(self, subnets: Iterable[Id]) -> tuple[Id, ...]:
        """Those of the subnets that are left."""
        return tuple(key for key in subnets if key not in self.subnets)


def lost(network: Network, failed: Collection[Failure]) -> Lost:
    """What failures take along. A Direct Connect gateway's attachments live as long as one virtual interface is left; what runs
    over an attachment goes with it."""
    things = {kind: {key for f in failed if f.kind == kind for key in f.things} for kind in KINDS}
    interfaces = things["link"] & network.virtual_interfaces.keys()
    stated = {v.gateway for v in network.virtual_interfaces.values() if v.gateway}
    dark = stated - {v.gateway for v in network.virtual_interfaces.values() if v.id not in interfaces}
    behind = {a.id for a in network.attachments.values() if a.kind == "direct-connect-gateway" and a.resource in dark}
    off = things["link"] - interfaces | behind
    return Lost(
        frozenset(things["az"]),
        frozenset(off | {a.id for a in network.attachments.values() if a.transport in off}),
        frozenset(interfaces),
        frozenset(things["region"]),
    )


def without(network: Network, failed: Collection[Failure]) -> Network:
    """The network that is left. What did not fail keeps its very records.

    Endpoints stay, with the interfaces that are left, since their names stay; a Resolver endpoint that lost its last one goes.
    What propagated from a lost attachment is withdrawn; a static route to it stays and drops what it takes.
    """
    gone = lost(network, failed)
    changed = replace(network)
    if gone.subnets or gone.endpoints:
        changed.subnets = {key: s for key, s in network.subnets.items() if key not in gone.subnets}
        changed.interfaces = {key: i for key, i in network.interfaces.items() if i.subnet not in gone.subnets}
        changed.gateways = {key: g for key, g in network.gateways.items() if g.subnet not in gone.subnets}
        changed.endpoints = {
            key: e if gone.kept(e.subnets) == e.subnets else replace(e, subnets=gone.kept(e.subnets))
            for key, e in network.endpoints.items()
        }
        changed.endpoints |= {key: replace(network.endpoints[key], subnets=()) for key in gone.endpoints}
        changed.resolver_endpoints = {
            key: replace(e, subnets=gone.kept(e.subnets))
            for key, e in network.resolver_endpoints.items()
            if gone.kept(e.subnets) or not e.subnets
        }
    if gone.subnets or gone.attachments:
        changed.attachments = {
            key: a if gone.kept(a.subnets) == a.subnets else replace(a, subnets=gone.kept(a.subnets))
            for key, a in network.attachments.items()
            if key not in gone.attachments
        }
    if gone.attachments:
        _detach(network, changed, gone)
    if gone.interfaces:
        changed.virtual_interfaces = {
            key: v for key, v in network.virtual_interfaces.items() if key not in gone.interfaces
        }
    return changed


def _detach(network: Network, changed: Network, gone: Lost) -> None:
    """What hung on lost attachments."""
    off = gone.attachments
    vpns = {network.attachments[key].resource for key in off if key in network.attachments}
    changed.vpns = {key: vpn for key, vpn in network.vpns.items() if key not in vpns}
    changed.associations = {key: a for key, a in network.associations.items() if a.attachment not in off}
    changed.propagations = {key: p for key, p in network.propagations.items() if p.attachment not in off}
    changed.gateway_associations = {
        key: a for key, a in network.gateway_associations.items() if a.attachment not in off
    }
    changed.transit_routes = {key: _dropped(route, off) for key, route in network.transit_routes.items()}


def _dropped(route: TransitRoute, off: frozenset[Id]) -> TransitRoute:
    return replace(route, attachment=None, blackhole=True) if route.attachment in off else route
