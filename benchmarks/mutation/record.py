"""Records what the replay needs: ``python -m benchmarks.mutation.record FILE``.

Every sabotage of tests/scenario at the preview of a create, and both stacks as they are, read into networks once by the
readers, which no mutant touches. With each network go the settings and what test_sabotages.py expects of it.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from benchmarks.mutation.trial import Case, Recorded
from tests.scenario.program import untouched
from tests.scenario.sabotages import SABOTAGES, recorded
from tests.scenario.test_sabotages import STACKS, TODAY, settings
from transit_guardrails.readers.pulumi import network_of


def cases() -> list[Case]:
    """The stacks as they are first, then every sabotage in the order of its table."""
    found = [Case(f"the {stack} stack as it is", stack, network_of(untouched(stack, "unknown"))) for stack in STACKS]
    for sabotage in SABOTAGES:
        network = network_of(recorded(sabotage, "unknown"))
        found.append(
            Case(sabotage.name, sabotage.stack, network, sabotage.rule, sabotage.resources, frozenset(sabotage.also))
        )
    return found


def main() -> None:
    """Write the cases, the settings by stack and the day of the tests."""
    data = Recorded(cases(), {stack: settings(stack) for stack in STACKS}, TODAY)
    Path(sys.argv[1]).write_bytes(pickle.dumps(data))


if __name__ == "__main__":
    main()
