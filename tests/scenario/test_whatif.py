"""What the shipped stacks lose when something fails, and that it is what the reduced network has from scratch."""

from __future__ import annotations

from functools import cache

import pytest
from unit.guardrails.questions.failing import from_scratch, plain

from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.whatif import WhatIf
from transit_guardrails.readers.pulumi import network_of

from .program import Mode, untouched

ALL_OF_EAST = {
    ("datacenter", "embeddings"): "lost",
    ("datacenter", "uploads-datacenter"): "lost",
    ("vpc-a-test/assistant", "assistant-test"): "lost",
    ("vpc-a-test/search", "embeddings-test"): "lost",
    ("vpc-a/assistant", "assistant"): "fails-over",
    ("vpc-a/assistant", "embeddings"): "lost",
    ("vpc-a/assistant", "identity"): "lost",
    ("vpc-a/search", "embeddings"): "lost",
    ("azure-analytics", "embeddings"): "lost",
    ("vpc-b-test/claims", "assistant-test"): "lost",
    ("vpc-b/claims", "assistant"): "fails-over",
    ("vpc-b/claims", "claims-agent"): "lost",
    ("vpc-b/claims", "claims-model"): "lost",
    ("vpc-b/claims", "identity"): "lost",
    ("vpc-b/documents", "embeddings"): "lost",
    ("vpc-c-test/evaluation", "evaluation-test"): "lost",
    ("vpc-c-test/training", "evaluation-test"): "lost",
    ("vpc-c/evaluation", "evaluation"): "lost",
    ("vpc-c/training", "customization"): "lost",
    ("vpc-c/training", "identity"): "lost",
}
STANDBY = {("vpc-a/assistant", "assistant"): "standby-lost", ("vpc-b/claims", "assistant"): "standby-lost"}
CENTRE = (("datacenter", "embeddings"), ("datacenter", "uploads-datacenter"))
PROD = {
    "az=use1-az1": {},
    "az=use1-az2": {},
    "az=use1-az4": {},
    "az=usw2-az1": {},
    "az=usw2-az2": {},
    "region=us-east-1": ALL_OF_EAST,
    "region=us-west-2": STANDBY,
    "link=dx-ashburn": dict.fromkeys(CENTRE, "fails-over"),
    "link=dx-newark": dict.fromkeys(CENTRE, "fails-over"),
    "link=peering-us-east-1-us-west-2": STANDBY,
    "link=vpn-azure-analytics": {("azure-analytics", "embeddings"): "lost"},
    "link=vpn-datacenter": dict.fromkeys(CENTRE, "standby-lost"),
}
DEV = {
    "az=use1-az1": {},
    "az=use1-az2": {},
    "region=us-east-1": {
        ("office", "chat"): "lost",
        ("vpc-a/chat", "chat"): "lost",
        ("vpc-x/sandbox", "sandbox"): "lost",
    },
    "link=vpn-office-a": {("office", "chat"): "fails-over"},
    "link=vpn-office-b": {("office", "chat"): "fails-over"},
}


@cache
def asked(stack: str, mode: Mode) -> WhatIf:
    return WhatIf(Exactness(Index(network_of(untouched(stack, mode)))))


@pytest.mark.parametrize("mode", ["unknown", "known"])
@pytest.mark.parametrize(("stack", "expected"), [("dev", DEV), ("prod", PROD)])
def test_single_failures_of_the_shipped_stacks(
    stack: str, expected: dict[str, dict[tuple[str, str], str]], mode: Mode
) -> None:
    whatif = asked(stack, mode)
    found = {
        str(failed): {(o.consumer, o.grant): o.fate for o in whatif.outcomes([failed]) if o.fate != "holds"}
        for failed in whatif.failures
    }
    assert found == expected


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_what_is_left_is_what_the_reduced_network_has_from_scratch(stack: str) -> None:
    whatif = asked(stack, "unknown")
    pairs = list(zip(whatif.failures, whatif.failures[1:], strict=False))
    for failed in [[each] for each in whatif.failures] + [list(pair) for pair in pairs]:
        assert plain(whatif.outcomes(failed)) == from_scratch(whatif, failed), [str(each) for each in failed]


def test_both_interfaces_of_direct_connect_leave_the_vpn() -> None:
    whatif = asked("prod", "unknown")
    failed = [each for each in whatif.failures if each.name.startswith("dx-")]
    found = {(o.consumer, o.grant): (o.fate, o.ways) for o in whatif.outcomes(failed) if o.fate != "holds"}
    assert found == dict.fromkeys(CENTRE, ("fails-over", ("vpn-datacenter",)))
