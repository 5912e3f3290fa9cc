"""The gRPC face: the engine's provider protocol over the bridge's behaviour and the cloud."""

# ruff: noqa: ARG002, N802 - the protocol gives the methods their names and arguments

from collections.abc import Callable
from typing import Any, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.protobuf.any_pb2 import Any as Packed
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from . import bridge
from .accounts import Caller, caller_from
from .cloud import Cloud, HalfDoneError
from .errors import AwsError
from .journal import Sighting
from .kinds import kind_of
from .values import Properties, decode, encode, secret_keys
from .world import Thing

Answer = TypeVar("Answer")
Context = Any
"""grpcio has no types."""


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """The stand-in as the engine sees it."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._callers: dict[str, Caller] = {}

    # What every provider answers ------------------------------------------------------------------------------------

    def Handshake(self, request: Any, context: Context) -> Any:
        """Agree on the protocol: secrets and plain resources, no output values."""
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, accept_resources=False)

    def Attach(self, request: Any, context: Context) -> Any:
        """Take note of the engine; the stand-in never calls it."""
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Context) -> Any:
        """Give a version that any SDK's demand fits."""
        return plugin_pb2.PluginInfo(version="7.51.1")

    def GetSchema(self, request: Any, context: Context) -> Any:
        """Give the smallest schema there is."""
        return provider_pb2.GetSchemaResponse(schema='{"name": "aws", "version": "7.51.1"}')

    def CheckConfig(self, request: Any, context: Context) -> Any:
        """Take the provider's configuration as it is."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Context) -> Any:
        """Take a changed configuration without replacing the provider, as the real one does except for the Region."""
        same = decode(request.old_inputs) == decode(request.news)
        changes = provider_pb2.DiffResponse.DIFF_NONE if same else provider_pb2.DiffResponse.DIFF_SOME
        return provider_pb2.DiffResponse(changes=changes)

    def Configure(self, request: Any, context: Context) -> Any:
        """Remember for which account and Region this connection speaks."""
        self._callers[context.peer()] = caller_from(decode(request.args))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=False)

    def Cancel(self, request: Any, context: Context) -> Any:
        """Let operations end by themselves: they are short."""
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Context) -> Any:
        """Refuse: a preview needs no credentials only while the program asks AWS nothing."""
        context.abort(
            grpc.StatusCode.FAILED_PRECONDITION, f"the stand-in answers no invoke, the program called {request.tok}"
        )

    # Resources ------------------------------------------------------------------------------------------------------

    def Check(self, request: Any, context: Context) -> Any:
        """Fill defaults and refuse arguments that the type does not have."""
        kind = self._kind(request.urn, context)
        news, olds = decode(request.news), decode(request.olds)
        checked = bridge.check(kind, request.urn, news, olds, self._cloud.generation(request.urn))
        self._cloud.journal.see(Sighting("check", request.urn, None, bridge.strip(checked)))
        failures = [
            provider_pb2.CheckFailure(property=name, reason=f"{kind} has no argument {name!r}")
            for name in bridge.unknown_arguments(kind, news)
        ]
        return provider_pb2.CheckResponse(inputs=encode(checked, secret_keys(request.news)), failures=failures)

    def Diff(self, request: Any, context: Context) -> Any:
        """Say what changed and whether that replaces."""
        kind = self._kind(request.urn, context)
        olds, news = decode(request.old_inputs), decode(request.news)
        found = bridge.difference(kind, olds, news, request.ignoreChanges)
        kinds = provider_pb2.PropertyDiff.Kind
        detailed = {
            name: provider_pb2.PropertyDiff(
                kind=kinds.UPDATE_REPLACE if name in found.replaces else kinds.UPDATE, inputDiff=True
            )
            for name in found.changed
        }
        response = provider_pb2.DiffResponse
        return response(
            changes=response.DIFF_SOME if found.changed else response.DIFF_NONE,
            replaces=sorted(found.replaces),
            diffs=sorted(found.changed),
            detailedDiff=detailed,
            hasDetailedDiff=True,
            deleteBeforeReplace=found.delete_first,
        )

    def Create(self, request: Any, context: Context) -> Any:
        """Create, or say at preview what is known of the result."""
        kind, inputs = self._kind(request.urn, context), decode(request.properties)
        secrets = secret_keys(request.properties)
        self._cloud.journal.see(Sighting("create", request.urn, request.preview, bridge.strip(inputs)))
        if request.preview:
            return provider_pb2.CreateResponse(properties=encode(bridge.preview_create(kind, inputs), secrets))
        caller = self._callers.get(context.peer(), Caller())
        thing = _tried(context, secrets, lambda: self._cloud.create(kind, request.urn, caller, inputs))
        return provider_pb2.CreateResponse(id=thing.id, properties=encode(thing.outputs, secrets))

    def Read(self, request: Any, context: Context) -> Any:
        """Give a thing's state, or nothing when it is gone."""
        thing = self._cloud.read(self._kind(request.urn, context), request.id)
        if thing is None:
            return provider_pb2.ReadResponse()
        inputs: Properties = {bridge.DEFAULTS: [], **thing.inputs}
        return provider_pb2.ReadResponse(id=thing.id, properties=encode(thing.outputs), inputs=encode(inputs))

    def Update(self, request: Any, context: Context) -> Any:
        """Change in place, or say at preview what is known of the result."""
        kind, news = self._kind(request.urn, context), decode(request.news)
        secrets = secret_keys(request.news)
        self._cloud.journal.see(Sighting("update", request.urn, request.preview, bridge.strip(news)))
        if request.preview:
            outputs = bridge.preview_update(kind, decode(request.olds), decode(request.old_inputs), news)
            return provider_pb2.UpdateResponse(properties=encode(outputs, secrets))
        thing = _tried(context, secrets, lambda: self._cloud.update(kind, request.id, request.urn, news))
        return provider_pb2.UpdateResponse(properties=encode(thing.outputs, secrets))

    def Delete(self, request: Any, context: Context) -> Any:
        """Delete."""
        kind = self._kind(request.urn, context)
        _tried(context, frozenset(), lambda: self._cloud.delete(kind, request.id, request.urn))
        return empty_pb2.Empty()

    def _kind(self, urn: str, context: Context) -> str:
        self._cloud.hear()
        token = urn.split("::")[2].rpartition("$")[2]
        kind = kind_of(token)
        if kind is None:
            raise context.abort(
                grpc.StatusCode.FAILED_PRECONDITION, f"the stand-in does not know {token} (tests/standin/kinds)"
            )
        return kind


def _tried(context: Context, secrets: frozenset[str], call: Callable[[], Answer]) -> Answer:
    """Run an operation and turn its failure into what the bridge would send."""
    try:
        return call()
    except AwsError as error:
        raise context.abort(grpc.StatusCode.UNKNOWN, str(error)) from error
    except HalfDoneError as half:
        context.set_trailing_metadata((("grpc-status-details-bin", _half_done(half, secrets)),))
        raise context.abort(grpc.StatusCode.UNKNOWN, str(half)) from half


def _half_done(half: HalfDoneError, secrets: frozenset[str]) -> bytes:
    """Pack what the engine needs to keep a resource whose creation or update failed half-way."""
    thing: Thing = half.thing
    detail = provider_pb2.ErrorResourceInitFailed(
        id=thing.id,
        properties=encode(thing.outputs, secrets),
        inputs=encode({bridge.DEFAULTS: [], **thing.inputs}, secrets),
        reasons=[str(half)],
    )
    packed = Packed()
    packed.Pack(detail)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(half), details=[packed])
    serialized: bytes = status.SerializeToString()
    return serialized
