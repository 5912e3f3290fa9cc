"""Consumers of grants: subnets by tags and by block, both."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import change, cut, design

from transit_guardrails.model.endpoints import Grant
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.consumers import Consumer, Consumers
from transit_guardrails.questions.index import Index

PROD = "prod-set"


def api(network: Network) -> Consumer:
    (found,) = Consumers(Index(network)).of_set(network.endpoint_sets[PROD])
    return found


def regrant(network: Network, *grants: Grant) -> None:
    change(network.endpoint_sets, PROD, grants=grants)


def test_a_consumer_has_its_subnets_groups_and_accounts() -> None:
    found = api(design())
    assert (found.name, found.blocks) == ("payments/api", (prefix("10.1.1.0/24"),))
    assert [s.id for s in found.subnets] == ["api-1", "api-2"]
    assert [g.id for g in found.groups] == ["api-group"]
    assert found.accounts == ("111111111111",)
    assert found.src == cut("10.1.1.0/24")


def test_a_subnet_outside_the_block_is_not_the_consumers_whatever_its_tags_say() -> None:
    network = design()
    change(network.subnets, "api-2", prefixes=(prefix("10.1.9.0/24"),))
    assert [s.id for s in api(network).subnets] == ["api-1"]


def test_a_subnet_without_the_tags_is_not_the_consumers_wherever_it_lies() -> None:
    for tag in ("spoke", "application"):
        network = design()
        change(network.subnets, "api-2", tags={**network.subnets["api-2"].tags, tag: "else"})
        assert [s.id for s in api(network).subnets] == ["api-1"]


def test_groups_are_those_with_the_tags_in_the_subnets_vpcs_without_default_ones() -> None:
    network = design()
    change(network.security_groups, "api-group", vpc="lab")
    assert api(network).groups == ()
    change(network.security_groups, "api-group", vpc="payments", default=True)
    assert api(network).groups == ()
    change(network.security_groups, "api-group", default=False, tags={"spoke": "payments", "application": "batch"})
    assert api(network).groups == ()


def test_accounts_of_several_vpcs_are_told_once_and_those_of_none_not_at_all() -> None:
    network = design()
    tags = network.subnets["api-1"].tags
    regrant(network, replace(network.endpoint_sets[PROD].grants[0], consumers={"payments/api": prefix("10.0.0.0/8")}))
    network.vpcs["third"] = replace(network.vpcs["hub"], id="third", account="000000000003")
    network.subnets["api-3"] = replace(network.subnets["api-1"], id="api-3", vpc="third")
    network.subnets["api-4"] = replace(network.subnets["api-1"], id="api-4", vpc=None, tags=tags)
    network.subnets["api-5"] = replace(network.subnets["api-1"], id="api-5", vpc="stranger", tags=tags)
    assert api(network).accounts == ("000000000003", "111111111111")
    assert [s.id for s in api(network).subnets] == ["api-1", "api-2", "api-3", "api-4", "api-5"]


def test_the_consumers_of_a_grant_come_by_name_and_those_of_a_set_once() -> None:
    network = design()
    (grant,) = network.endpoint_sets[PROD].grants
    consumers = {"payments/batch": prefix("10.1.2.0/24"), **grant.consumers, "no/body": prefix("10.9.0.0/16")}
    wide = replace(grant, key="wide", consumers=consumers)
    regrant(network, grant, wide)
    found = Consumers(Index(network))
    assert [c.name for c in found.of_grant(wide)] == ["no/body", "payments/api", "payments/batch"]
    assert [c.name for c in found.of_grant(grant)] == ["payments/api"]
    assert [c.name for c in found.of_set(network.endpoint_sets[PROD])] == ["no/body", "payments/api", "payments/batch"]
    assert found.of_grant(wide)[0] == Consumer("no/body", (prefix("10.9.0.0/16"),), (), (), ())


def test_granted_subnets_and_endpoints_are_found_by_set() -> None:
    network = design()
    network.endpoints["again"] = replace(network.endpoints["prod-runtime"], id="again")
    network.endpoints["stray"] = replace(network.endpoints["prod-runtime"], id="stray", endpoint_set=None)
    found = Consumers(Index(network))
    assert found.granted_subnets == {
        "prod-set": frozenset({"api-1", "api-2"}),
        "nonprod-set": frozenset({"notebook-1", "notebook-2"}),
    }
    assert {key: [e.id for e in each] for key, each in found.endpoints_of.items()} == {
        "prod-set": ["again", "prod-runtime"],
        "nonprod-set": ["nonprod-runtime"],
    }
