"""``prove`` with a snapshot beside a state or a stack: what links announced against what is stated behind them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenario.program import untouched
from unit.guardrails.readers.snapshot.conftest import Snapshot
from unit.heard import Route, heard, route, write
from unit.states import item, state

from transit_guardrails.readers.resource import Resource
from transitctl.__main__ import main

PROJECT = Path(__file__).parents[2]
RULE, UNDECIDED = "learned-routes-stated", "nothing-undecided"
DX, VPN = "us-east-1-direct-connect-dx-association", "us-east-1-vpn-datacenter-connection"
PARTNER, HUB, PROD = (
    "us-east-1-vpn-azure-analytics-connection",
    "us-east-1-transit-table-hub",
    "us-east-1-transit-table-prod",
)
ONE, OTHER = "172.16.0.0/16", "172.17.0.0/16"
WHOLE: tuple[Route, ...] = ((ONE, DX), (OTHER, DX))
"""What AWS shows of a data centre that announces both prefixes by both links: Direct Connect is preferred."""
Call = Callable[..., tuple[int, str, str]]
Told = set[tuple[str, str, str, bool]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command in this process, in the project's folder."""
    monkeypatch.chdir(PROJECT)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def proof(here: Call, tmp_path: Path) -> Callable[[str], tuple[int, Told]]:
    """The proof of ``prod``'s state beside a snapshot: exit code, and rule, last part of the resource, message, mandatory."""

    def ask(snapshot: str) -> tuple[int, Told]:
        file, config = state(tmp_path / "prod.json", map(item, program())), str(PROJECT / "policypacks" / "prod.json")
        code, out, _ = here("prove", "--state", file, "--snapshot", snapshot, "--config", config, "--json", "-")
        found = json.loads(out)
        assert found["source"] == {"kind": "state+snapshot", "names": [file, snapshot]}
        return code, told(found)

    return ask


def program() -> tuple[Resource, ...]:
    """``prod`` as it was built."""
    return untouched("prod", "known")


def told(found: Any) -> Told:
    """Rule, logical name or AWS id, message, mandatory."""
    return {(f["rule"], f["resource"].rpartition("::")[2], f["message"], f["mandatory"]) for f in found["findings"]}


def live(folder: Path, *routes: Route) -> dict[str, Snapshot]:
    """The account that ``prod`` built, where the hub's table learned the routes."""
    return heard(folder / "answers", program(), routes)


def named(name: str) -> Resource:
    """A resource of the program."""
    return next(one for one in program() if one.name == name and one.custom)


def key(to: str, by: str, table: str = HUB) -> str:
    """The id of a learned route."""
    return f"{named(table).id}/learned/{to} by {named(by).outputs['transitGatewayAttachmentId']}"


# Announced and stated -------------------------------------------------------------------------------------------------


def test_links_that_announce_what_is_stated_are_proven(here: Call, tmp_path: Path) -> None:
    """The backup's routes are hidden behind the preferred ones. The text says what was heard of whom."""
    file, snapshot = state(tmp_path / "prod.json", map(item, program())), write(live(tmp_path, *WHOLE))
    config = str(PROJECT / "policypacks" / "prod.json")
    code, out, err = here("prove", "--state", file, "--snapshot", snapshot, "--config", config)
    first, last = out.splitlines()[0], out.splitlines()[-1]
    assert (code, err) == (0, "")
    assert first == f"Proof of the state in {file}, beside what links announced as the AWS answers in {snapshot} tell."
    assert last.startswith("PROVEN: 11 grants of 13 consumers")


def test_both_links_may_be_shown(proof: Any, tmp_path: Path) -> None:
    """Another prefix by each."""
    assert proof(write(live(tmp_path, *WHOLE, (ONE, VPN)))) == (0, set())


def test_of_a_prefix_in_parts_the_preferred_route_is_told(here: Call, tmp_path: Path) -> None:
    """It is what the data centre has, so nothing is wrong; but packets now leave by the other link."""
    snapshot = write(live(tmp_path, *WHOLE, ("172.16.4.0/24", VPN)))
    code, out, _ = here("prove", "--stack", "prod", "--snapshot", snapshot, "--json", "-")
    (found,) = json.loads(out)["findings"]
    assert (code, found["rule"], found["mandatory"]) == (0, RULE, False)
    assert (
        found["message"]
        == f"{HUB} learned 172.16.4.0/24 by {VPN}; stated is {ONE}, {OTHER}: the same addresses in another prefix"
    )
    assert found["witness"] == [
        "what shares these addresses, the preferred route first:",
        f"1. 172.16.4.0/24 by {VPN}",
        f"2. {ONE} by {DX}",
    ]


# Announced and not stated ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["172.18.0.0/16", "0.0.0.0/0", "172.16.0.0/14"])
def test_what_nobody_stated_is_a_finding(proof: Any, tmp_path: Path, to: str) -> None:
    """Wider than what is stated is something else, too."""
    message = f"{HUB} learned {to} by {VPN}; stated is {ONE}, {OTHER}"
    assert proof(write(live(tmp_path, *WHOLE, (to, VPN)))) == (1, {(RULE, key(to, VPN), message, True)})


def test_a_part_of_the_networks_own_addresses_breaks_both_rules(proof: Any, tmp_path: Path) -> None:
    """The state knows the VPCs, though the snapshot holds none of them."""
    code, found = proof(write(live(tmp_path, *WHOLE, ("10.65.0.0/24", DX))))
    assert (code, {(rule, resource) for rule, resource, _, _ in found}) == (
        1,
        {(rule, key("10.65.0.0/24", DX)) for rule in (RULE, "learned-routes-outside")},
    )


def test_a_partner_announces_nothing_that_is_learned(proof: Any, tmp_path: Path) -> None:
    """Somebody let its link propagate by hand."""
    message = f"{HUB} learned 172.24.0.0/16 by {PARTNER}, which does not propagate there"
    found = proof(write(live(tmp_path, *WHOLE, ("172.24.0.0/16", PARTNER))))
    assert found == (1, {(RULE, key("172.24.0.0/16", PARTNER), message, True)})


def test_a_segments_table_learns_nothing(proof: Any, tmp_path: Path) -> None:
    """Somebody let a link propagate into it by hand: the prefix is the right one, the table is not."""
    answers = live(tmp_path, *WHOLE)
    for answer in answers["us-east-1"].answers["TransitGatewayPropagatedRoutes"]:
        if answer["TransitGatewayRouteTableId"] == named(PROD).id:
            answer["Routes"] = [route(ONE, named(VPN))]
    message = f"{PROD} learned {ONE} by {VPN}, which does not propagate there"
    assert proof(write(answers)) == (1, {(RULE, key(ONE, VPN, PROD), message, True)})


# Stated and not announced ---------------------------------------------------------------------------------------------


def test_what_no_link_announced_is_missed_by_each(proof: Any, tmp_path: Path) -> None:
    """Whoever is granted there has no way back."""
    wanted = {(RULE, by, f"{HUB} did not learn {OTHER} of datacenter by {by}", True) for by in (DX, VPN)}
    assert proof(write(live(tmp_path, (ONE, DX)))) == (1, wanted)


def test_a_backup_that_is_shown_says_that_the_preferred_link_is_silent(proof: Any, tmp_path: Path) -> None:
    """AWS would show Direct Connect."""
    message = f"{HUB} did not learn {OTHER} of datacenter by {DX}"
    assert proof(write(live(tmp_path, (ONE, DX), (OTHER, VPN)))) == (1, {(RULE, DX, message, True)})


def test_what_is_left_out_of_a_prefix_is_told(proof: Any, tmp_path: Path) -> None:
    """One half alone was announced."""
    code, found = proof(write(live(tmp_path, (ONE, DX), ("172.17.0.0/17", DX))))
    missing = {message for rule, _, message, mandatory in found if mandatory and rule == RULE}
    says = f"{HUB} did not learn {OTHER} of datacenter by"
    assert (code, missing) == (1, {f"{says} {by}: 172.17.128.0/17 is missing" for by in (DX, VPN)})


# What fits nobody -----------------------------------------------------------------------------------------------------


def test_a_link_that_the_program_does_not_know_is_undecided(proof: Any, tmp_path: Path) -> None:
    """Attached and propagated by hand."""
    answers = live(tmp_path, *WHOLE)
    strange = route("172.30.0.0/16", named(VPN))
    strange["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] = "tgw-attach-strange"
    routes = answers["us-east-1"].answers["TransitGatewayPropagatedRoutes"]
    (hub,) = [one for one in routes if one["TransitGatewayRouteTableId"] == named(HUB).id]
    hub["Routes"].append(strange)
    message = (
        f"a learned route is not known: {named(HUB).id} learned 172.30.0.0/16 by tgw-attach-strange, "
        "and no link of the program is that attachment"
    )
    assert proof(write(answers)) == (1, {(UNDECIDED, HUB, message, True)})


def test_a_table_that_the_program_does_not_know_is_undecided(proof: Any, tmp_path: Path) -> None:
    """Made by hand, and a link of the program propagates into it."""
    answers = live(tmp_path, *WHOLE)
    strange = {"TransitGatewayRouteTableId": "tgw-rtb-strange", "Routes": [route(ONE, named(VPN))]}
    answers["us-east-1"].add("TransitGatewayPropagatedRoutes", strange)
    by = named(VPN).outputs["transitGatewayAttachmentId"]
    message = (
        f"a learned route is not known: tgw-rtb-strange learned {ONE} by {by}, and no table of the program is that one"
    )
    assert proof(write(answers)) == (1, {(UNDECIDED, VPN, message, True)})


def test_links_of_others_are_nobodys_business(proof: Any, tmp_path: Path) -> None:
    """Another network in the same account, with a gateway of its own."""
    answers, strange = live(tmp_path, *WHOLE), route("172.30.0.0/16", named(VPN))
    strange["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] = "tgw-attach-strange"
    other = {"TransitGatewayRouteTableId": "tgw-rtb-strange", "Routes": [strange]}
    answers["us-east-1"].add("TransitGatewayPropagatedRoutes", other)
    assert proof(write(answers)) == (0, set())


def test_a_link_that_is_not_in_the_snapshot_is_undecided_and_not_blamed(proof: Any, tmp_path: Path) -> None:
    """Nobody knows what it announced; the snapshot may be an old one."""
    answers, gone = live(tmp_path, *WHOLE), named(VPN).outputs["transitGatewayAttachmentId"]
    attachments = answers["us-east-1"].answers["TransitGatewayAttachments"]
    attachments[:] = [one for one in attachments if one["TransitGatewayAttachmentId"] != gone]
    message = f"what was learned is not known: the snapshot holds no attachment with the id {gone}"
    assert proof(write(answers)) == (1, {(UNDECIDED, VPN, message, True)})


def test_a_table_of_which_nobody_says_what_it_learned_is_undecided(proof: Any, tmp_path: Path) -> None:
    """The answer is missing, and so it is not taken for an empty one."""
    answers, table = live(tmp_path), named(HUB).id
    east = answers["us-east-1"].answers
    east["TransitGatewayPropagatedRoutes"] = []
    for each in east["TransitGatewayPropagations"]:
        if each["TransitGatewayRouteTableId"] == table:
            each["TransitGatewayRouteTablePropagations"] = [
                {"TransitGatewayAttachmentId": named(VPN).outputs["transitGatewayAttachmentId"], "State": "enabled"}
            ]
    code, found = proof(write(answers))
    assert (code, {(rule, resource) for rule, resource, _, _ in found}) == (1, {(UNDECIDED, HUB)})


# A program, before its ids are known ----------------------------------------------------------------------------------


def test_a_program_finds_its_links_by_tags_and_numbers(here: Call, tmp_path: Path) -> None:
    """So a pull request that states another prefix is told whether it is announced today."""
    code, out, err = here("prove", "--stack", "prod", "--snapshot", write(live(tmp_path, *WHOLE)), "--json", "-")
    assert (code, json.loads(out)["proven"], err) == (0, True, "")
    code, out, _ = here("prove", "--stack", "prod", "--snapshot", write(live(tmp_path, (ONE, DX))), "--json", "-")
    assert (code, {resource for _, resource, _, _ in told(json.loads(out))}) == (1, {DX, VPN})


def test_two_that_look_alike_are_undecided(here: Call, tmp_path: Path) -> None:
    """Another table with the hub's tags: both sides are named."""
    answers = live(tmp_path, *WHOLE)
    east = answers["us-east-1"].answers
    (hub,) = [one for one in east["TransitGatewayRouteTables"] if one["TransitGatewayRouteTableId"] == named(HUB).id]
    for name in ("TransitGatewayStaticRoutes", "TransitGatewayPropagations", "TransitGatewayPropagatedRoutes"):
        (mine,) = [one for one in east[name] if one["TransitGatewayRouteTableId"] == named(HUB).id]
        east[name].append({**mine, "TransitGatewayRouteTableId": "tgw-rtb-zwin"})
    east["TransitGatewayRouteTables"].append({**hub, "TransitGatewayRouteTableId": "tgw-rtb-zwin"})
    code, out, _ = here("prove", "--stack", "prod", "--snapshot", write(answers), "--json", "-")
    tags = f"the tag Name={HUB} and the tag network=acme"
    message = f"the snapshot's table with {tags} is not one for one: {named(HUB).id}, tgw-rtb-zwin"
    assert code == 1
    assert (UNDECIDED, HUB, f"what was learned is not known: {message}", True) in told(json.loads(out))


# Bad input ------------------------------------------------------------------------------------------------------------


def test_problems_of_both_sides_are_told_at_once(here: Call, tmp_path: Path) -> None:
    """The snapshot's and the state's."""
    code, out, err = here("prove", "--state", str(tmp_path / "none.json"), "--snapshot", str(tmp_path / "none"))
    assert (code, out) == (2, "")
    assert f"{tmp_path / 'none'} does not exist, not a folder" in err
    assert f"{tmp_path / 'none.json'} cannot be read" in err
