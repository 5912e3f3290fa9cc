"""Hosts the components as a Pulumi package, so that programs in any Pulumi language can use them.

The engine starts it as ``python <this folder> <engine address>``; the schema comes from the components' annotations.
"""

from pulumi.provider.experimental import component_provider_host

from bedrock_transit.application import Application
from bedrock_transit.dns_view import DnsView
from bedrock_transit.endpoint_set import EndpointSet
from bedrock_transit.hub import Hub
from bedrock_transit.segment_membership import SegmentMembership
from bedrock_transit.spoke_vpc import SpokeVpc
from bedrock_transit.transit_gateway import TransitGateway

NAME = "bedrock-transit"
VERSION = "0.1.0"
"""The version of the whole project; a test holds pyproject.toml and the changelog equal to it."""

COMPONENTS = [TransitGateway, Hub, EndpointSet, DnsView, SpokeVpc, SegmentMembership, Application]

if __name__ == "__main__":
    component_provider_host(COMPONENTS, NAME, version=VERSION)
