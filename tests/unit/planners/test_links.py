"""Plans of links: what is advertised, which tables lead where, who is admitted, and that one more changes nothing else."""

from __future__ import annotations

import copy
from ipaddress import IPv4Network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from specs import Body, accepted, changed, company, hybrid, planned, west, without

from bedrock_transit.planners import NetworkPlan

LINKS = ("direct-connect", "vpn")


@st.composite
def hybrids(draw: st.DrawFn) -> Body:
    """The company with up to five networks outside, each in a Region and segment, behind links, granted something or not."""
    body = company()
    body["quotas"] = {"vpcs_per_region": 20, "resolver_endpoints": 10}
    body["regions"]["us-west-2"] = west()
    names = draw(st.lists(st.sampled_from(["dc", "lab", "office", "plant", "site"]), max_size=5, unique=True))
    body |= {"on_premises": {}, "direct_connect": {}, "vpns": {}}
    for n, name in enumerate(names):
        region, segment = draw(st.sampled_from(["us-east-1", "us-west-2"])), draw(st.sampled_from(["prod", "nonprod"]))
        body["on_premises"][name] = network(n, region, segment)
        body["vpns"][f"vpn-{name}"] = vpn(n, name)
        if draw(st.booleans()):
            body["grants"][f"grant-{name}"] = {**body["grants"]["sandbox"], "consumers": [name]}
    granted = [name for name in names if f"grant-{name}" in body["grants"]]
    for n in range(draw(st.integers(0, 2)) if granted else 0):
        behind = {draw(st.sampled_from(granted)), *draw(st.lists(st.sampled_from(names), max_size=3))}
        body["direct_connect"][f"dx{n}"] = gateway(n, sorted(behind))
    return body


def network(n: int, region: str = "us-east-1", segment: str = "prod") -> Body:
    return {
        "region": region,
        "segment": segment,
        "prefixes": [f"172.{16 + n}.0.0/16", f"192.168.{n}.0/24"],
        "resolvers": [f"172.{16 + n}.0.53"],
        "accounts": ["apps"],
    }


def vpn(n: int, *names: str) -> Body:
    return {"networks": [*names], "customer_gateway": {"address": f"203.0.113.{n + 1}", "asn": 65000 + n}}


def gateway(n: int, names: list[str]) -> Body:
    own = {
        "connection": f"dxcon-ffabc12{n}",
        "location": "EqDC2",
        "region": "us-east-1",
        "vlan": 101,
        "customer_asn": 65010,
    }
    return {"asn": 64700 + n, "networks": names, "virtual_interfaces": {"main": own}}


def leading(plan: NetworkPlan, region: str, kind: str) -> set[str]:
    """What the table of a kind of link has routes to."""
    built = plan.regions[region]
    sets = {s["block"] for s in built.endpoint_sets.values() if kind in s["links"]}
    return sets | {r["block"] for r in built.resolvers.values() if kind in r["links"]}


@given(hybrids())
def test_what_a_gateway_advertises_is_exactly_where_its_networks_are_led(body: Body) -> None:
    """Per network: its view's resolver, and its segment's endpoint set when it is granted something; all of it routed."""
    plan = accepted(body)
    assume(plan is not None)
    for region, built in plan.regions.items():
        for key, association in built.associations.items():
            needed = set()
            for name in body["direct_connect"][key]["networks"]:
                stated = body["on_premises"][name]
                if stated["region"] == region:
                    needed.add(built.resolvers[stated["segment"]]["block"])
                    if f"grant-{name}" in body["grants"]:
                        needed.add(built.endpoint_sets[stated["segment"]]["block"])
            assert set(association["allowed_prefixes"]) == needed
            assert needed <= leading(plan, region, "direct-connect")
            assert association["allowed_prefixes"] == sorted(needed, key=IPv4Network)


@given(hybrids())
def test_the_routes_of_a_kinds_table_are_what_its_networks_need_together(body: Body) -> None:
    plan = accepted(body)
    assume(plan is not None)
    for region, built in plan.regions.items():
        advertised = {prefix for a in built.associations.values() for prefix in a["allowed_prefixes"]}
        assert leading(plan, region, "direct-connect") == advertised
        assert {table["kind"] for table in built.transit["links"]} == {
            kind for kind in LINKS if leading(plan, region, kind)
        }


@given(hybrids())
def test_only_granted_networks_are_admitted(body: Body) -> None:
    """By the network ACL, by a class and by the policy alike."""
    plan = accepted(body)
    assume(plan is not None)
    for region, built in plan.regions.items():
        for segment, endpoints in built.endpoint_sets.items():
            granted = {
                prefix
                for name, stated in body["on_premises"].items()
                if (stated["region"], stated["segment"]) == (region, segment) and f"grant-{name}" in body["grants"]
                for prefix in stated["prefixes"]
            }
            entries = {
                e["cidr"] for c in endpoints["classes"] for e in c["entries"] if e["description"] in body["on_premises"]
            }
            registered = {p for g in endpoints["grants"] for n in g["networks"].values() for p in n["prefixes"]}
            assert granted == set(endpoints["acl_networks"]) == entries == registered


@given(hybrids(), st.data())
def test_one_network_or_link_more_changes_nothing_else(body: Body, data: st.DataObject) -> None:
    """A second network with its own VPN: no block moves, no table, view, resolver, link or spoke is planned otherwise."""
    grown = copy.deepcopy(body)
    grown["on_premises"]["new"] = network(9, segment=data.draw(st.sampled_from(["prod", "nonprod"])))
    grown["vpns"]["new"] = vpn(9, "new")
    before, after = accepted(body), accepted(grown)
    assume(before is not None)
    assert after is not None
    assert (after.accounts, after.gateways) == (before.accounts, before.gateways)
    for region, built in before.regions.items():
        more = after.regions[region]
        for part in ("hub", "endpoint_sets", "views", "spokes", "applications", "associations"):
            assert getattr(more, part) == getattr(built, part), part
        assert [t for t in more.transit["links"] if t in built.transit["links"]] == built.transit["links"]
        assert {**more.transit, "links": []} == {**built.transit, "links": []}
        assert {**more.vpns, **built.vpns} == more.vpns
        for segment, resolver in built.resolvers.items():
            kept = {k: v for k, v in more.resolvers[segment].items() if k not in ("clients", "links", "max_entries")}
            assert kept == {k: resolver[k] for k in kept}
            assert {**more.resolvers[segment]["clients"], **resolver["clients"]} == more.resolvers[segment]["clients"]


def test_one_interface_more_changes_nothing_else() -> None:
    grown = copy.deepcopy(hybrid())
    more = {**grown["direct_connect"]["dx"]["virtual_interfaces"]["dc2"], "vlan": 102}
    grown["direct_connect"]["dx"]["virtual_interfaces"]["aa1"] = more
    before, after = planned(hybrid()), planned(grown)
    assert after.regions == before.regions
    kept = [i for i in after.gateways["dx"]["interfaces"] if i["key"] != "aa1"]
    assert {**after.gateways["dx"], "interfaces": kept} == before.gateways["dx"]


def test_a_network_without_links_plans_no_part_of_them() -> None:
    """Only empty keys are added to what it planned before there were links."""
    plan = planned(company())
    built = plan.regions["us-east-1"]
    assert (plan.gateways, built.associations, built.vpns, built.resolvers, built.transit["links"]) == (
        {},
        {},
        {},
        {},
        [],
    )
    assert {(*s["links"], *s["acl_networks"]) for s in built.endpoint_sets.values()} == {()}
    assert {tuple(g["networks"]) for s in built.endpoint_sets.values() for g in s["grants"]} == {()}


def test_links_leave_what_was_planned_without_them() -> None:
    """The segments' tables, views, hub and spokes of the company, beside its links."""
    before, after = planned(company()).regions["us-east-1"], planned(hybrid()).regions["us-east-1"]
    for part in ("hub", "views", "spokes", "applications"):
        assert getattr(after, part) == getattr(before, part)
    assert after.transit["tables"] == before.transit["tables"]


def test_the_tables_of_links_are_tagged_with_their_kind() -> None:
    links = planned(hybrid()).regions["us-east-1"].transit["links"]
    tags = [(t["kind"], t["tags"]["link"], t["tags"]["segment"], t["tags"]["spoke"]) for t in links]
    assert tags == [(kind, kind, "shared", "shared") for kind in LINKS]


def test_a_gateway_is_planned_with_its_interfaces() -> None:
    (gateway_plan,) = planned(hybrid()).gateways.values()
    assert (gateway_plan["key"], gateway_plan["account"], gateway_plan["asn"]) == ("dx", "network", 64700)
    topic = "arn:aws:sns:us-east-1:111122223333:network-alarms"
    common = {"region": "us-east-1", "macsec": False, "mtu": 8500, "alarm_topic": topic}
    common |= {"amazon_address": "", "customer_address": ""}
    whole = gateway_plan["interfaces"]
    assert [interface["tags"]["link-location"] for interface in whole] == ["EqDC2", "EqNY5"]
    assert [{key: value for key, value in interface.items() if key != "tags"} for interface in whole] == [
        {
            "key": "dc2",
            "location": "EqDC2",
            "connection": "dxcon-ffabc123",
            "hosted": "",
            "vlan": 101,
            "customer_asn": 65010,
        }
        | common,
        {"key": "ny5", "location": "EqNY5", "connection": "", "hosted": "dxvif-ffabc124", "vlan": 0, "customer_asn": 0}
        | common,
    ]


def test_stated_addresses_and_a_region_of_the_interfaces_own_are_planned() -> None:
    """In a Region that the network has nothing else in there is no topic to notify."""
    place = ["direct_connect", "dx", "virtual_interfaces", "dc2"]
    pair = {"amazon": "169.254.255.1/30", "customer": "169.254.255.2/30"}
    body = changed(changed(hybrid(), [*place, "addresses"], pair), [*place, "region"], "us-east-2")
    interface = planned(body).gateways["dx"]["interfaces"][0]
    assert (interface["amazon_address"], interface["customer_address"]) == tuple(pair.values())
    assert (interface["region"], interface["alarm_topic"]) == ("us-east-2", "")


def test_an_association_is_planned_for_each_region_of_the_gateways_networks() -> None:
    body = hybrid()
    body["regions"]["us-west-2"] = west()
    body["on_premises"]["office"] |= {"region": "us-west-2"}
    body["grants"]["office"]["consumers"] = ["office"]
    body["direct_connect"]["dx"]["networks"].append("office")
    for interface in body["direct_connect"]["dx"]["virtual_interfaces"].values():
        interface["region"] = "us-east-1"
    regions = planned(body).regions
    found = {
        name: (a["dx"]["networks"], a["dx"]["allowed_prefixes"]) for name, r in regions.items() if (a := r.associations)
    }
    assert found == {
        "us-east-1": ({"datacenter": ["172.16.0.0/16"]}, ["10.64.1.0/24", "10.64.16.128/26"]),
        "us-west-2": ({"office": ["192.168.10.0/24", "192.168.20.0/24"]}, ["10.80.2.0/24", "10.80.17.0/26"]),
    }


@pytest.mark.parametrize(("account", "own"), [(None, True), ("network", True), ("apps", False)])
def test_a_gateway_of_another_account_needs_both_accounts(account: str | None, own: bool) -> None:
    body = hybrid() if account is None else changed(hybrid(), ["direct_connect", "dx", "account"], account)
    association = planned(body).regions["us-east-1"].associations["dx"]
    assert association["own_account"] is own
    assert association["gateway_account_id"] == ("111122223333" if own else "444455556666")
    assert association["transit_account_id"] == "111122223333"


def test_a_vpn_is_planned_with_its_device() -> None:
    vpns = planned(changed(hybrid(), ["vpns", "office", "acceleration"], True)).regions["us-east-1"].vpns
    keys = ("address", "customer_asn", "acceleration", "networks")
    assert {name: tuple(v[key] for key in keys) for name, v in vpns.items()} == {
        "backup": ("203.0.113.10", 65010, False, {"datacenter": ["172.16.0.0/16"]}),
        "office": ("198.51.100.7", 65020, True, {"office": ["192.168.10.0/24", "192.168.20.0/24"]}),
    }


def test_a_resolver_stands_in_the_first_quarter_of_its_view() -> None:
    """The view's /25 of prod is 10.64.16.128/25: /26 for the resolver, /26 for its attachment, /28 per zone letter."""
    resolver = planned(hybrid()).regions["us-east-1"].resolvers["prod"]
    assert {key: value for key, value in resolver.items() if key != "tags"} == {
        "region": "us-east-1",
        "segment": "prod",
        "block": "10.64.16.128/26",
        "subnets": {"use1-az1": "10.64.16.128/28", "use1-az2": "10.64.16.144/28"},
        "addresses": {"use1-az1": "10.64.16.138", "use1-az2": "10.64.16.154"},
        "attachment_subnets": {"use1-az1": "10.64.16.192/28", "use1-az2": "10.64.16.208/28"},
        "clients": {"datacenter": ["172.16.0.53/32", "172.16.1.53/32"]},
        "max_entries": 10,
        "links": ["direct-connect", "vpn"],
    }
    assert (resolver["tags"]["segment"], resolver["tags"]["spoke"]) == ("prod", "shared")


def test_a_view_without_a_network_has_no_resolver() -> None:
    body = without(without(without(hybrid(), ["on_premises", "office"]), ["vpns", "office"]), ["grants", "office"])
    assert list(planned(body).regions["us-east-1"].resolvers) == ["prod"]
