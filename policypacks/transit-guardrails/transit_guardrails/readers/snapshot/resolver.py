"""Resolver rules, endpoints and DNS Firewall."""

from __future__ import annotations

from typing import get_args

from ...model.names import (
    FirewallAction,
    FirewallAssociation,
    FirewallRule,
    ResolverEndpoint,
    ResolverRule,
    ResolverRuleAssociation,
)
from .context import Context, Place
from .item import Item
from .names import host

ACTIONS: dict[str, FirewallAction] = {action: action for action in get_args(FirewallAction)}


def read_rule(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Resolver API reference, ``ResolverRule``: SYSTEM and RECURSIVE rules are answered by Resolver itself."""
    name = item.text("Id")
    kind = item.text("RuleType")
    if kind not in ("FORWARD", "SYSTEM", "RECURSIVE", "DELEGATE"):
        ctx.doubt(name, "RuleType", f"'{kind}' is not known", (name,))
    domain = host(item.maybe_text("DomainName") or item.text("DelegationRecord"))
    rule = ResolverRule(name, domain, kind not in ("SYSTEM", "RECURSIVE"))
    ctx.put(ctx.network.resolver_rules, rule, item.maybe_text("Name"))


def read_rule_association(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Resolver API reference, ``ResolverRuleAssociation``."""
    name, state = item.text("Id"), item.text("Status")
    if state == "FAILED":
        return
    if state != "COMPLETE":
        ctx.doubt(name, "Status", f"is '{state}'", (name,))
    record = ResolverRuleAssociation(name, item.text("ResolverRuleId"), item.text("VPCId"))
    ctx.put(ctx.network.resolver_rule_associations, record)


def read_addresses(ctx: Context, _: Place, item: Item) -> None:
    """One element per endpoint (``list-resolver-endpoint-ip-addresses``). Read before the endpoints."""
    found = {each.text("SubnetId") for each in item.items("IpAddresses", required=True)}
    ctx.resolver_subnets.setdefault(item.text("ResolverEndpointId"), set()).update(found)


def read_endpoint(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Resolver API reference, ``ResolverEndpoint``. A delegating inbound endpoint answers as well."""
    name, direction = item.text("Id"), item.text("Direction")
    if direction not in ("INBOUND", "OUTBOUND", "INBOUND_DELEGATION"):
        ctx.doubt(name, "Direction", f"'{direction}' is not known", (name,))
    if item.text("Status") != "OPERATIONAL":
        ctx.doubt(name, "Status", f"is '{item.text('Status')}'", (name,))
    subnets = ctx.resolver_subnets.get(name)
    if not subnets:
        why = "ResolverEndpointIpAddresses.json has no element for this endpoint"
        ctx.doubt(name, "IpAddresses", why, (name, item.text("HostVPCId")))
    groups = item.texts("SecurityGroupIds", required=True)
    record = ResolverEndpoint(name, direction == "OUTBOUND", tuple(sorted(subnets or ())), groups)
    ctx.put(ctx.network.resolver_endpoints, record, item.maybe_text("Name"))


def read_domains(ctx: Context, _: Place, item: Item) -> None:
    """One element per domain list (``list-firewall-domains``). Read before the rules."""
    found = {host(domain) for domain in item.texts("Domains", required=True)}
    ctx.domains.setdefault(item.text("FirewallDomainListId"), set()).update(found)


def read_firewall_rule(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Resolver API reference, ``FirewallRule``."""
    group, action = item.text("FirewallRuleGroupId"), ACTIONS.get(item.text("Action"))
    priority = item.number("Priority", 0, 2**31)
    if action is None:
        raise item.bad("Action", "is neither ALLOW nor ALERT nor BLOCK")
    listed = item.maybe_text("FirewallDomainListId")
    thing = f"{group}/{listed or item.maybe_text('FirewallThreatProtectionId') or priority}"
    kind = item.maybe_text("Qtype")
    if kind:
        thing = f"{thing}/{kind}"
        ctx.doubt(
            thing, "Qtype", f"the rule holds for queries of type {kind} only, which is not modelled", (group, thing)
        )
    domains = ctx.domains.get(listed or "")
    if domains is None:
        why = f"what {listed or 'the rule'} matches is not in FirewallDomains.json"
        ctx.doubt(thing, "FirewallDomainListId", why, (group, thing))
    record = FirewallRule(thing, group, priority, action, tuple(sorted(domains or ())))
    ctx.put(ctx.network.firewall_rules, record, item.maybe_text("Name"))


def read_firewall_association(ctx: Context, _: Place, item: Item) -> None:
    """Route 53 Resolver API reference, ``FirewallRuleGroupAssociation``."""
    name, group = item.text("Id"), item.text("FirewallRuleGroupId")
    if item.text("Status") != "COMPLETE":
        ctx.doubt(name, "Status", f"is '{item.text('Status')}'", (name,))
    record = FirewallAssociation(name, group, item.text("VpcId"), item.number("Priority", 0, 2**31))
    ctx.put(ctx.network.firewall_associations, record, item.maybe_text("Name"))
