"""Everybody against everything, and who may call what."""

from __future__ import annotations

from unit.guardrails.networks import HOST, INVOKE, MODEL, STREAM, Build, allow, change, design, doubt, policy_of

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.access import Access, access
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index
from transit_guardrails.questions.matrix import Cell, matrix


def around(network: Network) -> Build:
    build = Build()
    build.network = network
    return build


def cells(network: Network) -> dict[tuple[str, str], tuple[str, bool]]:
    found = matrix(Exactness(Index(network)))
    return {(c.source, c.goal): (c.reached, c.granted) for c in (*found.consumers, *found.segments, *found.internet)}


def rows(network: Network) -> dict[str, Access]:
    exactness = Exactness(Index(network))
    return {row.consumer: row for row in access(exactness, exactness.deviations())}


def test_a_correct_networks_matrix_says_yes_where_it_is_granted_and_nowhere_else() -> None:
    found = matrix(Exactness(Index(design())))
    assert found.consumers == (
        Cell("lab/notebook", "nonprod", "yes", True),
        Cell("lab/notebook", "prod", "no", False),
        Cell("payments/api", "nonprod", "no", False),
        Cell("payments/api", "prod", "yes", True),
        Cell("payments/batch", "nonprod", "no", False),
        Cell("payments/batch", "prod", "no", False),
    )
    assert found.segments == (Cell("nonprod", "prod", "no", False), Cell("prod", "nonprod", "no", False))
    assert found.internet == (
        Cell("nonprod", "other networks", "no", False),
        Cell("prod", "other networks", "no", False),
    )


def test_an_application_of_which_a_part_reaches_reaches_partly() -> None:
    network = design()
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/25"),))
    assert cells(network)["payments/api", "prod"] == ("partly", True)


def test_an_application_whose_packets_end_where_nobody_knows_is_undecided() -> None:
    network = design()
    doubt(network, "batch-table")
    assert cells(network)["payments/batch", "prod"] == ("undecided", False)
    assert cells(network)["payments/api", "prod"] == ("yes", True)


def test_a_segment_that_gets_packets_across_or_out_is_told() -> None:
    network = design()
    build = around(network).route("batch-table", "10.2.1.0/25", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.2.1.0/25", "lab-attachment")
    assert cells(network)["prod", "nonprod"] == ("yes", False)
    assert cells(network)["nonprod", "prod"] == ("no", False)
    build.route("batch-table", "0.0.0.0/0", "internet-gateway", "igw")
    found = cells(network)
    assert (found["prod", "other networks"], found["nonprod", "other networks"]) == (("yes", False), ("no", False))


def test_a_segment_at_anothers_door_has_crossed() -> None:
    network = design()
    build = around(network).route("batch-table", "10.0.2.0/28", "transit-gateway", "tgw")
    build.transit_route("prod-table", "10.0.2.0/28", "hub-attachment")
    change(network.network_acls, "nonprod-acl", entries=(allow(1, "0.0.0.0/0"),))
    assert cells(network)["prod", "nonprod"] == ("yes", False)


# Access ------------------------------------------------------------------------------------------------------------------


def test_a_grant_that_works_is_told_with_its_path() -> None:
    found = rows(design())
    assert list(found) == ["lab/notebook", "payments/api"]
    row = found["payments/api"]
    assert (row.verdict, row.why, row.block, row.segment) == ("reachable", (), "10.1.1.0/24", "prod")
    assert (row.service, row.hosts, row.endpoint) == ("bedrock-runtime", (HOST,), "prod-runtime")
    assert (row.grant, row.models, row.objects, row.actions) == ("api-models", (MODEL,), (), (INVOKE, STREAM))
    assert [row.path[0].id, row.path[-1].id] == ["api-1", "prod-door-1"]


def test_a_grant_without_a_way_is_blocked_and_says_why() -> None:
    network = design()
    change(network.route_tables, "api-table", routes=())
    found = rows(network)
    assert (found["payments/api"].verdict, found["payments/api"].path) == ("blocked", ())
    assert len(found["payments/api"].why) == 2
    assert found["lab/notebook"].verdict == "reachable"


def test_a_grant_whose_calls_are_stopped_is_blocked_though_its_packets_get_there() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", policy=policy_of("222222222222", "10.1.1.0/24"))
    row = rows(network)["payments/api"]
    assert row.verdict == "blocked"
    assert row.path
    assert row.why == ("the policy of bedrock-runtime stops calls that grant api-models promises",)


def test_a_grant_of_a_service_without_endpoint_is_blocked() -> None:
    network = design()
    network.endpoints.pop("prod-runtime")
    row = rows(network)["payments/api"]
    assert (row.verdict, row.why, row.hosts, row.endpoint) == ("blocked", ("no endpoint of bedrock-runtime",), (), "")


def test_a_grant_that_hangs_on_what_is_not_known_is_undecided() -> None:
    network = design()
    doubt(network, "api-table")
    assert rows(network)["payments/api"].verdict == "undecided"
