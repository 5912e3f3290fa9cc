"""Each thing that can be wrong with an endpoint policy is found where it is, and a grant of this project has none."""

from __future__ import annotations

import pytest
from unit.guardrails.policies.documents import MODEL, deny, policy, statement

from transit_guardrails.policies.lint import problems
from transit_guardrails.policies.lint_data import service_prefix
from transit_guardrails.policies.records import Match, Policy, Principals, Statement

RUNTIME = "com.amazonaws.us-east-1.bedrock-runtime"
BOUND = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def whats(*statements: object, service: str = RUNTIME) -> list[str]:
    return [problem.what for problem in problems(policy(*statements), service)]


def with_condition(operator: str, key: str, value: object) -> dict[str, object]:
    """A bound grant with one more condition."""
    return statement(Condition={**BOUND, operator: {**(BOUND.get(operator, {})), key: value}})


def test_a_grant_and_a_policy_without_grants_have_no_problems() -> None:
    assert whats(statement()) == []
    assert whats(deny(Sid="NothingIsGranted")) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (
            statement(Condition=None),
            "it allows every principal of every account (Principal * without an organisation condition)",
        ),
        (
            statement(Condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-z"}}),
            "it allows every principal of every account (Principal * without an organisation condition)",
        ),
        (
            with_condition("StringLike", "aws:PrincipalAccount", "222233*"),
            "aws:PrincipalAccount is compared with '222233*'",
        ),
        (
            with_condition("NumericEquals", "aws:PrincipalAccount", 222233334444),
            "aws:PrincipalAccount is compared by NumericEquals",
        ),
        (
            with_condition("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
            "aws:SourceIp is never in a request through an endpoint",
        ),
        (
            with_condition("StringEquals", "aws:SourceVpc", "vpc-1"),
            "aws:sourcevpc is its only network condition and always names the hub",
        ),
        (
            with_condition("StringEquals", "aws:VpceAccount", "222233334444"),
            "aws:vpceaccount is not supported by bedrock-runtime",
        ),
        (
            with_condition("StringLike", "aws:PrincipalTag/team", "ai-*"),
            "aws:PrincipalTag/team is compared with 'ai-*': a wildcard with fewer than 6 characters beside it",
        ),
        (statement(Action="bedrock:*"), "it allows bedrock:*"),
        (
            statement(Resource="*"),
            "it allows bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream on any model (Resource *)",
        ),
        (statement(Resource=MODEL[:-3] + "*"), f"{MODEL[:-3]}* has a wildcard in the ARN of a model"),
        (
            statement(Resource=MODEL.replace("::", ":2222*:")),
            f"{MODEL.replace('::', ':2222*:')} mixes digits and wildcards in the account",
        ),
        (
            statement(Principal={"AWS": "222233334444"}, Condition={"StringEqualsIfExists": {"aws:X": "x"}}),
            "StringEqualsIfExists on aws:X is the only kind of restriction: it holds when the key is absent",
        ),
        (
            with_condition("ForAllValues:StringEquals", "aws:TagKeys", "team"),
            "ForAllValues:StringEquals on aws:TagKeys holds when the key is absent",
        ),
        (
            deny(Condition={"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}),
            "it denies by aws:vpcsourceip and calls that AWS services make have no such context",
        ),
        (
            statement(Action=None, NotAction="bedrock:InvokeModel"),
            "it allows with NotAction: everything but what it names",
        ),
    ],
)
def test_a_mistake_is_found(changed: dict[str, object], what: str) -> None:
    found = problems(policy(changed), RUNTIME)
    assert what in [problem.what for problem in found]
    assert {problem.sid for problem in found} == {changed["Sid"]}
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize(
    "right",
    [
        with_condition("StringEquals", "aws:PrincipalAccount", "222233334444"),
        with_condition("StringLike", "aws:PrincipalTag/team", "assistants-*"),
        statement(Condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-x/ou-x"}}),
        statement(Action="bedrock:ApplyGuardrail", Resource="arn:aws:bedrock:us-east-1:222233334444:guardrail/*"),
        statement(
            Condition={**BOUND, "ForAllValues:StringEquals": {"aws:TagKeys": "t"}, "Null": {"aws:TagKeys": "false"}}
        ),
        deny(
            Condition={
                "NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
                "Bool": {"aws:PrincipalIsAWSService": "false"},
            }
        ),
        statement(
            Condition={
                **BOUND,
                "StringEquals": {**BOUND["StringEquals"], "aws:SourceVpc": "vpc-1"},
                "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
            }
        ),
    ],
)
def test_what_is_right_is_left_alone(right: dict[str, object]) -> None:
    assert whats(right) == []


def test_the_endpoint_keys_are_supported_by_s3_ecr_and_kms_only() -> None:
    bound = with_condition("StringEquals", "aws:VpceOrgID", "o-a1b2c3d4e5")
    unsupported = [
        service for service in ("s3", "ecr.api", "kms", "sts", "sagemaker.api") if whats(bound, service=service)
    ]
    assert unsupported == ["sts", "sagemaker.api"]


def test_the_source_vpcs_arn_is_supported_by_none_of_them() -> None:
    bound = with_condition("StringEquals", "aws:SourceVpcArn", "arn:aws:ec2:us-east-1:222233334444:vpc/vpc-1")
    assert whats(bound, service="kms") == ["aws:sourcevpcarn is not supported by kms"]


def test_a_statement_without_principal_is_found() -> None:
    everything = Match(("*",))
    bare = Policy((Statement("S", 0, False, Principals(), everything, everything),))
    assert [problem.what for problem in problems(bare, "sts")] == ["the statement has no Principal"]


def test_a_policy_that_is_too_long_is_found_once() -> None:
    long = statement(Resource=[f"{MODEL}-{number:04}" for number in range(300)])
    assert [what.partition(" characters")[2] for what in whats(long)] == [", 20,480 are allowed"]


def test_a_sid_that_is_used_twice_is_found() -> None:
    assert whats(deny(), deny()) == ["2 statements have the Sid No"]


def test_the_service_of_an_endpoint_is_told_from_its_name() -> None:
    names = ("com.amazonaws.us-east-1.ecr.api", "ecr.dkr", "kms", "com.amazonaws.eu-west-1.bedrock-runtime")
    assert [service_prefix(name) for name in names] == ["ecr", "ecr", "kms", "bedrock-runtime"]
