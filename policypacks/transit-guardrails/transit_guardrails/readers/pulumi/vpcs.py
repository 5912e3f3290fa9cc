"""VPCs, their blocks, subnets.

Defaults: AWS provider documentation, ``aws_vpc`` (``enable_dns_support`` true, ``enable_dns_hostnames`` false),
``aws_subnet`` (``map_public_ip_on_launch`` false).
"""

from __future__ import annotations

from ...model.network import EVERYTHING, Network
from ...model.ranges import Prefix, prefix
from ...model.vpcs import Subnet, Vpc
from .fields import Fields
from .tokens import VPC


def vpc(fields: Fields, network: Network) -> None:
    """A VPC with its primary block; others are added by their associations."""
    account, provider_region = fields.index.place(fields.resource.provider)
    owner = account or fields.output("ownerId")
    if not isinstance(owner, str):
        fields.doubt("provider", "does not say which account this is (allowedAccountIds)")
        owner = ""
    support = fields.flag("enableDnsSupport", True)
    hostnames = fields.flag("enableDnsHostnames", False)
    network.vpcs[fields.id] = Vpc(
        id=fields.id,
        region=region(fields, provider_region),
        account=owner,
        prefixes=_blocks(fields, "cidrBlock"),
        dns_support=support is not False,
        dns_hostnames=hostnames is True,
        tags=network.tags.get(fields.id, {}),
    )


def region(fields: Fields, provider_region: str | None) -> str:
    """The resource's own Region, else its provider's; empty with a doubt where neither is known."""
    if fields.has("region"):
        return fields.text("region") or ""
    if provider_region is None:
        fields.doubt("region", "neither the resource nor its provider says which Region this is")
    return provider_region or ""


def subnet(fields: Fields, network: Network) -> None:
    """A subnet. The zone's id is what counts; the zone's name is different things in different accounts."""
    zone = fields.output("availabilityZoneId")
    if fields.has("availabilityZoneId"):
        zone = fields.text("availabilityZoneId")
    elif not zone and fields.has("availabilityZone"):
        zone = fields.text("availabilityZone")
    elif not zone:
        fields.doubt("availabilityZoneId", "is not set, so that AWS chooses the zone")
    network.subnets[fields.id] = Subnet(
        id=fields.id,
        vpc=fields.reference("vpcId", VPC),
        zone=zone if isinstance(zone, str) else None,
        prefixes=_blocks(fields, "cidrBlock"),
        public_addresses=fields.flag("mapPublicIpOnLaunch", False) is not False,
        tags=network.tags.get(fields.id, {}),
    )


def ipv4_block(fields: Fields, _: Network) -> None:
    """A secondary block of a VPC."""
    _more(fields, "cidrBlock")


def ipv6_block(fields: Fields, _: Network) -> None:
    """An IPv6 block of a VPC."""
    _more(fields, "ipv6CidrBlock")


def _more(fields: Fields, key: str) -> None:
    owner = fields.reference("vpcId", VPC)
    block = _computed(fields, key) if not fields.has(key) else fields.prefix(key, (owner or EVERYTHING,))
    if block is None and not fields.has(key):
        fields.doubt(key, "AWS chooses the block", owner or EVERYTHING)
    if owner and block:
        fields.pieces.blocks[owner].append(block)


def _blocks(fields: Fields, key: str) -> tuple[Prefix, ...]:
    """The IPv4 block and, where there is one, the IPv6 block."""
    found = [fields.prefix(key) if fields.has(key) else _computed(fields, key)]
    if found[0] is None and not fields.has(key) and fields.inputs.get("ipv6Native") is not True:
        fields.doubt(key, "AWS chooses the block")
    asked = ("assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength")
    if fields.has("ipv6CidrBlock"):
        found.append(fields.prefix("ipv6CidrBlock"))
    elif any(fields.inputs.get(each) not in (None, False, "") for each in asked):
        found.append(_computed(fields, "ipv6CidrBlock"))
        if found[-1] is None:
            fields.doubt("ipv6CidrBlock", "AWS chooses the block")
    return tuple(each for each in found if each)


def _computed(fields: Fields, key: str) -> Prefix | None:
    """A block that AWS chose, where it exists already."""
    value = fields.output(key)
    try:
        return prefix(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
