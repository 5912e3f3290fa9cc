"""Grants that fail over where they cannot: each mistake with its place, what was given, the conflict, the remedy."""

import pytest
from specs import HAIKU, Body, assert_refused, changed, company, failover, hybrid, paths, problems, west

CHAT = ["grants", "chat"]
CUSTOM = "arn:aws:bedrock:{}:111122223333:provisioned-model/abcdefghijkl"
EAST, WEST = CUSTOM.format("us-east-1"), CUSTOM.format("us-west-2")
ELSEWHERE = CUSTOM.format("us-east-2")


def granted(*models: str) -> Body:
    """The example with other models in the grant that fails over; custom ones are those of prod."""
    body = changed(failover(), [*CHAT, "models"], list(models))
    return {**body, "custom_models": {arn: {"segment": "prod"} for arn in (EAST, WEST, ELSEWHERE)}}


def test_the_failover_example_is_accepted() -> None:
    assert problems(failover()) == []


def test_an_unknown_region_is_refused() -> None:
    body = changed(failover(), [*CHAT, "failover"], ["us-west-1"])
    assert_refused(body, "grants.chat.failover[0]", "us-west-1", "not a known Region of this spec", "did you mean")


def test_a_consumers_own_region_is_refused() -> None:
    body = changed(failover(), [*CHAT, "failover"], ["us-west-2", "us-east-1"])
    where, remedy = "grants.chat.failover[1]", "one grant for the consumers of each Region"
    assert_refused(body, where, "us-east-1", "a consumer's own Region", remedy)


def test_the_own_region_of_one_consumer_among_several_is_refused() -> None:
    body = changed(failover(), [*CHAT, "consumers"], ["vpc-a/chat", "vpc-w/batch"])
    assert_refused(body, "grants.chat.failover[0]", "us-west-2", "a consumer's own Region", "remove it")


def test_a_region_that_stands_there_twice_is_refused() -> None:
    body = changed(failover(), [*CHAT, "failover"], ["us-west-2", "us-west-2"])
    assert_refused(body, "grants.chat.failover[1]", "us-west-2", "twice", "once")


def test_a_region_whose_hub_lacks_the_service_is_refused() -> None:
    """The hub of us-west-2 has bedrock-runtime alone."""
    body = failover()
    body["grants"]["chat"] |= {"service": "bedrock", "models": [], "actions": ["bedrock:ListFoundationModels"]}
    remedy = "add bedrock to regions.us-west-2.hub.services"
    assert_refused(body, "grants.chat.failover[0]", "us-west-2", "no endpoint of bedrock in its hub", remedy)


def test_a_grant_to_a_network_outside_does_not_fail_over() -> None:
    body = hybrid()
    body["regions"]["us-west-2"] = west()
    body["grants"]["chat"]["failover"] = ["us-west-2"]
    remedy = "by a grant of its own, without failover"
    where = "grants.chat.consumers[1]"
    assert_refused(body, where, "datacenter", "an on-premises network, which calls one Region", remedy)


def test_a_region_in_which_nothing_can_be_called_is_refused() -> None:
    body = granted(EAST)
    remedy = "a model or object of us-west-2 as well, or remove the Region"
    assert_refused(body, "grants.chat.failover[0]", "us-west-2", "can call nothing", remedy)


def test_a_grant_of_which_nothing_can_be_called_at_home_is_refused() -> None:
    body = granted(WEST)
    reason = "no model or object of the grant is in us-east-1"
    assert_refused(body, "grants.chat.failover", "us-west-2", reason, "of us-east-1 as well")


@pytest.mark.parametrize("models", [[EAST, WEST], [EAST, HAIKU], [WEST, HAIKU]])
def test_models_of_both_regions_or_of_none_are_accepted(models: list[str]) -> None:
    assert problems(granted(*models)) == []


def test_a_model_of_a_third_region_is_refused() -> None:
    body = granted(HAIKU, ELSEWHERE)
    found = problems(body)
    assert [(p.path, p.reason, p.remedy) for p in found] == [
        (
            ("grants", "chat", "models", "1"),
            "is in us-east-2, where no consumer of the grant is, nor does it fail over there",
            "state the one in us-east-1 or us-west-2",
        )
    ]


def test_a_segment_cannot_take_the_name_of_the_peerings_table_where_there_is_one() -> None:
    reason = "is the name of the route table of such links"
    for body, refused in ((failover(), True), (company(), False)):
        body["segments"]["peering"] = {"number": 3}
        body["quotas"] = {"vpcs_per_region": 10}
        if refused:
            assert_refused(body, "segments.peering", "peering", reason, "another name")
        else:
            assert problems(body) == []


@pytest.mark.parametrize("value", ["us-west-2", None, [1], {"us-west-2": True}])
def test_a_failover_that_is_no_list_of_names_is_refused(value: object) -> None:
    found = paths(problems(changed(failover(), [*CHAT, "failover"], value)))
    assert [path.removesuffix("[0]") for path in found] == ["grants.chat.failover"]


def test_what_refers_to_a_broken_region_is_not_reported() -> None:
    body: Body = changed(failover(), ["regions", "us-west-2", "views"], "x")
    assert paths(problems(body)) == ["regions.us-west-2.views"]


def test_mistakes_of_a_failover_are_reported_at_once() -> None:
    body = hybrid()
    body["grants"]["chat"]["failover"] = ["us-east-1", "us-west-9"]
    assert paths(problems(body)) == [
        "grants.chat.consumers[1]",
        "grants.chat.failover[0]",
        "grants.chat.failover[1]",
    ]
