"""Grant classes: who is granted the same."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from specs import HAIKU, TODAY, Body, accepted, changed, company, paths, planned, problems
from unit.planners.networks import additions, consumers_of, networks

from bedrock_transit.planners import NetworkPlan
from bedrock_transit.planners.classes import classes_of
from bedrock_transit.spec import parse


def classes(body: Body) -> dict[str, str]:
    return dict(classes_of(parse(body, today=TODAY)))


def grants_of(body: Body, consumer: str) -> set[str]:
    return {key for key, grant in body["grants"].items() if consumer in grant["consumers"]}


def names(plan: NetworkPlan) -> dict[tuple[str, str], list[str]]:
    """The class keys of each endpoint set: names of prefix lists, routes and rules derive from them."""
    return {
        (name, segment): [c["key"] for c in endpoints["classes"]]
        for name, region in plan.regions.items()
        for segment, endpoints in region.endpoint_sets.items()
    }


@given(networks())
def test_consumers_share_a_class_exactly_when_they_share_all_grants(body: Body) -> None:
    found = classes(body)
    assert set(found) == set(consumers_of(body))
    for one in found:
        for other in found:
            assert (found[one] == found[other]) == (grants_of(body, one) == grants_of(body, other))


def test_a_class_is_named_after_its_grants() -> None:
    body = changed(company(), ["grants", "search", "consumers"], ["vpc-a/search", "vpc-a/chat"])
    assert classes(body) == {
        "vpc-a/chat": "chat+search",
        "vpc-a/search": "search",
        "vpc-b/idle": "ungranted",
        "vpc-x/sandbox": "sandbox",
    }


def test_who_is_granted_nothing_has_no_prefix_list() -> None:
    assert names(planned(company())) == {
        ("us-east-1", "nonprod"): ["sandbox"],
        ("us-east-1", "prod"): ["chat", "search"],
    }


def test_one_more_model_renames_no_class() -> None:
    body = changed(company(), ["grants", "search", "models"], [HAIKU])
    assert names(planned(body)) == names(planned(company()))


def test_one_more_grant_renames_only_the_class_of_its_consumers() -> None:
    body = company()
    body["grants"]["more"] = {"consumers": ["vpc-a/search"], "service": "bedrock-runtime", "models": [HAIKU]}
    before, after = classes(company()), classes(body)
    assert {consumer for consumer in before if before[consumer] != after[consumer]} == {"vpc-a/search"}


@settings(max_examples=100)
@given(st.data())
def test_an_addition_changes_the_class_of_nobody_whose_grants_stay(data: st.DataObject) -> None:
    body = data.draw(networks())
    grown = data.draw(additions(body))
    assume(accepted(body) is not None)
    assume(accepted(grown) is not None)
    before, after = classes(body), classes(grown)
    for consumer, key in before.items():
        if grants_of(body, consumer) == grants_of(grown, consumer):
            assert after[consumer] == key


def test_a_class_of_many_grants_keeps_a_name_that_aws_takes() -> None:
    """Two long classes that begin alike stay two."""
    body = company()
    keys = [f"a-grant-with-a-long-name-{n:02}" for n in range(12)]
    for key in keys:
        body["grants"][key] = {
            "consumers": ["vpc-a/chat", "vpc-a/search"],
            "service": "bedrock-runtime",
            "models": [HAIKU],
        }
    found = classes(body)
    assert found["vpc-a/chat"] != found["vpc-a/search"]
    assert all(len(key) <= 120 for key in found.values())
    assert all(not key.endswith("-") for key in found.values())


def test_a_grant_cannot_be_named_like_the_class_of_those_without_one() -> None:
    """Its consumers would be taken for ungranted: no route, no prefix list."""
    body = company()
    body["grants"]["ungranted"] = body["grants"].pop("chat")
    assert paths(problems(body)) == ["grants.ungranted"]
