"""Condition operators on a key that is present, absent or not known."""

from __future__ import annotations

import pytest

from transit_guardrails.policies.conditions import holds
from transit_guardrails.policies.records import Condition
from transit_guardrails.policies.request import ABSENT, UNKNOWN, Value
from transit_guardrails.policies.three import Undecided

YES, NO, DOUBT = "yes", "no", "undecided"
ROLE = "arn:aws:iam::222233334444:role/a"


def answer(operator: str, wanted: str | tuple[str, ...], value: Value, **context: Value) -> str:
    values = (wanted,) if isinstance(wanted, str) else wanted
    known = {"k": value, **{key.replace("__", ":"): v for key, v in context.items()}}
    found = holds(Condition(operator, "K", values), known)
    return DOUBT if isinstance(found, Undecided) else YES if found else NO


@pytest.mark.parametrize(
    ("operator", "wanted", "given", "expected"),
    [
        ("StringEquals", "a", "a", YES),
        ("StringEquals", "a", "A", NO),
        ("StringEquals", "a*", "ab", NO),
        ("StringEquals", ("a", "b"), "b", YES),
        ("StringNotEquals", ("a", "b"), "b", NO),
        ("StringNotEquals", ("a", "b"), "c", YES),
        ("StringEqualsIgnoreCase", "Ab", "aB", YES),
        ("StringNotEqualsIgnoreCase", "Ab", "aB", NO),
        ("StringLike", "a*c?", "abbcd", YES),
        ("StringLike", "a${*}", "ab", NO),
        ("StringNotLike", ("a*", "b*"), "bx", NO),
        ("NumericEquals", "10", "10.0", YES),
        ("NumericLessThan", "10", "9", YES),
        ("NumericGreaterThanEquals", "10", "9.99", NO),
        ("NumericEquals", "ten", "10", DOUBT),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", YES),
        ("DateEquals", "1767225600", "2026-01-01T01:00:00+01:00", YES),
        ("DateGreaterThan", "2026", "2027-01-01", DOUBT),
        ("Bool", "true", "TRUE", YES),
        ("Bool", "true", "false", NO),
        ("Bool", "yes", "true", DOUBT),
        ("BinaryEquals", "QUI=", "QUI=", YES),
        ("BinaryEquals", "Q", "QUI=", DOUBT),
        ("IpAddress", ("10.1.0.0/16", "10.2.0.0/16"), "10.2.3.4", YES),
        ("IpAddress", "10.1.0.0/16", "10.2.3.4", NO),
        ("IpAddress", "10.1.2.3", "10.1.2.3", YES),
        ("IpAddress", "::/0", "10.1.2.3", NO),
        ("IpAddress", "10.1.2.3/16", "10.1.2.3", DOUBT),
        ("NotIpAddress", ("10.1.0.0/16", "10.2.0.0/16"), "10.2.3.4", NO),
        ("ArnLike", "arn:aws:iam::*:role/*", ROLE, YES),
        ("ArnEquals", "arn:aws:iam::*:role/*", ROLE, YES),
        ("ArnNotEquals", "arn:aws:iam::*:role/*", ROLE, NO),
        ("ArnLike", "arn:*:role/a", ROLE, DOUBT),
        ("ArnLike", "arn:aws:iam::*:role/*", "a", DOUBT),
        ("StringSounds", "a", "a", DOUBT),
        ("ForSomeValues:StringEquals", "a", "a", DOUBT),
    ],
)
def test_an_operator_compares_one_value(operator: str, wanted: str, given: str, expected: str) -> None:
    assert answer(operator, wanted, (given,)) == expected


@pytest.mark.parametrize(
    ("operator", "absent"),
    [
        ("StringEquals", NO),
        ("StringNotEquals", YES),
        ("StringEqualsIfExists", YES),
        ("StringNotEqualsIfExists", YES),
        ("IpAddress", NO),
        ("NotIpAddress", YES),
        ("Bool", NO),
        ("ForAllValues:StringEquals", YES),
        ("ForAnyValue:StringEquals", NO),
        ("ForAnyValue:StringNotEquals", NO),
        ("ForAnyValue:StringEqualsIfExists", YES),
    ],
)
def test_an_absent_key_meets_only_negated_and_forgiving_operators(operator: str, absent: str) -> None:
    assert answer(operator, "10.0.0.0", ABSENT) == absent
    assert answer(operator, "10.0.0.0", ()) == absent
    assert answer(operator, "10.0.0.0", UNKNOWN) == DOUBT


@pytest.mark.parametrize(
    ("operator", "given", "expected"),
    [
        ("ForAllValues:StringEquals", ("a", "b"), YES),
        ("ForAllValues:StringEquals", ("a", "c"), NO),
        ("ForAnyValue:StringEquals", ("c", "b"), YES),
        ("ForAnyValue:StringEquals", ("c", "d"), NO),
        ("ForAllValues:StringNotEquals", ("c", "d"), YES),
        ("ForAnyValue:StringNotEquals", ("a", "c"), YES),
        ("ForAnyValue:StringNotEquals", ("a", "b"), NO),
        ("ForAllValues:StringEquals", ("",), YES),
        ("StringEquals", ("a", "b"), DOUBT),
    ],
)
def test_set_operators_compare_several_values(operator: str, given: tuple[str, ...], expected: str) -> None:
    assert answer(operator, ("a", "b"), given) == expected


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [
        ("true", ABSENT, YES),
        ("true", ("a",), NO),
        ("false", ("a",), YES),
        ("false", (), NO),
        ("false", UNKNOWN, DOUBT),
        ("maybe", ABSENT, DOUBT),
    ],
)
def test_null_asks_whether_the_key_is_missing(wanted: str, value: Value, expected: str) -> None:
    assert answer("Null", wanted, value) == expected


def test_a_variable_in_a_value_takes_the_other_keys_value() -> None:
    assert answer("StringEquals", "${aws:X}", ("a",), aws__x=("a",)) == YES
    assert answer("StringEquals", "${aws:X}", ("a",), aws__x=("b",)) == NO
    assert answer("StringEquals", "${aws:X}", ("a",), aws__x=ABSENT) == DOUBT
    assert answer("StringEquals", "${aws:X}", ("a",), aws__x=("a", "b")) == DOUBT
    assert answer("StringEquals", "${aws:X}", ("a",)) == DOUBT


def test_a_match_is_decided_although_another_value_is_malformed() -> None:
    assert answer("IpAddress", ("everywhere", "10.0.0.0/8"), ("10.1.1.1",)) == YES
    assert answer("NotIpAddress", ("everywhere", "10.0.0.0/8"), ("11.1.1.1",)) == DOUBT
