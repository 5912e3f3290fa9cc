"""Who may and who surely does reach an endpoint, answers included; and whatever else is reached."""

from __future__ import annotations

from unit.guardrails.networks import REPLIES, Build, admits, allow, change, cut, deny, design, doubt

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import EVERYWHERE, NOTHING, Ranges, prefix
from transit_guardrails.model.services import HTTPS, TCP, service
from transit_guardrails.model.vpcs import GroupRule, Interface
from transit_guardrails.questions.ends import Disposition, End
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.reach import Reach, Reached, reach

API_1, API_2 = "10.1.1.0/25", "10.1.1.128/25"


def reached(network: Network) -> Reach:
    return reach(Index(network))


def at(network: Network, source: str = "api-1", door: str = "prod-door-1", endpoint: str = "prod-runtime") -> Reached:
    """What one source reaches at one door."""
    found = [r for r in reached(network).doors[endpoint] if (r.source.id, r.door.subnet.id) == (source, door)]
    assert len(found) == 1
    return found[0]


def around(network: Network) -> Build:
    build = Build()
    build.network = network
    return build


def may_sure(network: Network) -> tuple[Ranges, Ranges]:
    found = at(network)
    return found.may, found.sure


def stops(ends: tuple[End, ...]) -> list[tuple[str, str, str]]:
    return [(end.disposition.value, end.place, str(end.packets)) for end in ends]


def reaching(network: Network, endpoint: str = "prod-runtime") -> set[tuple[str, str]]:
    return {(r.source.id, r.door.subnet.id) for r in reached(network).doors.get(endpoint, ())}


def test_granted_subnets_reach_their_endpoint_in_both_zones_and_nobody_else_does() -> None:
    doors = [f"prod-door-{n}" for n in (1, 2)]
    assert reaching(design()) == {(f"api-{n}", door) for n in (1, 2) for door in doors}
    found = at(design())
    assert (found.may, found.sure, found.services) == (cut(API_1), cut(API_1), HTTPS)
    assert [(end.disposition, end.place) for end in found.ways] == [(Disposition.ACCEPTED, "prod-door-1")]
    assert list(found.door.endpoints) == ["prod-runtime"]
    assert found.door.groups == ("prod-guard",)


def test_what_is_stopped_beside_the_service_is_told_and_leaves_the_rest_sure() -> None:
    assert stops(at(design()).stops) == [
        ("denied-in", "prod-acl", "10.1.1.0/25 to 10.0.1.0/28 protocols 0-6, protocols 6-255")
    ]


def test_whoever_does_not_get_there_is_told_with_where_it_ended() -> None:
    blocked = reached(design()).blocked
    assert stops(blocked["notebook-1", "prod-door-1"]) == [
        ("no-route", "notebook-table", "10.2.1.0/25 to 10.0.1.0/28 everything")
    ]
    assert ("api-1", "prod-door-1") not in blocked


def test_endpoints_with_the_same_groups_in_a_subnet_share_a_door() -> None:
    network = design()
    network.endpoints["more"] = network.endpoints["prod-runtime"]
    change(network.endpoints, "more", id="more")
    assert list(at(network).door.endpoints) == ["more", "prod-runtime"]
    assert at(network, endpoint="more") == at(network)
    change(network.endpoints, "more", groups=("other", "prod-guard"))
    assert list(at(network).door.endpoints) == ["prod-runtime"]
    assert at(network, endpoint="more").door.groups == ("other", "prod-guard")


def test_gateway_endpoints_and_unknown_subnets_are_no_doors() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", kind="gateway")
    assert reaching(network) == set()
    change(network.endpoints, "prod-runtime", kind="other", subnets=("stranger", "prod-door-1"))
    assert reaching(network) == {("api-1", "prod-door-1"), ("api-2", "prod-door-1")}


# Groups at the door ------------------------------------------------------------------------------------------------------


def test_a_group_that_admits_a_part_makes_only_that_part_reach() -> None:
    network = design()
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/26"),))
    found = at(network)
    assert (found.may, found.sure) == (cut("10.1.1.0/26"), cut("10.1.1.0/26"))
    assert stops(found.stops)[:1] == [("denied-in", "prod-guard", "10.1.1.64/26 to 10.0.1.0/28 tcp/443")]
    last = found.stops[0].hops[-1]
    assert (last.kind, last.id, last.reason) == ("security-group", "prod-guard", "no rule admits all of it")


def test_an_endpoint_without_groups_lets_nobody_in() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", groups=())
    found = reached(network)
    assert found.doors.get("prod-runtime") is None
    last = found.blocked["api-1", "prod-door-1"][0].hops[-1]
    assert (last.kind, last.id) == ("security-group", "no security group")


def test_a_group_that_admits_other_ports_may_be_reached_but_not_surely() -> None:
    network = design()
    entry = allow(100, "10.1.0.0/16")
    change(network.network_acls, "prod-acl", entries=(entry, *network.network_acls["prod-acl"].entries[1:]))
    change(network.security_groups, "prod-guard", rules=(admits("in", "prod-class", service(TCP, 80, 80)),))
    found = at(network)
    assert (found.may, found.sure, found.services) == (cut(API_1), NOTHING, service(TCP, 80, 80))


def test_a_reference_to_a_group_may_admit_its_vpc_and_surely_nobody_before_it_exists() -> None:
    network = design()
    rule = GroupRule("in", False, HTTPS, group="api-group")
    change(network.security_groups, "prod-guard", rules=(rule,))
    assert reaching(network) == set()
    change(network.security_groups, "api-group", vpc="hub")
    change(network.vpcs, "hub", prefixes=(prefix("10.0.0.0/15"),))
    assert may_sure(network) == (cut(API_1), NOTHING)
    network.live = True
    network.interfaces["i"] = Interface("i", "api-1", cut("10.1.1.7/32"), ("api-group",))
    assert may_sure(network) == (cut("10.1.1.7/32"), cut("10.1.1.7/32"))


def test_doubts_about_groups_lists_and_endpoints_make_the_door_open_and_unsure() -> None:
    for touched in ("prod-guard", "prod-class", "prod-runtime"):
        network = design()
        found = doubt(network, touched)
        result = at(network)
        assert (result.may, result.sure) == (cut(API_1), NOTHING), touched
        last = result.stops[0]
        assert (last.disposition, last.place, last.doubts) == (Disposition.UNDECIDED, "prod-guard", (found,))
        assert last.hops[-1].reason == "value of culprit: unknown"


# The way there and back --------------------------------------------------------------------------------------------------


def test_an_acl_that_stops_some_sources_makes_them_neither_sure_nor_reaching() -> None:
    network = design()
    first = deny(1, "10.1.1.0/26")
    change(network.network_acls, "prod-acl", entries=(first, *network.network_acls["prod-acl"].entries))
    assert may_sure(network) == (cut("10.1.1.64/26"), cut("10.1.1.64/26"))


def test_an_acl_that_stops_some_of_the_doors_addresses_leaves_nobody_sure() -> None:
    network = design()
    entries = (deny(1, "10.0.1.0/29", egress=True), allow(2, "0.0.0.0/0", egress=True))
    Build.acl(around(network), "api-acl", "payments", allow(1, "0.0.0.0/0"), *entries, subnets=["api-1"])
    assert may_sure(network) == (cut(API_1), NOTHING)


def test_answers_that_do_not_come_back_leave_nobody_reaching() -> None:
    network = design()
    change(network.route_tables, "prod-doors-table", routes=())
    found = at(network)
    assert (found.may, found.sure) == (NOTHING, NOTHING)
    assert stops(found.stops)[1:] == [
        ("no-route", "prod-doors-table", "10.0.1.0/28 to 10.1.1.0/24 tcp/1024-65535"),
    ]


def test_answers_that_come_back_to_a_part_make_that_part_reach() -> None:
    network = design()
    change(network.route_tables, "prod-doors-table", routes=())
    around(network).route("prod-doors-table", "10.1.1.0/26", "transit-gateway", "tgw")
    found = at(network)
    assert (found.may, found.sure) == (cut("10.1.1.0/26"), cut("10.1.1.0/26"))
    assert stops(found.stops)[1:] == [
        ("no-route", "prod-doors-table", "10.0.1.0/28 to 10.1.1.64-10.1.1.255 tcp/1024-65535")
    ]


def test_ephemeral_ports_that_are_partly_denied_leave_nobody_sure() -> None:
    network = design()
    inbound = network.network_acls["prod-acl"].entries[0]
    half = allow(100, "10.1.0.0/16", egress=True, services=service(TCP, 1024, 40000))
    change(network.network_acls, "prod-acl", entries=(inbound, half))
    found = at(network)
    assert (found.may, found.sure) == (cut(API_1), NOTHING)
    assert stops(found.stops)[1:] == [("denied-out", "prod-acl", "10.0.1.0/28 to 10.1.1.0/24 tcp/40001-65535")]


def test_only_answers_that_concern_a_source_are_told_with_it() -> None:
    network = design()
    network.subnet_acls["api-2"] = "shut"
    around(network).acl("shut", "payments", allow(1, "0.0.0.0/0", egress=True), subnets=["api-2"])
    assert may_sure(network) == (cut(API_1), cut(API_1))
    assert [end.place for end in at(network).stops] == ["prod-acl"]
    assert [end.place for end in at(network, "api-2").stops] == ["prod-acl", "shut"]
    assert at(network, "api-2").may == NOTHING


# What else is reached ----------------------------------------------------------------------------------------------------


def test_deliveries_in_other_vpcs_are_crossings_answers_and_doors_included() -> None:
    found = reached(design()).crossings
    assert {(c.source.id, c.end.place) for c in found} == {
        *((f"api-{n}", f"prod-door-{m}") for n in (1, 2) for m in (1, 2)),
        *((f"notebook-{n}", f"nonprod-door-{m}") for n in (1, 2) for m in (1, 2)),
        *((f"prod-door-{m}", f"api-{n}") for n in (1, 2) for m in (1, 2)),
        *((f"nonprod-door-{m}", f"notebook-{n}") for n in (1, 2) for m in (1, 2)),
    }
    back = [c.end for c in found if (c.source.id, c.end.place) == ("prod-door-1", "api-1")]
    assert [end.packets.services for end in back] == [REPLIES]


def test_a_crossing_names_the_subnets_that_can_send_it_and_no_others() -> None:
    network = design()
    build = around(network).route("batch-table", "10.2.1.0/25", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.2.1.0/25", "lab-attachment").subnet("a-twin", "payments", "10.1.3.0/24")
    build.subnet("b-twin", "payments", "10.1.4.0/24", "z1", table="batch-table")
    network.subnet_tables["a-twin"] = "batch-table"

    def senders() -> list[list[str]]:
        return [[s.id for s in c.senders] for c in reached(network).crossings if c.end.place == "notebook-1"][:1]

    assert senders() == [["a-twin", "b-twin", "batch-1"]]
    entries = (deny(1, "10.1.3.0/24"), allow(2, "0.0.0.0/0"), allow(1, "0.0.0.0/0", egress=True))
    build.acl("door-acl", "payments", *entries, subnets=["payments-tgw-1"])
    assert senders() == [["b-twin", "batch-1"]]
    crossing = next(c for c in reached(network).crossings if c.end.place == "notebook-1")
    assert (crossing.source.id, crossing.first) == ("a-twin", "b-twin")


def test_answers_inside_the_hub_come_back_from_a_door_that_stands_for_many() -> None:
    network = design()
    build = around(network).table("own", "hub", ("10.0.0.0/24", "local", None))
    build.subnet("guest", "hub", "10.0.9.0/24", table="own")
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"), allow(1, "0.0.0.0/0", egress=True)))
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.9.0/24"),))
    guest = at(network, "guest")
    assert guest.source.alone
    assert (guest.may, guest.sure) == (cut("10.0.9.0/24"), cut("10.0.9.0/24"))


def test_answers_of_a_door_that_stands_alone_are_those_of_one_that_stands_for_many() -> None:
    network = design()
    around(network).route("prod-doors-table", "10.0.9.0/24", "blackhole")
    assert may_sure(network) == (cut(API_1), cut(API_1))


def test_deliveries_inside_a_vpc_are_no_crossings() -> None:
    network = design()
    around(network).route("batch-table", "10.1.2.0/25", "local").route("batch-table", "10.1.1.0/24", "local")
    assert ("batch-1", "api-1") not in {(c.source.id, c.end.place) for c in reached(network).crossings}


def test_what_leaves_the_network_is_an_exit_and_what_nobody_knows_is_undecided() -> None:
    network = design()
    around(network).route("batch-table", "0.0.0.0/0", "internet-gateway", "igw")
    found = reached(network)
    assert [(s.id, end.place) for s, end in found.exits] == [("batch-1", "igw")]
    assert {"api-1", "api-2", "batch-1", "prod-door-1"} <= {s.id for s in found.sources}
    assert found.undecided == []
    doubt(network, "batch-table")
    found = reached(network)
    assert [(s.id, end.place) for s, end in found.undecided] == [("batch-1", "batch-table")]
    assert found.exits == []


def test_what_comes_from_outside_and_is_delivered_is_a_crossing_and_its_answers_leave_by_the_attachment() -> None:
    network = design()
    build = around(network).outside("vpn", "vpn", "office").transit_table("office-table", "vpn")
    build.transit_route("office-table", "10.0.1.0/27", "hub-attachment")
    found = reached(network)
    assert {(c.first, c.end.place) for c in found.crossings if not c.senders} == {
        ("vpn", "prod-door-1"),
        ("vpn", "prod-door-2"),
    }
    assert at(network, "vpn").may == NOTHING
    build.route("prod-doors-table", "192.168.0.0/16", "transit-gateway", "tgw")
    build.transit_route("hub-table", "192.168.0.0/16", "vpn")
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/24"), prefix("192.168.0.0/24")))
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"), allow(1, "0.0.0.0/0", egress=True)))
    office = at(network, "vpn")
    assert (office.may, office.sure) == (cut("192.168.0.0/24"), cut("192.168.0.0/24"))
    assert office.source.src == EVERYWHERE


def test_things_that_are_reached_are_the_same_whatever_the_order_of_records() -> None:
    network, other = design(), design()
    for name in ("endpoints", "subnets", "attachments", "associations", "propagations"):
        records = getattr(other, name)
        turned = dict(reversed(records.items()))
        records.clear()
        records.update(turned)
    assert reached(network).doors == reached(other).doors
    assert reached(network).crossings == reached(other).crossings
