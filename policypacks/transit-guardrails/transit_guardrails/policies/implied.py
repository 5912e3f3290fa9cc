"""Which requests a policy allows that something else does not: the base of "no call beyond the grants".

Every representative value (:mod:`.representatives`) is tested once against every distinct part of every statement. The
outcome is two integers with a bit per statement: it holds, it may hold. A request is then decided by ANDing the integers
of its values, and a branch ends as soon as no Allow may hold. Values with equal integers are equivalent to the policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from .conditions import holds, lookup_in
from .evaluate import actions_match, principals_match, resources_match
from .records import Condition, Policy, Statement
from .representatives import Representatives, representatives
from .request import ABSENT, PRINCIPAL_KEYS, SOURCE_IP, VPC_SOURCE_IP, Principal, Request, Value, principal_facts
from .three import Answer, both

_LEAVES = 100_000
_Part = TypeVar("_Part")
_NOTHING = lookup_in({})  # a policy variable ties dimensions, or keys of one, together: undecided


class CannotDecideError(Exception):
    """The representatives do not suffice or are too many; ``reasons`` say which. To be reported as undecided, never as fine."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class _Masks(NamedTuple):
    surely: int
    maybe: int


class _Dimension(NamedTuple):
    name: str
    values: tuple[tuple[object, _Masks], ...]


def _masks(parts: Mapping[_Part, int], test: Callable[[_Part], Answer]) -> _Masks:
    surely = maybe = 0
    for part, statements in parts.items():
        answer = test(part)
        surely |= statements if answer is True else 0
        maybe |= statements if answer is not False else 0
    return _Masks(surely, maybe)


def _parts(statements: Sequence[Statement], part: Callable[[Statement], _Part]) -> dict[_Part, int]:
    """Each distinct part with the bits of the statements that have it: tested once, not once for each statement."""
    found: dict[_Part, int] = {}
    for bit, statement in enumerate(statements):
        key = part(statement)
        found[key] = found.get(key, 0) | 1 << bit
    return found


class _Tested(NamedTuple):
    """A statement's conditions on some keys; ``variables`` as in the statement."""

    variables: bool
    conditions: tuple[Condition, ...]

    def answer(self, context: Mapping[str, Value]) -> Answer:
        return both(holds(condition, context, self.variables, _NOTHING) for condition in self.conditions)


def _on(keys: frozenset[str]) -> Callable[[Statement], _Tested]:
    return lambda one: _Tested(one.variables, tuple(c for c in one.conditions if c.key.lower() in keys))


def _actions(statements: Sequence[Statement], values: Sequence[str]) -> _Dimension:
    parts = _parts(statements, lambda one: one.actions)
    return _Dimension("action", tuple((v, _masks(parts, partial(actions_match, action=v))) for v in values))


def _resources(statements: Sequence[Statement], values: Sequence[str]) -> _Dimension:
    parts = _parts(statements, lambda one: (one.resources, one.variables))

    def masks(value: str) -> _Masks:
        return _masks(parts, lambda part: resources_match(part[0], value, _NOTHING, part[1]))

    return _Dimension("resource", tuple((value, masks(value)) for value in values))


def _callers(statements: Sequence[Statement], values: Sequence[Principal], fixed: Mapping[str, Value]) -> _Dimension:
    tested = _on(PRINCIPAL_KEYS)
    parts = _parts(statements, lambda one: (one.principals, tested(one)))
    given = {key: value for key, value in fixed.items() if key in PRINCIPAL_KEYS}

    def masks(caller: Principal) -> _Masks:
        context = principal_facts(caller) | given
        return _masks(parts, lambda part: both([principals_match(part[0], caller), part[1].answer(context)]))

    return _Dimension("principal", tuple((caller, masks(caller)) for caller in values))


def _key(statements: Sequence[Statement], key: str, values: Sequence[Value]) -> _Dimension:
    parts = _parts(statements, _on(frozenset({key})))

    def masks(value: Value) -> _Masks:
        return _masks(parts, lambda part: part.answer({key: value}))

    return _Dimension(key, tuple((value, masks(value)) for value in values))


def _dimensions(
    statements: Sequence[Statement], found: Representatives, fixed: Mapping[str, Value]
) -> list[_Dimension]:
    values: dict[str, tuple[Value, ...]] = {
        VPC_SOURCE_IP: tuple((address,) for address in found.addresses),
        SOURCE_IP: (ABSENT,),
        **found.values,
        **{key: (value,) for key, value in fixed.items() if key not in PRINCIPAL_KEYS},
    }
    return [
        _actions(statements, found.actions),
        _resources(statements, found.resources),
        _callers(statements, found.principals, fixed),
        *(_key(statements, key, options) for key, options in values.items()),
    ]


def _collapsed(dimension: _Dimension) -> _Dimension:
    """One value for each outcome: the policies cannot tell the others from it."""
    first: dict[_Masks, object] = {}
    for value, masks in dimension.values:
        first.setdefault(masks, value)
    return _Dimension(dimension.name, tuple((value, masks) for masks, value in first.items()))


def _bits(statements: Sequence[Statement], of: range, allow: bool) -> int:
    return sum(1 << bit for bit in of if statements[bit].allow == allow)


def _live(dimensions: Sequence[_Dimension]) -> int:
    """The statements that may hold for some request at all: the walk then never enters a branch that has no end."""
    live = -1
    for dimension in dimensions:
        some = 0
        for _, masks in dimension.values:
            some |= masks.maybe
        live &= some
    return live


def _walk(dimensions: Sequence[_Dimension], allow: int, all_bits: int) -> Iterator[tuple[tuple[object, ...], _Masks]]:
    """Every combination for which some Allow may hold, depth first, with what holds for it."""

    def down(level: int, chosen: tuple[object, ...], so_far: _Masks) -> Iterator[tuple[tuple[object, ...], _Masks]]:
        if level == len(dimensions):
            yield chosen, so_far
            return
        for value, masks in dimensions[level].values:
            maybe = so_far.maybe & masks.maybe
            if maybe & allow:
                yield from down(level + 1, (*chosen, value), _Masks(so_far.surely & masks.surely, maybe))

    return down(0, (), _Masks(all_bits, all_bits))


def _candidates(
    dimensions: Sequence[_Dimension], statements: Sequence[Statement], own: int
) -> Iterator[tuple[object, ...]]:
    """What the first ``own`` statements allow or leave undecided and the others, as a policy, do not surely allow."""
    mine, theirs = range(own), range(own, len(statements))
    allow, deny = _bits(statements, mine, allow=True) & _live(dimensions), _bits(statements, mine, allow=False)
    their_allow, their_deny = _bits(statements, theirs, allow=True), _bits(statements, theirs, allow=False)
    for visited, (chosen, masks) in enumerate(_walk(dimensions, allow, (1 << len(statements)) - 1)):
        if visited >= _LEAVES:
            raise CannotDecideError((f"more than {_LEAVES:,} combinations of representative values may be allowed",))
        theirs_too = masks.surely & their_allow and not masks.maybe & their_deny
        if not masks.surely & deny and not theirs_too:
            yield chosen


def _request(dimensions: Sequence[_Dimension], chosen: tuple[object, ...], fixed: Mapping[str, Value]) -> Request:
    named = dict(zip((dimension.name for dimension in dimensions), chosen, strict=True))
    action, resource, principal = named.pop("action"), named.pop("resource"), named.pop("principal")
    context: dict[str, Value] = {**{key: value for key, value in fixed.items() if key in PRINCIPAL_KEYS}, **named}  # type: ignore[dict-item]
    return Request(str(action), str(resource), principal, context)  # type: ignore[arg-type]


def allows_beyond(
    policy: Policy,
    allowed: Policy | Callable[[Request], bool],
    *,
    fixed: Mapping[str, Value] | None = None,
    found: Representatives | None = None,
    limit: int = 20,
) -> list[Request]:
    """Requests that ``policy`` allows, or leaves undecided, and that ``allowed`` says no to; empty means there are none.

    ``allowed`` is best another policy: what neither can tell apart is then visited once, and the answer is exact. With a
    function, ``found`` must hold what it tells apart (``representatives(..., more_actions=, more_resources=, more_values=)``)
    and it is asked for every combination that the policy may allow. ``fixed`` are keys whose value the caller knows (such
    as ABSENT for a key that its requests never have). At most ``limit`` witnesses, in a fixed order.

    Raises CannotDecideError when the representatives have gaps or the combinations are more than 100,000.
    """
    exact = isinstance(allowed, Policy)
    reference = allowed if isinstance(allowed, Policy) else Policy(())
    found = found or representatives([policy, reference])
    if found.gaps:
        raise CannotDecideError(found.gaps)
    known = {key.lower(): value for key, value in (fixed or {}).items()}
    statements = (*policy.statements, *reference.statements)
    dimensions = _dimensions(statements, found, known)
    dimensions = sorted(map(_collapsed, dimensions) if exact else dimensions, key=lambda d: len(d.values))
    beyond: list[Request] = []
    for chosen in _candidates(dimensions, statements, len(policy.statements)):
        request = _request(dimensions, chosen, known)
        if isinstance(allowed, Policy) or not allowed(request):
            beyond.append(request)
            if len(beyond) >= limit:
                break
    return beyond
