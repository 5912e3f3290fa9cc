"""Property values as the stand-in handles them: plain Python, one marker for unknown, secrets unwrapped.

The engine sends protobuf structs in which unknowns and secrets are encoded with the SDK's magic strings. Everything
behind the gRPC boundary works on what this module decodes.
"""

import json
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime import rpc

UNKNOWN = rpc.UNKNOWN
"""The engine's own marker. It stays a plain string, so worlds and journals can be written as JSON."""

_SIGNATURE = rpc._special_sig_key
_SECRET = rpc._special_secret_sig

Properties = dict[str, Any]


def decode(struct: struct_pb2.Struct) -> Properties:
    """Turn a request's struct into plain values: secrets unwrapped, whole numbers as int."""
    decoded: Properties = _unwrap(json_format.MessageToDict(struct))
    return decoded


def encode(properties: Properties, secret_keys: frozenset[str] = frozenset()) -> struct_pb2.Struct:
    """Turn plain values into an answer's struct and mark the named top-level properties as secret."""
    wrapped = {
        key: {_SIGNATURE: _SECRET, "value": value} if key in secret_keys else value for key, value in properties.items()
    }
    struct = struct_pb2.Struct()
    struct.update(wrapped)
    return struct


def secret_keys(struct: struct_pb2.Struct) -> frozenset[str]:
    """Name the top-level properties that hold a secret anywhere, as the bridge does for its answers."""
    return frozenset(key for key, value in json_format.MessageToDict(struct).items() if _SECRET in json.dumps(value))


def has_unknown(value: Any) -> bool:
    """Tell whether a value is unknown or holds an unknown anywhere."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return bool(value == UNKNOWN)


def canonical(value: Any) -> str:
    """Write a value in one way only, to compare and to sort without regard to key order."""
    return json.dumps(value, sort_keys=True)


def _unwrap(value: Any) -> Any:
    if isinstance(value, list):
        return [_unwrap(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    if value.get(_SIGNATURE) == _SECRET:
        return _unwrap(value["value"])
    if _SIGNATURE in value:
        raise ValueError("the stand-in takes plain values and secrets, no assets, archives or resource references")
    return {key: _unwrap(item) for key, item in value.items()}
