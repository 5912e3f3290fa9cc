"""Gateways of VPCs, peerings and VPC endpoints."""

from __future__ import annotations

from ...model.endpoints import Endpoint, EndpointKind
from ...model.vpcs import Gateway, GatewayKind, Id, Peering
from .context import Context, Place
from .item import Item

KINDS: dict[str, EndpointKind] = {"interface": "interface", "gateway": "gateway"}
CHANGING = "is '{}': a thing that comes or goes may or may not carry traffic"


def _attached(ctx: Context, item: Item, key: str, name: Id, kind: GatewayKind, alive: tuple[str, ...]) -> None:
    """A gateway per VPC that it is attached to. Attached to none it carries nothing."""
    vpcs = []
    for each in item.items(key, required=True):
        state = each.text("State")
        if state != "detached":
            vpcs.append(each.text("VpcId"))
        if state not in (*alive, "detached"):
            ctx.doubt(name, key, CHANGING.format(state), (name, each.text("VpcId")))
    ctx.network.tags[name] = item.tags()
    if len(vpcs) > 1:
        ctx.doubt(name, key, f"names several VPCs: {', '.join(sorted(vpcs))}", (name, *vpcs))
    if not vpcs:
        ctx.idle.add(name)
        return
    ctx.put(ctx.network.gateways, Gateway(name, kind, min(vpcs)), item.tags().get("Name"))


def read_internet_gateway(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``InternetGateway``."""
    name = item.text("InternetGatewayId")
    _attached(ctx, item, "Attachments", name, "internet-gateway", ("available", "attached"))


def read_egress_gateway(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``EgressOnlyInternetGateway``."""
    name = item.text("EgressOnlyInternetGatewayId")
    _attached(ctx, item, "Attachments", name, "egress-only-gateway", ("available", "attached"))


def read_vpn_gateway(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``VpnGateway``."""
    name, state = item.text("VpnGatewayId"), item.text("State")
    if state == "deleted":
        ctx.idle.add(name)
        return
    if state != "available":
        ctx.doubt(name, "State", CHANGING.format(state), (name,))
    _attached(ctx, item, "VpcAttachments", name, "vpn-gateway", ("attached",))


def read_nat_gateway(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``NatGateway``. Without a type it is a public one, as all were before 2021."""
    name, state = item.text("NatGatewayId"), item.text("State")
    if state in ("deleted", "failed"):
        ctx.idle.add(name)
        return
    if state != "available":
        ctx.doubt(name, "State", CHANGING.format(state), (name,))
    public = item.maybe_text("ConnectivityType") != "private"
    subnet = item.maybe_text("SubnetId")
    if subnet is None:
        ctx.doubt(name, "SubnetId", "a NAT gateway without a subnet is not modelled", (name,))
    ctx.network.tags[name] = item.tags()
    for each in item.items("NatGatewayAddresses"):
        if each.has("NetworkInterfaceId"):
            ctx.owners[each.text("NetworkInterfaceId")] = name
    gateway = Gateway(name, "nat-gateway", item.text("VpcId"), subnet, public)
    ctx.put(ctx.network.gateways, gateway, item.tags().get("Name"))


def read_peering(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``VpcPeeringConnection``: only an active one carries traffic."""
    name, state = item.text("VpcPeeringConnectionId"), item.item("Status").text("Code")
    if state in ("deleted", "rejected", "failed", "expired"):
        ctx.idle.add(name)
        return
    if state in ("provisioning", "deleting"):
        ctx.doubt(name, "Status", CHANGING.format(state), (name,))
    requester, accepter = item.item("RequesterVpcInfo"), item.item("AccepterVpcInfo")
    ctx.network.tags[name] = item.tags()
    record = Peering(name, requester.maybe_text("VpcId"), accepter.maybe_text("VpcId"), state == "active")
    if record.requester is None or record.accepter is None:
        ctx.doubt(name, "VpcId", "one side of the peering is not named", (name,))
    ctx.put(ctx.network.peerings, record, item.tags().get("Name"))


def read_endpoint(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``VpcEndpoint``. AWS changes the case of states between answers."""
    name, state = item.text("VpcEndpointId"), item.text("State").lower()
    if state in ("deleted", "rejected", "failed", "expired"):
        ctx.idle.add(name)
        return
    if state not in ("available", "partial"):
        ctx.doubt(name, "State", CHANGING.format(state), (name,))
    kind = KINDS.get(item.text("VpcEndpointType").lower(), "other")
    for interface in item.texts("NetworkInterfaceIds"):
        ctx.owners[interface] = name
    groups = {group.text("GroupId") for group in item.items("Groups", required=kind == "interface")}
    names = {entry.text("DnsName").rstrip(".").lower() for entry in item.items("DnsEntries") if entry.has("DnsName")}
    record = Endpoint(
        name,
        item.text("VpcId"),
        kind,
        item.maybe_text("ServiceName") or item.maybe_text("ResourceConfigurationArn") or item.text("ServiceNetworkArn"),
        subnets=item.texts("SubnetIds", required=kind == "interface"),
        groups=tuple(sorted(groups)),
        tables=item.texts("RouteTableIds", required=kind == "gateway"),
        policy=item.maybe_text("PolicyDocument"),
        private_dns=item.maybe_flag("PrivateDnsEnabled") or False,
        dns_names=tuple(sorted(names)),
        ipv6=item.maybe_text("IpAddressType") in ("ipv6", "dualstack"),
        tags=item.tags(),
    )
    ctx.put(ctx.network.endpoints, record)
