"""One flow from an on-premises network, there and back: by its name, by an address, by its link."""

from __future__ import annotations

import pytest
from unit.guardrails.hybrid import DC, hybrid, lone
from unit.guardrails.networks import change, cut
from unit.guardrails.questions.behind import BRANCH, far, with_branch
from unit.guardrails.questions.test_exactness import around
from unit.guardrails.questions.test_trace import asked, ended, follow

from transit_guardrails.model.ranges import EVERYWHERE, prefix
from transit_guardrails.questions.whereabouts import WhereError

# Where it starts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "address"), [("dc", "172.16.0.1"), ("172.16.200.9", "172.16.200.9")])
def test_a_network_starts_at_its_first_address_or_the_one_that_is_stated_by_its_preferred_link(
    text: str, address: str
) -> None:
    network = hybrid()
    found = asked(network).origin(text)
    assert (found.text, found.src, found.attachment) == (text, cut(address), network.attachments["dx"])
    assert (found.outside, found.subnet, found.groups) == ("dxgw", None, None)
    assert asked(hybrid("vpn")).origin(text).outside == "vpn"


def test_an_attachment_or_what_is_at_its_other_end_starts_at_any_address_of_no_vpc() -> None:
    network = hybrid()
    for text, key in (("vpn", "vpn"), ("dx", "dx"), ("dxgw", "dx")):
        found = asked(network).origin(text)
        assert found.attachment == network.attachments[key]
        assert found.src == EVERYWHERE - cut("10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16", "10.9.0.0/25")


def test_each_network_starts_by_a_link_that_carries_it() -> None:
    where = asked(with_branch("vpn"))
    found = {text: where.origin(text) for text in ("branch", "172.17.3.4", "dc")}
    assert {text: origin.attachment and origin.attachment.id for text, origin in found.items()} == {
        "branch": "vpn",
        "172.17.3.4": "vpn",
        "dc": "dx",
    }


def test_a_network_of_one_address_starts_there() -> None:
    network = lone()
    change(network.links, "dx-link", networks={"dc": (prefix("172.16.0.53/32"),)})
    assert asked(network).origin("dc").src == cut("172.16.0.53")


def test_a_network_without_addresses_or_that_no_link_states_is_no_start() -> None:
    network = lone()
    for networks in ({"dc": ()}, {}):
        change(network.links, "dx-link", networks=networks)
        with pytest.raises(WhereError, match="'dc' is not a start"):
            asked(network).origin("dc")
    with pytest.raises(WhereError, match=r"no subnet has the address 172\.16\.0\.1"):
        asked(network).origin("172.16.0.1")


def test_addresses_inside_start_in_their_subnets_as_before() -> None:
    found = asked(hybrid()).origin("10.1.2.7")
    assert found.subnet
    assert (found.subnet.id, found.attachment) == ("batch-1", None)


def test_a_name_answers_in_a_vpc_and_a_network_outside_is_in_none() -> None:
    where = asked(hybrid())
    with pytest.raises(WhereError, match="a name answers in a VPC, and dc is in none"):
        where.goal("bedrock-runtime", where.origin("dc"))


# What becomes of it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["dc", "172.16.0.53"])
def test_a_granted_network_is_followed_to_the_endpoint_and_home(text: str) -> None:
    found = follow(hybrid(), text, "prod-runtime")
    assert ended(found) == ("accepted", ())
    kinds = [hop.kind for hop in found.hops]
    assert (kinds[:2], kinds[-2:]) == (["direct-connect-gateway", "attachment"], ["security-group", "endpoint"])
    assert (found.return_hops[0].id, found.return_hops[-1].id) == ("prod-door-1", "dxgw")
    assert found.assumptions[:2] == (
        "the other side of dx announces what its link states, and nothing else",
        f"what is behind {text} sends from an address of no VPC",
    )


def test_an_answer_may_come_home_by_the_networks_other_link() -> None:
    network = hybrid()
    network.propagations.pop("dx into hub-table")
    found = follow(network, "dc", "prod-runtime")
    assert ended(found) == ("accepted", ())
    assert (found.hops[0].id, found.return_hops[-1].id) == ("dxgw", "vpn")


def test_an_answer_that_leaves_by_the_link_of_another_network_does_not_come_home() -> None:
    network = lone()
    far(network, "branch", str(BRANCH)).transit_route("hub-table", str(DC), "far")
    found = follow(network, "dc", "prod-runtime")
    assert ended(found) == ("blackholed", ("way back",))
    assert (found.return_hops[-1].id, found.return_hops[-1].reason) == ("far", "does not lead back to dc")


def test_a_network_is_sent_nowhere_by_direct_connect_that_it_is_not_told_of() -> None:
    network = hybrid()
    change(network.gateway_associations, "dx", allowed=(prefix("10.9.0.0/26"),))
    found = follow(network, "dc", "prod-runtime")
    assert ended(found) == ("no-route", ("way there",))
    assert found.hops[-1].reason == "advertises no prefix of the destination"


def test_a_network_that_is_granted_nothing_is_stopped_by_every_layer() -> None:
    found = follow(hybrid("vpn"), "dc", "nonprod-runtime")
    assert ended(found) == (
        "no-route",
        (
            "way there",
            "network ACL of the destination",
            "security group of the destination",
            "way back",
            "endpoint policy",
        ),
    )


def test_what_a_spoke_sends_to_an_on_premises_address_has_left_or_finds_no_route() -> None:
    network = around(hybrid()).route("batch-table", str(DC), "transit-gateway", "tgw").network
    assert follow(network, "10.1.2.9", "172.16.0.9").disposition.value == "no-route"
    around(network).transit_route("prod-table", str(DC), "dx")
    found = follow(network, "10.1.2.9", "172.16.0.9")
    assert ended(found) == ("exits-network", ())
    assert found.hops[-1].id == "dxgw"
