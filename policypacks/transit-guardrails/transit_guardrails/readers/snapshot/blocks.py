"""VPCs, subnets and network interfaces."""

from __future__ import annotations

import re

from ...model.ranges import Prefix, Ranges, union
from ...model.vpcs import Id, Interface, Subnet, Vpc
from .context import Context, Place
from .item import Item

ZONE = re.compile(r"([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})[a-z]")
ARN = re.compile(r"arn:[^:]+:ec2:([^:]+):\d{12}:.+")
FORWARDERS = frozenset(
    {"network_load_balancer", "gateway_load_balancer", "load_balancer", "global_accelerator_managed"}
)
"""Interface types behind which traffic goes on to where this model does not see."""


def region_of(ctx: Context, place: Place, item: Item, arn: str) -> str:
    """The Region of a thing: its folder's, its ARN's, or that of the zones in the folder. None found is malformed."""
    if place.region:
        return place.region
    match = ARN.fullmatch(item.maybe_text(arn) or "")
    found = match[1] if match else ctx.regions.get(place.path) or _hinted(place)
    if found is None:
        raise item.bad("Region", "is not known: put the files into a folder that is named after the Region")
    if not match:
        ctx.regions[place.path] = found
    return found


def _hinted(place: Place) -> str | None:
    """The one Region that zones and subnets of a folder speak of."""
    hints = {zone.text("RegionName") for zone in place.items("AvailabilityZones") if zone.has("RegionName")}
    for subnet in place.items("Subnets"):
        found = ARN.fullmatch(subnet.maybe_text("SubnetArn") or "") or ZONE.fullmatch(
            subnet.maybe_text("AvailabilityZone") or ""
        )
        hints |= {found[1]} if found else set()
    return hints.pop() if len(hints) == 1 else None


def account_of(place: Place, item: Item) -> str:
    """The account that owns a thing."""
    return item.maybe_text("OwnerId") or place.account or item.text("OwnerId")


def _associated(item: Item, key: str, block: str, state: str) -> set[Prefix]:
    """Blocks whose association is in force. One that is on its way counts: addresses in it may already be used."""
    dead = {"disassociated", "failed", "failing"}
    return {each.block(block) for each in item.items(key) if each.item(state).text("State") not in dead}


def read_vpc(ctx: Context, place: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``Vpc``."""
    found = _associated(item, "CidrBlockAssociationSet", "CidrBlock", "CidrBlockState")
    found |= _associated(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState")
    if not item.has("CidrBlockAssociationSet"):
        found.add(item.block("CidrBlock"))
    vpc = item.text("VpcId")
    dns = ctx.dns.get(vpc, {})
    if item.has("DhcpOptionsId"):
        ctx.options[vpc] = item.text("DhcpOptionsId")
    record = Vpc(
        vpc,
        region_of(ctx, place, item, "VpcArn"),
        account_of(place, item),
        tuple(sorted(found)),
        dns_support=dns.get("EnableDnsSupport", True),
        dns_hostnames=dns.get("EnableDnsHostnames", True),
        tags=item.tags(),
    )
    ctx.put(ctx.network.vpcs, record)


def read_zone(ctx: Context, place: Place, item: Item) -> None:
    """Names of zones differ by account, ids do not (Amazon EC2 API reference, ``AvailabilityZone``)."""
    if item.has("ZoneId"):
        ctx.zones[f"{place.path} {item.text('ZoneName')}"] = item.text("ZoneId")


def read_subnet(ctx: Context, place: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``Subnet``."""
    found = _associated(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState")
    found |= {block for block in (item.maybe_block("CidrBlock"),) if block}
    if not found:
        raise item.bad("CidrBlock", "is missing")
    name = item.maybe_text("AvailabilityZone")
    zone = (
        item.maybe_text("AvailabilityZoneId") or ctx.zones.get(f"{place.path} {name}") or item.text("AvailabilityZone")
    )
    public = item.maybe_flag("MapPublicIpOnLaunch") or item.maybe_flag("AssignIpv6AddressOnCreation") or False
    blocks = tuple(sorted(found))
    ctx.put(
        ctx.network.subnets, Subnet(item.text("SubnetId"), item.text("VpcId"), zone, blocks, public, tags=item.tags())
    )


def _addresses(item: Item) -> Ranges:
    """All private addresses of an interface, delegated prefixes included."""
    found = [each.block("PrivateIpAddress") for each in item.items("PrivateIpAddresses")]
    if not found:
        found = [block for block in (item.maybe_block("PrivateIpAddress"),) if block]
    found += [each.block("Ipv6Address") for each in item.items("Ipv6Addresses")]
    found += [each.block("Ipv4Prefix") for each in item.items("Ipv4Prefixes")]
    found += [each.block("Ipv6Prefix") for each in item.items("Ipv6Prefixes")]
    if not found:
        raise item.bad("PrivateIpAddresses", "holds no address")
    return union(block.ranges for block in found)


def _is_public(item: Item) -> bool:
    return item.has("Association") or any(each.has("Association") for each in item.items("PrivateIpAddresses"))


def _interface(item: Item, owner: Id | None) -> Interface:
    groups = tuple(sorted({group.text("GroupId") for group in item.items("Groups", required=True)}))
    name, subnet = item.text("NetworkInterfaceId"), item.text("SubnetId")
    return Interface(name, subnet, _addresses(item), groups, owner, _is_public(item))


def read_interface(ctx: Context, _: Place, item: Item) -> None:
    """Amazon EC2 API reference, ``NetworkInterface``. Endpoints and NAT gateways name theirs."""
    attachment = item.maybe_item("Attachment")
    owner = attachment.maybe_text("InstanceId") if attachment else None
    name = item.text("NetworkInterfaceId")
    owner = ctx.owners.get(name, owner)
    ctx.put(ctx.network.interfaces, _interface(item, owner), item.tags("TagSet").get("Name"))
    ctx.network.tags[name] = {**item.tags("TagSet"), **ctx.network.tags.get(name, {})}
    kind = item.maybe_text("InterfaceType") or "interface"
    if kind in FORWARDERS:
        ctx.doubt(name, "InterfaceType", f"what a {kind} does with traffic is not modelled", (name,))
    if kind == "vpc_endpoint" and owner is None:
        ctx.doubt(name, "VpcEndpointId", "no endpoint of the snapshot names this endpoint interface", (name,))


def read_reservation(ctx: Context, _: Place, item: Item) -> None:
    """Instances: their names, and interfaces that stand only here (Amazon EC2 API reference, ``Instance``)."""
    for instance in item.items("Instances", required=True):
        name = instance.text("InstanceId")
        ctx.network.tags[name] = instance.tags()
        ctx.network.names[name] = instance.tags().get("Name", name)
        if instance.item("State").text("Name") == "terminated":
            ctx.idle.add(name)
            continue
        for each in instance.items("NetworkInterfaces"):
            if each.text("NetworkInterfaceId") not in ctx.network.interfaces:
                ctx.put(ctx.network.interfaces, _interface(each, name))
