"""The hops of a way: each is of a kind that is written down, and an end says no more than it knows."""

from __future__ import annotations

from random import Random

import pytest
from differential.networks import random_network
from unit.guardrails.questions.ways import A1, B1, one, pair, send, told, way

from transit_guardrails.questions.ends import Hop
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.sources import sources
from transit_guardrails.questions.walk import Walker

KINDS = {
    "subnet",
    "network-acl",
    "security-group",
    "route-table",
    "vpc",
    "transit-gateway",
    "transit-gateway-route-table",
    "attachment",
    "peering",
    "gateway",
    "endpoint",
    "direct-connect-gateway",
    "vpn",
}


@pytest.mark.parametrize("seed", range(40))
def test_every_hop_is_of_a_kind_that_is_written_down(seed: int) -> None:
    index = Index(random_network(Random(f"hops/{seed}")))
    walker = Walker(index)
    hops = [hop for source in sources(index) for end in source.ends(walker) for hop in end.hops]
    assert hops
    assert {hop.kind for hop in hops} <= KINDS


def test_what_stays_in_its_subnet_ends_there_without_a_doubt() -> None:
    end = one(send(pair().network, "a1", A1))
    assert end.hops[-1] == Hop("subnet", "a1", "same subnet")
    assert (end.doubts, end.assumptions) == ((), ())


def test_what_has_no_route_ends_at_the_table() -> None:
    end = one(send(pair().network, "a1", "11.0.0.0/24"))
    assert end.hops[-1] == Hop("route-table", "a-table", "no route")


def test_what_becomes_of_packets_at_an_appliance_is_not_known_at_the_table() -> None:
    network = pair().route("a-table", "11.0.0.0/24", "unmodelled", "eni").network
    end = one(send(network, "a1", "11.0.0.0/24"))
    assert (end.hops[-1].kind, end.hops[-1].id, end.doubts) == ("route-table", "a-table", ())
    assert told(end) == (
        "undecided",
        "a-table",
        "11.0.0.0/24 to unmodelled eni: what happens there is not modelled",
    )


def test_an_attachment_without_a_table_ends_at_its_gateway() -> None:
    network = pair().network
    network.associations.pop("of-a in t")
    assert way(one(send(network, "a1", B1)))[-1] == (
        "transit-gateway",
        "tgw",
        "the attachment is associated with no table",
    )


def test_an_attachment_with_several_tables_is_undecided_at_its_gateway_and_touches_no_doubt() -> None:
    end = one(send(pair().transit_table("u", "of-a").network, "a1", B1))
    assert end.hops[-1] == Hop("transit-gateway", "tgw", "the attachment is associated with several tables")
    assert end.doubts == ()
