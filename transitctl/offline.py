"""Runs the real program against the Pulumi SDK's own test monitor, with every id unknown, and records what it registers.

What this is not: nothing is compared with what exists, no provider checks an input, AWS is not asked.
"""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.sync_await import _sync_await

PROJECT = "bedrock-transit"
UNKNOWN = rpc.UNKNOWN
"""Stands in inputs and outputs for what is not known before creation."""


@dataclass
class Resource:
    """One registered resource: ``inputs`` and registered ``outputs`` as plain data, unknown values as ``UNKNOWN``."""

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    provider: str
    inputs: Mapping[str, Any]
    property_dependencies: Mapping[str, tuple[str, ...]]
    """Per input: URNs of the resources that it refers to, sorted."""
    dependencies: tuple[str, ...]
    outputs: dict[str, Any] = field(default_factory=dict)


@dataclass
class Recording:
    """Everything that a run registered, in the order of URNs, and the stack's exports."""

    stack: str
    resources: dict[str, Resource]
    exports: Mapping[str, Any]


class _Monitor(mocks.MockMonitor):
    """The SDK's test monitor, keeping the raw requests: dependencies are only in those."""

    def __init__(self) -> None:
        super().__init__(_NoMocks())
        self.requests: dict[str, resource_pb2.RegisterResourceRequest] = {}
        self.outputs: dict[str, struct_pb2.Struct] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.requests:
            raise pulumi.RunError(f"two resources have the URN {urn}")
        self.requests[urn] = request
        # In a preview the SDK takes what is absent from the answer, the id included, for unknown.
        return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        self.outputs[request.urn] = request.outputs
        return empty_pb2.Empty()


class _NoMocks(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise pulumi.RunError(f"the program invokes {args.token}: a preview without an account cannot answer that")

    def new_resource(self, args: mocks.MockResourceArgs) -> Any:
        raise pulumi.RunError(
            f"the program reads {args.typ} {args.name}: a preview without an account cannot answer that"
        )


def run_program(stack: str, root: Path, network: Any) -> Recording:
    """Registers what ``root/__main__.py`` builds for the network object of ``stack``."""
    config = {f"{PROJECT}:network": json.dumps(network, default=str)}
    return record(stack, config, lambda: _run_main(root))


def record(stack: str, config: Mapping[str, str], program: Callable[[], object]) -> Recording:
    """Runs ``program`` as a preview of ``stack`` and returns what it registered.

    Raises whatever the program raises (``pulumi.RunError`` for what a user can mend).
    """
    monitor = _Monitor()
    settings.reset_options(project=PROJECT, stack=stack)
    mocks.set_mocks(_NoMocks(), project=PROJECT, stack=stack, preview=True, monitor=monitor)
    pulumi.runtime.set_all_config(dict(config))
    mocks.test(program)()  # type: ignore[no-untyped-call]
    root = settings.get_root_resource()
    exports = _sync_await(rpc.serialize_properties(getattr(root, "outputs", {}), {}))
    resources = {urn: _resource(urn, request) for urn, request in sorted(monitor.requests.items())}
    for urn, outputs in monitor.outputs.items():
        if urn in resources:
            resources[urn].outputs = plain(outputs)
    return Recording(stack, resources, plain(exports))


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


def plain(value: Any) -> Any:
    """A protobuf struct or value as plain data; whole numbers as ints."""
    if isinstance(value, struct_pb2.Struct):
        return {key: plain(item) for key, item in sorted(value.fields.items())}
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return plain(value.struct_value)
    if kind == "list_value":
        return [plain(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return getattr(value, kind) if kind not in (None, "null_value") else None
