"""Hosts the components as a Pulumi package, so that programs in any Pulumi language can use them.

The engine starts it as ``python <this folder> <engine address>``; the schema comes from the components' annotations.
"""

from pulumi.provider.experimental import component_provider_host

from bedrock_transit.application import Application
from bedrock_transit.connect_link import ConnectLink
from bedrock_transit.direct_connect_association import DirectConnectAssociation
from bedrock_transit.direct_connect_gateway import DirectConnectGateway
from bedrock_transit.direct_connect_proposal import DirectConnectProposal
from bedrock_transit.dns_view import DnsView
from bedrock_transit.endpoint_set import EndpointSet
from bedrock_transit.failover_names import FailoverNames
from bedrock_transit.gateway_peering import GatewayPeering
from bedrock_transit.hub import Hub
from bedrock_transit.link_membership import LinkMembership
from bedrock_transit.membership_role import MembershipRole
from bedrock_transit.segment_membership import SegmentMembership
from bedrock_transit.spoke_vpc import SpokeVpc
from bedrock_transit.training_data import TrainingData
from bedrock_transit.training_network import TrainingNetwork
from bedrock_transit.training_roles import TrainingRoles
from bedrock_transit.transit_gateway import TransitGateway
from bedrock_transit.view_forwarder import ViewForwarder
from bedrock_transit.view_resolver import ViewResolver
from bedrock_transit.vpn_link import VpnLink

NAME = "bedrock-transit"
VERSION = "0.1.0"
"""The version of the whole project; a test holds pyproject.toml and the changelog equal to it."""

COMPONENTS = [
    TransitGateway,
    Hub,
    EndpointSet,
    DnsView,
    SpokeVpc,
    SegmentMembership,
    MembershipRole,
    Application,
    TrainingNetwork,
    TrainingData,
    TrainingRoles,
    DirectConnectGateway,
    DirectConnectProposal,
    DirectConnectAssociation,
    VpnLink,
    ConnectLink,
    LinkMembership,
    ViewResolver,
    ViewForwarder,
    GatewayPeering,
    FailoverNames,
]

if __name__ == "__main__":
    component_provider_host(COMPONENTS, NAME, version=VERSION)
