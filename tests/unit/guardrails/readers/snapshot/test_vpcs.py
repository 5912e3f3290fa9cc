"""VPCs and what is in them, one fact at a time."""

from __future__ import annotations

import pytest

from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import ICMP, TCP, service
from transit_guardrails.model.vpcs import Gateway, Route, Target
from transit_guardrails.readers.snapshot import SnapshotError


def test_blocks_that_are_no_longer_associated_do_not_count(snapshot) -> None:
    blocks = snapshot.answers["Vpcs"][0]["CidrBlockAssociationSet"]
    blocks.append({"CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "disassociated"}})
    six = {"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}}
    snapshot.answers["Vpcs"][0]["Ipv6CidrBlockAssociationSet"] = [six]
    snapshot.route(DestinationIpv6CidrBlock="2001:db8::/56", GatewayId="local")
    network = snapshot.read()
    assert network.vpcs["vpc-1"].prefixes == (prefix("10.0.0.0/16"), prefix("2001:db8::/56"))
    assert network.route_tables["rtb-main"].routes == ()
    assert network.doubts == []


def test_zone_names_become_ids_where_the_zones_are_known(snapshot) -> None:
    snapshot.add("AvailabilityZones", {"ZoneName": "eu-west-1a", "ZoneId": "euw1-az3", "RegionName": "eu-west-1"})
    assert {s.id: s.zone for s in snapshot.read().subnets.values()} == {
        "subnet-a": "euw1-az3",
        "subnet-b": "eu-west-1b",
    }


def test_region_that_nothing_tells_is_a_problem(snapshot) -> None:
    for subnet in snapshot.answers["Subnets"]:
        subnet["AvailabilityZone"] = "somewhere"
    with pytest.raises(SnapshotError, match="named after the Region"):
        snapshot.read()


TARGETS = {
    "igw": ({"GatewayId": "igw-1"}, Target("internet-gateway", "igw-1")),
    "vgw": ({"GatewayId": "vgw-1"}, Target("vpn-gateway", "vgw-1")),
    "endpoint": ({"GatewayId": "vpce-1"}, Target("gateway-endpoint", "vpce-1")),
    "balancer": ({"GatewayId": "vpce-2"}, Target("unmodelled", "vpce-2")),
    "tgw": ({"TransitGatewayId": "tgw-1"}, Target("transit-gateway", "tgw-1")),
    "peering": ({"VpcPeeringConnectionId": "pcx-1"}, Target("peering", "pcx-1")),
    "nat": ({"NatGatewayId": "nat-1"}, Target("nat-gateway", "nat-1")),
    "egress": ({"EgressOnlyInternetGatewayId": "eigw-1"}, Target("egress-only-gateway", "eigw-1")),
    "instance": ({"InstanceId": "i-1", "NetworkInterfaceId": "eni-1"}, Target("unmodelled", "i-1")),
    "interface": ({"NetworkInterfaceId": "eni-1"}, Target("unmodelled", "eni-1")),
    "core network": ({"CoreNetworkArn": "arn:x"}, Target("unmodelled", "arn:x")),
    "novelty": ({"SomethingNewId": "new-1"}, Target("unmodelled")),
    "blackhole": ({"NatGatewayId": "nat-9", "State": "blackhole"}, Target("blackhole")),
}


@pytest.mark.parametrize("name", TARGETS)
def test_route_leads_to_what_its_key_says(snapshot, name: str) -> None:
    keys, target = TARGETS[name]
    balancer = {"VpcEndpointId": "vpce-2", "VpcEndpointType": "GatewayLoadBalancer", "State": "available"}
    snapshot.with_transit().add("VpcEndpoints", {**balancer, "VpcId": "vpc-1", "ServiceName": "s"})
    snapshot.route(DestinationCidrBlock="172.16.0.0/12", **keys)
    expected = Route("rtb-main/172.16.0.0/12", prefix("172.16.0.0/12"), None, target)
    assert snapshot.read().route_tables["rtb-main"].routes == (expected,)


def test_propagated_route_and_route_to_a_prefix_list(snapshot) -> None:
    snapshot.add("VpnGateways", {"VpnGatewayId": "vgw-1", "State": "available"})
    snapshot.answers["VpnGateways"][0]["VpcAttachments"] = [{"VpcId": "vpc-1", "State": "attached"}]
    snapshot.route(DestinationCidrBlock="10.7.0.0/16", GatewayId="vgw-1", Origin="EnableVgwRoutePropagation")
    snapshot.route(DestinationPrefixListId="pl-1", GatewayId="vgw-1")
    snapshot.add("ManagedPrefixLists", {"PrefixListId": "pl-1", "PrefixListName": "lists", "MaxEntries": 5})
    snapshot.add("ManagedPrefixListEntries", {"PrefixListId": "pl-1", "Entries": [{"Cidr": "10.8.0.0/16"}]})
    network = snapshot.read()
    found = {(r.to, r.to_list, r.propagated) for r in network.route_tables["rtb-main"].routes}
    assert found == {(prefix("10.7.0.0/16"), None, True), (None, "pl-1", False)}
    assert network.prefix_lists["pl-1"].prefixes == (prefix("10.8.0.0/16"),)
    assert network.prefix_lists["pl-1"].max_entries == 5
    assert network.doubts == []


def test_route_to_what_is_not_there_is_a_doubt_that_names_both(snapshot, touched) -> None:
    snapshot.route(DestinationCidrBlock="10.7.0.0/16", VpcPeeringConnectionId="pcx-9")
    snapshot.route(DestinationPrefixListId="pl-9", GatewayId="local")
    assert set(touched(snapshot.read()).values()) == {("pcx-9", "rtb-main"), ("pl-9", "rtb-main")}


def test_bent_local_route_and_gateway_route_table_are_in_doubt(snapshot, touched) -> None:
    table = snapshot.answers["RouteTables"][0]
    table["Routes"][0] = {"DestinationCidrBlock": "10.0.0.0/16", "NetworkInterfaceId": "eni-1", "State": "active"}
    table["Associations"].append({"Main": False, "GatewayId": "igw-1"})
    assert touched(snapshot.read()) == {
        ("rtb-main", "Routes[10.0.0.0/16]"): ("rtb-main",),
        ("rtb-main", "Associations"): ("igw-1", "vpc-1"),
    }


def test_subnet_without_table_or_acl_is_in_doubt(snapshot, touched) -> None:
    snapshot.answers["RouteTables"][0]["Associations"] = [{"Main": False, "SubnetId": "subnet-a"}]
    del snapshot.answers["NetworkAcls"][0]["Associations"][0]
    network = snapshot.read()
    assert network.subnet_tables == {"subnet-a": "rtb-main"}
    assert touched(network) == {
        ("subnet-b", "route table"): ("subnet-b",),
        ("subnet-a", "network ACL"): ("subnet-a",),
    }


def test_subnet_of_a_vpc_that_is_not_there_is_in_doubt(snapshot, touched) -> None:
    snapshot.answers["Subnets"][0]["VpcId"] = "vpc-2"
    assert touched(snapshot.read())["subnet-a", "VpcId"] == ("subnet-a", "vpc-2")


def test_acl_entries_have_ports_and_types_without_the_final_deny(snapshot) -> None:
    entries = snapshot.answers["NetworkAcls"][0]["Entries"]
    common = {"CidrBlock": "10.0.0.0/8", "Egress": False, "RuleAction": "deny"}
    entries.append({**common, "RuleNumber": 5, "Protocol": "6", "PortRange": {"From": 80, "To": 90}})
    entries.append({**common, "RuleNumber": 6, "Protocol": "1", "IcmpTypeCode": {"Type": 8, "Code": -1}})
    acl = snapshot.read().network_acls["acl-1"]
    found = [(e.number, e.egress, e.allow, e.services) for e in acl.entries if e.number != 100]
    icmp = service(ICMP, 8 * 256, 8 * 256 + 255)
    assert found == [(5, False, False, service(TCP, 80, 90)), (6, False, False, icmp)]
    assert [e.number for e in acl.entries] == [5, 6, 100, 100]


def test_group_rules_name_blocks_lists_and_groups(snapshot, touched) -> None:
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    permission |= {"Ipv6Ranges": [{"CidrIpv6": "::/0"}], "UserIdGroupPairs": [{"GroupId": "sg-9"}]}
    snapshot.answers["SecurityGroups"][0]["IpPermissions"] = [
        {**permission, "PrefixListIds": [{"PrefixListId": "pl-9"}]}
    ]
    network = snapshot.read()
    rules = {(r.prefix, r.prefix_list, r.group) for r in network.security_groups["sg-1"].rules}
    assert rules == {
        (prefix("10.0.0.0/8"), None, None),
        (prefix("::/0"), None, None),
        (None, "pl-9", None),
        (None, None, "sg-9"),
    }
    assert {r.services for r in network.security_groups["sg-1"].rules} == {service(TCP, 443, 443)}
    assert set(touched(network).values()) <= {("pl-9", "sg-1"), ("sg-1", "sg-9")}
    assert {d.why.split()[2] for d in network.doubts} == {"pl-9,", "sg-9,"}


def test_gateways_are_read_by_attachment_and_state(snapshot, touched) -> None:
    attached = [{"VpcId": "vpc-1", "State": "available"}]
    snapshot.add("InternetGateways", {"InternetGatewayId": "igw-1", "Attachments": attached})
    snapshot.add("InternetGateways", {"InternetGatewayId": "igw-2", "Attachments": []})
    snapshot.add("EgressOnlyInternetGateways", {"EgressOnlyInternetGatewayId": "eigw-1", "Attachments": attached})
    nat = {"VpcId": "vpc-1", "SubnetId": "subnet-a"}
    snapshot.add("NatGateways", {**nat, "NatGatewayId": "nat-1", "State": "available", "ConnectivityType": "private"})
    snapshot.add("NatGateways", {**nat, "NatGatewayId": "nat-2", "State": "deleted"})
    snapshot.add("NatGateways", {**nat, "NatGatewayId": "nat-3", "State": "deleting"})
    network = snapshot.read()
    assert set(network.gateways.values()) == {
        Gateway("igw-1", "internet-gateway", "vpc-1"),
        Gateway("eigw-1", "egress-only-gateway", "vpc-1"),
        Gateway("nat-1", "nat-gateway", "vpc-1", "subnet-a", public=False),
        Gateway("nat-3", "nat-gateway", "vpc-1", "subnet-a", public=True),
    }
    assert touched(network) == {("nat-3", "State"): ("nat-3",)}


@pytest.mark.parametrize(("state", "active"), [("active", True), ("pending-acceptance", False)])
def test_peering_carries_traffic_when_it_is_active(snapshot, state: str, active: bool) -> None:
    sides = {"RequesterVpcInfo": {"VpcId": "vpc-1"}, "AccepterVpcInfo": {"VpcId": "vpc-1"}}
    snapshot.add("VpcPeeringConnections", {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": state}, **sides})
    snapshot.add("VpcPeeringConnections", {"VpcPeeringConnectionId": "pcx-2", "Status": {"Code": "deleted"}, **sides})
    network = snapshot.read()
    assert {p.id: p.active for p in network.peerings.values()} == {"pcx-1": active}
    assert network.doubts == []


def test_interface_that_only_an_instance_names_is_there(snapshot) -> None:
    interface = {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-a", "PrivateIpAddress": "10.0.1.7"}
    instance = {"InstanceId": "i-1", "State": {"Name": "running"}, "Tags": [{"Key": "Name", "Value": "web"}]}
    instance["NetworkInterfaces"] = [{**interface, "Groups": [{"GroupId": "sg-1"}]}]
    gone = {"InstanceId": "i-2", "State": {"Name": "terminated"}}
    network = snapshot.add("Reservations", {"Instances": [instance, gone]}).read()
    [found] = network.interfaces.values()
    assert (found.owner, found.addresses, found.groups) == ("i-1", prefix("10.0.1.7").ranges, ("sg-1",))
    assert network.names["i-1"] == "web"


def test_load_balancer_interface_is_in_doubt(snapshot, touched) -> None:
    interface = {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-a", "PrivateIpAddress": "10.0.1.7", "Groups": []}
    snapshot.add("NetworkInterfaces", {**interface, "InterfaceType": "network_load_balancer"})
    assert touched(snapshot.read()) == {("eni-1", "InterfaceType"): ("eni-1",)}


def test_gateway_endpoint_keeps_its_tables_and_policy(snapshot) -> None:
    endpoint = {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Gateway", "State": "Available", "VpcId": "vpc-1"}
    snapshot.add(
        "VpcEndpoints", {**endpoint, "ServiceName": "com.amazonaws.eu-west-1.s3", "RouteTableIds": ["rtb-main"]}
    )
    snapshot.answers["VpcEndpoints"][0]["PolicyDocument"] = "{}"
    found = snapshot.read().endpoints["vpce-1"]
    assert (found.kind, found.tables, found.policy) == ("gateway", ("rtb-main",), "{}")
