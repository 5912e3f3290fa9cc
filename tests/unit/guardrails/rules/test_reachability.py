"""Rules about what reaches what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import (
    INVOKE,
    MODEL,
    REGION,
    SERVICE,
    allow,
    change,
    design,
    doubt,
    labels,
    policy_of,
)
from unit.guardrails.rules.asked import around, breaches, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.rules.reachability import _fits
from transit_guardrails.settings import Settings


def test_what_is_granted_and_missing_breaches_with_its_witness() -> None:
    network = design()
    change(network.route_tables, "api-table", routes=())
    found = breaches("granted-is-reachable", network)
    assert {breach.resource for breach in found} == {"prod-runtime"}
    assert len(found) == 2
    assert all(breach.witness[-1] == "no-route" for breach in found)
    assert told("reachable-is-granted", network) == told("nothing-undecided", network) == set()


def test_what_is_reached_and_not_granted_breaches() -> None:
    network = around(design()).route("prod-doors-table", "10.1.2.0/24", "transit-gateway", "tgw").network
    found = breaches("reachable-is-granted", network)
    assert {breach.resource for breach in found} == {"prod-door-1", "prod-door-2"}
    assert all(breach.witness for breach in found)
    assert told("granted-is-reachable", network) == told("nothing-undecided", network) == set()


def test_what_is_not_known_breaches_once_for_its_doubt_and_its_consequences() -> None:
    network = design()
    doubt(network, "batch-table", thing="the table", key="routes", why="is computed")
    doubt(network, "batch-table", thing="the table", key="routes", why="is computed")
    message = "routes is not known: is computed"
    assert told("nothing-undecided", network) == {("the table", message)}
    assert len(breaches("nothing-undecided", network)) == 1
    assert told("granted-is-reachable", network) == told("reachable-is-granted", network) == set()


def test_what_is_undecided_without_a_doubt_breaches_where_it_ends() -> None:
    network = around(design()).route("batch-table", "10.8.0.0/16", "unmodelled", "eni").network
    (found,) = breaches("nothing-undecided", network)
    assert (found.resource, found.message) == (
        "batch-table",
        "where 10.1.2.0/24 to 10.8.0.0/16 everything of batch-1 ends is not known",
    )
    assert found.witness[-1] == "undecided"


def test_what_is_undecided_elsewhere_is_told_beside_a_doubt() -> None:
    network = around(design()).route("batch-table", "10.8.0.0/16", "unmodelled", "eni").network
    doubt(network, "nothing", thing="else")
    assert {resource for resource, _ in told("nothing-undecided", network)} == {"else", "batch-table"}


# Isolation ---------------------------------------------------------------------------------------------------------------


def cross(network: Network) -> Network:
    """``payments/batch`` sends to the nonprod doors."""
    build = around(network).route("batch-table", "10.0.2.0/28", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.0.2.0/28", "hub-attachment")
    entries = network.network_acls["nonprod-acl"].entries
    change(network.network_acls, "nonprod-acl", entries=(allow(1, "10.1.2.0/24"), *entries))
    return network


def test_packets_of_one_segment_at_anothers_door_breach_at_its_endpoints() -> None:
    message = "prod reaches nonprod: 10.1.2.0/24 to 10.0.2.0/28 everything is delivered in nonprod-door-1"
    (found,) = breaches("segments-isolated", cross(design()))
    assert (found.resource, found.message, found.witness[-1]) == ("nonprod-runtime", message, "accepted")


def test_packets_of_one_segment_in_anothers_spoke_breach_at_their_source() -> None:
    network = design()
    build = around(network).route("batch-table", "10.2.1.0/25", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.2.1.0/25", "lab-attachment")
    message = "prod reaches nonprod: 10.1.2.0/24 to 10.2.1.0/25 everything is delivered in notebook-1"
    assert told("segments-isolated", network) == {("batch-1", message)}


def test_segments_that_need_not_be_isolated_may_cross() -> None:
    assert told("segments-isolated", cross(design()), Settings(isolated=())) == set()
    assert len(told("segments-isolated", cross(design()), Settings(isolated=(("nonprod", "prod"),)))) == 1


def test_one_layer_alone_is_not_enough_and_the_last_one_is_named() -> None:
    network = design()
    around(network).transit_route("nonprod-table", "10.0.1.0/28", "hub-attachment")
    around(network).route("prod-doors-table", "10.2.0.0/16", "transit-gateway", "tgw")
    assert told("isolation-has-two-layers", network) == set()
    change(network.endpoints, "prod-runtime", policy=None)
    message = f"keeps nonprod from prod's {SERVICE}"
    assert told("isolation-has-two-layers", network) == {("prod-runtime", f"only the network filter {message}")}
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"),))
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.0.0/8"),))
    assert told("isolation-has-two-layers", network) == {("prod-runtime", f"nothing {message}")}
    assert told("isolation-has-two-layers", network, Settings(isolated=())) == set()


def test_a_segment_counts_with_all_its_spokes() -> None:
    network = design()
    around(network).transit_route("nonprod-table", "10.0.1.0/28", "hub-attachment")
    around(network).route("prod-doors-table", "10.2.0.0/16", "transit-gateway", "tgw")
    change(network.endpoints, "prod-runtime", policy=None)
    network.tags["lab"] = labels("prod", "lab")
    message = f"nothing keeps prod from nonprod's {SERVICE}"
    assert told("isolation-has-two-layers", network) == {("nonprod-runtime", message)}


# Models ------------------------------------------------------------------------------------------------------------------


def allowed(*patterns: str) -> Settings:
    return Settings(models={"prod": patterns})


def test_models_that_fit_a_pattern_of_their_segment_are_within_bounds() -> None:
    for patterns in ((MODEL,), ("amazon.*",), ("x", "*nova*")):
        assert told("models-within-bounds", design(), allowed(*patterns)) == set()
    assert told("models-within-bounds", design(), Settings(models={"else": ()})) == set()


def test_models_of_grants_and_policies_beyond_the_bounds_breach_with_what_is_allowed() -> None:
    found = breaches("models-within-bounds", design(), allowed("a", "b"))
    assert [(b.resource, b.message, b.witness) for b in found] == [
        (
            "prod-set",
            f"grant api-models names {MODEL}, which segment prod may not use",
            ("allowed: a", "allowed: b"),
        ),
        (
            "prod-runtime",
            f"the policy of prod-runtime allows {MODEL}, which segment prod may not use",
            ("allowed: a", "allowed: b"),
        ),
    ]


def test_models_that_an_object_uses_are_within_bounds_too() -> None:
    network = design()
    grant = replace(network.endpoint_sets["prod-set"].grants[0], uses=("other",))
    change(network.endpoint_sets, "prod-set", grants=(grant,))
    message = "grant api-models names other, which segment prod may not use"
    assert told("models-within-bounds", network, allowed(MODEL)) == {("prod-set", message)}


def models(**policy: object) -> set[str]:
    """What the rule says of the endpoint whose policy is given, where only MODEL is allowed."""
    network = design()
    change(network.endpoints, "prod-runtime", **policy)
    found = told("models-within-bounds", network, allowed(MODEL))
    return {message.split("allows ")[1].split(", which")[0] for _, message in found}


def test_the_models_of_a_policy_are_those_that_its_allows_name_themselves() -> None:
    model, profile = "arn:aws:bedrock:*::foundation-model/m", f"arn:aws:bedrock:{REGION}:1:inference-profile/us.m"
    deployed = f"arn:aws:bedrock:{REGION}:1:provisioned-model/p"
    assert models(policy=policy_of("1", "10.0.0.0/8", model, profile, deployed)) == {f"{deployed}, m, us.m"}
    assert models(policy=policy_of("1", "10.0.0.0/8", model, Effect="Deny")) == set()
    behind = {"StringEquals": {"bedrock:InferenceProfileArn": profile}}
    assert models(policy=policy_of("1", "", model, Condition=behind)) == set()
    assert models(policy=policy_of("1", "", "*", f"arn:aws:bedrock:{REGION}:1:guardrail/g", actions=[INVOKE])) == set()
    assert models(policy="nonsense") == models(policy=None) == set()


def test_models_that_a_policy_excepts_are_not_named_by_it() -> None:
    negated = policy_of("1", "10.0.0.0/8", "x").replace(
        '"Resource": ["x"]', '"NotResource": ["arn:aws:bedrock:a::foundation-model/m"]'
    )
    assert models(policy=negated) == set()


@pytest.mark.parametrize(
    ("pattern", "model", "fits"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.bc", False),
        ("a.*", "a.b", True),
        ("a.*", "a.", True),
        ("a.*", "xa.b", False),
        ("*.b", "a.b", True),
        ("*.b", "a.bc", False),
        ("*", "", True),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "abc", True),
        ("a*b*c", "a-c", False),
        ("a*b*b", "ab", False),
        ("a*b*b", "abb", True),
        ("ab*bc", "abc", False),
        ("a*x*b", "axb", True),
        ("a*xx*b", "axb", False),
        ("*a*a*", "aa", True),
        ("*a*a*", "a", False),
    ],
)
def test_a_star_in_a_pattern_stands_for_anything(pattern: str, model: str, fits: bool) -> None:
    assert _fits(pattern, model) is fits
