"""State files of stacks that the recorded program would have built."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from transit_guardrails.readers.resource import Resource

Item = dict[str, Any]


def item(one: Resource) -> Item:
    """A resource as it stands in a state."""
    found: Item = {
        "urn": one.urn,
        "type": one.type,
        "custom": one.custom,
        "inputs": one.inputs,
        "outputs": one.outputs,
        "parent": one.parent,
        "propertyDependencies": {key: list(urns) for key, urns in one.property_dependencies.items()},
    }
    return {
        **found,
        **({"id": one.id} if one.id else {}),
        **({"provider": f"{one.provider}::1"} if one.provider else {}),
    }


def state(file: Path, resources: Iterable[Item]) -> str:
    """Writes a state file; its path."""
    file.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": list(resources)}}))
    return str(file)
