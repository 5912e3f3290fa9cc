"""Whether a condition holds, three-valued. Sources: "Condition operators", "Creating a condition with multiple keys or
values", "Single-valued vs. multivalued context keys" (set operators), "...IfExists", "Null"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .operators import OPERATORS, MalformedValueError, Operator, inside, truth
from .patterns import Lookup
from .records import Condition
from .request import UNKNOWN, Absent, Unknown, Value
from .three import Answer, Undecided, both, either, opposite

SETS = ("ForAllValues", "ForAnyValue")


class Form(NamedTuple):
    """An operator's name taken apart: set prefix (or empty), base name, and whether it ends in IfExists."""

    prefix: str
    base: str
    if_exists: bool


def form(operator: str) -> Form:
    """The parts of ``ForAnyValue:StringLikeIfExists`` and the like."""
    prefix, colon, rest = operator.partition(":")
    prefix, rest = (prefix, rest) if colon else ("", operator)
    base = rest.removesuffix("IfExists")
    return Form(prefix, base, base != rest)


def lookup_in(context: Mapping[str, Value]) -> Lookup:
    """How a policy variable finds its value: one value, no more; absent keys have none, unknown ones are undecided."""

    def look(key: str) -> str | Undecided | None:
        value = context.get(key.lower(), UNKNOWN)
        if isinstance(value, Absent) or value == ():
            return None
        if isinstance(value, Unknown):
            return Undecided(f"the value of ${{{key}}} is not known")
        if len(value) > 1:
            return Undecided(f"${{{key}}} has several values; a policy variable needs a single-valued key")
        return value[0]

    return look


def holds(
    condition: Condition, context: Mapping[str, Value], variables: bool = True, lookup: Lookup | None = None
) -> Answer:
    """Whether one condition holds. ``context`` has lower-case keys; a key it does not have is unknown.

    Policy variables are looked up in the context, or elsewhere if ``lookup`` says so.
    """
    shape = form(condition.operator)
    value = context.get(condition.key.lower(), UNKNOWN)
    if shape.prefix and shape.prefix not in SETS:
        return Undecided(f"{condition.operator} begins with no known set operator")
    if shape.base == "Null":
        return _null(condition, shape, value)
    operator = OPERATORS.get(shape.base)
    if operator is None:
        return Undecided(f"{condition.operator} is no known condition operator")
    if isinstance(value, Unknown):
        return Undecided(f"{condition.operator}: the value of {condition.key} is not known")
    if isinstance(value, Absent):
        return _without(shape, operator)
    look = lookup or lookup_in(context)

    def meets(given: str) -> Answer:
        if operator.family == "address" and (among := inside(condition.values, given)) is not None:
            return among != operator.negated
        met = either(operator.compare(wanted, given, look, variables) for wanted in condition.values)
        return opposite(met) if operator.negated else met

    return _over(condition, shape, operator, value, meets)


def _over(
    condition: Condition, shape: Form, operator: Operator, value: tuple[str, ...], meets: Callable[[str], Answer]
) -> Answer:
    if shape.prefix:
        # A value that resolves to an empty data set, such as an empty string, counts as no value for set operators.
        members = [given for given in value if given]
        if not members:
            return _without(shape, operator)
        answers = (meets(given) for given in members)
        return both(answers) if shape.prefix == "ForAllValues" else either(answers)
    if not value:
        return _without(shape, operator)
    if len(value) > 1:
        return Undecided(f"{condition.key} has several values and {condition.operator} has no set operator")
    return meets(value[0])


def _without(shape: Form, operator: Operator) -> Answer:
    """The key is not there: IfExists and ForAllValues hold, ForAnyValue does not, negated operators hold."""
    if shape.if_exists or shape.prefix == "ForAllValues":
        return True
    return False if shape.prefix == "ForAnyValue" else operator.negated


def _null(condition: Condition, shape: Form, value: Value) -> Answer:
    if shape.if_exists or shape.prefix:
        return Undecided(f"{condition.operator} is not documented: Null takes neither IfExists nor a set operator")
    if isinstance(value, Unknown):
        return Undecided(f"Null: whether {condition.key} is in the request is not known")
    missing = isinstance(value, Absent) or not value
    try:
        return any(truth(wanted) == missing for wanted in condition.values)
    except MalformedValueError as error:
        return Undecided(f"Null: {error}")
