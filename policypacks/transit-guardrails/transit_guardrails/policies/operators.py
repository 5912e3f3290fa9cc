"""Condition operators on one value each. Source: "IAM JSON policy elements: Condition operators"."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache

from ..model.ranges import Ranges, prefix, union
from .patterns import Lookup, MalformedError, Piece, arn_tokens, like, matches, pieces, resolved
from .three import Answer, Undecided

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class MalformedValueError(ValueError):
    """A policy's or a request's value that is not of the operator's type."""


def number(text: str) -> Decimal:
    """A decimal number of up to 15 and 10 digits (so that values between two are exact). Raises MalformedValueError."""
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,10})?", text, re.ASCII):
        raise MalformedValueError(f"{text!r} is not a number")
    return Decimal(text)


_DATES = ("%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d")
_OFFSETS = ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z")


@lru_cache(maxsize=4096)
def moment(text: str) -> Decimal:
    """A date as seconds of UNIX time, from ISO 8601 or epoch seconds. Raises MalformedValueError (a bare year too: ambiguous)."""
    if re.fullmatch(r"\d{5,11}", text, re.ASCII):
        return Decimal(text)
    for form in (*_DATES, *_OFFSETS):
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is set below when the form has none
            found = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
            since = found - datetime(1970, 1, 1, tzinfo=timezone.utc)
        except (ValueError, OverflowError):
            continue
        return Decimal(since.days * 86400 + since.seconds) + Decimal(since.microseconds) / 1_000_000
    raise MalformedValueError(f"{text!r} is not a date")


def truth(text: str) -> bool:
    """Raises MalformedValueError unless true or false."""
    if text.lower() not in ("true", "false"):
        raise MalformedValueError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def binary(text: str) -> bytes:
    """Raises MalformedValueError unless base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedValueError(f"{text!r} is not base64") from None


@lru_cache(maxsize=16384)
def network(text: str) -> Network:
    """A CIDR or one address. Raises MalformedValueError, for bits beyond the prefix length too."""
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise MalformedValueError(f"{text!r} is neither an address nor a CIDR without host bits") from None


@lru_cache(maxsize=16384)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise MalformedValueError(f"{text!r} is not an address") from None


def is_arn(text: str) -> bool:
    """Whether the text has the six parts of an ARN."""
    return text.startswith("arn:") and text.count(":") >= 5


def _text(parts: tuple[Piece, ...]) -> str:
    return "".join(part.value for part in parts)  # StringEquals knows no wildcards


def _arn(parts: tuple[Piece, ...], given: str) -> bool:
    if not is_arn(given):
        raise MalformedValueError(f"{given!r} is not an ARN")
    return matches(arn_tokens(parts), given)


@dataclass(frozen=True, slots=True)
class Operator:
    """A family of values, how one given value is compared with one wanted value, and whether the answer is negated."""

    family: str
    test: Callable[[tuple[Piece, ...], str], bool]
    negated: bool = False
    variables: bool = False  # string and Arn operators only
    wildcards: bool = False

    def compare(self, wanted: str, given: str, lookup: Lookup, variables: bool) -> Answer:
        """Whether the given value meets the wanted one, before negation."""
        try:
            if not self.variables:
                return self.test((Piece("text", wanted),), given)
            parts = resolved(pieces(wanted, variables), lookup)
            return parts if isinstance(parts, Undecided) else self.test(parts, given)
        except (MalformedError, MalformedValueError) as error:
            return Undecided(str(error))


def _ordered(read: Callable[[str], Decimal], name: str) -> Callable[[tuple[Piece, ...], str], bool]:
    tests: dict[str, Callable[[Decimal, Decimal], bool]] = {
        "Equals": lambda given, wanted: given == wanted,
        "LessThan": lambda given, wanted: given < wanted,
        "LessThanEquals": lambda given, wanted: given <= wanted,
        "GreaterThan": lambda given, wanted: given > wanted,
        "GreaterThanEquals": lambda given, wanted: given >= wanted,
    }
    return lambda wanted, given: tests[name](read(given), read(_text(wanted)))


@lru_cache(maxsize=4096)
def _blocks(wanted: tuple[str, ...]) -> Ranges | None:
    """CIDRs as one set of addresses; None if one of them is none."""
    try:
        return union(prefix(str(network(text))).ranges for text in wanted)
    except MalformedValueError:
        return None


def inside(wanted: tuple[str, ...], given: str) -> bool | None:
    """Whether an address is in any of many CIDRs, at once; None where a value is malformed, which is for ``compare`` to tell."""
    blocks = _blocks(wanted)
    try:
        number = prefix(str(_address(given))).first
    except MalformedValueError:
        return None
    return None if blocks is None else blocks.has(number)


def _in(wanted: tuple[Piece, ...], given: str) -> bool:
    inside, address = network(_text(wanted)), _address(given)
    return address.version == inside.version and address in inside


def _table() -> dict[str, Operator]:
    def equal(wanted: tuple[Piece, ...], given: str) -> bool:
        return _text(wanted) == given

    def same_letters(wanted: tuple[Piece, ...], given: str) -> bool:
        return _text(wanted).lower() == given.lower()

    table = {
        "StringEquals": Operator("string", equal, variables=True),
        "StringEqualsIgnoreCase": Operator("string", same_letters, variables=True),
        "StringLike": Operator("string", like, variables=True, wildcards=True),
        "ArnEquals": Operator("arn", _arn, variables=True, wildcards=True),
        "ArnLike": Operator("arn", _arn, variables=True, wildcards=True),
        "Bool": Operator("bool", lambda wanted, given: truth(_text(wanted)) == truth(given)),
        "BinaryEquals": Operator("binary", lambda wanted, given: binary(_text(wanted)) == binary(given)),
        "IpAddress": Operator("address", _in),
    }
    for family, read in (("Numeric", number), ("Date", moment)):
        for name in ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"):
            table[family + name] = Operator(family.lower(), _ordered(read, name))
    for name, opposite in (
        *(("StringEquals", "StringNotEquals"), ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")),
        *(("StringLike", "StringNotLike"), ("ArnEquals", "ArnNotEquals"), ("ArnLike", "ArnNotLike")),
        *(("NumericEquals", "NumericNotEquals"), ("DateEquals", "DateNotEquals"), ("IpAddress", "NotIpAddress")),
    ):
        one = table[name]
        table[opposite] = Operator(one.family, one.test, True, one.variables, one.wildcards)
    return table


OPERATORS = _table()
