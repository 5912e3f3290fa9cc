"""What a training network registers, and what it means that something of it is not known."""

from __future__ import annotations

from typing import Any

import pytest
from unit.guardrails.readers.pulumi.made import EVERYTHING, UNKNOWN, component, prefix

from transit_guardrails.model.network import Network
from transit_guardrails.model.trainings import Place, TrainingNetwork
from transit_guardrails.readers.pulumi.fields import Fields
from transit_guardrails.readers.pulumi.index import Index
from transit_guardrails.readers.pulumi.pieces import Pieces
from transit_guardrails.readers.pulumi.trainings import training_network

UPLOADER = "arn:aws:iam::222222222222:role/pipeline"
STATED: dict[str, Any] = {
    "key": "vpc-c/fine-tuning",
    "name": "acme-vpc-c-fine-tuning",
    "region": "us-east-1",
    "segment": "prod",
    "account_id": "222222222222",
    "block": "10.0.4.0/24",
    "network_isolation": True,
    "efa": False,
    "budget": {"instances": 2, "concurrent": 1, "per_instance": 2, "needed": 5, "usable": 59},
    "buckets": {"models": "acme-models", "data": "acme-data", "logs": "acme-logs"},
    "key_alias": "alias/acme-vpc-c-fine-tuning",
    "roles": {"bedrock": "acme-bedrock"},
    "uploaders": {"pipeline": UPLOADER},
}
CENTRE = {"uploaders": ["pipeline"], "prefixes": ["172.16.0.0/16"], "endpoint_account_id": "111111111111"}


def read(training: Any) -> tuple[TrainingNetwork | None, Network]:
    """The record of what is registered, and the network with its doubts."""
    one, network = component("TrainingNetwork", "training", training=training), Network()
    training_network(Fields(one, Index([one]), network, Pieces()), network)
    return network.trainings.get(one.urn), network


def test_a_training_network_is_what_it_registers() -> None:
    found, network = read(STATED)
    assert found is not None
    assert found == TrainingNetwork(
        id=found.id,
        key="vpc-c/fine-tuning",
        name="acme-vpc-c-fine-tuning",
        region="us-east-1",
        segment="prod",
        account="222222222222",
        block=prefix("10.0.4.0/24"),
        isolated=True,
        efa=False,
        buckets={"data": "acme-data", "logs": "acme-logs", "models": "acme-models"},
        alias="alias/acme-vpc-c-fine-tuning",
        roles={"bedrock": "acme-bedrock"},
        uploaders={"pipeline": UPLOADER},
        needed=5,
        usable=59,
    )
    assert network.doubts == []


def test_numbers_that_came_as_floats_are_read() -> None:
    found, _ = read({**STATED, "budget": {"needed": 5.0, "usable": 59.0}})
    assert found is not None
    assert (found.needed, found.usable) == (5, 59)


def test_an_uploader_is_bound_to_the_network_that_names_it() -> None:
    found, network = read({**STATED, "uploading_networks": {"datacenter": CENTRE}})
    assert found is not None
    assert found.bound == {"pipeline": Place("111111111111", (prefix("172.16.0.0/16"),))}
    assert network.doubts == []


@pytest.mark.parametrize(
    ("training", "reason"),
    [
        (UNKNOWN, "the registered output is not a known object"),
        (None, "the registered output is not a known object"),
        ([], "the registered output is not a known object"),
        ({**STATED, "buckets": {"data": UNKNOWN}}, "the registered output is not a known object"),
        ({**STATED, "key": ""}, "key is not a text"),
        ({**STATED, "account_id": 7}, "account_id is not a text"),
        ({**STATED, "block": "10.0.4.0/99"}, "'10.0.4.0/99' is no CIDR block"),
        ({**STATED, "network_isolation": "yes"}, "network_isolation is neither true nor false"),
        ({**STATED, "efa": None}, "efa is neither true nor false"),
        ({**STATED, "buckets": ["acme-data"]}, "buckets is not an object of texts"),
        ({**STATED, "uploaders": {"pipeline": ""}}, "uploaders is not an object of texts"),
        ({**STATED, "uploading_networks": ["datacenter"]}, "uploading_networks is not an object of objects"),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "uploaders": ["other"]}}},
            "uploading_networks: datacenter names others than the uploaders",
        ),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "prefixes": []}}},
            "uploading_networks: datacenter has no prefixes",
        ),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "uploaders": [{}]}}},
            "uploading_networks: uploaders is not a list of texts",
        ),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "prefixes": [5]}}},
            "uploading_networks: prefixes is not a list of texts",
        ),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "prefixes": "172.16.0.0/16"}}},
            "uploading_networks: prefixes is not a list of texts",
        ),
        (
            {
                **STATED,
                "uploading_networks": {"datacenter": CENTRE, "office": {**CENTRE, "prefixes": ["172.20.0.0/16"]}},
            },
            "uploading_networks: office names pipeline, whose role another network has",
        ),
        (
            {**STATED, "uploading_networks": {"datacenter": {**CENTRE, "endpoint_account_id": ""}}},
            "endpoint_account_id is not a text",
        ),
        ({**STATED, "budget": None}, "budget is not an object"),
        ({**STATED, "budget": {"needed": 1.5, "usable": 59}}, "budget: needed is not a whole number"),
    ],
)
def test_what_is_not_known_of_a_training_network_is_a_doubt_about_everything(training: Any, reason: str) -> None:
    found, network = read(training)
    assert found is None
    (doubt,) = network.doubts
    assert (doubt.property, doubt.touches) == ("training", (EVERYTHING,))
    assert reason in doubt.why
