"""``onprem``: what the other side of each link configures, from the stack's file alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from specs import Body, company, connect, forwarding, hybrid, partnered, private_vpn, private_vpn_beside, uploading

from transitctl.__main__ import main

PROJECT = Path(__file__).parents[2]

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs ``onprem`` for a network in a project of its own."""

    def run(body: Body, *arguments: str) -> Outcome:
        (tmp_path / "__main__.py").touch()
        document = {"config": {"bedrock-transit:network": body}}
        (tmp_path / "Pulumi.here.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
        code = main(["onprem", "--root", str(tmp_path), "--stack", "here", *arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def notes(call: Call) -> Callable[..., dict[str, Any]]:
    """The JSON of all notes."""

    def read(body: Body, *arguments: str) -> dict[str, Any]:
        code, out, err = call(body, "--json", "-", *arguments)
        assert (code, err) == (0, "")
        found: dict[str, Any] = json.loads(out)["networks"]
        return found

    return read


def test_a_network_is_told_what_to_announce_and_what_to_accept(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(hybrid())["datacenter"]
    assert (told["region"], told["segment"], told["announce"]) == ("us-east-1", "prod", ["172.16.0.0/16"])
    assert told["accept"] == ["10.64.1.0/24", "10.64.16.128/26"]


def test_it_is_told_each_end_of_each_link(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(hybrid())["datacenter"]
    (gateway,) = told["direct_connect"].values()
    own, hosted = gateway["interfaces"]["dc2"], gateway["interfaces"]["ny5"]
    assert (gateway["asn"], own["location"], own["vlan"], own["customer_asn"]) == (64700, "EqDC2", 101, 65010)
    assert (hosted["hosted"], hosted["connection"], hosted["location"]) == ("dxvif-ffabc124", "", "EqNY5")
    assert told["amazon_side_asn"] == 64512
    assert {key: vpn["customer_asn"] for key, vpn in told["vpns"].items()} == {"backup": 65010}


def test_its_servers_forward_the_names_of_their_segment_to_the_resolver(notes: Callable[..., dict[str, Any]]) -> None:
    forward = notes(hybrid())["datacenter"]["forward"]
    assert forward == {
        "names": ["bedrock-runtime.us-east-1.amazonaws.com", "bedrock.us-east-1.amazonaws.com"],
        "from": ["172.16.0.53", "172.16.1.53"],
        "to": ["10.64.16.138", "10.64.16.154"],
    }


def test_it_is_told_which_of_its_domains_aws_asks_for_and_from_where(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(forwarding())
    answer = told["datacenter"]["answer"]
    assert answer["domains"] == {"acme.internal": ["172.16.9.53"], "corp.acme.example": ["172.16.0.53", "172.16.1.53"]}
    assert answer["from"] == ["10.64.16.139", "10.64.16.155"]
    assert any("CNAME" in line for line in answer["advice"])
    assert told["office"]["answer"] == {}
    assert told["datacenter"]["accept"] == notes(hybrid())["datacenter"]["accept"]


def test_the_text_tells_of_domains_only_where_there_are_some(call: Call) -> None:
    heading = "DNS: let AWS's resolver ask your servers for these domains (port 53, UDP and TCP)"
    assert call(forwarding())[1].splitlines().count(heading) == 1
    assert heading not in call(hybrid())[1]


def test_a_network_that_uploads_is_told_the_endpoints_own_name_and_forwards_no_name_of_s3(
    notes: Callable[..., dict[str, Any]],
) -> None:
    told, before = notes(uploading()), notes(hybrid())["datacenter"]
    centre, host = told["datacenter"], "bucket.vpce-….s3.us-east-1.vpce.amazonaws.com"
    assert centre["uploads"]["url"] == f"https://{host}"
    role = "arn:aws:iam::444455556666:role/pipeline"
    assert centre["uploads"]["buckets"] == {"acme-vpc-a-tuning-444455556666-data": [role]}
    assert any("Do not forward" in line for line in centre["uploads"]["advice"])
    assert centre["services"]["s3"] == [host]
    assert {key: centre[key] for key in ("forward", "accept")} == {key: before[key] for key in ("forward", "accept")}
    assert (told["office"]["uploads"], before["uploads"]) == ({}, {})


def test_the_text_tells_of_uploads_only_where_there_are_some(call: Call) -> None:
    heading = "Amazon S3: upload over the hub's endpoint, by its own name"
    assert call(uploading())[1].splitlines().count(heading) == 1
    assert heading not in call(hybrid())[1]


def test_it_is_told_what_it_may_call_and_no_more(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(hybrid())
    assert told["datacenter"]["services"] == {"bedrock-runtime": ["bedrock-runtime.us-east-1.amazonaws.com"]}
    assert sorted(told) == ["datacenter", "office"]


def test_one_network_alone_is_told_about(notes: Callable[..., dict[str, Any]]) -> None:
    assert sorted(notes(hybrid(), "--network", "office")) == ["office"]


def test_the_text_has_a_section_for_each_network_link_and_for_dns(call: Call) -> None:
    code, out, err = call(hybrid())
    assert (code, err) == (0, "")
    for heading in (
        "What the other side of the stack here configures.",
        "datacenter: us-east-1, segment prod",
        "Direct Connect gateway dx: BGP number 64700 at AWS's end",
        "VPN backup: BGP number 64512 at AWS's end",
        "office: us-east-1, segment nonprod",
    ):
        assert heading in out.splitlines()
    assert "350 s" in out


def test_a_partner_is_told_that_nothing_is_learned_from_it(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(partnered())
    azure = told["azure"]
    assert (azure["partner"], told["datacenter"]["partner"]) == (True, False)
    assert azure["announce"] == ["172.20.0.0/16", "172.21.0.0/24"]
    assert azure["accept"] == told["datacenter"]["accept"] == ["10.64.1.0/24", "10.64.16.128/26"]
    assert (azure["direct_connect"], list(azure["vpns"])) == ({}, ["azure"])
    assert azure["forward"]["from"] == ["172.20.0.4"]
    assert azure["vpns"]["azure"]["inside_cidrs"] == ["169.254.21.0/30", "169.254.22.0/30"]
    assert any("whatever else you announce is ignored" in line for line in azure["advice"])
    assert any("Azure DNS Private Resolver" in line for line in azure["advice"])
    assert not any("prefer Direct Connect" in line for line in azure["advice"])


@pytest.mark.parametrize(("cloud", "said"), [("gcp", "35.199.192.0/19"), ("other", "")])
def test_a_partners_cloud_decides_what_is_advised(notes: Callable[..., dict[str, Any]], cloud: str, said: str) -> None:
    body = partnered()
    body["partners"]["azure"]["cloud"] = cloud
    advice = " ".join(notes(body)["azure"]["advice"])
    assert "Azure" not in advice
    assert said in advice


def test_a_partners_section_says_that_it_is_one(call: Call) -> None:
    out = call(partnered())[1]
    assert "azure: us-east-1, segment prod, a partner: nothing is learned from it" in out.splitlines()


def test_a_network_behind_vpns_over_direct_connect_is_told_of_both(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(private_vpn())
    centre, office = told["datacenter"], told["office"]
    assert list(centre["direct_connect"]) == ["dx"]
    assert {key: (vpn["over"], vpn["outside_cidrs"]) for key, vpn in centre["vpns"].items()} == {
        "first": ("dx", ["10.250.0.0/24"]),
        "second": ("dx", ["10.250.0.0/24"]),
    }
    assert "10.250.0.0/24" not in centre["accept"]
    assert any("never through the tunnels" in line for line in centre["vpns"]["first"]["advice"])
    assert any("carries nothing in the clear" in line for line in centre["advice"])
    assert (office["vpns"]["office"]["over"], office["vpns"]["office"]["outside_cidrs"]) == ("", [])
    assert not any("in the clear" in line for line in office["advice"])


def test_beside_networks_in_the_clear_nobody_is_told_that_nothing_passes(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(private_vpn_beside())
    assert list(told["office"]["direct_connect"]) == ["dx"]
    assert not any("in the clear" in line for note in told.values() for line in note["advice"])


def test_a_network_behind_connect_is_told_of_its_tunnels(notes: Callable[..., dict[str, Any]]) -> None:
    told = notes(connect())
    centre, office = told["datacenter"], told["office"]
    assert (list(centre["direct_connect"]), centre["vpns"], office["connects"]) == (["dx"], {}, {})
    (link,) = centre["connects"].values()
    assert (link["over"], link["outside_cidrs"]) == ("dx", ["10.250.0.0/24"])
    assert link["peers"] == {
        "first": {"customer_address": "172.16.0.1", "customer_asn": 65010, "inside_cidr": "169.254.100.0/29"},
        "second": {"customer_address": "172.16.0.2", "customer_asn": 65010, "inside_cidr": "169.254.100.8/29"},
    }
    assert any("multihop 2" in line for line in link["advice"])
    assert any("carries nothing in the clear" in line for line in centre["advice"])


def test_a_connects_section_names_each_appliance(call: Call) -> None:
    out = " ".join(call(connect())[1].split())
    assert "Connect sdwan: BGP number 64512 at AWS's end" in out
    assert "second: 172.16.0.2, BGP number 65010, 169.254.100.8/29 inside" in out


def test_a_vpns_section_says_what_it_runs_over(call: Call) -> None:
    out = " ".join(call(private_vpn())[1].split())
    assert "Direct Connect gateway dx, to AWS's ends in 10.250.0.0/24" in out


def test_without_links_there_is_nothing_to_tell(call: Call) -> None:
    code, out, err = call(company())
    assert (code, out.strip(), err) == (0, "The stack here has no links.", "")


def test_an_unknown_network_is_refused_with_those_that_there_are(call: Call) -> None:
    code, out, err = call(hybrid(), "--network", "branch")
    assert (code, out) == (2, "")
    assert "no on-premises network 'branch'" in err
    assert "state one of: datacenter, office" in err


def test_a_wrong_spec_is_refused_with_all_its_problems_before_anything_is_printed(call: Call) -> None:
    body = hybrid()
    body["on_premises"]["datacenter"]["segment"] = "prdo"
    code, out, err = call(body)
    assert (code, out) == (2, "")
    assert "on_premises.datacenter.segment" in err
