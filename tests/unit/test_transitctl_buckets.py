"""``access --bucket`` over stacks and states, as a user meets it."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from unit.test_transitctl_prove import CONFIG, Call, here, items, state

from transit_guardrails.model.endpoints import Bucket
from transit_guardrails.model.network import Network
from transit_guardrails.questions.buckets.access import BucketAccess
from transit_guardrails.questions.buckets.places import Place
from transitctl.buckets import named
from transitctl.exits import BadInputError
from transitctl.networks import Known
from transitctl.text.buckets import places_text

__all__ = ["here"]
DATA = "acme-dev-vpc-a-fine-tuning-210987654321-data"


def test_the_table_tells_what_is_allowed_and_the_json_says_all_with_paths(here: Call, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    code, out, err = here("access", "--stack", "dev", "--bucket", DATA, "--json", str(file))
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert max(map(len, out.splitlines())) <= 120
    assert len(lines) <= 40
    assert lines[2] == f"{DATA}, of the training network vpc-a/fine-tuning"
    assert lines[3] == "Who From May Decided by"
    assert "job vpc-a/fine-tuning bedrock vpc-a/fine-tuning read, list own policies: Data" in lines
    assert "uploader pipeline outside read, write, list, administer bucket policy: UploadersUpload" in lines
    assert "vpc-x" not in out  # denied wherever it is, and has no way to anything that is allowed
    assert any(
        line.startswith("vpc-a/fine-tuning vpc-a.fine-tuning-use1-az1 → vpc-a.fine-tuning-rt →") for line in lines
    )
    assert "Nobody may read it but whom the training network declares." in lines
    told = json.loads(file.read_text())
    assert {key: told[key] for key in ("bucket", "account", "region", "training", "undeclared_readers")} == {
        "bucket": DATA,
        "account": "210987654321",
        "region": "us-east-1",
        "training": "vpc-a/fine-tuning",
        "undeclared_readers": [],
    }
    (place,) = [each for each in told["places"] if each["from"] == "vpc-a/fine-tuning"]
    assert (place["way"], [hop["kind"] for hop in place["path"]]) == ("open", ["subnet", "route-table", "endpoint"])
    answers = told["rows"][0].pop("answers")
    assert told["rows"][0] == {
        "caller": "vpc-a/fine-tuning bedrock",
        "kind": "job",
        "arn": "arn:aws:iam::210987654321:role/acme-dev-vpc-a-fine-tuning-bedrock",
        "declared": True,
        "from": "vpc-a/fine-tuning",
        "endpoint": place["endpoint"],
    }
    assert answers["read"] == {"verdict": "allowed", "by": "own policies: Data"}
    assert set(answers) == {"read", "write", "delete", "list", "administer"}


def test_with_all_what_denies_is_told_too(here: Call) -> None:
    code, out, _ = here("access", "--stack", "dev", "--bucket", DATA, "--all")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert max(map(len, out.splitlines())) <= 120
    assert "job vpc-a/fine-tuning bedrock vpc-a/fine-tuning yes 1 no 2 no 3 yes 4 no 3" in lines
    assert any(line.startswith("vpc-x/fine-tuning vpc-x.fine-tuning-use1-az1 →") for line in lines)
    assert "1 own policies: Data" in " ".join(lines)


def test_what_goes_with_a_bucket_alone_is_refused_without_one(here: Call, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        here("access", "--stack", "dev", "--all")
    assert "argument --all: only with --bucket" in capsys.readouterr().err


def test_a_bucket_without_a_training_network_tells_who_reads_it(here: Call, tmp_path: Path) -> None:
    """Of the state, where there is no endpoint set either."""
    kept = [one for one in items() if "s3/bucket:" in one["urn"] or "pulumi:providers" in one["urn"]]
    file = state(tmp_path / "buckets.json", kept)
    code, out, _ = here("access", "--state", file, "--bucket", DATA, "--config", CONFIG)
    assert code == 0
    assert f"{DATA}, of no training network" in out
    assert "May read it though no training network declares that: " in out


def test_a_bucket_that_is_not_there_is_bad_input_with_the_nearest_names(here: Call, tmp_path: Path) -> None:
    kept = [one for one in items() if "s3/bucket:" in one["urn"] or "pulumi:providers" in one["urn"]]
    file = state(tmp_path / "buckets.json", kept)
    code, out, err = here("access", "--state", file, "--bucket", DATA.replace("tuning", "tunning"))
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith(f"no bucket '{DATA.replace('tuning', 'tunning')}' in ")
    assert err.splitlines()[1].startswith(f"  remedy: state one of: {DATA}, ")
    none = state(tmp_path / "none.json", [])
    assert here("access", "--state", none, "--bucket", DATA)[2].endswith("  remedy: state one of: there is none\n")


def test_a_bucket_that_several_resources_say_they_are_is_bad_input_that_names_them() -> None:
    buckets = {key: Bucket(key, DATA) for key in ("one", "two")}
    known = cast("Known", SimpleNamespace(network=Network(buckets=buckets), text="2 states"))
    with pytest.raises(BadInputError, match=f"several resources are bucket '{DATA}' in 2 states: one, two\n  remedy: "):
        named(known, DATA)


def test_places_outside_share_a_word_and_a_spoke_of_such_a_name_does_not() -> None:
    spoke, out, other = Place("outside-a/app"), Place("outside, x", outside=True), Place("outside, y", outside=True)
    access = BucketAccess(Bucket("b", DATA), "", (), (spoke, out, other, Place("without TLS")))
    assert places_text(access, ["outside-a/app", "outside, x", "outside, y"]) == ("outside-a/app", "outside")
    assert places_text(access, ["outside, x", "outside, y"]) == ("outside",)
