"""What a provider answers to a create: at a preview (ids unknown) and afterwards (ids known).

Types of the stand-in's kind table are answered by the stand-in. Any other type of pulumi-aws is answered generically:
from the SDK's classes and ``tests/standin/computed_properties.json``.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from pulumi import _types as sdk_types
from standin import answers, bridge
from standin.kinds import kind_of
from standin.values import UNKNOWN, has_unknown
from standin.world import Thing, World

Properties = dict[str, Any]

PROVIDER = "pulumi:providers:aws"
COMPUTED = Path(bridge.__file__).with_name("computed_properties.json")


def checked(token: str, urn: str, inputs: Properties) -> Properties:
    """The inputs after the provider's Check: with the name that it makes up where the program gave none."""
    kind = kind_of(token)
    if kind:
        return bridge.strip(bridge.check(kind, urn, inputs, {}, 0))
    if token.startswith("aws:") and _autonamed(token) and not {"name", "namePrefix"} & set(inputs):
        return {**inputs, "name": bridge.auto_name(urn, 0)}
    return inputs


def at_preview(token: str, inputs: Properties) -> Properties:
    """Inputs echoed; the id, and all that AWS decides and the program did not give, unknown; the rest null."""
    kind = kind_of(token)
    if kind:
        return bridge.preview_create(kind, inputs)
    if not token.startswith("aws:"):
        return {**inputs, "id": UNKNOWN}
    facts = _table()[token]
    decided = frozenset(facts["computed"] + facts["optionalComputed"]) | (_every(token) - _taken(token))
    outputs = {key: UNKNOWN if key in decided else None for key in _every(token)}
    given = {key: UNKNOWN if isinstance(v, (list, dict)) and has_unknown(v) else v for key, v in inputs.items()}
    return {**outputs, **given, "id": UNKNOWN}


def afterwards(world: World, token: str, urn: str, account: str, inputs: Properties) -> tuple[str, Properties]:
    """Id and outputs of a resource that exists now. The same URN has the same id in every run."""
    kind = kind_of(token)
    if kind:
        thing = Thing(kind, "", urn, account, str(inputs.get("region", "us-east-1")), inputs)
        thing.id = answers.make_id(world, thing)
        thing.outputs = answers.answer(world, thing)
        world.put(thing)
        return thing.id, thing.outputs
    if not token.startswith("aws:"):
        made = answers.digits(urn, 32)
        return made, {**inputs, "id": made}
    noun = token.rpartition(":")[2]
    made = f"{_PREFIXES.get(noun, noun.lower() + '-')}{answers.digits(urn)}"
    service = token.split(":")[1].split("/", maxsplit=1)[0]
    region = inputs.get("region", "us-east-1")
    outputs: Properties = dict.fromkeys(_every(token))
    for key, value in {"arn": f"arn:aws:{service}:{region}:{account}:{noun.lower()}/{made}", "region": region}.items():
        if key in outputs:
            outputs[key] = value
    extra = _EXTRA[noun](made) if noun in _EXTRA else {}
    return made, {**outputs, **extra, **inputs, "id": made}


_PREFIXES: Mapping[str, str] = {
    "InternetGateway": "igw-",
    "NatGateway": "nat-",
    "EgressOnlyInternetGateway": "eigw-",
    "VpcPeeringConnection": "pcx-",
    "VpnGateway": "vgw-",
    "Endpoint": "cvpn-endpoint-",
    "NetworkInterface": "eni-",
    "Bucket": "acme-",
}
"""How ids of some more types begin."""

_EXTRA: Mapping[str, Callable[[str], Properties]] = {
    "Eip": lambda made: {"allocationId": made, "publicIp": "203.0.113.7"},
    "Bucket": lambda made: {"bucket": made, "arn": f"arn:aws:s3:::{made}"},
    "VpcIpamPreviewNextCidr": lambda _: {"cidr": "10.128.1.0/24"},
}
"""Computed properties that sabotages refer to, by id."""


def _classes(token: str) -> tuple[Any, Any]:
    module, member = token.split(":")[1].split("/", maxsplit=1)[0], token.rpartition(":")[2]
    package: Any = importlib.import_module(f"pulumi_aws.{module}")
    return getattr(package, member), getattr(package, f"{member}Args")


@cache
def _every(token: str) -> frozenset[str]:
    return frozenset(sdk_types.resource_types(_classes(token)[0]))


@cache
def _taken(token: str) -> frozenset[str]:
    return frozenset(sdk_types.input_type_py_to_pulumi_names(_classes(token)[1]).values())


@cache
def _autonamed(token: str) -> bool:
    name = signature(_classes(token)[1].__init__).parameters.get("name")
    return name is not None and name.default is not Parameter.empty


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    types: Mapping[str, Mapping[str, list[str]]] = json.loads(COMPUTED.read_text())["types"]
    return types
