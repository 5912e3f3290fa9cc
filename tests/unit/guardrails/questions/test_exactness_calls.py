"""Policies of endpoints that are not what was granted: kind, thing and message."""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import SERVICE, Build, change, design, policy_of

from transit_guardrails.model.endpoints import Grant
from transit_guardrails.model.network import Network
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


def test_a_policy_that_differs_from_the_grants_deviates_at_the_endpoint() -> None:
    network = design()
    change(network.endpoints, PROD, policy=policy_of("222222222222", "10.1.1.0/24"))
    assert told(network) == {
        ("beyond", PROD, "the policy of bedrock-runtime lets calls through that nobody granted"),
        ("missing", PROD, "the policy of bedrock-runtime stops calls that grant api-models promises"),
    }
    assert all(d.witness for d in deviations(network))
    change(network.endpoints, PROD, policy="nonsense")
    assert told(network) == {("undecided", PROD, "what the policy of bedrock-runtime allows is not known")}


def test_a_service_that_nothing_is_known_of_is_undecided() -> None:
    network = design()
    network.endpoints["odd"] = replace(network.endpoints[PROD], id="odd", service="com.amazonaws.us-east-1.odd")
    (found,) = deviations(network)
    assert (found.kind, found.thing) == ("undecided", "odd")
    assert found.witness == ("com.amazonaws.us-east-1.odd is a service that nothing is known of",)
    change(network.endpoints, "odd", vpc=None, service=SERVICE)
    assert Exactness(Index(network)).service(network.endpoints["odd"]) is None
    assert Exactness(Index(network)).region(network.endpoints["odd"]) == ""


def test_only_grants_of_the_endpoints_service_are_about_its_policy() -> None:
    network = design()
    more = replace(grant(network), key="k", service="sts")
    change(network.endpoint_sets, "prod-set", grants=(more, grant(network)))
    exact = Exactness(Index(network))
    found = exact.granted(network.endpoint_sets["prod-set"], network.endpoints[PROD])
    assert [(g.grant.key, [c.name for c in g.consumers]) for g in found] == [("api-models", ["payments/api"])]
