"""Packets that leave by links and come in by them, hop by hop."""

from __future__ import annotations

from unit.guardrails.hybrid import CLIENTS, DC, hybrid
from unit.guardrails.networks import change, cut, doubt
from unit.guardrails.questions.behind import far
from unit.guardrails.questions.test_exactness import around
from unit.guardrails.questions.ways import by_place, enter, one, send, told

from transit_guardrails.model.network import Network
from transit_guardrails.questions.ends import Disposition, End

SERVER = str(CLIENTS[0])
STATED = "the other side of {} announces what its link states, and nothing else"


def answers(network: Network) -> list[End]:
    """What becomes of answers of the Resolver endpoint to the first name server."""
    return send(network, "resolver-1", SERVER)


def test_an_answer_leaves_by_direct_connect_and_what_is_taken_for_granted_is_said() -> None:
    found = one(answers(hybrid()))
    assert told(found) == ("exits-network", "dxgw", "leaves by direct-connect-gateway")
    assert found.assumptions == (STATED.format("dx"),)
    assert [hop.reason for hop in found.hops if hop.id == "hub-table"] == ["propagated by dx"]


def test_an_answer_leaves_by_the_vpn_where_direct_connect_is_not_learned() -> None:
    network = hybrid()
    network.propagations.pop("dx into hub-table")
    found = one(answers(network))
    assert told(found) == ("exits-network", "vpn", "leaves by vpn")
    assert found.assumptions == (STATED.format("vpn"),)


def test_a_static_route_of_the_same_length_takes_an_answer_from_every_link() -> None:
    network = around(hybrid()).transit_route("hub-table", str(DC), "vpn").network
    assert told(one(answers(network))) == ("exits-network", "vpn", "leaves by vpn")
    change(network.transit_routes, f"hub-table {DC}", attachment=None, blackhole=True)
    assert told(one(answers(network))) == ("blackholed", "hub-table", f"{DC} blackhole")


def test_of_equal_learned_routes_aws_may_choose_any() -> None:
    network = hybrid("vpn")
    far(network, "dc", str(DC))
    assert by_place(answers(network)) == {
        (Disposition.EXITS, "far"): cut(SERVER),
        (Disposition.EXITS, "vpn"): cut(SERVER),
    }
    change(network.attachments, "far", accepted=False)
    assert by_place(answers(network)) == {
        (Disposition.BLACKHOLED, "far"): cut(SERVER),
        (Disposition.EXITS, "vpn"): cut(SERVER),
    }


def test_equal_static_routes_are_undecided_all_the_same() -> None:
    build = around(hybrid()).transit_route("hub-table", str(DC), "vpn")
    routes = build.network.transit_routes
    routes["again"] = type(routes[f"hub-table {DC}"])("again", "hub-table", DC, None, "dx")
    assert told(one(answers(build.network))) == (
        "undecided",
        "hub-table",
        "equal routes lead to several attachments",
    )


def test_what_a_link_does_not_state_has_no_route() -> None:
    network = around(hybrid()).route("resolver-table", "172.17.0.0/16", "transit-gateway", "tgw").network
    found = one(send(network, "resolver-1", "172.17.0.0/24"))
    assert told(found) == ("no-route", "hub-table", "no route")
    assert found.assumptions == ()


def test_what_comes_by_a_link_is_looked_up_in_its_own_table() -> None:
    found = enter(hybrid(), "dx", "10.1.0.0/16")
    assert told(one(found)) == ("no-route", "dx-table", "no route")
    assert {end.place for end in enter(hybrid(), "dx", "10.9.0.0/27")} == {"resolver-1", "resolver-2"}


def test_a_doubt_about_a_link_touches_what_comes_in_by_it_and_what_leaves_by_it() -> None:
    network = hybrid()
    found = doubt(network, "dx")
    for end in (one(enter(network, "dx", "10.9.0.0/28")), one(answers(network))):
        assert (end.disposition, end.doubts) == (Disposition.UNDECIDED, (found,))
    assert one(enter(network, "vpn", "10.9.0.0/28")).disposition is Disposition.ACCEPTED
