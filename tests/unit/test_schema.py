"""The JSON Schema of a stack file: what an editor completes and checks, and the reference that is made from it."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import specs
import yaml
from jsonschema import Draft202012Validator

from bedrock_transit.spec import SpecError, parse
from bedrock_transit.spec.model import Network
from bedrock_transit.spec.schema import schema_text, stack_schema
from transitctl.reference import reference

DOCS = Path(__file__).parents[2] / "docs"
PROJECT = DOCS.parent
NETWORK = "bedrock-transit:network"
STACK_FILES = sorted(PROJECT.glob("Pulumi.*.yaml"))
MARKER = "<!-- Everything below is generated: python -m transitctl schema --markdown -->\n\n"

Body = dict[str, Any]
Change = Callable[[Body], None]


def complaints(document: Any) -> list[str]:
    """What a validator says of a stack file, by the place that it names."""
    errors = Draft202012Validator(stack_schema()).iter_errors(document)
    return sorted(".".join(map(str, error.absolute_path)) for error in errors)


def stack(body: Any) -> Body:
    """A stack file with this network."""
    return {"config": {NETWORK: body}}


def setting(*path: str | int, to: Any) -> Change:
    """A change that sets a value."""

    def change(body: Body) -> None:
        holder: Any = body
        for part in path[:-1]:
            holder = holder[part]
        holder[path[-1]] = to

    return change


def test_the_schema_in_docs_is_that_of_the_types() -> None:
    """`make schema` was run after the last change of types or catalogue."""
    assert (DOCS / "stack.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_reference_in_docs_is_that_of_the_types() -> None:
    """What stands below the marker in docs/spec.md is the output of `transitctl schema --markdown`."""
    _, marker, generated = (DOCS / "spec.md").read_text(encoding="utf-8").partition(MARKER)
    assert marker
    assert generated == reference()


def test_the_schema_is_a_schema_of_its_draft() -> None:
    """It is valid itself, sorted, and indented by two."""
    Draft202012Validator.check_schema(stack_schema())
    assert json.dumps(json.loads(schema_text()), indent=2, sort_keys=True, ensure_ascii=False) + "\n" == schema_text()


@pytest.mark.parametrize("file", STACK_FILES, ids=lambda file: file.name)
def test_the_projects_stack_files_are_valid(file: Path) -> None:
    """Both stacks, as they stand."""
    assert complaints(yaml.safe_load(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", STACK_FILES, ids=lambda file: file.name)
def test_the_projects_stack_files_name_the_schema_for_editors(file: Path) -> None:
    """Their first line is what the YAML language server looks for."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./docs/stack.schema.json"


@pytest.mark.parametrize(
    "body",
    [specs.company(), specs.two_regions(), specs.zone_by_zone(), specs.pooled(), specs.hybrid()],
    ids=["one", "two", "z", "p", "h"],
)
def test_what_the_types_accept_is_valid(body: Body) -> None:
    """The schema is no stricter than the types on whole specs."""
    assert complaints(stack(body)) == []


def test_what_is_pulumis_own_is_allowed() -> None:
    """Other configuration, secrets and environments stand beside the network."""
    document = stack(specs.company())
    document["config"]["aws:region"] = "us-east-1"
    document["config"]["other:token"] = {"secure": "v1:abc"}
    document.update(encryptionsalt="v1:abc", secretsprovider="passphrase", encryptedkey="abc", environment=["prod"])
    assert complaints(document) == []


CHAT, VPC_A, EAST = ("grants", "chat"), ("spokes", "vpc-a"), ("regions", "us-east-1")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(setting("grant", to={}), "", id="unknown key"),
        pytest.param(setting(*VPC_A, "cird", to="10.1.0.0/20"), "spokes.vpc-a", id="unknown key of a part"),
        pytest.param(setting("spokes", "VPC_A", to=specs.spoke("prod")), "spokes", id="name that AWS refuses"),
        pytest.param(setting("accounts", "apps", "id", to=444455556666), "accounts.apps.id", id="id without quotes"),
        pytest.param(setting("accounts", "apps", "id", to="4444"), "accounts.apps.id", id="id too short"),
        pytest.param(setting("organization_id", to="a1b2c3d4e5"), "organization_id", id="organization id"),
        pytest.param(setting(*EAST, "zones", to={"a": "use1-az1"}), "regions.us-east-1.zones", id="one zone"),
        pytest.param(setting(*EAST, "zones", "e", to="use1-az3"), "regions.us-east-1.zones", id="zone letter"),
        pytest.param(setting(*EAST, "zones", "a", to="us-east-1a"), "regions.us-east-1.zones.a", id="zone name"),
        pytest.param(setting("regions", "us-eest-1", to=specs.west()), "regions", id="unknown Region"),
        pytest.param(
            setting(*EAST, "hub", "services", 0, to="bedrok"), "regions.us-east-1.hub.services.0", id="unknown service"
        ),
        pytest.param(setting(*CHAT, "service", to="bedrock_runtime"), "grants.chat.service", id="service's spelling"),
        pytest.param(setting(*CHAT, "consumers", to=["vpc-a/"]), "grants.chat.consumers.0", id="consumer without app"),
        pytest.param(setting(*CHAT, "consumers", to="vpc-a/chat"), "grants.chat.consumers", id="text for a list"),
        pytest.param(setting(*CHAT, "models", to=[]), "grants.chat", id="grant of nothing"),
        pytest.param(setting(*VPC_A, "number", to="0"), "spokes.vpc-a.number", id="number in quotes"),
        pytest.param(setting(*VPC_A, "cidr", to="10.65.0.0/20"), "spokes.vpc-a", id="number and cidr"),
        pytest.param(setting("tags", to={"owner": "me"}), "tags", id="tags missing"),
        pytest.param(setting("quotas", to={"vpcs": 10}), "quotas", id="unknown quota"),
    ],
)
def test_a_typical_mistake_is_invalid_where_it_stands(change: Change, where: str) -> None:
    """The editor marks the value, and the types refuse it too."""
    body = specs.company()
    change(body)
    expected = f"config.{NETWORK}.{where}".rstrip(".")
    assert set(complaints(stack(body))) == {expected}
    with pytest.raises(SpecError):
        parse(body, today=specs.TODAY)


def test_a_file_without_the_network_is_invalid() -> None:
    """The key of the network is required, and so is config."""
    assert (complaints({"config": {}}), complaints({})) == (["config"], [""])


def test_every_object_of_the_network_is_closed() -> None:
    """No object of the schema lets just anything pass: a part knows its keys, a map what it holds."""
    objects = dict(_objects(stack_schema()["$defs"], ""))
    assert [path for path, node in objects.items() if node.get("additionalProperties", True) is True] == []


def test_the_reference_has_every_key_of_every_part() -> None:
    """All fields of all types, and every name that the catalogue gives."""
    keys = {field for part in _parts(Network) for field in part.model_fields}
    assert keys - set(re.findall(r"^\| `(\w+)` \|", reference(), re.MULTILINE)) == set()


def test_the_example_in_docs_is_a_valid_spec() -> None:
    """The pieces of YAML in docs/spec.md, one after the other, are a whole stack file."""
    introduction = (DOCS / "spec.md").read_text(encoding="utf-8").partition(MARKER)[0]
    document = yaml.safe_load("".join(re.findall(r"```yaml\n(.*?)```", introduction, re.DOTALL)))
    assert complaints(document) == []
    assert specs.problems(copy.deepcopy(document["config"][NETWORK])) == []


def _objects(node: Any, path: str) -> Iterator[tuple[str, Body]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield path, node
        for key, value in node.items():
            yield from _objects(value, f"{path}.{key}")


def _parts(part: type) -> set[type]:
    found, waiting = set(), [part]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found.add(current)
        for field in current.model_fields.values():
            waiting += [t for t in _types(field.annotation) if hasattr(t, "model_fields")]
    return found


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _types(inner)
