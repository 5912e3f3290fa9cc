"""Reads a resource-based policy document. Sources: "Grammar of the IAM JSON policy language", "Principal", "Version"."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NoReturn

from .records import Condition, Match, Policy, PolicyError, Principals, Statement

__all__ = ["Condition", "Match", "Policy", "PolicyError", "Principals", "Statement", "parse"]

_VERSIONS = ("2008-10-17", "2012-10-17")
_POLICY = ("Version", "Id", "Statement")
_STATEMENT = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
)
_PRINCIPALS = ("AWS", "Service", "Federated", "CanonicalUser")
_ACTION = re.compile(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+")


_ITSELF = Match(("*",))
"""What a trust policy is about: the role that it belongs to."""


class _Object(dict[str, object]):
    """A JSON object that remembers which keys were written more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        names = [key for key, _ in pairs]
        self.repeated = sorted({key for key in names if names.count(key) > 1}) if len(self) < len(names) else []


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def parse(text: str, *, principal: bool = True, resource: bool = True) -> Policy:
    """The policy of a text; identity policies have no ``principal``, trust policies no ``resource``.

    Raises PolicyError with every problem and its place, and nothing else.
    """
    reader = _Reader(principal, resource)
    try:
        raw = json.loads(text, object_pairs_hook=_Object, parse_float=Decimal, parse_constant=_refuse)
        policy = reader.policy(raw, len(text))
    except RecursionError:
        raise PolicyError(("$: nested too deeply for a policy document",)) from None
    except (ValueError, TypeError) as error:
        raise PolicyError((f"$: expected JSON: {error}",)) from None
    if reader.problems:
        raise PolicyError(tuple(reader.problems))
    return policy


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")


class _Reader:
    """Collects problems while it reads; what it returns counts only if there are none."""

    def __init__(self, principal: bool, resource: bool) -> None:
        self.problems: list[str] = []
        self._principal, self._resource = principal, resource

    def _wrong(self, path: str, expected: str) -> None:
        self.problems.append(f"{path}: {expected}")

    def _object(self, value: object, path: str, known: tuple[str, ...] | None) -> dict[str, object]:
        if not isinstance(value, _Object):
            self._wrong(path, f"expected an object, found {_kind(value)}")
            return {}
        for key in value.repeated:
            self._wrong(f"{path}.{key}", "expected once, written more than once")
        for key in value:
            if known is not None and key not in known:
                self._wrong(f"{path}.{key}", f"unknown element, expected one of {', '.join(known)}")
        return value

    def _texts(self, value: object, path: str, plain: Callable[[object], str | None]) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        if not values:
            self._wrong(path, "expected at least one value, found an empty list")
        texts: list[str] = []
        for number, item in enumerate(values):
            text = plain(item)
            if text is None:
                place = f"{path}[{number}]" if isinstance(value, list) else path
                self._wrong(place, f"expected a string or a list of strings, found {_kind(item)}")
            else:
                texts.append(text)
        return tuple(texts)

    def policy(self, raw: object, length: int) -> Policy:
        document = self._object(raw, "$", _POLICY)
        if not document:
            if isinstance(raw, dict):
                self._wrong("$.Statement", "missing, expected a statement or a list of them")
            return Policy(())
        version = document.get("Version", _VERSIONS[0])
        if version not in _VERSIONS:
            self._wrong("$.Version", f"expected one of {', '.join(_VERSIONS)}, found {str(version)[:40]!r}")
        if not isinstance(document.get("Id", ""), str):
            self._wrong("$.Id", f"expected a string, found {_kind(document['Id'])}")
        if "Statement" not in document:
            self._wrong("$.Statement", "missing, expected a statement or a list of them")
            return Policy(())
        found = document["Statement"]
        if isinstance(found, list) and not found:
            self._wrong("$.Statement", "expected at least one statement, found an empty list")
        listed = [(item, f"$.Statement[{n}]") for n, item in enumerate(found)] if isinstance(found, list) else []
        places = listed or ([] if isinstance(found, list) else [(found, "$.Statement")])
        variables = version == _VERSIONS[1]
        return Policy(tuple(self._statement(item, n, path, variables) for n, (item, path) in enumerate(places)), length)

    def _statement(self, raw: object, index: int, path: str, variables: bool) -> Statement:
        body = self._object(raw, path, _STATEMENT)
        sid = body.get("Sid")
        if "Sid" in body and not isinstance(sid, str):
            self._wrong(f"{path}.Sid", f"expected a string, found {_kind(sid)}")
        if isinstance(raw, dict) and body.get("Effect") not in ("Allow", "Deny"):
            self._wrong(f"{path}.Effect", "expected Allow or Deny")
        return Statement(
            sid=sid if isinstance(sid, str) and sid else None,
            index=index,
            allow=body.get("Effect") == "Allow",
            principals=self._principals(body, path) if isinstance(raw, dict) else Principals(),
            actions=self._match(body, path, "Action", isinstance(raw, dict)),
            resources=self._match(body, path, "Resource", isinstance(raw, dict)) if self._resource else _ITSELF,
            conditions=self._conditions(body["Condition"], f"{path}.Condition") if "Condition" in body else (),
            variables=variables,
        )

    def _one_of(self, body: dict[str, object], path: str, element: str) -> tuple[str, object] | None:
        present = [name for name in (element, f"Not{element}") if name in body]
        if len(present) != 1:
            what = f"both {element} and Not{element}, expected one" if present else "missing"
            self._wrong(f"{path}.{element}", what if present else f"missing, expected {element} or Not{element}")
            return None
        return present[0], body[present[0]]

    def _match(self, body: dict[str, object], path: str, element: str, wanted: bool) -> Match:
        found = self._one_of(body, path, element) if wanted else None
        if found is None:
            return Match(())
        name, value = found
        patterns = self._texts(value, f"{path}.{name}", lambda item: item if isinstance(item, str) else None)
        for pattern in patterns:
            if element == "Action" and not _ACTION.fullmatch(pattern):
                self._wrong(f"{path}.{name}", f"expected service:action or *, found {pattern!r}")
            elif element == "Resource" and not (pattern == "*" or pattern.startswith("arn:") or "${" in pattern):
                self._wrong(f"{path}.{name}", f"expected an ARN or *, found {pattern!r}")
        return Match(patterns, negated=name.startswith("Not"))

    def _principals(self, body: dict[str, object], path: str) -> Principals:
        if not self._principal and not {"Principal", "NotPrincipal"} & set(body):
            return Principals(everyone=True)
        found = self._one_of(body, path, "Principal")
        if found is None:
            return Principals()
        (name, value), negated = found, found[0] == "NotPrincipal"
        where = f"{path}.{name}"
        if isinstance(value, str):
            if value != "*":
                self._wrong(where, f"expected * or an object, found {value!r}")
            return Principals(everyone=True, negated=negated)
        kinds = self._object(value, where, _PRINCIPALS)
        if not kinds and isinstance(value, dict):
            self._wrong(where, f"expected one of {', '.join(_PRINCIPALS)}")
        texts = {
            kind: self._texts(item, f"{where}.{kind}", lambda one: one if isinstance(one, str) else None)
            for kind, item in kinds.items()
            if kind in _PRINCIPALS
        }
        for kind, names in texts.items():
            for one in names:
                if ("*" in one or "?" in one) and (kind, one) != ("AWS", "*"):
                    self._wrong(f"{where}.{kind}", f"a wildcard cannot be part of a principal, found {one!r}")
        aws = texts.get("AWS", ())
        return Principals(
            everyone="*" in aws,
            aws=tuple(one for one in aws if one != "*"),
            services=texts.get("Service", ()),
            others=texts.get("Federated", ()) + texts.get("CanonicalUser", ()),
            negated=negated,
        )

    def _conditions(self, value: object, path: str) -> tuple[Condition, ...]:
        conditions: list[Condition] = []
        for operator, keys in self._object(value, path, None).items():
            for key, wanted in self._object(keys, f"{path}.{operator}", None).items():
                texts = self._texts(wanted, f"{path}.{operator}.{key}", _scalar)
                conditions.append(Condition(operator, key, texts))
        return tuple(conditions)


def _scalar(item: object) -> str | None:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item) if isinstance(item, str | int | Decimal) else None
