"""What the network uses of AWS's quotas. The quotas are dated data; the configuration states those that AWS raised."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..data import quota
from ..model.vpcs import GroupRule, Id
from .facts import Facts
from .rule import Breach

Use = tuple[str, Id, int, str]
"""The quota's key, the thing that it is about, how much it uses, and of what."""


def quotas_have_headroom(facts: Facts) -> Iterator[Breach]:
    """Nothing needs more than AWS gives, and what comes near is told before it does."""
    for key, thing, used, what in (
        *_tables(facts),
        *_filters(facts),
        *_vpcs(facts),
        *_transit(facts),
        *_documents(facts),
    ):
        limit = facts.settings.quotas.get(key, quota(key))
        message = f"{facts.name(thing)} uses {used} of {limit} {what} ({key})"
        if used > limit:
            yield Breach(thing, message)
        elif used > limit * facts.settings.headroom and limit >= 10:
            yield Breach(thing, message, advisory=True)


def _tables(facts: Facts) -> Iterator[Use]:
    """A prefix list counts with its maximum in a route table (Amazon VPC user guide, "Prefix list concepts and rules")."""
    for table in sorted(facts.network.route_tables.values(), key=lambda t: t.id):
        used = 1 + sum(_entries(facts, route.to_list) for route in table.routes)
        yield "routes_per_route_table", table.id, used, "routes"


def _filters(facts: Facts) -> Iterator[Use]:
    for group in sorted(facts.network.security_groups.values(), key=lambda g: g.id):
        for egress in (False, True):
            used = sum(_rules(facts, rule) for rule in group.rules if rule.egress == egress)
            yield "rules_per_security_group", group.id, used, "outbound rules" if egress else "inbound rules"
    for acl in sorted(facts.network.network_acls.values(), key=lambda a: a.id):
        for egress in (False, True):
            used = sum(1 for entry in acl.entries if entry.egress == egress and entry.number < 32767)
            yield "network_acl_rules", acl.id, used, "outbound entries" if egress else "inbound entries"
    for found in sorted(facts.network.prefix_lists.values(), key=lambda p: p.id):
        if found.max_entries:
            yield "prefix_list_entries", found.id, found.max_entries, "entries"


def _vpcs(facts: Facts) -> Iterator[Use]:
    places: dict[tuple[str, str], list[Id]] = defaultdict(list)
    for vpc in facts.network.vpcs.values():
        places[vpc.account, vpc.region].append(vpc.id)
    for (account, region), vpcs in sorted(places.items()):
        yield "vpcs_per_region", min(vpcs), len(vpcs), f"VPCs of account {account} in {region}"
    endpoints = Counter(e.vpc for e in facts.network.endpoints.values() if e.kind != "gateway" and e.vpc)
    for vpc_id, used in sorted(endpoints.items()):
        yield "interface_endpoints_per_vpc", vpc_id, used, "interface endpoints"
    for vpc_id, subnets in sorted(facts.index.subnets_of.items()):
        yield "subnets_per_vpc", vpc_id, len(subnets), "subnets"


def _transit(facts: Facts) -> Iterator[Use]:
    network = facts.network
    tables = Counter(table.gateway for table in network.transit_tables.values() if table.gateway)
    for gateway, used in sorted(tables.items()):
        yield "tgw_route_tables", gateway, used, "route tables"
    attachments = Counter(a.gateway for a in network.attachments.values() if a.gateway)
    for gateway, used in sorted(attachments.items()):
        yield "tgw_attachments", gateway, used, "attachments"
    routes: Counter[Id] = Counter()
    for route in network.transit_routes.values():
        table = network.transit_tables.get(route.table or "")
        routes[(table and table.gateway) or ""] += _entries(facts, route.to_list)
    for propagation in network.propagations.values():
        attachment = network.attachments.get(propagation.attachment or "")
        vpc = network.vpcs.get((attachment and attachment.resource) or "")
        routes[(attachment and attachment.gateway) or ""] += len(vpc.prefixes) if vpc else 1
    for gateway, used in sorted(routes.items()):
        if gateway:
            yield "tgw_routes", gateway, used, "routes"


def _documents(facts: Facts) -> Iterator[Use]:
    for endpoint in sorted(facts.network.endpoints.values(), key=lambda e: e.id):
        yield "endpoint_policy_size", endpoint.id, len(endpoint.policy or ""), "characters of policy"


def _entries(facts: Facts, prefix_list: Id | None) -> int:
    """How much a route or rule to the list counts; 1 for a block."""
    found = facts.network.prefix_lists.get(prefix_list or "")
    return (found.max_entries or found.weight or len(found.prefixes)) if found else 1


def _rules(facts: Facts, rule: GroupRule) -> int:
    return _entries(facts, rule.prefix_list)
