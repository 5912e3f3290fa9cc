"""Which failures a network has, and what is left of it without them."""

from __future__ import annotations

from dataclasses import fields, replace

from unit.guardrails.hybrid import carried, hybrid
from unit.guardrails.networks import change, design
from unit.guardrails.peered import peered
from unit.guardrails.questions.failing import failure, questions

from transit_guardrails.model.network import Network
from transit_guardrails.model.vpcs import Interface
from transit_guardrails.questions.failures import failures
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.without import without


def known(network: Network) -> list[str]:
    return [str(found) for found in failures(Index(network))]


def reduced(network: Network, *texts: str) -> Network:
    asked = questions(network)
    return without(network, [failure(asked, text) for text in texts])


def differing(one: Network, other: Network) -> set[str]:
    """The kinds of records in which two networks differ."""
    return {each.name for each in fields(Network) if getattr(one, each.name) != getattr(other, each.name)}


def test_zones_regions_and_links_are_found_in_a_fixed_order() -> None:
    assert known(design()) == ["az=z1", "az=z2", "region=us-east-1"]
    assert known(hybrid()) == ["az=z1", "az=z2", "region=us-east-1", "link=EqDC2", "link=EqNY5", "link=vpn"]
    assert known(peered())[4:] == ["region=us-east-1", "region=us-west-2", "link=peering-us-east-1-us-west-2"]


def test_links_are_named_as_their_components_name_them() -> None:
    network = hybrid()
    network.names |= {"EqDC2": "direct-connect-dx.ashburn", "EqNY5": "direct-connect-dx.newark"}
    network.names["vpn"] = "us-east-1-vpn-datacenter-connection"
    assert known(network)[3:] == ["link=dx-ashburn", "link=dx-newark", "link=vpn-datacenter"]
    network.names["vpn"] = "us-east-1-connect-datacenter-attachment"
    assert known(network)[3:] == ["link=connect-datacenter", "link=dx-ashburn", "link=dx-newark"]


def test_links_that_would_share_a_name_keep_their_own() -> None:
    network = hybrid()
    network.names |= {"EqDC2": "direct-connect-dx.new-york", "EqNY5": "direct-connect-dx-new.york"}
    assert known(network)[3:5] == ["link=direct-connect-dx-new.york", "link=direct-connect-dx.new-york"]


def test_a_zone_that_is_not_known_is_no_failure() -> None:
    network = design()
    change(network.subnets, "batch-1", zone=None)
    assert known(network)[:2] == ["az=z1", "az=z2"]


def test_a_zone_takes_along_what_is_in_it() -> None:
    network = hybrid()
    network.interfaces["eni"] = Interface("eni", "api-1", network.subnets["api-1"].ranges, ())
    left = reduced(network, "az=z1")
    assert differing(network, left) == {"subnets", "interfaces", "endpoints", "resolver_endpoints", "attachments"}
    assert {subnet.zone for subnet in left.subnets.values()} == {"z2"}
    assert left.interfaces == {}
    assert left.endpoints["prod-runtime"].subnets == ("prod-door-2",)
    assert left.resolver_endpoints["inbound"].subnets == ("resolver-2",)
    assert left.attachments["hub-attachment"].subnets == ("hub-tgw-2",)


def test_a_resolver_endpoint_goes_with_its_last_interface_and_an_endpoint_stays_without_one() -> None:
    left = reduced(hybrid(), "az=z1", "az=z2")
    assert left.resolver_endpoints == {}
    assert left.endpoints["prod-runtime"].subnets == ()
    assert left.attachments["hub-attachment"].subnets == ()


def test_a_region_takes_the_interfaces_of_its_endpoints_and_nothing_else() -> None:
    network = peered()
    left = reduced(network, "region=us-east-1")
    assert differing(network, left) == {"endpoints"}
    assert {key: bool(e.subnets) for key, e in left.endpoints.items()} == {
        "prod-runtime": False,
        "nonprod-runtime": False,
        "far-runtime": True,
    }


def test_the_attachments_of_a_direct_connect_gateway_live_as_long_as_an_interface_is_left() -> None:
    network = hybrid()
    assert differing(network, reduced(network, "link=EqDC2")) == {"virtual_interfaces"}
    left = reduced(network, "link=EqDC2", "link=EqNY5")
    assert differing(network, left) == {
        "virtual_interfaces",
        "attachments",
        "associations",
        "propagations",
        "gateway_associations",
    }
    assert "dx" not in left.attachments


def test_a_vpn_goes_with_what_it_propagates() -> None:
    network = hybrid()
    left = reduced(network, "link=vpn")
    assert differing(network, left) == {"attachments", "associations", "propagations", "vpns"}
    assert [p.attachment for p in left.propagations.values() if p.attachment == "vpn"] == []


def test_direct_connect_takes_along_the_vpns_that_run_over_it() -> None:
    network = carried()
    assert reduced(network, "link=EqDC2").attachments == network.attachments
    left = reduced(network, "link=EqDC2", "link=EqNY5")
    assert network.attachments.keys() - left.attachments.keys() == {"dx", "vpn"}
    assert left.vpns == {}


def test_direct_connect_whose_interfaces_nobody_states_takes_them_along_too() -> None:
    network = carried()
    network.virtual_interfaces.clear()
    assert known(network)[3:] == ["link=dxgw", "link=vpn"]
    assert network.attachments.keys() - reduced(network, "link=dxgw").attachments.keys() == {"dx", "vpn"}


def test_static_routes_to_a_lost_peering_drop_what_they_take() -> None:
    network = peered()
    left = reduced(network, "link=peering-us-east-1-us-west-2")
    assert {"peering", "peering-far"} & left.attachments.keys() == set()
    changed = {key for key, route in left.transit_routes.items() if route != network.transit_routes[key]}
    assert changed == {"prod-table 10.50.1.0/27", "far-hub-table 10.1.1.0/24"}
    assert all(left.transit_routes[key].blackhole for key in changed)


def test_what_fails_leaves_the_network_itself_as_it_is() -> None:
    network = hybrid()
    before = replace(network)
    copies = {each.name: dict(v) for each in fields(Network) if isinstance(v := getattr(network, each.name), dict)}
    reduced(network, "az=z1", "link=vpn", "region=us-east-1")
    assert network == before
    assert all(getattr(network, name) == copy for name, copy in copies.items())
