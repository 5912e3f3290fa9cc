"""What is left in a training network while it is given up, interfaces or objects: told, nothing lost, and the same command ends it.

What this does not prove: when AWS removes them, and how long the provider tries again before it tells of them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from specs import workloads

from engine.harness import Engine
from engine.results import Run
from engine.team import Team
from engine.test_lifecycle import RETAINED

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]
World = dict[str, dict[str, Any]]
TEAM = "777788889999"


def named(world: World, name: str) -> dict[str, Any]:
    """The thing of a resource, by its logical name."""
    (found,) = (thing for thing in world.values() if thing["urn"].endswith(f"::{name}"))
    return found


def leave(engine: Engine, application: str) -> set[str]:
    """Leaves an interface in the first subnet of an application. Gives what AWS says of whatever it holds."""
    subnet, group = (named(engine.world(), f"{application}-{part}")["id"] for part in ("use1-az1", "sg"))
    interface = engine.stand_in.do("leave", subnet=subnet, group=group)
    return {
        f"The subnet '{subnet}' has dependencies and cannot be deleted. [{interface}]",
        f"resource {group} has a dependent object [{interface}]",
    }


def refusals(run: Run) -> set[str]:
    """What AWS refused. Of what is deleted at the same time the engine tells at least one."""
    return {each.strip().removeprefix("api error DependencyViolation: ") for each in run.errors} - {"update failed"}


def kept(world: World, application: str) -> World:
    """Buckets, key and roles of a training network, with all their settings and policies."""
    parts = tuple(f"{application}-training-{part}-" for part in ("data", "roles"))
    return {key: thing for key, thing in world.items() if thing["urn"].rpartition("::")[2].startswith(parts)}


def without_network(engine: Engine) -> Run:
    """Updates a spec that has the training network no more."""
    engine.edit(lambda network: network["spokes"]["vpc-a"]["applications"].pop("fine-tuning", None))
    return engine.up()


@pytest.mark.parametrize("give_up", [Engine.destroy, without_network])
def test_an_interface_holds_a_training_network_until_it_is_gone(
    open_engine: OpenEngine, give_up: Callable[[Engine], Run]
) -> None:
    """Whether all is destroyed or the spec drops the network: data, key and roles go after the subnets, so all of them stay."""
    engine = open_engine("dev", ready=True)
    before = kept(engine.world(), "vpc-a.fine-tuning")
    assert {"s3.BucketPolicy", "kms.Key", "iam.RolePolicy"} <= {thing["kind"] for thing in before.values()}
    told = leave(engine, "vpc-a.fine-tuning")

    refused = refusals(give_up(engine))
    assert refused
    assert refused <= told
    assert kept(engine.world(), "vpc-a.fine-tuning") == before
    assert {thing["urn"] for thing in engine.world().values()} == {"", *engine.state().custom()}

    engine.stand_in.do("take_away")
    assert give_up(engine).errors == ()
    assert kept(engine.world(), "vpc-a.fine-tuning") == {}
    assert engine.destroy().errors == ()
    assert engine.state().resources == {}
    assert {thing["kind"] for thing in engine.world().values()} <= RETAINED


def test_an_object_holds_a_bucket_which_stays_as_closed_as_it_was(open_engine: OpenEngine) -> None:
    """All that says who reads the bucket and how it keeps data goes with it, not before."""
    engine = open_engine("dev", ready=True)
    name = "vpc-a.fine-tuning-training-data"
    before = _settings(engine.world(), name)
    assert {"s3.BucketPolicy", "s3.BucketPublicAccessBlock", "s3.BucketVersioning"} <= before.keys()
    bucket = named(engine.world(), f"{name}-data")["id"]
    engine.stand_in.do("upload", bucket=bucket)

    refused = [each for each in engine.destroy().errors if "BucketNotEmpty" in each]
    assert len(refused) == 1
    assert bucket in refused[0]
    assert _settings(engine.world(), name) == before
    assert named(engine.world(), f"{name}-key")["kind"] == "kms.Key"

    engine.stand_in.do("take_away")
    assert engine.destroy().errors == ()
    assert engine.state().resources == {}
    assert {thing["kind"] for thing in engine.world().values()} <= RETAINED


def _settings(world: World, name: str) -> dict[str, Any]:
    """What is configured of the data bucket, by kind."""
    parts = ("policy", "block", "versioning", "encryption", "ownership", "lifecycle")
    return {thing["kind"]: thing["inputs"] for thing in (named(world, f"{name}-data-{part}") for part in parts)}


@pytest.mark.slow_engine
def test_an_interface_holds_a_training_network_of_a_teams_stack_too(open_engine: OpenEngine, tmp_path: Path) -> None:
    """There nothing lets the spoke in, so that its applications are less deep in the graph than the buckets' policies are."""
    engine = open_engine("dev")
    engine.edit(_become_workloads)
    assert engine.up().errors == ()
    network = "organization/bedrock-transit/dev"
    team = Team(engine, tmp_path / "u", "vpc-u", network=network, spoke="vpc-u")
    assert team.up().errors == ()
    lets_in = {"lets_in": "organization/workload-spoke/vpc-u", "role": "arn:aws:iam::111122223333:role/deployer"}
    member = Team(engine, tmp_path / "m", "membership", network=network, spoke="vpc-u", **lets_in)
    assert member.up().errors == ()
    team.configure(let_in="true")
    assert team.up().errors == ()

    before = kept(engine.world(), "vpc-u.fine-tuning")
    told = leave(engine, "vpc-u.fine-tuning")
    team.configure(let_in="false")
    refused = refusals(team.up())
    assert refused
    assert refused <= told
    assert kept(engine.world(), "vpc-u.fine-tuning") == before

    engine.stand_in.do("take_away")
    assert team.up().errors == ()
    assert [stack.destroy().errors for stack in (member, team, engine)] == [()] * 3
    assert engine.world() == {}


def _become_workloads(network: dict[str, Any]) -> None:
    body = json.loads(json.dumps(workloads()))
    training = {
        "uploaders": {"pipeline": {"role": f"arn:aws:iam::{TEAM}:role/pipeline"}},
        "jobs": {"instances": 1, "concurrent": 1},
    }
    body["spokes"]["vpc-u"]["applications"]["fine-tuning"] = {"number": 1, "training": training}
    network.clear()
    network.update(body, quotas={"vpcs_per_region": 50})
