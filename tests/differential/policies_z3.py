"""Policy semantics as z3 formulas, written apart from the evaluator: actions enumerated, resources as regular
expressions, addresses as bit-vectors, condition keys as an optional string or integer.

What it does not cover: policy variables, set operators, dates, malformed values (all undecided or covered by unit tests),
and wildcards within a segment of an ARN, since whether they cross a colon is not documented.
"""

from __future__ import annotations

import ipaddress
import json
import random
import re
from dataclasses import dataclass
from functools import reduce

import z3

from transit_guardrails.policies.document import Policy, parse
from transit_guardrails.policies.evaluate import decide
from transit_guardrails.policies.implied import allows_beyond
from transit_guardrails.policies.request import ABSENT, Principal, Request, Value

Json = dict[str, object]

ACTIONS = ("s3:get", "s3:put", "s3:gut", "kms:get", "kms:put")
ACTION_PATTERNS = ("s3:Get", "S3:put", "s3:*", "s3:g?t", "*:get", "kms:p*", "*")
STEM = "arn:aws:s3:::"
RESOURCE_PATTERNS = (*tuple(STEM + tail for tail in ("a", "ab", "a*", "b*", "ab*", "abb", "*")), "*")
TAG_PATTERNS = ("a", "b", "ab", "a*", "*b", "?", "a?b")
ACCOUNTS = ("222233334444", "555566667777")
CIDRS = ("10.0.0.0/8", "10.0.0.0/9", "10.64.0.0/10", "10.64.1.0/24", "10.64.1.7", "192.168.0.0/16")
OUTSIDE = ("000000000000", *ACCOUNTS)


@dataclass(frozen=True)
class Symbols:
    """A request with everything open. ``*_given``: whether the key is in the request."""

    action: z3.SeqRef
    resource: z3.SeqRef
    account: z3.ArithRef
    address: z3.BitVecRef
    tag: z3.SeqRef
    tag_given: z3.BoolRef
    size: z3.ArithRef
    size_given: z3.BoolRef


def symbols() -> Symbols:
    return Symbols(
        *(z3.String(name) for name in ("action", "resource")),
        z3.Int("account"),
        z3.BitVec("address", 32),
        z3.String("tag"),
        z3.Bool("tag_given"),
        z3.Real("size"),
        z3.Bool("size_given"),
    )


def expression(pattern: str) -> z3.ReRef:
    """The regular expression of a wildcard pattern."""
    anything = z3.AllChar(z3.ReSort(z3.StringSort()))
    runs = [run for run in re.split(r"([*?])", pattern) if run]
    parts = [{"*": z3.Star(anything), "?": anything}.get(run, z3.Re(run)) for run in runs]
    return reduce(z3.Concat, parts)


def inside(address: z3.BitVecRef, cidr: str) -> z3.BoolRef:
    net = ipaddress.ip_network(cidr)
    mask, base = z3.BitVecVal(int(net.netmask), 32), z3.BitVecVal(int(net.network_address), 32)
    return address & mask == base


def condition(operator: str, key: str, values: list[str], one: Symbols) -> z3.BoolRef:
    """One operator on one key, absent keys included."""
    if operator == "Null":
        given = one.tag_given if key == "aws:Tag" else one.size_given
        return z3.Or([z3.Not(given) if value == "true" else given for value in values])
    if key == "aws:VpcSourceIp":
        met = z3.Or([inside(one.address, value) for value in values])
        return z3.Not(met) if operator == "NotIpAddress" else met
    if key == "aws:PrincipalAccount":
        met = z3.Or([one.account == int(value) for value in values])
        return z3.Not(met) if operator == "StringNotEquals" else met
    base = operator.removesuffix("IfExists")
    if key == "aws:Size":
        order = {"NumericLessThan": lambda v: one.size < v, "NumericEquals": lambda v: one.size == v}
        return z3.Or(
            z3.And(one.size_given, z3.Or([order[base](int(value)) for value in values])),
            z3.And(z3.Not(one.size_given), z3.BoolVal(base != operator)),
        )
    wild = base in ("StringLike", "StringNotLike")
    met = z3.Or([z3.InRe(one.tag, expression(v) if wild else z3.Re(v)) for v in values])
    negated = "Not" in base
    return z3.If(one.tag_given, z3.Not(met) if negated else met, z3.BoolVal(negated or base != operator))


def statement(raw: Json, one: Symbols) -> z3.BoolRef:
    """Whether the statement is about the request."""
    found: list[z3.BoolRef] = []
    for element, term, fold in (("Action", one.action, str.lower), ("Resource", one.resource, str)):
        name = element if element in raw else f"Not{element}"
        patterns = raw[name]
        assert isinstance(patterns, list)
        met = z3.Or([z3.InRe(term, expression(fold(pattern))) for pattern in patterns])
        found.append(z3.Not(met) if name.startswith("Not") else met)
    principal = raw["Principal"]
    if isinstance(principal, dict):
        found.append(z3.Or([one.account == int(account) for account in principal["AWS"]]))
    conditions = raw.get("Condition", {})
    assert isinstance(conditions, dict)
    found += [condition(op, key, values, one) for op, keys in conditions.items() for key, values in keys.items()]
    return z3.And(found)


def allowed(statements: list[Json], one: Symbols) -> z3.BoolRef:
    """Some Allow and no Deny."""
    by_effect = {e: [statement(raw, one) for raw in statements if raw["Effect"] == e] for e in ("Allow", "Deny")}
    return z3.And(z3.Or(by_effect["Allow"]), z3.Not(z3.Or(by_effect["Deny"])))


class Draw:
    """Draws statements and requests from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, values: tuple[str, ...], most: int = 2) -> list[str]:
        return self.random.sample(values, self.random.randint(1, most))

    def conditions(self) -> Json:
        pick = self.random.random
        found: dict[str, dict[str, object]] = {}
        if pick() < 0.4:
            found[self.random.choice(("IpAddress", "NotIpAddress"))] = {"aws:VpcSourceIp": self.some(CIDRS, 3)}
        if pick() < 0.3:
            found[self.random.choice(("StringEquals", "StringNotEquals"))] = {
                "aws:PrincipalAccount": self.some(ACCOUNTS)
            }
        if pick() < 0.4:
            names = ("StringLike", "StringNotLike", "StringLikeIfExists", "StringEqualsIfExists")
            operator = self.random.choice(names)
            values = TAG_PATTERNS[:3] if "Equals" in operator else TAG_PATTERNS
            found[operator] = {"aws:Tag": self.some(values)}
        if pick() < 0.2:
            found["Null"] = {"aws:Tag": self.some(("true", "false"), 1)}
        if pick() < 0.2:
            operator = self.random.choice(("NumericLessThan", "NumericEquals", "NumericLessThanIfExists"))
            found[operator] = {"aws:Size": self.some(("5", "7"), 1)}
        return dict(found)

    def statement(self) -> Json:
        pick = self.random.random
        return {
            "Effect": "Deny" if pick() < 0.3 else "Allow",
            "Principal": {"AWS": self.some(ACCOUNTS)} if pick() < 0.2 else "*",
            ("NotAction" if pick() < 0.15 else "Action"): self.some(ACTION_PATTERNS),
            ("NotResource" if pick() < 0.15 else "Resource"): self.some(RESOURCE_PATTERNS),
            "Condition": self.conditions(),
        }

    def statements(self) -> list[Json]:
        return [self.statement() for _ in range(self.random.randint(1, 3))]

    def narrower(self, statements: list[Json]) -> list[Json]:
        """The statements with one changed: so that comparisons often find nothing beyond."""
        copy: list[Json] = json.loads(json.dumps(statements))
        chosen = self.random.choice(copy)
        chosen["Condition"] = self.conditions()
        return [one for one in copy if one is not chosen] or copy if self.random.random() < 0.4 else copy

    def request(self) -> Request:
        size: Value = (self.random.choice(("4", "5", "6", "7", "8")),) if self.random.random() < 0.6 else ABSENT
        tag: Value = (
            (self.random.choice(("a", "b", "ab", "c", "zb", "acb", "abb")),) if self.random.random() < 0.7 else ABSENT
        )
        address = self.random.choice(("10.1.0.0", "10.64.1.7", "10.64.1.8", "10.65.0.0", "10.200.0.1", "11.0.0.0"))
        tail = "".join(self.random.choice("abc") for _ in range(self.random.randint(0, 3)))
        context: dict[str, Value] = {"aws:VpcSourceIp": (address,), "aws:Tag": tag, "aws:Size": size}
        caller = Principal(self.random.choice(OUTSIDE))
        return Request(self.random.choice(ACTIONS), STEM + tail, caller, context)


def fixed(request: Request, one: Symbols) -> z3.BoolRef:
    """The symbols equal to a request."""
    (address,) = request.context["aws:VpcSourceIp"]  # type: ignore[misc]
    terms = [
        one.action == request.action,
        one.resource == request.resource,
        one.account == int(request.principal.account),
        one.address == int(ipaddress.IPv4Address(address)),
    ]
    for key, term, given in (("aws:Tag", one.tag, one.tag_given), ("aws:Size", one.size, one.size_given)):
        value = request.context[key]
        known = isinstance(value, tuple)
        terms.append(given == known)
        if isinstance(value, tuple):
            terms.append(term == (int(value[0]) if key == "aws:Size" else z3.StringVal(value[0])))
    return z3.And(terms)


def _document(statements: list[Json]) -> Policy:
    return parse(json.dumps({"Version": "2012-10-17", "Statement": statements}))


def _possible(*formulas: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    solver.add(*formulas)
    answer = solver.check()
    assert answer != z3.unknown, solver.reason_unknown()
    return bool(answer == z3.sat)


def agreements(count: int, seed: int) -> int:
    """Draws ``count`` pairs of policies and compares evaluator and model on each; returns how many were compared.

    Raises AssertionError with the policies on the first disagreement: on a drawn request, or on whether the first policy
    allows a request that the second does not.
    """
    draw, one = Draw(seed), symbols()
    for number in range(count):
        first = draw.statements()
        second = draw.narrower(first) if draw.random.random() < 0.7 else draw.statements()
        parsed = [_document(first), _document(second)]
        formula = allowed(first, one)
        for _ in range(3):
            request = draw.request()
            decision = decide(parsed[0], request)
            expected = _possible(fixed(request, one), formula)
            assert decision.outcome != "undecided", (first, request, decision)
            assert (decision.outcome == "allowed") == expected, (seed, number, first, request, decision)
        beyond = _possible(formula, z3.Not(allowed(second, one)))
        witnesses = allows_beyond(*parsed, limit=3)
        assert bool(witnesses) == beyond, (seed, number, first, second, witnesses)
        for witness in witnesses:
            assert [decide(policy, witness).outcome == "allowed" for policy in parsed] == [True, False], witness
    return count
