"""What the readers of single files share: where answers come from, the network that is filled, doubts and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from ...model.network import Doubt, Network
from ...model.ranges import Prefix
from ...model.vpcs import Id
from .errors import MalformedError, Problem
from .item import Item


@dataclass(frozen=True, slots=True)
class Place:
    """One folder of answers: an account's Region, as far as the folder's path or its content tells.

    ``answers`` maps a file's name (without ``.json``) to the list that it holds.
    """

    path: str
    account: str | None
    region: str | None
    answers: Mapping[str, list[Any]]

    def file(self, name: str) -> str:
        """The path of a file, for people."""
        return f"{self.path}/{name}.json" if self.path else f"{name}.json"

    def items(self, name: str) -> Iterator[Item]:
        """The objects of a file; none when the file is absent."""
        for index, value in enumerate(self.answers.get(name, ())):
            yield Item(value, f"{self.file(name)}: [{index}]")


Reader = Callable[["Context", Place, Item], None]


@dataclass(slots=True)
class Context:
    """The state of one reading."""

    places: tuple[Place, ...]
    network: Network = field(default_factory=lambda: Network(live=True))
    problems: set[Problem] = field(default_factory=set)
    doubts: set[Doubt] = field(default_factory=set)
    idle: set[Id] = field(default_factory=set)
    """Things that were seen and carry nothing: deleted, detached. A reference to one of them does not dangle."""
    dns: dict[Id, dict[str, bool]] = field(default_factory=dict)
    """VPC to its DNS attributes, where those were asked."""
    options: dict[Id, Id] = field(default_factory=dict)
    """VPC to its DHCP options."""
    servers: dict[Id, tuple[str, ...]] = field(default_factory=dict)
    """DHCP options to the name servers that they hand out."""
    resolver_subnets: dict[Id, set[Id]] = field(default_factory=dict)
    """Resolver endpoint to its subnets."""
    domains: dict[Id, set[str]] = field(default_factory=dict)
    """DNS Firewall domain list to its domains."""
    owners: dict[Id, Id] = field(default_factory=dict)
    """Interface to the endpoint or NAT gateway that names it."""
    entries: dict[Id, set[Prefix]] = field(default_factory=dict)
    """Managed prefix list to its entries."""
    regions: dict[str, str] = field(default_factory=dict)
    """Folder to its Region, where the path does not say it."""
    zones: dict[str, str] = field(default_factory=dict)
    """Folder and zone name to zone id."""

    def each(self, name: str, reader: Reader) -> None:
        """Read every object of the file in every place; a malformed one becomes a problem and the others go on."""
        for place in self.places:
            for index, value in enumerate(place.answers.get(name, ())):
                try:
                    reader(self, place, Item(value, f"[{index}]"))
                except MalformedError as error:
                    self.problem(place.file(name), f"{error.where} {error.what}", "take the snapshot anew")

    def problem(self, file: str, what: str, remedy: str) -> None:
        """Something that is wrong with the snapshot itself."""
        self.problems.add(Problem(file, what, remedy))

    def doubt(self, thing: Id, name: str, why: str, touches: Iterable[Id]) -> None:
        """Something that the answers leave open."""
        self.doubts.add(Doubt(thing, name, why, tuple(sorted(set(touches)))))

    def put(self, records: dict[Id, Any], record: Any, name: str | None = None) -> None:
        """Enter a record. What two accounts say alike is one record; where they differ the first stays, with a doubt."""
        tags = getattr(record, "tags", None)
        label = name or (tags or {}).get("Name")
        if tags is not None:
            self.network.tags[record.id] = {**tags, **self.network.tags.get(record.id, {})}
            record = replace(record, tags=self.network.tags[record.id])
        if label:
            self.network.names.setdefault(record.id, label)
        known = records.get(record.id)
        if known is None:
            records[record.id] = record
            return
        different = _differences(known, record)
        if different:
            self.doubt(record.id, different[0], "two answers of the snapshot differ", (record.id,))
        elif tags is not None:
            self._merge_tags(records, known, tags)

    def _merge_tags(self, records: dict[Id, Any], known: Any, tags: Mapping[str, str]) -> None:
        """Accounts that share a thing see their own tags on it: the union holds unless one key has two values."""
        if any(known.tags.get(key, value) != value for key, value in tags.items()):
            self.doubt(known.id, "Tags", "two answers of the snapshot differ", (known.id,))
        records[known.id] = replace(known, tags=self.network.tags[known.id])

    def same(self, records: dict[Id, Id], key: Id, value: Id, name: str) -> None:
        """Enter a plain reference; two different ones are a doubt."""
        if records.setdefault(key, value) != value:
            self.doubt(key, name, f"is both {records[key]} and {value}", (key, records[key], value))


def _differences(one: Any, other: Any) -> list[str]:
    if not is_dataclass(one):
        return ["value"]
    return [f.name for f in fields(one) if f.name != "tags" and getattr(one, f.name) != getattr(other, f.name)]
