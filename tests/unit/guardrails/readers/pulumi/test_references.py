"""What refers to what: by dependencies first, by id where it is known, a doubt otherwise."""

from __future__ import annotations

import pytest
from unit.guardrails.readers.pulumi.made import EVERYTHING, UNKNOWN, depends_on, doubts, made, read, subnet, vpc, why


def test_an_unknown_id_is_the_one_resource_that_it_depends_on() -> None:
    owner = vpc()
    assert read(owner, subnet(owner)).subnets[subnet(owner).urn].vpc == owner.urn


def test_dependencies_of_other_types_do_not_count() -> None:
    owner, other = vpc(), made("ec2:InternetGateway", "igw")
    inner = depends_on(subnet(owner), "vpcId", owner, other)
    network = read(owner, other, inner)
    assert network.subnets[inner.urn].vpc == owner.urn
    assert network.doubts == []


def test_two_candidates_make_a_doubt_that_names_and_touches_both() -> None:
    one, two = vpc("one"), vpc("two", "10.1.0.0/16")
    inner = depends_on(subnet(one), "vpcId", one, two)
    network = read(one, two, inner)
    assert network.subnets[inner.urn].vpc is None
    assert doubts(network) == {("s", "vpcId", frozenset({"s", "one", "two"}))}
    assert why(network) == "may be any of one, two"


def test_a_known_id_chooses_between_two_candidates() -> None:
    one, two = vpc("one", id="vpc-1"), vpc("two", "10.1.0.0/16", id="vpc-2")
    inner = depends_on(subnet("vpc-2"), "vpcId", one, two)
    network = read(one, two, inner)
    assert network.subnets[inner.urn].vpc == two.urn
    assert network.doubts == []


def test_a_known_id_without_dependency_finds_its_resource_by_the_outputs_too() -> None:
    owner = vpc(outputs={"id": "vpc-1"})
    assert read(owner, subnet("vpc-1")).subnets[subnet(owner).urn].vpc == owner.urn


def test_a_dependency_does_not_overrule_a_known_id_that_is_another_one() -> None:
    one = vpc("one", id="vpc-1")
    inner = depends_on(subnet("vpc-9"), "vpcId", one)
    network = read(one, inner)
    assert network.subnets[inner.urn].vpc is None
    assert why(network) == "refers to 'vpc-9', which is not in this stack"


def test_an_id_from_outside_the_stack_is_a_doubt_that_names_it() -> None:
    network = read(vpc(), subnet("vpc-123"))
    assert doubts(network) == {("s", "vpcId", frozenset({"s"}))}
    assert why(network) == "refers to 'vpc-123', which is not in this stack"


def test_an_unknown_id_without_dependency_touches_all_that_it_could_be() -> None:
    network = read(vpc("one"), vpc("two", "10.1.0.0/16"), subnet(UNKNOWN))
    assert doubts(network) == {("s", "vpcId", frozenset({"s", "one", "two"}))}


def test_an_unknown_id_that_can_be_nothing_known_touches_everything() -> None:
    assert doubts(read(subnet(UNKNOWN))) == {("s", "vpcId", frozenset({EVERYTHING}))}


@pytest.mark.parametrize("value", [7, True, ["vpc-1"], {"a": 1}])
def test_a_value_that_is_no_id_is_a_doubt(value: object) -> None:
    network = read(vpc(id="vpc-1"), subnet(value))
    assert "not an id" in why(network)


def test_two_resources_with_one_id_are_a_doubt_about_both() -> None:
    network = read(vpc("one", id="vpc-1"), vpc("two", "10.1.0.0/16", id="vpc-1"), subnet("vpc-1"))
    assert doubts(network) == {("s", "vpcId", frozenset({"s", "one", "two"}))}


def _attachment(owner: object, subnets: object) -> object:
    return made("ec2transitgateway:VpcAttachment", "a", vpcId=owner, transitGatewayId=GATEWAY, subnetIds=subnets)


GATEWAY = made(
    "ec2transitgateway:TransitGateway",
    "tgw",
    defaultRouteTableAssociation="disable",
    defaultRouteTablePropagation="disable",
)


@pytest.mark.parametrize("shape", ["elements", "whole", "fewer", "more"])
def test_a_list_is_the_set_of_its_dependencies_whatever_its_elements_look_like(shape: str) -> None:
    owner = vpc()
    one, two = subnet(owner, "one"), subnet(owner, "two", "10.0.1.0/24")
    value = {"elements": [UNKNOWN, UNKNOWN], "whole": UNKNOWN, "fewer": [UNKNOWN], "more": [UNKNOWN] * 3}[shape]
    attachment = depends_on(_attachment(owner, value), "subnetIds", one, two)  # type: ignore[arg-type]
    network = read(owner, GATEWAY, one, two, attachment)
    assert network.attachments[attachment.urn].subnets == (one.urn, two.urn)
    assert network.doubts == []


def test_known_ids_of_a_list_are_exact_where_its_dependencies_are_too_many() -> None:
    owner = vpc()
    one, two = subnet(owner, "one", id="subnet-1"), subnet(owner, "two", "10.0.1.0/24", id="subnet-2")
    attachment = depends_on(_attachment(owner, ["subnet-2"]), "subnetIds", one, two)  # type: ignore[arg-type]
    assert read(owner, GATEWAY, one, two, attachment).attachments[attachment.urn].subnets == (two.urn,)


def test_an_unknown_element_without_dependency_is_a_doubt() -> None:
    owner = vpc()
    network = read(owner, GATEWAY, subnet(owner), _attachment(owner, [UNKNOWN]))  # type: ignore[arg-type]
    assert doubts(network) == {("a", "subnetIds", frozenset({"a", "s"}))}


def test_a_known_element_from_outside_is_a_doubt() -> None:
    owner = vpc()
    network = read(owner, GATEWAY, subnet(owner), _attachment(owner, [subnet(owner), "subnet-9"]))  # type: ignore[arg-type]
    assert why(network) == "refers to 'subnet-9', which is not in this stack"


def test_an_accepter_stands_for_the_attachment_that_it_accepts() -> None:
    owner = vpc()
    attachment = _attachment(owner, [subnet(owner)])
    accepter = made("ec2transitgateway:VpcAttachmentAccepter", "acc", transitGatewayAttachmentId=attachment)
    table = made("ec2transitgateway:RouteTable", "t", transitGatewayId=GATEWAY)
    association = made(
        "ec2transitgateway:RouteTableAssociation",
        "as",
        transitGatewayAttachmentId=accepter,
        transitGatewayRouteTableId=table,
    )
    network = read(owner, GATEWAY, subnet(owner), attachment, accepter, table, association)  # type: ignore[arg-type]
    assert network.associations[association.urn].attachment == attachment.urn  # type: ignore[attr-defined]
    assert network.doubts == []
