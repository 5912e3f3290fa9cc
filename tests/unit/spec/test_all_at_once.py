"""One run reports every problem: whoever mends them all is done."""

import pytest
from specs import HAIKU, TODAY, changed, company, paths, problems, spoke, without

from bedrock_transit.spec import SpecError, parse


def test_ten_different_mistakes_are_reported_at_once() -> None:
    """Of shape and of meaning, in ten different parts; the parts that are right are not mentioned."""
    body = company()
    body["accounts"]["apps"]["id"] = 444455556666
    body["regions"]["us-east-1"]["zones"]["b"] = "use2-az1"
    body["spokes"]["vpc-b"]["segment"] = "prd"
    body["spokes"]["vpc-x"]["colour"] = "red"
    body["spokes"]["VPC_C"] = spoke("prod")
    body["grants"]["chat"]["consumers"] = ["vpc-a/chta"]
    body["grants"]["search"]["service"] = "bedrock-rutime"
    body["grants"]["sandbox"]["models"] = ["amzon.nova-lite-v1:0"]
    body["tags"]["owner"] = "<network team>"
    body["exceptions"] = {
        "audit": {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2026-01-31"}
    }
    assert paths(problems(body)) == [
        "accounts.apps.id",
        "exceptions.audit.expires",
        "grants.chat.consumers[0]",
        "grants.sandbox.models[0]",
        "grants.search.service",
        "regions.us-east-1.zones.b",
        "spokes.VPC_C",
        "spokes.vpc-b.segment",
        "spokes.vpc-x.colour",
        "tags.owner",
    ]


def test_two_mistakes_in_one_part_are_both_reported() -> None:
    body = company()
    body["spokes"]["vpc-b"] |= {"account": "netwrk", "region": "us-east-2", "segment": "prd"}
    assert paths(problems(body)) == ["spokes.vpc-b.account", "spokes.vpc-b.region", "spokes.vpc-b.segment"]


def test_what_refers_to_a_broken_part_is_not_reported() -> None:
    """The spoke exists: the grants to its applications are no mistake."""
    assert paths(problems(changed(company(), ["spokes", "vpc-a", "number"], "0"))) == ["spokes.vpc-a.number"]


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (["accounts", "apps", "id"], "1", "accounts.apps.id"),
        (["segments", "prod", "number"], "1", "segments.prod.number"),
        (["regions", "us-east-1", "amazon_side_asn"], "64512", "regions.us-east-1.amazon_side_asn"),
    ],
    ids=["account", "segment", "region"],
)
def test_a_broken_account_segment_or_region_hides_no_mistake_elsewhere(
    place: list[str], value: str, where: str
) -> None:
    """The only Region as well: with it set aside no Region is left, and the rest is still judged."""
    body = changed(changed(company(), place, value), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    assert paths(problems(body)) == sorted([where, "grants.chat.consumers[0]"])


@pytest.mark.parametrize("place", [["name"], ["organization_id"], ["network_account"]], ids=".".join)
def test_a_wrong_scalar_of_the_network_hides_no_mistake_elsewhere(place: list[str]) -> None:
    body = changed(changed(company(), place, "WRONG!"), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    assert paths(problems(body)) == sorted([place[0], "grants.chat.consumers[0]"])


@pytest.mark.parametrize("key", ["name", "organization_id", "network_account"])
def test_a_missing_scalar_of_the_network_hides_no_mistake_elsewhere(key: str) -> None:
    body = changed(without(company(), [key]), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    assert paths(problems(body)) == sorted([key, "grants.chat.consumers[0]"])


def test_a_part_of_a_wrong_type_hides_no_mistake_elsewhere() -> None:
    body = changed(changed(company(), ["exceptions"], []), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    assert paths(problems(body)) == ["exceptions", "grants.chat.consumers[0]"]


def test_an_unknown_key_hides_no_mistake_elsewhere() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    body["segment"] = {}
    assert paths(problems(body)) == ["grants.chat.consumers[0]", "segment"]


def test_mistakes_of_addresses_are_reported_at_once() -> None:
    body = company()
    body["spokes"]["vpc-b"]["number"] = 0
    body["spokes"]["vpc-c"] = {**spoke("nonprod"), "cidr": "192.168.0.0/20"}
    body["spokes"]["vpc-a"]["applications"]["search"]["number"] = 0
    assert paths(problems(body)) == ["spokes.vpc-a.applications.search", "spokes.vpc-b", "spokes.vpc-c.cidr"]


def test_mistakes_of_names_and_of_addresses_are_reported_at_once() -> None:
    """A grant to an unknown consumer has nothing to do with where two other spokes lie."""
    body = changed(company(), ["spokes", "vpc-b", "number"], 0)
    body["grants"]["search"]["consumers"] = ["vpc-a/saerch"]
    assert paths(problems(body)) == ["grants.search.consumers[0]", "spokes.vpc-b"]


def test_the_report_counts_its_problems_and_tells_each_once() -> None:
    body = company()
    body["grants"]["chat"]["consumers"] = ["vpc-a/chta", "vpc-a/chta"]
    with pytest.raises(SpecError) as caught:
        parse(body, today=TODAY)
    head, *rest = str(caught.value).splitlines()
    assert head == "3 problems in the network spec:"
    assert len([line for line in rest if line.startswith("    remedy: ")]) == len(caught.value.problems) == 3


def test_a_report_of_one_problem_has_no_plural() -> None:
    with pytest.raises(SpecError, match=r"^1 problem in the network spec:\nspokes\.vpc-b\.segment \(given: prd\): "):
        parse(changed(company(), ["spokes", "vpc-b", "segment"], "prd"), today=TODAY)


def test_what_was_given_is_shortened_where_it_is_long() -> None:
    (problem,) = problems(changed(company(), ["spokes", "vpc-b"], [HAIKU] * 20))
    assert len(problem.given) == 60
    assert problem.given.endswith("...")


def test_the_parsed_object_is_not_the_readers_own() -> None:
    """Setting broken parts aside must not change what the caller holds."""
    body = changed(company(), ["spokes", "vpc-b", "number"], "0")
    before = repr(body)
    assert problems(body) != []
    assert repr(body) == before
