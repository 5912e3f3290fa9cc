"""One value stands for all that the policies cannot tell apart."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st
from unit.guardrails.policies.documents import MODEL, PROFILE, deny, policy, statement

from transit_guardrails.policies.keys import address_atoms
from transit_guardrails.policies.representatives import representatives
from transit_guardrails.policies.request import ABSENT, Principal


def test_a_grant_is_represented_by_its_literals_and_one_unlisted_value_each() -> None:
    found = representatives([policy(statement())])
    assert found.actions == ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "unlisted:unlisted")
    assert found.resources == (MODEL, "arn:aws:unlisted:::unlisted")
    assert found.addresses == (str(ipaddress.IPv4Address(0)), "10.65.0.0", "10.65.16.0")
    assert found.accounts == ("222233334444", "000000000000")
    assert found.organizations == ("o-a1b2c3d4e5", "o-unlisted00", None)
    assert found.values == {"bedrock:inferenceprofilearn": ((PROFILE,), ("unlisted",), ABSENT)}
    assert found.gaps == ()


def test_overlapping_wildcards_have_an_instance_of_each_overlap() -> None:
    found = representatives([policy(deny(Action=["bedrock:Get*", "bedrock:*Model", "bedrock:GetModel"]))])
    ways = {(a.startswith("bedrock:get"), a.endswith("model")) for a in found.actions if a.startswith("bedrock:")}
    assert ways == {(True, True), (True, False), (False, True), (False, False)}
    assert "bedrock:GetModel" in found.actions


def test_what_the_caller_tells_apart_is_added() -> None:
    more = {"aws:VpcSourceIp": ["10.9.0.0/16"], "aws:PrincipalAccount": ["555566667777"], "aws:X": ["x"]}
    found = representatives([policy(deny())], ["s3:GetObject"], [MODEL], more)
    assert "s3:GetObject" in found.actions
    assert MODEL in found.resources
    assert found.addresses == (str(ipaddress.IPv4Address(0)), "10.9.0.0")
    assert found.accounts == ("555566667777", "000000000000")
    assert found.values == {"aws:x": (("x",), ("unlisted",), ABSENT)}


def test_accounts_come_from_principals_and_roles_live_in_their_account_only() -> None:
    role = "arn:aws:iam::555566667777:role/r"
    found = representatives([policy(deny(Principal={"AWS": ["222233334444", role]}))])
    assert set(found.accounts) == {"222233334444", "555566667777", "000000000000"}
    assert {one.account for one in found.principals if one.arn == role} == {"555566667777"}


def test_services_call_only_where_policies_speak_of_them() -> None:
    assert all(one.service is None for one in representatives([policy(deny())]).principals)
    named = representatives([policy(deny(Principal={"Service": "logs.amazonaws.com"}))])
    assert Principal("", service="logs.amazonaws.com") in named.principals


def test_numbers_have_their_boundaries_and_values_between_and_beyond() -> None:
    found = representatives([policy(deny(Condition={"NumericLessThan": {"k": ["1", "3"]}}))])
    assert found.values["k"] == (("0",), ("1",), ("2",), ("3",), ("4",), ABSENT)


def test_dates_have_their_boundaries_and_stay_within_the_calendar() -> None:
    last = policy(deny(Condition={"DateGreaterThan": {"k": "9999-12-31T23:59:59.999999Z"}}))
    before, at = "9999-12-31T23:59:58.999999+00:00", "9999-12-31T23:59:59.999999+00:00"
    assert representatives([last]).values["k"] == ((before,), (at,), ABSENT)


def test_booleans_and_binaries_have_every_value_and_one_that_differs() -> None:
    both = policy(deny(Condition={"Bool": {"b": "true"}, "BinaryEquals": {"y": "AA=="}}))
    assert representatives([both]).values == {"b": (("true",), ("false",), ABSENT), "y": (("AA==",), ("AAA=",), ABSENT)}


def test_a_key_under_a_set_operator_takes_every_subset() -> None:
    found = representatives([policy(deny(Condition={"ForAnyValue:StringEquals": {"k": ["a", "b"]}}))])
    subsets = {("a",), ("b",), ("unlisted",), ("a", "b"), ("a", "unlisted"), ("b", "unlisted"), ("a", "b", "unlisted")}
    assert set(found.values["k"]) == subsets | {ABSENT}


def test_a_key_that_an_arn_operator_tests_has_arns_only() -> None:
    found = representatives([policy(deny(Condition={"ArnLike": {"k": "arn:aws:s3:*:*:b*"}}))])
    assert all(value == ABSENT or str(value[0]).count(":") >= 5 for value in found.values["k"])  # type: ignore[index]


def test_gaps_name_what_the_sets_do_not_cover() -> None:
    many = policy(deny(Condition={"ForAnyValue:StringEquals": {"k": list("abcdefg")}}))
    mixed = policy(deny(Condition={"Bool": {"k": "true"}, "StringEquals": {"k": "x"}}))
    assert representatives([many]).gaps == ("k is tested as a set of more than 6 kinds of values",)
    assert representatives([mixed]).gaps == ("k is compared as values of different types (bool, string)",)


CIDRS = st.builds(
    lambda bits, size: str(ipaddress.ip_network((bits << 24, size), strict=False)),
    st.integers(0, 7),
    st.integers(5, 9),
)


@given(st.lists(CIDRS, max_size=6), st.integers(0, 2**32 - 1))
def test_every_address_shares_its_cidrs_with_exactly_one_representative(cidrs: list[str], number: int) -> None:
    def inside(address: str) -> tuple[bool, ...]:
        return tuple(ipaddress.ip_address(address) in ipaddress.ip_network(cidr) for cidr in cidrs)

    ways = [inside(address) for address in address_atoms(cidrs)]
    assert len(set(ways)) == len(ways)
    assert inside(str(ipaddress.IPv4Address(number))) in ways
