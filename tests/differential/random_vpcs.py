"""Random VPCs in a tiny address space: blocks, subnets, tables, ACLs, groups, interfaces, peerings, doors.

IPv4 lies in 10.0.0.0/26 (VPCs of 16 addresses, subnets of 4), so that every address can be tried; a few VPCs also have an
IPv6 block of 16. Addresses of 10.0.0.64/28 belong to nobody.
"""

from __future__ import annotations

from random import Random

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import Prefix, Ranges, prefix
from transit_guardrails.model.services import EVERY_SERVICE, ICMP, TCP, UDP, service
from transit_guardrails.model.vpcs import (
    AclEntry,
    Gateway,
    GroupRule,
    Interface,
    NetworkAcl,
    Peering,
    PrefixList,
    SecurityGroup,
    Subnet,
    Vpc,
)

REGION = "eu-west-1"
EVERY_V4, EVERY_V6 = prefix("0.0.0.0/0"), prefix("::/0")
SPACE = prefix("10.0.0.0/26")
NOBODYS = prefix("10.0.0.64/28")
ZONES = ("zone-a", "zone-b", "zone-c")
PORTS = (22, 80, 443, 1024, 50000)
SERVICES = (
    EVERY_SERVICE,
    service(TCP),
    service(TCP, 443, 443),
    service(TCP, 80, 443),
    service(TCP, 1024, 65535),
    service(UDP, 53, 53),
    service(ICMP),
)


def chance(rng: Random, percent: int) -> bool:
    """True that often."""
    return rng.randrange(100) < percent


def random_vpcs(rng: Random, network: Network) -> None:
    """One to four VPCs with all that is in them but routes."""
    for index in range(rng.choice((1, 2, 3, 3, 4, 4))):
        slot = rng.randrange(4) if chance(rng, 8) else index
        _vpc(rng, network, f"vpc-{index}", slot, index)
    _prefix_lists(rng, network)
    for vpc_id in list(network.vpcs):
        _acls(rng, network, vpc_id)
        _groups(rng, network, vpc_id)
    _peerings(rng, network)


def _vpc(rng: Random, network: Network, vpc_id: str, slot: int, index: int) -> None:
    """``slot`` is the place of the IPv4 block; two VPCs in one slot overlap. A second block is beside the first ones."""
    start = SPACE.first + slot * 16
    blocks = [prefix(f"10.0.0.{slot * 16}/28")]
    if chance(rng, 15):
        blocks = [Prefix(start, start + 7), Prefix(start + 8, start + 15)]
    six = [prefix(f"fd00:0:0:{index}::/124")] if chance(rng, 25) else []
    network.vpcs[vpc_id] = Vpc(vpc_id, REGION, "111111111111", (*blocks, *six))
    places = rng.sample(range(4), 1 + rng.randrange(4))
    zones = ZONES[: 1 + rng.randrange(3)]
    for number, place in enumerate(sorted(places)):
        mine = [Prefix(start + place * 4, start + place * 4 + 3)]
        if six and chance(rng, 80):
            mine.append(Prefix(six[0].first + place * 4, six[0].first + place * 4 + 3))
        subnet_id = f"{vpc_id}-subnet-{number}"
        network.subnets[subnet_id] = Subnet(subnet_id, vpc_id, rng.choice(zones), tuple(mine))
    for kind in ("internet-gateway", "egress-only-gateway", "nat-gateway", "vpn-gateway"):
        door = f"{vpc_id}-{kind}"
        network.gateways[door] = Gateway(door, kind, vpc_id)


def some_prefix(rng: Random, network: Network) -> Prefix:
    """A block that is likely to matter: all, a VPC's, a subnet's, half of one, an address, or nobody's."""
    vpc = network.vpcs[rng.choice(list(network.vpcs))]
    subnet = network.subnets[rng.choice(list(network.subnets))]
    block = rng.choice(vpc.prefixes)
    part = rng.choice(subnet.prefixes)
    one = part.first + rng.randrange(4)
    choices = (EVERY_V4, EVERY_V4, EVERY_V6, SPACE, SPACE, block, block, part, part, NOBODYS)
    return rng.choice((*choices, Prefix(part.first, part.first + 1), Prefix(one, one)))


def _prefix_lists(rng: Random, network: Network) -> None:
    for number in range(rng.randrange(3)):
        list_id = f"list-{number}"
        entries = {some_prefix(rng, network) for _ in range(rng.randrange(4))}
        network.prefix_lists[list_id] = PrefixList(list_id, tuple(sorted(entries)), max_entries=5)


def _acls(rng: Random, network: Network, vpc_id: str) -> None:
    """An ACL or two, for some subnets; the default one is managed now and then."""
    for number in range(rng.randrange(3)):
        acl_id = f"{vpc_id}-acl-{number}"
        network.network_acls[acl_id] = NetworkAcl(acl_id, vpc_id, _entries(rng, network))
        for subnet in network.subnets.values():
            if subnet.vpc == vpc_id and chance(rng, 40):
                network.subnet_acls[subnet.id] = acl_id
    if chance(rng, 15):
        acl_id = f"{vpc_id}-acl-default"
        network.network_acls[acl_id] = NetworkAcl(acl_id, vpc_id, _entries(rng, network))
        network.default_acls[vpc_id] = acl_id


def _entries(rng: Random, network: Network) -> tuple[AclEntry, ...]:
    """Entries of both directions in no order, overlapping, deny before allow and the other way; most end in allow all."""
    found: list[AclEntry] = []
    for egress in (False, True):
        for number in rng.sample(range(1, 90), rng.randrange(4)):
            block = some_prefix(rng, network)
            found.append(AclEntry(number, egress, chance(rng, 55), rng.choice(SERVICES), block))
        if chance(rng, 85):
            found.append(AclEntry(100, egress, True, EVERY_SERVICE, EVERY_V4))
            found.append(AclEntry(101, egress, True, EVERY_SERVICE, EVERY_V6))
    rng.shuffle(found)
    return tuple(found)


def _groups(rng: Random, network: Network, vpc_id: str) -> None:
    """Up to three groups, and interfaces that are in them."""
    mine = [f"{vpc_id}-group-{number}" for number in range(1 + rng.randrange(3))]
    for group_id in mine:
        rules = tuple(
            _group_rule(rng, network, f"{group_id}-rule-{number}", mine) for number in range(rng.randrange(5))
        )
        network.security_groups[group_id] = SecurityGroup(group_id, vpc_id, rules)
    for subnet in list(network.subnets.values()):
        if subnet.vpc == vpc_id and chance(rng, 50):
            number = subnet.prefixes[0].first + rng.randrange(4)
            groups = tuple(sorted(rng.sample(mine, 1 + rng.randrange(len(mine)))))
            interface_id = f"{subnet.id}-interface"
            network.interfaces[interface_id] = Interface(interface_id, subnet.id, Ranges(((number, number),)), groups)


def _group_rule(rng: Random, network: Network, rule_id: str, groups: list[str]) -> GroupRule:
    services, egress = rng.choice(SERVICES), chance(rng, 50)
    if network.prefix_lists and chance(rng, 25):
        return GroupRule(rule_id, egress, services, prefix_list=rng.choice(list(network.prefix_lists)))
    if chance(rng, 25):
        return GroupRule(rule_id, egress, services, group=rng.choice(groups))
    return GroupRule(rule_id, egress, services, prefix=some_prefix(rng, network))


def _peerings(rng: Random, network: Network) -> None:
    ids = list(network.vpcs)
    for number in range(rng.randrange(3) if len(ids) > 1 else 0):
        requester, accepter = rng.sample(ids, 2)
        peering_id = f"peering-{number}"
        network.peerings[peering_id] = Peering(peering_id, requester, accepter, active=chance(rng, 85))
