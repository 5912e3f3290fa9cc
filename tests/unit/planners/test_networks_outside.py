"""On-premises networks as consumers, and where their prefixes may lie."""

from __future__ import annotations

import json
from typing import Any

import pytest
from specs import Body, assert_refused, changed, hybrid, planned, pooled, problems

PREFIXES = ["on_premises", "datacenter", "prefixes"]


def test_networks_are_consumers_like_applications() -> None:
    """In the class's list, in the registered grant, in the policy's accounts and addresses."""
    endpoints = planned(hybrid()).regions["us-east-1"].endpoint_sets["nonprod"]
    classes = {c["key"]: c["entries"] for c in endpoints["classes"]}
    assert classes["office"] == [
        {"cidr": "192.168.10.0/24", "description": "office"},
        {"cidr": "192.168.20.0/24", "description": "office"},
    ]
    (grant,) = [g for g in endpoints["grants"] if g["key"] == "office"]
    accounts, prefixes = ["111122223333", "444455556666"], ["192.168.10.0/24", "192.168.20.0/24"]
    assert (grant["consumers"], grant["networks"]) == ({}, {"office": {"prefixes": prefixes, "accounts": accounts}})
    (condition,) = [s["Condition"] for s in statements(endpoints) if s["Sid"].startswith("grantXoffice")]
    assert condition["StringEquals"]["aws:PrincipalAccount"] == accounts
    assert condition["IpAddress"]["aws:VpcSourceIp"] == prefixes


def statements(endpoints: Any) -> list[Any]:
    (policy,) = [e["policy"] for e in endpoints["endpoints"] if e["service"] == "bedrock-runtime"]
    found: list[Any] = json.loads(policy)["Statement"]
    return found


def test_applications_and_networks_of_one_grant_share_its_class() -> None:
    endpoints = planned(hybrid()).regions["us-east-1"].endpoint_sets["prod"]
    chat = next(c["entries"] for c in endpoints["classes"] if c["key"] == "chat")
    assert [e["description"] for e in chat] == ["datacenter", "vpc-a/chat"]
    assert (endpoints["acl_networks"], endpoints["links"]) == (["172.16.0.0/16"], ["direct-connect", "vpn"])


def with_pools(body: Body) -> Body:
    return {**body, "segments": {**body["segments"], "prod": pooled()["segments"]["prod"]}}


def test_a_network_of_a_pooled_segment_stands_beside_its_classs_pool() -> None:
    endpoints = planned(with_pools(hybrid())).regions["us-east-1"].endpoint_sets["prod"]
    chat = next(c["entries"] for c in endpoints["classes"] if c["key"] == "chat")
    assert chat == [
        {"cidr": "10.72.0.0/16", "description": "chat"},
        {"cidr": "172.16.0.0/16", "description": "datacenter"},
    ]


def test_a_class_of_networks_alone_needs_no_pool() -> None:
    body = with_pools(changed(hybrid(), ["grants", "chat", "consumers"], ["vpc-a/chat"]))
    body["grants"]["outside"] = {**body["grants"]["chat"], "consumers": ["datacenter"]}
    endpoints = planned(body).regions["us-east-1"].endpoint_sets["prod"]
    outside = next(c["entries"] for c in endpoints["classes"] if c["key"] == "outside")
    assert outside == [{"cidr": "172.16.0.0/16", "description": "datacenter"}]


@pytest.mark.parametrize("prefix", ["10.64.0.0/12", "10.0.0.0/8", "10.70.0.0/24"])
def test_a_prefix_that_meets_a_regions_supernet_is_refused(prefix: str) -> None:
    body = changed(hybrid(), PREFIXES, ["172.16.0.0/16", prefix])
    reason = "overlaps regions.us-east-1.supernet (10.64.0.0/12)"
    assert_refused(body, "on_premises.datacenter.prefixes[1]", prefix, reason, "outside of every Region's supernet")


def test_prefixes_of_two_networks_that_meet_are_refused() -> None:
    body = changed(hybrid(), PREFIXES, ["172.16.0.0/16", "192.168.0.0/16"])
    reason = "overlaps on_premises.datacenter.prefixes.1 (192.168.0.0/16)"
    found = problems(body)
    assert [(p.path[:2], p.given, p.reason, p.remedy) for p in found] == [
        (("on_premises", "office"), given_prefix, reason, "change one of the two")
        for given_prefix in ("192.168.10.0/24", "192.168.20.0/24")
    ]


def test_prefixes_of_one_network_that_meet_are_refused() -> None:
    body = changed(hybrid(), PREFIXES, ["172.16.0.0/16", "172.16.0.0/24"])
    reason = "overlaps on_premises.datacenter.prefixes.0 (172.16.0.0/16)"
    assert_refused(body, "on_premises.datacenter.prefixes[1]", "172.16.0.0/24", reason, "change one of the two")
