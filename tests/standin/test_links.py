"""Direct Connect, VPN, peering, Resolver endpoints: what AWS would accept is accepted, and ids lead where they should."""

from ipaddress import ip_address, ip_network

import pytest

from standin.kinds import properties_of
from standin.links import (
    FAR,
    OFFICE,
    accept_interface,
    accept_peer,
    accept_proposal,
    alarm,
    associate,
    connect,
    connect_peer,
    customer_gateway,
    dx_gateway,
    far_transit,
    forward,
    hosted_interface,
    interface,
    join,
    outbound,
    peer,
    propose,
    resolver,
    use_rule,
    vpn,
)
from standin.scene import OTHER, REGION, Scene

HERE, THERE = "10.128.0.0/12", "10.144.0.0/12"


@pytest.fixture
def s() -> Scene:
    """An empty scene."""
    return Scene()


def test_an_attachment_that_aws_made_is_associated_propagated_and_routed_to(s: Scene) -> None:
    """The attachment id of a VPN and of a Direct Connect association works like that of a VPC attachment."""
    transit = s.transit(transitGatewayCidrBlocks=["192.0.2.0/24"])
    for link, kind in (
        (associate(s, dx_gateway(s), transit, HERE), "direct-connect-gateway"),
        (vpn(s, customer_gateway(s), transit), "vpn"),
    ):
        table = s.transit_table(transit)
        association = join(s, "RouteTableAssociation", table, link)
        route = join(s, "Route", table, link, destinationCidrBlock=OFFICE)
        join(s, "RouteTablePropagation", table, link)
        assert association.outputs["resourceType"] == kind
        assert route["transitGatewayAttachmentId"].startswith("tgw-attach-")
        assert link.key in association.relies_on


def test_one_direct_connect_gateway_serves_two_regions(s: Scene) -> None:
    """With an ASN each and prefixes apart, and an association in each Region, two gateways share one of Direct Connect."""
    gateway = dx_gateway(s)
    associations = [associate(s, gateway, s.transit(), HERE), associate(s, gateway, far_transit(s), THERE)]
    assert [each.region for each in associations] == [REGION, FAR]
    assert len({each.outputs["transitGatewayAttachmentId"] for each in associations}) == 2
    assert s.change(associations[0], allowedPrefixes=["10.129.0.0/16"]).id == associations[0].id


def test_a_proposal_becomes_an_association_of_the_other_account(s: Scene) -> None:
    """The gateway's owner accepts, the attachment is the Transit Gateway's owner's to associate."""
    gateway, transit = dx_gateway(s, account=OTHER), s.transit()
    proposal = propose(s, gateway, transit, HERE)
    association = accept_proposal(s, gateway, proposal)
    facts = {name: association.outputs[name] for name in ("associatedGatewayId", "associatedGatewayOwnerAccountId")}
    assert facts == {"associatedGatewayId": transit.id, "associatedGatewayOwnerAccountId": transit.account}
    assert association.outputs["allowedPrefixes"] == [HERE]
    assert association.id == f"ga-{gateway.id}{transit.id}"
    assert join(s, "RouteTableAssociation", s.transit_table(transit), association).account == transit.account


def test_the_acceptance_may_override_the_proposed_prefixes(s: Scene) -> None:
    """What the gateway's owner allows counts, and can be changed later."""
    gateway = dx_gateway(s, account=OTHER)
    association = accept_proposal(s, gateway, propose(s, gateway, s.transit()), THERE)
    assert association.outputs["allowedPrefixes"] == [THERE]
    assert s.change(association, allowedPrefixes=[HERE]).outputs["allowedPrefixes"] == [HERE]


def test_interfaces_end_at_the_gateway(s: Scene) -> None:
    """An own interface and a hosted one that was accepted; the gateway goes last."""
    gateway = dx_gateway(s)
    own, hosted = interface(s, gateway), hosted_interface(s, vlan=101)
    acceptance = accept_interface(s, hosted, gateway)
    assert (own.outputs["amazonSideAsn"], acceptance.id) == ("64600", hosted.id)
    for thing in (acceptance, hosted, own, gateway):
        s.delete(thing)


def test_a_peering_is_used_from_both_ends(s: Scene) -> None:
    """One attachment id is associated and routed to in both Regions, once it is accepted."""
    near, far = s.transit(), far_transit(s)
    peering = peer(s, near, far)
    acceptance = accept_peer(s, peering)
    for transit in (near, far):
        table = s.transit_table(transit)
        route = s.join("Route", table, peering, destinationCidrBlock=OFFICE)
        association = s.join("RouteTableAssociation", table, peering)
        assert (association.region, association.outputs["resourceType"]) == (transit.region, "peering")
        assert acceptance.key in route.relies_on
    told = {name: acceptance.outputs[name] for name in ("peerRegion", "peerTransitGatewayId", "transitGatewayId")}
    assert told == {"peerRegion": REGION, "peerTransitGatewayId": near.id, "transitGatewayId": far.id}


def test_connect_runs_over_direct_connect(s: Scene) -> None:
    """The association's attachment carries a Connect attachment, which is associated itself."""
    transit = s.transit(transitGatewayCidrBlocks=["192.0.2.0/24"])
    link = associate(s, dx_gateway(s), transit, HERE)
    over = connect(s, transit, link.outputs["transitGatewayAttachmentId"])
    s.join("RouteTableAssociation", s.transit_table(transit), over)
    tunnel = connect_peer(s, over)
    assert tunnel.outputs["bgpTransitGatewayAddresses"] == ["169.254.100.2", "169.254.100.3"]


def test_a_private_vpn_runs_over_direct_connect(s: Scene) -> None:
    """Its transport is the association's attachment, it has one of its own, and addresses of the gateway's block."""
    transit = s.transit(transitGatewayCidrBlocks=["192.0.2.0/24"])
    carrier = associate(s, dx_gateway(s), transit, HERE, "192.0.2.0/24").outputs["transitGatewayAttachmentId"]
    given = {"outsideIpAddressType": "PrivateIpv4", "transportTransitGatewayAttachmentId": carrier}
    outputs = vpn(s, customer_gateway(s), transit, **given).outputs
    assert outputs["transitGatewayAttachmentId"] != carrier
    assert ip_address(outputs["tunnel1Address"]) in ip_network("192.0.2.0/24")


def test_a_static_vpn_has_routes(s: Scene) -> None:
    """A connection without BGP takes static routes of its own."""
    connection = vpn(s, customer_gateway(s), s.transit(), staticRoutesOnly=True)
    route = s.make("ec2.VpnConnectionRoute", vpnConnectionId=connection.id, destinationCidrBlock=OFFICE)
    assert route.id == f"{OFFICE}:{connection.id}"


def test_a_resolver_endpoint_gets_addresses_of_its_subnets(s: Scene) -> None:
    """A chosen address stays, others are picked; each has an id; the VPC is that of the subnets."""
    home = s.vpc()
    one, other = s.subnet(home), s.subnet(home, 1, "use1-az2")
    places = [{"subnetId": one.id}, {"subnetId": other.id, "ip": "10.0.1.10"}]
    endpoint = resolver(s, home, ipAddresses=places)
    picked, chosen = endpoint.outputs["ipAddresses"]
    assert ip_address(picked["ip"]) in ip_network(one["cidrBlock"])
    assert (chosen["ip"], endpoint.outputs["hostVpcId"]) == ("10.0.1.10", home.id)
    assert picked["ipId"] != chosen["ipId"]
    assert endpoint.id.startswith("rslvr-in-")


def test_a_forwarding_rule_is_shared(s: Scene) -> None:
    """A VPC of another account uses the rule through the share, which then cannot end."""
    rule = forward(s, outbound(s))
    s.share(rule)
    use = use_rule(s, rule, s.vpc(account=OTHER))
    assert {"ram.ResourceAssociation", "ram.PrincipalAssociation"} <= {key.split()[0] for key in use.relies_on}


def test_two_regions_have_an_alarm_of_one_name_each(s: Scene) -> None:
    """Names of alarms are unique in a Region of an account."""
    arns = [alarm(s, region=region).outputs["arn"] for region in (REGION, FAR)]
    assert arns == [f"arn:aws:cloudwatch:{region}:111111111111:alarm:tunnel-down" for region in (REGION, FAR)]


def test_a_direct_connect_gateway_is_of_no_region(s: Scene) -> None:
    """Its ARN has an account and no Region."""
    gateway = dx_gateway(s)
    assert gateway.outputs["arn"] == f"arn:aws:directconnect::111111111111:dx-gateway/{gateway.id}"


def test_aws_answers_what_a_preview_left_open(s: Scene) -> None:
    """Whatever is unknown at preview has a value afterwards, a few names of networks that nobody has aside."""
    transit = s.transit(transitGatewayCidrBlocks=["192.0.2.0/24"])
    gateway, home = dx_gateway(s), s.vpc()
    peering = peer(s, transit, far_transit(s))
    over = connect(s, transit, s.attachment(transit, home, s.subnet(home)).id)
    hosted = hosted_interface(s, vlan=101)
    rule = forward(s, outbound(s, 2))
    made = [
        *(gateway, peering, over, hosted, rule),
        *(interface(s, gateway), accept_interface(s, hosted, gateway), associate(s, gateway, transit, HERE)),
        *(
            vpn(s, customer_gateway(s), transit),
            accept_peer(s, peering),
            connect_peer(s, over),
            use_rule(s, rule, home),
        ),
    ]
    empty = {
        (thing.kind.partition(".")[2], name)
        for thing in made
        for name in properties_of(thing.kind).computed | properties_of(thing.kind).filled
        if thing.outputs[name] is None
    }
    assert empty == {
        ("HostedTransitVirtualInterface", "amazonSideAsn"),
        ("VpnConnection", "coreNetworkArn"),
        ("VpnConnection", "coreNetworkAttachmentArn"),
        ("VpnConnection", "localIpv6NetworkCidr"),
        ("VpnConnection", "presharedKeyArn"),
        ("VpnConnection", "remoteIpv6NetworkCidr"),
        ("VpnConnection", "tunnel1InsideIpv6Cidr"),
        ("VpnConnection", "tunnel2InsideIpv6Cidr"),
    }
