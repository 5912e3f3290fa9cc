"""Plans of the links to networks outside of AWS: Direct Connect gateways, their associations, VPN connections, Connect.

Source: AWS Direct Connect user guide, "Transit gateway associations" (the allowed prefixes are what is advertised).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..link_plans import (
    ConnectPlan,
    DirectConnectAssociationPlan,
    DirectConnectGatewayPlan,
    VirtualInterfacePlan,
    VpnPlan,
)
from ..spec.links import VirtualInterface
from . import addresses
from .context import Context
from .tags import SHARED, tags


def gateway(context: Context, key: str) -> DirectConnectGatewayPlan:
    """A Direct Connect gateway with its interfaces, in the account that owns it."""
    stated = context.network.direct_connect[key]
    regions = context.network.led_to(key)
    return {
        "key": key,
        "account": _owner(context, key),
        "asn": stated.asn,
        "interfaces": [
            _interface(context, name, interface, interface.region or min(regions))
            for name, interface in sorted(stated.virtual_interfaces.items())
        ],
        "tags": tags(context.network),
    }


def associations(context: Context, region: str) -> dict[str, DirectConnectAssociationPlan]:
    """By gateway: what it advertises of a Region. Only gateways with a network there have one, or with a VPN or Connect to one over them."""
    found: dict[str, DirectConnectAssociationPlan] = {}
    for key, stated in sorted(context.network.direct_connect.items()):
        networks = _of_region(context, stated.behind, region)
        carried = [n for link in context.network.carried(key) for n in _of_region(context, link.behind, region)]
        if networks or carried:
            owner, ours = _owner(context, key), context.network.network_account
            found[key] = {
                "gateway": key,
                "region": region,
                "own_account": owner == ours,
                "gateway_account_id": context.network.accounts[owner].id,
                "transit_account_id": context.network.accounts[ours].id,
                "allowed_prefixes": _destinations(context, networks, region if carried else None),
                "networks": _announced(context, networks),
            }
    return found


def vpns(context: Context, region: str) -> dict[str, VpnPlan]:
    """The VPN connections that end at the Region's transit gateway."""
    found: dict[str, VpnPlan] = {}
    for key, stated in sorted(context.network.vpns.items()):
        networks = _of_region(context, stated.behind, region)
        if networks:
            found[key] = {
                "key": key,
                "region": region,
                "address": str(stated.customer_gateway.address),
                "customer_asn": stated.customer_gateway.asn,
                "acceleration": stated.acceleration,
                "inside_cidrs": list(stated.tunnel_inside_cidrs or ()),
                "networks": _announced(context, networks),
                "partner": stated.partner or "",
                "cloud": context.network.partners[stated.partner].cloud if stated.partner else "",
                "alarm_topic": _topic(context, region),
                "tags": tags(context.network),
            }
            if stated.over is not None:
                found[key]["over"] = stated.over
    return found


def connects(context: Context, region: str) -> dict[str, ConnectPlan]:
    """The Connect attachments of the Region's transit gateway."""
    found: dict[str, ConnectPlan] = {}
    for key, stated in sorted(context.network.connects.items()):
        networks = _of_region(context, stated.networks, region)
        if networks:
            found[key] = {
                "key": key,
                "region": region,
                "over": stated.over,
                "peers": {
                    name: {"address": str(peer.address), "asn": peer.asn, "inside_cidr": peer.inside_cidr}
                    for name, peer in sorted(stated.peers.items())
                },
                "networks": _announced(context, networks),
                "tags": tags(context.network),
            }
    return found


def _interface(context: Context, key: str, stated: VirtualInterface, region: str) -> VirtualInterfacePlan:
    return {
        "key": key,
        "region": region,
        "location": stated.location,
        "connection": stated.connection or "",
        "hosted": stated.hosted or "",
        "vlan": stated.vlan or 0,
        "customer_asn": stated.customer_asn or 0,
        "mtu": stated.mtu,
        "macsec": stated.macsec,
        "amazon_address": str(stated.addresses.amazon) if stated.addresses else "",
        "customer_address": str(stated.addresses.customer) if stated.addresses else "",
        "alarm_topic": _topic(context, region),
        "tags": tags(context.network, SHARED, SHARED, {"link-location": stated.location}),
    }


def _owner(context: Context, key: str) -> str:
    return context.network.direct_connect[key].account or context.network.network_account


def _topic(context: Context, region: str) -> str:
    """An interface may lie in a Region that the network has nothing else in."""
    place = context.network.regions.get(region)
    return (place.alarm_topic if place else None) or ""


def _of_region(context: Context, names: Iterable[str], region: str) -> list[str]:
    return sorted(name for name in names if context.network.outside[name].region == region)


def _announced(context: Context, names: Iterable[str]) -> dict[str, list[str]]:
    return {name: [str(prefix) for prefix in sorted(context.network.outside[name].prefixes)] for name in names}


def _destinations(context: Context, names: Iterable[str], carries_to: str | None) -> list[str]:
    """The endpoint sets that the networks are granted something on, and the resolvers that they ask; where VPNs or Connect to a Region run over the
    gateway, its transit gateway's own block too."""
    homes = {context.home(name) for name in names}
    blocks = {addresses.resolver_blocks(context.layout.segments[home].view_block)[0] for home in homes}
    granted = {home for home in homes if set(context.granted_networks(home)).intersection(names)}
    blocks |= {context.layout.segments[home].endpoint_block for home in granted}
    own = context.network.regions[carries_to].transit_gateway_cidr if carries_to else None
    return [str(block) for block in sorted(blocks | ({own} if own else set()))]
