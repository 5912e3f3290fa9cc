"""``trace``: one flow, drawn and as JSON; the captured snapshots answer what is known of them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.guardrails.readers.snapshot.conftest import CAPTURED, captured

from transitctl.__main__ import main

__all__ = ["captured"]

PROJECT = Path(__file__).parents[2]
DEV = ("--stack", "dev")

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs ``trace`` in this process, in the project's folder."""
    monkeypatch.chdir(PROJECT)

    def call(*arguments: str) -> Outcome:
        code = main(["trace", *arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def asked(here: Call, captured: Path) -> Callable[[str, str, str], dict[str, Any]]:
    """The JSON answer for a flow in a captured snapshot."""

    def ask(snapshot: str, start: str, goal: str) -> dict[str, Any]:
        code, out, err = here("--snapshot", str(captured / snapshot), "--from", start, "--to", goal, "--json", "-")
        assert (code, err) == (0, "")
        found: dict[str, Any] = json.loads(out)
        return found

    return ask


Ask = Callable[[str, str, str], dict[str, Any]]


def ids(hops: list[dict[str, str]]) -> set[str]:
    """What a way leads over."""
    return {hop["id"] for hop in hops}


# Captured snapshots -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "goal"), [("i-06ba034d88c84ef07", "192.168.1.106"), ("192.168.1.106", "i-06ba034d88c84ef07")]
)
def test_over_the_transit_gateway_the_destinations_group_stops_both_ways(asked: Ask, start: str, goal: str) -> None:
    """Routed all the way, then denied."""
    found = asked("transit-gateway", start, goal)
    assert found["disposition"] == "denied-in"
    assert "tgw-044be4464fcc69aff" in ids(found["hops"])
    assert found["hops"][-1]["kind"] == "security-group"
    assert found["stopped_by"][0] == "security group of the destination"


def test_a_subnet_without_the_route_drops_its_own_packets(asked: Ask) -> None:
    """Nothing gets to the transit gateway."""
    found = asked("transit-gateway", "i-075e846ed41670385", "192.168.1.106")
    assert found["disposition"] == "no-route"
    assert found["hops"][-1]["kind"] == "route-table"
    assert found["hops"][0]["id"] == "subnet-0b5b8ddd5a69fcfcd"
    assert not any(hop["kind"] == "transit-gateway" for hop in found["hops"])


def test_a_missing_route_at_the_target_hurts_only_the_way_back(asked: Ask) -> None:
    """Routed all the way there; the group stops it first, the way back would too."""
    found = asked("transit-gateway", "192.168.1.106", "10.10.20.154")
    assert found["disposition"] == "denied-in"
    assert {"tgw-044be4464fcc69aff", "subnet-0b5b8ddd5a69fcfcd"} <= ids(found["hops"])
    assert found["stopped_by"] == ["security group of the destination", "way back"]


@pytest.mark.parametrize(
    ("start", "subnet"),
    [("i-0a0fbd0cfa774970f", "subnet-0bb8615d8368ece31"), ("i-0eb6eb395a0d09117", "subnet-0611b848137c513d1")],
)
def test_an_endpoint_is_reached_both_ways(asked: Ask, start: str, subnet: str) -> None:
    """From its own subnet and from the other one."""
    found = asked("vpc-endpoint-interface", start, "10.1.101.97")
    assert (found["disposition"], found["stopped_by"]) == ("accepted", [])
    assert (found["hops"][0]["id"], found["hops"][-1]["id"]) == (subnet, "vpce-083c683a6be29b889")
    assert found["return_hops"][-1]["id"] == subnet


def test_on_premises_reaches_what_is_advertised(asked: Ask) -> None:
    """By the Direct Connect gateway's allowed prefix."""
    found = asked("direct-connect-gateway", "dxgw-7b2c4f8a-1234-4abc-9def-fedcba987654", "10.100.1.10")
    assert found["disposition"] == "accepted"
    assert {"tgw-dx01", "vpc-dx01", "subnet-dx01"} <= ids(found["hops"])


def test_to_on_premises_direct_connect_goes_before_the_vpn(asked: Ask) -> None:
    """Both propagate the same prefix into the same table."""
    found = asked("direct-connect-gateway", "i-dx01", "10.10.0.1")
    assert found["disposition"] == "exits-network"
    assert {"tgw-dx01", "dxgw-7b2c4f8a-1234-4abc-9def-fedcba987654"} <= ids(found["hops"])
    assert not any(hop["kind"] == "vpn" or "vpn" in hop["id"] for hop in found["hops"])


def test_what_another_table_knows_the_direct_connect_gateway_does_not(asked: Ask) -> None:
    """10.200.0.0/16 propagates elsewhere."""
    found = asked("direct-connect-gateway", "dxgw-7b2c4f8a-1234-4abc-9def-fedcba987654", "10.200.1.10")
    assert found["disposition"] == "no-route"
    assert "vpc-iso01" not in ids(found["hops"])


# The program ------------------------------------------------------------------------------------------------------------


def test_the_json_of_a_trace_has_stable_keys(here: Call) -> None:
    """One object; hops under URNs, subnets and endpoint among them."""
    code, out, _ = here(*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime", "--json", "-")
    found = json.loads(out)
    assert code == 0
    assert {key: found[key] for key in ("format", "from", "to", "protocol", "port", "disposition", "stopped_by")} == {
        "format": 1,
        "from": "vpc-a/chat",
        "to": "bedrock-runtime",
        "protocol": "tcp",
        "port": 443,
        "disposition": "accepted",
        "stopped_by": [],
    }
    assert sorted({*found} - {"format", "from", "to", "protocol", "port", "disposition", "stopped_by"}) == [
        "assumptions",
        "hops",
        "return_hops",
    ]
    assert all(sorted(hop) == ["id", "kind", "reason"] for hop in (*found["hops"], *found["return_hops"]))
    assert all(hop["id"].startswith("urn:pulumi:dev::") for hop in (*found["hops"], *found["return_hops"]))
    assert found["hops"][-1]["id"].endswith("::us-east-1-prod-bedrock-runtime")


def test_a_way_is_drawn_from_top_to_bottom_and_back(here: Call) -> None:
    """A line for each hop by its name, the start and the end marked, no URN."""
    code, out, _ = here(*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("vpc-a/chat → bedrock-runtime, tcp/443, in the program of stack dev")
    assert lines[2] == "accepted: it gets there, and the answer gets back"
    marks = [line[2] for line in lines if line[:2] == "  " and line[2:3] in {"●", "│", "▼", "✗"}]
    assert "".join(marks).count("●") == "".join(marks).count("▼") == 2
    assert "✗" not in out
    assert "urn:pulumi" not in out


def test_the_hop_that_stops_a_flow_is_marked(here: Call) -> None:
    """And every layer that would stop it by itself is listed."""
    code, out, _ = here(*DEV, "--from", "vpc-x/sandbox", "--to", "us-east-1-prod-bedrock-runtime")
    (stop,) = [line for line in out.splitlines() if "✗" in line]
    assert code == 0
    assert stop.split() == ["✗", "security-group", "vpc-x.sandbox-sg", "no", "rule", "lets", "it", "out"]
    assert out.splitlines()[-7:] == [
        "Stopped by, each by itself:",
        "  security group of the sender",
        "  way there",
        "  network ACL of the destination",
        "  security group of the destination",
        "  way back",
        "  endpoint policy",
    ]


@pytest.mark.parametrize(
    ("options", "protocol", "port"),
    [
        ((), "tcp", 443),
        (("--port", "80"), "tcp", 80),
        (("--protocol", "17"), "udp", 443),
        (("--protocol", "icmp"), "icmp", None),
        (("--protocol", "50"), "50", None),
        (("--protocol", "all"), "all", None),
    ],
)
def test_protocols_go_by_name_or_number(here: Call, options: tuple[str, ...], protocol: str, port: int | None) -> None:
    """One word for each in the answer; only those with ports have one."""
    found = json.loads(here(*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime", "--json", "-", *options)[1])
    assert (found["protocol"], found["port"]) == (protocol, port)
    assert (found["disposition"] == "accepted") == (found["protocol"] == "tcp" and found["port"] == 443)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--protocol", "quic"), "'quic' is no protocol: state tcp, udp, icmp, a number from 0 to 255, or all"),
        (("--protocol", "256"), "'256' is no protocol"),
        (("--protocol", "icmp", "--port", "8"), "--port 8: icmp has no ports"),
        (("--port", "65536"), "--port 65536: a port is a number from 0 to 65535"),
        (("--port", "-1"), "--port -1: a port is a number"),
        (("--from", "vpc-a/caht"), "'vpc-a/caht' is not a start"),
        (("--from", "10.0.0.1"), "no subnet has the address 10.0.0.1"),
        (("--to", "bedrock-runtim"), "'bedrock-runtim' is not a destination"),
    ],
)
def test_what_means_nothing_is_bad_input(here: Call, options: tuple[str, ...], said: str) -> None:
    """In a sentence, with what could be said instead."""
    code, out, err = here(*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime", *options)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_no_colour_without_a_terminal(here: Call) -> None:
    """A pipe gets plain text."""
    assert "\x1b" not in here(*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime")[1]


def test_a_terminal_gets_colour(here: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """And none with --no-color."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    flow = (*DEV, "--from", "vpc-a/chat", "--to", "bedrock-runtime")
    assert "\x1b[" in here(*flow)[1]
    assert "\x1b[" not in here(*flow, "--no-color")[1]


def test_the_captured_snapshots_are_looked_for_beside_the_project() -> None:
    """Where they are absent the tests above say so and are skipped."""
    assert CAPTURED.parts[-3:] == ("shared", "fixtures", "aws-snapshots")
