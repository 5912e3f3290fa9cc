"""The address plan of a whole network: every block of every Region, segment, spoke and application.

Arithmetic is in ``addresses``; here it is applied to the spec, and everything that does not fit is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from ..spec.model import Network, Segment
from ..spec.problems import Path, Problems
from ..spec.spokes import Application, Spoke
from . import addresses
from .classes import classes_of


@dataclass(frozen=True)
class SegmentAddresses:
    """A segment's blocks in one Region."""

    endpoint_block: IPv4Network
    view_block: IPv4Network
    blocks: tuple[IPv4Network, ...]
    """Blocks of the segment's spokes."""
    pools: Mapping[str, IPv4Network]
    """Blocks of its grant classes; empty when applications live in their spoke's own block."""

    @property
    def all_blocks(self) -> tuple[IPv4Network, ...]:
        return (*self.blocks, *self.pools.values())


@dataclass(frozen=True)
class SpokeAddresses:
    """A spoke's VPC block and the block of each of its applications."""

    vpc: IPv4Network
    applications: Mapping[str, IPv4Network]


@dataclass(frozen=True)
class Layout:
    """``segments`` by (Region, segment), ``spokes`` by key, ``classes`` by consumer."""

    segments: Mapping[tuple[str, str], SegmentAddresses]
    spokes: Mapping[str, SpokeAddresses]
    classes: Mapping[str, str]


def lay_out(network: Network, problems: Problems) -> Layout:
    """The address plan. What does not fit is added to ``problems``, and left out of the plan."""
    classes = classes_of(network)
    segments = {}
    for region in sorted(network.regions):
        numbers: dict[int, str] = {}
        for key in sorted(network.segments, key=lambda k: (network.segments[k].number is None, k)):
            placed = _segment(network, region, key, numbers, problems)
            if placed is not None:
                segments[region, key] = placed
    spokes = {}
    for key in sorted(network.spokes):
        home = segments.get((network.spokes[key].region, network.spokes[key].segment))
        if home is not None:
            placed_spoke = _spoke(key, network.spokes[key], home, classes, problems)
            if placed_spoke is not None:
                spokes[key] = placed_spoke
    return Layout(segments, spokes, classes)


def _segment(
    network: Network, region: str, key: str, numbers: dict[int, str], problems: Problems
) -> SegmentAddresses | None:
    """``numbers``: the numbers that are taken in this Region, and by whom."""
    place, segment, path = network.regions[region], network.segments[key], ("segments", key)
    hub_slots = addresses.slots(place.hub.cidr, addresses.ENDPOINT_SET_LENGTH)
    view_slots = addresses.slots(place.views, addresses.VIEW_LENGTH)
    room = min(hub_slots, view_slots)
    number = _number(key, segment)
    if number in numbers:
        if segment.number is None:  # two stated numbers that are equal are reported by the checks of the spec
            wanted = {_number(other, value) for other, value in network.segments.items()}
            free = next((n for n in range(1, room) if n not in wanted), None)
            newer = f", or segments.{numbers[number]}.number where that one is the newer"
            full = f"enlarge regions.{region}.hub.cidr and .views"
            remedy = f"state segments.{key}.number: {free}{newer}" if free else full
            problems.add((*path, "number"), f"falls on number {number}, the slot of segments.{numbers[number]}", remedy)
        return None
    numbers[number] = key
    if number >= room:
        reason = (
            f"has slot {number}, and the hub ({place.hub.cidr}) and the views ({place.views}) of {region} have {room}"
        )
        remedy = f"state a number from 1 to {room - 1}, or a larger regions.{region}.hub.cidr and .views"
        problems.add((*path, "number"), reason, remedy, number)
        return None
    blocks = _blocks(network, region, segment, number, path, problems)
    if blocks is None:
        return None
    return SegmentAddresses(
        addresses.child(place.hub.cidr, addresses.ENDPOINT_SET_LENGTH, number),
        addresses.child(place.views, addresses.VIEW_LENGTH, number),
        blocks,
        segment.pools.get(region, {}),
    )


def _number(key: str, segment: Segment) -> int:
    """The stated number, or the one that the segment's name gives it."""
    return (
        addresses.derived_slot(key, 1 << addresses.SEGMENT_BITS, first=1) if segment.number is None else segment.number
    )


def _blocks(
    network: Network, region: str, segment: Segment, number: int, path: Path, problems: Problems
) -> tuple[IPv4Network, ...] | None:
    if region in segment.blocks:
        return tuple(segment.blocks[region])
    supernet = network.regions[region].supernet
    length = supernet.prefixlen + addresses.SEGMENT_BITS
    if length > 26 or number >= addresses.slots(supernet, length):
        reason = f"has no block in {region}: its number {number} is no sixteenth of {supernet} that holds a VPC"
        problems.add((*path, "blocks"), reason, f"state {'.'.join(path)}.blocks.{region}")
        return None
    return (addresses.child(supernet, length, number),)


def _spoke(
    key: str, spoke: Spoke, home: SegmentAddresses, classes: Mapping[str, str], problems: Problems
) -> SpokeAddresses | None:
    path = ("spokes", key)
    vpc = spoke.cidr or _slot(home.blocks[0], spoke.prefix_length, spoke.number, key, path, problems)
    if vpc is None:
        return None
    blocks = {}
    for name in sorted(spoke.applications):
        consumer = f"{key}/{name}"
        here = (*path, "applications", name)
        block = _application(spoke.applications[name], consumer, vpc, home.pools, classes[consumer], here, problems)
        if block is not None:
            blocks[name] = block
    return SpokeAddresses(vpc, blocks)


def _application(
    application: Application,
    consumer: str,
    vpc: IPv4Network,
    pools: Mapping[str, IPv4Network],
    grant_class: str,
    path: Path,
    problems: Problems,
) -> IPv4Network | None:
    length = application.subnet_prefix_length - 2
    parent, reserved, key = vpc, [addresses.attachment_block(vpc)], path[-1]
    if pools:
        if grant_class not in pools:
            remedy = f"state a pool for '{grant_class}', or grant it what another class is granted"
            problems.add(path, f"is of the grant class '{grant_class}', which has no pool", remedy)
            return None
        parent, reserved, key = pools[grant_class], [], consumer
    block = application.cidr or _slot(parent, length, application.number, key, path, problems, reserved)
    if block is not None and not block.subnet_of(parent):
        problems.add((*path, "cidr"), f"lies outside of {parent}", f"choose a /{length} inside {parent}", block)
        return None
    return block


def _slot(
    parent: IPv4Network,
    length: int,
    number: int | None,
    key: str,
    path: Path,
    problems: Problems,
    reserved: Sequence[IPv4Network] = (),
) -> IPv4Network | None:
    """The block of a stated or derived number; a derived one keeps off the ``reserved`` end of the parent."""
    count = addresses.slots(parent, length)
    if number is None:
        count -= sum(max(1, addresses.slots(block, length)) for block in reserved)
    if count < 1 or (number is not None and number >= count):
        reason = f"does not fit: {parent} has room for {max(count, 0)} blocks of /{length}"
        given = "" if number is None else number
        problems.add(path, reason, "state a smaller size or number, or a larger block around it", given)
        return None
    return addresses.child(parent, length, addresses.derived_slot(key, count) if number is None else number)
