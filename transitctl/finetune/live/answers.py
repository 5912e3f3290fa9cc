"""Reads what AWS answers: pure. Sources: the API references of Amazon EC2 and Amazon S3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .facts import BLOCKS, encryption, first, public_access_block, rule

Answer = Mapping[str, Any]
PEERS = ("CidrIpv4", "CidrIpv6", "PrefixListId")
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
TARGETS = (
    *("GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId"),
    *("EgressOnlyInternetGatewayId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn"),
)
LOCAL = "local"


def target_of(route: Answer) -> str:
    """Where a route leads, and its state where it is not active."""
    state = route.get("State", "active")
    return f"{first(route, TARGETS) or '?'}{'' if state == 'active' else f', {state}'}"


def region_of(answer: Answer) -> str:
    """Amazon S3 has no name for its first Region, and an old one for another (API reference, GetBucketLocation)."""
    where = answer.get("LocationConstraint") or "us-east-1"
    return "eu-west-1" if where == "EU" else str(where)


def encryption_of(answer: Answer) -> str:
    """How a bucket encrypts by default."""
    one = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
    default = one.get("ApplyServerSideEncryptionByDefault", {})
    return encryption(default.get("SSEAlgorithm"), default.get("KMSMasterKeyID"), one.get("BucketKeyEnabled"))


def versions_of(answer: Answer) -> str:
    """Whether a bucket keeps versions; there is no status where it never did."""
    return str(answer.get("Status", "off"))


def blocks_of(answer: Answer) -> str:
    """A bucket's public access block."""
    on = answer["PublicAccessBlockConfiguration"]
    return public_access_block(block for block in BLOCKS if on.get(block))


def rule_of(row: Answer) -> str:
    """A rule of a security group."""
    peer = first(row, PEERS) or row.get("ReferencedGroupInfo", {}).get("GroupId")
    ports = (row.get("FromPort"), row.get("ToPort"))
    return rule("egress" if row["IsEgress"] else "ingress", row["IpProtocol"], ports, peer)
