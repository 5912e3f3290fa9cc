"""What the pack knows of AWS services is the components' catalogue as data: the two share no code."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bedrock_transit.catalogue import Action, Service, profile_geographies, quotas, regions, services, training
from transit_guardrails import data

FILE = Path(data.__file__).parent / "services.json"
BOUNDS = ("resource", "condition-key", "object", "none")


def test_the_packs_services_are_the_catalogues(pytestconfig: pytest.Config) -> None:
    expected = {
        "about": "Generated from the components' catalogue, whose files name the sources. tests/contract holds it equal.",
        "regions": {
            key: {"dns_suffix": r.dns_suffix, "partition": r.partition} for key, r in sorted(regions().items())
        },
        "services": {key: _service(service) for key, service in sorted(services().items())},
        "aws_buckets": sorted(training().aws_buckets.values()),
        "profile_geographies": sorted(profile_geographies()),
        "quotas": {key: {"value": q.value, "adjustable": q.adjustable} for key, q in sorted(quotas().items())},
    }
    text = json.dumps(expected, indent=1, sort_keys=True) + "\n"
    if pytestconfig.getoption("update_golden"):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


def _service(service: Service) -> dict[str, Any]:
    return {
        "iam_prefix": service.iam_prefix,
        "service_name": service.templates["service_name"][0],
        "hosts": [*service.templates["hosts"], *service.templates["wildcard_hosts"]],
        "own_names": service.own_names,
        "policy_support": service.policy_support,
        "unsupported_condition_keys": sorted(service.unsupported_condition_keys),
        "invoke": _names(a for a in service.actions.values() if a.access == "invoke" and a.bounded_by == "resource"),
        "bounded_by": {bound: _names(a for a in service.actions.values() if a.bounded_by == bound) for bound in BOUNDS},
        "condition_keys": {a.name: a.condition_key for a in service.actions.values() if a.condition_key},
    }


def _names(actions: Iterable[Action]) -> list[str]:
    return sorted(action.name for action in actions)
