"""Rules about tags, exceptions and waivers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from unit.guardrails.hybrid import hybrid
from unit.guardrails.networks import TODAY, Build, change, design, labels
from unit.guardrails.rules.asked import Told, told

from transit_guardrails.model.network import Network
from transit_guardrails.settings import Settings
from transit_guardrails.settings.record import Waiver

TAGGED, JUSTIFIED = "resources-tagged", "exceptions-justified"
KEYS = ("network", "segment", "spoke", "owner", "cost-center", "data-classification")


@pytest.mark.parametrize("key", KEYS)
def test_every_resource_carries_every_tag(key: str) -> None:
    for value in ({}, {key: ""}):
        network = design()
        tags = {k: v for k, v in labels("prod", "shared").items() if k != key}
        network.tags["prod-guard"] = {**tags, **value}
        assert told(TAGGED, network) == {("prod-guard", f"prod-guard lacks the tags {key}")}


def test_all_tags_that_are_missing_are_told_in_order() -> None:
    network = design()
    network.tags["prod-guard"] = {}
    assert told(TAGGED, network) == {("prod-guard", f"prod-guard lacks the tags {', '.join(KEYS)}")}


def test_the_segment_of_a_tag_exists() -> None:
    network = design()
    network.tags["prod-guard"] = labels("staging", "shared")
    message = "prod-guard is tagged as of segment staging, which does not exist"
    assert told(TAGGED, network) == {("prod-guard", message)}
    network.tags["prod-guard"] = labels("shared", "shared")
    assert told(TAGGED, network) == set()


def test_a_network_without_endpoint_sets_need_not_be_tagged() -> None:
    network = Build().vpc("v", "10.0.0.0/16", odd="tag").network
    assert told(TAGGED, network) == set()


def test_a_vpc_and_its_attachment_agree() -> None:
    for tags in (labels("prod", "lab"), labels("nonprod", "other")):
        network = design()
        network.tags["lab-attachment"] = tags
        text = f"{tags['segment']}/{tags['spoke']}"
        assert told(TAGGED, network) == {("lab", f"lab is tagged nonprod/lab, its attachment {text}")}


def test_a_subnet_and_its_vpc_agree_but_in_hubs() -> None:
    for tags in (labels("prod", "lab"), labels("nonprod", "other")):
        network = design()
        network.tags["notebook-1"] = tags
        text = f"{tags['segment']}/{tags['spoke']}"
        assert told(TAGGED, network) == {("lab", f"notebook-1 is tagged {text}, its VPC nonprod/lab")}
    network = design()
    network.tags["hub-tgw-1"] = labels("prod", "x")
    assert told(TAGGED, network) == set()
    network.tags["notebook-1"] = labels("prod", "x")
    change(network.subnets, "notebook-1", vpc="stranger")
    assert told(TAGGED, network) == set()


# exceptions-justified ----------------------------------------------------------------------------------------------------


def excepted(**fields: object) -> Told:
    sound = {"key": "door", "stack": "dev", "reason": "because", "expires": TODAY.isoformat()}
    network = Network(exceptions=({k: v for k, v in {**sound, **fields}.items() if v is not None},))
    return told(JUSTIFIED, network)


def test_an_exception_has_a_reason() -> None:
    assert excepted() == set()
    for reason in (None, "", "  "):
        assert excepted(reason=reason) == {("dev", "door has no reason")}


def test_an_exception_has_a_day_that_is_not_past() -> None:
    for expires in (None, "tomorrow", 20270101, "2027-13-01"):
        assert excepted(expires=expires) == {("dev", "door has no day on which it expires")}
    assert excepted(expires="2026-01-14") == {("dev", "door expired on 2026-01-14")}
    assert excepted(expires="2026-01-16") == set()


def test_an_exception_without_name_or_stack_is_told_all_the_same() -> None:
    assert excepted(key=None, stack=None, reason=None) == {("the stack", "an exception has no reason")}


def test_a_waiver_that_has_expired_breaches_and_one_on_its_last_day_does_not() -> None:
    waivers = [Waiver("no-internet", f"gw{days}", "old", TODAY + timedelta(days=days)) for days in (-1, 0, 1)]
    message = f"the waiver of no-internet expired on {date(2026, 1, 14)}: old"
    assert told(JUSTIFIED, Network(), Settings(waivers=tuple(waivers))) == {("gw-1", message)}


# settings-fit ------------------------------------------------------------------------------------------------------------


def test_the_configuration_speaks_of_segments_and_quotas_that_there_are() -> None:
    fitting = Settings(isolated=(("nonprod", "prod"),), models={"prod": ("*",)}, quotas={"tgw_routes": 5})
    assert told("settings-fit", design(), fitting) == set()
    wrong = Settings(isolated=(("prod", "stage"),), models={"test": ()}, quotas={"routes": 5})
    segment = "segment {} is configured; the network has nonprod, prod"
    assert told("settings-fit", design(), wrong) == {
        ("the pack's configuration", segment.format("stage")),
        ("the pack's configuration", segment.format("test")),
        ("the pack's configuration", "quota routes is configured, and no such quota is known"),
    }
    assert told("settings-fit", Network(), wrong) == set()


def test_who_may_hang_on_one_zone_is_a_consumer_or_a_segment_that_there_is() -> None:
    assert (
        told("settings-fit", hybrid(), Settings(single_zones=("dc", "lab/notebook", "nonprod", "payments/api")))
        == set()
    )
    assert told("settings-fit", design(), Settings(single_zones=("payments/batch", "prdo"))) == {
        ("the pack's configuration", f"{name} may hang on one zone, and is neither a granted consumer nor a segment")
        for name in ("payments/batch", "prdo")
    }
