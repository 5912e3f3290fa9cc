"""Mistakes in what filters packets: network ACLs, security groups, prefix lists."""

from __future__ import annotations

import pulumi_aws as aws

from ..program import Edit, Program, Properties
from .record import (
    CHAT,
    DEV,
    OFFICE,
    PROD,
    PROD_RUNTIME,
    REGION,
    SANDBOX,
    Sabotage,
    egress,
    ingress,
    names,
    put,
    tags,
)

_ACL = "us-east-1-prod-acl"
_ADMIT = "us-east-1-prod.admit-chat"
_CLASS = "us-east-1-prod.class-chat"
_CROSSING = names("segments-isolated", "isolation-has-two-layers")
_ACL_RULE = names("network-acls-narrow")
_GROUP_RULE = names("security-groups-narrow")


def rule(number: int, cidr: str, low: int = 443, high: int = 443, **more: str | int) -> Properties:
    """A rule of a network ACL."""
    fixed = {"rule_no": number, "action": "allow", "protocol": "tcp", "cidr_block": cidr}
    return {**fixed, "from_port": low, "to_port": high, **more}


def _acl(**values: list[Properties]) -> Edit:
    return lambda program: program.change(_ACL, put(**values))


def _both_segments(props: Properties) -> Properties:
    other = "10.130.0.0/16"
    return {
        **props,
        "ingress": [*props["ingress"], rule(101, other)],
        "egress": [*props["egress"], rule(101, other, 1024, 65535)],
    }


def _first_subnet(props: Properties) -> Properties:
    return {**props, "subnet_ids": props["subnet_ids"][:1]}


def _entries(*cidrs: str) -> Edit:
    entries = [{"cidr": cidr, "description": f"entry {n}"} for n, cidr in enumerate(cidrs)]
    return lambda program: program.change(_CLASS, put(entries=entries))


def _group_reference(program: Program) -> None:
    program.drop(_ADMIT)
    program.after(
        lambda built: ingress(
            built, "admit-group", "us-east-1-prod-sg", referenced_security_group_id=built["vpc-a.chat-sg"].id
        )
    )


def _second_group(program: Program) -> None:
    def with_open_group(props: Properties) -> Properties:
        built = program.built
        group = aws.ec2.SecurityGroup(
            "open-sg",
            region=REGION,
            vpc_id=built["us-east-1-hub-vpc"].id,
            description="For debugging",
            tags=tags("open-sg", "prod"),
            opts=built.beside("us-east-1-hub-vpc"),
        )
        ingress(built, "open-rule", "open-sg", cidr_ipv4="0.0.0.0/0")
        return {**props, "security_group_ids": [*props["security_group_ids"], group.id]}

    program.change(PROD_RUNTIME, with_open_group)


ACLS = [
    Sabotage(
        "prod's network ACL admits everybody",
        DEV,
        _acl(ingress=[rule(100, "0.0.0.0/0")]),
        "network-acls-narrow",
        names(_ACL),
        _CROSSING,
    ),
    Sabotage(
        "prod's network ACL admits nonprod's block",
        DEV,
        lambda program: program.change(_ACL, _both_segments),
        "network-acls-narrow",
        names(_ACL),
        _CROSSING,
    ),
    Sabotage(
        "prod's network ACL admits all ports",
        DEV,
        _acl(ingress=[rule(100, "10.129.0.0/16", 0, 0, protocol="-1"), rule(200, OFFICE)]),
        "network-acls-narrow",
        names(_ACL),
    ),
    Sabotage(
        "prod's endpoint subnets are left on the default network ACL",
        DEV,
        lambda program: program.drop(_ACL),
        "network-acls-narrow",
        names("us-east-1-prod-use1-az1", "us-east-1-prod-use1-az2"),
        _CROSSING | names("nothing-undecided"),
    ),
    Sabotage(
        "one of prod's endpoint subnets is left on the default network ACL",
        DEV,
        lambda program: program.change(_ACL, _first_subnet),
        "network-acls-narrow",
        names("us-east-1-prod-use1-az2"),
        _CROSSING | names("nothing-undecided"),
    ),
    Sabotage(
        "prod's network ACL lets no answers out",
        DEV,
        _acl(egress=[]),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _ACL_RULE,
    ),
    Sabotage(
        "prod's network ACL lets answers out to a part of the ephemeral ports",
        DEV,
        _acl(egress=[rule(100, "10.129.0.0/16", 32768, 60999), rule(200, OFFICE, 1024, 65535)]),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _ACL_RULE,
    ),
    Sabotage(
        "prod's network ACL denies the application before it allows the segment",
        DEV,
        _acl(ingress=[rule(50, CHAT, action="deny"), rule(100, "10.129.0.0/16"), rule(200, OFFICE)]),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _ACL_RULE,
    ),
]

GROUPS = [
    Sabotage(
        "prod's endpoints admit everybody",
        DEV,
        lambda program: program.change(_ADMIT, put(prefix_list_id=None, cidr_ipv4="0.0.0.0/0")),
        "security-groups-narrow",
        names(_ADMIT),
        _CROSSING | names("reachable-is-granted"),
    ),
    Sabotage(
        "prod's endpoints admit everybody on IPv6",
        DEV,
        lambda program: program.after(
            lambda built: ingress(built, "admit-ipv6", "us-east-1-prod-sg", cidr_ipv6="::/0")
        ),
        "security-groups-narrow",
        names("admit-ipv6"),
        names("ipv4-only"),
    ),
    Sabotage(
        "prod's endpoints admit all ports",
        DEV,
        lambda program: program.change(_ADMIT, put(ip_protocol="-1", from_port=None, to_port=None)),
        "security-groups-narrow",
        names(_ADMIT),
    ),
    Sabotage(
        "a second security group on the endpoint admits everybody",
        DEV,
        _second_group,
        "security-groups-narrow",
        names("open-rule"),
        _CROSSING | names("reachable-is-granted"),
    ),
    Sabotage(
        "the endpoints' security group has an open rule inline",
        DEV,
        lambda program: program.change(
            "us-east-1-prod-sg",
            put(ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]),
        ),
        "security-groups-narrow",
        names("us-east-1-prod-sg"),
        _CROSSING | names("reachable-is-granted") | names("nothing-undecided"),
    ),
    Sabotage(
        "prod's endpoints admit a security group across the transit gateway",
        DEV,
        _group_reference,
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _GROUP_RULE | names("nothing-undecided"),
    ),
    Sabotage(
        "prod's endpoints do not admit the class",
        DEV,
        lambda program: program.drop(_ADMIT),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _GROUP_RULE,
    ),
    Sabotage(
        "one grant class among many is not admitted",
        PROD,
        lambda program: program.drop("us-east-1-prod.admit-embeddings"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _GROUP_RULE,
    ),
    Sabotage(
        "a granted application lets nothing out",
        DEV,
        lambda program: program.drop("vpc-a.chat-egress"),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        _GROUP_RULE,
    ),
    Sabotage(
        "an application lets 443 out to everywhere",
        DEV,
        lambda program: program.change("vpc-a.chat-egress", put(cidr_ipv4="0.0.0.0/0")),
        "security-groups-narrow",
        names("vpc-a.chat-egress"),
    ),
    Sabotage(
        "an ungranted application lets 443 out to everywhere",
        DEV,
        lambda program: program.after(
            lambda built: egress(built, "idle-egress", "vpc-x.idle-sg", "0.0.0.0/0", "nonprod", "vpc-x")
        ),
        "security-groups-narrow",
        names("idle-egress"),
    ),
    Sabotage(
        "an application admits SSH from all private addresses",
        DEV,
        lambda program: program.after(
            lambda built: ingress(built, "ssh", "vpc-a.chat-sg", from_port=22, to_port=22, cidr_ipv4="10.0.0.0/8")
        ),
        "security-groups-narrow",
        names("ssh"),
    ),
    Sabotage(
        "a default security group admits itself",
        DEV,
        lambda program: program.change(
            "vpc-a-default-sg", put(ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "self": True}])
        ),
        "security-groups-narrow",
        names("vpc-a-default-sg"),
    ),
]

PREFIX_LISTS = [
    Sabotage(
        "a class's prefix list holds the whole segment",
        DEV,
        _entries("10.129.0.0/16", OFFICE),
        "security-groups-narrow",
        names(_ADMIT),
        names("routes-lead-to-endpoints") | names("reachable-is-granted"),
    ),
    Sabotage(
        "a class's prefix list holds an application of the other segment",
        DEV,
        _entries(CHAT, SANDBOX, OFFICE),
        "security-groups-narrow",
        names(_ADMIT),
        _CROSSING | names("routes-lead-to-endpoints"),
    ),
    Sabotage(
        "a class's prefix list is empty",
        DEV,
        _entries(),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
    Sabotage(
        "a class's prefix list misses one of its applications",
        PROD,
        lambda program: program.change(
            "us-east-1-prod.class-embeddings", put(entries=[{"cidr": "10.65.1.0/24", "description": "vpc-a/search"}])
        ),
        "granted-is-reachable",
        names(PROD_RUNTIME),
    ),
]

FILTERS = [*ACLS, *GROUPS, *PREFIX_LISTS]
