"""Plans of grants that fail over: every way there has its way back, only who is granted is admitted, nothing else moves."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from specs import (
    HAIKU,
    NOVA,
    Body,
    assert_refused,
    changed,
    company,
    failover,
    failover_zone_by_zone,
    planned,
    problems,
    spoke,
    two_regions,
)
from unit.planners.evaluator import Request, allows
from unit.planners.networks import consumers_of

from bedrock_transit.planners import NetworkPlan

Ways = set[tuple[str, str]]
REGIONS = ("us-east-1", "us-west-2")


@st.composite
def failing_over(draw: st.DrawFn) -> Body:
    """Two Regions with up to three applications in each segment of each, and up to five grants; of those whose consumers
    are of one Region some fail over to the other."""
    body = two_regions()
    body["quotas"] = {"vpcs_per_region": 20, "rules_per_security_group": 200}
    body["spokes"], body["grants"] = {}, {}
    for region in REGIONS:
        for segment in ("prod", "nonprod"):
            names = [f"app{n}" for n in range(draw(st.integers(1, 3)))]
            value = {
                **spoke(segment, 0, region=region),
                "applications": {a: {"number": n} for n, a in enumerate(names)},
            }
            body["spokes"][f"vpc-{region}-{segment}"] = value
    for key in draw(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, unique=True)):
        consumers = consumers_of(body, draw(st.sampled_from(["prod", "nonprod"])))
        some = draw(st.lists(st.sampled_from(consumers), min_size=1, max_size=3, unique=True))
        body["grants"][key] = {"consumers": some, "service": "bedrock-runtime", "models": [HAIKU]}
        homes = {home(body, consumer)[0] for consumer in some}
        if len(homes) == 1 and draw(st.booleans()):
            body["grants"][key]["failover"] = sorted(set(REGIONS) - homes)
    return body


def ways(body: Body) -> Ways:
    """Each consumer that may call another Region, with that Region."""
    return {(c, r) for g in body["grants"].values() for r in g.get("failover", ()) for c in g["consumers"]}


def home(body: Body, consumer: str) -> tuple[str, str]:
    caller = body["spokes"][consumer.partition("/")[0]]
    return caller["region"], caller["segment"]


def block(plan: NetworkPlan, body: Body, consumer: str) -> str:
    key, application = consumer.split("/")
    return plan.regions[home(body, consumer)[0]].applications[key][application]["block"]


def sides(plan: NetworkPlan, region: str) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """What a Region's tables send over its peerings, with the Region at the other end."""
    found = []
    for peering in plan.peerings.values():
        for here, there in ((peering["requester"], peering["accepter"]), (peering["accepter"], peering["requester"])):
            if here["region"] == region:
                found.append((there["region"], here["endpoint_blocks"], here["consumers"]))
    return found


@given(failing_over())
def test_every_way_there_has_its_way_back_and_there_is_no_other(body: Body) -> None:
    """Four tables for each consumer and Region: its segment's and the other side's of peerings, the other side's hub's and
    its own Region's of peerings. All of them together are exactly those of the grants."""
    plan = planned(body)
    granted = ways(body)
    out, back, landing, answers = set(), set(), set(), set()
    for region, built in plan.regions.items():
        for other, blocks, consumers in sides(plan, region):
            out |= {(region, segment, other, cidr) for segment, cidr in blocks.items()}
            back |= {(other, consumer, region, cidr) for consumer, cidr in consumers.items()}
        landing |= {(region, s, e["block"]) for s, e in built.endpoint_sets.items() if "peering" in e["links"]}
        for key, vpc in built.spokes.items():
            answers |= {(region, f"{key}/{name}", cidr) for name, cidr in vpc["failover_blocks"].items()}

    def endpoints(region: str, segment: str) -> str:
        return plan.regions[region].endpoint_sets[segment]["block"]

    homes = {(consumer, region): home(body, consumer) for consumer, region in granted}
    assert out == {(h, s, r, endpoints(r, s)) for (_, r), (h, s) in homes.items()}
    assert landing == {(r, s, endpoints(r, s)) for (_, r), (_, s) in homes.items()}
    assert back == {(h, c, r, block(plan, body, c)) for (c, r), (h, _) in homes.items()}
    assert answers == {(h, c, block(plan, body, c)) for (c, _), (h, _) in homes.items()}


@given(failing_over())
def test_a_pair_of_regions_has_one_peering_and_each_of_them_a_table_for_it(body: Body) -> None:
    plan = planned(body)
    pairs = {tuple(sorted((home(body, consumer)[0], region))) for consumer, region in ways(body)}
    assert set(plan.peerings) == {"-".join(pair) for pair in pairs}
    for region, built in plan.regions.items():
        kinds = [link["kind"] for link in built.transit["links"]]
        assert kinds == (["peering"] if any(region in pair for pair in pairs) else [])


@given(failing_over())
def test_an_endpoint_set_admits_consumers_of_other_regions_by_their_grants_alone(body: Body) -> None:
    """Lists, registered grants and applications agree; the class is named after those grants that fail over to it."""
    plan = planned(body)
    for region, built in plan.regions.items():
        for segment, endpoints in built.endpoint_sets.items():
            here = {c for c, r in ways(body) if (r, home(body, c)[1]) == (region, segment)}
            keys = {
                c: "+".join(
                    k
                    for k, g in sorted(body["grants"].items())
                    if c in g["consumers"] and region in g.get("failover", ())
                )
                for c in here
            }
            listed = {
                e["description"]: c["key"]
                for c in endpoints["classes"]
                for e in c["entries"]
                if home(body, e["description"])[0] != region
            }
            registered = {c for g in endpoints["grants"] for c in g["consumers"] if home(body, c)[0] != region}
            assert listed == keys
            assert registered == here
    for built in plan.regions.values():
        for key, applications in built.applications.items():
            for name, application in applications.items():
                assert {(f"{key}/{name}", r) for r in application["failover_blocks"]} == {
                    way for way in ways(body) if way[0] == f"{key}/{name}"
                }


@given(failing_over(), st.data())
def test_one_grant_more_that_fails_over_moves_nothing(body: Body, data: st.DataObject) -> None:
    """No block, table or spoke is planned otherwise; routes and names are added, none goes."""
    before = planned(body)
    grown = copy.deepcopy(body)
    key = data.draw(st.sampled_from(sorted(body["grants"])))
    homes = {home(body, consumer)[0] for consumer in body["grants"][key]["consumers"]}
    assume(len(homes) == 1)
    grown["grants"][key]["failover"] = sorted(set(REGIONS) - homes)
    after = planned(grown)
    assert after.accounts == before.accounts
    for region, built in before.regions.items():
        more = after.regions[region]
        assert more.hub == built.hub
        assert more.transit["tables"] == built.transit["tables"]
        for part in ("spokes", "applications"):
            assert getattr(more, part).keys() == getattr(built, part).keys()
        for name, vpc in built.spokes.items():
            assert {**more.spokes[name], "failover_blocks": {}} == {**vpc, "failover_blocks": {}}
            assert vpc["failover_blocks"].items() <= more.spokes[name]["failover_blocks"].items()
        for segment, view in built.views.items():
            assert {**more.views[segment], "allowed_names": []} == {**view, "allowed_names": []}
            assert set(view["allowed_names"]) <= set(more.views[segment]["allowed_names"])
        for segment, names in built.failover_names.items():
            assert names["hosts"].items() <= more.failover_names[segment]["hosts"].items()
        for other, blocks, consumers in sides(before, region):
            ((_, more_blocks, more_consumers),) = [side for side in sides(after, region) if side[0] == other]
            assert blocks.items() <= more_blocks.items()
            assert consumers.items() <= more_consumers.items()


def test_a_network_without_failover_plans_no_part_of_it() -> None:
    plan = planned(company())
    assert plan.peerings == {}
    for built in plan.regions.values():
        assert (built.failover_names, built.transit["links"]) == ({}, [])
        assert [s["failover_blocks"] for s in built.spokes.values()] == [{}, {}, {}]
        assert {len(a["failover_blocks"]) for found in built.applications.values() for a in found.values()} == {0}


def test_a_peering_is_planned_once_for_both_directions() -> None:
    """Whoever fails over to whom: the first Region by name asks, the second accepts."""
    plan = planned(changed(failover(), ["grants", "batch", "failover"], ["us-east-1"]))
    assert {key: {k: v for k, v in p.items() if k != "tags"} for key, p in plan.peerings.items()} == {
        "us-east-1-us-west-2": {
            "requester": {
                "region": "us-east-1",
                "endpoint_blocks": {"prod": "10.80.1.0/24"},
                "consumers": {"vpc-w/batch": "10.81.0.0/24"},
            },
            "accepter": {
                "region": "us-west-2",
                "endpoint_blocks": {"prod": "10.64.1.0/24"},
                "consumers": {"vpc-a/chat": "10.65.0.0/24"},
            },
        }
    }


def test_the_table_of_peerings_is_tagged_with_its_kind() -> None:
    for built in planned(failover()).regions.values():
        assert [(t["kind"], t["tags"]["link"], t["tags"]["segment"]) for t in built.transit["links"]] == [
            ("peering", "peering", "shared")
        ]


def test_the_other_region_admits_the_segments_blocks_by_its_network_acl() -> None:
    sets = planned(failover()).regions["us-west-2"].endpoint_sets
    assert {s: e["acl_networks"] for s, e in sets.items()} == {"nonprod": [], "prod": ["10.65.0.0/16"]}


def test_a_class_there_holds_the_grants_that_fail_over_and_no_other() -> None:
    body = failover()
    body["grants"]["notes"] = {"consumers": ["vpc-a/chat"], "service": "bedrock-runtime", "models": [NOVA]}
    regions = planned(body).regions
    assert [c["key"] for c in regions["us-east-1"].endpoint_sets["prod"]["classes"]] == ["chat+notes", "search"]
    assert [c["key"] for c in regions["us-west-2"].endpoint_sets["prod"]["classes"]] == ["batch", "chat"]


def test_an_application_from_a_pool_is_admitted_there_by_its_pool() -> None:
    body = failover()
    pools = {"chat": "10.72.0.0/16", "search": "10.73.0.0/16", "ungranted": "10.74.0.0/16"}
    body["segments"]["prod"]["pools"] = {"us-east-1": pools}
    plan = planned(body)
    there = plan.regions["us-west-2"].endpoint_sets["prod"]
    (chat,) = [c for c in there["classes"] if c["key"] == "chat"]
    assert chat["entries"] == [{"cidr": "10.72.0.0/16", "description": "chat"}]
    consumers = plan.peerings["us-east-1-us-west-2"]["accepter"]["consumers"]
    assert consumers == {"vpc-a/chat": block(plan, body, "vpc-a/chat")}
    assert consumers["vpc-a/chat"].startswith("10.72.")


def test_the_policy_there_allows_the_models_there_from_the_consumers_blocks() -> None:
    arn = "arn:aws:bedrock:{}:444455556666:provisioned-model/abcdefghijkl"
    models = [HAIKU, arn.format("us-east-1"), arn.format("us-west-2")]
    body = changed(failover(), ["grants", "chat", "models"], models)
    body["custom_models"] = {model: {"segment": "prod"} for model in models[1:]}
    endpoints = planned(body).regions["us-west-2"].endpoint_sets
    policy = endpoints["prod"]["endpoints"][0]["policy"]
    haiku = f"arn:aws:bedrock:us-west-2::foundation-model/{HAIKU}"
    asked = {
        "its own": Request("bedrock:InvokeModel", haiku, "444455556666", "o-a1b2c3d4e5", "10.65.0.9"),
        "custom": Request("bedrock:InvokeModel", models[2], "444455556666", "o-a1b2c3d4e5", "10.65.0.9"),
        "other place": Request("bedrock:InvokeModel", models[1], "444455556666", "o-a1b2c3d4e5", "10.65.0.9"),
        "other application": Request("bedrock:InvokeModel", haiku, "444455556666", "o-a1b2c3d4e5", "10.65.1.9"),
        "other account": Request("bedrock:InvokeModel", haiku, "111122223333", "o-a1b2c3d4e5", "10.65.0.9"),
    }
    assert {name: allows(policy, request) for name, request in asked.items()} == {
        "its own": True,
        "custom": True,
        "other place": False,
        "other application": False,
        "other account": False,
    }
    assert "10.65.0.0/24" not in json.dumps(endpoints["nonprod"])


def test_a_view_hands_out_and_passes_the_names_of_services_that_fail_over() -> None:
    plan = planned(changed(failover(), ["regions", "us-west-2", "hub", "services"], ["bedrock-runtime", "bedrock"]))
    host = "bedrock-runtime.us-west-2.amazonaws.com"
    assert {region: built.failover_names for region, built in plan.regions.items()} == {
        "us-east-1": {"prod": {"region": "us-east-1", "segment": "prod", "hosts": {host: "us-west-2"}}},
        "us-west-2": {},
    }
    passing = {s: f"{host}." in v["allowed_names"] for s, v in plan.regions["us-east-1"].views.items()}
    assert passing == {"nonprod": False, "prod": True}
    assert host not in {zone["host"] for zone in plan.regions["us-east-1"].views["prod"]["zones"]}


USES = [
    ("tgw_route_tables", 4, "regions.us-east-1"),
    ("tgw_attachments", 5, "regions.us-east-1"),
    ("tgw_routes", 11, "regions.us-east-1"),
    ("network_acl_rules", 2, "segments.prod"),
    ("rules_per_security_group", 20, "segments.prod"),
]


@pytest.mark.parametrize(("key", "used", "where"), USES)
def test_quotas_count_what_failover_needs(key: str, used: int, where: str) -> None:
    """Accepted at the quota, refused one above it."""
    assert problems(changed(failover(), ["quotas"], {key: used})) == []
    found = problems(changed(failover(), ["quotas"], {key: used - 1}))
    assert where in {".".join(p.path) for p in found if p.reason.startswith(f"needs {used} ")}


def test_more_peerings_than_a_transit_gateway_takes_are_refused() -> None:
    body = changed(failover(), ["quotas"], {"tgw_peering": 1})
    body["regions"]["us-east-2"] = {
        **body["regions"]["us-west-2"],
        "supernet": "10.96.0.0/12",
        "amazon_side_asn": 64514,
        "zones": {"a": "use2-az1", "b": "use2-az2"},
        "hub": {"cidr": "10.96.0.0/20", "services": ["bedrock-runtime"]},
        "views": "10.96.16.0/21",
    }
    body["grants"]["search"]["failover"] = ["us-east-2"]
    reason = "needs 2 peerings of the transit gateway; the quota tgw_peering is 1"
    assert_refused(body, "regions.us-east-1", "", reason, "quotas.tgw_peering: 2")


def test_a_zone_counts_the_vpcs_of_regions_that_fail_over_to_it() -> None:
    """Its anchor, the spoke of us-west-2, the two of us-east-1."""
    body = changed(failover_zone_by_zone(), ["quotas"], {"vpcs_per_region": 10, "private_zone_vpcs": 3})
    assert [p.reason for p in problems(body)] == [
        "needs 4 VPCs in us-west-2 that share the view; the quota private_zone_vpcs is 3"
    ]
