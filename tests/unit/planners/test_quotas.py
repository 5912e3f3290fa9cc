"""Quotas of AWS: what a plan uses is accepted at the quota and refused one above it, before AWS refuses it halfway."""

import re
from collections.abc import Callable

import pytest
from specs import HAIKU, Body, assert_refused, changed, company, planned, pooled, problems, spoke, zone_by_zone
from unit.planners.test_more_quotas import COMPANY

from bedrock_transit.catalogue import quotas

# Which network, the quota, how much of it that network uses, where the spec decides it.
USES = [
    (company, "vpcs_per_region", 4, "accounts.network"),
    (company, "tgw_route_tables", 3, "regions.us-east-1"),
    (company, "tgw_attachments", 4, "regions.us-east-1"),
    (company, "tgw_routes", 7, "regions.us-east-1"),
    (company, "interface_endpoints_per_vpc", 4, "regions.us-east-1.hub.services"),
    (company, "rules_per_security_group", 20, "segments.prod"),
    (company, "routes_per_route_table", 21, "segments.prod"),
    (company, "profile_vpcs", 2, "segments.prod.dns"),
    (pooled, "vpc_cidr_blocks", 3, "spokes.vpc-a"),
    (pooled, "tgw_routes", 10, "regions.us-east-1"),
    (pooled, "network_acl_rules", 3, "segments.prod"),
    (zone_by_zone, "private_zone_vpcs", 3, "segments.prod.dns"),
]


def with_quota(body: Body, key: str, value: int) -> Body:
    return changed(body, ["quotas"], {**body.get("quotas", {}), key: value})


@pytest.mark.parametrize(("network", "key", "used", "where"), USES)
def test_a_network_at_its_quota_is_accepted(network: Callable[[], Body], key: str, used: int, where: str) -> None:
    assert where
    assert problems(with_quota(network(), key, used)) == []


@pytest.mark.parametrize(("network", "key", "used", "where"), USES)
def test_a_network_above_its_quota_is_refused(network: Callable[[], Body], key: str, used: int, where: str) -> None:
    body = with_quota(network(), key, used - 1)
    remedy = f"raised and state quotas.{key}: {used}" if quotas()[key].adjustable else "cannot be raised"
    assert_refused(body, where, "", f"needs {used} ", remedy)
    assert f"; the quota {key} is {used - 1}" in problems(body)[0].reason


def test_every_quota_that_is_judged_has_its_case() -> None:
    """All quotas of the catalogue set to one: whatever is judged at all is then exceeded by one of these networks."""
    judged = set()
    for network in (company, pooled, zone_by_zone):
        body = network()
        if network is company:
            body["grants"]["chat"]["consumers"].append("vpc-b/idle")
        body["quotas"] = dict.fromkeys(quotas(), 1)
        judged |= {re.findall(r"the quota (\w+) is 1", p.reason)[0] for p in problems(body)}
    below = {"prefix_list_entries", "endpoint_policy_size"}
    assert judged - {key for key, _ in COMPANY} == {key for _, key, _, _ in USES} | below


def test_more_spokes_than_the_accounts_quota_of_vpcs_are_refused() -> None:
    """Five by default; the hub and the views' anchors count in the network account."""
    body = company()
    body["spokes"] |= {f"spoke-{n}": spoke("prod", n) for n in range(2, 6)}
    reason = "needs 6 VPCs in us-east-1; the quota vpcs_per_region is 5"
    assert_refused(body, "accounts.apps", "", reason, "L-F678F1CE) raised and state quotas.vpcs_per_region: 6")


def test_more_spokes_than_a_profile_takes_are_refused() -> None:
    body = with_quota(company(), "profile_vpcs", 1)
    assert_refused(
        body, "segments.prod.dns", "", "needs 2 VPCs in us-east-1 that share the view", "quotas.profile_vpcs: 2"
    )


def test_more_spokes_than_a_transit_gateway_takes_are_refused() -> None:
    body = with_quota(company(), "tgw_attachments", 3)
    assert_refused(body, "regions.us-east-1", "", "needs 4 transit gateway attachments", "quotas.tgw_attachments: 4")


def test_prefix_lists_count_at_their_maximum_size_against_the_security_group() -> None:
    """Seven classes of one application each are 70 rules, more than 60."""
    body = company()
    body["spokes"]["vpc-a"]["applications"] = {f"app-{n}": {"number": n} for n in range(7)}
    body["grants"] = {
        f"grant-{n}": {"consumers": [f"vpc-a/app-{n}"], "service": "bedrock-runtime", "models": [HAIKU]}
        for n in range(7)
    }
    reason = "needs 70 security group rules in us-east-1 (prefix lists at their maximum size)"
    assert_refused(body, "segments.prod", "", reason, "state quotas.rules_per_security_group: 70")


def test_more_applications_of_a_class_than_a_prefix_list_takes_are_refused_with_the_way_to_pools() -> None:
    body = with_quota(company(), "prefix_list_entries", 1)
    body["grants"]["chat"]["consumers"] = ["vpc-a/chat", "vpc-b/idle"]
    reason = "needs 2 entries in us-east-1 in the prefix list of the grant class chat (pools in segments.prod.pools need one)"
    assert_refused(body, "segments.prod", "", reason, "spread the network")


def test_an_endpoint_policy_over_its_size_is_refused() -> None:
    """20,480 characters, which AWS does not raise."""
    body = changed(company(), ["grants", "chat", "models"], [f"anthropic.claude-{n:060}-v1:0" for n in range(200)])
    (problem,) = problems(body)
    assert problem.path == ("segments", "prod")
    assert re.fullmatch(
        r"needs 2\d{4} characters in us-east-1 in the endpoint policy of bedrock-runtime; the quota endpoint_policy_size is 20480",
        problem.reason,
    )
    assert problem.remedy == "spread the network: this quota cannot be raised"


def test_an_endpoint_policy_under_its_size_is_planned_whole() -> None:
    models = [f"anthropic.claude-{n:060}-v1:0" for n in range(100)]
    body = changed(company(), ["grants", "chat", "models"], models)
    endpoints = planned(body).regions["us-east-1"].endpoint_sets["prod"]["endpoints"]
    policy = next(e["policy"] for e in endpoints if e["service"] == "bedrock-runtime")
    assert len(policy) <= quotas()["endpoint_policy_size"].value
    assert all(model in policy for model in models)


def test_a_raised_quota_is_taken() -> None:
    body = company()
    body["spokes"] |= {f"spoke-{n}": spoke("prod", n) for n in range(2, 8)}
    assert problems(body) != []
    assert problems(with_quota(body, "vpcs_per_region", 8)) == []


def test_a_quota_that_aws_does_not_raise_cannot_be_stated_higher() -> None:
    body = with_quota(company(), "endpoint_policy_size", 30000)
    where = "quotas.endpoint_policy_size"
    assert_refused(body, where, 30000, "cannot be raised above 20480", "remove it")


def test_a_quota_can_be_stated_lower_than_awss_own() -> None:
    """To leave room for what others build in the account."""
    assert problems(with_quota(company(), "vpcs_per_region", 4)) == []
