"""What a stack exports for application teams (docs/exports.md)."""

import json

import pytest
from component.graph import UNKNOWN, recording, run_body
from specs import changed, company, uploading

from transitctl.offline import Recording


def test_a_region_is_exported_with_what_its_users_need() -> None:
    """Host names and blocks are known at preview, ids are not."""
    exported = recording("company").exports["us-east-1"]
    assert exported["transit_gateway_id"] == UNKNOWN
    assert exported["segments"]["prod"] == {
        "transit_gateway_route_table_id": UNKNOWN,
        "endpoint_block": "10.64.1.0/24",
        "endpoint_hosts": {
            "bedrock.us-east-1.amazonaws.com": "bedrock",
            "bedrock-runtime.us-east-1.amazonaws.com": "bedrock-runtime",
        },
        "endpoint_own_names": {},
        "endpoint_prefix_list_id": UNKNOWN,
        "class_prefix_list_ids": {"chat": UNKNOWN, "search": UNKNOWN},
        "profile_id": UNKNOWN,
    }
    assert exported["spokes"]["vpc-a"] == {
        "vpc_id": UNKNOWN,
        "applications": {
            name: {"subnet_ids": {"use1-az1": UNKNOWN, "use1-az2": UNKNOWN}, "security_group_id": UNKNOWN}
            for name in ("chat", "search")
        },
    }


def test_the_own_name_of_an_endpoint_that_no_zone_leads_to_is_exported() -> None:
    found = run_body(uploading()).exports["us-east-1"]["segments"]["prod"]
    assert found["endpoint_own_names"] == {"s3": UNKNOWN}
    assert "s3" not in found["endpoint_hosts"].values()


def test_every_region_segment_and_spoke_is_exported(network: Recording) -> None:
    regions = {name: value for name, value in network.exports.items() if name not in ("exceptions", "workloads")}
    spokes = {r.name for r in network.resources.values() if r.type == "bedrock-transit:index:SpokeVpc"}
    assert {key for region in regions.values() for key in region["spokes"]} == spokes
    tables = {r.name for r in network.resources.values() if r.name.endswith("-transit")}
    assert {f"{name}-transit" for name in regions} == tables


def test_an_exported_id_comes_from_one_resource(network: Recording) -> None:
    several = {path: urns for path, urns in network.export_dependencies.items() if len(urns) != 1}
    assert several == {}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("us-east-1", "transit_gateway_id"), "us-east-1-transit-tgw"),
        (("us-east-1", "segments", "prod", "transit_gateway_route_table_id"), "us-east-1-transit-table-prod"),
        (("us-east-1", "segments", "prod", "endpoint_prefix_list_id"), "us-east-1-prod-destinations"),
        (("us-east-1", "segments", "nonprod", "profile_id"), "us-east-1-nonprod-view-profile"),
        (("us-east-1", "segments", "prod", "class_prefix_list_ids", "chat"), "us-east-1-prod.class-chat"),
        (("us-east-1", "spokes", "vpc-a", "vpc_id"), "vpc-a-vpc"),
        (("us-east-1", "spokes", "vpc-a", "applications", "chat", "security_group_id"), "vpc-a.chat-sg"),
        (("us-east-1", "spokes", "vpc-a", "applications", "chat", "subnet_ids", "use1-az2"), "vpc-a.chat-use1-az2"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else "",
)
def test_an_exported_id_is_that_of_the_resource_it_names(path: tuple[str, ...], name: str) -> None:
    found = recording("company")
    assert [found.resources[urn].name for urn in found.export_dependencies[path]] == [name]


def test_a_segment_without_a_profile_exports_none() -> None:
    segments = recording("zone-by-zone").exports["us-east-1"]["segments"]
    assert segments["prod"]["profile_id"] is None
    assert segments["nonprod"]["profile_id"] == UNKNOWN


def test_declared_exceptions_are_exported() -> None:
    """So that whoever reads the stack sees what the rules would refuse, why, and until when."""
    body = company()
    waiver = {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2099-01-31"}
    body["exceptions"] = {"audit": waiver}
    assert run_body(body).exports["exceptions"] == {"audit": waiver}
    assert recording("company").exports["exceptions"] == {}


def test_a_training_network_is_exported_with_what_starts_jobs_in_it() -> None:
    """Names, sizes and the launch boundary are known at preview; ids and ARNs are not."""
    uploaders = {"pipeline": {"role": "arn:aws:iam::444455556666:role/pipeline"}}
    tuning = {"number": 9, "training": {"uploaders": uploaders, "name": "acme-tuning"}}
    body = changed(company(), ["spokes", "vpc-a", "applications", "tuning"], tuning)
    spoke = run_body(body).exports["us-east-1"]["spokes"]["vpc-a"]
    exported = spoke["trainings"]["tuning"]
    boundary = json.loads(exported.pop("launch_boundary"))
    assert {statement["Effect"] for statement in boundary["Statement"]} == {"Deny"}
    assert exported.pop("budget")["per_instance"] == 2
    assert exported == {
        **spoke["applications"]["tuning"],
        "region": "us-east-1",
        "segment": "prod",
        "account_id": "444455556666",
        "buckets": {use: f"acme-tuning-444455556666-{use}" for use in ("data", "models", "logs")},
        "key_arn": UNKNOWN,
        "key_alias": "alias/acme-tuning",
        "role_arns": {"bedrock": UNKNOWN, "sagemaker": UNKNOWN},
        "s3_endpoint_id": UNKNOWN,
        "network_isolation": True,
        "efa": False,
    }
    assert "trainings" not in run_body(company()).exports["us-east-1"]["spokes"]["vpc-a"]
