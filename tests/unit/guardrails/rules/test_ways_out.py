"""Rules about doors that the design does not have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import SERVICE, change, design, doubt, labels
from unit.guardrails.rules.asked import around, breaches, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import Gateway, Peering


def with_gateway(kind: str, **fields: object) -> Network:
    network = design()
    network.gateways["gw"] = Gateway("gw", kind, **{"vpc": "payments", **fields})  # type: ignore[arg-type]
    return network


# no-internet -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["internet-gateway", "egress-only-gateway", "nat-gateway"])
def test_a_gateway_to_the_internet_breaches_in_its_vpc(kind: str) -> None:
    assert told("no-internet", with_gateway(kind)) == {("gw", f"payments has the {kind} gw")}


def test_a_nat_gateway_is_told_with_the_vpc_of_its_subnet() -> None:
    message = "lab has the nat-gateway gw"
    assert told("no-internet", with_gateway("nat-gateway", vpc=None, subnet="notebook-1")) == {("gw", message)}
    unknown = "what is not known has the nat-gateway gw"
    assert told("no-internet", with_gateway("nat-gateway", vpc=None, subnet="stranger")) == {("gw", unknown)}


def test_private_nat_gateways_and_vpn_gateways_lead_elsewhere() -> None:
    assert told("no-internet", with_gateway("nat-gateway", public=False)) == set()
    assert told("no-internet", with_gateway("vpn-gateway")) == set()


def test_a_subnet_that_gives_public_addresses_breaches() -> None:
    network = design()
    change(network.subnets, "api-1", public_addresses=True)
    assert told("no-internet", network) == {("api-1", "api-1 gives public addresses to what starts in it")}


def test_a_route_to_a_gateway_that_nobody_states_breaches_at_its_source_with_the_way() -> None:
    network = around(design()).route("batch-table", "0.0.0.0/0", "internet-gateway", "igw").network
    (found,) = breaches("no-internet", network)
    assert (found.resource, found.message) == ("batch-1", "batch-1 leaves by igw")
    assert found.witness[-1] == "exits-network"
    network.gateways["igw"] = Gateway("igw", "internet-gateway", "payments")
    assert told("no-internet", network) == {("igw", "payments has the internet-gateway igw")}


def test_an_exit_by_an_attachment_is_not_the_internet() -> None:
    build = around(design()).outside("vpn", "vpn", "office").transit_route("prod-table", "192.168.0.0/16", "vpn")
    build.route("batch-table", "192.168.0.0/16", "transit-gateway", "tgw")
    assert told("no-internet", build.network) == set()


# no-side-doors -----------------------------------------------------------------------------------------------------------


def test_a_peering_breaches_with_both_sides() -> None:
    network = design()
    network.peerings["pcx"] = Peering("pcx", "payments", None)
    assert told("no-side-doors", network) == {("pcx", "pcx joins payments and what is not known")}


def test_vpn_gateways_and_private_nat_gateways_are_side_doors() -> None:
    assert told("no-side-doors", with_gateway("vpn-gateway")) == {("gw", "payments has the VPN gateway gw")}
    hides = "gw hides where traffic comes from"
    assert told("no-side-doors", with_gateway("nat-gateway", public=False)) == {("gw", hides)}
    assert told("no-side-doors", with_gateway("nat-gateway")) == set()
    assert told("no-side-doors", with_gateway("internet-gateway")) == set()


def test_an_attachment_that_is_no_vpcs_leads_out() -> None:
    network = around(design()).outside("far", "peering", "other").network
    assert told("no-side-doors", network) == {("far", "far leads out of the network (peering)")}


def test_further_attachments_of_a_vpc_breach_where_they_lead_elsewhere_than_the_hub() -> None:
    network = around(design()).attachment("more", "lab", gateway="tgw-2").network
    assert told("no-side-doors", network) == {("more", "lab has 2 attachments, more among them")}


def test_of_several_attachments_to_the_hubs_gateway_each_is_one_too_many() -> None:
    network = around(design()).attachment("more", "lab").network
    message = "lab has 2 attachments, {} among them"
    assert told("no-side-doors", network) == {(key, message.format(key)) for key in ("more", "lab-attachment")}


# endpoints-only-in-hub ---------------------------------------------------------------------------------------------------


def test_only_s3_has_gateway_endpoints() -> None:
    build = around(design()).endpoint("s3", "lab", kind="gateway", service="com.amazonaws.us-east-1.s3")
    assert told("endpoints-only-in-hub", build.network) == set()
    service = "com.amazonaws.us-east-1.dynamodb"
    build.endpoint("ddb", "lab", kind="gateway", service=service)
    assert told("endpoints-only-in-hub", build.network) == {("ddb", f"ddb is a gateway endpoint of {service}")}


def test_an_interface_endpoint_belongs_to_a_set_and_has_no_private_dns() -> None:
    build = around(design()).endpoint("own", "lab")
    assert told("endpoints-only-in-hub", build.network) == {("own", "own in lab belongs to no endpoint set")}
    network = design()
    change(network.endpoints, "prod-runtime", private_dns=True)
    message = "prod-runtime has private DNS: the hub would resolve one segment's names for all"
    assert told("endpoints-only-in-hub", network) == {("prod-runtime", message)}


def test_a_region_has_one_hub() -> None:
    build = around(design()).vpc("hub-2", "10.66.0.0/16", **labels("shared", "shared"))
    build.endpoint("more", "hub-2", service=SERVICE, endpoint_set="prod-set")
    message = "{} is one of several hubs in us-east-1"
    assert told("endpoints-only-in-hub", build.network) == {(hub, message.format(hub)) for hub in ("hub", "hub-2")}
    change(build.network.vpcs, "hub-2", region="eu-west-1")
    assert told("endpoints-only-in-hub", build.network) == set()
    build.endpoint("lost", "stranger", endpoint_set="prod-set")
    assert told("endpoints-only-in-hub", build.network) == set()


# ipv4-only ---------------------------------------------------------------------------------------------------------------


def test_nothing_has_ipv6_addresses() -> None:
    network = design()
    change(network.vpcs, "lab", prefixes=(prefix("10.2.0.0/16"), prefix("fd00::/56")))
    change(network.subnets, "notebook-1", prefixes=(prefix("10.2.1.0/25"), prefix("fd00::/64")))
    assert told("ipv4-only", network) == {(key, f"{key} has IPv6 addresses") for key in ("lab", "notebook-1")}


def test_nothing_carries_or_brings_ipv6() -> None:
    network = design()
    change(network.attachments, "lab-attachment", ipv6=True)
    change(network.endpoints, "prod-runtime", ipv6=True)
    doubt(network, "x", thing="block", key="ipv6CidrBlock")
    doubt(network, "x", thing="other", key="cidrBlock")
    assert told("ipv4-only", network) == {
        ("lab-attachment", "lab-attachment carries IPv6"),
        ("prod-runtime", "prod-runtime carries IPv6"),
        ("block", "block brings IPv6 addresses"),
    }


def test_names_stand_in_the_messages_where_there_are_any() -> None:
    network = design()
    network.names["api-1"] = "the subnet"
    network.subnets["api-1"] = replace(network.subnets["api-1"], public_addresses=True)
    assert told("no-internet", network) == {("api-1", "the subnet gives public addresses to what starts in it")}
