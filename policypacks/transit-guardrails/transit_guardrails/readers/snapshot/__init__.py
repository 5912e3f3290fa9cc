"""AWS ``describe-*`` answers in a folder, read as a network that exists.

``read_snapshot(folder)`` is all there is to call. The folder holds one JSON file per call, in the folder itself, in a folder
per Region (``us-east-1/``) or in ``accounts/<12 digits>/<Region>/``; files of services without a Region may lie in any of
them. A file is named after the top-level key of the answer and holds ``{"<name>": [...]}``. Where a call is made once per
thing, the file gathers the answers in one list, each with the id of the thing that it is about. Answers must be whole: an
answer with a ``NextToken`` is refused. Only ``*.json`` is read.

The files, and the calls that make them (who needs which, and which kinds are not modelled, is in ``catalogue.py``):

- ``Vpcs``: aws ec2 describe-vpcs
- ``Subnets``: aws ec2 describe-subnets
- ``RouteTables``: aws ec2 describe-route-tables
- ``NetworkAcls``: aws ec2 describe-network-acls
- ``SecurityGroups``: aws ec2 describe-security-groups
- ``NetworkInterfaces``: aws ec2 describe-network-interfaces
- ``VpcEndpoints``: aws ec2 describe-vpc-endpoints
- ``InternetGateways``: aws ec2 describe-internet-gateways
- ``EgressOnlyInternetGateways``: aws ec2 describe-egress-only-internet-gateways
- ``NatGateways``: aws ec2 describe-nat-gateways
- ``VpnGateways``: aws ec2 describe-vpn-gateways
- ``VpcPeeringConnections``: aws ec2 describe-vpc-peering-connections
- ``PrefixLists``: aws ec2 describe-prefix-lists
- ``ManagedPrefixLists``: aws ec2 describe-managed-prefix-lists
- ``ManagedPrefixListEntries``: aws ec2 get-managed-prefix-list-entries --prefix-list-id <list>; one element per call, with ``PrefixListId``
- ``Reservations``: aws ec2 describe-instances
- ``AvailabilityZones``: aws ec2 describe-availability-zones
- ``TransitGateways``: aws ec2 describe-transit-gateways
- ``TransitGatewayAttachments``: aws ec2 describe-transit-gateway-attachments
- ``TransitGatewayVpcAttachments``: aws ec2 describe-transit-gateway-vpc-attachments
- ``TransitGatewayRouteTables``: aws ec2 describe-transit-gateway-route-tables
- ``TransitGatewayPropagations``: aws ec2 get-transit-gateway-route-table-propagations --transit-gateway-route-table-id <table>; one element per call, with ``TransitGatewayRouteTableId``
- ``TransitGatewayStaticRoutes``: aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id <table> --filters Name=type,Values=static; one element per call, with ``TransitGatewayRouteTableId``
- ``TransitGatewayPropagatedRoutes``: aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id <table> --filters Name=type,Values=propagated; one element per call, with ``TransitGatewayRouteTableId``
- ``TransitGatewayPrefixListReferences``: aws ec2 get-transit-gateway-prefix-list-references --transit-gateway-route-table-id <table>
- ``TransitGatewayPeeringAttachments``: aws ec2 describe-transit-gateway-peering-attachments
- ``DirectConnectGateways``: aws directconnect describe-direct-connect-gateways
- ``DirectConnectGatewayAssociations``: aws directconnect describe-direct-connect-gateway-associations --direct-connect-gateway-id <gateway>
- ``VpnConnections``: aws ec2 describe-vpn-connections
- ``VpcAttributes``: aws ec2 describe-vpc-attribute --vpc-id <vpc> --attribute enableDnsSupport; one element per call, with ``VpcId``
- ``DhcpOptions``: aws ec2 describe-dhcp-options
- ``HostedZones``: aws route53 get-hosted-zone --id <zone>; one element per call, with ``HostedZone``
- ``ResourceRecordSets``: aws route53 list-resource-record-sets --hosted-zone-id <zone>; one element per call, with ``HostedZoneId``
- ``Profiles``: aws route53profiles list-profiles
- ``ProfileAssociations``: aws route53profiles list-profile-associations
- ``ProfileResourceAssociations``: aws route53profiles list-profile-resource-associations --profile-id <profile>
- ``ResolverRules``: aws route53resolver list-resolver-rules
- ``ResolverRuleAssociations``: aws route53resolver list-resolver-rule-associations
- ``ResolverEndpoints``: aws route53resolver list-resolver-endpoints
- ``ResolverEndpointIpAddresses``: aws route53resolver list-resolver-endpoint-ip-addresses --resolver-endpoint-id <endpoint>; one element per call, with ``ResolverEndpointId``
- ``FirewallRuleGroupAssociations``: aws route53resolver list-firewall-rule-group-associations
- ``FirewallRules``: aws route53resolver list-firewall-rules --firewall-rule-group-id <group>
- ``FirewallDomains``: aws route53resolver list-firewall-domains --firewall-domain-list-id <list>; one element per call, with ``FirewallDomainListId``
- ``BucketPolicies``: aws s3api get-bucket-policy and get-public-access-block --bucket <bucket>; one element per call, with ``Bucket``

Shapes that are not one AWS answer: ``TransitGatewayPropagations`` elements hold ``TransitGatewayRouteTablePropagations``;
``TransitGatewayStaticRoutes`` and ``TransitGatewayPropagatedRoutes`` hold ``Routes``; ``ManagedPrefixListEntries`` hold ``Entries``; ``ResourceRecordSets`` hold
``ResourceRecordSets``; ``FirewallDomains`` hold ``Domains``; ``ResolverEndpointIpAddresses`` hold ``IpAddresses``;
``VpcAttributes`` hold ``EnableDnsSupport`` and ``EnableDnsHostnames``, each with ``Value``; ``HostedZones`` are whole
``get-hosted-zone`` answers (``HostedZone`` and ``VPCs``). ``BucketPolicies`` is a name of this project's own:
``{"Bucket", "Policy", "PublicAccessBlockConfiguration"}`` per bucket, with the policy as text.

What an answer leaves open is a ``Doubt``. A file that is missing without being needed touches its own name (such as
``"VpcPeeringConnections"``), so that a rule which asks whether there is any such thing can see that nobody knows.
"""

from __future__ import annotations

from .errors import Problem, SnapshotError
from .reader import read_snapshot

__all__ = ["Problem", "SnapshotError", "read_snapshot"]
