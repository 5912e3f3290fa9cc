"""Folders and files: layouts, what is missing, what is broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transit_guardrails.readers.snapshot import SnapshotError, files, read_snapshot
from transit_guardrails.readers.snapshot.catalogue import FILES, REASONS, UNMODELLED
from transit_guardrails.readers.snapshot.reader import ORDER


def _problems(folder: Path) -> dict[str, str]:
    with pytest.raises(SnapshotError) as caught:
        read_snapshot(folder)
    return {problem.file: f"{problem.what} / {problem.remedy}" for problem in caught.value.problems}


def test_every_file_of_the_table_is_read_and_no_other() -> None:
    assert {name for name, _ in ORDER} == {file.name for file in FILES}
    assert len(ORDER) == len(FILES)
    assert not {file.name for file in FILES} & ({file.name for file in UNMODELLED} | set(REASONS))


def test_whole_small_snapshot_leaves_no_doubt(snapshot) -> None:
    network = snapshot.read()
    assert network.live
    assert network.doubts == []
    assert set(network.vpcs) == {"vpc-1"}
    assert network.vpcs["vpc-1"].region == "eu-west-1"


@pytest.mark.parametrize("under", ["", "eu-west-1", "accounts/111122223333/eu-west-1"])
def test_layouts_give_the_same_network(snapshot, under: str) -> None:
    network = read_snapshot(snapshot.write(under))
    assert network.doubts == []
    assert {(v.id, v.region, v.account) for v in network.vpcs.values()} == {("vpc-1", "eu-west-1", "111122223333")}


def test_all_missing_files_are_told_at_once_with_their_commands(snapshot) -> None:
    for name in ("RouteTables", "NetworkAcls", "NetworkInterfaces"):
        del snapshot.answers[name]
    assert _problems(snapshot.write()) == {
        "RouteTables.json": 'is missing; {"RouteTables": [...]} is expected / aws ec2 describe-route-tables',
        "NetworkAcls.json": 'is missing; {"NetworkAcls": [...]} is expected / aws ec2 describe-network-acls',
        "NetworkInterfaces.json": 'is missing; {"NetworkInterfaces": [...]} is expected / aws ec2 describe-network-interfaces',
    }


def test_route_to_a_transit_gateway_makes_its_files_required(snapshot) -> None:
    snapshot.route(DestinationCidrBlock="10.1.0.0/16", TransitGatewayId="tgw-1")
    assert set(_problems(snapshot.write())) == {
        "TransitGateways.json",
        "TransitGatewayAttachments.json",
        "TransitGatewayVpcAttachments.json",
        "TransitGatewayRouteTables.json",
    }


def test_transit_tables_make_their_propagations_and_static_routes_required(snapshot) -> None:
    snapshot.with_transit()
    del snapshot.answers["TransitGatewayPropagations"], snapshot.answers["TransitGatewayStaticRoutes"]
    expected = {"TransitGatewayPropagations.json", "TransitGatewayStaticRoutes.json"}
    assert set(_problems(snapshot.write())) == expected


def test_region_without_its_own_files_is_refused_though_another_has_them(snapshot) -> None:
    snapshot.write("eu-west-1")
    other = snapshot.folder / "us-east-1"
    other.mkdir()
    (other / "Vpcs.json").write_text('{"Vpcs": []}')
    assert "us-east-1/Subnets.json" in _problems(snapshot.folder)


def test_missing_optional_kind_is_a_doubt_that_touches_its_name(snapshot, touched) -> None:
    del snapshot.answers["VpcPeeringConnections"]
    assert touched(snapshot.read()) == {
        ("VpcPeeringConnections.json", "VpcPeeringConnections"): ("VpcPeeringConnections",)
    }


BROKEN = {
    "not JSON": ("{", "Expecting"),
    "a list on top": ("[]", "an object with one list is expected"),
    "another key": ('{"Subnets": []}', "the top-level key 'Vpcs' is expected"),
    "no list": ('{"Vpcs": {}}', "'Vpcs' must be a list"),
    "a token": ('{"Vpcs": [], "NextToken": "abc"}', "holds a part of the answer only (NextToken is set)"),
    "a marker": ('{"Vpcs": [], "IsTruncated": true}', "holds a part of the answer only (IsTruncated is set)"),
    "too deep": ("[" * 100_000, "is nested too deeply"),
    "rather deep": ('{"Vpcs": ' + "[" * 60 + "]" * 60 + "}", "is nested too deeply"),
    "a double key": ('{"Vpcs": [], "Vpcs": []}', "names one key twice"),
    "no number": ('{"Vpcs": [NaN]}', "holds NaN"),
    "half a character": ('{"Vpcs": ["\\ud800"]}', "is not UTF-8 text"),
    "a huge number": ('{"Vpcs": [' + "9" * 10_000 + "]}", "Exceeds the limit"),
    "text in a list": ('{"Vpcs": ["x"]}', "an object is expected, not text"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_a_problem_of_that_file(snapshot, name: str) -> None:
    text, what = BROKEN[name]
    folder = snapshot.write()
    (folder / "Vpcs.json").write_text(text)
    found = _problems(folder)
    assert set(found) == {"Vpcs.json"}
    assert what in found["Vpcs.json"]


def test_search_answer_with_more_routes_to_come_is_refused(snapshot) -> None:
    snapshot.with_transit().answers["TransitGatewayStaticRoutes"][0]["AdditionalRoutesAvailable"] = True
    assert set(_problems(snapshot.write())) == {"TransitGatewayStaticRoutes.json"}


def test_oversized_binary_and_misplaced_files_are_refused(snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = snapshot.write()
    monkeypatch.setattr(files, "MAX_BYTES", 2_000)
    (folder / "Vpcs.json").write_text('{"Vpcs": []}' + " " * 2_000)
    (folder / "Subnets.json").write_bytes(b"\xff\xfe\x00")
    (folder / "RouteTables.json").unlink()
    (folder / "RouteTables.json").mkdir()
    (folder / "NetworkAcls.json.gz").write_bytes(b"")
    (folder / "elsewhere").mkdir()
    found = _problems(folder)
    assert {key: text.partition(" / ")[0] for key, text in found.items()} == {
        "Vpcs.json": "is larger than 2000 bytes",
        "Subnets.json": "is not UTF-8 text",
        "RouteTables.json": "is not a file",
        "NetworkAcls.json.gz": "is not read",
        "elsewhere": "is neither a Region nor accounts/<12 digits>/<Region>",
    }


def test_absent_and_empty_folders_are_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _problems(tmp_path / "absent")["absent"]
    (tmp_path / "empty").mkdir()
    assert "holds no answer of AWS" in _problems(tmp_path / "empty")["empty"]


def test_byte_order_mark_and_other_text_files_do_no_harm(snapshot) -> None:
    folder = snapshot.write()
    (folder / "Vpcs.json").write_bytes(b"\xef\xbb\xbf" + (folder / "Vpcs.json").read_bytes())
    (folder / "README.md").write_text("taken on a Monday")
    (folder / "CustomerGateways.json").write_text('{"CustomerGateways": [{"CustomerGatewayId": "cgw-1"}]}')
    assert read_snapshot(folder).doubts == []


def test_unknown_file_puts_everything_in_doubt_unless_it_is_empty(snapshot, touched) -> None:
    folder = snapshot.write()
    (folder / "Wormholes.json").write_text('{"Wormholes": []}')
    assert read_snapshot(folder).doubts == []
    (folder / "Wormholes.json").write_text('{"Wormholes": [{"Id": 1}]}')
    assert touched(read_snapshot(folder)) == {("Wormholes.json", "Wormholes"): ("*",)}


def test_unmodelled_kind_puts_what_it_names_in_doubt(snapshot, touched) -> None:
    balancer = {"VpcId": "vpc-1", "AvailabilityZones": [{"SubnetId": "subnet-a"}], "SecurityGroups": ["sg-1"]}
    snapshot.add("LoadBalancers", balancer).add("TargetGroups", {"Name": "nobody"})
    assert touched(snapshot.read()) == {
        ("LoadBalancers.json", "LoadBalancers"): ("subnet-a", "vpc-1"),
        ("TargetGroups.json", "TargetGroups"): ("*",),
    }


def test_files_with_another_key_than_their_name_are_known(snapshot, touched) -> None:
    folder = snapshot.write()
    instance = {"DBSubnetGroup": {"Subnets": [{"SubnetIdentifier": "subnet-b"}]}}
    (folder / "RdsInstances.json").write_text(json.dumps({"DBInstances": [instance]}))
    (folder / "ElasticsearchDomains.json").write_text('{"DomainStatusList": []}')
    assert touched(read_snapshot(folder)) == {("RdsInstances.json", "RdsInstances"): ("subnet-b",)}


def test_two_accounts_that_share_a_thing_see_one_thing(snapshot, touched) -> None:
    snapshot.with_transit().write("accounts/111122223333/eu-west-1")
    snapshot.answers["Vpcs"][0]["Tags"] = [{"Key": "Name", "Value": "shared"}]
    network = read_snapshot(snapshot.write("accounts/444455556666/eu-west-1"))
    assert network.doubts == []
    assert network.vpcs["vpc-1"].tags == {"Name": "shared"}
    assert set(network.transit_gateways) == {"tgw-1"}
    snapshot.answers["TransitGateways"][0]["Options"]["AmazonSideAsn"] = 65000
    network = read_snapshot(snapshot.write("accounts/444455556666/eu-west-1"))
    assert touched(network) == {("tgw-1", "asn"): ("tgw-1",)}


def test_malformed_parts_are_told_all_at_once_with_their_place(snapshot) -> None:
    snapshot.answers["Vpcs"][0]["CidrBlockAssociationSet"][0]["CidrBlock"] = "10.0.0.0/99"
    del snapshot.answers["NetworkAcls"][0]["Entries"][1]["Egress"]
    snapshot.answers["Subnets"][1]["SubnetId"] = 7
    found = _problems(snapshot.write())
    assert {key: text.partition(" / ")[0] for key, text in found.items()} == {
        "Vpcs.json": "[0].CidrBlockAssociationSet[0] CidrBlock: '10.0.0.0/99' is no CIDR block",
        "NetworkAcls.json": "[0].Entries[1] Egress: is missing",
        "Subnets.json": "[1] SubnetId: text is expected, not a number",
    }
