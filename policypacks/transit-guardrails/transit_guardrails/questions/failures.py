"""What can fail by itself: zones, the endpoints of a Region, and links. All are found from the network.

An *az* (a zone) takes everything in it along: subnets with whatever has an interface there. A *region* is the endpoints of the
Region, which answer no more, while VPCs, gateways and links still work: with all of the Region gone its consumers are gone
as well, and there is nothing to ask. A *link* is a Direct Connect virtual interface, a VPN connection, a Connect
attachment or a peering of transit gateways; all tunnels of one together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from ..model.transit import Attachment
from ..model.vpcs import Id
from .index import Index

FailureKind = Literal["az", "region", "link"]
KINDS: tuple[FailureKind, ...] = get_args(FailureKind)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that fails as a whole. ``things`` are its subnets, endpoints, attachments, or its one virtual interface."""

    kind: FailureKind
    name: str
    things: tuple[Id, ...]

    def __str__(self) -> str:
        return f"{self.kind}={self.name}"


def failures(index: Index) -> list[Failure]:
    """Every single failure of the network: zones, Regions, links, each by name.

    A zone is named by its id (by its name where no id is known), a Region by its name. The name of a link is
    ``<gateway>-<interface>`` (``dx-ashburn``), ``vpn-<link>`` (``vpn-datacenter``), ``connect-<link>`` or
    ``peering-<region>-<region>``, from the logical names that the components give; what is named otherwise keeps its own name, and so do links that would
    share one.
    """
    return [*zones(index), *_regions(index), *_links(index)]


def zones(index: Index) -> list[Failure]:
    """Every zone that holds subnets."""
    found: dict[str, list[Id]] = defaultdict(list)
    for subnet in sorted(index.network.subnets.values(), key=lambda s: s.id):
        if subnet.zone:
            found[subnet.zone].append(subnet.id)
    return [Failure("az", zone, tuple(found[zone])) for zone in sorted(found)]


def links_of(index: Index, attachment: Attachment) -> list[Failure]:
    """The links that carry an attachment, by name: one of them is enough."""
    return [found for found in _links(index) if attachment.id in found.things or _carries(index, found, attachment)]


def _carries(index: Index, link: Failure, attachment: Attachment) -> bool:
    interface = index.network.virtual_interfaces.get(link.things[0])
    return interface is not None and interface.gateway == attachment.resource


def _regions(index: Index) -> list[Failure]:
    """Every Region that holds endpoint sets."""
    found: dict[str, list[Id]] = defaultdict(list)
    for endpoint in sorted(index.network.endpoints.values(), key=lambda e: e.id):
        vpc = index.network.vpcs.get(endpoint.vpc or "")
        if vpc and endpoint.endpoint_set:
            found[vpc.region].append(endpoint.id)
    return [Failure("region", region, tuple(found[region])) for region in sorted(found)]


def _links(index: Index) -> list[Failure]:
    found = [(short, index.name(things[0]), things) for short, things in _ends(index)]
    taken = Counter(short for short, _, _ in found)
    named = (Failure("link", short if taken[short] == 1 else full, things) for short, full, things in found)
    return sorted(named, key=lambda link: (link.name, link.things))


def _ends(index: Index) -> Iterator[tuple[str, tuple[Id, ...]]]:
    """Short names of links with what fails. A Direct Connect gateway whose interfaces nobody states is one link."""
    network = index.network
    for interface in network.virtual_interfaces.values():
        yield _interface_name(index.name(interface.id)), (interface.id,)
    stated = {interface.gateway for interface in network.virtual_interfaces.values()}
    for attachment in network.attachments.values():
        if attachment.kind == "vpc" or (attachment.kind == "direct-connect-gateway" and attachment.resource in stated):
            continue
        if attachment.kind != "peering":
            name = index.name(attachment.resource or attachment.id)
            yield _tunnels_name(name, _region(index, attachment)), (attachment.id,)
        elif twin := network.attachments.get(attachment.twin or ""):
            if attachment.id < twin.id:
                ends = sorted((_region(index, attachment), _region(index, twin)))
                yield f"peering-{'-'.join(ends)}", (attachment.id, twin.id)
        else:
            yield index.name(attachment.id), (attachment.id,)


def _interface_name(name: str) -> str:
    return name.removeprefix("direct-connect-").replace(".", "-", 1) if name.startswith("direct-connect-") else name


def _tunnels_name(name: str, region: str) -> str:
    for start, end in (("vpn-", "-connection"), ("connect-", "-attachment")):
        short = name.removeprefix(f"{region}-").removesuffix(end)
        if short.startswith(start) and name.endswith(end):
            return short
    return name


def _region(index: Index, attachment: Attachment) -> str:
    gateway = index.network.transit_gateways.get(attachment.gateway or "")
    return gateway.region if gateway else ""


def named(known: Iterable[Failure], kind: str, name: str) -> Failure | None:
    """The failure of a kind that has the name."""
    return next((failure for failure in known if (failure.kind, failure.name) == (kind, name)), None)
