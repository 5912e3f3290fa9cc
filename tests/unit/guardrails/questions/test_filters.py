"""Which packets network ACLs and security groups let pass, and what decided."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from unit.guardrails.networks import allow, cut, deny

from transit_guardrails.model.ranges import NOTHING, Ranges, prefix
from transit_guardrails.model.services import EVERY_SERVICE, HTTPS
from transit_guardrails.model.vpcs import AclEntry, GroupRule, NetworkAcl
from transit_guardrails.questions.filters import Filtered, through_acl, through_groups
from transit_guardrails.questions.packets import Packets

HERE, THERE, ELSEWHERE = "10.0.0.0/24", "10.1.0.0/24", "10.2.0.0/24"
WAY = Packets(cut(HERE), cut(THERE), HTTPS)
BOTH_ENDS = Packets(cut(HERE, ELSEWHERE), cut(THERE, ELSEWHERE), HTTPS)


def acl(*entries: AclEntry) -> NetworkAcl:
    return NetworkAcl("acl", "vpc", entries)


def peers(rule: GroupRule) -> Ranges:
    return rule.prefix.ranges if rule.prefix else NOTHING


def test_without_an_acl_everything_passes_and_nothing_decided_it() -> None:
    assert through_acl(None, WAY, egress=True) == [Filtered(WAY, True, None)]


def test_an_acl_without_entries_denies_and_nothing_decided_it() -> None:
    assert through_acl(acl(), WAY, egress=True) == [Filtered(WAY, False, None)]


def test_outbound_entries_look_at_the_destination_and_the_rest_is_denied() -> None:
    entry = allow(100, THERE, egress=True)
    assert through_acl(acl(entry), BOTH_ENDS, egress=True) == [
        Filtered(Packets(cut(HERE, ELSEWHERE), cut(THERE), HTTPS), True, entry),
        Filtered(Packets(cut(HERE, ELSEWHERE), cut(ELSEWHERE), HTTPS), False, None),
    ]


def test_inbound_entries_look_at_the_source_and_the_rest_is_denied() -> None:
    entry = allow(100, HERE)
    assert through_acl(acl(entry), BOTH_ENDS, egress=False) == [
        Filtered(Packets(cut(HERE), cut(THERE, ELSEWHERE), HTTPS), True, entry),
        Filtered(Packets(cut(ELSEWHERE), cut(THERE, ELSEWHERE), HTTPS), False, None),
    ]


def test_entries_of_the_other_direction_are_not_about_the_packets() -> None:
    assert through_acl(acl(allow(1, THERE), allow(2, HERE)), WAY, egress=True) == [Filtered(WAY, False, None)]
    outbound = acl(allow(1, THERE, egress=True), allow(2, HERE, egress=True))
    assert through_acl(outbound, WAY, egress=False) == [Filtered(WAY, False, None)]


def test_the_first_entry_that_matches_decides_and_later_ones_get_the_rest() -> None:
    first, second = deny(1, "10.0.0.0/25"), allow(2, HERE)
    assert through_acl(acl(first, second), WAY, egress=False) == [
        Filtered(Packets(cut("10.0.0.0/25"), cut(THERE), HTTPS), False, first),
        Filtered(Packets(cut("10.0.0.128/25"), cut(THERE), HTTPS), True, second),
    ]


def test_entries_after_the_last_packet_decide_nothing() -> None:
    first = allow(1, HERE)
    assert through_acl(acl(first, deny(2, HERE), deny(3, "0.0.0.0/0")), WAY, egress=False) == [
        Filtered(WAY, True, first)
    ]


def test_an_entry_that_matches_nothing_leaves_the_packets_to_the_next() -> None:
    miss, hit = deny(1, ELSEWHERE), allow(2, HERE)
    assert through_acl(acl(miss, hit), WAY, egress=False) == [Filtered(WAY, True, hit)]


def test_an_entry_is_about_its_services_alone() -> None:
    entry = allow(1, THERE, egress=True, services=HTTPS)
    wide = Packets(cut(HERE), cut(THERE), EVERY_SERVICE)
    found = through_acl(acl(entry), wide, egress=True)
    assert found == [
        Filtered(WAY, True, entry),
        Filtered(Packets(cut(HERE), cut(THERE), EVERY_SERVICE - HTTPS), False, None),
    ]


def test_groups_let_out_to_their_peers_and_in_from_their_peers() -> None:
    out, into = (
        GroupRule("o", True, HTTPS, prefix=prefix(THERE)),
        GroupRule("i", False, HTTPS, prefix=prefix(HERE)),
    )
    assert through_groups([out, into], BOTH_ENDS, peers, egress=True) == [
        Packets(cut(HERE, ELSEWHERE), cut(THERE), HTTPS)
    ]
    assert through_groups([out, into], BOTH_ENDS, peers, egress=False) == [
        Packets(cut(HERE), cut(THERE, ELSEWHERE), HTTPS)
    ]


def test_groups_without_rules_let_nothing_pass() -> None:
    assert through_groups([], WAY, peers, egress=True) == []


def test_a_group_rule_is_about_its_services_alone() -> None:
    rule = GroupRule("i", False, HTTPS, prefix=prefix(HERE))
    assert through_groups([rule], Packets(cut(HERE), cut(THERE)), peers, egress=False) == [WAY]
    out = GroupRule("o", True, HTTPS, prefix=prefix(THERE))
    assert through_groups([out], Packets(cut(HERE), cut(THERE)), peers, egress=True) == [WAY]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=5))
def test_what_several_rules_let_pass_is_told_once(blocks: list[tuple[int, int]]) -> None:
    rules = [
        GroupRule(f"{n}", False, HTTPS, prefix=prefix(f"10.0.0.{64 * quarter}/{24 + longer}"))
        for n, (quarter, longer) in enumerate(blocks)
    ]
    found = through_groups(rules, WAY, peers, egress=False)
    together = Ranges.of(part for each in found for part in each.src.parts)
    assert together == cut(HERE) & Ranges.of(part for rule in rules for part in peers(rule).parts)
    assert sum(each.src.size for each in found) == together.size
