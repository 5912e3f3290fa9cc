"""Judges an address plan: nothing overlaps, everything lies inside the block that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from ipaddress import IPv4Network

from ..spec.model import Network
from ..spec.problems import Path, Problems
from . import addresses
from .layout import Layout

Blocks = dict[str, IPv4Network]


def judge(network: Network, layout: Layout, problems: Problems) -> None:
    """Reports every overlap with both sides named, and every block outside of the one that must hold it."""
    supernets = {f"regions.{name}.supernet": region.supernet for name, region in network.regions.items()}
    _overlapping(supernets, {}, problems)
    segments = _infrastructure(network, layout)
    for region, blocks in segments.items():
        _overlapping(blocks, {}, problems)
        for name, block in blocks.items():
            supernet = network.regions[region].supernet
            if not block.subnet_of(supernet):
                remedy = f"choose a block inside {supernet}, or widen regions.{region}.supernet"
                problems.add(name.split("."), f"lies outside of the supernet of {region} ({supernet})", remedy, block)
    _spokes(network, layout, segments, problems)
    _applications(network, layout, problems)
    _outside(network, layout, segments, problems)


def _outside(network: Network, layout: Layout, infrastructure: dict[str, Blocks], problems: Problems) -> None:
    """An address has one place: in one network outside, or in one Region. A longer prefix from outside would take the
    answers of the spoke that it lies in. What else a partner uses may hold its own prefixes, and nobody else's."""
    blocks: Blocks = {}
    for collection, networks in (("on_premises", network.on_premises), ("partners", network.partners)):
        for name, stated in networks.items():
            blocks |= {f"{collection}.{name}.prefixes.{i}": prefix for i, prefix in enumerate(stated.prefixes)}
    _overlapping(blocks, {}, problems)
    ranges = {
        f"partners.{name}.ranges.{i}": block
        for name, partner in network.partners.items()
        for i, block in enumerate(partner.ranges)
    }
    _ranges(ranges, blocks, problems)
    _transit_blocks(network, {**blocks, **ranges}, problems)
    for name, block in {**blocks, **ranges}.items():
        what = _path(name)[2]
        for region, place in network.regions.items():
            if block.overlaps(place.supernet):
                inside = {**infrastructure[region], **_vpcs(network, layout, region)}
                hit = [f"{other} ({held})" for other, held in inside.items() if held.overlaps(block)]
                reason = f"overlaps regions.{region}.supernet ({place.supernet})"
                reason += f", in it {', '.join(hit)}" if hit else ""
                problems.add(_path(name), reason, f"state {what} that lie outside of every Region's supernet", block)


def _transit_blocks(network: Network, outside: Blocks, problems: Problems) -> None:
    """A transit gateway's own block is in no other place (Amazon VPC Transit Gateways guide, "Transit gateway CIDR blocks")."""
    regions = network.regions.items()
    own = {f"regions.{n}.transit_gateway_cidr": r.transit_gateway_cidr for n, r in regions if r.transit_gateway_cidr}
    held = {**{f"regions.{name}.supernet": region.supernet for name, region in regions}, **outside, **own}
    for first, second in addresses.overlaps(held):
        subject, other = (second, first) if second in own else (first, second)
        if subject in own:
            problems.add(_path(subject), f"overlaps {other} ({held[other]})", "choose another block", own[subject])


def _ranges(ranges: Blocks, prefixes: Blocks, problems: Problems) -> None:
    """What partners use beside their prefixes: no other network's."""
    for first, second in addresses.overlaps({**prefixes, **ranges}):
        subject, other = (first, second) if first in ranges else (second, first)
        if subject in ranges and _path(subject)[:2] != _path(other)[:2]:
            given, held = ranges[subject], {**prefixes, **ranges}[other]
            problems.add(_path(subject), f"overlaps {other} ({held})", "change one of the two", given)


def _vpcs(network: Network, layout: Layout, region: str) -> Blocks:
    return {
        f"spokes.{key}": placed.vpc for key, placed in layout.spokes.items() if network.spokes[key].region == region
    }


def _infrastructure(network: Network, layout: Layout) -> dict[str, Blocks]:
    """Per Region: the hub, the views and the segments' blocks, by the path of the spec that decides them."""
    found: dict[str, Blocks] = {
        name: {f"regions.{name}.hub.cidr": region.hub.cidr, f"regions.{name}.views": region.views}
        for name, region in network.regions.items()
    }
    for (region, key), place in layout.segments.items():
        for i, block in enumerate(place.blocks):
            found[region][f"segments.{key}.blocks.{region}.{i}"] = block
        for name, pool in place.pools.items():
            found[region][f"segments.{key}.pools.{region}.{name}"] = pool
    return found


def _spokes(network: Network, layout: Layout, infrastructure: dict[str, Blocks], problems: Problems) -> None:
    by_segment: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in layout.spokes:
        by_segment[network.spokes[key].region, network.spokes[key].segment].append(key)
    for place, keys in by_segment.items():
        home = layout.segments[place]
        blocks = {f"spokes.{key}": layout.spokes[key].vpc for key in keys}
        for key in keys:
            vpc = layout.spokes[key].vpc
            if not any(vpc.subnet_of(block) for block in home.blocks):
                reason = f"lies outside of the blocks of segment {place[1]} in {place[0]} ({_listed(home.blocks)})"
                hit = [f"{name} ({block})" for name, block in infrastructure[place[0]].items() if block.overlaps(vpc)]
                reason += f" and overlaps {' and '.join(hit)}" if hit else ""
                remedy = f"choose a block inside, or add one to segments.{place[1]}.blocks.{place[0]}"
                problems.add(("spokes", key, "cidr"), reason, remedy, vpc)
        derived = {f"spokes.{k}" for k in keys if network.spokes[k].cidr is None and network.spokes[k].number is None}
        _overlapping(blocks, dict.fromkeys(derived, home.blocks[0]), problems)


def _applications(network: Network, layout: Layout, problems: Problems) -> None:
    pooled: dict[tuple[str, str, str], Blocks] = defaultdict(dict)
    for key, spoke in layout.spokes.items():
        stated = network.spokes[key]
        pools = layout.segments[stated.region, stated.segment].pools
        blocks = {f"spokes.{key}.applications.{name}": block for name, block in spoke.applications.items()}
        if pools:
            for name, block in spoke.applications.items():
                grant_class = layout.classes[f"{key}/{name}"]
                pooled[stated.region, stated.segment, grant_class][f"spokes.{key}.applications.{name}"] = block
            continue
        attachment = addresses.attachment_block(spoke.vpc)
        for name, block in blocks.items():
            if block.overlaps(attachment):
                remedy = "choose another number or cidr"
                problems.add(name.split("."), f"overlaps the attachment subnets ({attachment})", remedy, block)
        _overlapping(blocks, dict.fromkeys(blocks, spoke.vpc), problems, (attachment,))
    for (region, segment, grant_class), blocks in pooled.items():
        pool = layout.segments[region, segment].pools[grant_class]
        _overlapping(blocks, dict.fromkeys(blocks, pool), problems)


def _overlapping(blocks: Blocks, parents: Blocks, problems: Problems, reserved: Iterable[IPv4Network] = ()) -> None:
    """Reports overlapping blocks. ``parents``: blocks for which free numbers can be told, and where."""
    for first, second in addresses.overlaps(blocks):
        subject, other = (second, first) if second in parents or first not in parents else (first, second)
        remedy = "change one of the two"
        if subject in parents:
            taken = [block for name, block in blocks.items() if name != subject]
            free = addresses.free_slots(parents[subject], blocks[subject].prefixlen, [*taken, *reserved])
            numbers = " or ".join(map(str, free))
            newer = f", or {other}.number where that one is the newer" if other in parents else ""
            full = f"{parents[subject]} is full: state a larger block"
            remedy = f"state {subject}.number: {numbers} (free){newer}" if free else full
        reason = f"overlaps {other} ({blocks[other]})"
        problems.add(_path(subject), reason, remedy, blocks[subject])


def _path(name: str) -> Path:
    return tuple(name.split("."))


def _listed(blocks: Iterable[IPv4Network]) -> str:
    return ", ".join(map(str, blocks))
