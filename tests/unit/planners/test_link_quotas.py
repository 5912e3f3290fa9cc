"""Quotas that links meet: what a plan uses is accepted at the quota and refused one above it."""

import re

import pytest
from specs import Body, assert_refused, changed, company, hybrid, problems, west

from bedrock_transit.catalogue import quotas


def large() -> Body:
    """The hybrid network with a plant in a second Region behind the same gateway, a second gateway, one interface more."""
    body = hybrid()
    body["regions"]["us-west-2"] = west()
    plant = {"region": "us-west-2", "prefixes": ["172.20.0.0/16"], "resolvers": ["172.20.0.53"]}
    body["on_premises"]["plant"] = {**body["on_premises"]["datacenter"], **plant}
    body["grants"]["chat"]["consumers"].append("plant")
    interfaces = body["direct_connect"]["dx"]["virtual_interfaces"]
    interfaces["dc3"] = {**interfaces["dc2"], "vlan": 102}
    body["direct_connect"]["second"] = {"asn": 64701, "networks": ["datacenter"], "virtual_interfaces": {}}
    body["direct_connect"]["second"]["virtual_interfaces"]["ny5"] = {**interfaces["ny5"], "hosted": "dxvif-ffabc125"}
    body["direct_connect"]["dx"]["networks"].append("plant")
    for interface in interfaces.values():
        interface["region"] = "us-east-1"
    return body


DX = "direct_connect.dx"

# The quota, how much of it the large network uses, where the spec decides it.
USES = [
    ("tgw_route_tables", 5, "regions.us-east-1"),
    ("tgw_attachments", 10, "regions.us-east-1"),
    ("tgw_routes", 20, "regions.us-east-1"),
    ("prefix_lists_per_region", 8, "regions.us-east-1"),
    ("network_acl_rules", 3, "segments.nonprod"),
    ("dxgw_tgw", 2, f"{DX}.networks"),
    ("dx_routes_in", 2, f"{DX}.networks"),
    ("dx_prefixes_out", 2, f"{DX}.networks"),
    ("dx_vifs_per_gateway", 3, f"{DX}.virtual_interfaces"),
    ("dx_transit_vifs_dedicated", 2, "direct_connect"),
    ("tgw_dxgw", 2, "direct_connect"),
    ("vpn_connections", 2, "vpns"),
    ("customer_gateways", 2, "vpns"),
    ("vpn_routes_in", 2, "vpns.office.networks"),
    ("resolver_endpoints", 2, "regions.us-east-1.views"),
]


@pytest.mark.parametrize(("key", "used", "where"), USES)
def test_a_network_at_its_quota_is_accepted(key: str, used: int, where: str) -> None:
    assert where
    assert problems(changed(large(), ["quotas"], {key: used})) == []


@pytest.mark.parametrize(("key", "used", "where"), USES)
def test_a_network_above_its_quota_is_refused(key: str, used: int, where: str) -> None:
    remedy = f"raised and state quotas.{key}: {used}" if quotas()[key].adjustable else "cannot be raised"
    found = [
        p for p in problems(changed(large(), ["quotas"], {key: used - 1})) if p.reason.startswith(f"needs {used} ")
    ]
    assert {".".join(p.path) for p in found} >= {where}
    assert {remedy in p.remedy for p in found} == {True}


def test_every_quota_that_links_alone_meet_has_its_case() -> None:
    """All quotas set to one: whatever the large network then exceeds and the company does not."""

    def judged(body: Body) -> set[str]:
        everything = {**body, "quotas": dict.fromkeys(quotas(), 1)}
        return {re.findall(r"the quota (\w+) is 1", p.reason)[0] for p in problems(everything)}

    more = {"prefix_list_entries", "resolver_endpoint_addresses"}
    assert judged(large()) - judged(company()) == {key for key, _, _ in USES} - judged(company()) | more


def test_a_fifth_transit_interface_on_a_connection_is_refused() -> None:
    """Over all gateways: AWS counts them at the connection."""
    body = hybrid()
    interfaces = body["direct_connect"]["dx"]["virtual_interfaces"]
    for n in range(4):
        interfaces[f"more-{n}"] = {**interfaces["dc2"], "vlan": 200 + n}
    reason = "needs 5 transit virtual interfaces on dxcon-ffabc123; the quota dx_transit_vifs_dedicated is 4"
    assert_refused(body, "direct_connect", "", reason, "cannot be raised")


def test_more_prefixes_than_a_bgp_session_takes_are_refused() -> None:
    """Above it AWS lets the session go down."""
    body = changed(hybrid(), ["on_premises", "datacenter", "prefixes"], [f"172.16.{n}.0/24" for n in range(101)])
    body["quotas"] = {"network_acl_rules": 40}
    found = [p for p in problems(body) if "dx_routes_in" in p.reason]
    assert [(p.path, p.reason) for p in found] == [
        (
            ("direct_connect", "dx", "networks"),
            "needs 101 prefixes announced by the gateway's networks; the quota dx_routes_in is 100",
        )
    ]


def test_the_resolvers_clients_count_twice_in_its_security_group() -> None:
    """Once for TCP and once for UDP, each with the prefix list's maximum size."""
    body = changed(hybrid(), ["on_premises", "datacenter", "resolvers"], [f"172.16.0.{n}" for n in range(1, 35)])
    found = [p.reason for p in problems(body)]
    assert found == [
        "needs 80 security group rules in us-east-1 of the view's resolver (its clients' list, twice); "
        "the quota rules_per_security_group is 60"
    ]
