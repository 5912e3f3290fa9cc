"""What is passed over hides nothing that comes after it, and a part of something is told as that part."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import MODEL, Build, change, design, doubt
from unit.guardrails.questions.granted import NOTHING, consumer, found, granted

from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.dns import Dns
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.index import Index


def test_a_grant_of_nobody_does_not_hide_what_the_next_one_misses() -> None:
    nobody = granted(MODEL, consumers=(replace(consumer(), accounts=()),))
    assert [kind for kind, _, _ in found(NOTHING, nobody, granted(MODEL))] == ["missing"]


def test_an_application_whose_group_is_not_known_is_not_let_out() -> None:
    network = design()
    doubt(network, "api-group")
    message = "no security group of payments/api lets 443 out to bedrock-runtime in {}"
    told = {d.message for d in Exactness(Index(network)).deviations() if d.kind == "missing"}
    assert told == {message.format("prod-door-1"), message.format("prod-door-2")}


def test_the_way_of_whoever_reaches_beyond_the_grants_starts_at_an_address_that_is_beyond() -> None:
    network = design()
    build = Build()
    build.network = network
    build.subnet("stowaway", "payments", "10.1.3.0/24", table="api-table")
    build.route("prod-doors-table", "10.1.3.0/24", "transit-gateway", "tgw")
    change(network.prefix_lists, "prod-class", prefixes=(prefix("10.1.0.0/16"),))
    beyond = [d for d in Exactness(Index(network)).deviations() if d.kind == "beyond" and " reaches " in d.message]
    starts = [(d.message.split(" reaches ")[0], d.witness[0].split(" to ")[0]) for d in beyond]
    assert starts == [("10.1.3.0/24", "10.1.3.0")] * 2


def test_a_wildcard_record_covers_names_below_its_domain_and_none_that_merely_end_alike() -> None:
    build = Build().vpc("v", "10.0.0.0/16").zone("z", "example", "v").record("w", "z", "*.a.example", endpoint="vpce")
    dns = Dns(Index(build.network))
    answers = {host: dns.resolve("v", host).endpoint for host in ("x.a.example", "xa.example", "a.example")}
    assert answers == {"x.a.example": "vpce", "xa.example": None, "a.example": None}


def test_a_vpn_is_learnt_from_before_a_peering_whatever_they_are_called() -> None:
    build = Build().gateway().outside("a-peering", "peering", None).outside("vpn", "vpn", None)
    build.transit_table("t", learns=["a-peering", "vpn"])
    assert [attachment.id for attachment in Index(build.network).learning("t")] == ["vpn", "a-peering"]


def test_a_subnet_that_is_not_known_does_not_hide_that_the_next_one_is_out_of_bounds() -> None:
    network = design()
    change(network.endpoints, "prod-runtime", subnets=("stranger", "prod-door-1"))
    change(network.security_groups, "api-group", rules=())
    told = {d.message for d in Exactness(Index(network)).deviations() if d.kind == "missing"}
    assert "no security group of payments/api lets 443 out to bedrock-runtime in prod-door-1" in told
