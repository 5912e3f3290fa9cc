"""A policy document is read whole, or refused with all its problems and their places."""

from __future__ import annotations

import json

import pytest
from unit.guardrails.policies.documents import MODEL, deny, policy, statement, text

from transit_guardrails.policies.document import Condition, Match, PolicyError, Principals, parse


def problems_of(document: object) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as refused:
        parse(document if isinstance(document, str) else json.dumps(document))
    return refused.value.problems


def test_a_grant_is_read_with_its_action_resource_principal_and_conditions() -> None:
    (grant,) = policy(statement()).statements
    assert (grant.sid, grant.allow, grant.principals) == ("grantXassistantS2", True, Principals(everyone=True))
    assert grant.resources == Match((MODEL,))
    assert grant.actions == Match(("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"))
    assert Condition("IpAddress", "aws:VpcSourceIp", ("10.65.0.0/24", "10.65.16.0/24")) in grant.conditions


def test_one_statement_may_stand_without_a_list_and_one_value_too() -> None:
    read = parse(json.dumps({"Statement": deny()}))
    assert [(one.sid, one.allow, one.actions) for one in read.statements] == [("No", False, Match(("*",)))]


def test_a_statement_without_sid_is_named_by_its_place() -> None:
    assert [one.name for one in policy(deny(), deny(Sid=None)).statements] == ["No", "Statement[1]"]


def test_not_elements_are_read_as_negated_matches() -> None:
    (one,) = policy(deny(Action=None, NotAction="s3:*", Resource=None, NotResource=[MODEL])).statements
    assert (one.actions, one.resources) == (Match(("s3:*",), True), Match((MODEL,), True))


def test_principals_are_read_by_type() -> None:
    named = {"AWS": ["*", "222233334444"], "Service": "logs.amazonaws.com", "CanonicalUser": "abc"}
    (one,) = policy(deny(Principal=named)).statements
    assert one.principals == Principals(True, ("222233334444",), ("logs.amazonaws.com",), ("abc",))


def test_numbers_and_booleans_in_conditions_become_text() -> None:
    (one,) = policy(deny(Condition={"NumericLessThan": {"s3:max-keys": [10, 1.5]}, "Bool": {"aws:X": True}})).statements
    assert [condition.values for condition in one.conditions] == [("10", "1.5"), ("true",)]


def test_the_length_counts_every_character_of_the_text() -> None:
    written = json.dumps({"Statement": deny()}, indent=4)
    assert parse(written).length == len(written)


def test_the_older_version_knows_no_variables() -> None:
    assert [policy(deny(), version=v).statements[0].variables for v in ("2008-10-17", "2012-10-17")] == [False, True]


def test_all_problems_are_reported_together_with_their_places() -> None:
    broken = {
        "Version": "2020-01-01",
        "Comment": "x",
        "Statement": [
            {"Effect": "Maybe", "Action": "bedrock:InvokeModel", "NotAction": "*", "Resource": 7},
            {"Effect": "Allow", "Principal": {"Robot": "r"}, "Action": [], "Resource": "model", "Condition": []},
            "Deny",
        ],
    }
    assert problems_of(broken) == (
        "$.Comment: unknown element, expected one of Version, Id, Statement",
        "$.Version: expected one of 2008-10-17, 2012-10-17, found '2020-01-01'",
        "$.Statement[0].Effect: expected Allow or Deny",
        "$.Statement[0].Principal: missing, expected Principal or NotPrincipal",
        "$.Statement[0].Action: both Action and NotAction, expected one",
        "$.Statement[0].Resource: expected a string or a list of strings, found a number",
        "$.Statement[1].Principal.Robot: unknown element, expected one of AWS, Service, Federated, CanonicalUser",
        "$.Statement[1].Action: expected at least one value, found an empty list",
        "$.Statement[1].Resource: expected an ARN or *, found 'model'",
        "$.Statement[1].Condition: expected an object, found a list",
        "$.Statement[2]: expected an object, found a string",
    )


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", "$: expected JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "$: expected an object, found a list"),
        ("{}", "$.Statement: missing, expected a statement or a list of them"),
        ('{"Id": "x"}', "$.Statement: missing, expected a statement or a list of them"),
        ('{"Statement": NaN}', "$: expected JSON: NaN is not JSON"),
        ('{"Statement": []}', "$.Statement: expected at least one statement, found an empty list"),
        ("[" * 200_000, "$: nested too deeply for a policy document"),
    ],
)
def test_what_is_no_document_is_refused(document: str, problem: str) -> None:
    assert problems_of(document) == (problem,)


def test_a_key_written_twice_is_refused_wherever_it_stands() -> None:
    twice = text(deny()).replace('"Effect": "Deny"', '"Effect": "Allow", "Effect": "Deny"')
    assert problems_of(twice) == ("$.Statement[0].Effect: expected once, written more than once",)


def test_a_wildcard_in_part_of_a_principal_is_refused() -> None:
    role = "arn:aws:iam::222233334444:role/*"
    assert problems_of(text(deny(Principal={"AWS": role}))) == (
        f"$.Statement[0].Principal.AWS: a wildcard cannot be part of a principal, found {role!r}",
    )


def test_an_action_without_service_is_refused() -> None:
    assert problems_of(text(deny(Action="InvokeModel"))) == (
        "$.Statement[0].Action: expected service:action or *, found 'InvokeModel'",
    )
