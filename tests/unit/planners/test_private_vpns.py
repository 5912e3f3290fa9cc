"""Plans of VPNs over Direct Connect: what they run over, what is advertised for them, what a network without them keeps."""

from specs import Body, changed, hybrid, planned, private_vpn, private_vpn_beside, two_regions, west

from bedrock_transit.link_plans import DirectConnectAssociationPlan
from bedrock_transit.planners import NetworkPlan

EAST, BLOCK = "us-east-1", "10.250.0.0/24"


def association(plan: NetworkPlan, region: str = EAST) -> DirectConnectAssociationPlan:
    return plan.regions[region].associations["dx"]


def test_direct_connect_that_carries_vpns_alone_advertises_the_transit_gateways_block_alone() -> None:
    plan = planned(private_vpn())
    assert association(plan)["allowed_prefixes"] == [BLOCK]
    assert association(plan)["networks"] == {}
    assert plan.regions[EAST].transit["cidr_blocks"] == [BLOCK]
    assert [link["kind"] for link in plan.regions[EAST].transit["links"]] == ["vpn"]


def test_a_vpn_runs_over_the_stated_gateway_or_over_the_internet() -> None:
    vpns = planned(private_vpn()).regions[EAST].vpns
    assert {key: vpn.get("over") for key, vpn in vpns.items()} == {"first": "dx", "second": "dx", "office": None}
    assert vpns["first"]["address"] == "172.16.0.1"


def test_beside_networks_in_the_clear_the_block_is_one_more_prefix() -> None:
    before, after = association(planned(hybrid())), association(planned(private_vpn_beside()))
    assert after["allowed_prefixes"] == [*before["allowed_prefixes"], BLOCK]
    assert after["networks"] == before["networks"]


def test_a_block_that_no_vpn_uses_is_not_advertised() -> None:
    body = changed(hybrid(), ["regions", EAST, "transit_gateway_cidr"], BLOCK)
    assert association(planned(body)) == association(planned(hybrid()))


def test_a_network_without_such_vpns_is_planned_as_if_there_were_none() -> None:
    plan = planned(hybrid()).regions[EAST]
    assert "cidr_blocks" not in plan.transit
    assert not any("over" in vpn for vpn in plan.vpns.values())


def far() -> Body:
    """The data centre in the clear in us-east-1, a second one in us-west-2 behind a VPN over the same Direct Connect."""
    body = hybrid()
    body["regions"]["us-west-2"] = {**two_regions()["regions"]["us-west-2"], "transit_gateway_cidr": BLOCK}
    body["on_premises"]["annex"] = {
        "region": "us-west-2", "segment": "prod", "prefixes": ["172.18.0.0/16"], "resolvers": ["172.18.0.53"], "accounts": ["apps"],
    }  # fmt: skip
    device = {"address": "172.18.0.1", "asn": 65010}
    body["vpns"]["annex"] = {"networks": ["annex"], "over": "dx", "customer_gateway": device}
    for interface in body["direct_connect"]["dx"]["virtual_interfaces"].values():
        interface["region"] = EAST
    return body


def test_each_region_is_advertised_what_is_needed_there() -> None:
    assert west()["supernet"] == "10.80.0.0/12"
    plan = planned(far())
    assert association(plan) == association(planned(hybrid()))
    assert association(plan, "us-west-2")["allowed_prefixes"] == [BLOCK]
    assert association(plan, "us-west-2")["networks"] == {}
