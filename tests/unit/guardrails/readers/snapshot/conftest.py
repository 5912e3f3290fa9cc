"""Snapshots to read: those of real accounts beside the repository, and small ones that a test writes."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from transit_guardrails.model.network import Doubt, Network
from transit_guardrails.readers.snapshot import read_snapshot

REPOSITORY = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").is_file())
CAPTURED = REPOSITORY.parent / "shared" / "fixtures" / "aws-snapshots"
OWNER = "111122223333"


@pytest.fixture(scope="session")
def captured(pytestconfig: pytest.Config) -> Path:
    """The folder with captured snapshots; without it the test is skipped, and says so past pytest's capture."""
    if not CAPTURED.is_dir():
        reason = "CAPTURED SNAPSHOTS NOT FOUND: shared/fixtures/aws-snapshots is not beside the repository"
        capture = pytestconfig.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            print(f"\n{reason}", file=sys.stderr, flush=True)
        pytest.skip(reason)
    return CAPTURED


def every(action: str, egress: bool) -> dict[str, Any]:
    """An ACL entry for all IPv4 traffic."""
    number = 100 if action == "allow" else 32767
    entry = {"CidrBlock": "0.0.0.0/0", "Egress": egress, "Protocol": "-1"}
    return {**entry, "RuleAction": action, "RuleNumber": number}


def block(cidr: str, state: str = "associated") -> dict[str, Any]:
    """A CIDR association of a VPC."""
    return {"CidrBlock": cidr, "CidrBlockState": {"State": state}}


LOCAL = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
BASE: dict[str, list[Any]] = {
    "Vpcs": [{"VpcId": "vpc-1", "OwnerId": OWNER, "CidrBlockAssociationSet": [block("10.0.0.0/16")]}],
    "Subnets": [
        {"SubnetId": "subnet-a", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"},
        {"SubnetId": "subnet-b", "VpcId": "vpc-1", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1b"},
    ],
    "RouteTables": [
        {"RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [{"Main": True}], "Routes": [LOCAL]},
    ],
    "NetworkAcls": [
        {
            "NetworkAclId": "acl-1",
            "VpcId": "vpc-1",
            "IsDefault": True,
            "Associations": [{"SubnetId": "subnet-a"}, {"SubnetId": "subnet-b"}],
            "Entries": [every(action, egress) for action in ("allow", "deny") for egress in (True, False)],
        }
    ],
    "SecurityGroups": [
        {"GroupId": "sg-1", "GroupName": "one", "VpcId": "vpc-1", "IpPermissions": [], "IpPermissionsEgress": []}
    ],
    "NetworkInterfaces": [],
    "VpcEndpoints": [],
}
NEVER = ("InternetGateways", "EgressOnlyInternetGateways", "NatGateways", "VpnGateways", "VpcPeeringConnections")
NEVER_EITHER = ("VpnConnections", "DirectConnectGateways", "HostedZones", "ProfileAssociations", "BucketPolicies")
NOR = ("ResolverRuleAssociations", "ResolverEndpoints", "FirewallRuleGroupAssociations")
NOR_TOO = ("DirectConnectGatewayAssociations",)
EMPTY: dict[str, list[Any]] = {name: [] for name in (*NEVER, *NEVER_EITHER, *NOR, *NOR_TOO)}

TRANSIT: dict[str, list[Any]] = {
    "TransitGateways": [
        {
            "TransitGatewayId": "tgw-1",
            "State": "available",
            "Options": {
                "AmazonSideAsn": 64512,
                "DefaultRouteTableAssociation": "disable",
                "DefaultRouteTablePropagation": "disable",
                "AutoAcceptSharedAttachments": "disable",
            },
        }
    ],
    "TransitGatewayAttachments": [
        {
            "TransitGatewayAttachmentId": "tgw-attach-1",
            "TransitGatewayId": "tgw-1",
            "ResourceType": "vpc",
            "ResourceId": "vpc-1",
            "State": "available",
            "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"},
        }
    ],
    "TransitGatewayVpcAttachments": [
        {
            "TransitGatewayAttachmentId": "tgw-attach-1",
            "TransitGatewayId": "tgw-1",
            "VpcId": "vpc-1",
            "State": "available",
            "SubnetIds": ["subnet-b"],
            "Options": {"ApplianceModeSupport": "enable"},
        }
    ],
    "TransitGatewayRouteTables": [
        {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}
    ],
    "TransitGatewayPropagations": [
        {
            "TransitGatewayRouteTableId": "tgw-rtb-1",
            "TransitGatewayRouteTablePropagations": [
                {"TransitGatewayAttachmentId": "tgw-attach-1", "State": "enabled"}
            ],
        }
    ],
    "TransitGatewayStaticRoutes": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": []}],
}


class Snapshot:
    """A snapshot that a test changes, writes and reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, list[Any]] = copy.deepcopy({**BASE, **EMPTY})

    def with_transit(self) -> Snapshot:
        """The same with a transit gateway that the VPC is attached to."""
        self.answers.update(copy.deepcopy(TRANSIT))
        return self

    def add(self, name: str, *values: Any) -> Snapshot:
        """More elements of a file."""
        self.answers.setdefault(name, []).extend(values)
        return self

    def route(self, **keys: Any) -> Snapshot:
        """One more route of the main table."""
        self.answers["RouteTables"][0]["Routes"].append({"State": "active", "Origin": "CreateRoute", **keys})
        return self

    def write(self, under: str = "") -> Path:
        """Write every file, below a folder of the snapshot if need be."""
        folder = self.folder / under
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in self.answers.items():
            (folder / f"{name}.json").write_text(json.dumps({name: values}), encoding="utf-8")
        return self.folder

    def read(self) -> Network:
        """Write and read."""
        return read_snapshot(self.write())


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """One VPC with two subnets, nothing else, without any doubt."""
    return Snapshot(tmp_path)


@pytest.fixture
def touched() -> Callable[[Network], dict[tuple[str, str], tuple[str, ...]]]:
    """What each doubt of a network touches, by thing and property."""

    def found(network: Network) -> dict[tuple[str, str], tuple[str, ...]]:
        doubts: list[Doubt] = network.doubts
        return {(doubt.thing, doubt.property): doubt.touches for doubt in doubts}

    return found
