"""How findings, problems and mistakes of our own are told."""

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from transit_guardrails.adapter.report import Violation, finding, mistake, problem
from transit_guardrails.rules.finding import Finding
from transit_guardrails.settings import Problem

URN = "urn:pulumi:dev::bedrock-transit::aws:ec2/vpc:Vpc::a"


def test_a_finding_tells_the_sentence_the_witness_the_way_out_and_its_rule() -> None:
    found = Finding("ipv4-only", URN, "a has IPv6", ("vpc a", "block 2001:db8::/56"), "leave it out")
    assert finding(found, "docs/rules.md#{rule}") == Violation(
        "a has IPv6\n  vpc a\n  block 2001:db8::/56\n  remedy: leave it out\n  rule: ipv4-only (docs/rules.md#ipv4-only)",
        URN,
    )


def test_a_finding_about_an_aws_id_says_so_and_belongs_to_the_stack() -> None:
    assert finding(Finding("ipv4-only", "vpc-1", "it has IPv6"), "{rule}") == Violation(
        "it has IPv6\n  about: vpc-1\n  rule: ipv4-only (ipv4-only)", None
    )


def test_a_problem_is_told_as_one_of_the_configuration() -> None:
    told = problem(Problem("prove.x", "1", "is not a known key", "did you mean 'y'?"))
    assert told == Violation(
        "configuration of the policy pack: prove.x (given: 1): is not a known key\n  remedy: did you mean 'y'?", None
    )


def test_a_mistake_of_ours_tells_type_message_place_and_resource() -> None:
    def breaks() -> None:
        raise KeyError("cidrBlock")

    try:
        breaks()
    except KeyError as error:
        told = mistake("reading", error, URN)
    assert told.urn == URN
    lines = told.message.splitlines()
    assert lines[:2] == ["the pack broke while reading, so nothing is proven", f"  resource: {URN}"]
    assert lines[2].startswith("  KeyError at breaks, line ")
    assert lines[2].endswith(": 'cidrBlock'")


def test_an_unknown_value_error_tells_what_it_keeps_in_an_attribute() -> None:
    told = mistake("proving", UnknownValueError(UNKNOWN_STRING_VALUE, ["vpcId"]))
    assert "UnknownValueError: string value at .vpcId can't be known during preview" in told.message


def test_an_exception_that_cannot_speak_is_told_all_the_same() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert "MuteError: (it cannot say what)" in mistake("proving", MuteError()).message
