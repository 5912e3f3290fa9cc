"""From where a bucket is called: subnets with a way to Amazon S3, networks outside over an S3 endpoint, and everywhere else.

Sources: AWS PrivateLink guide, "Gateway endpoints for Amazon S3" (an endpoint serves the buckets of its own Region; security
groups and network ACLs must let out to Amazon S3); IAM user guide, "AWS global condition context keys" (the keys of VPC
endpoints are in a request through an endpoint alone).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ...model.endpoints import Bucket, Endpoint
from ...model.ranges import EVERY_IPV4, NOTHING, PUBLIC, Ranges, union
from ...model.services import HTTPS
from ...model.vpcs import Subnet
from ..ends import Disposition, End, Hop
from ..index import Index
from ..packets import Packets
from ..reach import Reached, reach
from ..walk import Walker
from .groups import Groups

OUTSIDE = "outside"
"""What the names of places outside of the stack begin with."""
Way = Literal["open", "closed", "undecided"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls come from, with the hops of one packet.

    ``addresses`` are the callers' behind a VPC endpoint: none without one. ``account`` is that of the endpoint, None where
    it is any other than the bucket's. ``outside``: of the stack.
    """

    name: str
    way: Way = "open"
    endpoint: Endpoint | None = None
    addresses: Ranges = NOTHING
    account: str | None = None
    hops: tuple[Hop, ...] = ()
    outside: bool = False


def places(index: Index, bucket: Bucket) -> list[Place]:
    """Every place that the network has, those without a way too, and what is outside of it."""
    found = [*_from_subnets(index, bucket), *_over_interfaces(index, bucket)]
    known = {place.name for place in found if place.way != "closed"}
    kept = [place for place in found if place.way != "closed" or place.name not in known]
    inside = sorted(kept, key=lambda place: (place.name, place.endpoint.id if place.endpoint else ""))
    return [*inside, *_outside(index, bucket, inside)]


def _outside(index: Index, bucket: Bucket, inside: Sequence[Place]) -> Iterator[Place]:
    """No endpoint; those that the stack's accounts have outside of it, where nobody has its addresses; and any other."""
    yield Place(f"{OUTSIDE}, no endpoint", outside=True)
    links = (blocks for link in index.network.links.values() for blocks in link.networks.values())
    known = index.inside | union(block.ranges for blocks in links for block in blocks)
    for account in sorted({bucket.account or "", *(place.account or "" for place in inside)} - {""}):
        name = f"{OUTSIDE}, endpoint of {account}"
        yield Place(name, addresses=EVERY_IPV4 - known, account=account, outside=True)
    yield Place(f"{OUTSIDE}, endpoint of other accounts", addresses=EVERY_IPV4, outside=True)


def _from_subnets(index: Index, bucket: Bucket) -> Iterator[Place]:
    """Groups of subnets by the way that they have to Amazon S3's public addresses."""
    walker, groups = Walker(index), Groups(index)
    found: dict[tuple[str, Way, str], list[tuple[Subnet, End]]] = defaultdict(list)
    for subnet in sorted(index.network.subnets.values(), key=lambda subnet: subnet.id):
        name = _name(index, subnet)
        for end in walker.leave_subnet(subnet, Packets(subnet.ranges, PUBLIC, HTTPS)):
            stopped = groups.held(subnet, end, PUBLIC)
            way, door = _way(index, bucket, stopped)
            found[name, way, door].append((subnet, stopped))
    for (name, way, door), ends in sorted(found.items()):
        endpoint = index.network.endpoints.get(door)
        hops = ends[0][1].hops
        if endpoint is None or way != "open":
            yield Place(name, way, hops=hops)
        else:
            yield _place(index, name, endpoint, union(subnet.ranges for subnet, _ in ends), hops)


def _over_interfaces(index: Index, bucket: Bucket) -> Iterator[Place]:
    """Whoever reaches an interface endpoint of Amazon S3: subnets, and networks behind links."""
    doors = [e for _, e in sorted(index.network.endpoints.items()) if e.kind == "interface" and _is_s3(e)]
    reached, groups = (reach(index) if doors else None), Groups(index)
    for endpoint in doors:
        found: dict[str, list[tuple[Ranges, End]]] = defaultdict(list)
        for each in reached.doors.get(endpoint.id, ()) if reached else ():
            for name, senders, end in _senders(index, groups, each):
                found[name].append((senders, end))
        for name, ways in sorted(found.items()):
            unsure = [end for _, end in ways if end.disposition is Disposition.UNDECIDED]
            if unsure:
                yield Place(name, "undecided", hops=unsure[0].hops)
            sure = [(senders, end) for senders, end in ways if end not in unsure]
            if not sure:
                continue
            hops = (*sure[0][1].hops, Hop("endpoint", endpoint.id, "interface endpoint"))
            way = _region_way(bucket, endpoint)
            if index.doubts(endpoint.id) or way == "undecided":
                yield Place(name, "undecided", hops=hops)
            elif way == "open":
                yield _place(index, name, endpoint, union(senders for senders, _ in sure), hops)


def _place(index: Index, name: str, endpoint: Endpoint, addresses: Ranges, hops: tuple[Hop, ...]) -> Place:
    vpc = index.network.vpcs.get(endpoint.vpc or "")
    return Place(name, "open", endpoint, addresses, vpc.account if vpc else None, hops)


def _senders(index: Index, groups: Groups, reached: Reached) -> Iterator[tuple[str, Ranges, End]]:
    """Whoever is behind a source, by name, with its own way: of subnets that behave alike one was walked for all."""
    source, door = reached.source, reached.door.subnet
    if source.attachment:
        for name, blocks in sorted(index.behind(source.attachment).items()):
            if senders := reached.may & union(block.ranges for block in blocks):
                yield name, senders, reached.way(senders)
    for subnet in source.subnets:
        if senders := reached.may & subnet.ranges:
            ends = Walker(index).leave_subnet(subnet, Packets(senders, door.ranges, HTTPS))
            end = next((end for end in ends if end.place == door.id), reached.way(senders))
            if (held := groups.held(subnet, end, door.ranges)).disposition is not Disposition.DENIED_OUT:
                yield _name(index, subnet), senders, held


def _name(index: Index, subnet: Subnet) -> str:
    """The application, by the tags that only the deployer sets; the route table of what belongs to none."""
    spoke, application = subnet.tags.get("spoke"), subnet.tags.get("application")
    if spoke and application:
        return f"{spoke}/{application}"
    return index.name(index.table_of(subnet) or subnet.vpc)


def _way(index: Index, bucket: Bucket, end: End) -> tuple[Way, str]:
    """Whether calls get to Amazon S3 there, and the endpoint that takes them."""
    if end.disposition is Disposition.UNDECIDED:
        return "undecided", ""
    if end.disposition is Disposition.EXITS:
        return "open", ""
    endpoint = index.network.endpoints.get(end.place)
    if end.disposition is not Disposition.ACCEPTED or end.hops[-1].kind != "endpoint":
        return "closed", ""
    if endpoint is None or not _is_s3(endpoint):
        return "undecided", end.place
    return _region_way(bucket, endpoint), end.place


def _is_s3(endpoint: Endpoint) -> bool:
    return endpoint.service.endswith(".s3")


def _region_way(bucket: Bucket, endpoint: Endpoint) -> Way:
    """An endpoint serves the buckets of the Region that its service name says."""
    if bucket.region is None:
        return "undecided"
    return "open" if endpoint.service.split(".")[-2] == bucket.region else "closed"
