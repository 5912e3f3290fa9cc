"""Runs a CrossGuard policy pack over a recording, as the engine does: a process of its own, spoken to over gRPC.

What differs from the engine: no provider checks inputs, so they lack the names that a provider makes up (and the version of the
provider itself); outputs of resources are their inputs and an unknown id; no configuration is checked against the pack's schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from .policy_process import PolicyPackError, running
from .recording import Recording, Resource, provider_urn, shown_outputs, with_stacks

BOOT_SECONDS = 60.0
CALL_SECONDS = 300.0
_AT_ONCE = 4
"""Resources at a time: the SDK serves no more."""
_ALL = "all"
_LEVELS = {name.lower(): number for name, number in analyzer_pb2.EnforcementLevel.items()}
_LEVEL_NAMES = {number: name for name, number in _LEVELS.items()}

PackConfig = Mapping[str, Any]
"""The content of a file for ``--policy-pack-config``: per policy a level, or an object of settings with ``enforcementLevel``."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One violation, as the pack told it. ``level`` is mandatory or advisory; an empty ``urn`` means the stack.

    The SDK puts the policy's ``description`` before the message, on a line of its own.
    """

    policy: str
    level: str
    urn: str
    message: str
    description: str = field(default="", compare=False)


POLICIES = frozenset({"collect", "prove"})
"""The policies without which nothing is proven, whatever the pack says (or does not say)."""


def run_pack(
    folder: Path,
    recording: Recording,
    config: PackConfig | None = None,
    *,
    boot_seconds: float = BOOT_SECONDS,
    call_seconds: float = CALL_SECONDS,
) -> tuple[Diagnostic, ...]:
    """Everything that the pack in ``folder`` has to say about the recording, sorted, each once.

    Raises ``PolicyPackError``. The process has ended when this returns or raises.
    """
    stack = _Stack(recording)
    with running(folder, recording.stack, boot_seconds) as channel:
        stub = analyzer_pb2_grpc.AnalyzerStub(channel)
        info = stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=call_seconds)
        if missing := POLICIES - {policy.name for policy in info.policies}:
            raise PolicyPackError(
                f"{folder} is another policy pack: it lacks the policies {', '.join(sorted(missing))}"
            )
        stub.Configure(configuration(info.policies, config or {}), timeout=call_seconds)
        with ThreadPoolExecutor(_AT_ONCE) as several:
            answers = list(several.map(lambda one: stub.Analyze(one, timeout=call_seconds), stack.to_analyze()))
        answers.append(stub.AnalyzeStack(stack.whole(), timeout=call_seconds))
    return tuple(sorted({_diagnostic(told) for answer in answers for told in answer.diagnostics}))


def _diagnostic(told: Any) -> Diagnostic:
    return Diagnostic(told.policyName, _LEVEL_NAMES[told.enforcementLevel], told.urn, told.message, told.description)


# The configuration ------------------------------------------------------------------------------------------------------


def configuration(policies: Iterable[Any], config: PackConfig) -> Any:
    """What the engine makes of a configuration: the policies' own levels, then "all", then each policy; unknown ones come along.

    ``policies`` are the pack's ``PolicyInfo`` messages. Raises ``PolicyPackError``.

    Source: pkg/resource/analyzer/config.go of github.com/pulumi/pulumi, v3.259.0.
    """
    stated = {name: _entry(name, given) for name, given in config.items()}
    spread = stated[_ALL][0] if _ALL in stated else None
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    for policy in policies:
        request.policyConfig[policy.name].enforcementLevel = policy.enforcementLevel if spread is None else spread
    for name, (level, settings) in stated.items():
        if level is None and name not in request.policyConfig:
            raise PolicyPackError(
                f"policy pack configuration: '{name}' is no policy of the pack, so it needs an enforcementLevel to be taken at all"
            )
        if level is not None:
            request.policyConfig[name].enforcementLevel = level
        json_format.ParseDict(settings, request.policyConfig[name].properties)
    return request


def _entry(name: str, given: Any) -> tuple[Any, dict[str, Any]]:
    """Level (None: not stated) and settings of one policy."""
    if not isinstance(given, (str, Mapping)):
        raise PolicyPackError(f"policy pack configuration: {name} is neither a level nor an object")
    settings = {"enforcementLevel": given} if isinstance(given, str) else dict(given)
    level = settings.pop("enforcementLevel", None)
    if level is not None and level not in _LEVELS:
        raise PolicyPackError(f"policy pack configuration: {name}: '{level}' is none of {', '.join(sorted(_LEVELS))}")
    return (None if level is None else _LEVELS[level]), settings


# The resources ----------------------------------------------------------------------------------------------------------


class _Stack:
    """A recording as the engine would show it to a pack."""

    def __init__(self, recording: Recording) -> None:
        self._resources = with_stacks(recording)
        self._known = recording.resources

    def to_analyze(self) -> Iterator[Any]:
        """Each resource by itself, with its inputs."""
        for one in self._resources:
            yield analyzer_pb2.AnalyzeRequest(
                type=one.type,
                properties=_struct(one.inputs),
                urn=one.urn,
                name=one.name,
                options=_options(one),
                provider=self._provider(one),
            )

    def whole(self) -> Any:
        """All resources at once, with their outputs and what they refer to."""
        return analyzer_pb2.AnalyzeStackRequest(resources=[self._with_outputs(one) for one in self._resources])

    def _with_outputs(self, one: Resource) -> Any:
        references = {
            key: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns) for key, urns in one.property_dependencies.items()
        }
        return analyzer_pb2.AnalyzerResource(
            type=one.type,
            properties=_struct(shown_outputs(one)),
            urn=one.urn,
            name=one.name,
            options=_options(one),
            provider=self._provider(one),
            parent=one.parent,
            dependencies=one.dependencies,
            propertyDependencies=references,
        )

    def _provider(self, one: Resource) -> Any:
        """The provider of a custom resource, with its inputs where the program made it."""
        urn = provider_urn(one)
        if not urn:
            return None
        found = self._known.get(urn)
        type_, name = urn.split("::")[2].rsplit("$", 1)[-1], urn.rsplit("::", 1)[-1]
        return analyzer_pb2.AnalyzerProviderResource(
            type=type_, name=name, urn=urn, properties=_struct(found.inputs if found else {})
        )


def _options(one: Resource) -> Any:
    return analyzer_pb2.AnalyzerResourceOptions(parent=one.parent)


def _struct(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(properties), struct_pb2.Struct())
