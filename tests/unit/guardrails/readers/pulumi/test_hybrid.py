"""Direct Connect gateways, their associations and virtual interfaces."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import (
    EVERYTHING,
    UNKNOWN,
    component,
    doubts,
    made,
    prefix,
    read,
    touching,
    why,
)
from unit.guardrails.readers.pulumi.test_transit import T

from transit_guardrails.model.links import VirtualInterface
from transit_guardrails.model.transit import Attachment, GatewayAssociation
from transit_guardrails.readers.resource import Resource

DX = made("directconnect:Gateway", "dx", amazonSideAsn="64999")
BLOCK = prefix("10.1.0.0/16")

# Direct Connect gateways -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stated", "number"), [("64999", 64999), (64999, 64999), (None, None)])
def test_the_number_of_a_gateway_may_be_text(stated: object, number: int | None) -> None:
    network = read(made("directconnect:Gateway", "dx", amazonSideAsn=stated))
    assert (network.direct_connect_gateways[DX.urn].asn, network.doubts) == (number, [])


@pytest.mark.parametrize("stated", [UNKNOWN, "a number", True])
def test_a_number_that_is_none_is_a_doubt_about_its_gateway(stated: object) -> None:
    network = read(made("directconnect:Gateway", "dx", amazonSideAsn=stated))
    assert network.direct_connect_gateways[DX.urn].asn is None
    assert doubts(network) == touching("dx", "amazonSideAsn")


# Associations ------------------------------------------------------------------------------------------------------------


def association(**more: Any) -> Resource:
    return made(
        "directconnect:GatewayAssociation", "ga", **{"dxGatewayId": DX, "allowedPrefixes": [str(BLOCK)], **more}
    )


GA = association(associatedGatewayId=T)


def proposal(gateway: Any = T, **more: Any) -> Resource:
    stated = {"dxGatewayId": DX, "dxGatewayOwnerAccountId": "1", "associatedGatewayId": gateway}
    return made("directconnect:GatewayAssociationProposal", "proposal", **stated, **more)


@pytest.mark.parametrize("proposed", [False, True], ids=["its own", "of a proposal"])
def test_an_association_has_the_transit_gateway_that_it_or_its_proposal_names(proposed: bool) -> None:
    one = association(proposalId=proposal()) if proposed else GA
    network = read(T, DX, proposal(), one)
    assert network.gateway_associations == {GA.urn: GatewayAssociation(GA.urn, DX.urn, T.urn, (BLOCK,), GA.urn)}
    assert network.attachments == {GA.urn: Attachment(GA.urn, T.urn, "direct-connect-gateway", DX.urn)}
    assert network.doubts == []


def test_a_proposal_that_exists_is_found_by_its_id() -> None:
    network = read(T, DX, proposal(id="prop-1"), association(proposalId="prop-1"))
    assert network.gateway_associations[GA.urn].gateway == T.urn
    assert network.doubts == []


def test_an_association_that_names_its_gateway_itself_does_not_ask_the_proposal() -> None:
    network = read(T, DX, association(associatedGatewayId=T, proposalId="elsewhere"))
    assert network.gateway_associations[GA.urn].gateway == T.urn
    assert network.doubts == []


@pytest.mark.parametrize(
    ("others", "stated", "expected"),
    [
        ([proposal()], UNKNOWN, touching("ga", "proposalId", "proposal")),
        ([], UNKNOWN, touching("ga", "proposalId", EVERYTHING)),
        ([], "elsewhere", touching("ga", "proposalId")),
        ([proposal(UNKNOWN)], proposal(UNKNOWN), touching("proposal", "associatedGatewayId", "ga", "tgw")),
        ([proposal("vgw-9")], proposal("vgw-9"), touching("proposal", "associatedGatewayId", "ga")),
    ],
    ids=["unknown", "unknown, none known", "of another stack", "of an unknown gateway", "of another stack's gateway"],
)
def test_a_proposal_that_is_not_known_or_does_not_tell_its_gateway_is_a_doubt(
    others: list[Resource], stated: Any, expected: set[tuple[str, str, frozenset[str]]]
) -> None:
    network = read(T, DX, *others, association(proposalId=stated))
    assert doubts(network) == expected
    assert (network.gateway_associations[GA.urn].gateway, network.attachments) == (None, {})


def test_an_association_with_neither_gateway_nor_proposal_is_a_doubt_about_it() -> None:
    assert doubts(read(T, DX, association())) == touching("ga", "associatedGatewayId")


def test_an_association_that_states_no_prefixes_is_a_doubt_about_both_its_gateways() -> None:
    network = read(T, DX, association(associatedGatewayId=T, allowedPrefixes=None))
    assert doubts(network) == touching("ga", "allowedPrefixes", "dx", "tgw")


def test_of_prefixes_that_are_partly_known_the_known_ones_count_and_the_others_are_doubts() -> None:
    network = read(T, DX, association(associatedGatewayId=T, allowedPrefixes=[str(BLOCK), UNKNOWN, "10.0.0.0/99"]))
    assert network.gateway_associations[GA.urn].allowed == (BLOCK,)
    assert doubts(network) == touching("ga", "allowedPrefixes")
    assert sorted(doubt.why for doubt in network.doubts) == ["'10.0.0.0/99' is no CIDR block", "is not known"]


def test_an_association_of_an_unknown_direct_connect_gateway_is_a_doubt_about_all_of_them() -> None:
    found = association(associatedGatewayId=T, dxGatewayId=UNKNOWN)
    assert doubts(read(T, DX, found)) == touching("ga", "dxGatewayId", "dx")
    assert doubts(read(T, found)) == touching("ga", "dxGatewayId", EVERYTHING)


# Virtual interfaces ------------------------------------------------------------------------------------------------------


def interface(**more: Any) -> Resource:
    stated = {"dxGatewayId": DX, "bgpAsn": 65010, "tags": {"link-location": "EqDC2"}}
    return made("directconnect:TransitVirtualInterface", "vif", **{**stated, **more})


VIF = interface()


def test_a_virtual_interface_has_its_gateway_the_customers_number_and_its_location() -> None:
    network = read(DX, VIF)
    assert network.virtual_interfaces == {VIF.urn: VirtualInterface(VIF.urn, DX.urn, 65010, "EqDC2")}
    assert network.doubts == []


def test_a_virtual_interface_that_a_partner_made_has_no_number_of_ours() -> None:
    stated = {"dxGatewayId": DX, "virtualInterfaceId": "dxvif-1", "tags": {"link-location": "EqNY5"}}
    hosted = made("directconnect:HostedTransitVirtualInterfaceAcceptor", "hosted", **stated)
    network = read(DX, hosted)
    assert network.virtual_interfaces == {hosted.urn: VirtualInterface(hosted.urn, DX.urn, None, "EqNY5")}
    assert network.doubts == []


def test_a_long_number_stands_in_a_property_of_its_own() -> None:
    network = read(DX, interface(bgpAsn=None, bgpAsnLong="4200000000"))
    assert network.virtual_interfaces[VIF.urn].customer_asn == 4200000000


def test_a_virtual_interface_without_tags_ends_at_no_location_that_is_known() -> None:
    network = read(DX, interface(tags=None))
    assert (network.virtual_interfaces[VIF.urn].location, network.doubts) == ("", [])


@pytest.mark.parametrize("value", [True, UNKNOWN])
def test_a_virtual_interface_from_one_location_to_another_is_a_doubt_about_its_gateway(value: object) -> None:
    network = read(DX, interface(sitelinkEnabled=value))
    assert doubts(network) == touching("vif", "sitelinkEnabled", "dx")
    assert why(network) == (
        "is not known" if value is UNKNOWN else "traffic from one location to another is not modelled"
    )
    assert read(DX, interface(sitelinkEnabled=False)).doubts == []


@pytest.mark.parametrize(
    ("broken", "key", "touched"),
    [
        ({"bgpAsn": UNKNOWN}, "bgpAsn", ()),
        ({"bgpAsn": "x"}, "bgpAsn", ()),
        ({"dxGatewayId": UNKNOWN}, "dxGatewayId", ("dx",)),
        ({"tags": {"link-location": UNKNOWN}}, "tags", ()),
    ],
)
def test_what_is_not_known_of_a_virtual_interface_is_a_doubt(
    broken: dict[str, Any], key: str, touched: tuple[str, ...]
) -> None:
    assert doubts(read(DX, interface(**broken))) == touching("vif", key, *touched)


# Links -------------------------------------------------------------------------------------------------------------------


def test_an_association_belongs_to_the_link_that_it_is_a_child_of_and_to_no_other_component() -> None:
    link, spoke = component("DirectConnectAssociation"), component("Spoke", "spoke")
    for parent, expected in ((link.urn, link.urn), (spoke.urn, None), ("urn:nowhere", None), ("", None)):
        network = read(T, DX, link, spoke, replace(GA, parent=parent))
        assert network.attachments[GA.urn].link == expected
        assert network.doubts == []
