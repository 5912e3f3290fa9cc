"""The comparison of a state with an account, without either: what is a difference, and how policies and rules are compared."""

import json
from typing import Any

import pytest

from transitctl.finetune.live.answers import region_of, target_of, versions_of
from transitctl.finetune.live.comparing import CHANGES, compare
from transitctl.finetune.live.facts import Fact, Facts, Key, rule, statements

STATEMENT: dict[str, Any] = {
    "Sid": "Own",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::333344445555:root"},
    "Action": ["s3:GetObject", "s3:PutObject"],
    "Resource": ["arn:aws:s3:::a/*"],
    "Condition": {"StringEquals": {"aws:PrincipalAccount": ["333344445555"]}, "Bool": {"aws:SecureTransport": "true"}},
}
KEY = Key("s3:GetBucketPolicy", "bucket b", "policy")
SECOND = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def policy(*found: dict[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(found)})


def told(stated: dict[str, Fact], there: dict[str, Fact]) -> list[str]:
    """What differs of a bucket."""

    def facts(values: dict[str, Fact]) -> Facts:
        found = {Key("s3:GetBucketPolicy", "bucket b", what): fact for what, fact in values.items()}
        return {**found, Key("s3:GetBucketLocation", "bucket b", "Region"): "us-east-1"}

    return [one.text for one in compare(facts(stated), facts(there), {})]


def test_a_policy_is_the_same_however_it_is_written() -> None:
    rewritten = {
        **STATEMENT,
        "Principal": {"AWS": ["333344445555"]},
        "Action": ["s3:putobject", "s3:GetObject"],
        "Resource": "arn:aws:s3:::a/*",
        "Condition": {"Bool": {"aws:securetransport": True}, "StringEquals": {"aws:PrincipalAccount": "333344445555"}},
    }
    star = {**SECOND, "Principal": {"AWS": "*"}, "Action": ["s3:*"]}
    assert statements(policy(STATEMENT, SECOND)) == statements(policy(star, rewritten))


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (policy({**STATEMENT, "Action": "s3:GetObject"}, SECOND), "changed Own"),
        (policy(STATEMENT), "missing a statement without Sid"),
        (policy(STATEMENT, SECOND, {**SECOND, "Sid": "More"}), "added More"),
        (
            policy({**STATEMENT, "Condition": {}}, {**SECOND, "Sid": "X"}),
            "changed Own; missing a statement without Sid; added X",
        ),
    ],
)
def test_a_policy_that_is_another_is_told_by_its_statements(there: str, why: str) -> None:
    stated = statements(policy(STATEMENT, SECOND))
    assert told({"policy": stated}, {"policy": statements(there)}) == [f"bucket b: policy is not as stated: {why}"]


def test_a_text_that_is_no_policy_differs_from_every_policy() -> None:
    (line,) = told({"policy": statements(policy(STATEMENT))}, {"policy": statements("{}")})
    assert line.startswith("bucket b: policy is no policy that can be read (")


def test_a_policy_that_nobody_can_read_equals_none_not_even_itself() -> None:
    """What is not known is not the same: one allows what the other denies."""
    unread = {**SECOND, "Principal": {"AWS": "arn:aws:iam::1:role/x*"}}
    for there in (unread, {**unread, "Effect": "Allow"}):
        stated = {KEY: statements(policy(unread))}
        (one,) = compare(stated, {KEY: statements(policy(there))}, {})
        assert one.text.startswith("bucket b: policy is no policy that can be read (")
        assert one.remedy.startswith("write the policy in the program so that it can be read, and update")


@pytest.mark.parametrize(
    ("stated", "there", "why"),
    [
        ({"versioning": "Enabled"}, {"versioning": "Suspended"}, ["versioning is Suspended, stated is Enabled"]),
        ({"policy": "x"}, {}, ["policy is not there, and the state has it (x)"]),
        ({}, {"rule r": ""}, ["rule r is there, and the state has none"]),
        ({"free addresses": 8}, {"free addresses": 7}, ["free addresses are 7, and the job takes 8"]),
        ({"free addresses": 8}, {"free addresses": 8}, []),
        ({"free addresses": 8}, {"free addresses": 100}, []),
    ],
)
def test_each_difference_is_told_once(stated: dict[str, Fact], there: dict[str, Fact], why: list[str]) -> None:
    assert told(stated, there) == [f"bucket b: {line}" for line in why]


def test_what_is_there_beside_is_removed_by_hand() -> None:
    """Pulumi knows nothing of it."""
    action = "ec2:DescribeSecurityGroupRules"
    (one,) = compare({}, {Key(action, "security group g", "egress rule all 0.0.0.0/0"): ""}, {})
    assert one.remedy.startswith(
        "export the state again if it is older than the last update; no update removes what the program did not make: "
    )
    assert (one.stated, one.there) == (None, "present")


def test_what_is_gone_is_one_difference() -> None:
    stated: Facts = {Key(action, "bucket b", action): "x" for action in CHANGES if action.startswith("s3:")}
    (one,) = compare(stated, {}, {})
    assert (one.text, one.stated, one.there) == ("bucket b: is not there, and the state has it", "present", None)
    assert "CreateBucket, DeleteBucket" in one.remedy


def test_what_may_not_be_asked_is_told_and_neither_gone_nor_different() -> None:
    stated: Facts = {
        Key("ec2:DescribeSubnets", "subnet s", "zone"): "use1-az1",
        Key("ec2:DescribeRouteTables", "subnet s", "route table"): "rtb-1",
        Key("iam:GetRolePolicy", "role r", "policy jobs"): "x",
        Key("s3:GetBucketPolicy", "bucket b", "policy"): "x",
    }
    refused = {
        ("ec2:DescribeSubnets", ""): "no",
        ("iam:ListRolePolicies", "role r"): "no",
        ("s3:GetBucketPolicy", "bucket b"): "no",
    }
    found = compare(stated, {}, refused)
    assert [one.text for one in found] == [
        "bucket b: cannot be compared: s3:GetBucketPolicy is not allowed (no)",
        "role r: cannot be compared: iam:ListRolePolicies is not allowed (no)",
        "subnet s: route table is not there, and the state has it (rtb-1)",
        "the network: cannot be compared: ec2:DescribeSubnets is not allowed (no)",
    ]
    assert found[3].remedy == "have ec2:DescribeSubnets granted, or use a role that has it (--profile)"
    assert found[0].remedy.endswith("Amazon S3 refuses as well where the bucket is another account's")


@pytest.mark.parametrize(
    ("protocol", "ports", "text"),
    [
        ("tcp", (443, 443), "egress rule tcp 443 pl-1"),
        ("6", (443, 444), "egress rule tcp 443-444 pl-1"),
        ("-1", (-1, -1), "egress rule all pl-1"),
        ("50", (None, None), "egress rule 50 pl-1"),
        ("50", (0, 0), "egress rule 50 pl-1"),
        ("icmp", (-1, -1), "egress rule icmp pl-1"),
    ],
)
def test_a_rule_reads_the_same_whoever_states_it(protocol: str, ports: tuple[Any, Any], text: str) -> None:
    assert rule("egress", protocol, ports, "pl-1") == text


def test_what_aws_leaves_out_is_read_as_it_means() -> None:
    assert [region_of({}), region_of({"LocationConstraint": "EU"})] == ["us-east-1", "eu-west-1"]
    assert versions_of({}) == "off"
    lost = {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "State": "blackhole"}
    assert [target_of(lost), target_of({"NewKindId": "x"})] == ["vpce-1, blackhole", "?"]
