"""States as the CLI exports them and as backends keep them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenario.program import untouched

from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import UNKNOWN, Resource
from transit_guardrails.readers.state import StateError, read_state

SIGNATURE = "4dabf18193072939515e22adb298388d"
KIND = "1b47061264138c4ac30d75fd1eb44270"
VPC = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::v"
PROVIDER = "urn:pulumi:dev::p::pulumi:providers:aws::main"


def item(**more: Any) -> dict[str, Any]:
    stated = {
        "urn": VPC,
        "custom": True,
        "id": "vpc-1",
        "type": "aws:ec2/vpc:Vpc",
        "inputs": {"__defaults": [], "cidrBlock": "10.0.0.0/16", "number": 3.0},
        "outputs": {"id": "vpc-1", "__meta": "{}"},
        "parent": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
        "provider": f"{PROVIDER}::0b1c",
        "propertyDependencies": {"cidrBlock": ["urn:b", "urn:a"], "none": None},
    }
    return {**stated, **more}


def export(*resources: Any, **more: Any) -> str:
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": list(resources), **more}})


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(StateError) as caught:
        read_state(text)
    return caught.value.problems


def test_a_resource_with_all_that_it_has() -> None:
    assert read_state(export(item())) == [
        Resource(
            VPC,
            "aws:ec2/vpc:Vpc",
            "v",
            {"cidrBlock": "10.0.0.0/16", "number": 3},
            {"id": "vpc-1"},
            {"cidrBlock": ("urn:a", "urn:b")},
            "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
            PROVIDER,
            "vpc-1",
        )
    ]


def test_a_resource_without_inputs_has_empty_ones() -> None:
    (found,) = read_state(export({"urn": VPC, "type": "t", "custom": True}))
    assert (found.inputs, found.outputs, found.id, found.provider, found.parent) == ({}, {}, None, "", "")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda inner: {"version": 3, "deployment": inner},
        lambda inner: {"version": 4, "features": ["views"], "deployment": inner},
        lambda inner: {"version": 3, "checkpoint": {"stack": "dev", "latest": inner}},
        lambda inner: inner,
    ],
)
def test_every_wrapper_is_taken_off(wrapped: Any) -> None:
    text = json.dumps(wrapped({"manifest": {}, "resources": [item()]}))
    assert [each.urn for each in read_state(text)] == [VPC]
    assert [each.urn for each in read_state("\ufeff" + text)] == [VPC]


def test_resources_are_sorted_by_urn() -> None:
    found = read_state(export(item(urn="urn:b::x"), item(urn="urn:a::x")))
    assert [each.urn for each in found] == ["urn:a::x", "urn:b::x"]


def test_a_stack_without_resources_is_empty() -> None:
    assert read_state('{"version": 3, "deployment": {"manifest": {}}}') == []


def test_secrets_are_read_in_clear_text_only() -> None:
    hidden = {SIGNATURE: KIND, "ciphertext": "v1:abc"}
    clear = {SIGNATURE: KIND, "plaintext": '["10.0.0.0/8", {"a": 2.0}]'}
    broken = {SIGNATURE: KIND, "plaintext": "{"}
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}
    (found,) = read_state(export(item(inputs={"a": hidden, "b": [clear], "c": broken, "d": asset})))
    assert found.inputs == {"a": UNKNOWN, "b": [["10.0.0.0/8", {"a": 2}]], "c": UNKNOWN, "d": UNKNOWN}


def test_the_engines_word_for_unknown_is_unknown() -> None:
    (found,) = read_state(export(item(outputs={"x": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"})))
    assert found.outputs == {"x": UNKNOWN}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the state is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "the state is not a JSON object"),
        ("{}", "the JSON is no Pulumi state: it has no deployment with resources"),
        (
            '{"version": 4, "terraform_version": "1.9", "resources": []}',
            "the JSON is no Pulumi state: it has no deployment with resources",
        ),
        ('{"version": 3, "deployment": null}', "the JSON is no Pulumi state: it has no deployment with resources"),
        ('{"version": 2, "deployment": {"resources": []}}', "the state has version 2, not 3 or 4"),
        ('{"version": "3", "deployment": {"resources": []}}', "the state has version '3', not 3 or 4"),
        ('{"resources": {"a": 1}}', "resources is not a list"),
        ("[" * 100_000, "the state is nested too deeply"),
    ],
)
def test_what_is_no_state_is_said_in_a_sentence(text: str, problem: str) -> None:
    assert problems(text) == (problem,)


def test_an_interrupted_update_is_an_error() -> None:
    text = export(item(), pending_operations=[{"resource": item(), "type": "creating"}])
    assert problems(text) == ("1 operations are pending: an update was interrupted, so refresh the stack first",)


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        ({"delete": True}, "a replaced resource is still to be deleted: finish the update first"),
        ({"pendingReplacement": True}, "is deleted and not made again: finish the update first"),
        ({"initErrors": ["x"]}, "was not made completely: finish the update first"),
    ],
)
def test_a_resource_in_the_middle_of_an_update_is_an_error(state: dict[str, Any], problem: str) -> None:
    assert problems(export(item(**state))) == (f"{VPC}: {problem}",)


def test_all_problems_are_said_at_once() -> None:
    text = export(
        item(),
        item(),
        "x",
        {"custom": True},
        item(urn="urn:a::x", inputs=[], outputs="x", id=7, custom="yes", propertyDependencies={"a": "b"}),
        pending_operations=5,
    )
    assert set(problems(text)) == {
        "pending_operations is not a list",
        f"{VPC}: is there twice",
        "resource 2: is not an object",
        "resource 3: urn is not a text",
        "resource 3: type is not a text",
        "urn:a::x: id is not a text",
        "urn:a::x: inputs is not an object",
        "urn:a::x: outputs is not an object",
        "urn:a::x: custom is neither true nor false",
        "urn:a::x: propertyDependencies is not an object of lists of URNs",
    }


def test_a_message_stays_short_and_keeps_every_problem_apart() -> None:
    with pytest.raises(StateError, match=r"and 99980 more$") as caught:
        read_state(export(*["x"] * 100_000))
    assert len(caught.value.problems) == 100_000
    assert len(str(caught.value)) < 1_000


def test_values_that_are_nested_too_deeply_are_said_so() -> None:
    deep = "[" * 900 + "]" * 900
    text = export(item(inputs={"a": 1})).replace('{"a": 1}', f'{{"a": {deep}}}')
    assert problems(text) == ("the state is nested too deeply",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(
                    ["version", "deployment", "resources", "urn", "type", "inputs", SIGNATURE, "latest", "manifest"]
                ),
                x,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_a_list_of_resources_or_a_state_error(document: Any) -> None:
    try:
        found = read_state(json.dumps(document))
    except StateError as error:
        found, said = [], error.problems
    else:
        said = ("read",)
    assert said
    assert all(isinstance(each, Resource) for each in found)


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_state_of_the_real_program_is_the_network_that_it_built(stack: str) -> None:
    resources = untouched(stack, "known")
    ids = {each.urn: each.id for each in resources}
    text = export(
        *(
            {
                "urn": each.urn,
                "custom": each.custom,
                "type": each.type,
                "id": each.id or "",
                "inputs": dict(each.inputs or {}),
                "outputs": dict(each.outputs),
                "parent": each.parent,
                "provider": f"{each.provider}::{ids[each.provider]}" if each.provider else "",
                "propertyDependencies": {key: list(urns) for key, urns in each.property_dependencies.items()},
            }
            for each in resources
        )
    )
    assert network_of(read_state(text)) == network_of(resources)
    assert network_of(read_state(text)).doubts == []
