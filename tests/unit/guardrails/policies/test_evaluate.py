"""What a policy says to a request: allowed, denied, not allowed, or undecided with the statement and the reason."""

from __future__ import annotations

import pytest
from unit.guardrails.policies.documents import ALICE, MODEL, call, deny, policy, statement

from transit_guardrails.policies.evaluate import FULL_ACCESS, decide
from transit_guardrails.policies.request import ABSENT, UNKNOWN, Principal, Request

GRANT = policy(statement())


def outcome(*statements: object, request: Request | None = None) -> str:
    return decide(policy(*statements), request or call()).outcome


def test_the_granted_call_is_allowed_by_the_grants_statement() -> None:
    found = decide(GRANT, call())
    assert (found.outcome, found.statement) == ("allowed", "grantXassistantS2")
    assert found.why == f"grantXassistantS2 allows bedrock:InvokeModel on {MODEL}"


@pytest.mark.parametrize(
    "request_",
    [
        call(action="bedrock:ApplyGuardrail"),
        call(resource=MODEL[:-1] + "1"),
        call(address="10.65.1.0"),
        call(principal=Principal("555566667777", "o-a1b2c3d4e5")),
        call(principal=Principal("222233334444", "o-other")),
        call(principal=Principal("222233334444")),
        call(bedrock__InferenceProfileArn=ABSENT),
    ],
    ids=["action", "model", "address", "account", "organisation", "no-organisation", "no-profile"],
)
def test_a_call_that_differs_in_one_thing_is_not_allowed(request_: Request) -> None:
    assert decide(GRANT, request_).outcome == "not-allowed"


def test_an_explicit_deny_wins_over_every_allow() -> None:
    found = decide(policy(statement(), deny()), call())
    assert (found.outcome, found.statement) == ("denied", "No")


def test_a_deny_that_is_undecided_leaves_an_allowed_call_undecided() -> None:
    only_hub = deny(Condition={"StringNotEquals": {"aws:SourceVpc": "vpc-1"}})
    found = decide(policy(statement(), only_hub), call())
    assert (found.outcome, found.statement) == ("undecided", "No")
    assert found.why == "No: StringNotEquals: the value of aws:SourceVpc is not known"


def test_an_undecided_deny_does_not_matter_where_nothing_allows() -> None:
    assert outcome(deny(Condition={"Sounds": {"aws:SourceVpc": "vpc-1"}})) == "not-allowed"


def test_an_undecided_allow_does_not_matter_where_another_allows() -> None:
    doubtful = statement(Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}})
    assert outcome(doubtful) == "undecided"
    assert outcome(doubtful, statement()) == "allowed"


def test_an_unknown_key_is_undecided_and_an_unmentioned_one_is_unknown() -> None:
    assert outcome(statement(), request=call(bedrock__InferenceProfileArn=UNKNOWN)) == "undecided"
    bare = Request("bedrock:InvokeModel", MODEL, ALICE, {"aws:VpcSourceIp": ("10.65.0.7",)})
    assert outcome(statement(), request=bare) == "undecided"


def test_what_cannot_match_is_not_allowed_even_if_a_key_is_unknown() -> None:
    far = call(address="10.99.0.1", bedrock__InferenceProfileArn=UNKNOWN)
    assert outcome(statement(), request=far) == "not-allowed"


def test_an_endpoint_without_policy_gives_full_access() -> None:
    assert decide(None, call()).outcome == decide(FULL_ACCESS, call()).outcome == "allowed"


def test_the_source_address_of_the_internet_is_never_present_through_an_endpoint() -> None:
    assert outcome(statement(Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})) == "not-allowed"


def test_condition_keys_have_no_case() -> None:
    assert outcome(statement(Condition={"StringEquals": {"AWS:principalACCOUNT": "222233334444"}})) == "allowed"


def test_what_the_request_states_goes_before_what_follows_from_its_principal() -> None:
    bound = statement(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})
    assert outcome(bound, request=call(aws__PrincipalOrgID=("o-z",))) == "not-allowed"


ROLE = "arn:aws:iam::222233334444:role/assistant"


@pytest.mark.parametrize(
    ("principal", "caller", "expected"),
    [
        ({"AWS": "222233334444"}, ALICE, "allowed"),
        ({"AWS": "arn:aws:iam::222233334444:root"}, ALICE, "allowed"),
        ({"AWS": "arn:aws:iam::555566667777:root"}, ALICE, "not-allowed"),
        ({"AWS": "arn:aws:iam::555566667777:root"}, Principal(""), "not-allowed"),
        ({"AWS": "AIDAEXAMPLEOFAUSER"}, ALICE, "undecided"),
        ({"AWS": ROLE}, ALICE, "allowed"),
        ({"AWS": ROLE}, Principal("222233334444", "o", ROLE + "2"), "not-allowed"),
        ({"AWS": ROLE}, Principal("222233334444", "o"), "undecided"),
        ({"AWS": ROLE}, Principal("555566667777", "o"), "not-allowed"),
        ({"AWS": "arn:aws:sts::222233334444:assumed-role/assistant/s"}, ALICE, "undecided"),
        ({"Service": "logs.amazonaws.com"}, Principal("", service="logs.amazonaws.com"), "allowed"),
        ({"Service": "logs.amazonaws.com"}, ALICE, "not-allowed"),
        ({"AWS": ROLE}, Principal("", service="logs.amazonaws.com"), "not-allowed"),
        ({"Federated": "accounts.google.com"}, ALICE, "undecided"),
        ({"AWS": "*"}, ALICE, "allowed"),
    ],
)
def test_a_principal_is_matched_by_account_role_or_service(principal: object, caller: Principal, expected: str) -> None:
    assert outcome(statement(Principal=principal, Condition=None), request=call(principal=caller)) == expected


def test_not_principal_denies_everyone_else() -> None:
    spared = {"AWS": [ROLE, "arn:aws:iam::222233334444:root"]}
    refused = deny(Principal=None, NotPrincipal=spared)
    assert outcome(statement(), refused) == "allowed"
    assert outcome(statement(Condition=None), refused, request=call(principal=Principal("555566667777"))) == "denied"


def test_not_principal_without_the_account_is_undecided_for_the_role_it_names() -> None:
    assert outcome(statement(), deny(Principal=None, NotPrincipal={"AWS": ROLE})) == "undecided"


def test_not_action_and_not_resource_match_everything_else() -> None:
    assert outcome(statement(), deny(Action=None, NotAction="bedrock:Invoke*")) == "allowed"
    assert outcome(statement(), deny(Action=None, NotAction="s3:*")) == "denied"
    assert outcome(statement(), deny(Resource=None, NotResource=MODEL)) == "allowed"
    assert outcome(statement(), deny(Resource=None, NotResource=MODEL + "x")) == "denied"


def test_a_service_is_told_by_its_key() -> None:
    guarded = deny(Condition={"Bool": {"aws:PrincipalIsAWSService": "false"}})
    service = call(principal=Principal("", service="logs.amazonaws.com"))
    assert outcome(statement(Condition=None), guarded, request=service) == "allowed"
    assert outcome(statement(Condition=None), guarded) == "denied"
