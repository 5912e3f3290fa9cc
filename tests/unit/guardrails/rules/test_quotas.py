"""What the network uses of AWS's quotas: each quota, at its limit and one above, and what comes near."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.networks import Build, allow, change, design
from unit.guardrails.rules.asked import around, breaches

from transit_guardrails.data import quota
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.transit import TransitTable
from transit_guardrails.settings import Settings

RULE = "quotas-have-headroom"


def uses(key: str, network: Network | None = None) -> set[str]:
    """What is said of one quota when nothing of it is left: all that uses any, as ``<thing> uses <n> <what>``."""
    settings = Settings(quotas={key: 0}, headroom=1)
    found = breaches(RULE, network or design(), settings)
    own = [breach for breach in found if breach.message.endswith(f"({key})")]
    assert not any(breach.advisory for breach in own)
    assert all(breach.message.startswith(breach.resource) for breach in own)
    return {breach.message.removesuffix(f" ({key})").replace(" of 0 ", " ") for breach in own}


def test_route_tables_use_one_route_more_than_they_state_and_lists_their_maximum() -> None:
    build = Build().vpc("v", "10.0.0.0/16").table("t", "v", ("10.1.0.0/16", "blackhole", None)).table("empty", "v")
    build.prefix_list("managed", "10.2.0.0/16", most=5).prefix_list("awss", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16")
    build.route("t", "managed", "blackhole").route("t", "awss", "blackhole").route("t", "stranger", "blackhole")
    assert uses("routes_per_route_table", build.network) == {"t uses 11 routes", "empty uses 1 routes"}


def test_groups_use_rules_by_direction_and_lists_their_maximum() -> None:
    found = uses("rules_per_security_group")
    assert found == {
        *(f"{segment}-guard uses 5 inbound rules" for segment in ("prod", "nonprod")),
        *(f"{name}-group uses 1 outbound rules" for name in ("api", "notebook")),
    }


def test_acls_use_entries_by_direction_without_the_last_one_that_aws_adds() -> None:
    network = design()
    entries = (allow(1, "10.0.0.0/8"), allow(2, "10.0.0.0/8"), allow(32766, "10.0.0.0/8"), allow(32767, "10.0.0.0/8"))
    change(network.network_acls, "prod-acl", entries=(*entries, allow(1, "10.0.0.0/8", egress=True)))
    network.network_acls.pop("nonprod-acl")
    network.subnet_acls.clear()
    assert uses("network_acl_rules", network) == {"prod-acl uses 3 inbound entries", "prod-acl uses 1 outbound entries"}


def test_prefix_lists_use_their_maximum_unless_aws_manages_them() -> None:
    network = around(design()).prefix_list("awss", "10.0.0.0/8").network
    found = {f"{segment}-class uses 5 entries" for segment in ("prod", "nonprod")}
    assert uses("prefix_list_entries", network) == found


def test_vpcs_are_counted_by_account_and_region_at_the_first_of_them() -> None:
    network = design()
    network.vpcs["also"] = replace(network.vpcs["lab"], id="also")
    network.vpcs["abroad"] = replace(network.vpcs["lab"], id="abroad", region="eu-west-1")
    assert uses("vpcs_per_region", network) == {
        "also uses 2 VPCs of account 222222222222 in us-east-1",
        "abroad uses 1 VPCs of account 222222222222 in eu-west-1",
        "hub uses 1 VPCs of account 100000000000 in us-east-1",
        "payments uses 1 VPCs of account 111111111111 in us-east-1",
    }


def test_interface_endpoints_and_subnets_are_counted_by_vpc() -> None:
    network = around(design()).endpoint("s3", "hub", kind="gateway").endpoint("lost", None).network  # type: ignore[arg-type]
    assert uses("interface_endpoints_per_vpc", network) == {"hub uses 2 interface endpoints"}
    assert uses("subnets_per_vpc") == {"hub uses 6 subnets", "payments uses 5 subnets", "lab uses 4 subnets"}


def test_tables_and_attachments_are_counted_by_gateway() -> None:
    network = around(design()).outside("vpn", "vpn", "office").network
    network.transit_tables["lost"] = TransitTable("lost", None)
    change(network.transit_tables, "prod-table", gateway="tgw-2")
    assert uses("tgw_route_tables", network) == {"tgw uses 2 route tables", "tgw-2 uses 1 route tables"}
    assert uses("tgw_attachments", network) == {"tgw uses 4 attachments"}
    change(network.attachments, "vpn", gateway=None)
    assert uses("tgw_attachments", network) == {"tgw uses 3 attachments"}


def test_routes_of_a_gateway_are_its_static_ones_and_a_block_each_of_what_propagates() -> None:
    assert uses("tgw_routes") == {"tgw uses 6 routes"}
    network = design()
    blocks = (prefix("10.2.0.0/16"), prefix("10.3.0.0/16"))
    change(network.vpcs, "lab", prefixes=blocks)
    assert uses("tgw_routes", network) == {"tgw uses 7 routes"}
    build = around(network).outside("vpn", "vpn", "office").transit_table("hub-table", learns=["vpn"])
    assert uses("tgw_routes", network) == {"tgw uses 8 routes"}
    build.transit_route("prod-table", "prod-class", "hub-attachment")
    assert uses("tgw_routes", network) == {"tgw uses 13 routes"}
    change(network.transit_routes, "prod-table prod-class", table="stranger")
    change(network.propagations, "vpn into hub-table", attachment="stranger")
    assert uses("tgw_routes", network) == {"tgw uses 7 routes"}


def test_policies_are_counted_by_their_characters() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", policy="x" * 7)
    change(network.endpoints, "nonprod-runtime", policy=None)
    assert uses("endpoint_policy_size", network) == {"prod-runtime uses 7 characters of policy"}


# Limits ------------------------------------------------------------------------------------------------------------------


def listed(most: int, settings: Settings | None = None) -> list[tuple[str, bool]]:
    """What is said of a prefix list of a size."""
    found = breaches(RULE, Build().prefix_list("list", most=most).network, settings)
    return [(breach.message, breach.advisory) for breach in found]


def said(used: int, limit: int) -> str:
    return f"list uses {used} of {limit} entries (prefix_list_entries)"


def test_what_is_above_the_limit_breaches_and_what_comes_near_is_told() -> None:
    limit = quota("prefix_list_entries")
    assert limit == 1000
    assert listed(800) == []
    assert listed(801) == [(said(801, limit), True)]
    assert listed(1000) == [(said(1000, limit), True)]
    assert listed(1001) == [(said(1001, limit), False)]


@pytest.mark.parametrize(
    ("used", "limit", "advisory"), [(9, 9, None), (10, 9, False), (8, 10, None), (9, 10, True), (11, 10, False)]
)
def test_small_limits_are_not_told_before_they_are_passed(used: int, limit: int, advisory: bool | None) -> None:
    found = listed(used, Settings(quotas={"prefix_list_entries": limit}))
    assert found == ([] if advisory is None else [(said(used, limit), advisory)])


def test_the_settings_state_raised_quotas_and_how_much_headroom_there_is() -> None:
    raised = Settings(quotas={"prefix_list_entries": 2000})
    assert listed(1001, raised) == []
    assert listed(1601, raised) == [(said(1601, 2000), True)]
    assert listed(600, Settings(headroom=0.5)) == [(said(600, 1000), True)]
    assert listed(500, Settings(headroom=0.5)) == []
