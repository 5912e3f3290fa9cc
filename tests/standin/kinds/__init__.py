"""All kinds, their type tokens, and what the SDK says about their properties."""

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from pulumi import _types as sdk_types

from .alarms import ALARM_KINDS
from .data import DATA_KINDS
from .direct_connect import DIRECT_CONNECT_KINDS
from .dns import DNS_KINDS
from .iam import IAM_KINDS
from .record import ANY, OWN, SHARED, Kind, Refers
from .resolver import RESOLVER_KINDS
from .sharing import SHARING_KINDS
from .transit import TRANSIT_KINDS
from .vpc import VPC_KINDS
from .vpn import VPN_KINDS

__all__ = ["ANY", "KINDS", "OWN", "SHARED", "Kind", "Properties", "Refers", "kind_of", "properties_of"]

KINDS: Mapping[str, Kind] = {
    **VPC_KINDS,
    **TRANSIT_KINDS,
    **DIRECT_CONNECT_KINDS,
    **VPN_KINDS,
    **DNS_KINDS,
    **RESOLVER_KINDS,
    **SHARING_KINDS,
    **ALARM_KINDS,
    **IAM_KINDS,
    **DATA_KINDS,
}

_COMPUTED_FILE = Path(__file__).parent.parent / "computed_properties.json"


@dataclass(frozen=True)
class Properties:
    """The names of a kind's properties, by who sets them."""

    inputs: frozenset[str]
    every: frozenset[str]
    computed: frozenset[str]
    """Never an input. What the SDK takes no argument for counts too: the data misses some (``dnsEntries``)."""
    filled: frozenset[str]
    """Inputs that the provider fills when the program does not give them."""
    autonamed: bool
    """Whether the bridge makes up ``name``: the SDK takes one and does not demand it."""


def kind_of(token: str) -> str | None:
    """Name the kind of a type token (``aws:ec2/vpc:Vpc`` is ``ec2.Vpc``), or None when the stand-in does not know it."""
    package, module, member = token.split(":")
    name = f"{module.split('/')[0]}.{member}"
    return name if package == "aws" and name in KINDS else None


@cache
def properties_of(name: str) -> Properties:
    """Read a kind's properties from the SDK's classes and from the computed-properties data."""
    module, member = name.split(".")
    package: Any = importlib.import_module(f"pulumi_aws.{module}")
    resource = getattr(package, member)
    # Where a nested type has the name already, the SDK calls the arguments otherwise (VpnConnectionRoute).
    arguments = getattr(package, f"{member}InitArgs", None) or getattr(package, f"{member}Args")
    inputs = frozenset(sdk_types.input_type_py_to_pulumi_names(arguments).values())
    every = frozenset(sdk_types.resource_types(resource))
    data = _computed()[resource.pulumi_type]
    name_argument = signature(arguments.__init__).parameters.get("name")
    return Properties(
        inputs=inputs,
        every=every,
        computed=(every - inputs) | frozenset(data["computed"]),
        filled=(frozenset(data["optionalComputed"]) | KINDS[name].answers) & inputs,
        autonamed=name_argument is not None and name_argument.default is not Parameter.empty,
    )


@cache
def _computed() -> Mapping[str, Mapping[str, list[str]]]:
    types: Mapping[str, Mapping[str, list[str]]] = json.loads(_COMPUTED_FILE.read_text())["types"]
    return types
