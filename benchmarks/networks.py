"""Networks of any size, as spec objects."""

from __future__ import annotations

import ipaddress
from typing import Any

FIRST = {"prod": "10.128.0.0", "nonprod": "10.192.0.0"}
SPOKE_LENGTH = 22
GRANTED = 900
"""Granted applications per segment: about what one prefix list and one endpoint policy hold."""


def network(spokes: int, applications: int = 2) -> dict[str, Any]:
    """A Region with that many spokes in two segments, each with applications in three zones; the first is granted."""
    described = {f"s{i}": _spoke(i, applications) for i in range(spokes)}
    return {
        "name": "bench",
        "organization_id": "o-a1b2c3d4e5",
        "network_account": "network",
        "accounts": {"network": {"id": "111122223333"}},
        "regions": {
            "us-east-1": {
                "supernet": "10.0.0.0/8",
                "amazon_side_asn": 64512,
                "zones": {"a": "use1-az1", "b": "use1-az2", "c": "use1-az4"},
                "hub": {
                    "cidr": "10.0.0.0/20",
                    "services": ["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"],
                },
                "views": "10.0.16.0/21",
            }
        },
        "segments": {
            name: {"number": i + 1, "blocks": {"us-east-1": [f"{first}/10"]}}
            for i, (name, first) in enumerate(FIRST.items())
        },
        "spokes": described,
        "grants": {
            name: {
                "consumers": [f"{k}/a0" for k, v in described.items() if v["segment"] == name][:GRANTED],
                "service": "bedrock-runtime",
                "models": ["amazon.titan-embed-text-v2:0"],
            }
            for name in FIRST
        },
        "tags": {"owner": "bench", "cost-center": "1", "data-classification": "internal"},
        "quotas": {
            "vpcs_per_region": 6000,
            "tgw_attachments": 6000,
            "profile_vpcs": 6000,
            "rules_per_security_group": 1000,
            "routes_per_route_table": 1000,
        },
    }


def _spoke(i: int, applications: int) -> dict[str, Any]:
    segment = list(FIRST)[i % 2]
    address = int(ipaddress.IPv4Address(FIRST[segment])) + (i // 2 << 32 - SPOKE_LENGTH)
    return {
        "account": "network",
        "region": "us-east-1",
        "segment": segment,
        "cidr": f"{ipaddress.IPv4Address(address)}/{SPOKE_LENGTH}",
        "applications": {f"a{j}": {"number": j, "subnet_prefix_length": 27} for j in range(applications)},
    }
