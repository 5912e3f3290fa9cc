"""What a configuration of the pack may not say: each problem has its place, its value and its way out."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transit_guardrails.settings import Settings, parse_settings

TODAY = date(2026, 3, 1)
RULES = frozenset({"ipv4-only", "resources-tagged"})
SOUND = {"rule": "ipv4-only", "resource": "vpc-1", "reason": "a trial", "expires": "2026-06-30"}


def problems(configuration: dict[str, Any]) -> list[str]:
    return [one.text() for one in parse_settings(configuration, RULES, TODAY)[1]]


def places(configuration: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.place, one.given) for one in parse_settings(configuration, RULES, TODAY)[1]]


def test_a_misspelt_key_is_told_with_what_was_meant() -> None:
    assert problems({"isolate": []}) == ["prove.isolate: is not a known key\n  remedy: did you mean 'isolated'?"]


def test_an_unknown_rule_is_told_with_what_was_meant() -> None:
    assert problems({"waivers": [{**SOUND, "rule": "ipv4only"}]}) == [
        "prove.waivers[0].rule (given: ipv4only): is not a rule of this pack\n  remedy: did you mean 'ipv4-only'?"
    ]


def test_a_rule_like_no_other_is_told_with_all_there_are() -> None:
    assert problems({"waivers": [{**SOUND, "rule": "xyz"}]}) == [
        "prove.waivers[0].rule (given: xyz): is not a rule of this pack\n  remedy: use one of: ipv4-only, resources-tagged"
    ]


@pytest.mark.parametrize("key", ["rule", "resource", "reason", "expires"])
def test_a_waiver_must_state_each_of_its_keys(key: str) -> None:
    partial = {name: value for name, value in SOUND.items() if name != key}
    assert problems({"waivers": [partial]}) == [
        f"prove.waivers[0].{key}: is missing\n  remedy: a waiver states rule, resource, reason, expires"
    ]


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("rule", 7.0, "7.0"),
        ("rule", ["ipv4-only"], "['ipv4-only']"),
        ("resource", "", "''"),
        ("resource", "vpc-*", "vpc-*"),
        ("reason", "   ", "   "),
        ("reason", 1.0, "1.0"),
        ("expires", "30 June", "30 June"),
        ("expires", "20260630", "20260630"),
        ("expires", "2026-02-30", "2026-02-30"),
        ("expires", 2026.0, "2026.0"),
        ("expires", "2027-03-02", "2027-03-02"),
    ],
)
def test_a_waiver_with_an_unsound_value_does_not_waive(key: str, value: Any, shown: str) -> None:
    settings, found = parse_settings({"waivers": [{**SOUND, key: value}]}, RULES, TODAY)
    assert [(one.place, one.given) for one in found] == [(f"prove.waivers[0].{key}", shown)]
    assert settings.waivers == ()


def test_an_unknown_key_of_a_waiver_is_a_problem() -> None:
    assert problems({"waivers": [{**SOUND, "expire": "2026-01-01"}]}) == [
        "prove.waivers[0].expire: is not a known key\n  remedy: did you mean 'expires'?"
    ]


def test_a_rule_is_waived_once_for_a_resource() -> None:
    settings, found = parse_settings({"waivers": [SOUND, {**SOUND, "expires": "2026-07-01"}]}, RULES, TODAY)
    assert [(one.place, one.given, one.reason) for one in found] == [
        ("prove.waivers[1]", "ipv4-only for vpc-1", "is waived twice")
    ]
    assert [waiver.expires for waiver in settings.waivers] == [date(2026, 6, 30)]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({"isolated": "prod"}, [("prove.isolated", "prod")]),
        ({"isolated": [["prod"]]}, [("prove.isolated[0]", "['prod']")]),
        ({"isolated": [["prod", "prod"]]}, [("prove.isolated[0]", "['prod', 'prod']")]),
        ({"isolated": [["prod", 1.0]]}, [("prove.isolated[0]", "['prod', 1.0]")]),
        ({"isolated": [["a", "b"], ["b", "a"]]}, [("prove.isolated[1]", "['b', 'a']")]),
        ({"models": ["anthropic.*"]}, [("prove.models", "['anthropic.*']")]),
        ({"models": {"prod": "anthropic.*"}}, [("prove.models.prod", "anthropic.*")]),
        ({"models": {"prod": ["a b", "x", "x"]}}, [("prove.models.prod[0]", "a b"), ("prove.models.prod[2]", "x")]),
        ({"allowed_names": ["*"]}, [("prove.allowed_names[0]", "*")]),
        ({"allowed_names": ["*.com"]}, [("prove.allowed_names[0]", "*.com")]),
        ({"allowed_names": ["Acme.example", "acme.example."]}, [
            ("prove.allowed_names[0]", "Acme.example"),
            ("prove.allowed_names[1]", "acme.example."),
        ]),
        ({"organization": "acme"}, [("prove.organization", "acme")]),
        ({"organization": None}, [("prove.organization", "null")]),
        ({"deployer_roles": ["a role"]}, [("prove.deployer_roles[0]", "a role")]),
        ({"deployer_roles": ["*"]}, [("prove.deployer_roles[0]", "*")]),
        ({"quotas": [1.0]}, [("prove.quotas", "[1.0]")]),
        ({"quotas": {"a": 1.5, "b": True, "c": 0.0, "d": "9"}}, [
            ("prove.quotas.a", "1.5"),
            ("prove.quotas.b", "True"),
            ("prove.quotas.c", "0.0"),
            ("prove.quotas.d", "9"),
        ]),
        ({"single_links": "office"}, [("prove.single_links", "office")]),
        ({"single_links": {"office": True}}, [("prove.single_links", "{'office': True}")]),
        ({"single_links": None}, [("prove.single_links", "null")]),
        ({"single_links": ["", "an office", 7.0, "office", "office"]}, [
            ("prove.single_links[0]", "''"),
            ("prove.single_links[1]", "an office"),
            ("prove.single_links[2]", "7.0"),
            ("prove.single_links[4]", "office"),
        ]),
        ({"other_stacks": ["vpc-t", "a spoke", "vpc-t"]}, [
            ("prove.other_stacks[1]", "a spoke"),
            ("prove.other_stacks[2]", "vpc-t"),
        ]),
        ({"states": "network.json"}, [("prove.states", "network.json")]),
        ({"states": ["", "a", "b\n", "a"]}, [
            ("prove.states[0]", "''"),
            ("prove.states[2]", "b\n"),
            ("prove.states[3]", "a"),
        ]),
        ({"single_zones": "prod"}, [("prove.single_zones", "prod")]),
        ({"single_zones": ["vpc-a/chat", "a zone", 1.0, "vpc-a/chat"]}, [
            ("prove.single_zones[1]", "a zone"),
            ("prove.single_zones[2]", "1.0"),
            ("prove.single_zones[3]", "vpc-a/chat"),
        ]),
        ({"networks": ["office"]}, [("prove.networks", "['office']")]),
        ({"networks": {"office": "prod", "lab": ["a segment"]}}, [
            ("prove.networks.lab[0]", "a segment"),
            ("prove.networks.office", "prod"),
        ]),
        ({"headroom": 0.0}, [("prove.headroom", "0.0")]),
        ({"headroom": 1.1}, [("prove.headroom", "1.1")]),
        ({"headroom": "0.8"}, [("prove.headroom", "0.8")]),
        ({"headroom": True}, [("prove.headroom", "True")]),
        ({"waivers": {}}, [("prove.waivers", "{}")]),
        ({"waivers": ["ipv4-only"]}, [("prove.waivers[0]", "ipv4-only")]),
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_kind_is_told_with_its_place(
    configuration: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert places(configuration) == expected


def test_single_links_are_told_how_to_be_stated_and_the_sound_ones_count() -> None:
    assert problems({"single_links": "office"}) == [
        "prove.single_links (given: office): is not a list\n"
        "  remedy: state a list, each of it the name of an on-premises network"
    ]
    assert problems({"single_link": ["office"]}) == [
        "prove.single_link: is not a known key\n  remedy: did you mean 'single_links'?"
    ]
    settings, found = parse_settings({"single_links": ["office", "an office"]}, RULES, TODAY)
    assert settings.single_links == ("office",)
    assert [one.text() for one in found] == [
        "prove.single_links[1] (given: an office): is not the name of an on-premises network\n"
        "  remedy: state the name of an on-premises network"
    ]


def test_all_problems_are_told_at_once() -> None:
    found = places({"isolate": [], "headroom": 2.0, "organization": "x", "waivers": [{**SOUND, "reason": ""}]})
    assert [place for place, _ in found] == [
        "prove.headroom",
        "prove.isolate",
        "prove.organization",
        "prove.waivers[0].reason",
    ]


def test_a_pair_that_is_not_understood_leaves_every_pair_isolated() -> None:
    settings, _ = parse_settings({"isolated": [["prod", "nonprod"], ["prod"]]}, RULES, TODAY)
    assert settings.isolated is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(sorted(Settings.__dataclass_fields__)) | st.text(max_size=6), VALUES, max_size=4)
)
def test_whatever_is_stated_is_read_or_told_and_never_breaks(configuration: dict[str, Any]) -> None:
    settings, found = parse_settings(configuration, RULES, TODAY)
    assert 0 < settings.headroom <= 1
    assert all(one.place.startswith("prove.") and one.remedy for one in found)
    assert {key for key in configuration if key not in Settings.__dataclass_fields__} <= {
        one.place.removeprefix("prove.") for one in found
    }
