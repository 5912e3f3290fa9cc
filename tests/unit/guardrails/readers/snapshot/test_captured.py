"""The facts of three captured snapshots, as their own accounts tell them."""

from __future__ import annotations

from pathlib import Path

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.vpcs import Target
from transit_guardrails.readers.snapshot import read_snapshot


def _routes(network, table):
    return {(str(route.to), route.target) for route in network.route_tables[table].routes}


def _files_only(network):
    """Whether all doubts are about files that are missing (none of them touches a thing of the network)."""
    return {touch for doubt in network.doubts for touch in doubt.touches}


def test_transit_gateway_joins_two_vpcs_by_one_table(captured: Path) -> None:
    network = read_snapshot(captured / "transit-gateway")
    joined = {(a.resource, a.subnets, a.kind) for a in network.attachments.values()}
    assert joined == {
        ("vpc-0404e08ceddf7f650", ("subnet-006a19c846f047bd7",), "vpc"),
        ("vpc-00a31ce9d0c06675c", ("subnet-0ebf6378a79a3e534",), "vpc"),
    }
    assert {a.table for a in network.associations.values()} == {"tgw-rtb-0fa40c8df355dce6e"}
    assert {(p.attachment, p.table) for p in network.propagations.values()} == {
        ("tgw-attach-07f5ec59e9f540021", "tgw-rtb-0fa40c8df355dce6e"),
        ("tgw-attach-0ae2696617bb06fb4", "tgw-rtb-0fa40c8df355dce6e"),
    }
    assert network.vpns == {}
    gateway = network.transit_gateways["tgw-044be4464fcc69aff"]
    assert (gateway.region, gateway.asn, gateway.default_association) == ("us-east-2", 64512, True)
    assert gateway.default_association_table == "tgw-rtb-0fa40c8df355dce6e"


def test_transit_gateway_snapshot_has_its_vpcs_routes_and_instances(captured: Path) -> None:
    network = read_snapshot(captured / "transit-gateway")
    assert network.live
    assert {v.id: [str(p) for p in v.prefixes] for v in network.vpcs.values()} == {
        "vpc-00a31ce9d0c06675c": ["192.168.0.0/16"],
        "vpc-0404e08ceddf7f650": ["10.10.0.0/16"],
    }
    assert {(v.region, v.account) for v in network.vpcs.values()} == {("us-east-2", "554773406868")}
    assert {s.id: s.zone for s in network.subnets.values()} == {
        "subnet-0ebf6378a79a3e534": "use2-az2",
        "subnet-0b5b8ddd5a69fcfcd": "use2-az1",
        "subnet-006a19c846f047bd7": "use2-az3",
    }
    assert _routes(network, "rtb-017c36290c9baf017") == {
        ("10.10.0.0/16", Target("transit-gateway", "tgw-044be4464fcc69aff")),
        ("0.0.0.0/0", Target("internet-gateway", "igw-0a4895a3c58cac8cb")),
    }
    assert network.main_tables["vpc-0404e08ceddf7f650"] == "rtb-0891861fffaea6d52"
    owners = {i.owner: (i.subnet, i.addresses, i.public) for i in network.interfaces.values() if i.owner}
    assert owners == {
        "i-06ba034d88c84ef07": ("subnet-006a19c846f047bd7", prefix("10.10.10.157").ranges, False),
        "i-075e846ed41670385": ("subnet-0b5b8ddd5a69fcfcd", prefix("10.10.20.154").ranges, False),
        "i-0b14080af811fda3d": ("subnet-0ebf6378a79a3e534", prefix("192.168.1.106").ranges, True),
    }


def test_transit_gateway_snapshot_leaves_nothing_of_the_network_in_doubt(captured: Path) -> None:
    network = read_snapshot(captured / "transit-gateway")
    assert _files_only(network) == {
        "BucketPolicies",
        "DirectConnectGateways",
        "EgressOnlyInternetGateways",
        "FirewallRuleGroupAssociations",
        "HostedZones",
        "ProfileAssociations",
        "ResolverEndpoints",
        "ResolverRuleAssociations",
    }


def test_interface_endpoint_owns_its_interface(captured: Path) -> None:
    network = read_snapshot(captured / "vpc-endpoint-interface")
    endpoint = network.endpoints["vpce-083c683a6be29b889"]
    assert (endpoint.kind, endpoint.service) == ("interface", "com.amazonaws.us-east-1.cloudtrail")
    assert (endpoint.subnets, endpoint.groups) == (("subnet-0bb8615d8368ece31",), ("sg-0973207c61f3466e1",))
    assert endpoint.private_dns
    assert "cloudtrail.us-east-1.amazonaws.com" in endpoint.dns_names
    assert '"Action": "*"' in (endpoint.policy or "")
    interface = network.interfaces["eni-0084b734451ba23ca"]
    assert (interface.owner, interface.addresses) == (endpoint.id, prefix("10.1.101.97").ranges)


def test_endpoint_snapshot_has_its_filters_and_prefix_lists(captured: Path) -> None:
    network = read_snapshot(captured / "vpc-endpoint-interface")
    rules = {rule.id.partition("/")[2] for rule in network.security_groups["sg-0973207c61f3466e1"].rules}
    assert rules == {
        "ingress/udp/33434-33534/0.0.0.0/0",
        "ingress/tcp/22/0.0.0.0/0",
        "ingress/icmp/2048/0.0.0.0/0",
        "ingress/tcp/443/0.0.0.0/0",
        "egress/everything/0.0.0.0/0",
    }
    assert set(network.subnet_acls.values()) == {"acl-011135a03c2212fe9"}
    assert [entry.number for entry in network.network_acls["acl-011135a03c2212fe9"].entries] == [1000, 1000]
    assert network.default_acls == {"vpc-072d45b801aeffef2": "acl-0269f6ed3ea39deda"}
    assert set(network.prefix_lists) == {"pl-63a5400a", "pl-02cd2c6b"}
    assert network.subnets["subnet-0611b848137c513d1"].public_addresses
    # The offer of AWS's own services is in the folder, and is no traffic.
    assert "VpcEndpointServices" not in {doubt.property for doubt in network.doubts}
    assert not _files_only(network) & {*network.vpcs, *network.subnets, *network.interfaces, *network.endpoints, "*"}


def test_direct_connect_gateway_is_joined_to_its_attachment(captured: Path) -> None:
    network = read_snapshot(captured / "direct-connect-gateway")
    gateway = "dxgw-7b2c4f8a-1234-4abc-9def-fedcba987654"
    assert {(g.id, g.asn) for g in network.direct_connect_gateways.values()} == {(gateway, 64513)}
    [association] = network.gateway_associations.values()
    assert (association.direct_connect_gateway, association.gateway) == (gateway, "tgw-dx01")
    assert association.attachment == "tgw-attach-dx01"
    assert association.allowed == (prefix("10.0.0.0/8"),)
    assert network.attachments["tgw-attach-dx01"].resource == gateway
    vpn = network.vpns["vpn-dx-test"]
    assert (vpn.gateway, vpn.static, vpn.bgp) == ("tgw-dx01", (), True)


def test_isolated_vpc_propagates_into_its_own_table_only(captured: Path) -> None:
    network = read_snapshot(captured / "direct-connect-gateway")
    assert {(p.attachment, p.table) for p in network.propagations.values()} == {
        ("tgw-attach-vpc01", "tgw-rtb-dx01"),
        ("tgw-attach-dx01", "tgw-rtb-dx01"),
        ("tgw-attach-vpn-dx-test", "tgw-rtb-dx01"),
        ("tgw-attach-iso01", "tgw-rtb-iso01"),
    }
    assert {a.attachment: a.table for a in network.associations.values()} == {
        "tgw-attach-vpc01": "tgw-rtb-dx01",
        "tgw-attach-dx01": "tgw-rtb-dx01",
        "tgw-attach-vpn-dx-test": "tgw-rtb-dx01",
        "tgw-attach-iso01": "tgw-rtb-iso01",
    }


def test_tables_without_an_answer_about_their_routes_are_in_doubt(captured: Path) -> None:
    network = read_snapshot(captured / "direct-connect-gateway")
    found = {(d.thing, d.property, d.touches) for d in network.doubts if not d.thing.endswith(".json")}
    assert found == {
        ("tgw-rtb-iso01", "TransitGatewayStaticRoutes", ("tgw-rtb-iso01",)),
        ("tgw-rtb-dx01", "TransitGatewayPropagatedRoutes", ()),
    }
