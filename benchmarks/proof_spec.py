"""The spec of the networks that the proof is measured on: Regions, two segments, a handful of grant classes.

Every spoke is of one of four kinds (segment times grant) in its Region. Its application ``granted`` draws from the pool of
its grant's class, ``spare`` from the pool of the ungranted, so that prefix lists and policies stay the same whatever the
number of spokes. With several Regions, ``chat`` of ``prod`` fails over to all others: their peerings are one mesh.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from benchmarks.proof_outside import outside

ACCOUNT = "111122223333"
REGIONS = {
    "us-east-1": "use1",
    "us-west-2": "usw2",
    "eu-west-1": "euw1",
    "eu-central-1": "euc1",
    "us-east-2": "use2",
    "ap-southeast-2": "apse2",
    "ap-northeast-1": "apne1",
    "ca-central-1": "cac1",
    "sa-east-1": "sae1",
    "eu-north-1": "eun1",
}
"""Region to how its zones' ids begin, in the order in which networks grow into them."""
SEGMENTS = ("prod", "nonprod")
POOLS = {"chat": 18, "search": 18, "ungranted": 19}
"""Grant class to the size of its pool in the only Region, in bits."""
GRANTS = {"chat": "amazon.titan-text-express-v1", "search": "amazon.titan-embed-text-v2:0"}
SPOKE_BITS, APPLICATION_BITS = 6, 7
KINDS = len(SEGMENTS) * len(GRANTS)
"""Kinds of spokes in each Region."""
QUOTAS = {
    "vpcs_per_region": 10_000,
    "tgw_attachments": 10_000,
    "profile_vpcs": 10_000,
    "tgw_routes": 100_000,
    "network_acl_rules": 40,
    "rules_per_security_group": 200,
}
"""The default quotas of AWS end at 5 VPCs, 5,000 attachments, and prefix lists for some five Regions."""


@dataclass(frozen=True)
class Shape:
    """How large a network is: Regions, spokes in each, and whether networks outside hang on some of the Regions."""

    regions: int
    spokes: int
    outside: bool = False

    @property
    def smallest(self) -> Shape:
        """The same with one spoke of each kind in each Region."""
        return Shape(self.regions, KINDS, self.outside)

    @property
    def less(self) -> int:
        """By how many bits a Region's blocks are smaller than in a network of one: sixteen Regions have room."""
        return 4 if self.regions > 1 else 0

    @cached_property
    def names(self) -> list[str]:
        """The Regions."""
        return list(REGIONS)[: self.regions]

    @cached_property
    def places(self) -> list[Place]:
        """All spokes. Raises ``ValueError`` where the pools of the grants or the Regions do not suffice."""
        most = KINDS * (1 << 18 - self.less - APPLICATION_BITS)
        if not KINDS <= self.spokes <= most or not 1 <= self.regions <= len(REGIONS):
            raise ValueError(f"a Region holds {KINDS} to {most} spokes, and there are 1 to {len(REGIONS)}, not {self}")
        return [Place(self, number) for number in range(self.regions * self.spokes)]

    def first(self, region: str) -> int:
        """The first address of a Region."""
        return int(IPv4Address("10.0.0.0")) + (self.names.index(region) << 24 - self.less)

    def block(self, region: str, segment: str) -> IPv4Network:
        """The addresses of the segment's VPCs in a Region, at the second quarter of it or the third: its pools follow."""
        quarter = 1 << 22 - self.less
        return _slot(self.first(region) + (1 + SEGMENTS.index(segment)) * quarter, 0, 18 - self.less)

    def pools(self, region: str, segment: str) -> dict[str, IPv4Network]:
        """The segment's pools in a Region, each aligned to its size, behind the addresses of the VPCs."""
        at, found = int(self.block(region, segment)[-1]) + 1, {}
        for key, size in POOLS.items():
            bits = size - self.less
            at = (at + (1 << bits) - 1) >> bits << bits
            found[key] = IPv4Network((at, 32 - bits))
            at += 1 << bits
        return found


@dataclass(frozen=True)
class Place:
    """Where a spoke is: its Region and kind, and which one of its kind it is."""

    shape: Shape
    number: int

    @property
    def region(self) -> str:
        """Spokes take the Regions in turns."""
        return self.shape.names[self.number % self.shape.regions]

    @property
    def turn(self) -> int:
        """Which one of its Region's spokes it is."""
        return self.number // self.shape.regions

    @property
    def model(self) -> int:
        """The number of the smallest network's spoke of the same Region and kind."""
        return self.number % (KINDS * self.shape.regions)

    @property
    def segment(self) -> str:
        """Half of the spokes are prod, half are not."""
        return SEGMENTS[self.turn % 2]

    @property
    def grant(self) -> str:
        """What its first application is granted."""
        return list(GRANTS)[self.turn % KINDS // 2]

    @property
    def key(self) -> str:
        """A name of fixed width that is part of no other name."""
        return f"spoke{self.number:05}"

    @property
    def slots(self) -> dict[str, tuple[str, int]]:
        """Application to the class whose pool it draws from, and its slot there."""
        return {"granted": (self.grant, self.turn // KINDS), "spare": ("ungranted", self.turn // 2)}

    @cached_property
    def blocks(self) -> list[IPv4Network]:
        """All blocks of the spoke: the VPC's first, which holds its attachment's subnets, then one for each application."""
        pools = self.shape.pools(self.region, self.segment)
        first = int(self.shape.block(self.region, self.segment)[0])
        slots = ((int(pools[key][0]), slot, APPLICATION_BITS) for key, slot in self.slots.values())
        return [_slot(first, self.turn // 2, SPOKE_BITS), *(_slot(*each) for each in slots)]


def spec(shape: Shape) -> dict[str, Any]:
    """The network object of that shape. Raises ``ValueError`` for what does not fit."""
    found: dict[str, Any] = {
        "name": "bench",
        "organization_id": "o-a1b2c3d4e5",
        "network_account": "network",
        "accounts": {"network": {"id": ACCOUNT}},
        "regions": {name: _region(shape, number, name) for number, name in enumerate(shape.names)},
        "segments": {name: _segment(shape, number, name) for number, name in enumerate(SEGMENTS, 1)},
        "spokes": {place.key: _spoke(place) for place in shape.places},
        "grants": {key: grant for region in shape.names for key, grant in _grants(shape, region).items()},
        "tags": {"owner": "bench", "cost-center": "1", "data-classification": "internal"},
        "quotas": QUOTAS,
    }
    if shape.outside:
        found |= outside(shape.names)
        for name, stated in found["on_premises"].items():
            found["grants"][grant_key(stated["region"], "prod", "search")]["consumers"].append(name)
    return found


def grant_key(region: str, segment: str, grant: str) -> str:
    """The name of a grant: consumers of one Region have it."""
    return f"{segment}-{grant}-{region}"


def _region(shape: Shape, number: int, name: str) -> dict[str, Any]:
    first = shape.first(name)
    return {
        "supernet": str(_slot(first, 0, 24 - shape.less)),
        "amazon_side_asn": 64512 + number,
        "zones": {letter: f"{REGIONS[name]}-az{zone}" for letter, zone in zip("abc", (1, 2, 3), strict=True)},
        "hub": {
            "cidr": str(_slot(first, 0, 12)),
            "services": ["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"],
        },
        "views": str(_slot(first, 2, 11)),
    }


def _segment(shape: Shape, number: int, name: str) -> dict[str, Any]:
    return {
        "number": number,
        "blocks": {region: [str(shape.block(region, name))] for region in shape.names},
        "pools": {region: _pools(shape, region, name) for region in shape.names},
    }


def _pools(shape: Shape, region: str, segment: str) -> dict[str, str]:
    pools = shape.pools(region, segment).items()
    return {key if key == "ungranted" else grant_key(region, segment, key): str(pool) for key, pool in pools}


def _spoke(place: Place) -> dict[str, Any]:
    applications = {
        name: {"number": slot, "subnet_prefix_length": 32 - APPLICATION_BITS + 2}
        for name, (_, slot) in place.slots.items()
    }
    return {
        "account": "network",
        "region": place.region,
        "segment": place.segment,
        "cidr": str(place.blocks[0]),
        "applications": applications,
    }


def _grants(shape: Shape, region: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for segment in SEGMENTS:
        for grant, model in GRANTS.items():
            where = (region, segment, grant)
            consumers = [f"{p.key}/granted" for p in shape.places if (p.region, p.segment, p.grant) == where]
            found[grant_key(*where)] = {"consumers": consumers, "service": "bedrock-runtime", "models": [model]}
            if (segment, grant) == ("prod", "chat"):
                found[grant_key(*where)]["failover"] = [other for other in shape.names if other != region]
    return found


def _slot(first: int, number: int, bits: int) -> IPv4Network:
    return IPv4Network((first + (number << bits), 32 - bits))
