"""What arrives at a door in parts counts in all its parts, and what does not arrive does not count."""

from __future__ import annotations

from unit.guardrails.networks import HTTPS, REPLIES, allow, change, cut, design, doubt

from transit_guardrails.model.endpoints import Endpoint
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.reach import Reached, reach

API_1 = "10.1.1.0/25"


def at(network: Network, source: str, door: str = "prod-door-1") -> list[Reached]:
    return [r for r in reach(Index(network)).doors["prod-runtime"] if (r.source.id, r.door.subnet.id) == (source, door)]


def in_two_parts() -> Network:
    """An ACL at the doors that lets the two halves of a consumer in by an entry each."""
    network = design()
    halves = [allow(n, f"10.1.1.{64 * n}/26", services=HTTPS) for n in (0, 1)]
    rest = allow(9, "10.1.1.128/25", services=HTTPS)
    change(
        network.network_acls,
        "prod-acl",
        entries=(*halves, rest, allow(1, "10.1.0.0/16", egress=True, services=REPLIES)),
    )
    return network


def test_a_source_whose_parts_arrive_by_different_entries_reaches_with_all_of_them() -> None:
    (found,) = at(in_two_parts(), "api-1")
    assert (found.may, found.sure) == (cut(API_1), cut(API_1))


def test_a_source_whose_last_part_alone_is_kept_out_reaches_with_the_others() -> None:
    network = in_two_parts()
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/26"), prefix("10.1.1.128/25")))
    (found,) = at(network, "api-1")
    assert (found.may, found.sure) == (cut("10.1.1.0/26"), cut("10.1.1.0/26"))


def test_nobody_reaches_an_endpoint_in_a_subnet_that_is_not_known() -> None:
    network = design()
    why = doubt(network, "prod-door-1")
    assert at(network, "api-1") == []
    assert at(network, "api-1", "prod-door-2")
    (stopped,) = (e for e in reach(Index(network)).blocked["api-1", "prod-door-1"] if e.place == "prod-door-1")
    assert (stopped.disposition.value, stopped.doubts) == ("undecided", (why,))


def test_vpcs_with_gateway_endpoints_alone_hold_no_doors() -> None:
    network = design()
    network.endpoints["s3"] = Endpoint("s3", "payments", "gateway", "com.amazonaws.us-east-1.s3", subnets=("api-1",))
    assert Index(network).door_vpcs == {"hub"}
