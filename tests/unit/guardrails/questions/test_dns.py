"""What host names answer in a VPC: zones, Profiles, forwarding, DNS Firewall."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, change, doubt

from transit_guardrails.model.names import FirewallAssociation, ResolverRule, ResolverRuleAssociation
from transit_guardrails.model.network import Network
from transit_guardrails.questions.dns import Answer, Dns, domain_matches, firewall_stops
from transit_guardrails.questions.index import Index


def ask(network: Network, host: str, vpc: str = "v") -> Answer:
    return Dns(Index(network)).resolve(vpc, host)


def short(answer: Answer) -> tuple[str, str | None, tuple[str, ...]]:
    return answer.kind, answer.endpoint, answer.by


def v() -> Build:
    return Build().vpc("v", "10.0.0.0/16")


def forward(build: Build, key: str, domain: str, *vpcs: str, forwards: bool = True) -> Build:
    """A Resolver rule in VPCs."""
    build.network.resolver_rules[key] = ResolverRule(key, domain, forwards)
    for vpc in vpcs:
        on = f"{key} in {vpc}"
        build.network.resolver_rule_associations[on] = ResolverRuleAssociation(on, key, vpc)
    return build


def filtered(build: Build, group: str, priority: int, vpc: str = "v") -> Build:
    """A rule group on a VPC."""
    key = f"{group} in {vpc}"
    build.network.firewall_associations[key] = FirewallAssociation(key, group, vpc, priority)
    return build


# Zones -------------------------------------------------------------------------------------------------------------------


def test_an_alias_leads_to_its_endpoint_by_record_and_association() -> None:
    answer = ask(v().zone("z", "a.example", "v", at="vpce").network, "A.Example.")
    assert short(answer) == ("endpoint", "vpce", ("z at", "z in v"))
    assert answer.reason == "a.example leads to vpce"


def test_a_name_in_no_zone_is_answered_by_public_dns() -> None:
    network = v().zone("z", "a.example", "v", at="vpce").network
    for host in ("b.example", "xa.example", "example"):
        answer = ask(network, host)
        assert short(answer) == ("public", None, ("z in v",))
        assert answer.reason == f"no private zone has {host}"
    assert short(ask(v().zone("z", "a.example", at="vpce").network, "a.example")) == ("public", None, ())


def test_a_zone_without_a_record_for_the_name_gives_no_answer() -> None:
    answer = ask(v().zone("z", "a.example", "v", www="vpce").network, "x.a.example")
    assert (short(answer), answer.reason) == (
        ("no-answer", None, ("z", "z in v")),
        "the zone has no record for x.a.example",
    )
    assert ask(v().zone("z", "", "v").network, "anything.example").kind == "no-answer"
    assert ask(v().zone("z", ".", "v").network, "anything.example").kind == "no-answer"


def test_the_most_specific_zone_answers_even_without_a_record() -> None:
    build = (
        v()
        .zone("wide", "example", "v")
        .record("r", "wide", "x.a.example", endpoint="vpce")
        .zone("narrow", "a.example", "v")
    )
    assert short(ask(build.network, "x.a.example")) == ("no-answer", None, ("narrow", "narrow in v"))
    assert short(ask(build.network, "b.example")) == ("no-answer", None, ("wide", "wide in v"))


def test_only_addresses_and_canonical_names_answer() -> None:
    build = v().zone("z", "a.example", "v").record("mx", "z", "a.example", "mail", kind="MX")
    build.record("wild", "z", "*.a.example", "mail", kind="TXT")
    assert ask(build.network, "a.example").kind == ask(build.network, "b.a.example").kind == "no-answer"
    build.record("c", "z", "a.example", "else.example", kind="CNAME")
    assert short(ask(build.network, "a.example")) == ("addresses", None, ("c", "z in v"))


def test_values_lead_to_the_endpoint_that_has_one_of_them_as_its_name() -> None:
    build = v().endpoint("vpce", "v", dns_names=("Vpce-1.example.",)).zone("z", "a.example", "v")
    answer = ask(build.record("r", "z", "a.example", "10.0.0.1", "vpce-1.Example.").network, "a.example")
    assert (short(answer), answer.reason) == (("endpoint", "vpce", ("r", "z in v")), "a.example leads to vpce")
    answer = ask(build.record("r", "z", "a.example", "10.0.0.1", "10.0.0.2").network, "a.example")
    assert (answer.kind, answer.reason) == ("addresses", "a.example answers 10.0.0.1, 10.0.0.2")


def test_several_records_for_one_name_are_undecided() -> None:
    build = v().zone("z", "a.example", "v", at="vpce").record("r", "z", "a.example", "10.0.0.1")
    answer = ask(build.network, "a.example")
    assert (short(answer), answer.reason) == (("undecided", None, ("r", "z at")), "several records answer")


def test_wildcards_answer_names_below_them_and_the_most_specific_one_does() -> None:
    build = v().zone("z", "a.example", "v").record("wide", "z", "*.a.example", endpoint="wide")
    build.record("narrow", "z", "*.b.a.example", endpoint="narrow").record(
        "exact", "z", "c.a.example", endpoint="exact"
    )
    found = {
        host: ask(build.network, host).endpoint
        for host in ("x.a.example", "x.y.a.example", "x.b.a.example", "c.a.example")
    }
    assert found == {"x.a.example": "wide", "x.y.a.example": "wide", "x.b.a.example": "narrow", "c.a.example": "exact"}
    assert ask(build.network, "a.example").kind == "no-answer"
    assert ask(build.network, "b.a.example").endpoint == "wide"


def test_two_wildcards_of_one_name_are_undecided() -> None:
    build = v().zone("z", "a.example", "v").record("one", "z", "*.a.example", endpoint="one")
    assert ask(build.record("two", "z", "*.a.example", endpoint="two").network, "x.a.example").kind == "undecided"


# Profiles ----------------------------------------------------------------------------------------------------------------


def test_a_profile_brings_its_zones_to_its_vpcs() -> None:
    build = v().vpc("w", "10.1.0.0/16").zone("z", "a.example", at="vpce").profile("p", "v", zones=["z"])
    assert short(ask(build.network, "a.example")) == ("endpoint", "vpce", ("z at", "z on p"))
    assert ask(build.network, "b.example").by == ("v has p", "p", "z on p")
    assert ask(build.network, "a.example", "w").kind == "public"


def test_of_equal_zones_the_vpcs_own_wins_then_the_lowest_id() -> None:
    build = (
        v().zone("a", "a.example", at="of-profile").zone("z", "a.example", "v", at="own").profile("p", "v", zones=["a"])
    )
    assert ask(build.network, "a.example").endpoint == "own"
    build = v().zone("b", "a.example", "v", at="second").zone("a", "a.example", "v", at="first")
    assert ask(build.network, "a.example").endpoint == "first"


def test_associations_whose_zone_rule_or_profile_is_not_known_bring_nothing() -> None:
    build = forward(
        v().zone("z", "a.example", "v", at="vpce").profile("p", "v", zones=["z2"], rule="r2"), "r", "a.example", "v"
    )
    change(build.network.zone_associations, "z in v", zone=None)
    change(build.network.resolver_rule_associations, "r in v", rule=None)
    change(build.network.profile_associations, "v has p", profile=None)
    answer = ask(build.network, "a.example")
    assert (answer.kind, answer.by) == ("public", ("v has p", ""))


def test_a_profile_brings_nothing_of_what_is_not_known_on_it() -> None:
    build = forward(v().profile("p", "v", zones=["no-zone"], rule="no-rule", firewall="no-group"), "r", "a.example")
    build.profile("p", endpoint="r", unknown="r")
    view = Dns(Index(build.network)).view("v")
    assert (view.zones, view.rules, view.firewall, view.groups) == ((), (), (), ("no-group",))
    change(build.network.profile_resources, "no-group on p", resource=None)
    assert Dns(Index(build.network)).view("v").groups == ()


# Forwarding --------------------------------------------------------------------------------------------------------------


def test_a_forwarding_rule_beats_a_zone_of_the_same_name_and_a_longer_one_of_any() -> None:
    build = v().zone("z", "a.example", "v", at="vpce", www="vpce")
    answer = ask(forward(build, "r", "a.example", "v").network, "www.a.example")
    assert (short(answer), answer.reason) == (
        ("forwarded", None, ("r", "r in v")),
        "a Resolver rule forwards a.example",
    )
    change(build.network.resolver_rules, "r", domain="www.a.example")
    assert ask(build.network, "www.a.example").kind == "forwarded"
    assert ask(build.network, "a.example").kind == "endpoint"


def test_a_zone_beats_a_shorter_forwarding_rule_and_a_system_rule_forwards_nothing() -> None:
    build = forward(v().zone("z", "a.example", "v", at="vpce"), "r", "example", "v")
    assert ask(build.network, "a.example").kind == "endpoint"
    assert ask(build.network, "b.example").kind == "forwarded"
    forward(build, "s", "a.example", "v", forwards=False)
    assert ask(build.network, "a.example").kind == "endpoint"
    assert ask(forward(v(), "r", ".", "v").network, "anything").kind == "forwarded"


def test_of_equal_rules_the_vpcs_own_wins_over_the_profiles() -> None:
    build = forward(v().profile("p", "v", rule="a"), "a", "a.example")
    assert ask(build.network, "a.example").by == ("a", "a on p")
    assert ask(forward(build, "r", "a.example", "v").network, "a.example").by == ("r", "r in v")


# Firewall ----------------------------------------------------------------------------------------------------------------


def test_the_firewall_blocks_by_the_first_rule_that_matches() -> None:
    build = (
        v()
        .zone("z", "a.example", "v", at="vpce")
        .firewall("f", 2, "BLOCK", "*", "x")
        .firewall("f", 1, "ALLOW", "a.example")
    )
    assert ask(filtered(build, "f", 1).network, "a.example").kind == "endpoint"
    answer = ask(build.network, "b.example")
    assert (short(answer), answer.reason) == (("blocked", None, ("f 2",)), "DNS Firewall blocks b.example (*, x)")


def test_an_alert_lets_pass_and_what_no_rule_matches_passes() -> None:
    build = filtered(v().firewall("f", 1, "ALERT", "a.example").firewall("f", 2, "BLOCK", "a.example"), "f", 1)
    assert ask(build.network, "a.example").kind == ask(build.network, "b.example").kind == "public"


def test_rule_groups_are_asked_in_the_order_of_their_priorities_wherever_they_come_from() -> None:
    build = v().firewall("pass", 1, "ALLOW", "*").firewall("stop", 1, "BLOCK", "*").profile("p", "v", firewall="stop")
    filtered(build, "pass", 5)
    change(build.network.profile_resources, "stop on p", priority=4)
    assert ask(build.network, "a.example").kind == "blocked"
    change(build.network.profile_resources, "stop on p", priority=6)
    assert ask(build.network, "a.example").kind == "public"
    change(build.network.profile_resources, "stop on p", priority=None)
    dns = Dns(Index(build.network))
    assert dns.view("v").groups == ("stop", "pass")
    assert dns.view("v").through == ("pass in v", "v has p", "p", "stop on p")
    assert [rule.id for rule in dns.view("v").firewall] == ["stop 1", "pass 1"]
    assert dns.view("v") is dns.view("v")


def test_rules_of_one_priority_are_asked_by_id_and_those_of_no_group_never() -> None:
    build = filtered(v().firewall("f", 1, "ALLOW", "*"), "f", 1)
    build.network.firewall_rules["a"] = build.network.firewall_rules["f 1"]
    change(build.network.firewall_rules, "a", id="a", action="BLOCK")
    assert ask(build.network, "x").by == ("a",)
    change(build.network.firewall_rules, "a", group=None)
    assert ask(build.network, "x").kind == "public"
    change(build.network.firewall_associations, "f in v", group=None)
    assert Dns(Index(build.network)).view("v").firewall == ()


@pytest.mark.parametrize(
    ("domain", "host", "matches"),
    [
        ("*", "a.example", True),
        ("*.", "a.example", True),
        ("a.example", "a.example", True),
        ("A.Example.", "a.example", True),
        ("a.example", "b.a.example", False),
        ("*.example", "a.example", True),
        ("*.example", "b.a.example", True),
        ("*.example", "example", False),
        ("*.example", "anexample", False),
        ("b.example", "a.example", False),
    ],
)
def test_a_domain_of_a_list_is_a_name_or_all_below_one(domain: str, host: str, matches: bool) -> None:
    assert domain_matches(domain, host) is matches


def test_the_firewall_lets_pass_what_nobody_filters() -> None:
    assert firewall_stops(Dns(Index(v().network)).view("v"), "a.example") is None


# Off and undecided -------------------------------------------------------------------------------------------------------


def test_a_vpc_without_dns_support_resolves_nothing() -> None:
    network = v().zone("z", "a.example", "v", at="vpce").network
    change(network.vpcs, "v", dns_support=False)
    answer = ask(network, "a.example")
    assert (short(answer), answer.reason) == (("off", None, ("v",)), "the VPC has no DNS support")


def test_a_vpc_that_is_not_known_is_asked_all_the_same() -> None:
    assert ask(Network(), "a.example").kind == "public"


@pytest.mark.parametrize(
    "touched", ["v", "z", "z in v", "z at", "r", "r in v", "f", "f in v", "f 1", "p", "v has p", "z2 on p", "z2"]
)
def test_whatever_a_view_is_made_of_and_is_not_known_leaves_the_name_undecided(touched: str) -> None:
    build = v().zone("z", "a.example", "v", at="vpce").zone("z2", "b.example").profile("p", "v", zones=["z2"])
    filtered(forward(build, "r", "c.example", "v").firewall("f", 1, "ALLOW", "*"), "f", 1)
    assert ask(build.network, "a.example").kind == "endpoint"
    found = doubt(build.network, touched)
    answer = ask(build.network, "a.example")
    assert (answer.kind, answer.endpoint, answer.reason) == ("undecided", None, "value of culprit: unknown")
    assert answer.doubts == (found,)
    assert answer.by == (("z",) if touched == "z at" else ())


def test_records_are_found_by_zone_in_order_and_those_of_no_zone_not() -> None:
    build = v().zone("z", "a.example").record("b", "z", "x").record("a", "z", "y").record("c", "z", "x")
    change(build.network.records, "c", zone=None)
    assert {zone: [r.id for r in found] for zone, found in Dns(Index(build.network)).records.items()} == {
        "z": ["a", "b"]
    }
