"""The JSON Schema of a whole stack file, for editors: made from the spec's types, told the names of the catalogue.

It refuses what can be seen in one place. What one part says of another is judged by ``checks`` and the planners alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .. import catalogue
from .document import CONFIG_KEY
from .model import REQUIRED_TAGS, Network

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PULUMI_KEYS = {
    "encryptedkey": "Set by Pulumi: the encrypted key of the stack's secrets.",
    "encryptionsalt": "Set by Pulumi: the salt of the stack's passphrase.",
    "environment": "Pulumi ESC environments that the stack imports.",
    "secretsprovider": "Set by Pulumi: what encrypts the stack's secrets.",
}
NAMES: dict[str, tuple[str, Callable[[], Any]]] = {
    "AwsRegion": ("An AWS Region of the catalogue.", catalogue.regions),
    "QuotaName": ("A quota of the catalogue.", catalogue.quotas),
    "ServiceName": ("A service of the endpoint catalogue.", catalogue.services),
}
"""Names that the types leave open and the checks look up, so that an editor can complete them."""

EXCLUSIVE = (
    ("Application", "cidr", "number"),
    ("Spoke", "cidr", "number"),
    ("Spoke", "cidr", "prefix_length"),
    ("VirtualInterface", "connection", "hosted"),
    ("Vpn", "networks", "partner"),
)
"""Parts with two keys of which only one may be stated."""
GRANTED = ("models", "objects", "actions")
"""Keys of a grant of which at least one must name something."""


def stack_schema() -> Schema:
    """The schema of ``Pulumi.<stack>.yaml``: the network closed, everything that is Pulumi's own allowed.

    Keys stand in the order in which the types declare them.
    """
    network = _tidied(Network.model_json_schema())
    parts: Schema = {**network.pop("$defs"), "Network": network}
    _alternatives(parts)
    _named(parts)
    return {
        "$schema": DRAFT,
        "$comment": "Generated from the spec's types by `make schema`.",
        "title": "Stack file of bedrock-transit: Pulumi.<stack>.yaml",
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "description": "Configuration of the stack. Other keys are those of providers.",
                "type": "object",
                "required": [CONFIG_KEY],
                "properties": {CONFIG_KEY: {"$ref": "#/$defs/Network"}},
            },
            **{key: {"description": description} for key, description in PULUMI_KEYS.items()},
        },
        "$defs": parts,
    }


def schema_text() -> str:
    """The schema as text: the same for the same types and catalogue."""
    return json.dumps(stack_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _tidied(node: Any) -> Any:
    """Without titles, which only repeat keys; and with every map closed to names that are not of its form."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidied = {key: _tidied(value) for key, value in node.items() if key != "title" or not isinstance(value, str)}
    patterns = tidied.pop("patternProperties", None)
    if patterns:
        ((pattern, value),) = patterns.items()
        tidied["propertyNames"] = {**tidied.get("propertyNames", {}), "pattern": pattern}
        tidied["additionalProperties"] = value
    return tidied


def _alternatives(parts: Schema) -> None:
    """What the types' validators say of several keys of one part."""
    for part, given, other in EXCLUSIVE:
        both = {key: {"not": {"type": "null"}} for key in (given, other)}
        parts[part].setdefault("allOf", []).append({"not": {"required": [given, other], "properties": both}})
    parts["Grant"]["anyOf"] = [{"required": [key], "properties": {key: {"minItems": 1}}} for key in GRANTED]
    parts["Network"]["properties"]["tags"]["required"] = list(REQUIRED_TAGS)


def _named(parts: Schema) -> None:
    """Puts the catalogue's names where the types say no more than text."""
    for name, (description, known) in NAMES.items():
        parts[name] = {"description": description, "type": "string", "enum": sorted(known())}
    service, region, quota = ({"$ref": f"#/$defs/{name}"} for name in ("ServiceName", "AwsRegion", "QuotaName"))
    network, hub, grant = (parts[part]["properties"] for part in ("Network", "Hub", "Grant"))
    network["regions"]["propertyNames"] = region
    network["quotas"]["propertyNames"] = quota
    hub["services"]["items"] = hub["service_zones"]["propertyNames"] = grant["service"] = service
    for key in ("blocks", "pools"):
        parts["Segment"]["properties"][key]["propertyNames"] = region
    for part in ("Spoke", "OnPremises", "Partner"):
        parts[part]["properties"]["region"] = region
    parts["VirtualInterface"]["properties"]["region"]["anyOf"][0] = region
    parts["InferenceProfile"]["properties"]["regions"]["items"] = region
