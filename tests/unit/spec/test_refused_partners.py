"""Partners and their VPNs that cannot be: each mistake with its place, what was given, both sides, the remedy."""

import pytest
from specs import Body, assert_refused, changed, partnered, paths, problems, without

AZURE = ["partners", "azure"]


def test_the_example_with_a_partner_is_accepted() -> None:
    """What a partner's ranges hold of its own prefixes is no conflict."""
    assert problems(partnered()) == []


def test_a_partner_that_is_granted_nothing_is_accepted() -> None:
    body = partnered()
    body["grants"]["chat"]["consumers"].remove("azure")
    assert problems(body) == []


def test_a_partner_without_a_link_is_refused() -> None:
    body = without(partnered(), ["vpns", "azure"])
    assert_refused(body, "partners.azure", "azure", "has no link", "name it as the partner of a VPN")


def test_a_vpn_of_networks_and_a_partner_is_refused() -> None:
    body = changed(partnered(), ["vpns", "azure", "networks"], ["office"])
    (found,) = [p for p in problems(body) if p.path == ("vpns", "azure")]
    assert "states both networks (office) and partner (azure)" in found.reason


def test_a_vpn_of_neither_is_refused() -> None:
    body = without(partnered(), ["vpns", "azure", "partner"])
    (found,) = [p for p in problems(body) if p.path == ("vpns", "azure")]
    assert "states neither networks nor partner" in found.reason


def test_a_partner_among_a_vpns_networks_is_refused() -> None:
    body = changed(partnered(), ["vpns", "backup", "networks"], ["datacenter", "azure"])
    reason = "is partners.azure, and a partner shares no link with on-premises networks"
    assert_refused(body, "vpns.backup.networks[1]", "azure", reason, "state partner: azure at a VPN of its own")


def test_a_partner_on_a_direct_connect_gateway_is_refused() -> None:
    body = changed(partnered(), ["direct_connect", "dx", "networks"], ["datacenter", "azure"])
    reason = "is partners.azure, and a partner shares no link with on-premises networks"
    assert_refused(body, "direct_connect.dx.networks[1]", "azure", reason, "a VPN of its own")


def test_a_second_vpn_of_a_partner_is_refused() -> None:
    """A table of a transit gateway takes one static route to a block."""
    body = partnered()
    body["vpns"]["second"] = {**body["vpns"]["azure"], "customer_gateway": {"address": "203.0.113.31", "asn": 65515}}
    reason = "is behind vpns.azure too, and its static routes lead to one VPN alone"
    assert_refused(body, "vpns.second.partner", "azure", reason, "remove one of the two")


def test_an_on_premises_network_as_a_partner_is_refused() -> None:
    body = partnered()
    body["vpns"]["office"] = {**without(body["vpns"]["office"], ["networks"]), "partner": "office"}
    found = [p for p in problems(body) if p.path == ("vpns", "office", "partner")]
    assert [(p.given, p.reason, p.remedy) for p in found] == [
        ("office", "is on_premises.office, which is no partner", "state networks: [office], or the name of a partner")
    ]


def test_an_unknown_partner_is_refused_with_the_one_that_is_meant() -> None:
    body = changed(partnered(), ["vpns", "azure", "partner"], "azur")
    found = [p for p in problems(body) if p.path == ("vpns", "azure", "partner")]
    assert [("not a known partner" in p.reason, "did you mean 'azure'?" in p.remedy) for p in found] == [(True, True)]


def test_a_partners_device_that_is_an_on_premises_one_too_is_refused() -> None:
    body = partnered()
    body["vpns"]["azure"]["customer_gateway"] = dict(body["vpns"]["backup"]["customer_gateway"])
    (found,) = problems(body)
    assert found.path == ("vpns", "azure", "customer_gateway")
    assert "is the device of vpns.backup too" in found.reason
    assert found.remedy == "give a partner's VPN a device of its own"


@pytest.mark.parametrize(("name", "whose"), [("vpc-a", "spokes"), ("office", "on_premises")])
def test_a_partner_of_anothers_name_is_refused(name: str, whose: str) -> None:
    body = partnered()
    body["partners"][name] = body["partners"].pop("azure")
    body["vpns"]["azure"]["partner"] = name
    body["grants"]["chat"]["consumers"].remove("azure")
    found = [p for p in problems(body) if p.path == ("partners", name)]
    assert [(p.given, p.reason) for p in found] == [(name, f"is the name of {whose}.{name} too")]


def test_a_segment_of_the_name_of_a_partners_table_is_refused() -> None:
    body = partnered()
    body["segments"]["partner-azure"] = {"number": 3}
    reason = "is the name of the route table of partners.azure"
    assert_refused(body, "segments.partner-azure", "partner-azure", reason, "another name")


def test_a_grant_that_fails_over_takes_no_partner() -> None:
    body = changed(partnered(), ["grants", "chat", "failover"], ["us-west-2"])
    reasons = [p.reason for p in problems(body) if p.path == ("grants", "chat", "consumers", "2")]
    assert reasons == ["is a partner, which calls one Region, and the grant fails over"]


@pytest.mark.parametrize("key", ["prefixes", "ranges"])
@pytest.mark.parametrize("block", ["20.40.0.0/16", "0.0.0.0/0", "172.20.0.1/16"])
def test_a_block_that_is_not_private_is_refused(key: str, block: str) -> None:
    found = problems(changed(partnered(), [*AZURE, key], [block]))
    assert [(p.path, p.given) for p in found] == [(("partners", "azure", key, "0"), f'"{block}"')]


def test_an_unknown_cloud_is_refused() -> None:
    assert paths(problems(changed(partnered(), [*AZURE, "cloud"], "ovh"))) == ["partners.azure.cloud"]


@pytest.mark.parametrize("key", ["prefixes", "ranges"])
def test_blocks_that_meet_a_segment_are_refused_with_everything_that_they_meet(key: str) -> None:
    """The segment, and the spoke that lies there, are named beside the supernet."""
    blocks = [*partnered()["partners"]["azure"][key], "10.65.0.0/16"]
    body = changed(partnered(), [*AZURE, key], blocks)
    reason = (
        "overlaps regions.us-east-1.supernet (10.64.0.0/12), in it segments.prod.blocks.us-east-1.0 (10.65.0.0/16), "
        "spokes.vpc-a (10.65.0.0/20), spokes.vpc-b (10.65.16.0/20)"
    )
    where = f"partners.azure.{key}[{len(blocks) - 1}]"
    assert_refused(body, where, "10.65.0.0/16", reason, f"state {key} that lie outside of every Region's supernet")


@pytest.mark.parametrize(("block", "whose"), [("172.16.0.0/24", "datacenter"), ("192.168.0.0/16", "office")])
def test_ranges_that_meet_an_on_premises_network_are_refused(block: str, whose: str) -> None:
    found = problems(changed(partnered(), [*AZURE, "ranges"], [block]))
    assert {(p.path, p.given) for p in found} == {(("partners", "azure", "ranges", "0"), block)}
    assert all(f"overlaps on_premises.{whose}.prefixes." in p.reason for p in found)


INSIDE = ["vpns", "azure", "tunnel_inside_cidrs"]


def test_tunnels_to_azure_whose_addresses_aws_would_choose_are_refused() -> None:
    body = without(partnered(), INSIDE)
    reason = "is not stated, and partners.azure is in Azure"
    assert_refused(body, "vpns.azure.tunnel_inside_cidrs", "", reason, "[169.254.21.0/30, 169.254.22.0/30]")


def test_tunnels_to_azure_at_addresses_that_azure_does_not_take_are_refused() -> None:
    body = changed(partnered(), INSIDE, ["169.254.21.0/30", "169.254.30.0/30"])
    reason = "is no block in which Azure speaks BGP, where partners.azure is"
    assert_refused(body, "vpns.azure.tunnel_inside_cidrs[1]", "169.254.30.0/30", reason, "169.254.22.0/24")


def test_other_clouds_take_what_aws_chooses() -> None:
    assert problems(changed(without(partnered(), INSIDE), [*AZURE, "cloud"], "gcp")) == []


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (["169.254.21.1/30", "169.254.22.0/30"], "169.254.21.1/30 in tunnel_inside_cidrs, which is no /30 block"),
        (["169.254.21.0/30", "169.254.21.0/30"], "states one block for both tunnels"),
        (["169.254.5.0/30", "169.254.22.0/30"], "169.254.5.0/30 in tunnel_inside_cidrs, which AWS keeps for itself"),
    ],
)
def test_inside_blocks_that_aws_does_not_take_are_refused(blocks: list[str], said: str) -> None:
    found = problems(changed(partnered(), INSIDE, blocks))
    assert [p.path for p in found if said in p.reason] == [("vpns", "azure")]


@pytest.mark.parametrize("blocks", [["169.254.21.0/30"], ["169.254.21.0/29", "169.254.22.0/30"], ["10.0.0.0/30"] * 2])
def test_inside_blocks_of_another_form_or_number_are_refused(blocks: list[str]) -> None:
    assert all(path.startswith("vpns.azure") for path in paths(problems(changed(partnered(), INSIDE, blocks))))
    assert problems(changed(partnered(), INSIDE, blocks))


def two_partners() -> Body:
    body = partnered()
    body["partners"]["gcp"] = {**body["partners"]["azure"], "cloud": "gcp", "prefixes": ["192.168.64.0/20"]}
    body["partners"]["gcp"] |= {"resolvers": ["192.168.64.2"], "ranges": []}
    body["vpns"]["gcp"] = {"partner": "gcp", "customer_gateway": {"address": "203.0.113.40", "asn": 65516}}
    return body


def test_two_partners_apart_are_accepted() -> None:
    assert problems(two_partners()) == []


@pytest.mark.parametrize("key", ["prefixes", "ranges"])
def test_blocks_that_meet_another_partners_are_refused(key: str) -> None:
    body = changed(two_partners(), ["partners", "gcp", key], ["192.168.64.0/20", "172.21.0.0/25"])
    found = problems(body)
    named = {(p.path[:2], p.reason) for p in found}
    sides = {(("partners", "gcp"), "partners.azure."), (("partners", "azure"), "partners.gcp.")}
    assert named
    assert all(any(path == where and f"overlaps {other}" in reason for where, other in sides) for path, reason in named)


def test_every_mistake_with_partners_is_told_at_once() -> None:
    body = changed(partnered(), [*AZURE, "prefixes"], ["10.65.0.0/16", "172.16.0.0/24"])
    body["vpns"]["second"] = {**body["vpns"]["azure"], "customer_gateway": {"address": "203.0.113.31", "asn": 65515}}
    body["direct_connect"]["dx"]["networks"].append("azure")
    assert paths(problems(body)) == [
        "direct_connect.dx.networks[1]",
        "partners.azure.prefixes[0]",
        "partners.azure.prefixes[1]",
        "partners.azure.resolvers[0]",
        "vpns.second.partner",
    ]
