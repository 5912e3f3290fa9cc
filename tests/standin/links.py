"""Links for scenes: each function makes one thing that leads out of the network, with defaults that AWS would accept."""

from typing import Any

from .scene import OTHER, OWNER, REGION, Scene
from .world import Thing

FAR = "eu-west-1"
OFFICE = "10.9.0.0/16"
CONNECTION = "dxcon-fg1234ab"

_TRANSIT = "ec2transitgateway"
_DIRECT = "directconnect"


def dx_gateway(s: Scene, number: int = 64600, **inputs: Any) -> Thing:
    """A Direct Connect gateway."""
    return s.make(f"{_DIRECT}.Gateway", **{"name": "dxgw", "amazonSideAsn": str(number), **inputs})


def interface(s: Scene, gateway: Thing, vlan: int = 100, **inputs: Any) -> Thing:
    """A transit virtual interface of the gateway's account."""
    given = {"addressFamily": "ipv4", "bgpAsn": 65010, "connectionId": CONNECTION, "name": f"vif-{vlan}", **inputs}
    return s.make(f"{_DIRECT}.TransitVirtualInterface", dxGatewayId=gateway.id, vlan=vlan, **given)


def hosted_interface(s: Scene, vlan: int = 100, **inputs: Any) -> Thing:
    """A transit virtual interface that another account made for the owner."""
    given = {"addressFamily": "ipv4", "bgpAsn": 65010, "connectionId": CONNECTION, "name": f"vif-{vlan}", **inputs}
    kind = f"{_DIRECT}.HostedTransitVirtualInterface"
    return s.make(kind, account=OTHER, ownerAccountId=OWNER, vlan=vlan, **given)


def accept_interface(s: Scene, hosted: Thing, gateway: Thing, account: str = OWNER) -> Thing:
    """The acceptance of a hosted interface."""
    given = {"virtualInterfaceId": hosted.id, "dxGatewayId": gateway.id}
    return s.make(f"{_DIRECT}.HostedTransitVirtualInterfaceAcceptor", account=account, **given)


def associate(s: Scene, gateway: Thing, transit: Thing, *prefixes: str, **inputs: Any) -> Thing:
    """An association of two gateways of one account; it lies in the Transit Gateway's Region."""
    given = {"region": transit.region, "associatedGatewayId": transit.id, "allowedPrefixes": list(prefixes), **inputs}
    return s.make(f"{_DIRECT}.GatewayAssociation", dxGatewayId=gateway.id, **given)


def propose(s: Scene, gateway: Thing, transit: Thing, *prefixes: str, **inputs: Any) -> Thing:
    """A proposal of the Transit Gateway's account to the Direct Connect gateway's."""
    given = {"associatedGatewayId": transit.id, "dxGatewayOwnerAccountId": gateway.account, **inputs}
    return s.make(
        f"{_DIRECT}.GatewayAssociationProposal",
        account=transit.account,
        dxGatewayId=gateway.id,
        allowedPrefixes=list(prefixes),
        **given,
    )


def accept_proposal(s: Scene, gateway: Thing, proposal: Thing, *prefixes: str, **inputs: Any) -> Thing:
    """The acceptance of a proposal, by the Direct Connect gateway's account."""
    given = {"proposalId": proposal.id, "associatedGatewayOwnerAccountId": proposal.account, **inputs}
    kind = f"{_DIRECT}.GatewayAssociation"
    return s.make(
        kind, account=gateway.account, dxGatewayId=gateway.id, allowedPrefixes=list(prefixes) or None, **given
    )


def customer_gateway(s: Scene, number: int = 65010, **inputs: Any) -> Thing:
    """The other end of a VPN."""
    return s.make(
        "ec2.CustomerGateway", **{"bgpAsn": str(number), "ipAddress": "198.51.100.7", "type": "ipsec.1", **inputs}
    )


def vpn(s: Scene, customer: Thing, transit: Thing, **inputs: Any) -> Thing:
    """A VPN to a Transit Gateway."""
    ends = {"customerGatewayId": customer.id, "transitGatewayId": transit.id}
    return s.make("ec2.VpnConnection", **{"type": "ipsec.1", **ends, **inputs})


def join(s: Scene, kind: str, table: Thing, link: Thing, **inputs: Any) -> Thing:
    """An association, a propagation or a route of a table with the attachment that AWS made for a link."""
    return s.join(
        kind, table, None, **{"transitGatewayAttachmentId": link.outputs["transitGatewayAttachmentId"], **inputs}
    )


def far_transit(s: Scene, number: int = 64513, **inputs: Any) -> Thing:
    """A Transit Gateway of another Region."""
    return s.transit(**{"region": FAR, "amazonSideAsn": number, **inputs})


def peer(s: Scene, near: Thing, far: Thing, **inputs: Any) -> Thing:
    """A peering of two Transit Gateways."""
    ends = {"transitGatewayId": near.id, "peerTransitGatewayId": far.id, "peerRegion": far.region}
    return s.make(f"{_TRANSIT}.PeeringAttachment", **{"region": near.region, **ends, **inputs})


def accept_peer(s: Scene, peering: Thing, region: str = FAR, **inputs: Any) -> Thing:
    """The acceptance of a peering."""
    kind = f"{_TRANSIT}.PeeringAttachmentAccepter"
    return s.make(kind, region=region, transitGatewayAttachmentId=peering.id, **inputs)


def connect(s: Scene, transit: Thing, transport: str) -> Thing:
    """A Connect attachment."""
    return s.make(f"{_TRANSIT}.Connect", transitGatewayId=transit.id, transportAttachmentId=transport)


def connect_peer(s: Scene, over: Thing, inside: str = "169.254.100.0/29", **inputs: Any) -> Thing:
    """A tunnel of a Connect attachment."""
    given = {"insideCidrBlocks": [inside], "peerAddress": "10.9.0.1", **inputs}
    return s.make(f"{_TRANSIT}.ConnectPeer", transitGatewayAttachmentId=over.id, **given)


def resolver(s: Scene, vpc: Thing, *places: Thing, direction: str = "INBOUND", **inputs: Any) -> Thing:
    """A Resolver endpoint with an address in each place."""
    addresses = [{"subnetId": place.id} for place in places]
    given = {"ipAddresses": addresses, "securityGroupIds": [s.group(vpc).id], "name": "resolver", **inputs}
    return s.make("route53.ResolverEndpoint", direction=direction, **given)


def outbound(s: Scene, number: int = 0) -> Thing:
    """An outbound Resolver endpoint in a VPC of its own."""
    home = s.vpc()
    places = (s.subnet(home, number), s.subnet(home, number + 1, "use1-az2"))
    return resolver(s, home, *places, direction="OUTBOUND")


def forward(s: Scene, through: Thing, domain: str = "corp.example", target: str = "10.9.0.53", **inputs: Any) -> Thing:
    """A rule that forwards questions about a domain."""
    given = {"domainName": domain, "ruleType": "FORWARD", "targetIps": [{"ip": target}], "name": "forward", **inputs}
    return s.make("route53.ResolverRule", resolverEndpointId=through.id, **given)


def use_rule(s: Scene, rule: Thing, vpc: Thing) -> Thing:
    """A rule on a VPC."""
    kind = "route53.ResolverRuleAssociation"
    return s.make(kind, account=vpc.account, name="use", resolverRuleId=rule.id, vpcId=vpc.id)


def alarm(s: Scene, name: str = "tunnel-down", region: str = REGION, **inputs: Any) -> Thing:
    """An alarm on a metric."""
    metric = {"metricName": "TunnelState", "namespace": "AWS/VPN", "period": 300, "statistic": "Maximum"}
    limits = {"comparisonOperator": "LessThanThreshold", "evaluationPeriods": 3, "threshold": 1}
    return s.make("cloudwatch.MetricAlarm", region=region, name=name, **{**metric, **limits, **inputs})
