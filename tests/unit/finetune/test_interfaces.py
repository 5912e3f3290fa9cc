"""``interfaces``: what is left in the subnets, who holds it, what is to be done, against moto and scripted answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import boto3
import pytest
from unit.finetune.conftest import Run
from unit.finetune.scripted_aws import ScriptedAws, error, served
from unit.finetune.stacks import ACCOUNT, REGION, TRAINING, job, stated
from unit.states import Item

from transitctl.finetune.interfaces import Interface, steps
from transitctl.finetune.running import Running

NETWORK = ("--network", "vpc-c/fine-tuning")
ZONES = ("use1-az1", "use1-az2", "use1-az4")
JOB = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:model-customization-job/claims-1"
AGAIN = "then destroy or update the stack; after one that failed, the same command again goes on"
NO_JOBS = {
    "get": [(200, {"modelCustomizationJobSummaries": []})],
    "create": [(200, {"TrainingJobSummaries": []})],
}


class Subnets:
    """Three subnets in moto, and a state in which the training network has them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.ec2: Any = boto3.client("ec2", region_name=REGION, endpoint_url=url)
        vpc = self.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        blocks = [f"10.9.{number}.0/24" for number in range(4)]
        *self.ids, self.other = (
            self.ec2.create_subnet(VpcId=vpc, CidrBlock=block)["Subnet"]["SubnetId"] for block in blocks
        )
        self.state = stated(folder, self._rename)

    def leave(self, subnet: str, *, job: str = "") -> str:
        """Makes an interface, as a service does with the role of its job."""
        tags = [{"Key": "BedrockManaged", "Value": "true"}, {"Key": "BedrockModelCustomizationJobArn", "Value": job}]
        made = self.ec2.create_network_interface(
            SubnetId=subnet,
            Description="left by a test",
            TagSpecifications=[{"ResourceType": "network-interface", "Tags": tags}] if job else [],
        )
        return str(made["NetworkInterface"]["NetworkInterfaceId"])

    def _rename(self, items: list[Item]) -> None:
        for one in items:
            zone = one["urn"].rpartition("::")[2].removeprefix("vpc-c.fine-tuning-")
            if zone in ZONES and one["type"] == "aws:ec2/subnet:Subnet":
                one["id"] = self.ids[ZONES.index(zone)]


@pytest.fixture
def subnets(aws: str, tmp_path: Path) -> Subnets:
    """Subnets with nothing in them."""
    return Subnets(aws, tmp_path)


def answer(out: str) -> dict[str, Any]:
    """What ``--json -`` printed."""
    found: dict[str, Any] = json.loads(out)
    return found


def test_empty_subnets_are_told_as_empty(aws: str, run: Run, subnets: Subnets) -> None:
    subnets.leave(subnets.other)
    code, out, err = run("interfaces", *NETWORK, "--state", subnets.state, url=aws)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "EMPTY: no interface is left and no job runs. Nothing of jobs holds the subnets."


def test_what_no_job_holds_may_be_deleted_by_hand(aws: str, run: Run, subnets: Subnets) -> None:
    left = subnets.leave(subnets.ids[1], job=JOB)
    code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=aws)
    told = answer(out)
    assert code == 1
    assert (told["network"], told["region"], told["account"]) == ("vpc-c/fine-tuning", REGION, ACCOUNT)
    assert told["subnets"] == dict(zip(ZONES, subnets.ids, strict=True))
    (found,) = told["interfaces"]
    assert {key: found[key] for key in ("id", "subnet", "zone", "status", "attached_to", "job")} == {
        "id": left,
        "subnet": subnets.ids[1],
        "zone": "use1-az2",
        "status": "available",
        "attached_to": "",
        "job": JOB,
    }
    delete = f"delete what is left: aws ec2 delete-network-interface --region {REGION} --network-interface-id {left}"
    assert told["steps"] == [delete, AGAIN]
    code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, url=aws)
    assert code == 1
    assert f"1. {delete}." in " ".join(out.split())
    assert out.splitlines()[-1] == "NOT EMPTY: 1 interface, 0 jobs running."


def test_while_a_job_runs_nothing_is_to_be_deleted(aws: str, run: Run, subnets: Subnets, tmp_path: Path) -> None:
    """An interface is detached before AWS attaches it, so that a detached one may be that of a job which starts."""
    assert run("submit", job(tmp_path), "--detach", url=aws)[0] == 0
    left = subnets.leave(subnets.ids[0], job=JOB)
    code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=aws)
    assert (code, [one["name"] for one in answer(out)["jobs"]]) == (1, ["claims-1"])
    assert answer(out)["steps"] == [
        f"stop the job, or wait for its end: transitctl finetune stop claims-1 --region {REGION}",
        f"wait, and ask again: when no job needs them AWS detaches and deletes {left}, and nobody else can detach them",
        AGAIN,
    ]
    assert run("stop", "claims-1", url=aws)[0] == 0
    subnets.ec2.delete_network_interface(NetworkInterfaceId=left)
    assert run("interfaces", *NETWORK, "--state", subnets.state, url=aws)[0] == 0


def test_an_instance_of_the_account_is_no_jobs_and_told_apart(aws: str, run: Run, subnets: Subnets) -> None:
    made = subnets.ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnets.ids[2])
    instance = made["Instances"][0]["InstanceId"]
    code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=aws)
    assert code == 1
    (found,) = answer(out)["interfaces"]
    assert (found["attached_to"], found["status"]) == (instance, "in-use")
    assert answer(out)["steps"][0].startswith(f"end the instance {instance} of the account")


def page(subnet: str, *interfaces: str, more: str = "", kind: str = "interface") -> tuple[int, dict[str, Any]]:
    """A page of interfaces that a service holds, as EC2 answers it."""
    rows = "".join(
        f"<item><networkInterfaceId>{each}</networkInterfaceId><subnetId>{subnet}</subnetId><status>in-use</status>"
        f"<interfaceType>{kind}</interfaceType><requesterId>222233334444</requesterId>"
        "<description>d</description><requesterManaged>true</requesterManaged>"
        "<attachment><instanceOwnerId>amazon-aws</instanceOwnerId></attachment></item>"
        for each in interfaces
    )
    token = f"<nextToken>{escape(more)}</nextToken>" if more else ""
    text = f"<networkInterfaceSet>{rows}</networkInterfaceSet>{token}"
    return 200, {"xml": f"<DescribeNetworkInterfacesResponse>{text}</DescribeNetworkInterfacesResponse>"}


def test_every_page_is_read_and_what_a_service_holds_without_a_job_is_for_aws(run: Run, subnets: Subnets) -> None:
    pages = [page(subnets.ids[0], "eni-2", more="next"), page(subnets.ids[0], "eni-1")]
    with served(ScriptedAws(interfaces=pages, **NO_JOBS)) as scripted:
        code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=scripted.url)
    asked = [body for operation, body in scripted.asked if operation == "interfaces"]
    assert [body.get("NextToken") for body in asked] == [None, "next"]
    assert {asked[0][f"Filter.1.Value.{number}"] for number in (1, 2, 3)} == set(subnets.ids)
    assert (code, [(one["id"], one["managed"]) for one in answer(out)["interfaces"]]) == (
        1,
        [("eni-1", True), ("eni-2", True)],
    )
    assert answer(out)["steps"] == [
        "wait, and ask again: when no job needs them AWS detaches and deletes eni-1, eni-2, and nobody else can detach them",
        f"where they stay although no job runs: ask AWS Support in {REGION}, with these ids and with who made them",
        AGAIN,
    ]


@pytest.mark.parametrize("kind", ["vpc_endpoint", "transit_gateway", "nat_gateway"])
def test_an_interface_that_is_no_jobs_goes_with_what_holds_it(run: Run, subnets: Subnets, kind: str) -> None:
    scripted = ScriptedAws(interfaces=[page(subnets.ids[0], "eni-1", kind=kind)], **NO_JOBS)
    with served(scripted) as aws:
        code, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=aws.url)
    assert (code, answer(out)["steps"]) == (
        1,
        [f"delete what holds eni-1, which is no job's: its type is {kind} (d)", AGAIN],
    )


def test_a_detached_interface_that_is_no_jobs_may_be_deleted_while_a_job_runs() -> None:
    text = dict.fromkeys(("subnet", "zone", "description", "requester", "attached_to", "job"), "")
    left = Interface(id="eni-1", status="available", type="lambda", managed=True, **text)
    _, delete, again = steps([left], [Running("claims-1", "bedrock", JOB, "InProgress")], REGION)
    assert delete.startswith("delete what is left: aws ec2 delete-network-interface")
    assert again == AGAIN


def test_an_interface_of_a_job_may_have_an_efa(run: Run, subnets: Subnets) -> None:
    scripted = ScriptedAws(interfaces=[page(subnets.ids[0], "eni-1", kind="efa-only")], **NO_JOBS)
    with served(scripted) as aws:
        _, out, _ = run("interfaces", *NETWORK, "--state", subnets.state, "--json", "-", url=aws.url)
    assert answer(out)["steps"][0].startswith("wait, and ask again: when no job needs them")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("UnauthorizedOperation", "it is not allowed: because\n  remedy: have the missing permission granted"),
        ("RequestExpired", "the credentials have expired (RequestExpired)\n  remedy: sign in again"),
    ],
)
def test_what_aws_refuses_is_told_and_nothing_passes_for_empty(run: Run, prod: str, code: str, why: str) -> None:
    with served(ScriptedAws(interfaces=[error(403, code)], **NO_JOBS)) as scripted:
        ended, out, err = run("interfaces", *NETWORK, "--state", prod, url=scripted.url)
    assert (ended, out) == (2, "")
    assert err.startswith(f"listing network interfaces (ec2:DescribeNetworkInterfaces): {why}")


def test_credentials_of_another_account_do_not_pass_for_empty_subnets(
    run: Run, prod: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unit.finetune.scripted_aws.ACCOUNT", "999988887777")
    with served(ScriptedAws()) as scripted:
        code, _, err = run("interfaces", *NETWORK, "--state", prod, url=scripted.url)
    assert code == 2
    assert "is in 333344445555: nothing was looked for\n" in err


def without_ids(items: list[Item]) -> None:
    """As before the subnets exist."""
    for one in items:
        if one["type"] == "aws:ec2/subnet:Subnet":
            one.pop("id", None)


def after_a_failed_destroy(items: list[Item]) -> None:
    """The component that makes a training network of the application goes before the subnets."""
    items[:] = [one for one in items if one["urn"] != TRAINING]


@pytest.mark.parametrize(
    ("edit", "why", "remedy"),
    [
        (without_ids, "the subnets of vpc-c/fine-tuning are not known", "state the stack's state with --state"),
        (
            after_a_failed_destroy,
            "no training network 'vpc-c/fine-tuning' in the state",
            "after a destroy that failed: state what was exported before it",
        ),
    ],
)
def test_a_state_that_does_not_know_the_subnets_is_refused(
    run: Run, tmp_path: Path, edit: Callable[[list[Item]], None], why: str, remedy: str
) -> None:
    code, out, err = run("interfaces", *NETWORK, "--state", stated(tmp_path, edit), url="http://127.0.0.1:9")
    assert (code, out) == (2, "")
    assert err.startswith(why)
    assert remedy in err
