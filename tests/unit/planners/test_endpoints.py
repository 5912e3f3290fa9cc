"""Endpoints against the catalogue: zones, policy support, condition keys that a service ignores.

No service of today's catalogue lacks zones or policy support, so these tests put one there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from specs import assert_refused, changed, company, planned, problems

from bedrock_transit import catalogue
from bedrock_transit.catalogue import Service
from bedrock_transit.planners import endpoint_sets, service_support
from bedrock_transit.planners.policies import condition_keys

Alter = Callable[..., None]


@pytest.fixture
def alter(monkeypatch: pytest.MonkeyPatch) -> Alter:
    """Changes what the planners read of one service."""

    def change(service: str, **facts: Any) -> None:
        changed_services: Mapping[str, Service] = {
            **catalogue.services(),
            service: replace(catalogue.services()[service], **facts),
        }
        for module in (service_support, endpoint_sets):
            monkeypatch.setattr(module, "services", lambda: changed_services)

    return change


def zones(service: str, segment: str = "prod", **body: Any) -> list[str]:
    found = planned({**company(), **body}).regions["us-east-1"].endpoint_sets[segment]["endpoints"]
    return next(e["zones"] for e in found if e["service"] == service)


def test_an_endpoint_stands_in_every_zone_of_the_region() -> None:
    assert zones("bedrock-runtime") == ["use1-az1", "use1-az2"]


def test_every_segment_has_every_service_of_the_hub() -> None:
    region = planned(company()).regions["us-east-1"]
    assert {
        segment: [e["service_name"] for e in found["endpoints"]] for segment, found in region.endpoint_sets.items()
    } == {
        "nonprod": ["com.amazonaws.us-east-1.bedrock", "com.amazonaws.us-east-1.bedrock-runtime"],
        "prod": ["com.amazonaws.us-east-1.bedrock", "com.amazonaws.us-east-1.bedrock-runtime"],
    }


def test_an_endpoint_stands_only_where_the_catalogue_says_that_it_is_offered(alter: Alter) -> None:
    body = changed(company(), ["regions", "us-east-1", "zones", "c"], "use1-az4")
    alter("bedrock", zones={"us-east-1": frozenset({"use1-az1", "use1-az4"})})
    assert zones("bedrock", **body) == ["use1-az1", "use1-az4"]
    assert zones("bedrock-runtime", **body) == ["use1-az1", "use1-az2", "use1-az4"]


def test_an_endpoint_stands_only_where_the_spec_says_that_it_is_offered() -> None:
    body = changed(company(), ["regions", "us-east-1", "zones", "c"], "use1-az4")
    body["regions"]["us-east-1"]["hub"]["service_zones"] = {"bedrock": ["c", "a"]}
    assert zones("bedrock", **body) == ["use1-az1", "use1-az4"]


def test_a_service_in_fewer_than_two_of_the_zones_is_refused(alter: Alter) -> None:
    alter("bedrock", zones={"us-east-1": frozenset({"use1-az1", "use1-az5"})})
    where = "regions.us-east-1.hub.services"
    conflict = "is offered in 1 of the Region's zones"
    assert_refused(
        company(),
        where,
        "bedrock",
        conflict,
        "at least two zones of us-east-1 in which it is offered (use1-az1, use1-az5)",
    )


def test_a_service_in_none_of_the_zones_is_refused(alter: Alter) -> None:
    alter("bedrock", zones={"us-east-1": frozenset({"use1-az5"})})
    where = "regions.us-east-1.hub.services"
    assert_refused(company(), where, "bedrock", "is offered in 0 of the Region's zones", "use1-az5")


def test_stating_fewer_than_two_zones_of_a_service_is_refused() -> None:
    body = changed(company(), ["regions", "us-east-1", "hub", "service_zones"], {"bedrock": ["a", "a"]})
    where = "regions.us-east-1.hub.service_zones.bedrock"
    assert_refused(body, where, "a, a", "fewer than two zones", "two zones or more")


def test_a_service_without_endpoint_policies_is_refused(alter: Alter) -> None:
    alter("bedrock", policy_support=False)
    where = "regions.us-east-1.hub.services"
    remedy = "exception of kind endpoint-without-policy with scope bedrock"
    assert_refused(company(), where, "bedrock", "supports no endpoint policy", remedy)


def test_a_service_without_endpoint_policies_is_accepted_with_a_declared_exception(alter: Alter) -> None:
    alter("bedrock", policy_support=False)
    exception = {
        "kind": "endpoint-without-policy",
        "scope": "bedrock",
        "reason": "the service has no policies yet",
        "expires": "2027-01-31",
    }
    body = changed(company(), ["exceptions"], {"bedrock": exception})
    plan = planned(body)
    policies = {e["service"]: e["policy"] for e in plan.regions["us-east-1"].endpoint_sets["prod"]["endpoints"]}
    assert policies["bedrock"] == ""
    assert policies["bedrock-runtime"] != ""
    assert plan.exceptions == {"bedrock": exception}


def test_an_exception_for_another_service_does_not_help(alter: Alter) -> None:
    alter("bedrock", policy_support=False)
    exception = {
        "kind": "endpoint-without-policy",
        "scope": "bedrock-runtime",
        "reason": "the service has no policies yet",
        "expires": "2027-01-31",
    }
    (problem,) = problems(changed(company(), ["exceptions"], {"bedrock": exception}))
    assert problem.given == "bedrock"


@pytest.mark.parametrize("key", ["aws:VpcSourceIp", "aws:PrincipalOrgID", "aws:PrincipalAccount"])
def test_a_condition_key_that_the_service_ignores_is_refused(alter: Alter, key: str) -> None:
    """An ignored condition would let everybody pass."""
    alter("bedrock-runtime", unsupported_condition_keys=frozenset({key}))
    found = problems(company())
    assert [(p.path, p.remedy) for p in found] == [
        (("segments", segment), "remove bedrock-runtime from the hub's services") for segment in ("nonprod", "prod")
    ]
    assert all(f"a condition on {key}, which bedrock-runtime ignores" in p.reason for p in found)


def test_no_condition_key_is_used_that_the_catalogue_calls_ignored() -> None:
    """FACTS.md "PrivateLink": with a central endpoint these name the hub, or never occur."""
    ignored = {
        "aws:SourceIp",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:VpceAccount",
        "aws:VpceOrgID",
        "aws:SourceVpcArn",
    }
    for endpoint_set in planned(company()).regions["us-east-1"].endpoint_sets.values():
        for endpoint in endpoint_set["endpoints"]:
            assert not ignored & condition_keys(endpoint["policy"])
