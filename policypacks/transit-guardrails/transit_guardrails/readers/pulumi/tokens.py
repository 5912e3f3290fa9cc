"""Type tokens of pulumi-aws 7 that the readers name more than once."""

from __future__ import annotations

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"
NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
DEFAULT_NETWORK_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"
EGRESS_ONLY_GATEWAY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
VPN_GATEWAY = "aws:ec2/vpnGateway:VpnGateway"
PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
PEERING_ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"
VPN_CONNECTION = "aws:ec2/vpnConnection:VpnConnection"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"

TRANSIT_GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
TRANSIT_TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
VPC_ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
VPC_ATTACHMENT_ACCEPTER = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
PEERING_ATTACHMENT = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
PEERING_ATTACHMENT_ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
CONNECT = "aws:ec2transitgateway/connect:Connect"
CONNECT_PEER = "aws:ec2transitgateway/connectPeer:ConnectPeer"
DIRECT_CONNECT_GATEWAY = "aws:directconnect/gateway:Gateway"
GATEWAY_ASSOCIATION = "aws:directconnect/gatewayAssociation:GatewayAssociation"
GATEWAY_PROPOSAL = "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal"
TRANSIT_INTERFACE = "aws:directconnect/transitVirtualInterface:TransitVirtualInterface"
HOSTED_INTERFACE = "aws:directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor"
CUSTOMER_GATEWAY = "aws:ec2/customerGateway:CustomerGateway"

ZONE = "aws:route53/zone:Zone"
PROFILE = "aws:route53/profilesProfile:ProfilesProfile"
RESOLVER_RULE = "aws:route53/resolverRule:ResolverRule"
RESOLVER_ENDPOINT = "aws:route53/resolverEndpoint:ResolverEndpoint"
FIREWALL_GROUP = "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup"
FIREWALL_DOMAINS = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"

BUCKET = "aws:s3/bucket:Bucket"
BUCKET_V2 = "aws:s3/bucketV2:BucketV2"
ROLE = "aws:iam/role:Role"
KEY = "aws:kms/key:Key"

ENDPOINT_SET = "bedrock-transit:index:EndpointSet"
DIRECT_CONNECT_COMPONENT = "bedrock-transit:index:DirectConnectGateway"
VIEW_FORWARDER = "bedrock-transit:index:ViewForwarder"
TRAINING_NETWORK = "bedrock-transit:index:TrainingNetwork"
VIEW_RESOLVER = "bedrock-transit:index:ViewResolver"
LINKS = tuple(f"bedrock-transit:index:{each}" for each in ("DirectConnectAssociation", "VpnLink", "ConnectLink"))
"""Components that own a link's attachment and say what is behind it."""
STACK = "pulumi:pulumi:Stack"
PROVIDER = "pulumi:providers:aws"

GROUPS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
TABLES = (ROUTE_TABLE, DEFAULT_ROUTE_TABLE)
ATTACHMENTS = (
    VPC_ATTACHMENT,
    VPC_ATTACHMENT_ACCEPTER,
    PEERING_ATTACHMENT,
    PEERING_ATTACHMENT_ACCEPTER,
    CONNECT,
    VPN_CONNECTION,
    GATEWAY_ASSOCIATION,
)
"""Resources that are an attachment, bring one with them, or answer with the id of one."""

ALIASES = {
    VPC_ATTACHMENT_ACCEPTER: ("transitGatewayAttachmentId", (VPC_ATTACHMENT,)),
    PEERING_ACCEPTER: ("vpcPeeringConnectionId", (PEERING,)),
}
"""Resources that stand for another one and have its id: the property that names it, and its types.

An accepter of a peering attachment has the id of the peering too, and is the attachment of the other gateway.
"""

OTHER_IDS = {
    VPC: ("defaultNetworkAclId", "defaultRouteTableId", "defaultSecurityGroupId", "mainRouteTableId"),
    TRANSIT_GATEWAY: ("associationDefaultRouteTableId", "propagationDefaultRouteTableId"),
    VPN_CONNECTION: ("transitGatewayAttachmentId",),
    GATEWAY_ASSOCIATION: ("transitGatewayAttachmentId",),
    ENDPOINT: ("prefixListId",),
}
"""Outputs with ids of things that AWS makes along with a resource: who names one of them means the resource's own."""
