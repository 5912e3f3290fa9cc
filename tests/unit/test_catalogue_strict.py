"""Bad data is refused when it is loaded, with the file and the place in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bedrock_transit import catalogue
from bedrock_transit.catalogue import CatalogueError, parse
from bedrock_transit.catalogue.actions import ActionFile
from bedrock_transit.catalogue.strict import Fields, read

ABOUT = {"source": "a page", "date": "2026-11"}
ACTION = {"access": "read", "by": "no-model"}
SERVICE: dict[str, Any] = {
    "iam_prefix": "bedrock",
    "service_name": "com.amazonaws.{region}.bedrock",
    "hosts": ["bedrock.{region}.{dns_suffix}"],
    "policy_support": True,
    "unsupported_keys": "none",
    "partitions": ["aws"],
}


def actions(endpoint: dict[str, Any], **top: object) -> ActionFile:
    """An action file with one endpoint, `bedrock`."""
    raw = {"about": ABOUT, "iam_prefix": "bedrock", "endpoints": {"bedrock": endpoint}, **top}
    return ActionFile(Fields(raw, "actions-x.yaml"))


def services(**changed: object) -> None:
    """A services file with one service, `bedrock`, changed in some fields."""
    entry = {**SERVICE, **changed}
    raw = {"about": ABOUT, "key_sets": {"none": []}, "services": {"bedrock": entry}}
    parse.services(Fields(raw, "services.yaml"), catalogue.regions(), [actions({"actions": {"Get": ACTION}})])


def refused(what: str) -> Any:
    """Expects a CatalogueError with this text in it."""
    return pytest.raises(CatalogueError, match=what)


def test_the_good_case_of_these_tests_is_good() -> None:
    """Otherwise each refusal below could have another cause."""
    services()
    assert list(actions({"actions": {"Get": ACTION}}).endpoints) == ["bedrock"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": "model"}, r"bedrock\.actions\.Get\.by: 'model' is not one of resource, condition-key, object"),
        ({"access": "Read"}, r"Get\.access: 'Read' is not one of invoke, read"),
        ({"type": []}, r"Get: unknown keys \['type'\]; known are access, also, by"),
        ({"by": "resource"}, r"Get: `by: resource` needs `types`"),
        ({"by": "object", "types": ["agent", "agent"]}, r"Get\.types: not a string or twice: \['agent'\]"),
        ({"by": "none", "types": ["agent"]}, r"Get: `by: none` takes no `types`"),
        ({"types": ["agent"]}, r"Get: `by: no-model` takes no `types`"),
        ({"by": "condition-key"}, r"Get: `key` belongs to `by: condition-key`"),
        ({"key": "bedrock-mantle:Model"}, r"Get: `key` belongs to `by: condition-key`"),
        ({"names_model": True}, r"Get: `names_model` contradicts `by: no-model`"),
        ({"names_model": 1}, r"Get\.names_model: bool is expected, not 1"),
        ({"permission_only": "because"}, r"Get\.permission_only: no reason 'because'"),
    ],
)
def test_an_action_that_does_not_hold_is_refused(change: dict[str, object], message: str) -> None:
    """Unknown words and contradictions name the action's place."""
    with refused(message):
        actions({"actions": {"Get": {**ACTION, **change}}})


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ({"actions": {"Get": ACTION}, "no_model": {"read": ["Get"]}}, "an action is listed twice"),
        ({"no_model": {"reading": ["Get"]}}, r"unknown access, reason or action \['reading'\]"),
        ({"no_model": {"read": ["Get"]}, "newer": ["Put"]}, r"unknown access, reason or action \['Put'\]"),
        ({"no_model": {"read": ["Get"]}, "permission_only": {"x": ["Get"]}}, r"or action \['x'\]"),
        ({"actions": {}, "operations": {"Head": ["bedrock:Get"]}}, r"operations\.Head: \('bedrock:Get',\) not listed"),
        ({"actions": {}, "operations": {"Head": []}}, r"operations\.Head: \(\) not listed"),
        ({"action": {}}, r"endpoints\.bedrock: unknown keys \['action'\]"),
        ({"actions": []}, r"bedrock\.actions: dict is expected, not \[\]"),
    ],
)
def test_an_endpoint_that_does_not_hold_is_refused(endpoint: dict[str, Any], message: str) -> None:
    """Nothing is listed twice, left hanging or unknown."""
    with refused(message):
        actions(endpoint)


def test_an_action_is_elsewhere_once_and_with_a_reason() -> None:
    """The list of actions that no endpoint receives is as strict as the others."""
    row = {"why": "done inside AWS", "actions": ["bedrock:Put"]}
    with refused(r"elsewhere\[1\]: bedrock:Put is listed twice"):
        actions({"actions": {}}, elsewhere=[row, row])
    with refused(r"elsewhere\[0\]\.why: str is expected, not nothing"):
        actions({"actions": {}}, elsewhere=[{"actions": []}])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"actions_of": "bedrok"}, r"services\.bedrock: no file holds the actions of 'bedrok'"),
        ({"unsupported_keys": "some"}, r"unsupported_keys: 'some' is not one of none"),
        ({"policy_support": "yes"}, r"policy_support: bool is expected, not 'yes'"),
        ({"hosts": []}, "neither `hosts` nor `wildcard_hosts`"),
        ({"hosts": ["bedrock.amazonaws.com"]}, r"hosts: 'bedrock\.amazonaws\.com' is not a name of this kind"),
        ({"hosts": ["*.{region}.amazonaws.com"]}, r"hosts: '\*\.\{region\}"),
        ({"wildcard_hosts": ["x.{region}.amazonaws.com"]}, r"wildcard_hosts: 'x\.\{region\}"),
        ({"zone_ids": {"us-east-1": ["usw2-az1"]}}, r"zone_ids: 'usw2-az1' is no zone id of us-east-1"),
        ({"zone_ids": {"us-east-9": ["use9-az1"]}}, r"unknown Regions \['us-east-9'\]"),
        ({"only_in": ["us-east-9"]}, r"unknown Regions \['us-east-9'\]"),
        ({"dns": "x"}, r"unknown keys \['dns'\]"),
    ],
)
def test_a_service_that_does_not_hold_is_refused(change: dict[str, object], message: str) -> None:
    """Names, zones and references are checked when the file is read."""
    with refused(message):
        services(**change)


def test_actions_that_no_service_takes_are_refused() -> None:
    """A misspelt endpoint in an action file cannot go unseen."""
    raw = {"about": ABOUT, "key_sets": {"none": []}, "services": {}}
    with refused("no service takes the actions of {'bedrock'}"):
        parse.services(Fields(raw, "services.yaml"), {}, [actions({"actions": {}})])


def test_a_stated_zone_limit_is_what_the_service_answers() -> None:
    """The mechanism, since the shipped data knows no limit yet."""
    entry = {**SERVICE, "zone_ids": {"us-east-1": ["use1-az1", "use1-az2"]}}
    raw = {"about": ABOUT, "key_sets": {"none": []}, "services": {"bedrock": entry}}
    found = parse.services(Fields(raw, "x"), catalogue.regions(), [actions({"actions": {}})])["bedrock"]
    assert found.zone_ids("us-east-1") == frozenset({"use1-az1", "use1-az2"})
    assert found.zone_ids("eu-west-1") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "20"}, r"quotas\.x\.value: int is expected, not '20'"),
        ({"value": True}, r"quotas\.x\.value: int is expected, not True"),
        ({"code": "L-123"}, r"quotas\.x\.code: 'L-123' is no Service Quotas code"),
        ({"date": "last year"}, r"quotas\.x\.date: 'last year' is not YYYY-MM"),
        ({"source": None}, r"quotas\.x\.source: str is expected, not None"),
        ({"sauce": "x"}, r"quotas\.x: unknown keys \['sauce'\]"),
    ],
)
def test_a_quota_that_does_not_hold_is_refused(change: dict[str, object], message: str) -> None:
    """Every quota has a number, a unit, a source and a date."""
    quota = {"value": 1, "adjustable": True, "unit": "things", "source": "a page", "date": "2026-11", **change}
    with refused(message):
        parse.quotas(Fields({"about": ABOUT, "quotas": {"x": quota}}, "quotas.yaml"))


def test_a_region_of_an_unknown_partition_is_refused() -> None:
    """The DNS suffix comes from the partition."""
    raw = {
        "about": ABOUT,
        "partitions": {"aws": "amazonaws.com"},
        "regions": {"x": {"partition": "aws-cn", "zones": "x"}},
    }
    with refused(r"regions\.x\.partition: 'aws-cn' is not one of aws"):
        parse.regions(Fields(raw, "regions.yaml"))


@pytest.mark.parametrize("about", [{"date": "2026-11"}, {"source": "a page"}, {**ABOUT, "author": "me"}, None])
def test_a_file_that_does_not_say_where_it_comes_from_is_refused(about: object) -> None:
    """`about` holds source and date, nothing else."""
    with refused(r"regions\.yaml\.about"):
        parse.regions(Fields({"about": about, "partitions": {}, "regions": {}}, "regions.yaml"))


def test_yaml_that_repeats_a_key_is_refused(tmp_path: Path) -> None:
    """Plain YAML keeps the last one silently."""
    path = tmp_path / "quotas.yaml"
    path.write_text("a: 1\nb: {c: 1, c: 2}\n")
    with refused(r"quotas\.yaml: line 2: 'c' appears twice"):
        read(path)


def test_yaml_that_does_not_parse_is_refused_by_its_name(tmp_path: Path) -> None:
    """A broken file is a catalogue error like the others."""
    path = tmp_path / "quotas.yaml"
    path.write_text("a: [1\n")
    with refused(r"quotas\.yaml: while parsing a flow sequence"):
        read(path)


@pytest.mark.parametrize("text", ["", "- a\n", "just text\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    """An empty file is not an empty catalogue."""
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with refused(r"x\.yaml: a mapping is expected"):
        read(path)
