"""Rules about Connect over Direct Connect: its table, its appliances, its numbers, what is advertised for it, partners."""

from unit.guardrails.hybrid import ENDS, carried, hybrid, partnered, tunnelled
from unit.guardrails.networks import TODAY, change, labels
from unit.guardrails.rules.asked import around, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.proof import BY_ID
from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings

MINIMAL, REDUNDANT, APART = "advertised-prefixes-minimal", "links-redundant", "partners-apart"
NUMBERS, CLEARLY, ONE_TABLE = "bgp-numbers-distinct", "learned-prefixes-apart", "one-association-per-attachment"


def broken(network: Network) -> set[str]:
    facts = Facts(network, Settings(), TODAY)
    return {rule.id for rule in BY_ID.values() if any(not b.advisory for b in rule.check(facts))}


def test_connect_with_two_appliances_breaks_nothing_that_direct_connect_does_not() -> None:
    assert broken(tunnelled()) == broken(hybrid())


def test_one_appliance_is_one_place_however_many_tunnels_lead_to_it() -> None:
    network, message = tunnelled("172.16.0.1"), "dc comes by vpn alone, at one place: its failure cuts it off"
    assert told(REDUNDANT, network) == {("vpn", message)}
    network = tunnelled()
    change(network.connect_peers, "peer 172.16.0.2", address="172.16.0.1")
    assert told(REDUNDANT, network) == {("vpn", message)}
    change(network.connect_peers, "peer 172.16.0.2", address="172.16.0.2", attachment=None)
    assert told(REDUNDANT, network) == {("vpn", message)}


def test_two_appliances_need_direct_connect_at_two_locations() -> None:
    network = tunnelled()
    change(network.virtual_interfaces, "EqNY5", location="EqDC2")
    assert told(REDUNDANT, network) == {("dx", "dc comes by dx alone, at EqDC2: its failure cuts it off")}


def test_a_peer_has_another_number_than_the_gateway_and_says_so() -> None:
    message = "the other end of peer 172.16.0.1 has the number 64512 of tgw"
    for number in (64512, None):
        network = tunnelled()
        change(network.connect_peers, "peer 172.16.0.1", asn=number)
        assert told(NUMBERS, network) == {("peer 172.16.0.1", message)}
    assert told(NUMBERS, tunnelled()) == set()


def test_the_block_of_awss_ends_is_advertised_and_nothing_beside_it() -> None:
    network = tunnelled()
    assert told(MINIMAL, network) == set()
    change(network.gateway_associations, "dx", allowed=(prefix("10.250.0.0/25"),))
    untold = "dx does not advertise 10.250.0.128/25, where AWS's ends of vpn are"
    assert told(MINIMAL, network) == {("dx", untold)}


def test_connect_beside_direct_connect_announces_what_it_advertises() -> None:
    network = hybrid()
    del network.vpns["vpn"]
    change(network.attachments, "vpn", kind="connect", resource=None)
    assert told(MINIMAL, network) == set()
    del network.transit_routes[min(key for key, r in network.transit_routes.items() if r.table == "vpn-table")]
    assert {key for key, _ in told(MINIMAL, network)} == {"vpn"}


def test_direct_connect_does_not_take_what_comes_through_tunnels_over_it() -> None:
    network = tunnelled()
    change(network.links, "dx-link", networks=network.links["vpn-link"].networks)
    message = "dc behind vpn has 172.16.0.0/16 that dx under it leads to outside of its tunnels"
    assert told(CLEARLY, network) == {("vpn", message)}


def test_connect_is_looked_up_in_the_table_of_its_kind() -> None:
    network = tunnelled()
    around(network).tag("vpn-table", labels("shared", "shared", link="vpn"))
    assert told(ONE_TABLE, network) == {("vpn", "the link vpn is associated with the table of vpn")}


def test_no_partner_comes_by_connect() -> None:
    """Whatever carries it: no static route leads to a Connect attachment, and a partner never propagates."""
    network = partnered()
    del network.vpns["partner"]
    around(network).outside("own", "direct-connect-gateway", "own-dxgw")
    change(network.attachments, "partner", kind="connect", resource=None, transport="own")
    assert told(APART, network) == {("partner", "partner of partner cloud runs over own")}
    assert carried().transit_gateways["tgw"].blocks == (ENDS,)
