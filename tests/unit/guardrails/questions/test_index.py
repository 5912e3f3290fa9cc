"""Lookups: what belongs to what, by reference, by default and by doubt."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import Build, allow, change, cut, doubt

from transit_guardrails.model.network import EVERYTHING, Network
from transit_guardrails.model.ranges import NOTHING, Ranges, prefix
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import GroupRule, Interface, Subnet
from transit_guardrails.questions.index import LOCAL, Index


def two_subnets() -> Build:
    return Build().vpc("v", "10.0.0.0/16").subnet("s1", "v", "10.0.0.0/24").subnet("s2", "v", "10.0.1.0/24")


def takes(index: Index, table: str, at: str) -> list[str]:
    """What takes an address in a transit gateway's table."""
    return [route.id for routes, _ in index.transit_routes_of(table).split(cut(at)) for route in routes]


def routes(index: Index, table: str, vpc: str | None, at: str) -> list[str]:
    return [route.id for found, _ in index.routes_of(table, vpc).split(cut(at)) for route in found]


def test_doubts_are_told_of_what_they_touch_sorted_and_once() -> None:
    network = Network()
    second = doubt(network, "a", "b", why="later")
    first = doubt(network, "a", why="first")
    doubt(network, "a", why="first")
    index = Index(network)
    assert index.doubts("a") == (first, second)
    assert index.doubts("c", "b", None) == (second,)
    assert index.doubts("c") == index.doubts() == ()


def test_a_doubt_about_everything_touches_whoever_asks() -> None:
    network = Network()
    wide, narrow = doubt(network, EVERYTHING), doubt(network, "a")
    assert Index(network).doubts() == (wide,)
    assert Index(network).doubts("a") == (wide, narrow)


def test_things_are_called_by_logical_name_at_a_preview_and_by_id_where_they_exist() -> None:
    network = Network(names={"urn": "the name"})
    assert [Index(network).name(key) for key in ("urn", "other", None)] == ["the name", "other", "what is not known"]
    network.live = True
    assert Index(network).name("urn") == "urn"


def test_subnets_are_found_by_vpc_in_order_and_by_address() -> None:
    network = two_subnets().subnet("s0", "v", "10.0.2.0/24").network
    network.subnets["lost"] = Subnet("lost", None, None, (prefix("10.0.3.0/24"),))
    index = Index(network)
    assert {vpc: [s.id for s in found] for vpc, found in index.subnets_of.items()} == {"v": ["s0", "s1", "s2"]}
    split = index.subnets_in("v").split(cut("10.0.1.0/24", "10.0.3.0/24"))
    assert [([s.id for s in found], part) for found, part in split] == [
        (["s2"], cut("10.0.1.0/24")),
        ([], cut("10.0.3.0/24")),
    ]
    assert index.subnets_in("nowhere").split(cut("10.0.1.0/24")) == [((), cut("10.0.1.0/24"))]
    assert index.subnets_in("v") is index.subnets_in("v")


def test_a_subnet_uses_its_own_table_else_the_main_one_else_awss_own() -> None:
    network = two_subnets().table("own", "v").network
    network.subnet_tables["s1"] = "own"
    s1, s2 = network.subnets["s1"], network.subnets["s2"]
    assert (Index(network).table_of(s1), Index(network).table_of(s2)) == ("own", None)
    network.main_tables["v"] = "main"
    assert (Index(network).table_of(s1), Index(network).table_of(s2)) == ("own", "main")
    assert Index(network).table_of(Subnet("lost", None, None, ())) is None


def test_a_subnet_uses_its_own_acl_else_the_default_one_else_awss_own() -> None:
    build = two_subnets().acl("own", "v", subnets=["s1"]).acl("default", "v")
    s1, s2 = build.network.subnets["s1"], build.network.subnets["s2"]
    assert Index(build.network).acl_of(s2) is None
    build.network.default_acls["v"] = "default"
    index = Index(build.network)
    found = [index.acl_of(s1), index.acl_of(s2)]
    assert [acl.id for acl in found if acl] == ["own", "default"]
    assert index.acl_of(Subnet("lost", None, None, ())) is None


def test_the_entries_of_an_acl_come_in_the_order_of_their_numbers() -> None:
    build = two_subnets().acl("own", "v", allow(200, "10.0.0.0/8"), allow(100, "10.0.0.0/8"), subnets=["s1"])
    index = Index(build.network)
    acl = index.acl_of(build.network.subnets["s1"])
    assert acl
    assert (acl.id, acl.vpc, [entry.number for entry in acl.entries]) == ("own", "v", [100, 200])
    assert index.acl_of(build.network.subnets["s1"]) is acl


def test_of_equal_routes_local_beats_static_beats_listed_beats_propagated() -> None:
    build = two_subnets().prefix_list("list", "10.0.0.0/16", "10.5.0.0/16", "10.6.0.0/16").table("t", "v")
    build.route("t", "10.0.0.0/16", "blackhole").route("t", "list", "blackhole")
    build.route("t", "10.5.0.0/16", "blackhole").route("t", "10.6.0.0/16", "blackhole", learnt=True)
    build.route("t", "10.7.0.0/16", "blackhole", learnt=True)
    index = Index(build.network)
    assert routes(index, "t", "v", "10.0.0.0/32") == [LOCAL.id]
    assert routes(index, "t", None, "10.0.0.0/32") == ["t 10.0.0.0/16"]
    assert routes(index, "t", "v", "10.5.0.0/32") == ["t 10.5.0.0/16"]
    assert routes(index, "t", "v", "10.6.0.0/32") == ["t list"]
    assert routes(index, "t", "v", "10.7.0.0/32") == ["t 10.7.0.0/16"]


def test_awss_own_table_has_local_routes_alone() -> None:
    index = Index(two_subnets().network)
    assert [len(found) for found, _ in index.routes_of(None, "v").split(cut("10.0.0.0/16"))] == [1]
    assert index.routes_of(None, "v").split(cut("10.9.0.0/16")) == [((), cut("10.9.0.0/16"))]
    assert index.routes_of(None, "nowhere").split(cut("10.0.0.0/16")) == [((), cut("10.0.0.0/16"))]
    assert index.routes_of(None, "v") is index.routes_of(None, "v")


def test_a_prefix_list_that_is_not_known_has_no_entries() -> None:
    index = Index(Build().prefix_list("list", "10.0.0.0/8").network)
    assert index.list_prefixes("list") == (prefix("10.0.0.0/8"),)
    assert index.list_prefixes("other") == index.list_prefixes(None) == ()


def test_a_group_rule_is_about_its_block_its_list_or_whoever_may_carry_its_group() -> None:
    build = two_subnets().prefix_list("list", "10.1.0.0/24", "10.2.0.0/24").group("g", "v").group("lost", "nowhere")
    index = Index(build.network)
    assert index.peers(GroupRule("r", True, HTTPS, prefix=prefix("10.1.0.0/24"))) == cut("10.1.0.0/24")
    assert index.peers(GroupRule("r", True, HTTPS, prefix_list="list")) == cut("10.1.0.0/24", "10.2.0.0/24")
    assert index.peers(GroupRule("r", True, HTTPS, group="g")) == cut("10.0.0.0/16")
    for rule in (GroupRule("r", True, HTTPS), GroupRule("r", True, HTTPS, group="lost")):
        assert index.peers(rule) == NOTHING
    assert index.peers(GroupRule("r", True, HTTPS, group="stranger")) == NOTHING


def test_where_interfaces_are_known_only_they_carry_a_group() -> None:
    build = two_subnets().group("g", "v").group("bare", "v")
    for number, group in enumerate(("g", "g", "else")):
        at = Ranges(((number, number),))
        build.network.interfaces[f"i{number}"] = Interface(f"i{number}", "s1", at, (group,))
    build.network.live = True
    index = Index(build.network)
    assert index.peers(GroupRule("r", True, HTTPS, group="g")) == Ranges(((0, 1),))
    assert index.peers(GroupRule("r", True, HTTPS, group="bare")) == NOTHING


def test_a_reference_to_a_group_of_another_vpc_names_nobody() -> None:
    build = two_subnets().vpc("w", "10.9.0.0/16").group("g", "v")
    rule = GroupRule("r", False, HTTPS, group="g")
    index = Index(build.network)
    assert index.peers(rule, "w") == NOTHING
    assert index.peers(rule, "v") == index.peers(rule) == cut("10.0.0.0/16")


def attached(*, defaults: bool = False) -> Build:
    build = Build().gateway(defaults=defaults).vpc("v", "10.0.0.0/16", "10.9.0.0/16").vpc("w", "10.1.0.0/16")
    return build.attachment("of-w", "w").attachment("of-v", "v").attachment("more-of-v", "v", gateway="other")


def test_attachments_are_found_by_vpc_and_gateway_in_order() -> None:
    build = attached().attachment("again", "v").outside("vpn", "vpn", "v")
    build.attachment("unknown", None, gateway="tgw")  # type: ignore[arg-type]
    build.attachment("nowhere", "v", gateway=None)  # type: ignore[arg-type]
    index = Index(build.network)
    pairs = {key: [a.id for a in found] for key, found in index.vpc_attachments.items()}
    assert pairs == {("v", "tgw"): ["again", "of-v"], ("w", "tgw"): ["of-w"], ("v", "other"): ["more-of-v"]}
    by_vpc = {key: [a.id for a in found] for key, found in index.attachments_of_vpc.items()}
    assert by_vpc == {"v": ["more-of-v", "again", "of-v"], "w": ["of-w"]}


def test_an_attachment_has_the_tables_that_it_is_associated_with_and_none_without_defaults() -> None:
    build = attached().transit_table("t2", "of-v").transit_table("t1", "of-v")
    build.transit_table("t3", "of-w")
    change(build.network.associations, "of-w in t3", table=None)
    assert Index(build.network).tables_of == {"of-v": ("t1", "t2")}


def test_without_an_association_the_gateways_default_table_holds_unless_the_attachment_declines() -> None:
    build = attached(defaults=True).transit_table("t1", "of-v")
    assert Index(build.network).tables_of == {"of-v": ("t1",), "of-w": (None,)}
    change(build.network.transit_gateways, "tgw", default_association_table="usual")
    assert Index(build.network).tables_of == {"of-v": ("t1",), "of-w": ("usual",)}
    change(build.network.attachments, "of-w", default_association=True)
    assert Index(build.network).tables_of["of-w"] == ("usual",)
    change(build.network.attachments, "of-w", default_association=False)
    assert Index(build.network).tables_of == {"of-v": ("t1",)}
    change(build.network.attachments, "of-w", default_association=True)
    change(build.network.transit_gateways, "tgw", default_association=False)
    assert Index(build.network).tables_of == {"of-v": ("t1",), "of-w": ("usual",)}


def test_two_associations_with_one_table_are_told_as_two() -> None:
    build = attached().transit_table("t", "of-v")
    build.network.associations["again"] = replace(build.network.associations["of-v in t"], id="again")
    assert Index(build.network).tables_of == {"of-v": ("t", "t")}


def test_what_propagates_by_default_goes_into_the_default_table_until_it_exists() -> None:
    build = attached(defaults=True).transit_table("t1", learns=["of-w"])
    assert {k: [p.id for p in v] for k, v in Index(build.network).propagations_into.items()} == {"t1": ["of-w into t1"]}
    change(build.network.transit_gateways, "tgw", default_propagation_table="usual")
    change(build.network.attachments, "of-v", default_propagation=False)
    found = Index(build.network).propagations_into
    assert {key: [p.attachment for p in each] for key, each in found.items()} == {"t1": ["of-w"], "usual": ["of-w"]}
    assert [(p.id, p.table) for p in found["usual"]] == [("of-w", "usual")]
    change(build.network.attachments, "of-w", accepted=False)
    assert list(Index(build.network).propagations_into) == ["t1"]
    change(build.network.attachments, "of-w", accepted=True)
    change(build.network.transit_gateways, "tgw", default_propagation=False)
    assert list(Index(build.network).propagations_into) == ["t1"]
    change(build.network.attachments, "of-v", default_propagation=True)
    assert [p.attachment for p in Index(build.network).propagations_into["usual"]] == ["of-v"]
    build.network.live = True
    assert list(Index(build.network).propagations_into) == ["t1"]


def test_of_equal_transit_routes_static_beats_listed_beats_propagated_and_the_longest_beats_all() -> None:
    build = attached().prefix_list("list", "10.0.0.0/16", "10.9.0.0/16").transit_table("t", learns=["of-v", "of-w"])
    build.transit_route("t", "list", "of-w").transit_route("t", "10.0.0.0/16", None).transit_route(
        "t", "10.1.0.0/8", None
    )
    build.transit_route("elsewhere", "10.1.0.0/16", None)
    index = Index(build.network)
    assert takes(index, "t", "10.0.0.0/32") == ["t 10.0.0.0/16"]
    assert takes(index, "t", "10.9.0.0/32") == ["t list"]
    assert takes(index, "t", "10.1.0.0/32") == ["of-w into t"]
    assert takes(index, "t", "10.8.0.0/32") == ["t 10.1.0.0/8"]
    assert takes(index, "t", "11.0.0.0/32") == []
    assert index.lists_of("t") == ["list"]
    assert index.lists_of("elsewhere") == []
    assert index.transit_routes_of("t") is index.transit_routes_of("t")


def test_an_attachment_that_is_no_vpcs_propagates_no_route_that_is_known() -> None:
    build = attached().outside("vpn", "vpn", "v").transit_table("t", learns=["vpn", "stranger"])
    assert takes(Index(build.network), "t", "10.0.0.0/32") == []


def test_learned_routes_prefer_direct_connect_then_connect_then_vpn_then_peering_then_the_lowest_id() -> None:
    build = attached().outside("a-vpn", "vpn", "x").outside("b-vpn", "vpn", "x").outside("c", "connect", "x")
    build.outside("z-dx", "direct-connect-gateway", "x").outside("peer", "peering", "x")
    build.transit_table("t", learns=["b-vpn", "a-vpn", "c", "z-dx", "of-v", "peer", "stranger"])
    assert [a.id for a in Index(build.network).learning("t")] == ["z-dx", "c", "a-vpn", "b-vpn", "peer"]
    assert Index(build.network).learning("else") == []


def test_spare_addresses_are_those_that_blackholes_drop_and_no_vpc_has() -> None:
    build = attached().transit_route("t", "10.0.0.0/12", None).transit_route("t", "11.0.0.0/8", "of-v")
    build.prefix_list("list", "12.0.0.0/8").transit_route("t", "list", None)
    index = Index(build.network)
    assert index.inside == cut("10.0.0.0/16", "10.9.0.0/16", "10.1.0.0/16")
    assert index.spare == cut("10.0.0.0/12") - index.inside


def test_a_blackhole_wider_than_any_private_block_makes_no_address_spare() -> None:
    build = attached().transit_route("t", "0.0.0.0/0", None).transit_route("t", "10.0.0.0/8", None)
    assert Index(build.network).spare == cut("10.0.0.0/8") - Index(build.network).inside
