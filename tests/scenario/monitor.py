"""The SDK's test monitor, keeping the raw requests and answering as AWS would where ids are to be known."""

from __future__ import annotations

import json
from typing import Any

import pulumi
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import resource_pb2
from standin.values import decode, encode
from standin.world import World

from .answers import PROVIDER, afterwards, checked

STACK = "pulumi:pulumi:Stack"


class Monitor(mocks.MockMonitor):
    """Answers registrations: with nothing but the inputs (all the rest is unknown), or with what AWS would make."""

    def __init__(self, known: bool) -> None:
        super().__init__(_NoMocks())
        self.known = known
        self.requests: dict[str, Any] = {}
        self.registered: dict[str, struct_pb2.Struct] = {}
        """Registered outputs of components."""
        self.ids: dict[str, str] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self._world = World()
        self._accounts: dict[str, str] = {}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """The engine's URN: the types of all ancestors in it, without the stack itself."""
        above = parent.split("::")[2] if parent else STACK
        qualified = type_ if above == STACK else f"{above}${type_}"
        return f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        assert urn not in self.requests, f"two resources have the URN {urn}"
        self.requests[urn] = request
        if not (self.known and request.custom):
            # In a preview the SDK takes what is absent from the answer, the id included, for unknown.
            return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        inputs = decode(request.object)
        if request.type == PROVIDER:
            self._accounts[urn] = json.loads(inputs["allowedAccountIds"])[0]
        account = self._accounts.get(provider_urn(request.provider), "000000000000")
        given = checked(request.type, urn, inputs)
        self.ids[urn], self.answers[urn] = afterwards(self._world, request.type, urn, account, given)
        told = {key: value for key, value in self.answers[urn].items() if key != "id" and value is not None}
        return resource_pb2.RegisterResourceResponse(urn=urn, id=self.ids[urn], object=encode(told))

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        self.registered[request.urn] = request.outputs
        return empty_pb2.Empty()


def provider_urn(reference: str) -> str:
    """A provider reference without the id that the engine appends."""
    return reference.rpartition("::")[0]


class _NoMocks(mocks.Mocks):
    def call(self, args: mocks.MockCallArgs) -> Any:
        raise pulumi.RunError(f"the program invokes {args.token}")

    def new_resource(self, args: mocks.MockResourceArgs) -> Any:
        raise pulumi.RunError(f"the program reads {args.typ} {args.name}")
