"""One flow there and back, from what people call its ends."""

from __future__ import annotations

import pytest
from unit.guardrails.networks import Build, change, cut, design

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import EVERYWHERE, prefix
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.transit import GatewayAssociation
from transit_guardrails.model.vpcs import Interface
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.trace import Trace, trace
from transit_guardrails.questions.whereabouts import Goal, Origin, Whereabouts, WhereError

ALL = (
    "security group of the sender",
    "way there",
    "network ACL of the destination",
    "security group of the destination",
    "way back",
    "endpoint policy",
)


def asked(network: Network) -> Whereabouts:
    return Whereabouts(Exactness(Index(network)))


def follow(network: Network, start: str, to: str) -> Trace:
    exactness = Exactness(Index(network))
    where = Whereabouts(exactness)
    origin = where.origin(start)
    return trace(exactness, origin, where.goal(to, origin), HTTPS)


def ended(found: Trace) -> tuple[str, tuple[str, ...]]:
    return found.disposition.value, found.stopped_by


def around(network: Network) -> Build:
    build = Build()
    build.network = network
    return build


def test_a_granted_flow_is_followed_to_the_endpoint_and_home() -> None:
    found = follow(design(), "payments/api", "bedrock-runtime")
    assert ended(found) == ("accepted", ())
    assert [(hop.kind, hop.id) for hop in found.hops][-3:] == [
        ("subnet", "prod-door-1"),
        ("security-group", "prod-guard"),
        ("endpoint", "prod-runtime"),
    ]
    assert (found.return_hops[0].id, found.return_hops[-1].id) == ("prod-door-1", "api-1")
    assert "the endpoint's interface gets an address of its subnet like the one that was traced" in found.assumptions


def test_a_flow_to_another_segments_endpoint_is_stopped_by_every_layer() -> None:
    found = follow(design(), "lab/notebook", "prod-runtime")
    assert ended(found) == ("denied-out", ALL)
    assert [hop.reason for hop in found.hops][-1] == "no rule lets it out"
    assert found.return_hops == ()


def test_an_address_has_no_groups_that_are_known_and_what_it_takes_for_granted_is_said() -> None:
    found = follow(design(), "10.1.2.9", "10.0.1.5")
    assert ended(found) == ("no-route", ("way there", "way back"))
    assert found.assumptions == ("the sender's security group lets it out",)
    found = follow(design(), "10.1.1.9", "10.0.1.5")
    assert ended(found) == ("accepted", ())
    assert "something answers at the destination, and its security group lets it in" in found.assumptions


def test_a_guard_that_does_not_admit_is_the_end_and_the_layer() -> None:
    network = design()
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.9.0.0/24"),))
    found = follow(network, "payments/api", "prod-runtime")
    assert ended(found) == ("denied-in", ("security group of the destination",))
    assert found.hops[-1].id == "prod-guard"


def test_an_answer_that_finds_no_way_home_stops_the_flow() -> None:
    network = design()
    change(network.route_tables, "prod-doors-table", routes=())
    found = follow(network, "payments/api", "prod-runtime")
    assert ended(found) == ("no-route", ("way back",))
    assert found.return_hops[-1].id == "prod-doors-table"


def test_a_name_that_leads_nowhere_ends_the_flow_before_it_starts() -> None:
    network = design()
    network.records.pop("prod-zone at")
    found = follow(network, "payments/api", "bedrock-runtime")
    assert (ended(found), [hop.kind for hop in found.hops]) == (("no-route", ()), ["name"])


def office(*allowed: str) -> Network:
    network = design()
    build = around(network).outside("dx", "direct-connect-gateway", "dxgw").transit_table("office-table", "dx")
    build.transit_route("office-table", "10.0.1.0/27", "hub-attachment").transit_route(
        "hub-table", "192.168.0.0/16", "dx"
    )
    advertised = tuple(map(prefix, allowed))
    network.gateway_associations["ga"] = GatewayAssociation("ga", "dxgw", "tgw", advertised)
    return network


def test_direct_connect_sends_only_to_what_its_gateway_advertises() -> None:
    found = follow(office("10.0.9.0/24"), "dxgw", "10.0.1.5")
    assert found.disposition.value == "no-route"
    assert found.hops[-1].reason == "advertises no prefix of the destination"
    found = follow(office("10.0.1.0/24"), "dxgw", "10.0.1.5")
    assert found.disposition.value == "denied-in"
    assert [hop.kind for hop in found.hops][:2] == ["direct-connect-gateway", "attachment"]


# Ends of flows -----------------------------------------------------------------------------------------------------------


def test_a_start_is_an_application_a_subnet_by_id_or_name_or_an_address() -> None:
    network = design()
    network.names["batch-1"] = "the batch subnet"
    where = asked(network)
    starts = {text: where.origin(text) for text in ("payments/api", "the batch subnet", "batch-1", "10.1.2.7")}
    assert {text: (o.subnet.id if o.subnet else "", o.src) for text, o in starts.items()} == {
        "payments/api": ("api-1", cut("10.1.1.4")),
        "the batch subnet": ("batch-1", cut("10.1.2.4")),
        "batch-1": ("batch-1", cut("10.1.2.4")),
        "10.1.2.7": ("batch-1", cut("10.1.2.7")),
    }
    assert (starts["payments/api"].groups, starts["10.1.2.7"].groups) == (("api-group",), None)


def test_an_interface_is_found_by_id_owner_and_address() -> None:
    network = design()
    network.interfaces["eni"] = Interface("eni", "batch-1", cut("10.1.2.7"), ("api-group",), "instance")
    where = asked(network)
    for text in ("eni", "instance", "10.1.2.7"):
        found = where.origin(text)
        assert (found.src, found.groups, found.subnet) == (cut("10.1.2.7"), ("api-group",), network.subnets["batch-1"])
        goal = where.goal(text, found)
        assert (goal.dst, goal.groups) == (cut("10.1.2.7"), ("api-group",))


def test_an_attachment_from_outside_starts_at_any_address_of_no_vpc() -> None:
    network = office()
    for text in ("dx", "dxgw"):
        found = asked(network).origin(text)
        assert found.attachment == network.attachments["dx"]
        assert (found.src, found.outside) == (EVERYWHERE - cut("10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"), "dxgw")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10.7.0.1", "no subnet has the address 10.7.0.1"),
        ("nobody", "'nobody' is not a start"),
        ("twin", "'twin' is the name of several things: state one of api-1, api-2"),
    ],
)
def test_a_start_that_is_nothing_or_several_things_is_refused(text: str, message: str) -> None:
    network = design()
    network.names.update({"api-1": "twin", "api-2": "twin"})
    with pytest.raises(WhereError) as caught:
        asked(network).origin(text)
    assert message in str(caught.value)


def test_an_address_of_several_subnets_is_refused_with_their_names() -> None:
    network = around(design()).subnet("twin", "payments", "10.1.2.0/25").network
    with pytest.raises(WhereError, match=r"several subnets have the address 10\.1\.2\.7: state one of batch-1, twin"):
        asked(network).origin("10.1.2.7")


def test_an_endpoint_is_met_in_the_zone_of_the_start_at_its_interface_where_that_is_known() -> None:
    network = design()
    where = asked(network)
    assert where.goal("prod-runtime", where.origin("api-2")).dst == cut("10.0.1.20")
    for number, door in enumerate(("prod-door-1", "prod-door-2")):
        at = cut(f"10.0.1.{16 * number + 9}")
        network.interfaces[f"i{number}"] = Interface(f"i{number}", door, at, ("prod-guard",), "prod-runtime")
    where = asked(network)
    assert where.goal("prod-runtime", where.origin("api-2")).dst == cut("10.0.1.25")
    assert where.goal("10.0.1.25", where.origin("api-2")).endpoint == network.endpoints["prod-runtime"]


def test_a_service_is_asked_by_name_in_the_vpc_of_the_start() -> None:
    where = asked(design())
    goal = where.goal("bedrock-runtime", where.origin("lab/notebook"))
    assert goal.endpoint
    assert (goal.endpoint.id, goal.host) == ("nonprod-runtime", "bedrock-runtime.us-east-1.amazonaws.com")
    outside = Origin("dxgw", EVERYWHERE)
    with pytest.raises(WhereError, match="a name answers in a VPC, and dxgw is in none"):
        where.goal("bedrock-runtime", outside)


def test_a_subnet_is_a_destination_too_and_anything_else_is_refused() -> None:
    where = asked(design())
    origin = where.origin("api-1")
    assert where.goal("batch-1", origin) == Goal("batch-1", cut("10.1.2.4"))
    with pytest.raises(WhereError, match="'nowhere' is not a destination"):
        where.goal("nowhere", origin)
