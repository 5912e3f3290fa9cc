"""What is not known about links makes whoever depends on it undecided: never missing, and never right.

Not tested here: that each doubt is a finding by itself (``nothing-undecided``).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import RESOLVER_BLOCK, hybrid, lone
from unit.guardrails.networks import HOST, change, doubt
from unit.guardrails.questions.behind import BOTH, PROD, Told, lost, unanswered
from unit.guardrails.questions.test_exactness import around, deviations, told

from transit_guardrails.model.network import EVERYTHING, Network
from transit_guardrails.model.ranges import prefix

CULPRIT = {"kind": "undecided", "thing": "culprit"}
CALLS, QUERIES = lost(*BOTH, **CULPRIT), unanswered(*BOTH, **CULPRIT)


def about_dc(network: Network) -> Told:
    return {each for each in told(network) if each[2].startswith("dc ")}


@pytest.mark.parametrize(
    ("touched", "expected"),
    [
        *((each, CALLS) for each in ("prod-acl", "prod-guard", "prod-class", "prod-doors-table", PROD)),
        *(
            (each, QUERIES)
            for each in ("resolver-guard", "clients", "resolver-table", "resolver-attachment", "inbound")
        ),
        *((each, CALLS | QUERIES) for each in ("tgw", "hub-table", "dx", "dx into hub-table")),
        *((f"{each}-table", lost(each, **CULPRIT) | unanswered(each, **CULPRIT)) for each in BOTH),
        ("vpn", lost("vpn", **CULPRIT) | unanswered("vpn", **CULPRIT)),
        ("hub-attachment", CALLS),
        (f"vpn-table {RESOLVER_BLOCK}", unanswered("vpn", **CULPRIT)),
    ],
)
def test_a_doubt_on_the_way_there_or_back_makes_undecided_whoever_takes_it(touched: str, expected: Told) -> None:
    network = hybrid()
    doubt(network, touched)
    assert about_dc(network) == expected


@pytest.mark.parametrize("touched", ["hub-table", "prod-acl", "prod-guard", "tgw"])
def test_a_doubt_that_concerns_links_too_makes_applications_undecided_and_nothing_missing(touched: str) -> None:
    network = hybrid()
    doubt(network, touched)
    message = "payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-{}"
    assert {("undecided", "culprit", message.format(n)) for n in (1, 2)} <= told(network)
    assert "missing" not in {d.kind for d in deviations(network)}


def test_what_stops_a_link_does_not_decide_about_an_application_of_which_something_is_not_known() -> None:
    network = around(hybrid()).transit_route("dx-table", "10.0.1.0/29", None).network
    doubt(network, "api-table")
    message = "payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-1"
    assert [d.kind for d in deviations(network) if d.message == message] == ["undecided"]
    assert ("missing", PROD, "dc (172.16.0.0/16) does not reach bedrock-runtime in prod-door-1 by dx") in told(network)


def test_a_doubt_about_a_link_that_no_packet_takes_changes_nothing_for_the_others() -> None:
    network = hybrid()
    doubt(network, "vpn into hub-table")
    assert told(network) == set()


def test_a_doubt_about_everything_leaves_nothing_decided_about_a_network() -> None:
    network = hybrid()
    doubt(network, EVERYTHING)
    assert about_dc(network) == CALLS | QUERIES


def test_a_known_stop_beside_a_doubt_is_missing() -> None:
    network = lone()
    doubt(network, "prod-doors-table")
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/24"),))
    assert about_dc(network) == lost("dx")


def test_allowed_prefixes_that_are_not_known_are_undecided_where_the_known_ones_do_not_tell_the_way() -> None:
    network = hybrid()
    stated = network.gateway_associations.pop("dx")
    network.gateway_associations["apart"] = replace(stated, id="apart")
    doubt(network, "apart")
    assert told(network) == set()
    change(network.gateway_associations, "apart", allowed=(prefix(RESOLVER_BLOCK),))
    message = "dc is not told the way to bedrock-runtime in prod-door-{} by dx: no allowed prefix holds {}"
    assert told(network) == {
        ("undecided", "culprit", message.format(n, block)) for n, block in ((1, "10.0.1.0/28"), (2, "10.0.1.16/28"))
    }


def test_what_a_name_answers_in_the_resolvers_vpc_is_undecided_at_what_is_not_known() -> None:
    network = hybrid()
    doubt(network, "prod-zone")
    message = "what {} answers in {} is not known: value of culprit: unknown"
    assert told(network) == {
        ("undecided", "culprit", message.format(HOST, vpc)) for vpc in ("payments", "prod-resolver-vpc")
    }


def test_a_table_that_leads_to_an_attachment_that_nobody_knows_is_undecided_for_its_link() -> None:
    network = hybrid()
    change(network.transit_routes, f"vpn-table {RESOLVER_BLOCK}", attachment="stranger")
    assert about_dc(network) == unanswered("vpn", kind="undecided", thing="vpn-table")
