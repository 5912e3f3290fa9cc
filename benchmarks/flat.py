"""The same resources, written without components: what a user would use instead.

From what the program registered, this writes a flat Python program that registers every resource with the same
type, name, parent and properties directly with the SDK, references included.
"""

from __future__ import annotations

import re
from typing import Any

import pulumi_aws  # noqa: F401  (the classes are looked up in it)

from transitctl.offline import UNKNOWN, Recording, Resource

HEAD = """import pulumi
import pulumi_aws as aws

r = {}
"""


def source(recording: Recording) -> str:
    """The text of the flat program, resources in an order in which every reference is already there."""
    lines = [HEAD]
    for resource in _ordered(recording):
        lines.append(_component(resource) if not resource.custom else _custom(resource))
    return "\n".join(lines) + "\n"


def _ordered(recording: Recording) -> list[Resource]:
    done: dict[str, Resource] = {}

    def visit(resource: Resource) -> None:
        if resource.urn in done:
            return
        wanted = [resource.parent, _provider_urn(resource), *resource.dependencies]
        for urn in wanted:
            if urn in recording.resources:
                visit(recording.resources[urn])
        done[resource.urn] = resource

    for resource in recording.resources.values():
        visit(resource)
    return list(done.values())


def _provider_urn(resource: Resource) -> str:
    return resource.provider.rsplit("::", 1)[0]


def _options(resource: Resource) -> str:
    parts = []
    if "pulumi:pulumi:Stack" not in resource.parent.split("::")[2].split("$")[-1] and resource.parent:
        parts.append(f"parent=r[{resource.parent!r}]")
    if resource.provider:
        parts.append(f"provider=r[{_provider_urn(resource)!r}]")
    explicit = set(resource.dependencies) - {u for urns in resource.property_dependencies.values() for u in urns}
    if explicit:
        parts.append(f"depends_on=[{', '.join(f'r[{u!r}]' for u in sorted(explicit))}]")
    return f"opts=pulumi.ResourceOptions({', '.join(parts)})"


def _component(resource: Resource) -> str:
    props = ", ".join(f"{key!r}: {_property(resource, key, snake=False)}" for key in resource.inputs)
    made = f"pulumi.ComponentResource({resource.type!r}, {resource.name!r}, {{{props}}}, {_options(resource)})"
    return f"r[{resource.urn!r}] = {made}"


def _custom(resource: Resource) -> str:
    if resource.type.startswith("pulumi:providers:"):
        region, accounts = resource.inputs["region"], resource.inputs["allowedAccountIds"]
        made = (
            f"aws.Provider({resource.name!r}, region={region!r}, allowed_account_ids={accounts}, {_options(resource)})"
        )
        return f"r[{resource.urn!r}] = {made}"
    module, name = resource.type.removeprefix("aws:").split("/")[0], resource.type.rsplit(":", 1)[1]
    kwargs = ", ".join(f"{_snake(k)}={_property(resource, k, snake=k != 'tags')}" for k in resource.inputs)
    return f"r[{resource.urn!r}] = aws.{module}.{name}({resource.name!r}, {kwargs}, {_options(resource)})"


def _property(resource: Resource, key: str, *, snake: bool) -> str:
    return _literal(resource.inputs[key], list(resource.property_dependencies.get(key, ())), snake=snake)


def _literal(value: Any, urns: list[str], *, snake: bool) -> str:
    """A Python literal in which each unknown value is the id of a resource that it depends on."""
    if value == UNKNOWN:
        return f"r[{(urns.pop(0) if len(urns) > 1 else urns[0])!r}].id"
    if isinstance(value, dict):
        items = ((_snake(k) if snake else k, _literal(v, urns, snake=snake)) for k, v in value.items())
        return "{" + ", ".join(f"{k!r}: {v}" for k, v in items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(v, urns, snake=snake) for v in value) + "]"
    return repr(value)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda m: "_" + m[1].lower(), name)
