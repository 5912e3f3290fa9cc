"""Route 53 Resolver: rules, endpoints, DNS Firewall."""

from __future__ import annotations

from ...model.names import (
    FirewallAction,
    FirewallAssociation,
    FirewallRule,
    ResolverEndpoint,
    ResolverRule,
    ResolverRuleAssociation,
)
from ...model.network import EVERYTHING, Network
from ...model.ranges import Prefix
from ...model.services import DNS_PORT
from ...model.vpcs import Id
from .fields import Fields, whole
from .names import domain
from .tokens import (
    FIREWALL_DOMAINS,
    FIREWALL_GROUP,
    GROUPS,
    RESOLVER_ENDPOINT,
    RESOLVER_RULE,
    SUBNET,
    VIEW_FORWARDER,
    VIEW_RESOLVER,
    VPC,
)

_ACTIONS: dict[str, FirewallAction] = {"ALLOW": "ALLOW", "ALERT": "ALERT", "BLOCK": "BLOCK"}
_RULE_TYPES = {"FORWARD": True, "DELEGATE": True, "SYSTEM": False, "RECURSIVE": False}
"""Whether the rule carries queries away (Route 53 Resolver API reference, ``RuleType``)."""
_UNMODELLED = ("confidenceThreshold", "dnsThreatProtection", "qType")


def rule(fields: Fields, network: Network) -> None:
    """A Resolver rule. One whose type is not known counts as forwarding."""
    kind = fields.text("ruleType")
    forwards = _RULE_TYPES.get(kind) if kind else None
    if kind and forwards is None:
        fields.doubt("ruleType", f"'{kind[:80]}' is not modelled")
    network.resolver_rules[fields.id] = ResolverRule(
        id=fields.id,
        domain=domain(fields.text("domainName") or ""),
        forwards=forwards is not False,
        targets=_targets(fields),
        endpoint=_carrier(fields),
        forwarder=fields.parent(VIEW_FORWARDER),
    )


def _targets(fields: Fields) -> tuple[tuple[Prefix, int], ...]:
    """The servers that a rule forwards to, at 53 where it states no port (provider documentation,
    ``aws_route53_resolver_rule``). One over IPv6, or that is not known, is a doubt."""
    found: list[tuple[Prefix, int]] = []
    for item in fields.records("targetIps"):
        port = whole(item["port"]) if item.get("port") is not None else DNS_PORT
        address = fields.as_prefix("targetIps", item.get("ip"))
        if port is None:
            fields.doubt("targetIps", "the port of a target is not known")
        elif address:
            found.append((address, port))
    return tuple(sorted(found))


def _carrier(fields: Fields) -> Id | None:
    """The endpoint of this stack that carries a rule's queries. One of another stack is no view's forwarder: no doubt."""
    stated = fields.inputs.get("resolverEndpointId")
    if isinstance(stated, str) and (known := fields.index.by_id.get((RESOLVER_ENDPOINT, stated))):
        return known
    depends = fields.resource.property_dependencies.get("resolverEndpointId", ())
    found = [urn for urn in depends if fields.index.is_a(urn, RESOLVER_ENDPOINT)]
    return found[0] if len(found) == 1 and not isinstance(stated, str) else None


def rule_association(fields: Fields, network: Network) -> None:
    """The rule holds in the VPC."""
    vpc = fields.reference("vpcId", VPC)
    found = fields.reference("resolverRuleId", RESOLVER_RULE, touches=(vpc,) if vpc else ())
    network.resolver_rule_associations[fields.id] = ResolverRuleAssociation(fields.id, found, vpc)


def endpoint(fields: Fields, network: Network) -> None:
    """A Resolver endpoint. One whose direction is not known counts as outbound."""
    direction = fields.text("direction") or ""
    network.resolver_endpoints[fields.id] = ResolverEndpoint(
        id=fields.id,
        outbound=not direction.upper().startswith("INBOUND"),
        subnets=fields.inner_references("ipAddresses", "subnetId", SUBNET),
        groups=fields.references("securityGroupIds", *GROUPS),
        resolver=fields.parent(VIEW_RESOLVER),
        forwarder=fields.parent(VIEW_FORWARDER),
    )


def firewall_rule(fields: Fields, network: Network) -> None:
    """A rule of a DNS Firewall rule group, with the names of its domain list."""
    group = fields.reference("firewallRuleGroupId", FIREWALL_GROUP)
    touches = (group,) if group else ()
    for key in _UNMODELLED:
        if fields.has(key):
            fields.doubt(key, "narrows the rule, which is not modelled", *touches)
    action = fields.text("action", touches=touches)
    priority = fields.number("priority", touches=touches)
    if action is not None and action.upper() not in _ACTIONS:
        fields.doubt("action", f"is '{action[:80]}', not ALLOW, ALERT or BLOCK", *touches)
    if priority is None or action is None or action.upper() not in _ACTIONS:
        return
    network.firewall_rules[fields.id] = FirewallRule(
        fields.id, group, priority, _ACTIONS[action.upper()], _domains(fields, touches)
    )


def _domains(fields: Fields, touches: tuple[Id, ...]) -> tuple[str, ...]:
    """The names of the rule's list. A list that AWS manages, or of another stack, is not known."""
    found = fields.reference("firewallDomainListId", FIREWALL_DOMAINS, touches=touches)
    if found is None:
        return ()
    stated = Fields(fields.index.resources[found], fields.index, fields.network, fields.pieces)
    return tuple(sorted({domain(each) for each in stated.texts("domains", (fields.id, *touches))}))


def firewall_association(fields: Fields, network: Network) -> None:
    """The rule group filters the VPC's queries."""
    vpc = fields.reference("vpcId", VPC)
    touches = (vpc,) if vpc else ()
    group = fields.reference("firewallRuleGroupId", FIREWALL_GROUP, touches=touches)
    priority = fields.number("priority", touches=touches or (EVERYTHING,))
    if priority is not None:
        network.firewall_associations[fields.id] = FirewallAssociation(fields.id, group, vpc, priority)
