"""The spec of the networks that the proof is measured on: one Region, two segments, a handful of grant classes.

Every spoke is of one of four kinds (segment times grant). Its application ``granted`` draws from the pool of its grant's
class, ``spare`` from the pool of the ungranted, so that prefix lists and policies stay the same whatever the number of spokes.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Any

ACCOUNT = "111122223333"
REGION = "us-east-1"
ZONES = {"a": "use1-az1", "b": "use1-az2", "c": "use1-az4"}
SEGMENTS = {"prod": IPv4Address("10.64.0.0"), "nonprod": IPv4Address("10.128.0.0")}
"""Segment to the first of the 2**22 addresses that are its own: spokes, then a pool per class."""
POOLS = {"chat": 18, "search": 18, "ungranted": 19}
"""Grant class to the size of its pool, in bits."""
GRANTS = {"chat": "amazon.titan-text-express-v1", "search": "amazon.titan-embed-text-v2:0"}
SPOKE_BITS, APPLICATION_BITS = 6, 7
MOST = 4 * (1 << 18 - APPLICATION_BITS)
"""Spokes that the pools of the grants hold."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a spoke is: its kind, and which one of its kind it is."""

    number: int

    @property
    def segment(self) -> str:
        """Half of the spokes are prod, half are not."""
        return list(SEGMENTS)[self.number % 2]

    @property
    def grant(self) -> str:
        """What its first application is granted."""
        return list(GRANTS)[self.number % 4 // 2]

    @property
    def key(self) -> str:
        """A name of fixed width that is part of no other name."""
        return f"spoke{self.number:05}"

    @property
    def cidr(self) -> IPv4Network:
        """The VPC's first block, which holds its attachment's subnets."""
        return _slot(SEGMENTS[self.segment], self.number // 2, SPOKE_BITS)

    @property
    def slots(self) -> dict[str, tuple[str, int]]:
        """Application to the class whose pool it draws from, and its slot there."""
        return {"granted": (self.grant, self.number // 4), "spare": ("ungranted", self.number // 2)}

    @property
    def blocks(self) -> list[IPv4Network]:
        """All blocks of the spoke: the VPC's first, then one for each application."""
        pools = pools_of(self.segment)
        return [
            self.cidr,
            *(_slot(pools[key].network_address, slot, APPLICATION_BITS) for key, slot in self.slots.values()),
        ]


def pools_of(segment: str) -> dict[str, IPv4Network]:
    """The segment's pools, each aligned to its size, behind the addresses of the VPCs."""
    at, found = int(SEGMENTS[segment]) + (1 << 18), {}
    for key, bits in POOLS.items():
        at = (at + (1 << bits) - 1) >> bits << bits
        found[key] = IPv4Network((at, 32 - bits))
        at += 1 << bits
    return found


def spec(spokes: int) -> dict[str, Any]:
    """The network object with that many spokes. Raises ``ValueError`` for more than ``MOST``."""
    if spokes > MOST:
        raise ValueError(f"the pools hold {MOST} spokes, not {spokes}")
    places = [Place(number) for number in range(spokes)]
    return {
        "name": "bench",
        "organization_id": "o-a1b2c3d4e5",
        "network_account": "network",
        "accounts": {"network": {"id": ACCOUNT}},
        "regions": {
            REGION: {
                "supernet": "10.0.0.0/8",
                "amazon_side_asn": 64512,
                "zones": ZONES,
                "hub": {
                    "cidr": "10.0.0.0/20",
                    "services": ["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"],
                },
                "views": "10.0.16.0/21",
            }
        },
        "segments": {name: _segment(number, name) for number, name in enumerate(SEGMENTS, 1)},
        "spokes": {place.key: _spoke(place) for place in places},
        "grants": {
            f"{segment}-{grant}": {
                "consumers": [f"{p.key}/granted" for p in places if (p.segment, p.grant) == (segment, grant)],
                "service": "bedrock-runtime",
                "models": [model],
            }
            for segment in SEGMENTS
            for grant, model in GRANTS.items()
        },
        "tags": {"owner": "bench", "cost-center": "1", "data-classification": "internal"},
        "quotas": {"vpcs_per_region": 10_000, "tgw_attachments": 10_000, "profile_vpcs": 10_000, "tgw_routes": 100_000},
    }


def _segment(number: int, name: str) -> dict[str, Any]:
    pools = {("ungranted" if key == "ungranted" else f"{name}-{key}"): str(p) for key, p in pools_of(name).items()}
    return {"number": number, "blocks": {REGION: [f"{SEGMENTS[name]}/14"]}, "pools": {REGION: pools}}


def _spoke(place: Place) -> dict[str, Any]:
    applications = {
        name: {"number": slot, "subnet_prefix_length": 32 - APPLICATION_BITS + 2}
        for name, (_, slot) in place.slots.items()
    }
    return {
        "account": "network",
        "region": REGION,
        "segment": place.segment,
        "cidr": str(place.cidr),
        "applications": applications,
    }


def _slot(first: IPv4Address, number: int, bits: int) -> IPv4Network:
    return IPv4Network((int(first) + (number << bits), 32 - bits))
