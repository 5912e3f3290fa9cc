"""Regions, quotas, model ids and ARN types.

What this does not prove: that AWS still has these values. Quotas are compared with the facts that the
project was designed on, so that a change of one is seen.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import botocore.session
import pytest

from bedrock_transit import catalogue

HERE = Path(catalogue.__file__).parent
LETTERS = {"north": "n", "south": "s", "east": "e", "west": "w", "central": "c"}


def test_every_region_of_the_three_partitions_is_there() -> None:
    """Compared with the SDK's list of Regions."""
    session = botocore.session.get_session()
    for partition in ("aws", "aws-us-gov", "aws-cn"):
        known = set(session.get_available_regions("ec2", partition))
        assert {name for name, r in catalogue.regions().items() if r.partition == partition} == known


def test_zone_id_prefixes_follow_from_the_name() -> None:
    """us-east-1 is use1, ap-southeast-2 apse2, us-gov-west-1 usgw1, cn-northwest-1 cnnw1."""
    for name, region in catalogue.regions().items():
        *area, number = name.split("-")
        direction = re.findall("north|south|east|west|central", area[-1])
        start = "usg" if area[:2] == ["us", "gov"] else area[0]
        assert region.zone_id_prefix == start + "".join(LETTERS[d] for d in direction) + number, name


def test_zone_id_prefixes_tell_regions_apart() -> None:
    """A zone id belongs to exactly one Region."""
    prefixes = [region.zone_id_prefix for region in catalogue.regions().values()]
    assert len(prefixes) == len(set(prefixes))
    assert catalogue.regions()["ap-southeast-2"].zone_id_prefix == "apse2"


def test_dns_suffixes_are_those_of_the_partition() -> None:
    """China has its own."""
    suffixes = {region.partition: region.dns_suffix for region in catalogue.regions().values()}
    assert suffixes == {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


@pytest.mark.parametrize(
    ("key", "value", "adjustable", "code"),
    [
        ("tgw_route_tables", 20, True, "L-43872EB7"),
        ("tgw_routes", 10_000, True, None),
        ("tgw_attachments", 5_000, True, "L-E0233F82"),
        ("tgw_peering", 50, True, "L-A1B5A36F"),
        ("tgw_per_vpc", 5, False, None),
        ("vpcs_per_region", 5, True, "L-F678F1CE"),
        ("vpc_cidr_blocks", 5, True, "L-83CA0A9D"),
        ("subnets_per_vpc", 200, True, "L-407747CB"),
        ("route_tables_per_vpc", 200, True, "L-589F43AA"),
        ("routes_per_route_table", 500, True, "L-93826ACB"),
        ("security_groups_per_interface", 5, True, "L-2AFB9258"),
        ("rules_per_security_group", 60, True, "L-0EA8095F"),
        ("rules_per_interface", 1_000, False, None),
        ("interface_endpoints_per_vpc", 50, True, "L-29B6F2EB"),
        ("endpoint_policy_size", 20_480, False, "L-3248932A"),
        ("network_acl_rules", 20, True, "L-2AEEBF1A"),
        ("network_acl_rules_max", 40, False, None),
        ("prefix_list_entries", 1_000, True, None),
        ("prefix_lists_per_region", 100, True, None),
        ("private_zone_vpcs", 300, False, None),
        ("profile_vpcs", 1_000, True, None),
        ("profiles_per_account", 5, True, None),
        ("profile_resource_associations", 5_000, True, None),
        ("firewall_domains", 100_000, True, None),
        ("firewall_rule_groups_per_vpc", 5, False, None),
        ("dx_prefixes_out", 200, False, None),
        ("dxgw_tgw", 6, False, None),
        ("ram_shares", 25_000, True, "L-595828F9"),
        ("iam_managed_policy_size", 6_144, False, None),
        ("iam_role_inline_policy_size", 10_240, False, None),
        ("kms_key_policy_size", 32_768, False, None),
        ("s3_bucket_policy_size", 20_480, False, None),
    ],
)
def test_quotas_that_the_design_leans_on(key: str, value: int, adjustable: bool, code: str | None) -> None:
    """A newer value changes this line on purpose."""
    quota = catalogue.quotas()[key]
    assert (quota.value, quota.adjustable, quota.code) == (value, adjustable, code)


def test_every_quota_says_where_and_when_it_was_read() -> None:
    """The value, the unit, the source and the date are all there."""
    for key, quota in catalogue.quotas().items():
        assert quota.key == key
        assert quota.value > 0
        assert quota.unit
        assert quota.source
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", quota.date)


def test_ceilings_are_above_what_they_are_a_ceiling_of() -> None:
    """`x_max` is what `x` can be raised to."""
    quotas = catalogue.quotas()
    ceilings = {key for key in quotas if key.endswith("_max")}
    assert ceilings == {"vpc_cidr_blocks_max", "routes_per_route_table_max", "network_acl_rules_max"}
    for key in ceilings:
        assert quotas[key].value > quotas[key.removesuffix("_max")].value


def test_limits_of_one_call_are_those_of_the_api_model() -> None:
    """vpcConfig of both kinds of fine-tuning job, and entries per prefix-list change."""
    session = botocore.session.get_session()
    bedrock = session.get_service_model("bedrock").shape_for("VpcConfig").members
    sagemaker = session.get_service_model("sagemaker").shape_for("VpcConfig").members
    change = session.get_service_model("ec2").operation_model("ModifyManagedPrefixList").input_shape.members
    quotas = catalogue.quotas()
    assert quotas["bedrock_job_subnets"].value == bedrock["subnetIds"].metadata["max"]
    assert quotas["bedrock_job_security_groups"].value == bedrock["securityGroupIds"].metadata["max"]
    assert quotas["sagemaker_job_subnets"].value == sagemaker["Subnets"].metadata["max"]
    assert quotas["sagemaker_job_security_groups"].value == sagemaker["SecurityGroupIds"].metadata["max"]
    assert quotas["prefix_list_modify_entries"].value == change["AddEntries"].metadata["max"]


def test_vendors_and_geographies_are_never_mistaken_for_each_other() -> None:
    """The first part of an id decides whether it is a model or an inference profile."""
    assert {"anthropic", "amazon", "meta", "mistral", "openai", "xai"} < catalogue.vendors()
    assert catalogue.profile_geographies() == {"apac", "au", "ca", "eu", "global", "in", "jp", "us", "us-gov"}
    assert not catalogue.vendors() & catalogue.profile_geographies()
    assert set(catalogue.model_vendors()) == catalogue.vendors()


def test_model_types_are_these() -> None:
    """What is called as a model, or stands for one; every one of them runs models."""
    models = catalogue.model_arn_types()
    own = "application-inference-profile bedrock-marketplace-model-endpoint custom-model custom-model-deployment "
    own += "default-prompt-router foundation-model imported-model inference-profile prompt-router provisioned-model"
    assert set(models) == {"bedrock-mantle:customized-model", *(f"bedrock:{key}" for key in own.split())}
    assert all(found.runs_models for found in models.values())


@pytest.mark.parametrize(
    ("arn", "key"),
    [
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0", "foundation-model"),
        ("arn:aws:bedrock:::foundation-model/amazon.nova-lite-v1:0", "foundation-model"),
        ("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0", "inference-profile"),
        ("arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abc", "custom-model"),
        ("arn:aws:bedrock:us-east-1:111122223333:agent/A1", "agent"),
        ("arn:aws:bedrock:us-east-1:111122223333:agent-alias/A1/B2", "agent-alias"),
        ("arn:aws:bedrock:us-east-1:111122223333:flow/F1", "flow"),
        ("arn:aws:bedrock:us-east-1:111122223333:flow/F1/alias/A1", "flow-alias"),
        ("arn:aws:bedrock:us-east-1:111122223333:flow/*/alias/*", "flow-alias"),
        ("arn:aws:bedrock:us-east-1:111122223333:prompt/P1:2", "prompt-version"),
        ("arn:aws:bedrock::111122223333:system-tool/amazon.nova_grounding", "system-tool"),
        ("arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:guardrail/g1", "guardrail"),
        ("arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r1/runtime-endpoint/DEFAULT", "runtime-endpoint"),
        ("arn:aws:bedrock-agentcore:us-east-1:aws:browser/aws.browser.v1", "browser"),
        ("arn:aws:bedrock-mantle:us-east-1:111122223333:project/p1", "project"),
        ("arn:aws:s3:::bucket", None),
        ("arn:aws:bedrock:us-east-1:111122223333:unheard-of/x", None),
        ("anthropic.claude-3", None),
    ],
)
def test_an_arn_is_of_the_type_that_says_most_about_it(arn: str, key: str | None) -> None:
    """The alias of a flow is not a flow; what is unknown has no type."""
    found = catalogue.arn_type(arn)
    assert (found and found.key) == key


def test_every_pattern_is_an_arn_of_its_own_type() -> None:
    """Filled in, each pattern is recognised as the type that it belongs to."""
    for found in catalogue.arn_types().values():
        filled = re.sub(r"\$\{\w+\}", "x", found.arn)
        assert catalogue.arn_type(filled) == found, found.arn


def test_every_file_states_its_sources_before_its_data() -> None:
    """The header comment is there to be read."""
    actions = {"agentcore", "bedrock", "ecr", "kms", "logs", "mantle", "monitoring", "s3", "sagemaker", "sts"}
    names = {"customizable_models", "models", "quotas", "regions", "services", "training"} | {
        f"actions-{name}" for name in actions
    }
    assert {path.stem for path in HERE.glob("*.yaml")} == names
    for path in HERE.glob("*.yaml"):
        header = path.read_text().split("\nabout:")[0].splitlines()
        assert all(line.startswith("#") for line in header), path.name
        assert any("ources" in line for line in header), path.name


def test_records_cannot_be_changed() -> None:
    """What is read once is shared by all readers."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue.quotas()["vpcs_per_region"].value = 6  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue.services()["x"] = catalogue.service("sts")  # type: ignore[index]


def test_the_package_imports_no_pulumi() -> None:
    """The catalogue is read by planners, which have no engine."""
    for path in HERE.glob("*.py"):
        assert "pulumi" not in path.read_text(), path.name


def test_models_are_fine_tuned_in_the_two_regions_that_the_guide_names() -> None:
    models = catalogue.customizable().models
    assert {region for model in models.values() for region in model.regions} == {"us-east-1", "us-west-2"}
    assert models["amazon.nova-lite-v1:0:300k"].regions == {"us-east-1"}
    assert models["anthropic.claude-3-haiku-20240307-v1:0:200k"].regions == {"us-west-2"}
    assert {name.split(".")[0] for name in models} <= catalogue.vendors()


def test_hyperparameters_have_a_type_and_limits() -> None:
    known = catalogue.customizable().models["amazon.nova-lite-v1:0:300k"].hyperparameters
    assert known == {
        "epochCount": catalogue.Hyperparameter("integer", 1, 5),
        "learningRate": catalogue.Hyperparameter("number", 1e-6, 1e-4),
        "learningRateWarmupSteps": catalogue.Hyperparameter("integer", 0, 100),
    }
    assert catalogue.customizable().models["amazon.nova-2-lite-v1:0:256k"].hyperparameters is None


def test_instances_with_storage_of_their_own_are_families_that_sagemaker_trains_on() -> None:
    """Compared with the instance types that the SDK's model of CreateTrainingJob takes."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    types = (
        model.operation_model("CreateTrainingJob").input_shape.members["ResourceConfig"].members["InstanceType"].enum
    )
    families = {name.split(".")[1] for name in types}
    assert catalogue.customizable().local_storage <= families
