"""What is local to an endpoint's VPC reaches it without any route, and must be granted like everything else."""

from __future__ import annotations

from unit.guardrails.networks import Build, admits, allow, change, design

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index


def with_intruder() -> Network:
    """A subnet of the hub that is no endpoint set's, on the attachment's table; filters that are wide open."""
    network = design()
    build = Build()
    build.network = network
    build.subnet("intruder", "hub", "10.0.9.0/24", table="hub-tgw-table")
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"), allow(1, "0.0.0.0/0", egress=True)))
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.0.0.0/8"),))
    return network


def test_a_subnet_beside_the_endpoints_that_reaches_them_is_beyond_the_grants() -> None:
    found = Exactness(Index(with_intruder())).deviations()
    assert [d.thing for d in found if d.kind == "beyond" and d.message.startswith("10.0.9.0/24 reaches")] == [
        "prod-runtime",
        "prod-runtime",
    ]


def test_an_endpoint_of_a_spokes_own_is_reached_by_the_whole_spoke() -> None:
    network = design()
    build = Build()
    build.network = network
    build.group("open", "payments", admits("open-in", "everywhere")).prefix_list("everywhere", "0.0.0.0/0")
    build.endpoint("own", "payments", "api-1", groups=("open",))
    beyond = {d.message.split(" reaches ")[0] for d in Exactness(Index(network)).deviations() if d.thing == "own"}
    assert beyond == {"10.1.0.16/28", "10.1.0.32/28", "10.1.1.0/25", "10.1.1.128/25", "10.1.2.0/24"}


def test_the_way_of_a_lost_connection_is_that_of_port_443_and_of_a_lost_sender() -> None:
    network = design()
    change(network.route_tables, "prod-doors-table", routes=())
    found = [d for d in Exactness(Index(network)).deviations() if d.kind == "missing"]
    assert {d.witness[-1] for d in found} == {"no-route"}
    assert all("prod-door" in d.witness[1] for d in found)
    network = design()
    change(network.route_tables, "api-table", routes=())
    found = [d for d in Exactness(Index(network)).deviations() if d.kind == "missing"]
    assert {d.witness[0].split(" to ")[0] for d in found} == {"10.1.1.0"}
