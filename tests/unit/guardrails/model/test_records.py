"""What records say of themselves."""

from __future__ import annotations

from unit.guardrails.networks import cut

from transit_guardrails.model.network import Doubt, Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import PrefixList, Subnet, Vpc

BLOCKS = (prefix("10.0.0.0/24"), prefix("10.9.0.0/24"))


def test_vpcs_subnets_and_prefix_lists_have_the_addresses_of_all_their_blocks() -> None:
    records = (Vpc("v", "r", "1", BLOCKS), Subnet("s", "v", "z", BLOCKS), PrefixList("p", BLOCKS))
    assert {record.ranges for record in records} == {cut("10.0.0.0/24", "10.9.0.0/24")}


def test_a_doubt_says_which_property_of_what_is_not_known_and_why() -> None:
    assert str(Doubt("urn", "cidrBlock", "it is computed", ("x",))) == "cidrBlock of urn: it is computed"


def test_networks_share_nothing_and_are_not_live_by_default() -> None:
    one, other = Network(), Network()
    one.vpcs["v"] = Vpc("v", "r", "1", BLOCKS)
    one.doubts.append(Doubt("a", "b", "c", ()))
    assert (other.vpcs, other.doubts, other.live) == ({}, [], False)
