"""The atoms of one condition key: a value for every way in which its tests can come out."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

from .automaton import Token, atoms
from .operators import OPERATORS, MalformedValueError, Network, binary, is_arn, moment, network, number
from .patterns import MalformedError, Piece, arn_tokens, pieces, plain, string_tokens

_ARN = arn_tokens(pieces("arn:*:*:*:*:*", False))
# A value that looks like one of the key's and that no policy names.
_UNLISTED = {
    "aws:principalaccount": "000000000000",
    "aws:principalorgid": "o-unlisted00",
    "aws:sourcevpc": "vpc-unlisted",
    "aws:sourcevpce": "vpce-unlisted",
}


@dataclass(slots=True)
class Tests:
    """What policies compare one key with. Mutable while policies are read."""

    families: set[str] = field(default_factory=set)
    literals: set[str] = field(default_factory=set)
    globs: dict[tuple[Token, ...], None] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)  # numbers, dates, CIDRs, base64
    sets: bool = False

    def add(self, base: str, values: Iterable[str], variables: bool) -> None:
        """One condition: the operator's base name and its values. Unknown operators and malformed values decide nothing."""
        operator = OPERATORS.get(base)
        if operator is None:
            return
        self.families.add(operator.family)
        for value in values:
            if operator.family not in ("string", "arn"):
                self.typed.add(value)
                continue
            with suppress(MalformedError):
                self._text(pieces(value, variables), base, operator.family, operator.wildcards)

    def _text(self, parts: tuple[Piece, ...], base: str, family: str, wildcards: bool) -> None:
        if not wildcards:
            parts = tuple(Piece("text", part.value) if part.kind == "wild" else part for part in parts)
        literal = plain(parts)
        if "IgnoreCase" in base:
            self.globs[string_tokens(parts, ignore_case=True)] = None
        elif literal is None:
            self.globs[arn_tokens(parts) if family == "arn" else string_tokens(parts)] = None
        elif family != "arn" or is_arn(literal):
            self.literals.add(literal)


def _read(texts: Iterable[str], read: str) -> list[Decimal]:
    found = set[Decimal]()
    for text in texts:
        with suppress(MalformedValueError):
            found.add(number(text) if read == "numeric" else moment(text))
    return sorted(found)


def _around(bounds: Sequence[Decimal]) -> list[Decimal]:
    if not bounds:
        return [Decimal(0)]
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    return sorted({bounds[0] - 1, *bounds, *between, bounds[-1] + 1})


def _dates(bounds: Sequence[Decimal]) -> Iterator[str]:
    for seconds in _around(bounds):
        with suppress(OverflowError):  # before the year 1 and after 9999 there is no date to send
            when = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=int(seconds * 1_000_000))
            yield when.isoformat(timespec="microseconds")


def _typed(test: Tests, family: str) -> list[str]:
    if family == "bool":
        return ["true", "false"]
    if family == "numeric":
        return [f"{value:f}" for value in _around(_read(test.typed, family))]
    if family == "date":
        return list(_dates(_read(test.typed, family)))
    if family == "address":
        return list(address_atoms(test.typed))
    found = set[bytes]()
    for text in test.typed:
        with suppress(MalformedValueError):
            found.add(binary(text))
    other = next(bytes([0] * size) for size in range(1, len(found) + 2) if bytes([0] * size) not in found)
    return [base64.b64encode(value).decode() for value in (*sorted(found), other)]


def instance(tokens: Sequence[Token]) -> str:
    """A readable string that a glob matches ("unlisted" has no colon, so tokens that exclude it are met too)."""
    return "".join(("unlisted" if token.loop else "u") if token.negated else token.chars[0] for token in tokens)


def key_atoms(key: str, test: Tests, gaps: list[str]) -> tuple[str, ...]:
    """One value per atom of the key's tests; what cannot be explored is appended to ``gaps``."""
    typed = sorted(test.families - {"string", "arn"})
    if len(typed) + bool(test.families & {"string", "arn"}) > 1:
        gaps.append(f"{key} is compared as values of different types ({', '.join(sorted(test.families))})")
    values = [value for family in typed for value in _typed(test, family)]
    if typed and not test.families & {"string", "arn"}:
        return tuple(values)
    globs = [*test.globs, *([_ARN] if "arn" in test.families else [])]
    nice = [_UNLISTED.get(key.lower(), "unlisted"), "arn:aws:unlisted:::unlisted", *map(instance, test.globs)]
    found = atoms(globs, test.literals, nice)
    if not found.complete:
        gaps.append(f"the wildcards that {key} is compared with overlap in more ways than can be explored")
    texts = (*sorted(test.literals), *found.strings, *values)
    return tuple(text for text in texts if "arn" not in test.families or is_arn(text))


def address_atoms(cidrs: Iterable[str]) -> tuple[str, ...]:
    """An address for each distinct set of the CIDRs (or addresses) that contain one; the first address that does."""
    networks: set[Network] = set()
    for text in cidrs:
        with suppress(MalformedValueError):
            networks.add(network(text))
    atoms_found: dict[tuple[int, tuple[int, ...]], str] = {}
    for version, top in ((4, 2**32), *(((6, 2**128),) if any(net.version == 6 for net in networks) else ())):
        ranges = sorted(
            (int(net.network_address), int(net.broadcast_address)) for net in networks if net.version == version
        )
        open_: list[int] = []
        begun = 0
        for edge in sorted({0, *(low for low, _ in ranges), *(high + 1 for _, high in ranges)}):
            while begun < len(ranges) and ranges[begun][0] <= edge:
                open_.append(begun)
                begun += 1
            open_ = [n for n in open_ if ranges[n][1] >= edge]
            inside = tuple(open_)
            if edge < top:
                one = ipaddress.IPv4Address(edge) if version == 4 else ipaddress.IPv6Address(edge)
                atoms_found.setdefault((version, inside), str(one))
    return tuple(atoms_found.values())


def addresses(test: Tests, gaps: list[str]) -> tuple[str, ...]:
    """The addresses that a request may come from; the key is always one address."""
    if test.families - {"address"}:
        gaps.append("aws:VpcSourceIp is compared with something that is not an address")
    return address_atoms(test.typed)
