"""Small networks for tests: a builder with a line per AWS noun, and one complete network that is right.

Ids are the names that tests use. ``design`` is a hub with two spokes: ``payments`` of segment ``prod`` and ``lab`` of
segment ``nonprod``, each with one granted application (``api``, ``notebook``) in two zones; ``payments/batch`` is granted nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from transit_guardrails.model.endpoints import Endpoint, EndpointSet, Grant
from transit_guardrails.model.names import (
    FirewallRule,
    ProfileAssociation,
    ProfileResource,
    Record,
    Zone,
    ZoneAssociation,
)
from transit_guardrails.model.network import Doubt, Network
from transit_guardrails.model.ranges import Ranges, prefix, union
from transit_guardrails.model.services import EVERY_SERVICE, HTTPS, TCP, service
from transit_guardrails.model.transit import (
    Association,
    Attachment,
    Propagation,
    TransitGateway,
    TransitRoute,
    TransitTable,
)
from transit_guardrails.model.vpcs import (
    AclEntry,
    GroupRule,
    NetworkAcl,
    PrefixList,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    Target,
    TargetKind,
    Vpc,
)

TODAY = date(2026, 1, 15)
REGION, MODEL = "us-east-1", "amazon.nova-pro-v1:0"
HOST, SERVICE = f"bedrock-runtime.{REGION}.amazonaws.com", f"com.amazonaws.{REGION}.bedrock-runtime"
INVOKE, STREAM = "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"
REPLIES = service(TCP, 1024, 65535)
RecordOf = TypeVar("RecordOf")


def change(records: dict[str, RecordOf], key: str, **fields: Any) -> None:
    """Another value for fields of one record."""
    records[key] = replace(records[key], **fields)  # type: ignore[type-var]


def cut(*blocks: str) -> Ranges:
    """The addresses of blocks."""
    return union(prefix(block).ranges for block in blocks)


def allow(number: int, block: str, *, egress: bool = False, services: Ranges = EVERY_SERVICE) -> AclEntry:
    """An ACL entry that allows."""
    return AclEntry(number, egress, True, services, prefix(block))


def deny(number: int, block: str, *, egress: bool = False, services: Ranges = EVERY_SERVICE) -> AclEntry:
    """An ACL entry that denies."""
    return AclEntry(number, egress, False, services, prefix(block))


def doubt(network: Network, *touches: str, thing: str = "culprit", key: str = "value", why: str = "unknown") -> Doubt:
    """One more thing that is not known."""
    found = Doubt(thing, key, why, touches)
    network.doubts.append(found)
    return found


class Build:
    """A network in the making; every method adds and returns the builder. Tags go into the record and the register."""

    def __init__(self) -> None:
        self.network = Network()

    def tag(self, thing: str, tags: Mapping[str, str]) -> Mapping[str, str]:
        if tags:
            self.network.tags[thing] = dict(tags)
        return tags

    def vpc(self, key: str, *blocks: str, account: str = "111111111111", **tags: str) -> Build:
        self.network.vpcs[key] = Vpc(key, REGION, account, tuple(map(prefix, blocks)), tags=self.tag(key, tags))
        return self

    def subnet(self, key: str, vpc: str, block: str, zone: str = "z1", *, table: str = "", **tags: str) -> Build:
        self.network.subnets[key] = Subnet(key, vpc, zone, (prefix(block),), tags=self.tag(key, tags))
        if table:
            self.network.subnet_tables[key] = table
        return self

    def table(self, key: str, vpc: str, *routes: tuple[str, TargetKind, str | None], main: bool = False) -> Build:
        """Routes are block (or prefix list), kind and id of the target; a route's id is ``<table> <destination>``."""
        self.network.route_tables[key] = RouteTable(key, vpc)
        if main:
            self.network.main_tables[vpc] = key
        for route in routes:
            self.route(key, *route)
        return self

    def route(self, table: str, to: str, kind: TargetKind, target: str | None = None, *, learnt: bool = False) -> Build:
        block, listed = (prefix(to), None) if "/" in to else (None, to)
        route = Route(f"{table} {to}", block, listed, Target(kind, target), learnt)
        change(self.network.route_tables, table, routes=(*self.network.route_tables[table].routes, route))
        return self

    def acl(self, key: str, vpc: str, *entries: AclEntry, subnets: Iterable[str] = ()) -> Build:
        self.network.network_acls[key] = NetworkAcl(key, vpc, entries)
        self.network.subnet_acls.update(dict.fromkeys(subnets, key))
        return self

    def group(self, key: str, vpc: str, *rules: GroupRule, **tags: str) -> Build:
        self.network.security_groups[key] = SecurityGroup(key, vpc, rules, tags=self.tag(key, tags))
        return self

    def prefix_list(self, key: str, *blocks: str, most: int = 0) -> Build:
        self.network.prefix_lists[key] = PrefixList(key, tuple(map(prefix, blocks)), most)
        return self

    def gateway(self, key: str = "tgw", *, defaults: bool = False) -> Build:
        self.network.transit_gateways[key] = TransitGateway(key, REGION, None, defaults, defaults)
        return self

    def attachment(self, key: str, vpc: str, *subnets: str, gateway: str = "tgw", **tags: str) -> Build:
        self.network.attachments[key] = Attachment(key, gateway, "vpc", vpc, subnets, tags=self.tag(key, tags))
        return self

    def outside(self, key: str, kind: Any, resource: str | None, gateway: str = "tgw") -> Build:
        """An attachment that leads out of the network."""
        self.network.attachments[key] = Attachment(key, gateway, kind, resource)
        return self

    def transit_table(self, key: str, *associated: str, learns: Iterable[str] = (), **tags: str) -> Build:
        """A table with the attachments that are looked up in it and those that propagate into it."""
        self.network.transit_tables[key] = TransitTable(key, "tgw", self.tag(key, tags))
        for each in associated:
            self.network.associations[f"{each} in {key}"] = Association(f"{each} in {key}", each, key)
        for each in learns:
            self.network.propagations[f"{each} into {key}"] = Propagation(f"{each} into {key}", each, key)
        return self

    def transit_route(self, table: str, to: str, attachment: str | None) -> Build:
        """A static route to a block or a prefix list; without attachment a blackhole. Its id is ``<table> <destination>``."""
        block, listed = (prefix(to), None) if "/" in to else (None, to)
        key = f"{table} {to}"
        self.network.transit_routes[key] = TransitRoute(key, table, block, listed, attachment, attachment is None)
        return self

    def endpoint(self, key: str, vpc: str, *subnets: str, groups: Iterable[str] = (), **fields: Any) -> Build:
        fields = {"service": SERVICE, "kind": "interface", **fields}
        self.network.endpoints[key] = Endpoint(key, vpc, subnets=subnets, groups=tuple(groups), **fields)
        return self

    def zone(self, key: str, name: str, *vpcs: str, **records: str) -> Build:
        """A private zone, answering in VPCs, with an alias record per keyword (``at`` is the zone's own name)."""
        self.network.zones[key] = Zone(key, name, True)
        for vpc in vpcs:
            self.network.zone_associations[f"{key} in {vpc}"] = ZoneAssociation(f"{key} in {vpc}", key, vpc)
        for label, endpoint in records.items():
            host = name if label == "at" else f"{label}.{name}"
            self.network.records[f"{key} {label}"] = Record(f"{key} {label}", key, host, "A", endpoint)
        return self

    def record(
        self, key: str, zone: str, name: str, *values: str, kind: str = "A", endpoint: str | None = None
    ) -> Build:
        self.network.records[key] = Record(key, zone, name, kind, endpoint, values)
        return self

    def profile(self, key: str, *vpcs: str, zones: Iterable[str] = (), **others: str) -> Build:
        """A Profile that serves VPCs and carries zones; other things by their kind (``firewall="fw"``)."""
        self.network.profiles[key] = key
        for vpc in vpcs:
            self.network.profile_associations[f"{vpc} has {key}"] = ProfileAssociation(f"{vpc} has {key}", key, vpc)
        for kind, thing in [*(("zone", zone) for zone in zones), *others.items()]:
            on = f"{thing} on {key}"
            self.network.profile_resources[on] = ProfileResource(on, key, kind, thing)  # type: ignore[arg-type]
        return self

    def firewall(self, group: str, priority: int, action: Any, *domains: str) -> Build:
        key = f"{group} {priority}"
        self.network.firewall_rules[key] = FirewallRule(key, group, priority, action, domains)
        return self


def admits(key: str, listed: str, services: Ranges = HTTPS) -> GroupRule:
    """An inbound rule for a prefix list."""
    return GroupRule(key, False, services, prefix_list=listed)


def sends(key: str, block: str, services: Ranges = HTTPS) -> GroupRule:
    """An outbound rule for a block."""
    return GroupRule(key, True, services, prefix=prefix(block))


def policy_of(
    account: str, block: str | list[str], *resources: str, actions: Iterable[str] = (INVOKE, STREAM), **more: Any
) -> str:
    """A sound endpoint policy: who, from where, which calls on what."""
    statement = {
        "Sid": "Granted",
        "Effect": "Allow",
        "Principal": "*",
        "Action": list(actions),
        "Resource": list(resources) or [f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"],
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account}, "IpAddress": {"aws:VpcSourceIp": block}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **more}]})


def labels(segment: str, spoke: str, **more: str) -> dict[str, str]:
    """The tags that every resource carries."""
    whose = {"owner": "team", "cost-center": "1", "data-classification": "internal"}
    return {"network": "test", "segment": segment, "spoke": spoke, **whose, **more}


SEGMENTS = (("prod", "payments", "api", 1), ("nonprod", "lab", "notebook", 2))
"""Segment, its spoke, its granted application, and the number in all their addresses."""


def design() -> Network:
    """The network of the module docstring, afresh; ``prove_network`` finds nothing wrong with it."""
    build = Build().gateway().vpc("hub", "10.0.0.0/16", account="100000000000", **labels("shared", "shared"))
    build.table("hub-main", "hub", main=True).table("hub-tgw-table", "hub")
    for n in (1, 2):
        build.subnet(f"hub-tgw-{n}", "hub", f"10.0.0.{16 * n}/28", f"z{n}", table="hub-tgw-table")
    build.attachment("hub-attachment", "hub", "hub-tgw-1", "hub-tgw-2", **labels("shared", "shared"))
    spokes = [f"{spoke}-attachment" for _, spoke, _, _ in SEGMENTS]
    build.transit_table("hub-table", "hub-attachment", learns=spokes, **labels("shared", "shared"))
    for segment in SEGMENTS:
        _spoke(build, *segment)
        _endpoint_set(build, *segment)
        _names(build, segment[0], segment[1])
    build.table("batch-table", "payments")
    build.subnet(
        "batch-1", "payments", "10.1.2.0/24", table="batch-table", **labels("prod", "payments", application="batch")
    )
    return build.network


def _spoke(build: Build, segment: str, spoke: str, application: str, at: int) -> None:
    own, account = labels(segment, spoke), f"{at}" * 12
    build.vpc(spoke, f"10.{at}.0.0/16", account=account, **own)
    build.table(f"{spoke}-tgw-table", spoke)
    build.table(f"{application}-table", spoke, (f"10.0.{at}.0/27", "transit-gateway", "tgw"))
    for n in (1, 2):
        zone, block = f"z{n}", f"10.{at}.1.{128 * (n - 1)}/25"
        build.subnet(f"{spoke}-tgw-{n}", spoke, f"10.{at}.0.{16 * n}/28", zone, table=f"{spoke}-tgw-table", **own)
        tags = labels(segment, spoke, application=application)
        build.subnet(f"{application}-{n}", spoke, block, zone, table=f"{application}-table", **tags)
    build.group(f"{application}-group", spoke, sends(f"{application}-out", f"10.0.{at}.0/27"), **tags)
    build.attachment(f"{spoke}-attachment", spoke, f"{spoke}-tgw-1", f"{spoke}-tgw-2", **own)
    build.transit_table(f"{segment}-table", f"{spoke}-attachment", **labels(segment, "shared"))
    build.transit_route(f"{segment}-table", f"10.0.{at}.0/27", "hub-attachment")
    build.transit_route(f"{segment}-table", "10.0.0.0/8", None)


def _endpoint_set(build: Build, segment: str, spoke: str, application: str, at: int) -> None:
    block, doors = f"10.{at}.1.0/24", [f"{segment}-door-{n}" for n in (1, 2)]
    build.table(f"{segment}-doors-table", "hub", (block, "transit-gateway", "tgw"))
    for n, door in enumerate(doors):
        build.subnet(door, "hub", f"10.0.{at}.{16 * n}/28", f"z{n + 1}", table=f"{segment}-doors-table")
    inbound = allow(100, f"10.{at}.0.0/16", services=HTTPS)
    outbound = allow(100, f"10.{at}.0.0/16", egress=True, services=REPLIES)
    build.acl(f"{segment}-acl", "hub", inbound, outbound, subnets=doors)
    build.prefix_list(f"{segment}-class", block, most=5)
    build.group(f"{segment}-guard", "hub", admits(f"{segment}-in", f"{segment}-class"), **labels(segment, "shared"))
    policy = policy_of(f"{at}" * 12, block)
    build.endpoint(
        f"{segment}-runtime", "hub", *doors, groups=[f"{segment}-guard"], policy=policy, endpoint_set=f"{segment}-set"
    )
    consumers = {f"{spoke}/{application}": prefix(block)}
    grant = Grant(f"{application}-models", "bedrock-runtime", consumers, (MODEL,), (), (), (INVOKE, STREAM))
    build.network.endpoint_sets[f"{segment}-set"] = EndpointSet(f"{segment}-set", segment, (grant,))


def _names(build: Build, segment: str, spoke: str) -> None:
    zone, profile = f"{segment}-zone", f"{segment}-profile"
    build.zone(zone, HOST, at=f"{segment}-runtime").profile(
        profile, spoke, zones=[zone], firewall=f"{segment}-firewall"
    )
    build.firewall(f"{segment}-firewall", 1, "ALLOW", HOST).firewall(f"{segment}-firewall", 2, "BLOCK", "*")
    for thing in (zone, profile):
        build.tag(thing, labels(segment, "shared"))
