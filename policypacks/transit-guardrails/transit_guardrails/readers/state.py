"""Resources from a Pulumi state: what ``pulumi stack export`` prints, or a state file as a backend keeps it.

Format: ``sdk/go/common/apitype/core.go`` of pulumi/pulumi (``UntypedDeployment``, ``VersionedCheckpoint``, ``DeploymentV3``,
``ResourceV3``); version 4 adds features that do not concern readers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .resource import UNKNOWN, Resource

VERSIONS = (3, 4)
_SIGNATURE = "4dabf18193072939515e22adb298388d"
"""Key of a special value; its own value says which kind (``sdk/go/common/resource/sig``)."""
_SEALED = "1b47061264138c4ac30d75fd1eb44270"
_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine writes for a value that is not known."""
_BOOKKEEPING = frozenset(("__defaults", "__meta", "__internal", "__pulumi_raw_state_delta"))
"""Keys that the engine's bridge puts among the properties for itself."""
_SHOWN = 20
_STATE_PROBLEMS = {
    "delete": "a replaced resource is still to be deleted: finish the update first",
    "pendingReplacement": "is deleted and not made again: finish the update first",
    "initErrors": "was not made completely: finish the update first",
}


class StateError(Exception):
    """The text is no state that can be read. ``problems`` are all of them, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        more = len(problems) - _SHOWN
        shown = [*problems[:_SHOWN], f"and {more} more"] if more > 0 else problems
        super().__init__("; ".join(shown))


def read_state(text: str) -> list[Resource]:
    """The resources of a state, sorted by URN. An interrupted update is an error: nobody knows what exists then.

    Secrets that are encrypted become ``UNKNOWN``. Raises ``StateError`` with every problem.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
        return _resources(_deployment(document))
    except RecursionError:
        raise StateError(["the state is nested too deeply"]) from None
    except ValueError as error:
        raise StateError([f"the state is not JSON: {str(error)[:200]}"]) from None


def _deployment(document: Any) -> Mapping[str, Any]:
    """The part with the resources, out of whichever wrapper."""
    if not isinstance(document, dict):
        raise StateError(["the state is not a JSON object"])
    found: Any = document
    if "version" in document:
        if document["version"] not in VERSIONS:
            raise StateError([f"the state has version {document['version']!r:.40}, not {VERSIONS[0]} or {VERSIONS[1]}"])
        found = document.get("deployment", document.get("checkpoint"))
    if isinstance(found, dict) and "latest" in found:
        found = found["latest"]
    if not isinstance(found, dict) or not ("resources" in found or "manifest" in found):
        raise StateError(["the JSON is no Pulumi state: it has no deployment with resources"])
    return found


def _resources(deployment: Mapping[str, Any]) -> list[Resource]:
    problems: list[str] = []
    pending = deployment.get("pending_operations") or []
    if not isinstance(pending, list):
        problems.append("pending_operations is not a list")
    elif pending:
        problems.append(f"{len(pending)} operations are pending: an update was interrupted, so refresh the stack first")
    stated = deployment.get("resources") or []
    if not isinstance(stated, list):
        raise StateError([*problems, "resources is not a list"])
    found: dict[str, Resource] = {}
    for number, item in enumerate(stated):
        faults = _faults(item)
        if faults:
            name = item.get("urn") if isinstance(item, dict) and isinstance(item.get("urn"), str) else None
            problems += [f"{name or f'resource {number}'}: {fault}" for fault in faults]
            continue
        resource = _resource(item)
        if resource.urn in found:
            problems.append(f"{resource.urn}: is there twice")
        found[resource.urn] = resource
    if problems:
        raise StateError(problems)
    return [found[urn] for urn in sorted(found)]


def _faults(item: Any) -> list[str]:
    """What is wrong with the shape of a resource, and with its condition."""
    if not isinstance(item, dict):
        return ["is not an object"]
    faults = [f"{key} is not a text" for key in ("urn", "type") if not isinstance(item.get(key), str) or not item[key]]
    faults += [f"{key} is not a text" for key in ("id", "parent", "provider") if not _optional(item, key, str)]
    faults += [f"{key} is not an object" for key in ("inputs", "outputs") if not _optional(item, key, dict)]
    if not _optional(item, "custom", bool):
        faults.append("custom is neither true nor false")
    depends = item.get("propertyDependencies")
    if depends is not None and not _is_dependencies(depends):
        faults.append("propertyDependencies is not an object of lists of URNs")
    return faults + [why for key, why in _STATE_PROBLEMS.items() if item.get(key)]


def _optional(item: Mapping[str, Any], key: str, kind: type) -> bool:
    return item.get(key) is None or isinstance(item[key], kind)


def _is_dependencies(value: Any) -> bool:
    return isinstance(value, dict) and all(
        urns is None or (isinstance(urns, list) and all(isinstance(urn, str) for urn in urns))
        for urns in value.values()
    )


def _resource(item: Mapping[str, Any]) -> Resource:
    urn = item["urn"]
    depends = item.get("propertyDependencies") or {}
    return Resource(
        urn=urn,
        type=item["type"],
        name=urn.split("::", 3)[-1],
        inputs=_properties(item.get("inputs")),
        outputs=_properties(item.get("outputs")),
        property_dependencies={key: tuple(sorted(set(urns))) for key, urns in sorted(depends.items()) if urns},
        parent=item.get("parent") or "",
        provider=(item.get("provider") or "").rpartition("::")[0],
        id=item.get("id") or None,
        custom=bool(item.get("custom")),
    )


def _properties(value: Any) -> Mapping[str, Any]:
    """Properties as plain data. A state leaves out an object that is empty."""
    found = _plain(value or {})
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if _SIGNATURE in value:
            return _special(value)
        return {key: _plain(item) for key, item in value.items() if key not in _BOOKKEEPING}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return UNKNOWN if isinstance(value, str) and value == _SENTINEL else value


def _special(value: Mapping[str, Any]) -> Any:
    """A secret's value where it is in clear text; what is encrypted, or no plain data, is not known."""
    plaintext = value.get("plaintext")
    if value[_SIGNATURE] != _SEALED or not isinstance(plaintext, str):
        return UNKNOWN
    try:
        return _plain(json.loads(plaintext))
    except ValueError:
        return UNKNOWN
