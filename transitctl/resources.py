"""From a recording of the program to the resources that the proof reads: the same ones that the pack gets as a process."""

from __future__ import annotations

from transit_guardrails.adapter.collected import properties
from transit_guardrails.readers.resource import Resource

from . import recording as recorded


def resources_of(recording: recorded.Recording) -> list[Resource]:
    """Every resource of the recording and the stack itself, by URN, as a pack sees them in the preview of a create."""
    return sorted((_resource(one) for one in recorded.with_stacks(recording)), key=lambda one: one.urn)


def _resource(one: recorded.Resource) -> Resource:
    provider = recorded.provider_urn(one)
    return Resource(
        urn=one.urn,
        type=one.type,
        name=one.name,
        inputs=properties(dict(one.inputs)),
        outputs=properties(recorded.shown_outputs(one)),
        property_dependencies={k: tuple(sorted(set(v))) for k, v in sorted(one.property_dependencies.items()) if v},
        parent=one.parent,
        provider=provider,
        custom=bool(provider) or one.type.startswith(recorded.PROVIDER_TYPE),
    )
