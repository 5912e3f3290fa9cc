"""Who has access to a bucket: a small network with one way to Amazon S3, and policies that say each one thing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from unit.guardrails.hybrid import hybrid
from unit.guardrails.networks import REGION, Build, change, design, doubt, sends

from transit_guardrails.model.endpoints import Bucket, IdentityPolicy
from transit_guardrails.model.identities import Key, Role
from transit_guardrails.model.network import Network
from transit_guardrails.model.services import HTTPS
from transit_guardrails.model.vpcs import GroupRule
from transit_guardrails.questions.buckets.access import BucketAccess, bucket_access
from transit_guardrails.questions.index import Index

OWN, OTHER, ORG = "111111111111", "222222222222", "o-a1b2c3d4e5"
ARN, S3 = "arn:aws:s3:::lake", f"com.amazonaws.{REGION}.s3"
READER = f"arn:aws:iam::{OWN}:role/reader"
OUTSIDE = ["outside, no endpoint", "outside, endpoint of other accounts", f"outside, endpoint of {OWN}"]
ACCOUNT, OTHERS, UNSIGNED = f"other principals of {OWN}", "principals of other accounts", "anybody unsigned"
EVERYTHING = {"read": "allowed", "write": "allowed", "delete": "allowed", "list": "allowed", "administer": "allowed"}
NOTHING = dict.fromkeys(EVERYTHING, "denied")
UNDECIDED = dict.fromkeys(EVERYTHING, "undecided")


def policy(*statements: dict[str, Any]) -> str:
    whole = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": [ARN, f"{ARN}/*"]}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**whole, **each} for each in statements]})


def network(*statements: dict[str, Any], **fields: Any) -> Network:
    """Subnets of spoke/app with a gateway endpoint, of spoke/idle without, and the bucket ``lake`` with the statements."""
    build = Build().vpc("v", "10.0.0.0/16", account=OWN).prefix_list("public", "1.0.0.0/8", "2.0.0.0/7")
    build.table("app-table", "v", ("public", "gateway-endpoint", "s3")).table("idle-table", "v")
    build.subnet("app", "v", "10.0.1.0/24", table="app-table", spoke="spoke", application="app")
    build.subnet("idle", "v", "10.0.2.0/24", table="idle-table", spoke="spoke", application="idle")
    build.endpoint("s3", "v", kind="gateway", service=S3, tables=("app-table",))
    said = (("lake policy", policy(*statements)),) if statements else ()
    build.network.buckets["lake"] = Bucket("lake", "lake", said, **{"account": OWN, "region": REGION, **fields})
    return build.network


def role(found: Network, *statements: dict[str, Any], attached: Iterable[str] = ()) -> Network:
    """The role ``reader`` of the stack with its own policy."""
    found.roles["reader"] = Role("reader", "reader", OWN, None, tuple(attached))
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", **s} for s in statements]}
    found.identity_policies["reader"] = IdentityPolicy("reader", json.dumps(document), "reader", OWN)
    return found


def ask(found: Network) -> BucketAccess:
    return bucket_access(Index(found), found.buckets["lake"])


def answers(access: BucketAccess, caller: str, place: str) -> dict[str, str]:
    (row,) = [r for r in access.rows if (r.caller.name, r.place.name) == (caller, place)]
    return {what: answer.verdict for what, answer in row.answers.items()}


def by(access: BucketAccess, caller: str, place: str, what: Any = "read") -> str:
    (row,) = [r for r in access.rows if (r.caller.name, r.place.name) == (caller, place)]
    return row.answers[what].by


def readers(access: BucketAccess) -> set[tuple[str, str]]:
    return {(r.caller.name, r.place.name) for r in access.rows if r.answers["read"].verdict == "allowed"}


# Places ------------------------------------------------------------------------------------------------------------------


def test_a_bucket_without_a_policy_is_its_accounts_from_everywhere() -> None:
    access = ask(network())
    assert {(r.caller.name, r.place.name) for r in access.rows if "allowed" in r.verdicts} == {
        (ACCOUNT, place) for place in ("spoke/app", *OUTSIDE, "without TLS")
    }
    assert answers(access, ACCOUNT, "spoke/app") == EVERYTHING
    assert [row.caller.name for row in access.undeclared] == [ACCOUNT] * 5


def test_the_path_is_that_over_the_gateway_endpoint_and_who_has_none_is_told() -> None:
    (app, idle, *_) = ask(network()).places
    assert (app.name, app.way, [hop.id for hop in app.hops]) == ("spoke/app", "open", ["app", "app-table", "s3"])
    assert (idle.name, idle.way, idle.hops[-1].reason) == ("spoke/idle", "closed", "no route")


@pytest.mark.parametrize(("region", "way"), [("eu-west-1", "closed"), (None, "undecided")])
def test_an_endpoint_serves_the_buckets_of_its_own_region(region: str | None, way: str) -> None:
    assert ask(network(region=region)).places[0].way == way


def test_a_security_group_that_lets_nothing_out_to_s3_closes_the_way() -> None:
    found, build = network(), Build()
    build.network = found
    build.group("group", "v", sends("out", "10.0.0.0/8"), spoke="spoke", application="app")
    assert ask(found).places[0].hops[-1].reason == "no rule lets 443 out to Amazon S3"


@pytest.mark.parametrize(("culprit", "egress"), [("group", False), ("list", True)])
def test_a_security_group_or_prefix_list_that_is_not_known_leaves_the_way_undecided(culprit: str, egress: bool) -> None:
    found, build = network(), Build()
    build.network = found
    listed = GroupRule("out", egress, HTTPS, prefix_list="list")
    build.prefix_list("list", "1.0.0.0/8").group("group", "v", listed, spoke="spoke", application="app")
    assert ask(found).places[0].way == ("open" if egress else "closed")
    doubt(found, culprit)
    (app, *_) = ask(found).places
    assert (app.way, app.hops[-1].kind) == ("undecided", "security-group")
    build.group("more", "v", sends("all", "0.0.0.0/0"), spoke="spoke", application="app")
    assert ask(found).places[0].way == "open"


def test_a_security_group_of_no_application_may_be_on_every_interface_of_its_vpc() -> None:
    found, build = network(), Build()
    build.network = found
    build.group("group", "v", sends("out", "10.0.0.0/8"), spoke="spoke", application="app")
    build.group("common", "v", sends("all", "0.0.0.0/0"))
    assert ask(found).places[0].way == "open"


def test_addresses_outside_are_told_apart_from_those_of_the_network() -> None:
    private = {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}
    access = ask(network({"Effect": "Deny", "Condition": private}))
    assert answers(access, ACCOUNT, OUTSIDE[2]) == EVERYTHING


def test_a_way_that_is_not_known_is_undecided() -> None:
    found = network()
    doubt(found, "app-table")
    assert answers(ask(found), ACCOUNT, "spoke/app") == UNDECIDED


def test_an_interface_endpoint_is_a_way_for_whom_it_is_reached_by() -> None:
    found = design()
    change(found.endpoints, "prod-runtime", service=S3, policy=None)
    found.buckets["lake"] = Bucket("lake", "lake", account=OWN, region=REGION)
    (api, *_) = [place for place in ask(found).places if place.endpoint]
    assert (api.name, api.way, api.account, api.hops[-1].id) == ("payments/api", "open", "100000000000", "prod-runtime")
    assert answers(ask(found), ACCOUNT, "payments/api") == EVERYTHING


def test_a_network_outside_calls_over_an_interface_endpoint_that_it_reaches() -> None:
    found = hybrid()
    change(found.endpoints, "prod-runtime", service=S3, policy=None)
    found.buckets["lake"] = Bucket("lake", "lake", account=OWN, region=REGION)
    assert [place.name for place in ask(found).places if place.endpoint] == ["dc", "payments/api"]
    here = {"Effect": "Deny", "Condition": {"NotIpAddress": {"aws:VpcSourceIp": "172.16.0.0/16"}}}
    change(found.buckets, "lake", policies=(("p", policy(here)),))
    assert answers(ask(found), ACCOUNT, "dc") == EVERYTHING
    assert answers(ask(found), ACCOUNT, "payments/api") == NOTHING


# Bucket and endpoint policies --------------------------------------------------------------------------------------------


def test_a_deny_for_all_but_the_own_endpoints_leaves_these() -> None:
    here = {"StringNotEquals": {"aws:VpceAccount": OWN}}
    access = ask(network({"Sid": "Here", "Effect": "Deny", "Action": "s3:GetObject*", "Condition": here}))
    assert readers(access) == {(ACCOUNT, "spoke/app"), (ACCOUNT, OUTSIDE[2]), (ACCOUNT, "without TLS")}
    assert by(access, ACCOUNT, OUTSIDE[0]) == "bucket policy: Here"


def test_without_tls_is_a_place_of_its_own() -> None:
    over = {"Bool": {"aws:SecureTransport": "false"}}
    access = ask(network({"Sid": "OverTls", "Effect": "Deny", "Condition": over}))
    assert answers(access, ACCOUNT, "without TLS") == NOTHING
    assert answers(access, ACCOUNT, "spoke/app") == EVERYTHING


def test_without_tls_is_undecided_where_a_way_is_and_nothing_else_decides() -> None:
    here = {"NotIpAddress": {"aws:VpcSourceIp": "10.0.1.0/24"}}
    own = {"StringNotEquals": {"aws:VpceAccount": OWN}}
    found = network({"Effect": "Deny", "Condition": here}, {"Effect": "Deny", "Condition": own})
    assert answers(ask(found), ACCOUNT, "without TLS") == EVERYTHING
    doubt(found, "app-table")
    assert answers(ask(found), ACCOUNT, "without TLS") == UNDECIDED
    over = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    change(found.buckets, "lake", policies=(("p", policy(over)),))
    assert answers(ask(found), ACCOUNT, "without TLS") == NOTHING


def test_an_endpoint_whose_policy_does_not_name_the_bucket_lets_nobody_through() -> None:
    found = network()
    change(found.endpoints, "s3", policy=policy({"Resource": "arn:aws:s3:::another/*"}))
    access = ask(found)
    assert answers(access, ACCOUNT, "spoke/app") == NOTHING
    assert by(access, ACCOUNT, "spoke/app") == "policy of s3: nothing allows it"


def test_another_account_reads_what_the_policy_gives_it() -> None:
    given = {"Sid": "Shared", "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"}, "Action": "s3:GetObject"}
    access = ask(network(given))
    assert answers(access, f"principals of {OTHER}", OUTSIDE[0]) == {**NOTHING, "read": "allowed"}
    assert answers(access, OTHERS, OUTSIDE[0]) == NOTHING


def test_accounts_of_the_organization_are_told_apart_from_others() -> None:
    member = {"StringEquals": {"aws:PrincipalOrgID": ORG}}
    access = ask(network({"Action": "s3:GetObject", "Condition": member}))
    assert (f"{OTHERS} in {ORG}", OUTSIDE[0]) in readers(access)
    assert (f"{OTHERS} in no organization", OUTSIDE[0]) not in readers(access)


def test_an_account_of_the_stack_is_taken_to_be_a_member_or_none_whichever_allows_more() -> None:
    for operator in ("StringEquals", "StringNotEquals"):
        other = {operator: {"aws:PrincipalOrgID": ORG}}
        access = ask(network({"Effect": "Deny", "Condition": other}))
        assert answers(access, ACCOUNT, OUTSIDE[0]) == EVERYTHING


def test_a_part_of_the_objects_is_enough_to_be_told() -> None:
    given = {"Principal": {"AWS": OTHER}, "Action": "s3:GetObject", "Resource": f"{ARN}/shared/*"}
    assert (f"principals of {OTHER}", OUTSIDE[0]) in readers(ask(network(given)))


def test_an_address_of_the_internet_is_enough_to_be_told() -> None:
    given = {"Principal": {"AWS": OTHER}, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    access = ask(network(given))
    assert {place for who, place in readers(access) if who == f"principals of {OTHER}"} == {OUTSIDE[0], "without TLS"}


def test_a_public_policy_lets_the_unsigned_in_unless_that_is_restricted() -> None:
    public = {"Sid": "Public", "Action": "s3:GetObject"}
    assert answers(ask(network(public)), UNSIGNED, OUTSIDE[0]) == {**NOTHING, "read": "allowed"}
    restricted = ask(network(public, blocked=frozenset({"RestrictPublicBuckets"})))
    assert {who for who, _ in readers(restricted)} == {ACCOUNT, "other AWS services"}
    assert by(restricted, UNSIGNED, OUTSIDE[0]) == "RestrictPublicBuckets"


def test_a_service_does_what_the_bucket_lets_it() -> None:
    logs = {"Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    access = ask(network({**logs, "Condition": {"StringEquals": {"aws:SourceAccount": OWN}}}))
    assert answers(access, "logging.s3.amazonaws.com", OUTSIDE[0]) == {**NOTHING, "write": "allowed"}
    assert answers(access, "other AWS services", OUTSIDE[0]) == NOTHING


WHAT = {
    **dict.fromkeys(("s3:GetObject", "s3:GetObjectVersionForReplication"), "read"),
    **dict.fromkeys(("s3:PutObject", "s3:PutObjectAcl"), "write"),
    **dict.fromkeys(("s3:DeleteObjectVersion", "s3:ReplicateDelete"), "delete"),
    "s3:ListBucketVersions": "list",
    "s3:PutBucketPolicy": "administer",
    "s3:PutReplicationConfiguration": "administer",
    "s3:PutBucketAcl": "administer",
    "s3:PutBucketOwnershipControls": "administer",
    "s3:PutBucketVersioning": "administer",
    "s3:PutInventoryConfiguration": "administer",
    "s3:PutBucketLogging": "administer",
}


@pytest.mark.parametrize("action", WHAT)
def test_one_of_the_actions_is_enough(action: str) -> None:
    access = ask(role(network(), {"Action": action}))
    assert answers(access, "reader", OUTSIDE[0]) == {**NOTHING, WHAT[action]: "allowed"}


# Roles and keys ----------------------------------------------------------------------------------------------------------


def test_a_role_of_the_stack_does_what_its_own_policies_or_the_buckets_allow() -> None:
    found = role(network({"Sid": "Lists", "Action": "s3:ListBucket"}), {"Action": "s3:GetObject"})
    assert answers(ask(found), "reader", OUTSIDE[0]) == {**NOTHING, "read": "allowed", "list": "allowed"}


def test_what_a_managed_policy_may_add_or_deny_is_undecided() -> None:
    access = ask(role(network(), {"Action": "s3:GetObject"}, attached=["attachment"]))
    assert answers(access, "reader", OUTSIDE[0]) == UNDECIDED


def test_a_policy_of_a_user_named_like_the_role_is_not_the_roles() -> None:
    found = role(network(), {"Action": "s3:*"})
    denied = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})
    found.identity_policies["user"] = IdentityPolicy("user", denied, "reader", OWN, "user")
    assert answers(ask(found), "reader", OUTSIDE[0]) == EVERYTHING


def test_a_roles_path_is_a_part_of_its_arn_and_one_that_is_not_known_decides_nothing() -> None:
    others = {"ArnNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/data/reader"}}
    found = role(network({"Effect": "Deny", "Condition": others}), {"Action": "s3:*"})
    assert answers(ask(found), "reader", OUTSIDE[0]) == NOTHING
    change(found.roles, "reader", path="/data/")
    assert answers(ask(found), "reader", OUTSIDE[0]) == EVERYTHING
    change(found.roles, "reader", path=None)
    assert answers(ask(found), "reader", OUTSIDE[0]) == UNDECIDED


def keyed(*statements: dict[str, Any], **fields: Any) -> Network:
    found = network(key="key")
    whole = {"Action": "kms:*", "Resource": "*"}
    said = policy(*({**whole, **each} for each in statements)) if statements else None
    found.keys["key"] = Key("key", OWN, REGION, said, ("alias/lake",), **fields)
    return found


def test_who_may_read_and_not_decrypt_reads_nothing() -> None:
    """Where no policy asks for the encryption that an upload states, it may be another."""
    found = keyed({"Sid": "Reader", "Condition": {"ArnEquals": {"aws:PrincipalArn": READER}}})
    access = ask(role(found, {"Action": ["s3:*", "kms:Decrypt"]}))
    assert answers(access, ACCOUNT, OUTSIDE[0]) == {**EVERYTHING, "read": "denied"}
    assert by(access, ACCOUNT, OUTSIDE[0]) == "key policy: nothing allows it"
    assert answers(access, "reader", OUTSIDE[0]) == EVERYTHING


def test_whom_the_keys_policy_alone_names_is_a_caller_too() -> None:
    access = ask(keyed({"Principal": {"AWS": f"arn:aws:iam::{OWN}:role/analyst"}}))
    assert {who for who, _ in readers(access)} == {f"arn:aws:iam::{OWN}:role/analyst"}


@pytest.mark.parametrize(
    ("principal", "actions", "verdict"),
    [
        (f"arn:aws:iam::{OWN}:root", ["s3:*"], "denied"),
        (f"arn:aws:iam::{OWN}:root", ["s3:*", "kms:Decrypt"], "allowed"),
        (READER, ["s3:*"], "allowed"),
    ],
)
def test_a_key_that_names_the_account_takes_a_policy_of_the_role_too(
    principal: str, actions: list[str], verdict: str
) -> None:
    access = ask(role(keyed({"Principal": {"AWS": principal}}), {"Action": actions}))
    assert answers(access, "reader", OUTSIDE[0])["read"] == verdict


@pytest.mark.parametrize("first", [0, 1])
def test_a_key_policy_that_names_the_role_is_enough_whatever_else_it_says(first: int) -> None:
    said = [{"Principal": {"AWS": f"arn:aws:iam::{OWN}:root"}}, {"Principal": {"AWS": READER}}]
    access = ask(role(keyed(said[first], said[1 - first]), {"Action": "s3:*"}))
    assert answers(access, "reader", OUTSIDE[0]) == EVERYTHING


def test_a_key_policy_that_names_the_role_and_denies_it_denies_it() -> None:
    access = ask(role(keyed({"Principal": {"AWS": READER}}, {"Effect": "Deny"}), {"Action": "s3:*"}))
    assert answers(access, "reader", OUTSIDE[0])["read"] == "denied"


def test_a_role_whose_policy_names_a_key_by_its_arn_may_mean_this_one() -> None:
    named = {"Action": "kms:*", "Resource": f"arn:aws:kms:{REGION}:{OWN}:key/1234"}
    access = ask(role(keyed(), {"Action": "s3:*"}, named))
    assert answers(access, "reader", OUTSIDE[0])["read"] == "undecided"


def test_who_may_write_as_the_bucket_encrypts_alone_needs_the_key() -> None:
    header = "s3:x-amz-server-side-encryption"
    stated = [
        {"Effect": "Deny", "Action": "s3:PutObject", "Condition": {"Null": {f"{header}{more}": "false"}}}
        for more in ("", "-aws-kms-key-id", "-customer-algorithm")
    ]
    others = {"Sid": "Others", "Action": "kms:GenerateDataKey", "Principal": {"AWS": READER}}
    found = role(keyed(others), {"Action": "s3:PutObject"})
    assert answers(ask(found), "reader", OUTSIDE[0])["write"] == "allowed"
    change(found.buckets, "lake", policies=(("p", policy(*stated)),))
    assert answers(ask(found), "reader", OUTSIDE[0])["write"] == "allowed"
    change(found.keys, "key", policy=policy({**others, "Resource": "*", "Action": "kms:Decrypt"}))
    assert answers(ask(found), "reader", OUTSIDE[0])["write"] == "denied"
    assert by(ask(found), "reader", OUTSIDE[0], "write") == "key policy: nothing allows it"
    change(found.buckets, "lake", policies=(("p", policy(*stated[1:])),))
    assert answers(ask(found), "reader", OUTSIDE[0])["write"] == "allowed"


def test_awss_own_key_policy_lets_the_accounts_identity_policies_decide() -> None:
    access = ask(keyed())
    assert answers(access, ACCOUNT, OUTSIDE[0])["read"] == "allowed"


def test_the_unsigned_decrypt_nothing() -> None:
    found = keyed({})
    change(found.buckets, "lake", policies=(("p", policy({"Action": "s3:GetObject"})),))
    access = ask(found)
    assert by(access, UNSIGNED, OUTSIDE[0]) == "key: AWS KMS takes no unsigned calls"


# What is not known -------------------------------------------------------------------------------------------------------


def test_a_bucket_policy_that_is_not_known_decides_nothing() -> None:
    found = network()
    doubt(found, "lake")
    assert answers(ask(found), ACCOUNT, OUTSIDE[0]) == UNDECIDED
    assert answers(ask(found), UNSIGNED, OUTSIDE[0]) == UNDECIDED


def test_a_bucket_policy_that_is_none_decides_nothing() -> None:
    found = network()
    change(found.buckets, "lake", policies=(("p", "nonsense"),))
    assert answers(ask(found), ACCOUNT, OUTSIDE[0]) == UNDECIDED


def test_a_key_that_is_not_known_leaves_reading_undecided() -> None:
    found = keyed({})
    doubt(found, "key")
    assert answers(ask(found), ACCOUNT, OUTSIDE[0]) == {**EVERYTHING, "read": "undecided"}
    assert answers(ask(network(key="elsewhere")), ACCOUNT, OUTSIDE[0]) == {**EVERYTHING, "read": "undecided"}


def test_a_bucket_of_an_account_that_nobody_knows_is_undecided() -> None:
    assert answers(ask(network(account=None)), OTHERS, OUTSIDE[0]) == UNDECIDED


def test_a_key_that_is_not_in_the_stack_may_name_a_role_that_its_own_policies_do_not_let() -> None:
    access = ask(role(network(key="elsewhere"), {"Action": "s3:*"}))
    assert answers(access, "reader", OUTSIDE[0])["read"] == "undecided"


def test_a_bucket_of_a_region_that_nobody_knows_denies_nothing() -> None:
    found = role(network(region=None), {"Action": "s3:*", "Resource": "arn:aws-cn:s3:::lake/*"})
    assert answers(ask(found), "reader", OUTSIDE[0]) == UNDECIDED


def test_an_endpoint_that_a_policy_names_by_its_id_is_undecided_before_it_exists() -> None:
    here = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
    access = ask(network({"Effect": "Deny", "Condition": here}))
    assert answers(access, ACCOUNT, "spoke/app") == UNDECIDED
    assert answers(access, ACCOUNT, OUTSIDE[0]) == NOTHING


def test_more_conditions_than_can_be_tried_deny_nothing_for_sure() -> None:
    many = {"StringEquals": {f"s3:RequestObjectTag/{n}": "x" for n in range(9)}}
    access = ask(network({"Principal": {"AWS": OTHER}, "Condition": many}))
    assert answers(access, f"principals of {OTHER}", OUTSIDE[0])["read"] == "undecided"
