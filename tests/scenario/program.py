"""Runs the real program for a stack, as it is or sabotaged, and records its resources as the policy pack sees them.

``run(stack, mode, edit)`` is the entry; ``untouched(stack, mode)`` the cached run without an edit. Modes:

- ``unknown``: the preview of a create. Inputs as collected, every id unknown, outputs as the provider answers then.
- ``known``: the same program after it was applied. Ids, ARNs and computed outputs are there, and inputs hold them.

What this is not: no engine runs, nothing is compared with what exists, and AWS is not asked.
"""

from __future__ import annotations

import copy
import gc
import json
import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import pulumi
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto.source_pb2 import StackTrace
from pulumi.runtime.stack import register_stack_transformation
from pulumi.runtime.sync_await import _sync_await

from transit_guardrails.readers.resource import UNKNOWN, Resource
from transitctl.offline import PROJECT
from transitctl.recording import plain
from transitctl.stack import checked_network

from .answers import at_preview, checked
from .monitor import STACK, Monitor, provider_urn

ROOT = Path(__file__).resolve().parents[2]
Mode = Literal["unknown", "known"]
Properties = dict[str, Any]
Selector = str | Callable[[str, str], bool]
"""A logical name, ``"Type name"`` where two types share a name, or a predicate over type token and name."""


class Built:
    """The live resources of a run, by logical name or ``"Type name"``."""

    def __init__(self) -> None:
        self._found: list[tuple[str, str, Any]] = []

    def add(self, token: str, name: str, resource: pulumi.Resource) -> None:
        """Note a resource while the SDK constructs it."""
        self._found.append((token, name, resource))

    def __getitem__(self, selector: str) -> Any:
        """The one resource of that name. Raises ``KeyError``."""
        found = [resource for token, name, resource in self._found if _selects(selector, token, name)]
        if len(found) != 1:
            raise KeyError(f"{selector}: {len(found)} resources")
        return found[0]

    def beside(self, selector: str, **options: Any) -> pulumi.ResourceOptions:
        """Options of a new resource in the account of a built one: the same provider."""
        return pulumi.ResourceOptions(provider=self[selector]._provider, **options)


class Program:
    """What a sabotage may do to a run, said before the program runs."""

    def __init__(self) -> None:
        self.built = Built()
        self.specs: list[Callable[[Any], object]] = []
        self.changes: list[tuple[Selector, Callable[[Properties], Properties]]] = []
        self.drops: list[str] = []
        self.afters: list[Callable[[Built], object]] = []

    def change(self, selector: Selector, edit: Callable[[Properties], Properties]) -> None:
        """Give resources other arguments (names as in Python). Values may be outputs of resources in ``built``."""
        self.changes.append((selector, edit))

    def point(self, selector: Selector, **targets: str) -> None:
        """Let references name other resources, which the program must have built by then: ``key="logical name"``."""
        self.change(selector, lambda props: {**props, **{key: self.built[name].id for key, name in targets.items()}})

    def drop(self, *selectors: str) -> None:
        """Leave resources out of the record. Nothing that stays may refer to them."""
        self.drops.extend(selectors)

    def after(self, more: Callable[[Built], object]) -> None:
        """Create more resources when the program has run."""
        self.afters.append(more)

    def spec(self, edit: Callable[[Any], object]) -> None:
        """Change the network object in place before it is planned: for mistakes of the spec itself only."""
        self.specs.append(edit)


Edit = Callable[[Program], object]


def run(stack: str, mode: Mode = "unknown", edit: Edit | None = None) -> list[Resource]:
    """The record of a run, sorted by URN; each call runs the program anew. Raises ``AssertionError`` where an edit finds nothing to change."""
    program = Program()
    if edit:
        edit(program)
    network = copy.deepcopy(_network(stack))
    for change in program.specs:
        change(network)
    monitor = Monitor(known=mode == "known")
    settings.reset_options(project=PROJECT, stack=stack)
    mocks.set_mocks(monitor.mocks, project=PROJECT, stack=stack, preview=mode == "unknown", monitor=monitor)
    pulumi.runtime.set_all_config({f"{PROJECT}:network": json.dumps(network, default=str)})
    with _undistracted():
        mocks.test(lambda: play(program))()  # type: ignore[no-untyped-call]
    exports = _sync_await(rpc.serialize_property(getattr(settings.get_root_resource(), "outputs", {}), [], None))
    found = [_resource(urn, monitor) for urn in monitor.requests]
    return sorted([_stack(monitor, exports), *_kept(found, program.drops)], key=lambda resource: resource.urn)


@cache
def untouched(stack: str, mode: Mode = "unknown") -> tuple[Resource, ...]:
    """The record of the program as it is."""
    return tuple(run(stack, mode))


@cache
def _network(stack: str) -> Any:
    return checked_network(ROOT, stack)


@contextmanager
def _undistracted() -> Iterator[None]:
    """Without what costs a run half of its time: garbage among the hundred thousand objects that live until its end, and the
    lines of source that the SDK tells the engine of each resource, which nobody asks for here. What is left stays: the
    collector looks at it once."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        with mock.patch("pulumi.runtime.resource._get_stack_trace", StackTrace):
            yield
    finally:
        gc.collect()
        gc.freeze()
        if collecting:
            gc.enable()


def play(program: Program) -> None:
    """Runs the program with a sabotage in it, inside a run of the SDK or of the engine."""
    used: set[int] = set()

    def transform(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        program.built.add(args.type_, args.name, args.resource)
        props: Any = args.props
        for position, (selector, edit) in enumerate(program.changes):
            if _selects(selector, args.type_, args.name):
                used.add(position)
                props = edit(dict(props))
        return None if props is args.props else pulumi.ResourceTransformationResult(props, args.opts)

    register_stack_transformation(transform)
    here = Path.cwd()
    try:
        runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")
    finally:
        os.chdir(here)
    for more in program.afters:
        more(program.built)
    idle = [str(selector) for position, (selector, _) in enumerate(program.changes) if position not in used]
    assert not idle, f"nothing to change: {idle}"


def _selects(selector: Selector, token: str, name: str) -> bool:
    if not isinstance(selector, str):
        return selector(token, name)
    return selector in (name, f"{token.rpartition(':')[2]} {name}")


def _kept(found: list[Resource], drops: list[str]) -> list[Resource]:
    gone = set()
    for selector in drops:
        chosen = [resource.urn for resource in found if _selects(selector, resource.type, resource.name)]
        assert len(chosen) == 1, f"{selector}: {len(chosen)} resources to drop"
        gone.add(chosen[0])
    kept = [resource for resource in found if resource.urn not in gone]
    for resource in kept:
        named = {resource.parent, *(urn for urns in resource.property_dependencies.values() for urn in urns)}
        assert not named & gone, f"{resource.urn} refers to {sorted(named & gone)}"
    return kept


def _resource(urn: str, monitor: Monitor) -> Resource:
    request = monitor.requests[urn]
    inputs: Properties = plain(request.object)
    if request.custom:
        inputs = checked(request.type, urn, inputs)
    if not request.custom:
        outputs: Properties = plain(monitor.registered[urn]) if urn in monitor.registered else {}
    elif monitor.known:
        outputs = monitor.answers[urn]
    else:
        outputs = at_preview(request.type, inputs)
    dependencies = {key: tuple(sorted(set(value.urns))) for key, value in request.propertyDependencies.items()}
    return Resource(
        urn=urn,
        type=request.type,
        name=request.name,
        inputs=_tidy(inputs),
        outputs=_tidy(outputs),
        property_dependencies={key: urns for key, urns in sorted(dependencies.items()) if urns},
        parent=request.parent,
        provider=provider_urn(request.provider),
        id=monitor.ids.get(urn),
        custom=request.custom,
    )


def _stack(monitor: Monitor, exports: Mapping[str, Any]) -> Resource:
    name = f"{settings.get_project()}-{settings.get_stack()}"
    urn = monitor.make_urn("", STACK, name)
    return Resource(urn=urn, type=STACK, name=name, inputs={}, outputs=_tidy(dict(exports)), custom=False)


def _tidy(value: Any) -> Any:
    """Plain data as the pack reads it: ``UNKNOWN`` for the sentinel, no bookkeeping keys, whole floats as ints."""
    if isinstance(value, Mapping):
        return {key: _tidy(item) for key, item in sorted(value.items()) if not key.startswith("__")}
    if isinstance(value, (list, tuple)):
        return [_tidy(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return UNKNOWN if isinstance(value, str) and value == rpc.UNKNOWN else value
