"""Endpoint policies: allow-lists, judged by an evaluator that knows nothing of the planner.

What this does not prove: that AWS evaluates them alike, or that it sends each condition key (FACTS.md, "PrivateLink").
"""

import json
from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import product

import pytest
from hypothesis import assume, given, settings
from specs import HAIKU, NOVA, TITAN, Body, accepted, changed, company, planned, two_regions
from unit.planners.evaluator import Request, allows, listed, statements
from unit.planners.networks import addresses, consumers_of, networks

from bedrock_transit.planners import NetworkPlan

ORGANIZATION = "o-a1b2c3d4e5"
INVOKE = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
ACTIONS = (*INVOKE, "bedrock:ApplyGuardrail", "bedrock:CallWithBearerToken", "bedrock:InvokeModelWithEverything")
MODELS = (HAIKU, NOVA, TITAN, "anthropic.claude-3-haiku-20240307-v1:0:200k", "amazon.nova")


def policies(plan: NetworkPlan) -> dict[tuple[str, str, str], str]:
    """Each policy by Region, segment and service."""
    return {
        (name, segment, endpoint["service"]): endpoint["policy"]
        for name, region in plan.regions.items()
        for segment, endpoints in region.endpoint_sets.items()
        for endpoint in endpoints["endpoints"]
    }


def foundation(model: str, region: str = "us-east-1") -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model}"


def call(**changes: str) -> Request:
    """``vpc-a/chat`` of the company calls what it is granted, but for the changes."""
    request = {
        "action": "bedrock:InvokeModel",
        "resource": foundation(HAIKU),
        "account": "444455556666",
        "organization": ORGANIZATION,
        "address": "10.65.0.5",
    }
    return Request(**{**request, **changes})


def chat_policy(body: Body | None = None) -> str:
    return policies(planned(body or company()))["us-east-1", "prod", "bedrock-runtime"]


@pytest.mark.parametrize("action", INVOKE)
@pytest.mark.parametrize("model", [HAIKU, NOVA])
@pytest.mark.parametrize("address", ["10.65.0.0", "10.65.0.5", "10.65.0.255"])
def test_what_is_granted_passes(action: str, model: str, address: str) -> None:
    assert allows(chat_policy(), call(action=action, resource=foundation(model), address=address))


@pytest.mark.parametrize(
    "change",
    [
        {"action": "bedrock:CallWithBearerToken"},
        {"action": "bedrock:ApplyGuardrail"},
        {"action": "bedrock:CountTokens"},
        {"action": "sts:GetCallerIdentity"},
        {"resource": foundation(TITAN)},
        {"resource": foundation(f"{HAIKU}0")},
        {"resource": foundation(HAIKU, "us-west-2")},
        {"resource": "*"},
        {"resource": "arn:aws:bedrock:us-east-1:444455556666:provisioned-model/a1b2c3d4e5f6"},
        {"account": "111122223333"},
        {"account": "999900001111"},
        {"organization": "o-zzzzzzzzzz"},
        {"address": "10.65.1.5"},
        {"address": "10.64.255.255"},
        {"address": "10.66.0.5"},
        {"address": "10.65.15.200"},
    ],
    ids=str,
)
def test_a_change_of_one_part_of_a_granted_call_is_stopped(change: dict[str, str]) -> None:
    assert not allows(chat_policy(), call(**change))


def test_a_granted_call_is_stopped_at_the_endpoints_of_another_segment_and_of_another_service() -> None:
    open_to_chat = {where for where, policy in policies(planned(company())).items() if allows(policy, call())}
    assert open_to_chat == {("us-east-1", "prod", "bedrock-runtime")}


def calls(plan: NetworkPlan, body: Body) -> Iterator[tuple[str, Request, str]]:
    """Every call of a small universe: Region, request, and the consumer that holds the address ('' for none)."""
    blocks = addresses(plan)
    for region in plan.regions:
        callers = {"": "10.65.15.200"}
        for consumer in consumers_of(body):
            spoke, application = consumer.split("/")
            home = body["spokes"][spoke]["region"]
            callers[consumer] = str(blocks[home, "spoke", spoke, "application", application].broadcast_address)
        for (consumer, address), account, organization, action, model in product(
            callers.items(),
            ("111122223333", "444455556666", "999900001111"),
            (ORGANIZATION, "o-zzzzzzzzzz"),
            ACTIONS,
            MODELS,
        ):
            yield region, Request(action, foundation(model, region), account, organization, address), consumer


def granted(body: Body, region: str, segment: str, request: Request, consumer: str) -> bool:
    """What the spec says. A grant names accounts and addresses apart: an account of one consumer may use another's."""
    for grant in body["grants"].values():
        spokes = [body["spokes"][c.split("/")[0]] for c in grant["consumers"]]
        here = [s for s in spokes if (s["region"], s["segment"]) == (region, segment)]
        accounts = {body["accounts"][s["account"]]["id"] for s in here}
        if (
            consumer in grant["consumers"]
            and body["spokes"][consumer.split("/", maxsplit=1)[0]] in here
            and request.account in accounts
            and request.organization == ORGANIZATION
            and request.action in INVOKE
            and request.resource.split("/")[1] in grant["models"]
        ):
            return True
    return False


@settings(max_examples=60)
@given(networks())
def test_exactly_the_grants_pass(body: Body) -> None:
    """Every combination of address, account, organization, action and model, at every endpoint set."""
    plan = accepted(body)
    assume(plan is not None)
    for (region, segment, service), policy in policies(plan).items():
        if service != "bedrock-runtime":
            continue
        for place, request, consumer in calls(plan, body):
            if place == region:
                assert allows(policy, request) == granted(body, region, segment, request, consumer)


@given(networks())
def test_an_endpoint_of_which_nothing_is_granted_denies_everything(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    for (region, segment, service), policy in policies(plan).items():
        homes = [
            body["spokes"][g["consumers"][0].split("/")[0]] for g in body["grants"].values() if g["service"] == service
        ]
        if not any(h["segment"] == segment for h in homes):
            (only,) = statements(policy)
            assert (only["Effect"], only["Action"], only["Resource"], only.get("Condition")) == ("Deny", "*", "*", None)
            assert not allows(policy, call(resource=foundation(HAIKU, region)))


@given(networks())
def test_policies_hold_only_what_aws_takes(body: Body) -> None:
    """Valid JSON without white space that would count, unique statement ids of letters and digits, whole sources."""
    plan = accepted(body)
    assume(plan is not None)
    for policy in policies(plan).values():
        found = statements(policy)
        assert policy == json.dumps(json.loads(policy), separators=(",", ":"))
        ids = [s["Sid"] for s in found]
        assert len(set(ids)) == len(ids)
        assert all(sid.isascii() and sid.isalnum() for sid in ids)
        for statement in found:
            if statement["Effect"] == "Allow":
                assert set(statement["Condition"]) == {"StringEquals", "IpAddress"}
                assert all("*" not in action for action in listed(statement["Action"]))
                blocks = [IPv4Network(b) for b in listed(statement["Condition"]["IpAddress"]["aws:VpcSourceIp"])]
                assert not any(a.overlaps(b) for a in blocks for b in blocks if a is not b)


def test_statement_ids_of_grants_that_look_alike_stay_apart() -> None:
    """``a-b`` beside ``ab`` and ``axb``, and numbers at the end."""
    body = company()
    for key in ("a-b", "ab", "axb", "a-b1", "a-b-1", "a-b-s1", "a-bs1"):
        body["grants"][key] = {"consumers": ["vpc-a/chat"], "service": "bedrock-runtime", "models": [HAIKU]}
    ids = [s["Sid"] for s in statements(chat_policy(body))]
    assert len(set(ids)) == len(ids)


def test_a_policy_is_matched_on_what_is_known_before_creation_only() -> None:
    """No id that AWS generates: one unknown would make the whole document unknown."""
    keys = {
        key
        for policy in policies(planned(two_regions())).values()
        for statement in statements(policy)
        for condition in statement.get("Condition", {}).values()
        for key in condition
    }
    assert keys == {"aws:PrincipalOrgID", "aws:PrincipalAccount", "aws:VpcSourceIp"}


def test_addresses_of_neighbours_are_one_block() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chat", "vpc-a/search"])
    chat = next(s for s in statements(chat_policy(body)) if s["Sid"].startswith("grantXchat"))
    assert chat["Condition"]["IpAddress"]["aws:VpcSourceIp"] == "10.65.0.0/23"


def test_one_more_model_changes_one_policy() -> None:
    body = changed(company(), ["grants", "chat", "models"], [HAIKU, NOVA, TITAN])
    before, after = policies(planned(company())), policies(planned(body))
    assert {where for where in before if before[where] != after[where]} == {("us-east-1", "prod", "bedrock-runtime")}


def test_a_grant_in_two_regions_is_bounded_by_each_regions_own_consumers() -> None:
    body = two_regions()
    body["grants"]["batch"]["consumers"] = ["vpc-w/batch", "vpc-a/search"]
    found = policies(planned(body))
    east, west = (found[region, "prod", "bedrock-runtime"] for region in ("us-east-1", "us-west-2"))
    from_west = {"address": "10.81.0.5", "resource": foundation(NOVA, "us-west-2")}
    assert allows(west, call(**from_west))
    assert not allows(east, call(address="10.81.0.5", resource=foundation(NOVA)))
    assert not allows(west, call(address="10.65.1.5", resource=foundation(NOVA, "us-west-2")))
    assert allows(east, call(address="10.65.1.5", resource=foundation(NOVA)))
