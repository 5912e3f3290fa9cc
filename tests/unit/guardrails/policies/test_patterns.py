"""Wildcards and policy variables match what the AWS documents say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transit_guardrails.policies.automaton import Automaton, atoms
from transit_guardrails.policies.patterns import (
    MalformedError,
    Piece,
    action_matches,
    arn_tokens,
    like,
    matches,
    pieces,
    resource_matches,
    string_tokens,
)
from transit_guardrails.policies.three import Undecided

MODELS = "arn:aws:bedrock:us-east-1::foundation-model/"


def nothing(_key: str) -> None:
    return None


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("*", "bedrock:InvokeModel", True),
        ("bedrock:Invoke*", "BEDROCK:invokeModel", True),
        ("bedrock:InvokeMode?", "bedrock:InvokeModel", True),
        ("bedrock:InvokeModel?", "bedrock:InvokeModel", False),
        ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", False),
        ("s3:*Object", "s3:GetObjectAcl", False),
    ],
)
def test_actions_match_without_regard_to_case(pattern: str, action: str, expected: bool) -> None:
    assert action_matches(pattern, action) is expected


@pytest.mark.parametrize(
    ("pattern", "resource", "expected"),
    [
        ("*", MODELS + "a", True),
        (MODELS + "Claude", MODELS + "claude", False),
        (MODELS + "claude*", MODELS + "claude-v1:0", True),
        ("arn:aws:bedrock:*", MODELS + "a", True),
        ("arn:aws:bedrock:*:*:foundation-model/a", MODELS + "a", True),
        ("arn:aws:bedrock:us-east-?::foundation-model/a", MODELS + "a", True),
        ("arn:aws:bedrock:us-west-*::foundation-model/a", MODELS + "a", False),
    ],
)
def test_resources_match_with_regard_to_case_and_segments(pattern: str, resource: str, expected: bool) -> None:
    assert resource_matches(pattern, resource, nothing) is expected


@pytest.mark.parametrize("pattern", [MODELS + "a*-x", "arn:aws:bedrock:us-east-1?:foundation-model/a-v1:0-x"])
def test_a_wildcard_within_a_segment_that_would_have_to_cross_a_colon_is_undecided(pattern: str) -> None:
    assert isinstance(resource_matches(pattern, MODELS + "a-v1:0-x", nothing), Undecided)


def test_arn_operators_keep_a_wildcard_within_its_component() -> None:
    def arn(pattern: str) -> bool:
        return matches(arn_tokens(pieces(pattern)), "arn:aws:iam::222233334444:role/a:b")

    assert [arn(p) for p in ("arn:*:iam:*:*:role/*", "arn:*:*:*:role/a:b", "arn:aws:iam::2222*:role/?:b")] == [
        True,
        False,
        True,
    ]


def test_a_pattern_without_six_parts_is_no_arn() -> None:
    with pytest.raises(MalformedError, match="six parts"):
        arn_tokens(pieces("arn:aws:iam"))


def test_variables_take_the_requests_value_as_plain_text() -> None:
    def account(_key: str) -> str:
        return "2*"

    assert resource_matches("arn:aws:s3:::b-${aws:PrincipalAccount}", "arn:aws:s3:::b-2*", account) is True
    assert resource_matches("arn:aws:s3:::b-${aws:PrincipalAccount}", "arn:aws:s3:::b-22", account) is False


def test_a_variable_without_value_takes_its_default_and_is_undecided_without_one() -> None:
    assert resource_matches("arn:aws:s3:::${aws:X, 'none'}", "arn:aws:s3:::none", nothing) is True
    undecided = resource_matches("arn:aws:s3:::${aws:X}", "arn:aws:s3:::none", nothing)
    assert undecided == Undecided("the policy variable ${aws:X} has no value in this request and no default")


def test_special_characters_can_be_written_as_variables() -> None:
    assert pieces("a${*}${?}${$}*") == (
        Piece("text", "a"),
        Piece("text", "*"),
        Piece("text", "?"),
        Piece("text", "$"),
        Piece("wild", "*"),
    )


def test_the_older_version_takes_a_variable_literally() -> None:
    assert resource_matches("arn:aws:s3:::${aws:X}", "arn:aws:s3:::${aws:X}", nothing, variables=False) is True


def test_an_opened_variable_that_is_none_is_undecided() -> None:
    assert isinstance(resource_matches("arn:aws:s3:::${aws:X", "arn:aws:s3:::a", nothing), Undecided)


def test_many_wildcards_match_a_long_text_where_all_of_them_find_a_place() -> None:
    assert not like(pieces("*a" * 100 + "b"), "a" * 3_000)
    assert like(pieces("*a" * 100 + "b"), "a" * 3_000 + "b")
    assert not like(pieces("*a" * 100), "a" * 99)


GLOBS = st.lists(st.text("ab*?", max_size=4), min_size=1, max_size=4)
SHORT = [""] + [a + b + c + d for a in ("", *"abz") for b in ("", *"abz") for c in ("", *"abz") for d in "abz"]


@given(GLOBS, st.lists(st.text("ab", max_size=3), max_size=4))
def test_atoms_are_exactly_the_ways_in_which_globs_match_strings_that_are_not_points(
    globs: list[str], points: list[str]
) -> None:
    tokens = [string_tokens(pieces(glob, False)) for glob in globs]
    machine = Automaton(tokens)
    found = atoms(tokens, points)
    ways = [machine.accepted(machine.run(string)) for string in found.strings]
    assert found.complete
    assert not set(found.strings) & set(points)
    assert len(set(ways)) == len(ways)
    assert {machine.accepted(machine.run(text)) for text in SHORT if text not in points} <= set(ways)


def test_too_many_overlaps_are_said_to_be_incomplete() -> None:
    tokens = [string_tokens(pieces(f"*{a}*{b}*{c}*", False)) for a in "abcdef" for b in "ghijkl" for c in "mnopqr"]
    assert not atoms(tokens, budget=5_000).complete
