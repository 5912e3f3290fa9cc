"""Several mistakes at once: none hides another, and nothing passes because two cancel each other out."""

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from .program import Program, run
from .sabotages import SABOTAGES, Sabotage
from .test_sabotages import findings

FLOWS = {"granted-is-reachable", "reachable-is-granted", "segments-isolated", "isolation-has-two-layers"}
"""Rules about what paths amount to: one mistake may close the path that another one opens."""
UNDONE = [
    {"prod's endpoints admit everybody", "a prefix list takes a thousand entries of a security group's rules"},
    {"the office hangs on one device", "a VPC takes addresses of the office"},
    {"the DNS Firewall blocks before it passes", "the DNS Firewall passes every name"},
    {"a bucket takes public policies", "a bucket's policy admits everybody"},
]
"""The first takes away what the second is about: the prefix list of the group, the link beside the other, names that pass. Or
both make the same bucket."""
SINGLE = [s for s in SABOTAGES if s.stack == "dev" and s.rule not in FLOWS and not s.unknown_only]


@settings(max_examples=40, phases=[Phase.generate])
@given(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=4, unique_by=lambda s: s.rule))
def test_each_of_several_mistakes_is_still_found_by_its_rule(chosen: list[Sabotage]) -> None:
    assume(_apart(chosen))

    def edit(program: Program) -> None:
        for sabotage in chosen:
            sabotage.edit(program)

    found = findings("dev", run("dev", "unknown", edit))
    for sabotage in chosen:
        assert sabotage.resources <= found.get(sabotage.rule, set()), sabotage.name


def _apart(chosen: list[Sabotage]) -> bool:
    """Whether no two of them name the same thing, or undo each other: what is dropped cannot be changed as well."""
    if any(pair <= {sabotage.name for sabotage in chosen} for pair in UNDONE):
        return False
    named = [name for sabotage in chosen for name in sabotage.resources]
    return len(named) == len(set(named))
