"""Runs the real program against the Pulumi SDK's own test monitor, with every id unknown, and records what it registers.

What this is not: nothing is compared with what exists, no provider checks an input, AWS is not asked.
"""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pulumi
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import Stack
from pulumi.runtime.sync_await import _sync_await

from .recording import UNKNOWN, ExportPath, Recording, Resource, plain

__all__ = ["PROJECT", "UNKNOWN", "Recording", "Resource", "plain", "record", "run_program"]

PROJECT = "bedrock-transit"
STACK = "pulumi:pulumi:Stack"
HIDDEN = "[secret]"
"""Stands in exports for what the program marked as secret, as in the output of the Pulumi CLI."""


STACK_REFERENCE = "pulumi:pulumi:StackReference"
References = Mapping[str, Mapping[str, Any]]
"""What other stacks export, by the name under which programs refer to them."""


class _Monitor(mocks.MockMonitor):
    """The SDK's test monitor, keeping the raw requests: dependencies are only in those."""

    def __init__(self, references: References) -> None:
        self.recorded = _Recorded(references)
        super().__init__(self.recorded)
        self.requests: dict[str, resource_pb2.RegisterResourceRequest] = {}
        self.outputs: dict[str, struct_pb2.Struct] = {}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """The engine's URN: the types of all ancestors in it, without the stack itself."""
        above = parent.split("::")[2] if parent else STACK
        qualified = type_ if above == STACK else f"{above}${type_}"
        return f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.requests:
            raise pulumi.RunError(f"two resources have the URN {urn}")
        self.requests[urn] = request
        # In a preview the SDK takes what is absent from the answer, the id included, for unknown.
        return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        self.outputs[request.urn] = request.outputs
        return empty_pb2.Empty()


class _Recorded(mocks.Mocks):
    """Answers nothing but what was recorded of other stacks."""

    def __init__(self, references: References) -> None:
        self._references = references
        self.missing: list[str] = []
        """Stacks that the program refers to and of which nothing was recorded."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise pulumi.RunError(f"the program invokes {args.token}: a preview without an account cannot answer that")

    def new_resource(self, args: mocks.MockResourceArgs) -> Any:
        if args.typ == STACK_REFERENCE:
            stack = args.resource_id or args.name
            if stack not in self._references:
                self.missing.append(stack)
            exports = dict(self._references.get(stack, {}))
            return stack, {"name": stack, "outputs": exports, "secretOutputNames": []}
        raise pulumi.RunError(
            f"the program reads {args.typ} {args.name}: a preview without an account cannot answer that"
        )


def run_program(stack: str, root: Path, network: Any, more: Mapping[str, str] | None = None) -> Recording:
    """Registers what ``root/__main__.py`` builds for the network object of ``stack``. ``more``: other configuration."""
    config = {**(more or {}), f"{PROJECT}:network": json.dumps(network, default=str)}
    return record(stack, config, lambda: _run_main(root))


def run_other(project: str, stack: str, root: Path, config: Mapping[str, str], references: References) -> Recording:
    """Registers what ``root/__main__.py`` builds as a stack of another project, beside the stacks that it refers to."""
    return record(stack, config, lambda: _run_main(root), project, references)


def record(
    stack: str,
    config: Mapping[str, str],
    program: Callable[[], object],
    project: str = PROJECT,
    references: References = MappingProxyType({}),
) -> Recording:
    """Runs ``program`` as a preview of ``stack`` and returns what it registered.

    Raises whatever the program raises (``pulumi.RunError`` for what a user can mend).
    """
    monitor = _Monitor(references)
    settings.reset_options(project=project, stack=stack)
    mocks.set_mocks(monitor.mocks, project=project, stack=stack, preview=True, monitor=monitor)
    settings.set_root_resource(None)  # type: ignore[arg-type]
    root = Stack()  # the one that set_mocks made is finished, and pulumi.run comes too late for it
    pulumi.runtime.set_all_config(dict(config))
    try:
        mocks.test(lambda: _play(root, program))()  # type: ignore[no-untyped-call]
    finally:
        _all_known(monitor.recorded.missing)
    dependencies: dict[ExportPath, tuple[str, ...]] = {}
    exports = _sync_await(_export(root.outputs, (), dependencies))
    resources = {urn: _resource(urn, request) for urn, request in sorted(monitor.requests.items())}
    for urn, outputs in monitor.outputs.items():
        if urn in resources:
            resources[urn].outputs = plain(outputs)
    return Recording(stack, resources, exports, dependencies)


def _all_known(missing: Sequence[str]) -> None:
    """Raises ``pulumi.RunError`` for stacks whose exports were not known. Whatever else went wrong follows from that."""
    if missing:
        told = [
            f"the program refers to the stack {stack}, whose exports are not known here\n"
            f"    remedy: pulumi stack output --json --stack {stack} > FILE, and --reference {stack}=FILE"
            for stack in sorted(set(missing))
        ]
        raise pulumi.RunError("\n".join(told)) from None


def _play(root: Stack, program: Callable[[], object]) -> Awaitable[None] | None:
    """Plays the program. What it gave to ``pulumi.run`` is played after it, as by the SDK's own host."""
    program()
    entry = root._take_async_program()
    return _entered(root, entry) if entry is not None else None


async def _entered(root: Stack, entry: Callable[[], Awaitable[Any]]) -> None:
    root._add_program_outputs(await entry())


async def _export(value: Any, path: ExportPath, dependencies: dict[ExportPath, tuple[str, ...]]) -> Any:
    """An export as plain data. Asks value by value, so that each unknown one keeps what it comes from."""
    if isinstance(value, Mapping):
        return {k: await _export(v, (*path, k), dependencies) for k, v in sorted(value.items())}
    if isinstance(value, list):
        return [await _export(item, (*path, str(i)), dependencies) for i, item in enumerate(value)]
    if isinstance(value, pulumi.Output) and await value.is_secret():
        return HIDDEN
    origins: list[pulumi.Resource] = []
    found = await rpc.serialize_property(value, origins, None)
    if found == UNKNOWN:
        dependencies[path] = tuple(sorted({str(await origin.urn.future()) for origin in origins}))
    return int(found) if isinstance(found, float) and found.is_integer() else found


def _run_main(root: Path) -> None:
    here = Path.cwd()
    try:
        runpy.run_path(str(root / "__main__.py"), run_name="__main__")
    finally:
        os.chdir(here)


def _resource(urn: str, request: Any) -> Resource:
    return Resource(
        urn=urn,
        type=request.type,
        name=request.name,
        parent=request.parent,
        custom=request.custom,
        provider=request.provider,
        inputs=plain(request.object),
        property_dependencies={
            key: tuple(sorted(set(value.urns)))
            for key, value in sorted(request.propertyDependencies.items())
            if value.urns
        },
        dependencies=tuple(sorted(set(request.dependencies))),
    )
