"""Consumers that other stacks build: declared or undecided here, compared like any other where both stacks are looked at."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import TODAY, change, design
from unit.guardrails.rules.asked import breaches, told

from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.questions.access import access
from transit_guardrails.rules.catalogue import RULES
from transit_guardrails.rules.facts import Facts
from transit_guardrails.settings import Settings

DECLARED = "other-stacks-declared"
ACCOUNT = "222233334444"
MESSAGE = "abroad/api is granted something, and another stack builds it: whether it gets there is not known here"


def abroad(account: str = ACCOUNT) -> Network:
    """The network with one more consumer of prod, which another stack builds; the endpoint's policy lets it in."""
    network = design()
    endpoints = network.endpoint_sets["prod-set"]
    (grant,) = endpoints.grants
    consumers = {**grant.consumers, "abroad/api": prefix("10.65.200.0/24")}
    network.endpoint_sets["prod-set"] = replace(
        endpoints, grants=(replace(grant, consumers=consumers, elsewhere={"abroad/api": account}),)
    )
    return network


def test_it_is_undecided_where_nobody_declares_it() -> None:
    (found,) = breaches(DECLARED, abroad())
    assert (found.resource, found.message, found.advisory) == ("prod-set", MESSAGE, False)


def test_it_is_told_where_it_is_declared() -> None:
    (found,) = breaches(DECLARED, abroad(), Settings(other_stacks=("abroad",)))
    assert (found.resource, found.message, found.advisory) == ("prod-set", MESSAGE, True)


def test_its_paths_are_not_missed_but_its_calls_are() -> None:
    """The endpoint's policy is here: what it lets through is compared for all consumers."""
    found = {d.message for d in Facts(abroad(), Settings(), TODAY).deviations if d.kind == "missing"}
    assert not any(message.startswith("abroad/api") for message in found)
    assert found, "the policy does not let it in yet"


def test_nobody_says_that_it_gets_there_or_that_it_does_not() -> None:
    facts = Facts(abroad(), Settings(), TODAY)
    why = "abroad/api: another stack builds it, whose resources are not among these"
    told_of = {row.consumer: (row.verdict, row.why) for row in access(facts.exactness, [])}
    assert told_of["abroad/api"] == ("undecided", (why,))


def test_a_consumer_that_is_here_is_compared_like_any_other() -> None:
    """Both stacks together: it is of another stack, and its subnets are among the resources."""
    network = design()
    endpoints = network.endpoint_sets["prod-set"]
    (grant,) = endpoints.grants
    (name,) = grant.consumers
    network.endpoint_sets["prod-set"] = replace(endpoints, grants=(replace(grant, elsewhere={name: ACCOUNT}),))
    facts = Facts(network, Settings(), TODAY)
    assert [(rule.id, breach) for rule in RULES for breach in rule.check(facts)] == []
    change(network.subnets, "api-1", tags={})
    found = {breach.resource for breach in breaches("reachable-is-granted", network)}
    assert found == {"prod-runtime", "prod-door-1", "prod-door-2"}


def test_the_configuration_speaks_of_spokes_that_there_are() -> None:
    assert told("settings-fit", abroad(), Settings(other_stacks=("abroad",))) == set()
    assert told("settings-fit", abroad(), Settings(other_stacks=("abroda",))) == {
        ("the pack's configuration", "spoke abroda is configured, and no grant is for such a spoke of another stack")
    }


def test_one_stack_states_grants() -> None:
    """A team that registers an endpoint set beside its spoke grants itself something."""
    network = design()
    own, foreign = (
        f"urn:pulumi:{stack}::bedrock-transit:index:EndpointSet::prod" for stack in ("prod::net", "t::team")
    )
    found = network.endpoint_sets.pop("prod-set")
    network.endpoint_sets = {own: replace(found, id=own)}
    assert told(DECLARED, network) == set()
    network.endpoint_sets[foreign] = replace(found, id=foreign)
    message = "net/prod, team/t state grants, and one stack may"
    assert told(DECLARED, network) == {(own, message), (foreign, message)}
