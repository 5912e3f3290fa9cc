"""What a recording keeps of a run: the engine's URNs, what is unknown and what it comes from."""

from collections.abc import Callable

import pulumi
import pytest

from transitctl.offline import UNKNOWN, Recording, record


class Thing(pulumi.CustomResource):
    """A resource of no provider."""

    def __init__(self, name: str, props: dict[str, object] | None = None, opts: pulumi.ResourceOptions | None = None):
        super().__init__("test:index:Thing", name, props or {}, opts)


def recorded(program: Callable[[], object]) -> Recording:
    """A recording of the program's preview."""
    return record("dev", {}, program)


def test_urns_are_those_of_the_engine() -> None:
    """All ancestors' types are in the URN, the stack's is not."""

    def program() -> None:
        outer = pulumi.ComponentResource("test:index:Outer", "outer")
        inner = pulumi.ComponentResource("test:index:Inner", "inner", None, pulumi.ResourceOptions(parent=outer))
        Thing("thing", opts=pulumi.ResourceOptions(parent=inner))

    assert list(recorded(program).resources) == [
        "urn:pulumi:dev::bedrock-transit::test:index:Outer$test:index:Inner$test:index:Thing::thing",
        "urn:pulumi:dev::bedrock-transit::test:index:Outer$test:index:Inner::inner",
        "urn:pulumi:dev::bedrock-transit::test:index:Outer::outer",
    ]


def test_an_unknown_export_keeps_what_it_comes_from() -> None:
    """Each unknown value in a nested export has its own resources, not those of its neighbours."""

    def program() -> None:
        things = [Thing("one"), Thing("two")]
        both = pulumi.Output.all(*(thing.id for thing in things)).apply("".join)
        pulumi.export("ids", {"one": things[0].id, "listed": [things[1].id], "both": both})

    found = recorded(program)
    one, two = (f"urn:pulumi:dev::bedrock-transit::test:index:Thing::{name}" for name in ("one", "two"))
    assert found.exports == {"ids": {"one": UNKNOWN, "listed": [UNKNOWN], "both": UNKNOWN}}
    assert found.export_dependencies == {
        ("ids", "one"): (one,),
        ("ids", "listed", "0"): (two,),
        ("ids", "both"): (one, two),
    }


def test_known_exports_are_kept_as_they_are() -> None:
    """Whole numbers are whole numbers, nothing is nothing."""

    def program() -> None:
        pulumi.export("known", {"number": 3, "text": "a", "nothing": None, "half": 0.5, "list": [True]})

    found = recorded(program)
    assert found.exports == {"known": {"number": 3, "text": "a", "nothing": None, "half": 0.5, "list": [True]}}
    assert found.export_dependencies == {}


def test_a_secret_export_is_not_shown() -> None:
    """A recording is printed and written to files: what the program marked as secret is not in it."""
    found = recorded(lambda: pulumi.export("password", pulumi.Output.secret("correct horse")))
    assert found.exports == {"password": "[secret]"}


def test_two_resources_of_one_urn_are_refused() -> None:
    """As the engine does."""

    def program() -> None:
        Thing("same")
        Thing("same")

    with pytest.raises(pulumi.RunError, match="two resources have the URN"):
        recorded(program)
