"""What a proof was about: how many grants of how many consumers, and which rules could be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transit_guardrails.model.network import Network
from transit_guardrails.rules.catalogue import RULES
from transit_guardrails.settings import Settings

WITHOUT_GRANTS = frozenset(
    {
        "no-internet",
        "no-side-doors",
        "transit-defaults-off",
        "one-association-per-attachment",
        "attachments-lead-nowhere",
        "learned-routes-outside",
        "addresses-disjoint",
        "zones-line-up",
        "endpoint-policies-sound",
        "bucket-policies-sound",
        "public-access-blocked",
        "quotas-have-headroom",
        "ipv4-only",
        "exceptions-justified",
        "nothing-undecided",
    }
)
"""Rules that say something where nobody knows what is granted: all others compare with endpoint sets and their grants, would
hold because they find none, or would blame all that was granted. ``tags-set-by-deployer`` and ``shares-inside-organization`` are
none: AWS's answers, as they are read here, hold neither identity policies nor shares."""
ISOLATED = "segments-isolated"
"""Says something as soon as the configuration states the pairs; segments are then told by the VPCs' tags."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Sets of several Regions may hold one grant. ``rules`` were asked; ``left_out`` say nothing about this network. ``waivers`` are those in force."""

    endpoint_sets: int
    grants: int
    consumers: int
    rules: tuple[str, ...]
    left_out: tuple[str, ...]
    waivers: int

    def sentence(self, mandatory: int) -> str:
        """What was proven, or not: the last line of a proof."""
        waived = f" but for {_count(self.waivers, 'waiver')}" if self.waivers else ""
        if mandatory:
            return f"NOT PROVEN: {_count(mandatory, 'mandatory finding')}."
        if not self.endpoint_sets:
            return f"{len(self.rules)} rules that need no grants hold{waived}. Who reaches what was not compared with grants."
        granted = f"{_count(self.grants, 'grant')} of {_count(self.consumers, 'consumer')}"
        return f"PROVEN{waived}: {granted}: reachable equals granted, and all {len(self.rules)} rules hold."


def scope_of(network: Network, settings: Settings, today: date) -> Scope:
    """The scope of a proof of the network. Without endpoint sets only some rules are asked."""
    sets = network.endpoint_sets.values()
    every = tuple(rule.id for rule in RULES)
    asked = every if sets else tuple(rule for rule in every if rule in WITHOUT_GRANTS or _isolation(rule, settings))
    return Scope(
        endpoint_sets=len(sets),
        grants=len({(one.segment, grant.key) for one in sets for grant in one.grants}),
        consumers=len({name for one in sets for grant in one.grants for name in (*grant.consumers, *grant.networks)}),
        rules=asked,
        left_out=tuple(rule for rule in every if rule not in asked),
        waivers=sum(1 for waiver in settings.waivers if waiver.expires >= today),
    )


def _isolation(rule: str, settings: Settings) -> bool:
    return rule == ISOLATED and settings.isolated is not None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
