"""What the plugin host reads of the components: the SDK's own analyser, on the annotations and docstrings.

The host itself, started as a process, is tested in test_plugin.py.
"""

import ast
import inspect
import sys

import pulumi
import pytest
from component.arguments import ARGUMENTS
from pulumi.provider.experimental.analyzer import Analyzer, AnalyzeResult, ComponentDefinition

# Inputs of each component: required, then optional.
INPUTS = {
    "Application": ({"application", "transitGatewayId", "vpcId"}, set()),
    "DirectConnectAssociation": ({"association", "dxGatewayId"}, {"proposalId", "transitGatewayId"}),
    "DirectConnectGateway": ({"gateway"}, {"bgpKeys"}),
    "DirectConnectProposal": ({"association", "dxGatewayId", "transitGatewayId"}, set()),
    "DnsView": ({"dnsNames", "dnsZoneIds", "view"}, {"shareArn"}),
    "EndpointSet": (
        {"attachmentId", "endpointSet", "segmentTableId", "transitGatewayId", "vpcId"},
        {"linkTableIds", "shareArn"},
    ),
    "FailoverNames": ({"names", "profileId", "zoneArns"}, set()),
    "GatewayPeering": (
        {
            "hubTableId",
            "peerHubTableId",
            "peerPeeringTableId",
            "peerSegmentTableIds",
            "peerTransitGatewayId",
            "peering",
            "peeringTableId",
            "segmentTableIds",
            "transitGatewayId",
        },
        set(),
    ),
    "Hub": ({"hub", "hubTableId", "transitGatewayId"}, set()),
    "LinkMembership": ({"attachmentId", "hubTableId", "linkTableId", "region"}, {"partnerPrefixes"}),
    "SegmentMembership": (
        {"accept", "attachmentId", "hubTableId", "region", "segmentTableId", "tags"},
        {"failoverBlocks", "peeringTableId"},
    ),
    "SpokeVpc": ({"spoke", "transitGatewayId"}, {"firewallRuleGroupId", "profileId", "zoneIds"}),
    "TransitGateway": ({"transit"}, set()),
    "ViewForwarder": (
        {"forwarder", "profileId", "routeTableId", "subnetIds", "transitGatewayId", "vpcId"},
        set(),
    ),
    "ViewResolver": (
        {"firewallRuleGroupId", "hubTableId", "linkTableIds", "resolver", "transitGatewayId", "vpcId"},
        set(),
    ),
    "ConnectLink": ({"connect", "transitGatewayId", "transportAttachmentId"}, set()),
    "VpnLink": ({"transitGatewayId", "vpn"}, {"transportAttachmentId"}),
}
OUTPUTS = {
    "Application": {"securityGroupId", "subnetIds"},
    "DirectConnectAssociation": {"attachmentId", "networks"},
    "DirectConnectGateway": {"gatewayId", "interfaceIds"},
    "DirectConnectProposal": {"proposalId"},
    "DnsView": {"firewallRuleGroupId", "profileId", "zoneIds"},
    "EndpointSet": {"customModels", "destinationsId", "endpointIds", "grants", "prefixListIds", "segment"},
    "FailoverNames": {"hosts"},
    "GatewayPeering": {"attachmentIds"},
    "Hub": {"attachmentId", "vpcId"},
    "LinkMembership": {"attachmentId"},
    "SegmentMembership": {"attachmentId"},
    "SpokeVpc": {"attachmentId", "vpcId"},
    "TransitGateway": {"hubTableId", "linkTableIds", "segmentTableIds", "shareArn", "transitGatewayId"},
    "ViewForwarder": {"addresses", "domains", "endpointId", "segment"},
    "ViewResolver": {"addresses", "attachmentId", "clients", "endpointId", "segment"},
    "ConnectLink": {"addresses", "attachmentId", "networks"},
    "VpnLink": {"attachmentId", "networks", "partner", "tunnelAddresses"},
}


@pytest.fixture(scope="module")
def analysed() -> AnalyzeResult:
    return Analyzer("bedrock-transit").analyze(list(ARGUMENTS))


@pytest.fixture(scope="module")
def definitions(analysed: AnalyzeResult) -> dict[str, ComponentDefinition]:
    return analysed["component_definitions"]


def test_every_component_has_its_schema(definitions: dict[str, ComponentDefinition]) -> None:
    found = {
        name: ({k for k, v in d.inputs.items() if not v.optional}, {k for k, v in d.inputs.items() if v.optional})
        for name, d in definitions.items()
    }
    assert found == INPUTS
    assert {name: set(d.outputs) for name, d in definitions.items()} == OUTPUTS


def test_every_component_says_what_it_is(definitions: dict[str, ComponentDefinition]) -> None:
    """With the source of what it relies on."""
    assert all("Source: " in (d.description or "") for d in definitions.values())


def test_every_input_says_what_it_is(definitions: dict[str, ComponentDefinition]) -> None:
    """In the editor of whoever uses the package, where README.md is not."""
    silent = {f"{name}.{key}" for name, d in definitions.items() for key, v in d.inputs.items() if not v.description}
    assert silent == set()


@pytest.mark.parametrize("component", list(ARGUMENTS), ids=lambda c: c.__name__)
def test_a_components_module_keeps_its_annotations_for_the_run_time(component: type[pulumi.ComponentResource]) -> None:
    """The host reads them: as text they would say nothing."""
    tree = ast.parse(inspect.getsource(sys.modules[component.__module__]))
    futures = {
        a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "__future__" for a in n.names
    }
    assert futures == set()
