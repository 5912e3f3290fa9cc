"""Each way in which what is reached is not what was granted: kind, thing and message."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import HOST, Build, allow, change, design, doubt, policy_of, sends

from transit_guardrails.model.endpoints import Grant
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import EVERY_SERVICE
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.questions.deviations import Deviation
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index

PROD = "prod-runtime"


def deviations(network: Network) -> list[Deviation]:
    return Exactness(Index(network)).deviations()


def told(network: Network) -> set[tuple[str, str, str]]:
    return {(d.kind, d.thing, d.message) for d in deviations(network)}


def around(network: Network) -> Build:
    build = Build()
    build.network = network
    return build


def grant(network: Network) -> Grant:
    return network.endpoint_sets["prod-set"].grants[0]


def test_a_correct_network_deviates_in_nothing() -> None:
    assert deviations(design()) == []


# Missing -----------------------------------------------------------------------------------------------------------------


def test_a_grant_for_a_service_without_endpoint_is_missing_at_the_set() -> None:
    network = design()
    change(network.endpoint_sets, "prod-set", grants=(grant(network), replace(grant(network), key="k", service="sts")))
    message = "grant k is for sts, of which the set has no endpoint"
    assert told(network) == {("missing", "prod-set", message)}


def test_a_consumer_without_subnets_is_missing_at_the_endpoint() -> None:
    network = design()
    consumers = {**grant(network).consumers, "no/body": prefix("10.9.0.0/16")}
    change(network.endpoint_sets, "prod-set", grants=(replace(grant(network), consumers=consumers),))
    message = "no/body is granted bedrock-runtime, and no subnet in 10.9.0.0/16 carries its tags"
    stopped = "the policy of bedrock-runtime stops calls that grant api-models promises"
    assert told(network) == {("missing", PROD, message), ("missing", PROD, stopped)}
    change(network.endpoints, PROD, policy=policy_of("111111111111", ["10.1.1.0/24", "10.9.0.0/16"]))
    assert told(network) == {("missing", PROD, message)}


def test_a_way_that_does_not_lead_there_is_missing_at_each_door_with_its_way() -> None:
    network = design()
    change(network.route_tables, "api-table", routes=())
    messages = {f"payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-{n}" for n in (1, 2)}
    assert told(network) == {("missing", PROD, message) for message in messages}
    assert {d.witness[-1] for d in deviations(network)} == {"no-route"}


def test_a_way_back_that_does_not_lead_home_is_missing_at_each_door() -> None:
    network = design()
    change(network.route_tables, "prod-doors-table", routes=())
    assert {(d.kind, d.thing) for d in deviations(network)} == {("missing", PROD)}
    messages = {f"payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-{n}" for n in (1, 2)}
    assert {d.message for d in deviations(network)} == messages


def test_where_the_answer_alone_is_lost_its_way_is_the_witness_and_its_doubt_decides() -> None:
    network = design()
    change(network.network_acls, "prod-acl", entries=(allow(1, "0.0.0.0/0"), allow(1, "0.0.0.0/0", egress=True)))
    everything = GroupRule("prod-in", False, EVERY_SERVICE, prefix_list="prod-class")
    change(network.security_groups, "prod-guard", rules=(everything,))
    doubt(network, "prod-doors-table", thing="the table")
    lost = {(d.kind, d.thing) for d in deviations(network) if d.message.startswith("payments/api (")}
    assert lost == {("undecided", "the table")}
    network.doubts.clear()
    change(network.route_tables, "prod-doors-table", routes=())
    first = deviations(network)[0]
    assert (first.kind, first.witness[0], first.witness[-1]) == ("missing", "10.0.1.0 to 10.1.1.0", "no-route")


def test_only_the_addresses_that_are_lost_are_told() -> None:
    network = design()
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/25"),))
    messages = {f"payments/api (10.1.1.128/25) does not reach bedrock-runtime in prod-door-{n}" for n in (1, 2)}
    assert {d.message for d in deviations(network)} == messages
    assert deviations(network)[0].witness[-2:] == ("security-group prod-guard: no rule admits all of it", "denied-in")


def test_an_application_without_a_group_that_lets_it_out_is_missing_at_each_door() -> None:
    network = design()
    message = "no security group of payments/api lets 443 out to bedrock-runtime in prod-door-"
    both = {("missing", PROD, f"{message}{n}") for n in (1, 2)}
    change(network.security_groups, "api-group", rules=())
    assert told(network) == both
    change(network.security_groups, "api-group", rules=(sends("out", "10.0.1.0/28"),))
    assert told(network) == {("missing", PROD, f"{message}2")}
    change(network.security_groups, "api-group", rules=(sends("out", "10.0.1.0/29"), sends("out", "10.0.1.16/28")))
    assert told(network) == {("missing", PROD, f"{message}1")}
    network.security_groups.pop("api-group")
    assert told(network) == both


def test_a_door_that_nobody_knows_is_missing_and_asks_no_group() -> None:
    network = design()
    change(network.endpoints, PROD, subnets=("prod-door-1", "prod-door-2", "stranger"))
    message = "payments/api (10.1.1.0/24) does not reach bedrock-runtime in stranger"
    assert told(network) == {("missing", PROD, message)}


def test_one_group_of_several_that_lets_out_is_enough_and_a_doubtful_one_is_not() -> None:
    network = design()
    network.security_groups["another"] = replace(network.security_groups["api-group"], id="another", rules=())
    assert told(network) == set()
    doubt(network, "api-group")
    assert {d.kind for d in deviations(network)} == {"missing"}
    network.doubts.clear()
    doubt(network, "another")
    assert told(network) == set()


def test_a_doubt_about_a_list_of_a_group_makes_it_let_nothing_out() -> None:
    network = design()
    around(network).prefix_list("out-list", "10.0.1.0/27")
    rule = GroupRule("out", True, EVERY_SERVICE, prefix_list="out-list")
    change(network.security_groups, "api-group", rules=(rule,))
    assert told(network) == set()
    doubt(network, "out-list")
    assert {d.kind for d in deviations(network)} == {"missing"}


def test_a_name_that_does_not_lead_to_the_endpoint_is_missing_with_the_answer() -> None:
    network = design()
    network.records.pop("prod-zone at")
    (found,) = deviations(network)
    message = f"payments/api is granted bedrock-runtime, but {HOST} does not lead there"
    assert (found.kind, found.thing, found.message) == ("missing", PROD, message)
    assert found.witness == (f"no-answer: the zone has no record for {HOST}",)


def test_a_name_that_leads_to_another_endpoint_is_missing() -> None:
    network = design()
    change(network.records, "prod-zone at", endpoint="nonprod-runtime")
    assert [(d.kind, d.thing) for d in deviations(network)] == [("missing", PROD)]


def test_a_name_that_nobody_can_tell_is_undecided_at_what_is_not_known_or_at_the_vpc() -> None:
    network = design()
    doubt(network, "prod-zone", thing="the zone")
    message = f"what {HOST} answers in payments is not known: value of the zone: unknown"
    assert told(network) == {("undecided", "the zone", message)}
    network = design()
    network.names["payments"] = "the VPC"
    around(network).record("more", "prod-zone", HOST, "10.0.0.1")
    message = f"what {HOST} answers in the VPC is not known: several records answer"
    assert told(network) == {("undecided", "payments", message)}


def test_a_wildcard_host_is_asked_by_a_name_below_it() -> None:
    network = design()
    host = "*.dkr.ecr.us-east-1.amazonaws.com"
    policy = policy_of("111111111111", "10.1.1.0/24", "*", actions=["ecr:BatchGetImage"])
    network.endpoints["images"] = replace(
        network.endpoints[PROD], id="images", service="com.amazonaws.us-east-1.ecr.dkr", policy=policy
    )
    more = replace(grant(network), key="k", service="ecr.dkr", models=(), actions=("ecr:BatchGetImage",))
    change(network.endpoint_sets, "prod-set", grants=(grant(network), more))
    around(network).zone("images-zone", host[2:]).record("any", "images-zone", host, endpoint="images")
    around(network).profile("prod-profile", zones=["images-zone"])
    change(network.firewall_rules, "prod-firewall 1", domains=(HOST, host))
    assert told(network) == set()
    network.records.pop("any")
    assert [d.message for d in deviations(network)] == [
        "payments/api is granted dkr, but any.dkr.ecr.us-east-1.amazonaws.com does not lead there"
    ]


# Beyond ------------------------------------------------------------------------------------------------------------------


def let_batch_in(network: Network) -> None:
    """``payments/batch``, which is granted nothing, gets all the way to the endpoint and back."""
    build = around(network).route("batch-table", "10.0.1.0/27", "transit-gateway", "tgw")
    build.route("prod-doors-table", "10.1.2.0/24", "transit-gateway", "tgw")
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.1.0/24"), prefix("10.1.2.0/24")))


def test_whoever_reaches_an_endpoint_without_a_grant_is_beyond_with_the_way() -> None:
    network = design()
    let_batch_in(network)
    message = "10.1.2.0/24 reaches bedrock-runtime in prod-door-{}; segment prod grants it nothing there"
    back = "10.0.1.{}/28 to 10.1.2.0/24 tcp/1024-65535 is delivered in batch-1, which nobody granted"
    assert told(network) == {
        *(("beyond", PROD, message.format(n)) for n in (1, 2)),
        *(("beyond", f"prod-door-{n}", back.format(16 * n - 16)) for n in (1, 2)),
    }
    (first, *_) = (d for d in deviations(network) if d.thing == PROD)
    assert first.witness[-2:] == ("subnet prod-door-1: delivered", "accepted")


def test_an_endpoint_of_no_set_grants_nobody() -> None:
    network = design()
    network.endpoints["stray"] = replace(network.endpoints[PROD], id="stray", endpoint_set=None)
    found = {message for kind, thing, message in told(network) if (kind, thing) == ("beyond", "stray")}
    assert len(found) == 4
    assert all(message.endswith("; the endpoint belongs to no endpoint set") for message in found)


def test_what_is_delivered_where_no_endpoint_is_goes_beyond_at_its_source() -> None:
    network = design()
    around(network).route("batch-table", "10.2.1.0/25", "transit-gateway", "tgw").transit_route(
        "prod-table", "10.2.1.0/25", "lab-attachment"
    )
    message = "10.1.2.0/24 to 10.2.1.0/25 everything is delivered in notebook-1, which nobody granted"
    assert told(network) == {("beyond", "batch-1", message)}


def test_the_answers_of_a_set_are_granted_to_its_own_consumers_alone() -> None:
    network = design()
    around(network).route("prod-doors-table", "10.1.2.0/24", "transit-gateway", "tgw")
    assert {(d.kind, d.thing) for d in deviations(network)} == {("beyond", "prod-door-1"), ("beyond", "prod-door-2")}
    network = design()
    build = around(network).route("prod-doors-table", "10.2.1.0/24", "transit-gateway", "tgw")
    change(
        network.network_acls,
        "prod-acl",
        entries=(allow(1, "10.1.0.0/16"), allow(1, "10.0.0.0/8", egress=True)),
    )
    assert {d.thing for d in deviations(build.network) if d.kind == "beyond"} == {"prod-door-1", "prod-door-2"}


def test_what_comes_from_outside_is_nobodys_answer() -> None:
    network = design()
    build = around(network).outside("vpn", "vpn", "office").transit_table("office-table", "vpn")
    build.transit_route("office-table", "10.1.1.0/25", "payments-attachment")
    assert [(d.kind, d.thing) for d in deviations(network)] == [("beyond", "vpn")]


# Undecided ---------------------------------------------------------------------------------------------------------------


def test_what_ends_where_nobody_knows_is_undecided_at_the_doubt_or_the_place() -> None:
    network = design()
    doubt(network, "batch-table", thing="the table")
    (found,) = deviations(network)
    assert (found.kind, found.thing) == ("undecided", "the table")
    assert (
        found.message
        == "where 10.1.2.0/24 to 0.0.0.0-10.1.1.255, 10.1.3.0-255.255.255.255, ::/0 everything of batch-1 ends is not known"
    )
    assert found.witness[-2:] == ("route-table batch-table: value of the table: unknown", "undecided")
    network = design()
    around(network).route("batch-table", "10.8.0.0/16", "unmodelled", "eni")
    assert [(d.kind, d.thing) for d in deviations(network)] == [("undecided", "batch-table")]


def test_a_lost_way_with_nothing_but_doubts_is_undecided_and_with_a_known_stop_is_missing() -> None:
    network = design()
    doubt(network, "prod-acl", thing="the entries")
    assert {(d.kind, d.thing) for d in deviations(network)} == {("undecided", "the entries")}
    messages = {d.message for d in deviations(network)}
    assert "payments/api (10.1.1.0/24) does not reach bedrock-runtime in prod-door-1" in messages
    change(network.route_tables, "api-table", routes=())
    assert ("missing", PROD) in {(d.kind, d.thing) for d in deviations(network)}


def test_deviations_come_sorted_and_once() -> None:
    network = design()
    change(network.route_tables, "api-table", routes=())
    change(network.endpoints, "nonprod-runtime", policy=policy_of("222222222222", "10.2.0.0/16"))
    found = deviations(network)
    assert [(d.kind, d.thing) for d in found] == [("beyond", "nonprod-runtime"), ("missing", PROD), ("missing", PROD)]
    assert len(set(found)) == len(found)
