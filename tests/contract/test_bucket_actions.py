"""The pack's own lists of Amazon S3's actions, which it asks bucket policies about, against the catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from transit_guardrails.rules.training.bucket_actions import ADMINISTER, LISTS, OBJECTS

CATALOGUE = Path(__file__).parents[2] / "components/bedrock_transit/catalogue/actions-s3.yaml"
ON_OBJECTS = re.compile(
    r"(Delete|Get|List|Put|Restore|Update)Object(?!Lambda)\w*|(Abort|List)Multipart\w+|BypassGovernanceRetention"
    r"|ObjectOwner\w+|Replicate\w+"
)
"""What is done to objects, versions and uploads; not what sets object lock, replication and Object Lambda up."""
ON_LISTS = re.compile(r"ListBucket(?!s)\w*")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part.removeprefix("s3:")
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _texts(each)


def _actions() -> set[str]:
    found = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    endpoint, elsewhere = found["endpoints"]["s3"], [each["actions"] for each in found["elsewhere"]]
    return set(_texts([endpoint["no_model"], elsewhere]))


def test_every_action_on_objects_is_asked_about() -> None:
    assert {f"s3:{each}" for each in _actions() if ON_OBJECTS.fullmatch(each)} == set(OBJECTS)


def test_every_list_is_asked_about() -> None:
    assert {f"s3:{each}" for each in _actions() if ON_LISTS.fullmatch(each)} == set(LISTS)


def test_what_is_asked_about_settings_are_actions() -> None:
    assert {each.removeprefix("s3:") for each in ADMINISTER} <= _actions()
