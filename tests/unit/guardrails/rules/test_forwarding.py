"""Rules about what is forwarded: as the program states it, for the segment it states, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.hybrid import CLIENTS, CORP, DC, forwarding
from unit.guardrails.networks import HOST, REGION, TODAY, change, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.links import ForwardedDomain
from transit_guardrails.model.names import ProfileResource, ResolverEndpoint, ResolverRuleAssociation
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import DNS, EVERY_SERVICE
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.proof import prove_network
from transit_guardrails.settings import Settings

BLOCKED, GROUPS, ROUTES, ZONES = (
    "dns-blocked",
    "security-groups-narrow",
    "routes-lead-to-endpoints",
    "zones-redundant",
)
OTHER = prefix("172.16.9.53/32")


def ruled(**fields: Any) -> Network:
    network = forwarding()
    change(network.resolver_rules, "rule", **fields)
    return network


def of_rule(network: Network) -> set[str]:
    return {message for resource, message in told(BLOCKED, network) if resource == "rule"}


def test_what_is_stated_breaches_nothing() -> None:
    for rule in (BLOCKED, GROUPS, ROUTES, ZONES, "advertised-prefixes-minimal", "links-lead-to-grants"):
        assert told(rule, forwarding()) == set(), rule


def test_the_network_is_proven_like_the_one_without_domains() -> None:
    assert [f for f in prove_network(forwarding(), Settings(), TODAY).findings if f.mandatory] == []


# Rules -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"domain": "lab.example"}, "forwards lab.example, which nobody declared"),
        ({"domain": f"db.{CORP}"}, f"forwards db.{CORP}, which nobody declared"),
        ({"domain": "example"}, "forwards example, which nobody declared"),
        ({"targets": ((OTHER, 53),)}, f"forwards {CORP} to 172.16.9.53, which is no server of dc for it"),
        (
            {"targets": ((CLIENTS[0], 53), (OTHER, 53))},
            f"forwards {CORP} to 172.16.9.53, which is no server of dc for it",
        ),
        ({"targets": ((CLIENTS[0], 5353),)}, f"forwards {CORP} to port 5353; DNS is asked at 53"),
        ({"endpoint": None}, f"forwards {CORP} by what is not known, not by its forwarder's endpoint"),
        ({"endpoint": "inbound"}, f"forwards {CORP} by inbound, not by its forwarder's endpoint"),
    ],
)
def test_a_rule_forwards_what_its_forwarder_states(fields: dict[str, Any], problem: str) -> None:
    assert of_rule(ruled(**fields)) == {f"rule {problem}"}


@pytest.mark.parametrize(
    ("domain", "taken"),
    [
        ("", "amazonaws.com:"),
        (HOST, f"{HOST}:"),
        (f"x.{HOST}", f"{HOST}:"),
        ("amazonaws.com", "amazonaws.com:"),
        (f"{REGION}.amazonaws.com", "amazonaws.com:"),
        ("corp.aws", "aws:"),
        ("ec2.internal", "ec2.internal:"),
    ],
)
def test_a_domain_of_aws_is_forwarded_by_nobody_whatever_is_declared(domain: str, taken: str) -> None:
    """Whoever writes plans without the spec may declare it."""
    network = ruled(domain=domain)
    change(network.view_forwarders, "prod-forwarder", domains={domain: ForwardedDomain("dc", CLIENTS)})
    (message,) = of_rule(network)
    assert message.startswith(f"rule forwards {domain or 'everything'}, which overlaps {taken}")
    assert message.endswith(": names of AWS are asked outside")


def test_a_rule_that_resolver_answers_itself_is_no_business_of_the_rule() -> None:
    assert of_rule(ruled(domain="lab.example", forwards=False)) == set()


def test_a_rule_of_no_forwarder_is_told_wherever_it_is_put() -> None:
    network = ruled(forwarder=None)
    network.resolver_rule_associations["on"] = ResolverRuleAssociation("on", "rule", "lab")
    message = f"{{}} forwards queries for {CORP} out of the network"
    assert told(BLOCKED, network) == {
        ("rule on", message.format("prod-profile")),
        ("on", message.format("lab")),
    }


# Where rules are put -----------------------------------------------------------------------------------------------------


def test_a_rule_on_another_segments_profile_breaches_there() -> None:
    network = forwarding()
    network.profile_resources["there"] = ProfileResource("there", "nonprod-profile", "rule", "rule")
    message = f"nonprod-profile of nonprod forwards {CORP}, which is resolved for prod alone"
    assert told(BLOCKED, network) == {("there", message)}


@pytest.mark.parametrize(
    ("vpc", "problem"),
    [
        ("lab", f"lab of nonprod forwards {CORP}, which is resolved for prod alone"),
        ("hub", f"hub of shared forwards {CORP}, which is resolved for prod alone"),
        (
            "prod-resolver-vpc",
            f"prod-resolver-vpc forwards {CORP} and holds an inbound Resolver endpoint: queries may go round in a loop",
        ),
    ],
)
def test_a_rule_on_a_vpc_that_is_not_the_segments_breaches_there(vpc: str, problem: str) -> None:
    network = forwarding()
    network.resolver_rule_associations["there"] = ResolverRuleAssociation("there", "rule", vpc)
    assert told(BLOCKED, network) == {("there", problem)}


def test_a_rule_on_a_spoke_of_the_segment_is_fine() -> None:
    network = forwarding()
    network.resolver_rule_associations["there"] = ResolverRuleAssociation("there", "rule", "payments")
    assert told(BLOCKED, network) == set()


# Endpoints ---------------------------------------------------------------------------------------------------------------


def test_an_outbound_endpoint_of_no_forwarder_breaches() -> None:
    network = forwarding()
    network.resolver_endpoints["side"] = ResolverEndpoint("side", True, ("resolver-1",), ("out-guard",))
    assert ("side", "side carries queries out of the network") in told(BLOCKED, network)


def test_an_outbound_endpoint_in_another_segments_vpc_breaches() -> None:
    network = forwarding()
    network.tags["prod-resolver-vpc"] = labels("nonprod", "shared")
    assert ("out", "out carries queries out of the network") in told(BLOCKED, network)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (GroupRule("more", True, DNS, prefix=prefix("0.0.0.0/0")), "beyond what is granted"),
        (GroupRule("more", True, DNS, prefix=DC), "beyond what is granted"),
        (GroupRule("more", True, EVERY_SERVICE, prefix=CLIENTS[0]), "lets out everything; the network needs port 53"),
        (GroupRule("more", False, DNS, prefix=CLIENTS[0]), "lets in 172.16.0.53 beyond what is granted"),
    ],
    ids=["everywhere", "the whole network", "every port", "inbound"],
)
def test_the_endpoints_group_lets_dns_out_to_the_servers_and_nothing_in(rule: GroupRule, problem: str) -> None:
    network = forwarding()
    change(network.security_groups, "out-guard", rules=(*network.security_groups["out-guard"].rules, rule))
    ((resource, message),) = told(GROUPS, network)
    assert (resource, message.endswith(problem)) == ("more", True)


def test_its_subnets_lead_to_clients_and_servers_and_no_further() -> None:
    network = forwarding()
    around(network).prefix_list("servers", *map(str, CLIENTS), str(OTHER), most=10)
    assert {resource for resource, _ in told(ROUTES, network)} == {"resolver-table servers"}


def test_an_endpoint_in_one_zone_breaches_and_may_be_accepted() -> None:
    network = forwarding()
    change(network.resolver_endpoints, "out", subnets=("resolver-1",))
    assert {resource for resource, _ in told(ZONES, network)} == {"out"}


# The firewall ------------------------------------------------------------------------------------------------------------


def passing(*names: str) -> tuple[str, str]:
    return ("prod-firewall 1", f"prod-firewall 1 lets {', '.join(names)} pass")


def test_a_domain_that_passes_must_be_forwarded() -> None:
    """Else public DNS would be asked for it."""
    network = forwarding()
    network.profile_resources.pop("rule on")
    assert told(BLOCKED, network) == {passing(f"*.{CORP}", CORP)}


def test_a_domain_that_passes_has_no_answer_where_the_resolver_stands() -> None:
    network = forwarding()
    network.zone_associations.pop("corp-zone in prod-resolver-vpc")
    assert told(BLOCKED, network) == {passing(f"*.{CORP}", CORP)}


def test_a_domain_of_another_segments_forwarder_does_not_pass() -> None:
    network = forwarding()
    around(network).firewall("nonprod-firewall", 1, "ALLOW", HOST, CORP)
    assert told(BLOCKED, network) == {("nonprod-firewall 1", f"nonprod-firewall 1 lets {CORP} pass")}


def test_more_than_the_domain_does_not_pass() -> None:
    network = forwarding()
    around(network).firewall("prod-firewall", 1, "ALLOW", HOST, CORP, f"*.{CORP}", "*.example")
    assert told(BLOCKED, network) == {passing("*.example")}
