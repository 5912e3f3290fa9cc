"""The files of a snapshot: the call that makes each, and what follows when one is not there. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Need = Literal["always", "transit", "tables", "existence", "referred", "optional"]
"""When a file must be there, per folder: ``always``; ``transit``: as soon as a transit gateway is named in the folder;
``tables``: as soon as the folder holds transit gateway route tables (all of these are a ``SnapshotError`` otherwise);
``existence``: a missing file is a doubt that touches the file's own name, for whoever asks whether there is any such thing
at all; ``referred``: a thing that is named and not told of is a doubt of its own, here as everywhere; ``optional``: says
nothing that is not known from another file."""


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name without ``.json``, the call, when it is needed, and other top-level keys that AWS uses."""

    name: str
    command: str
    need: Need
    keys: tuple[str, ...] = ()
    per: str = ""
    """Of one call per thing: the key that says which thing an element of the list is about."""

    @property
    def tops(self) -> tuple[str, ...]:
        """The top-level keys that are accepted."""
        return (self.name, *self.keys)


_EC2 = "aws ec2 describe-"
_DNS = "aws route53resolver list-"
_PER_TABLE = "--transit-gateway-route-table-id <table>"

FILES: tuple[File, ...] = (
    File("Vpcs", f"{_EC2}vpcs", "always"),
    File("Subnets", f"{_EC2}subnets", "always"),
    File("RouteTables", f"{_EC2}route-tables", "always"),
    File("NetworkAcls", f"{_EC2}network-acls", "always"),
    File("SecurityGroups", f"{_EC2}security-groups", "always"),
    File("NetworkInterfaces", f"{_EC2}network-interfaces", "always"),
    File("VpcEndpoints", f"{_EC2}vpc-endpoints", "always"),
    File("InternetGateways", f"{_EC2}internet-gateways", "existence"),
    File("EgressOnlyInternetGateways", f"{_EC2}egress-only-internet-gateways", "existence"),
    File("NatGateways", f"{_EC2}nat-gateways", "existence"),
    File("VpnGateways", f"{_EC2}vpn-gateways", "existence"),
    File("VpcPeeringConnections", f"{_EC2}vpc-peering-connections", "existence"),
    File("PrefixLists", f"{_EC2}prefix-lists", "referred"),
    File("ManagedPrefixLists", f"{_EC2}managed-prefix-lists", "referred"),
    File(
        "ManagedPrefixListEntries",
        "aws ec2 get-managed-prefix-list-entries --prefix-list-id <list>",
        "referred",
        per="PrefixListId",
    ),
    File("Reservations", f"{_EC2}instances", "optional"),
    File("AvailabilityZones", f"{_EC2}availability-zones", "optional"),
    File("TransitGateways", f"{_EC2}transit-gateways", "transit"),
    File("TransitGatewayAttachments", f"{_EC2}transit-gateway-attachments", "transit"),
    File("TransitGatewayVpcAttachments", f"{_EC2}transit-gateway-vpc-attachments", "transit"),
    File("TransitGatewayRouteTables", f"{_EC2}transit-gateway-route-tables", "transit"),
    File(
        "TransitGatewayPropagations",
        f"aws ec2 get-transit-gateway-route-table-propagations {_PER_TABLE}",
        "tables",
        per="TransitGatewayRouteTableId",
    ),
    File(
        "TransitGatewayStaticRoutes",
        f"aws ec2 search-transit-gateway-routes {_PER_TABLE} --filters Name=type,Values=static",
        "tables",
        per="TransitGatewayRouteTableId",
    ),
    File(
        "TransitGatewayPropagatedRoutes",
        f"aws ec2 search-transit-gateway-routes {_PER_TABLE} --filters Name=type,Values=propagated",
        "referred",
        per="TransitGatewayRouteTableId",
    ),
    File(
        "TransitGatewayPrefixListReferences",
        f"aws ec2 get-transit-gateway-prefix-list-references {_PER_TABLE}",
        "optional",
    ),
    File("TransitGatewayPeeringAttachments", f"{_EC2}transit-gateway-peering-attachments", "referred"),
    File("DirectConnectGateways", "aws directconnect describe-direct-connect-gateways", "existence"),
    File(
        "DirectConnectGatewayAssociations",
        "aws directconnect describe-direct-connect-gateway-associations --direct-connect-gateway-id <gateway>",
        "referred",
    ),
    File("VpnConnections", f"{_EC2}vpn-connections", "existence"),
    File("VpcAttributes", f"{_EC2}vpc-attribute --vpc-id <vpc> --attribute enableDnsSupport", "referred", per="VpcId"),
    File("DhcpOptions", f"{_EC2}dhcp-options", "referred"),
    File("HostedZones", "aws route53 get-hosted-zone --id <zone>", "existence", per="HostedZone"),
    File(
        "ResourceRecordSets",
        "aws route53 list-resource-record-sets --hosted-zone-id <zone>",
        "referred",
        per="HostedZoneId",
    ),
    File("Profiles", "aws route53profiles list-profiles", "referred", ("ProfileSummaries",)),
    File("ProfileAssociations", "aws route53profiles list-profile-associations", "existence"),
    File(
        "ProfileResourceAssociations",
        "aws route53profiles list-profile-resource-associations --profile-id <profile>",
        "referred",
    ),
    File("ResolverRules", f"{_DNS}resolver-rules", "referred"),
    File("ResolverRuleAssociations", f"{_DNS}resolver-rule-associations", "existence"),
    File("ResolverEndpoints", f"{_DNS}resolver-endpoints", "existence"),
    File(
        "ResolverEndpointIpAddresses",
        f"{_DNS}resolver-endpoint-ip-addresses --resolver-endpoint-id <endpoint>",
        "referred",
        per="ResolverEndpointId",
    ),
    File("FirewallRuleGroupAssociations", f"{_DNS}firewall-rule-group-associations", "existence"),
    File("FirewallRules", f"{_DNS}firewall-rules --firewall-rule-group-id <group>", "referred"),
    File(
        "FirewallDomains",
        f"{_DNS}firewall-domains --firewall-domain-list-id <list>",
        "referred",
        per="FirewallDomainListId",
    ),
    File(
        "BucketPolicies",
        "aws s3api get-bucket-policy and get-public-access-block --bucket <bucket>",
        "existence",
        per="Bucket",
    ),
)
"""Every file that is read."""

UNMODELLED: tuple[File, ...] = (
    File("LoadBalancers", "aws elbv2 describe-load-balancers", "optional"),
    File("LoadBalancerDescriptions", "aws elb describe-load-balancers", "optional"),
    File("TargetGroups", "aws elbv2 describe-target-groups", "optional"),
    File("LoadBalancerListeners", "aws elbv2 describe-listeners", "optional"),
    File("LoadBalancerTargetHealth", "aws elbv2 describe-target-health", "optional"),
    File("RdsInstances", "aws rds describe-db-instances", "optional", ("DBInstances",)),
    File("ElasticsearchDomains", "aws es describe-elasticsearch-domains", "optional", ("DomainStatusList",)),
    File("ServiceConfigurations", f"{_EC2}vpc-endpoint-service-configurations", "optional"),
    File("ClientVpnEndpoints", f"{_EC2}client-vpn-endpoints", "optional"),
    File(
        "ClientVpnTargetNetworks", f"{_EC2}client-vpn-target-networks --client-vpn-endpoint-id <endpoint>", "optional"
    ),
    File("CarrierGateways", f"{_EC2}carrier-gateways", "optional"),
    File("LocalGateways", f"{_EC2}local-gateways", "optional"),
    File("TransitGatewayPolicyTables", f"{_EC2}transit-gateway-policy-tables", "optional"),
    File("TransitGatewayMulticastDomains", f"{_EC2}transit-gateway-multicast-domains", "optional"),
    File("Firewalls", "aws network-firewall describe-firewall --firewall-name <name>", "optional"),
)
"""Kinds that carry traffic and that the model does not know: what they name is in doubt."""

HARMLESS: dict[str, tuple[str, ...]] = {
    "the interface that holds a public address says so itself": ("Addresses",),
    "the other end of a VPN is outside; the VPN itself stands in VpnConnections": ("CustomerGateways",),
    "a list of what is on offer; only a VpcEndpoint uses a service": ("VpcEndpointServices",),
    "whatever lies behind a Direct Connect or VPN gateway counts as outside anyway": ("VirtualInterfaces",),
    "the attachment stands in TransitGatewayAttachments, and what it learns is never taken as known": (
        "TransitGatewayConnects",
        "TransitGatewayConnectPeers",
    ),
    "the rules of the groups stand in SecurityGroups": ("SecurityGroupRules",),
    "settings of load balancers, which are in doubt by themselves": ("LoadBalancerAttributes",),
    "names and owners only; rules and domains have files of their own": ("FirewallRuleGroups", "FirewallDomainLists"),
    "carries no traffic": ("FlowLogs", "KeyPairs", "Images", "Volumes", "Snapshots", "Tags", "Regions"),
}
"""Files that may be there and are not read, by the reason."""

EXTRA_KEYS: dict[str, tuple[str, ...]] = {"VpcEndpointServices": ("ServiceDetails", "ServiceNames")}
REASONS: dict[str, str] = {name: reason for reason, names in HARMLESS.items() for name in names}
BY_NAME: dict[str, File] = {file.name: file for file in (*FILES, *UNMODELLED)}
GLOBAL: frozenset[str] = frozenset(
    {"DirectConnectGateways", "DirectConnectGatewayAssociations", "VirtualInterfaces", "HostedZones"}
    | {"ResourceRecordSets", "BucketPolicies"}
)
"""Files of services without a Region: a folder that holds nothing else needs no VPCs."""

LOWER_CASE: frozenset[str] = frozenset(
    {"DirectConnectGateways", "DirectConnectGatewayAssociations", "VirtualInterfaces"}
)
"""Direct Connect answers with keys that begin in lower case."""
