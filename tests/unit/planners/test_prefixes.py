"""Prefix lists: exactly the granted blocks, in lists that grow in steps."""

from ipaddress import IPv4Network

from hypothesis import assume, given
from hypothesis import strategies as st
from specs import HAIKU, Body, accepted, changed, company, planned, pooled
from unit.planners.networks import addresses, networks

from bedrock_transit.planners import NetworkPlan, prefixes


def listed(plan: NetworkPlan, region: str, segment: str) -> dict[str, list[str]]:
    """The blocks in each prefix list of an endpoint set."""
    classes = plan.regions[region].endpoint_sets[segment]["classes"]
    return {c["key"]: [entry["cidr"] for entry in c["entries"]] for c in classes}


def granted(body: Body) -> set[str]:
    return {consumer for grant in body["grants"].values() for consumer in grant["consumers"]}


@given(networks())
def test_the_lists_of_an_endpoint_set_hold_the_granted_blocks_of_its_segment_and_no_other(body: Body) -> None:
    """Each block once: two lists that share a block would count twice and say the same."""
    plan = accepted(body)
    assume(plan is not None)
    blocks = addresses(plan)
    for name, region in plan.regions.items():
        for segment in region.endpoint_sets:
            expected = sorted(
                blocks[name, "spoke", spoke, "application", application]
                for spoke, application in (consumer.split("/") for consumer in granted(body))
                if (body["spokes"][spoke]["region"], body["spokes"][spoke]["segment"]) == (name, segment)
            )
            entries = [cidr for cidrs in listed(plan, name, segment).values() for cidr in cidrs]
            assert sorted(map(IPv4Network, entries)) == expected


@given(networks())
def test_every_list_has_room_for_its_entries_and_no_empty_list_exists(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    for region in plan.regions.values():
        for endpoints in region.endpoint_sets.values():
            for grant_class in endpoints["classes"]:
                assert 1 <= len(grant_class["entries"]) <= grant_class["max_entries"]


def test_entries_are_described_by_their_consumer() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-b/idle", "vpc-a/chat"])
    entries = planned(body).regions["us-east-1"].endpoint_sets["prod"]["classes"][0]["entries"]
    assert entries == [
        {"cidr": "10.65.0.0/24", "description": "vpc-a/chat"},
        {"cidr": "10.65.16.0/24", "description": "vpc-b/idle"},
    ]


def test_a_pool_is_one_entry_however_many_applications_draw_from_it() -> None:
    body = changed(pooled(), ["grants", "chat", "consumers"], ["vpc-b/idle", "vpc-a/chat"])
    body["spokes"]["vpc-b"]["applications"]["idle"]["number"] = 7
    assert listed(planned(body), "us-east-1", "prod") == {"chat": ["10.72.0.0/16"], "search": ["10.73.0.0/16"]}


@given(st.integers(0, 3000))
def test_a_list_has_room_for_what_it_holds(count: int) -> None:
    assert prefixes.max_entries(count) >= count


@given(st.integers(0, 3000), st.integers(0, 200))
def test_a_list_never_shrinks_when_entries_are_added(count: int, more: int) -> None:
    assert prefixes.max_entries(count + more) >= prefixes.max_entries(count)


def test_a_list_grows_in_steps() -> None:
    """A growth is checked against the quota of everything that refers to the list, so it is rare."""
    sizes = [prefixes.max_entries(count) for count in range(1, 1001)]
    assert sorted(set(sizes)) == list(prefixes.STEPS)
    assert (sizes[0], sizes[9], sizes[10], sizes[59], sizes[60]) == (10, 10, 20, 60, 80)


def test_a_list_beyond_the_quota_is_as_large_as_it_must_be() -> None:
    """The quota planner refuses it; it is not cut off in silence."""
    assert prefixes.max_entries(1001) == 1001


def test_one_more_model_changes_no_prefix_list() -> None:
    body = changed(company(), ["grants", "search", "models"], [HAIKU, *company()["grants"]["search"]["models"]])
    assert listed(planned(body), "us-east-1", "prod") == listed(planned(company()), "us-east-1", "prod")
