"""Quotas that a large network meets first: Profiles, subnets, route tables, prefix lists, zones; and ceilings of increases."""

import pytest
from specs import Body, changed, company, problems, spoke

# The quota and how much of it the company uses.
COMPANY = [
    ("subnets_per_vpc", 6),  # vpc-a: two of the attachment, two for each of two applications; the hub has as many
    ("route_tables_per_vpc", 4),  # vpc-a: the main table, the attachment's, two applications'; the hub as many
    ("prefix_lists_per_region", 5),  # three classes and two endpoint sets' own blocks
    ("profiles_per_account", 2),
    ("hosted_zones", 4),
]


def exceeded(body: Body) -> set[str]:
    """The quotas that the program finds exceeded."""
    return {word for p in problems(body) for word in p.reason.split() if word in {key for key, _ in COMPANY}}


@pytest.mark.parametrize(("key", "used"), COMPANY)
def test_a_network_at_its_quota_is_accepted(key: str, used: int) -> None:
    assert problems(changed(company(), ["quotas"], {key: used})) == []


@pytest.mark.parametrize(("key", "used"), COMPANY)
def test_a_network_above_its_quota_is_refused(key: str, used: int) -> None:
    assert exceeded(changed(company(), ["quotas"], {key: used - 1})) == {key}


def test_a_sixth_segment_with_a_profile_is_refused() -> None:
    """AWS gives five Profiles per account and Region; the same segments by zone associations need none."""
    body = company()
    body["quotas"] = {"vpcs_per_region": 20}
    body["segments"] |= {f"lab-{n}": {"number": n} for n in range(3, 7)}
    assert exceeded(body) == {"profiles_per_account"}


def test_an_account_without_profiles_needs_no_quota_for_them() -> None:
    body = company()
    for value in body["spokes"].values():
        value["account"] = "network"
    for segment in body["segments"].values():
        segment["dns"] = {"distribution": "zone-associations"}
    body["quotas"] = {"vpcs_per_region": 10, "profiles_per_account": 1}
    assert problems(body) == []


def test_more_applications_than_a_vpc_has_subnets_for_are_refused() -> None:
    """Sixty applications in four zones are 240 subnets, more than 200."""
    body = company()
    body["regions"]["us-east-1"]["zones"] |= {"c": "use1-az4", "d": "use1-az6"}
    body["spokes"] = {"big": {**spoke("prod"), "cidr": "10.65.0.0/16"}}
    body["spokes"]["big"]["applications"] = {f"app-{n}": {"number": n} for n in range(60)}
    body["grants"] = {}
    assert exceeded(body) == {"subnets_per_vpc"}


@pytest.mark.parametrize(
    ("key", "ceiling"), [("network_acl_rules", 40), ("routes_per_route_table", 1000), ("vpc_cidr_blocks", 50)]
)
def test_a_quota_cannot_be_stated_above_what_an_increase_can_reach(key: str, ceiling: int) -> None:
    """The catalogue has the ceilings; AWS's user guide calls them the maximum."""
    assert problems(changed(company(), ["quotas"], {key: ceiling})) == []
    (problem,) = problems(changed(company(), ["quotas"], {key: ceiling + 1}))
    assert problem.path == ("quotas", key)
    assert str(ceiling) in problem.reason


def test_a_profile_counts_the_vpcs_that_are_on_it() -> None:
    """The two spokes of prod. The anchor VPC is a member of the zones, not of the Profile."""
    assert problems(changed(company(), ["quotas"], {"profile_vpcs": 2})) == []
    assert len(problems(changed(company(), ["quotas"], {"profile_vpcs": 1}))) == 1


def test_a_rule_set_larger_than_an_interface_takes_is_refused() -> None:
    """1,000 rules over the groups of an interface, which AWS does not raise: then it is time for pools."""
    body = changed(company(), ["quotas"], {"rules_per_security_group": 1001})
    assert [p.path for p in problems(body)] == [("quotas", "rules_per_security_group")]
