"""The plan as a whole: tables and blackholes, views, tags, accounts, and that it is the same for the same spec."""

from ipaddress import IPv4Network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from specs import Body, accepted, changed, company, paths, planned, problems, two_regions, zone_by_zone
from unit.planners.networks import networks, shuffled

TAGS = {
    "owner": "network-team@acme.example",
    "cost-center": "4711",
    "data-classification": "internal",
    "network": "acme",
}


@given(st.data())
def test_the_order_of_keys_in_the_file_does_not_matter(data: st.DataObject) -> None:
    body = data.draw(networks())
    plan = accepted(body)
    assume(plan is not None)
    turned = accepted(data.draw(shuffled(body)))
    assert turned == plan
    assert repr(turned) == repr(plan), "in the same order too: the engine sees no difference"


@given(networks())
def test_a_blackhole_is_shorter_than_every_prefix_that_is_needed(body: Body) -> None:
    """Equal it would win as a static route; longer it would shadow."""
    plan = accepted(body)
    assume(plan is not None)
    needed = [IPv4Network(s["block"]) for region in plan.regions.values() for s in region.endpoint_sets.values()]
    needed += [IPv4Network(s["cidr"]) for region in plan.regions.values() for s in region.spokes.values()]
    for region in plan.regions.values():
        for table in region.transit["tables"]:
            for blackhole in map(IPv4Network, table["blackholes"].values()):
                assert all(prefix.prefixlen > blackhole.prefixlen for prefix in needed if prefix.overlaps(blackhole))


@given(networks())
def test_every_segment_table_drops_every_regions_supernet(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    supernets = {name: region["supernet"] for name, region in body["regions"].items()}
    for region in plan.regions.values():
        assert {t["segment"]: t["blackholes"] for t in region.transit["tables"]} == dict.fromkeys(
            body["segments"], supernets
        )


def test_the_gateway_is_shared_with_the_accounts_that_have_a_spoke_in_the_region() -> None:
    body = two_regions()
    body["spokes"]["vpc-w"]["account"] = "network"
    plan = planned(body)
    assert plan.regions["us-east-1"].transit["share_with"] == ["444455556666"]
    assert plan.regions["us-west-2"].transit["share_with"] == []


def test_only_granted_applications_are_told_where_the_endpoints_are() -> None:
    applications = planned(company()).regions["us-east-1"].applications
    assert {(s, a): v["endpoint_block"] for s, found in applications.items() for a, v in found.items()} == {
        ("vpc-a", "chat"): "10.64.1.0/24",
        ("vpc-a", "search"): "10.64.1.0/24",
        ("vpc-b", "idle"): "",
        ("vpc-x", "sandbox"): "10.64.2.0/24",
    }


def test_the_registered_grants_are_those_of_the_spec() -> None:
    region = planned(company()).regions["us-east-1"]
    found = {g["key"]: g for endpoints in region.endpoint_sets.values() for g in endpoints["grants"]}
    assert {key: sorted(g["consumers"]) for key, g in found.items()} == {
        key: sorted(g["consumers"]) for key, g in company()["grants"].items()
    }
    assert found["chat"] == {
        "key": "chat",
        "service": "bedrock-runtime",
        "consumers": {"vpc-a/chat": "10.65.0.0/24"},
        "networks": {},
        "elsewhere": {},
        "models": ["amazon.nova-lite-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"],
        "objects": [],
        "uses": [],
        "actions": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
    }


def test_a_view_answers_for_the_hubs_services_and_no_other() -> None:
    view = planned(company()).regions["us-east-1"].views["prod"]
    assert view["zones"] == [
        {"host": f"{service}.us-east-1.amazonaws.com", "service": service, "wildcard": False, "apex": True}
        for service in ("bedrock", "bedrock-runtime")
    ]


def test_a_view_lets_its_own_names_and_the_stated_names_pass() -> None:
    body = changed(company(), ["segments", "prod", "dns"], {"allowed_names": ["*.s3.us-east-1.amazonaws.com"]})
    views = planned(body).regions["us-east-1"].views
    own = ["bedrock-runtime.us-east-1.amazonaws.com.", "bedrock.us-east-1.amazonaws.com."]
    assert views["prod"]["allowed_names"] == ["*.s3.us-east-1.amazonaws.com.", *own]
    assert views["nonprod"]["allowed_names"] == own


def test_wildcard_names_live_in_the_zone_below_their_star() -> None:
    """``ecr.dkr`` has one host name per registry."""
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "ecr.dkr"])
    view = planned(body).regions["us-east-1"].views["prod"]
    assert {(z["host"], z["apex"], z["wildcard"]) for z in view["zones"] if z["service"] != "bedrock-runtime"} == {
        ("dkr.ecr.us-east-1.amazonaws.com", False, True),
    }
    assert "*.dkr.ecr.us-east-1.amazonaws.com." in view["allowed_names"]
    assert "dkr.ecr.us-east-1.amazonaws.com." not in view["allowed_names"]


def test_a_service_that_is_called_by_its_endpoints_own_names_changes_no_view() -> None:
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "bedrock", "s3"])
    plan, before = planned(body).regions["us-east-1"], planned(company()).regions["us-east-1"]
    assert plan.views == before.views
    assert [e["service"] for e in plan.endpoint_sets["prod"]["endpoints"]] == ["bedrock", "bedrock-runtime", "s3"]


def test_no_host_name_has_two_zones_in_one_view() -> None:
    """Two private zones of one name cannot be associated with one VPC."""
    from bedrock_transit.catalogue import services  # noqa: PLC0415

    offered = [key for key, s in services().items() if s.offered("us-east-1") is not False]
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], offered)
    body["quotas"] = {"interface_endpoints_per_vpc": 100}
    hosts = [zone["host"] for zone in planned(body).regions["us-east-1"].views["prod"]["zones"]]
    assert len(set(hosts)) == len(hosts)


def test_a_region_points_its_names_to_its_own_endpoints() -> None:
    """A name of one Region at another Region's endpoint fails TLS and SigV4."""
    for name, region in planned(two_regions()).regions.items():
        assert all(f".{name}." in zone["host"] for view in region.views.values() for zone in view["zones"])


def test_the_distribution_of_names_is_the_segments_own() -> None:
    views = planned(zone_by_zone()).regions["us-east-1"].views
    assert {segment: view["distribution"] for segment, view in views.items()} == {
        "nonprod": "profile",
        "prod": "zone-associations",
    }


def test_tags_tell_network_segment_and_spoke() -> None:
    region = planned(company()).regions["us-east-1"]
    assert region.hub["tags"] == {**TAGS, "segment": "shared", "spoke": "shared"}
    assert region.endpoint_sets["prod"]["tags"] == {**TAGS, "segment": "prod", "spoke": "shared"}
    assert region.spokes["vpc-x"]["tags"] == {**TAGS, "segment": "nonprod", "spoke": "vpc-x"}
    assert region.applications["vpc-a"]["chat"]["tags"] == {
        **TAGS,
        "segment": "prod",
        "spoke": "vpc-a",
        "application": "chat",
    }


def test_a_nearer_tag_overrides_a_farther_one() -> None:
    body = changed(
        company(), ["spokes", "vpc-a", "tags"], {"owner": "chat-team", "data-classification": "confidential"}
    )
    body["spokes"]["vpc-a"]["applications"]["chat"]["tags"] = {"owner": "bots"}
    region = planned(body).regions["us-east-1"]
    assert region.spokes["vpc-a"]["tags"]["owner"] == "chat-team"
    assert region.applications["vpc-a"]["chat"]["tags"]["owner"] == "bots"
    assert region.applications["vpc-a"]["chat"]["tags"]["data-classification"] == "confidential"
    assert region.applications["vpc-a"]["search"]["tags"]["owner"] == "chat-team"


@pytest.mark.parametrize("tag", ["segment", "spoke", "network", "application", "link"])
def test_no_stated_tag_can_pretend_to_another_segment_or_application(tag: str) -> None:
    """The proof and the bucket policies rely on these tags: stating one is refused wherever tags are stated."""
    body = changed(company(), ["tags", tag], "other")
    body["spokes"]["vpc-a"]["tags"] = {tag: "other"}
    body["spokes"]["vpc-a"]["applications"]["chat"]["tags"] = {tag: "other"}
    where = [f"spokes.vpc-a.applications.chat.tags.{tag}", f"spokes.vpc-a.tags.{tag}", f"tags.{tag}"]
    assert paths(problems(body)) == where


def test_an_account_is_entered_by_its_role_or_with_the_credentials_at_hand() -> None:
    accounts = planned(company()).accounts
    assert {key: (a.id, a.role_arn) for key, a in accounts.items()} == {
        "apps": ("444455556666", "arn:aws:iam::444455556666:role/deployer"),
        "network": ("111122223333", ""),
    }


def test_public_access_is_blocked_where_the_account_has_a_vpc() -> None:
    """The network account has the hub in every Region; a guest only where it has a spoke."""
    body = two_regions()
    body["accounts"]["network"]["block_public_access"] = "block-bidirectional"
    body["accounts"]["apps"]["block_public_access"] = "block-ingress"
    body["spokes"]["vpc-w"]["account"] = "network"
    accounts = planned(body).accounts
    assert accounts["network"].block_public_access == dict.fromkeys(("us-east-1", "us-west-2"), "block-bidirectional")
    assert accounts["apps"].block_public_access == {"us-east-1": "block-ingress"}


def test_public_access_is_left_alone_unless_stated() -> None:
    """A singleton per account and Region: only one stack may own it."""
    assert {key: a.block_public_access for key, a in planned(company()).accounts.items()} == {"apps": {}, "network": {}}
