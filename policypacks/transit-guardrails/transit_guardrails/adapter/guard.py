"""Stands between the engine's configuration of the pack and the SDK, which believes whatever it is told.

The SDK takes unknown policies and misspelt keys silently, and lets a configuration file disable a mandatory policy. Here each of
these is a problem that ``prove`` reports, and the SDK never hears of a lowered level.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Set
from datetime import date
from typing import Any

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import policy as sdk

from ..settings import Problem, Settings, parse_settings
from ..settings.problem import suggestion
from .report import Violation, mistake, problem

COLLECT, ADVISE, PROVE = "collect", "advise", "prove"
NAMES = (COLLECT, ADVISE, PROVE)
FIRM = (COLLECT, PROVE)
"""The policies that no configuration lowers."""
ALL = "all"
"""The CLI's word for every policy of a pack; it comes along in the configuration after the CLI has heeded it."""


class Guard:
    """What the configuration says, and what is wrong with it. Before any configuration: the strict defaults."""

    def __init__(self, rules: Set[str], today: Callable[[], date]) -> None:
        self._rules, self._today = rules, today
        self._lock = threading.Lock()
        self._settings, self._problems = Settings(), tuple[Violation, ...]()

    def now(self) -> tuple[Settings, tuple[Violation, ...]]:
        """The settings, and what to report about them."""
        with self._lock:
            return self._settings, self._problems

    def heed(self, request: Any) -> Any:
        """Judges a request to configure the pack and gives one that can do no harm.

        Only the level of ``advise`` is passed on as it is. Never raises: a request that cannot be read is a problem.
        """
        try:
            settings, wrong = self._judge(request)
            problems = tuple(problem(one) for one in wrong)
        except Exception as error:
            settings, problems = Settings(), (mistake("reading its configuration", error),)
        with self._lock:
            self._settings, self._problems = settings, problems
        harmless = analyzer_pb2.ConfigureAnalyzerRequest()
        for name in FIRM:
            harmless.policyConfig[name].enforcementLevel = analyzer_pb2.MANDATORY
        if ADVISE in request.policyConfig:
            harmless.policyConfig[ADVISE].enforcementLevel = request.policyConfig[ADVISE].enforcementLevel
        return harmless

    def _judge(self, request: Any) -> tuple[Settings, tuple[Problem, ...]]:
        stated = dict(sorted(request.policyConfig.items()))
        given = {name: json_format.MessageToDict(entry.properties) for name, entry in stated.items()}
        settings, problems = parse_settings(given.get(PROVE, {}), self._rules, self._today())
        levels = {name: entry.enforcementLevel for name, entry in stated.items()}
        return settings, tuple(sorted({*problems, *_unknown(given), *_misplaced(given), *_lowered(levels)}))


def _unknown(given: dict[str, Any]) -> list[Problem]:
    names = [name for name in given if name not in {*NAMES, ALL}]
    return [Problem(name, "", "is not a policy of this pack", suggestion(name, NAMES)) for name in names]


def _misplaced(given: dict[str, Any]) -> list[Problem]:
    return [
        Problem(f"{name}.{key}", "", "has no effect here", f"move it to {PROVE}.{key}: all settings are there")
        for name, keys in given.items()
        if name in {COLLECT, ADVISE, ALL}
        for key in sorted(keys)
    ]


def _lowered(levels: dict[str, analyzer_pb2.EnforcementLevel.ValueType]) -> list[Problem]:
    """The CLI spreads the level of "all" to the policies; the offline preview and other callers may leave that to us."""
    found = []
    for name in FIRM:
        level = levels.get(name, levels.get(ALL, analyzer_pb2.MANDATORY))
        if level != analyzer_pb2.MANDATORY:
            found.append(
                Problem(
                    f"{name}.enforcementLevel",
                    analyzer_pb2.EnforcementLevel.Name(level).lower(),
                    "cannot be lowered; the policy ran as mandatory all the same",
                    f"leave it out or state mandatory; what one rule need not hold for is a waiver in {PROVE}.waivers",
                )
            )
    return found


def install(guard: Guard) -> None:
    """Makes every servicer of the SDK hand its configuration to the guard first.

    ``PolicyPack`` builds its private servicer itself and offers no way in, and its public parts show a policy only its own
    properties, after the level was applied: neither unknown policies nor lowered levels can be seen from there. So the private
    method is wrapped. Raises ``AttributeError`` where an SDK no longer has it, so that the pack does not start unguarded.
    """
    servicer = sdk._PolicyAnalyzerServicer
    original: Callable[[Any, Any, Any], Any] = servicer.Configure

    def configure(self: Any, request: Any, context: Any) -> Any:
        return original(self, guard.heed(request), context)

    servicer.Configure = configure  # type: ignore[method-assign]
