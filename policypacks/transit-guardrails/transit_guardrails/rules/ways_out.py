"""Rules about doors that the design does not have: internet, peering, VPN, further attachments, IPv6, stray endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.endpoints import Endpoint
from ..model.ranges import Prefix
from ..model.transit import Attachment
from ..model.vpcs import Id
from .facts import Facts
from .rule import Breach

INTERNET = {"internet-gateway", "egress-only-gateway"}


def no_internet(facts: Facts) -> Iterator[Breach]:
    """No gateway to the internet, no public address, no path that leaves by one."""
    network = facts.network
    for gateway in sorted(network.gateways.values(), key=lambda g: g.id):
        if gateway.kind in INTERNET or (gateway.kind == "nat-gateway" and gateway.public):
            yield Breach(
                gateway.id,
                f"{facts.name(gateway.vpc or _vpc_of(facts, gateway.subnet))} has the {gateway.kind} {facts.name(gateway.id)}",
            )
    for subnet in sorted(network.subnets.values(), key=lambda s: s.id):
        if subnet.public_addresses:
            yield Breach(subnet.id, f"{facts.name(subnet.id)} gives public addresses to what starts in it")
    known = set(network.gateways)
    for source, end in facts.exactness.reach.exits:
        if end.hops[-1].kind == "gateway" and end.place not in known:
            message = f"{facts.name(source.id)} leaves by {facts.name(end.place)}"
            yield Breach(source.id, message, facts.exactness.path(end))


def no_side_doors(facts: Facts) -> Iterator[Breach]:
    """No peering, no NAT, one attachment per VPC, no link that does not say what is behind it.

    Nothing leads around the transit gateway's tables.
    """
    network = facts.network
    for peering in sorted(network.peerings.values(), key=lambda p: p.id):
        sides = " and ".join(facts.name(side) for side in (peering.requester, peering.accepter))
        yield Breach(peering.id, f"{facts.name(peering.id)} joins {sides}")
    for gateway in sorted(network.gateways.values(), key=lambda g: g.id):
        if gateway.kind == "vpn-gateway":
            yield Breach(gateway.id, f"{facts.name(gateway.vpc)} has the VPN gateway {facts.name(gateway.id)}")
        elif gateway.kind == "nat-gateway" and not gateway.public:
            yield Breach(gateway.id, f"{facts.name(gateway.id)} hides where traffic comes from")
    for attachment in sorted(network.attachments.values(), key=lambda a: a.id):
        told = attachment.twin or facts.index.behind(attachment) or facts.index.only_carries(attachment)
        if attachment.kind != "vpc" and not told:
            yield Breach(attachment.id, f"{facts.name(attachment.id)} leads out of the network ({attachment.kind})")
    for vpc, attachments in sorted(facts.index.attachments_of_vpc.items()):
        led = {a.gateway for hub in facts.hubs for a in facts.index.attachments_of_vpc.get(hub, ())}
        strange = [a for a in attachments if a.gateway not in led] or attachments
        for more in strange if len(attachments) > 1 else ():
            yield Breach(
                more.id, f"{facts.name(vpc)} has {len(attachments)} attachments, {facts.name(more.id)} among them"
            )


def endpoints_only_in_hub(facts: Facts) -> Iterator[Breach]:
    """Interface endpoints belong to an endpoint set in a hub; only S3 has gateway endpoints."""
    for endpoint in sorted(facts.network.endpoints.values(), key=lambda e: e.id):
        if endpoint.kind == "gateway":
            if not endpoint.service.endswith(".s3"):
                yield Breach(endpoint.id, f"{facts.name(endpoint.id)} is a gateway endpoint of {endpoint.service}")
        elif endpoint.endpoint_set is None:
            yield Breach(
                endpoint.id, f"{facts.name(endpoint.id)} in {facts.name(endpoint.vpc)} belongs to no endpoint set"
            )
        elif endpoint.private_dns:
            message = f"{facts.name(endpoint.id)} has private DNS: the hub would resolve one segment's names for all"
            yield Breach(endpoint.id, message)
    hubs = sorted(facts.hubs)
    regions = [facts.network.vpcs[hub].region for hub in hubs if hub in facts.network.vpcs]
    for hub in hubs:
        vpc = facts.network.vpcs.get(hub)
        if vpc and regions.count(vpc.region) > 1:
            yield Breach(hub, f"{facts.name(hub)} is one of several hubs in {vpc.region}")


def ipv4_only(facts: Facts) -> Iterator[Breach]:
    """The network is IPv4: nothing has or carries IPv6."""
    network = facts.network
    for vpc in network.vpcs.values():
        yield from _has_ipv6(facts, vpc.id, vpc.prefixes)
    for subnet in network.subnets.values():
        yield from _has_ipv6(facts, subnet.id, subnet.prefixes)
    for doubt in network.doubts:
        if doubt.property == "ipv6CidrBlock":
            yield Breach(doubt.thing, f"{facts.name(doubt.thing)} brings IPv6 addresses")
    carriers: list[Attachment | Endpoint] = [*network.attachments.values(), *network.endpoints.values()]
    for carrier in carriers:
        if carrier.ipv6:
            yield Breach(carrier.id, f"{facts.name(carrier.id)} carries IPv6")


def _has_ipv6(facts: Facts, thing: Id, prefixes: tuple[Prefix, ...]) -> Iterator[Breach]:
    if any(prefix.is_ipv6 for prefix in prefixes):
        yield Breach(thing, f"{facts.name(thing)} has IPv6 addresses")


def _vpc_of(facts: Facts, subnet: Id | None) -> Id | None:
    found = facts.network.subnets.get(subnet or "")
    return found.vpc if found else None
