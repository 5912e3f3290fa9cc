"""Whatever a spec holds, it is accepted or refused with problems: never a traceback.

What this does not prove: that every wrong value is refused (the other modules here do that by name).
"""

from __future__ import annotations

import contextlib
import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from specs import HAIKU, SONNET_US, Body, company, failover, hybrid, pooled, problems, two_regions, zone_by_zone

from bedrock_transit.spec import SpecError
from bedrock_transit.spec.document import load

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 300),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["10.65.0.0/16", "10.65.0.0", "0.0.0.0/0", "us-east-1", "use1-az1", "vpc-a", "vpc-a/chat", "prod", "d"]
    ),
    st.sampled_from([HAIKU, SONNET_US, "bedrock-runtime", "s3", "arn:aws:bedrock:us-east-1:111122223333:guardrail/a"]),
    st.sampled_from(["2026-12-31", "111122223333", "*", "", "bedrock:InvokeModel", "s3:GetObject"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=6,
)
BASES = (company, two_regions, zone_by_zone, pooled, hybrid, failover)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path that the object has."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Body:
    """A valid spec with one to four values replaced, removed, moved or added."""
    body = draw(st.sampled_from(BASES))()
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from([p for p in places(body) if p] or [("name",)]))
        holder: Any = body
        for part in above:
            holder = holder[part]
        match draw(st.sampled_from(["replace", "remove", "copy", "add"])):
            case "replace":
                holder[last] = draw(JSON)
            case "remove":
                holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
            case "copy":
                holder[last] = copy.deepcopy(draw(st.sampled_from(list(values(body)))))
            case "add" if isinstance(holder, dict):
                holder[draw(st.text(max_size=5) | st.sampled_from(["cidr", "number", "e", "x"]))] = draw(JSON)
            case _:
                holder.append(draw(JSON)) if isinstance(holder, list) else None
    return body


def values(body: Any) -> list[Any]:
    """Every value of the object, at any depth."""
    found = []
    for path in places(body):
        value = body
        for part in path:
            value = value[part]
        found.append(value)
    return found


@settings(max_examples=400)
@given(mutated())
def test_a_mutated_spec_is_planned_or_refused_with_reason_and_way_out(body: Body) -> None:
    assert all(p.reason and p.remedy for p in problems(body))


@given(JSON)
def test_any_object_at_all_is_refused(body: Any) -> None:
    """Nothing that small is a network."""
    assert problems(body) != []


@settings(max_examples=200)
@given(st.text(alphabet=" \n\t:-?[]{}&*!|>'\"%@`#,a0bxe+._=~<", max_size=24))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(SpecError):
        load(text)
