"""``whatif`` over stacks and states, as a user meets it."""

import json
from pathlib import Path

import pytest
from unit.test_transitctl_prove import Call, here, items, state

from transitctl.text.whatif import STYLES, WORDS
from transitctl.whatif import FATES

__all__ = ["here"]


def test_all_tries_each_single_failure(here: Call) -> None:
    code, out, err = here("whatif", "--stack", "dev", "--all")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "What if, in the program of stack dev, run offline with every id unknown."
    assert [line for line in lines if line.startswith("Without ")] == [
        "Without az=use1-az1: 3 holds",
        "Without az=use1-az2: 3 holds",
        "Without region=us-east-1: 3 lost",
        "Without link=vpn-office-a: 2 holds, 1 fails over",
        "Without link=vpn-office-b: 2 holds, 1 fails over",
    ]
    assert lines[-1] == "5 failures tried; grants lose their path, or may, in 1: region=us-east-1."


def test_only_grants_that_change_are_shown(here: Call) -> None:
    out = here("whatif", "--stack", "dev", "--without", "link=vpn-office-a")[1]
    assert "office " in out
    assert "left: vpn-office-b" in out
    assert "vpc-a/chat" not in out
    assert out.splitlines()[-1] == "1 failure tried; no grant loses its path."


def test_a_consumer_is_shown_whole_with_the_way_of_what_is_lost(here: Call) -> None:
    failed = ("--without", "link=vpn-office-a", "--without", "link=vpn-office-b")
    code, out, _ = here("whatif", "--stack", "dev", *failed, "--consumer", "office")
    assert code == 0
    assert "Without link=vpn-office-a and link=vpn-office-b: 1 lost" in out
    assert "no link leads from" in out
    assert "vpc-a/chat" in here("whatif", "--stack", "dev", *failed, "--consumer", "vpc-a/chat")[1]


def test_list_prints_what_can_fail_as_it_is_stated(here: Call) -> None:
    expected = ["az=use1-az1", "az=use1-az2", "region=us-east-1", "link=vpn-office-a", "link=vpn-office-b"]
    assert here("whatif", "--stack", "dev", "--list")[1].splitlines()[2:] == expected
    assert json.loads(here("whatif", "--stack", "dev", "--list", "--json", "-")[1]) == {
        "format": 1,
        "link": ["vpn-office-a", "vpn-office-b"],
        "region": ["us-east-1"],
        "az": ["use1-az1", "use1-az2"],
    }


def test_the_answer_as_json_holds_every_grant(here: Call, tmp_path: Path) -> None:
    file = state(tmp_path / "dev.json", items())
    code, out, err = here("whatif", "--state", file, "--without", "link=vpn-office-a", "--json", "-")
    assert (code, err) == (0, "")
    (answer,) = json.loads(out)["failures"]
    assert answer["without"] == ["link=vpn-office-a"]
    assert answer["counts"] == {"holds": 2, "fails-over": 1}
    assert [(each["consumer"], each["fate"]) for each in answer["outcomes"]] == [
        ("vpc-x/sandbox", "holds"),
        ("office", "fails-over"),
        ("vpc-a/chat", "holds"),
    ]
    assert answer["outcomes"][1] == {
        "segment": "prod",
        "consumer": "office",
        "grant": "chat",
        "service": "bedrock-runtime",
        "fate": "fails-over",
        "ways": ["vpn-office-b"],
        "lost": ["vpn-office-a"],
        "why": "",
        "witness": [],
    }


def test_what_is_lost_before_is_told_once(here: Call, tmp_path: Path) -> None:
    kept = [one for one in items() if not one["urn"].endswith("::vpc-a.chat-route")]
    file = state(tmp_path / "dev.json", kept)
    out = here("whatif", "--state", file, "--all")[1]
    assert out.count("vpc-a/chat, bedrock-runtime (grant chat): ") == 1
    assert "Lost before, whatever fails:" in out
    assert "Without az=use1-az1: 2 holds, 1 lost before" in out


def test_every_failure_that_means_nothing_is_told_at_once(here: Call) -> None:
    code, out, err = here(
        "whatif", "--stack", "dev", "--without", "az=use1-az9", "--without", "vpn-office-a", "--without", "link="
    )
    assert (code, out) == (2, "")
    where = "the program of stack dev, run offline with every id unknown"
    assert err.splitlines() == [
        f"--without 'az=use1-az9': no such az in {where}",
        "  remedy: state one of: use1-az1, use1-az2",
        "--without 'vpn-office-a' is no failure",
        "  remedy: state az=NAME, region=NAME, link=NAME",
        f"--without 'link=': no such link in {where}",
        "  remedy: state one of: vpn-office-a, vpn-office-b",
    ]


def test_a_consumer_that_is_granted_nothing_is_bad_input(here: Call) -> None:
    code, out, err = here("whatif", "--stack", "dev", "--all", "--consumer", "vpc-x/idle")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "  remedy: state one of: office, vpc-a/chat, vpc-x/sandbox"


@pytest.mark.parametrize("fate", FATES)
def test_every_fate_has_words_and_what_is_no_harm_has_a_style(fate: str) -> None:
    assert fate in WORDS
    assert (fate in STYLES) == (fate in ("holds", "standby-lost", "fails-over"))
