"""Resources as a preview shows them: whatever refers to another resource is unknown and depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transit_guardrails.model.network import EVERYTHING, Doubt, Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.readers.pulumi import network_of
from transit_guardrails.readers.resource import UNKNOWN, Resource

ACCOUNT = "111122223333"
PROVIDER = "urn:pulumi:dev::made::pulumi:providers:aws::main"


def provider(**inputs: Any) -> Resource:
    """The provider of every resource that is made here."""
    stated = inputs or {"allowedAccountIds": f'["{ACCOUNT}"]', "region": "eu-west-1"}
    return Resource(PROVIDER, "pulumi:providers:aws", "main", stated)


def made(
    token: str,
    name: str,
    /,
    *,
    id: str | None = None,  # noqa: A002
    outputs: Mapping[str, Any] | None = None,
    parent: str = "",
    collected: bool = True,
    **inputs: Any,
) -> Resource:
    """A resource. ``token`` is ``module:Type``; a Resource among the inputs becomes unknown and a dependency."""
    module, noun = token.split(":")
    type_ = f"aws:{module}/{noun[0].lower()}{noun[1:]}:{noun}"
    depends: dict[str, tuple[str, ...]] = {}
    stated: dict[str, Any] = {}
    for key, value in inputs.items():
        found: set[str] = set()
        stated[key] = _unknown(value, found)
        if found:
            depends[key] = tuple(sorted(found))
    urn = f"urn:pulumi:dev::made::{type_}::{name}"
    return Resource(
        urn, type_, name, stated if collected else None, outputs or {}, depends, parent, PROVIDER, id, custom=True
    )


def depends_on(resource: Resource, key: str, *others: Resource) -> Resource:
    """The resource with those dependencies of one input, as ``Output.all`` leaves them."""
    depends = {**resource.property_dependencies, key: tuple(sorted(each.urn for each in others))}
    return Resource(
        resource.urn,
        resource.type,
        resource.name,
        resource.inputs,
        resource.outputs,
        depends,
        "",
        PROVIDER,
        resource.id,
    )


def _unknown(value: Any, found: set[str]) -> Any:
    if isinstance(value, Resource):
        found.add(value.urn)
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _unknown(item, found) for key, item in value.items()}
    return [_unknown(item, found) for item in value] if isinstance(value, list) else value


def vpc(name: str = "v", cidr: Any = "10.0.0.0/16", **more: Any) -> Resource:
    """A VPC."""
    return made("ec2:Vpc", name, cidrBlock=cidr, **more)


def subnet(owner: Any, name: str = "s", cidr: str = "10.0.0.0/24", **more: Any) -> Resource:
    """A subnet in a zone that is stated by its id."""
    return made("ec2:Subnet", name, **{"vpcId": owner, "cidrBlock": cidr, "availabilityZoneId": "euw1-az1", **more})


def group(owner: Any, name: str = "g", **more: Any) -> Resource:
    """A security group."""
    return made("ec2:SecurityGroup", name, vpcId=owner, **more)


def component(kind: str, name: str = "link", **outputs: Any) -> Resource:
    """A component with its registered outputs: without others those of a link."""
    type_ = f"bedrock-transit:index:{kind}"
    stated = {"networks": {"dc": ["172.16.0.0/16"]}, **outputs}
    return Resource(f"urn:pulumi:dev::made::{type_}::{name}", type_, name, {}, stated, custom=False)


def read(*resources: Resource) -> Network:
    """The network of the resources and their provider."""
    return network_of([provider(), *resources])


def doubts(network: Network) -> set[tuple[str, str, frozenset[str]]]:
    """Each doubt as thing, property and what it touches, by logical names."""
    return {(short(each.thing), each.property, frozenset(map(short, each.touches))) for each in network.doubts}


def touching(thing: str, key: str, *touched: str) -> set[tuple[str, str, frozenset[str]]]:
    """The one doubt about a property of a thing, and about what else it touches."""
    return {(thing, key, frozenset({EVERYTHING} if EVERYTHING in touched else {thing, *touched}))}


def why(network: Network) -> str:
    """The reason of the one doubt."""
    found: list[Doubt] = network.doubts
    assert len(found) == 1, found
    return found[0].why


def short(urn: str) -> str:
    """The logical name."""
    return urn if urn == EVERYTHING else urn.rpartition("::")[2]


__all__ = [
    "EVERYTHING",
    "UNKNOWN",
    "component",
    "depends_on",
    "doubts",
    "group",
    "made",
    "prefix",
    "provider",
    "read",
    "subnet",
    "touching",
    "vpc",
    "why",
]
