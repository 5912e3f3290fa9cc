"""What live links announced, as a snapshot tells it, put beside what a program or its state says of them.

Of the snapshot nothing else is taken. A table or link is that of the snapshot which has its AWS id; before the id is known, that
which has its tags ``Name`` and ``network``, and a Direct Connect gateway that which has its BGP number. What is not exactly one
is a doubt that names both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model.network import Doubt, Network
from ..model.transit import Attachment
from ..model.vpcs import Id
from .pulumi.index import known_id
from .resource import Resource
from .snapshot.transit import direct_connect_id

IDENTITY = ("Name", "network")
"""Tags that say which thing of which network this is (components/README.md, "The contract")."""
ATTACHMENT_ID = "transitGatewayAttachmentId"
"""Output of VPNs and of associations of Direct Connect gateways."""


def hear(network: Network, resources: Sequence[Resource], live: Network) -> None:
    """Fills ``learned_routes`` and ``heard`` of a program's network from what AWS described, with a doubt for what fits nobody."""
    match = _Match(network, resources, live)
    links = [a for _, a in sorted(network.attachments.items()) if a.link]
    tables = _paired(network, "table", {urn: match.table(urn) for urn in sorted(network.transit_tables)})
    attachments = _paired(network, "attachment", {link.id: match.attachment(link) for link in links})
    untold = [doubt for doubt in live.doubts if doubt.thing in tables]
    found = [Doubt(tables[doubt.thing], doubt.property, f"{doubt.thing}: {doubt.why}", ()) for doubt in untold]
    network.heard = frozenset({*tables.values(), *attachments.values()} - {doubt.thing for doubt in found})
    for route in sorted(live.learned_routes.values(), key=lambda r: r.id):
        table, by = tables.get(route.table), attachments.get(route.attachment)
        says = f"{route.table} learned {route.to} by {route.attachment}"
        if table and by:
            network.learned_routes[route.id] = replace(route, table=table, attachment=by)
        elif table:
            found.append(Doubt(table, "a learned route", f"{says}, and no link of the program is that attachment", ()))
        elif by:
            found.append(Doubt(by, "a learned route", f"{says}, and no table of the program is that one", ()))
    network.doubts = sorted({*network.doubts, *found})


@dataclass(frozen=True, slots=True)
class _Sought:
    """By what a thing is looked for, and the AWS ids of those that may be it."""

    by: str
    found: set[Id]


def _paired(network: Network, what: str, sought: Mapping[Id, _Sought]) -> dict[Id, Id]:
    """The snapshot's ids to the program's. A doubt where that is not one to one."""
    claims = [key for each in sought.values() for key in each.found]
    paired: dict[Id, Id] = {}
    for urn, each in sought.items():
        if len(each.found) == 1 and claims.count(min(each.found)) == 1:
            paired[min(each.found)] = urn
            continue
        why = f"the snapshot holds no {what} with {each.by}"
        if each.found:
            why = f"the snapshot's {what} with {each.by} is not one for one: {', '.join(sorted(each.found))}"
        network.doubts.append(Doubt(urn, "what was learned", why, ()))
    return paired


class _Match:
    """Which things of a snapshot a program's thing may be."""

    def __init__(self, network: Network, resources: Iterable[Resource], live: Network) -> None:
        self._network, self._live = network, live
        self._resources = {one.urn: one for one in resources}

    def table(self, urn: Id) -> _Sought:
        """A transit gateway's table."""
        return self._same(urn, self._live.transit_tables)

    def attachment(self, link: Attachment) -> _Sought:
        """The attachment of a link: its own id (a Connect attachment has tags too), else what is behind it and the gateway that it is attached to."""
        if link.kind == "connect":
            return self._same(link.id, self._live.attachments)
        stated = self._resources[link.id].outputs.get(ATTACHMENT_ID)
        if isinstance(stated, str) and stated:
            return _Sought(f"the id {stated}", {stated} & self._live.attachments.keys())
        gateway = self._same(link.gateway, self._live.transit_gateways)
        behind = self._same(link.resource, self._live.vpns) if link.kind == "vpn" else self._direct(link.resource)
        found = {
            each.id
            for each in self._live.attachments.values()
            if each.kind == link.kind and each.gateway in gateway.found and each.resource in behind.found
        }
        return _Sought(f"{behind.by} at the gateway with {gateway.by}", found)

    def _direct(self, urn: Id | None) -> _Sought:
        """A Direct Connect gateway, which AWS describes without tags."""
        live, known = self._live.direct_connect_gateways, self._known(urn)
        if known:
            return _Sought(f"the id {known}", {direct_connect_id(known)} & live.keys())
        stated = self._network.direct_connect_gateways.get(urn or "")
        number = stated.asn if stated else None
        return _Sought(f"the BGP number {number}", {each.id for each in live.values() if number and each.asn == number})

    def _same(self, urn: Id | None, records: Mapping[Id, Any]) -> _Sought:
        if known := self._known(urn):
            return _Sought(f"the id {known}", {known} & records.keys())
        tags = self._network.tags.get(urn or "", {})
        named = {key: tags[key] for key in IDENTITY if key in tags}
        found = {key for key in records if named.items() <= self._live.tags.get(key, {}).items()}
        by = " and ".join(f"the tag {key}={value}" for key, value in named.items())
        return _Sought(by, found) if len(named) == len(IDENTITY) else _Sought("an id or tags that are known", set())

    def _known(self, urn: Id | None) -> str | None:
        resource = self._resources.get(urn or "")
        return known_id(resource) if resource else None
