"""On-premises networks in the matrix, and as consumers of grants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.guardrails.hybrid import CALLERS, CLIENTS, DC, SET_BLOCK, hybrid, lone
from unit.guardrails.networks import HOST, MODEL, change, cut, doubt, policy_of
from unit.guardrails.questions.behind import BRANCH, HALF, OWN, admit, with_branch
from unit.guardrails.questions.test_exactness import around
from unit.guardrails.questions.test_matrix import cells, rows

from transit_guardrails.model.endpoints import Caller
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.consumers import Consumers
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.matrix import Cell, matrix

EXTRA = prefix("192.168.7.0/24")

# Matrix ------------------------------------------------------------------------------------------------------------------


def test_networks_come_after_applications_and_reach_what_they_are_granted_alone() -> None:
    found = matrix(Exactness(Index(hybrid())))
    assert found.consumers[-2:] == (Cell("dc", "nonprod", "no", False), Cell("dc", "prod", "yes", True))
    assert {c.source for c in found.consumers[:-2]} == {"lab/notebook", "payments/api", "payments/batch"}
    assert {c.reached for c in (*found.segments, *found.internet)} == {"no"}


def test_a_network_of_which_a_part_is_let_in_reaches_partly() -> None:
    network = hybrid()
    change(network.prefix_lists, "prod-class", prefixes=(prefix(OWN), prefix(HALF)))
    assert cells(network)["dc", "prod"] == ("partly", True)


def test_a_network_that_is_let_in_without_a_grant_is_told_and_one_that_is_granted_in_vain_too() -> None:
    network = with_branch("dx")
    assert cells(network)["branch", "prod"] == ("no", False)
    admit(network)
    assert (cells(network)["branch", "prod"], cells(network)["dc", "prod"]) == (("yes", False), ("yes", True))
    network = hybrid()
    change(network.prefix_lists, "prod-class", prefixes=(prefix(OWN),))
    assert cells(network)["dc", "prod"] == ("no", True)


def test_a_network_reaches_by_any_of_its_links() -> None:
    network = hybrid()
    network.transit_routes.pop(f"dx-table {SET_BLOCK}")
    assert cells(network)["dc", "prod"] == ("yes", True)
    network.transit_routes.pop(f"vpn-table {SET_BLOCK}")
    assert cells(network)["dc", "prod"] == ("no", True)


@pytest.mark.parametrize("touched", ["dx-table", "hub-table", "prod-acl", "prod-guard", "prod-doors-table"])
def test_what_is_not_known_on_the_way_there_or_back_leaves_a_network_undecided(touched: str) -> None:
    network = hybrid()
    doubt(network, touched)
    assert cells(network)["dc", "prod"] == ("undecided", True)


@pytest.mark.parametrize("touched", ["hub-table", "prod-guard", "prod-doors-table"])
def test_what_is_not_known_of_answers_or_groups_leaves_an_application_undecided_at_that_set(touched: str) -> None:
    network = hybrid()
    doubt(network, touched)
    found = cells(network)
    assert (found["payments/api", "prod"], found["payments/api", "nonprod"]) == (("undecided", True), ("no", False))


# Access ------------------------------------------------------------------------------------------------------------------


def widen(network: Network) -> Network:
    """One more prefix of ``dc``, granted, behind both links and let in everywhere."""
    (grant,) = network.endpoint_sets["prod-set"].grants
    both = {"dc": Caller((DC, EXTRA), (CALLERS,))}
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, networks=both),))
    for link in network.links:
        change(network.links, link, networks={"dc": (DC, EXTRA)})
    build = around(network).prefix_list("prod-class", OWN, str(DC), str(EXTRA), most=5)
    build.route("prod-doors-table", str(EXTRA), "transit-gateway", "tgw")
    entries = network.network_acls["prod-acl"].entries
    more = tuple(replace(e, number=300, prefix=EXTRA) for e in entries if e.number == 200)
    change(network.network_acls, "prod-acl", entries=(*entries, *more))
    policy = (network.endpoints["prod-runtime"].policy or "").replace(f'"{DC}"', f'"{DC}", "{EXTRA}"')
    change(network.endpoints, "prod-runtime", policy=policy)
    return network


def test_a_networks_grant_that_works_is_told_with_all_its_prefixes_and_its_own_path() -> None:
    found = rows(hybrid())
    assert list(found) == ["lab/notebook", "dc", "payments/api"]
    row = found["dc"]
    assert (row.verdict, row.why, row.block, row.segment) == ("reachable", (), "172.16.0.0/16", "prod")
    assert (row.service, row.hosts, row.grant, row.models) == ("bedrock-runtime", (HOST,), "api-models", (MODEL,))
    assert [row.path[0].id, row.path[-1].id] == ["dx", "prod-door-1"]
    assert "inbound: entry 200 allows 172.16.0.0/16" in {hop.reason for hop in row.path}
    row = rows(widen(hybrid()))["dc"]
    assert (row.verdict, row.block) == ("reachable", "172.16.0.0/16, 192.168.7.0/24")


def test_a_networks_grant_of_which_one_prefix_does_not_get_there_is_blocked() -> None:
    network = widen(hybrid())
    change(network.prefix_lists, "prod-class", prefixes=(prefix(OWN), DC))
    row = rows(network)["dc"]
    message = "dc (192.168.7.0/24) does not reach bedrock-runtime in prod-door-{} by {}"
    assert row.verdict == "blocked"
    assert set(row.why) == {message.format(n, link) for n in (1, 2) for link in ("dx", "vpn")}


def test_a_network_whose_name_servers_get_no_answer_is_blocked_and_says_why() -> None:
    network = lone()
    change(network.route_tables, "resolver-table", routes=())
    found = rows(network)
    message = "dc (172.16.0.53, 172.16.1.53) does not reach the Resolver endpoint in resolver-{} by dx"
    assert (found["dc"].verdict, found["dc"].why) == ("blocked", tuple(message.format(n) for n in (1, 2)))
    assert found["payments/api"].verdict == "reachable"


def test_the_troubles_of_one_consumer_are_not_those_of_another_whose_name_holds_its_own() -> None:
    network = hybrid()
    (grant,) = network.endpoint_sets["prod-set"].grants
    change(network.endpoint_sets, "prod-set", grants=(replace(grant, networks={"api": grant.networks["dc"]}),))
    for link in network.links:
        change(network.links, link, networks={"api": (DC,)})
    change(network.view_resolvers, "prod-resolver", clients={"api": CLIENTS})
    change(network.route_tables, "api-table", routes=())
    found = rows(network)
    assert (found["api"].verdict, found["api"].why) == ("reachable", ())
    assert (found["payments/api"].verdict, len(found["payments/api"].why)) == ("blocked", 2)


def test_whoever_writes_an_applications_address_behind_a_link_does_not_make_its_grant_work() -> None:
    network = around(hybrid()).transit_route("hub-table", "10.1.1.0/24", "dx").network
    row = rows(network)["payments/api"]
    assert (row.verdict, row.path) == ("blocked", ())
    message = "payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-{}"
    assert row.why == tuple(message.format(n) for n in (1, 2))


def test_a_networks_grant_whose_calls_are_stopped_is_blocked_though_its_packets_get_there() -> None:
    network = hybrid()
    change(network.endpoints, "prod-runtime", policy=policy_of("1" * 12, [OWN, str(DC)]))
    row = rows(network)["dc"]
    assert row.why == ("the policy of bedrock-runtime stops calls that grant api-models promises",)
    assert row.path


# Consumers ---------------------------------------------------------------------------------------------------------------


def test_a_network_is_a_consumer_without_subnets_that_calls_from_its_prefixes() -> None:
    network = hybrid()
    caller = Caller((DC, EXTRA), ("999999999999", CALLERS))
    (grant,) = network.endpoint_sets["prod-set"].grants
    wide = replace(grant, networks={"dc": caller, "branch": Caller((BRANCH,), (CALLERS,))})
    found = Consumers(Index(network)).of_grant(wide)
    assert [(c.name, c.outside) for c in found] == [("payments/api", False), ("branch", True), ("dc", True)]
    dc = found[-1]
    assert (dc.blocks, dc.subnets, dc.groups) == ((DC, EXTRA), (), ())
    assert dc.accounts == (CALLERS, "999999999999")
    assert dc.src == dc.granted == cut(str(DC), str(EXTRA))


def test_granted_networks_are_told_by_set_and_have_no_granted_subnets() -> None:
    found = Consumers(Index(hybrid()))
    assert found.granted_networks == {"prod-set": {"dc": cut(str(DC))}, "nonprod-set": {}}
    assert found.granted_subnets["prod-set"] == {"api-1", "api-2"}
    assert [c.name for c in found.of_set(hybrid().endpoint_sets["prod-set"])] == ["dc", "payments/api"]
