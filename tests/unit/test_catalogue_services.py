"""Names, host names and limits of the endpoint services.

What this does not prove: that AWS offers a service in a Region or zone, and that private DNS of the endpoint
answers for exactly these names; only DescribeVpcEndpointServices in a real account tells.
"""

from __future__ import annotations

import botocore.session
import pytest
from botocore.config import Config

from bedrock_transit import catalogue
from bedrock_transit.catalogue import CatalogueError

LISTED = {"aws:SourceIp"}
NOT_LISTED = LISTED | {"aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"}


def test_these_are_the_services() -> None:
    """Every service that the facts name, no other."""
    fips = ["bedrock", "bedrock-runtime", "bedrock-data-automation", "bedrock-data-automation-runtime"]
    agentcore = ["bedrock-agentcore", "bedrock-agentcore-control", "bedrock-agentcore.gateway"]
    sagemaker = ["sagemaker.api", "sagemaker.runtime", "sagemaker.metrics", "aws.sagemaker.studio"]
    platform = ["sts", "kms", "logs", "monitoring", "ecr.api", "ecr.dkr", "s3"]
    plain = ["bedrock-mantle", "bedrock-agent", "bedrock-agent-runtime", *fips, *agentcore, *sagemaker, *platform]
    assert set(catalogue.services()) == {*plain, *(f"{key}-fips" for key in fips)}


def test_service_names_follow_the_key_but_for_studio() -> None:
    """What CreateVpcEndpoint takes."""
    names = {key: found.service_name("us-east-1") for key, found in catalogue.services().items()}
    assert names.pop("aws.sagemaker.studio") == "aws.sagemaker.us-east-1.studio"
    assert names == {key: f"com.amazonaws.us-east-1.{key}" for key in names}


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "us-gov-west-1"])
@pytest.mark.parametrize("key", sorted(key for key, s in catalogue.services().items() if s.client))
def test_host_names_are_those_that_the_sdk_resolves(key: str, region: str) -> None:
    """The host name of a service with a client is the SDK's."""
    service = catalogue.service(key)
    session = botocore.session.Session()
    session.set_credentials("key", "secret")
    config = Config(use_fips_endpoint=key.endswith("-fips"), s3={"us_east_1_regional_endpoint": "regional"})
    client = session.create_client(service.client, region_name=region, config=config)
    assert client.meta.endpoint_url == f"https://{service.hosts(region)[0]}"


def test_host_names_without_a_client() -> None:
    """Mantle is on another domain; gateway, registry and Studio have wildcard names only."""
    services = catalogue.services()
    hosts = {key: s.hosts("eu-west-1") for key, s in services.items() if not s.client}
    assert hosts == {
        "bedrock-mantle": ("bedrock-mantle.eu-west-1.api.aws",),
        "bedrock-agentcore.gateway": (),
        "aws.sagemaker.studio": (),
        "ecr.dkr": (),
    }


def test_wildcard_names_are_these() -> None:
    """The services whose host names are made per account, bucket, gateway or domain."""
    found = {key: s.wildcard_hosts("eu-west-1") for key, s in catalogue.services().items()}
    assert {key: names for key, names in found.items() if names} == {
        "bedrock-agentcore.gateway": ("*.gateway.bedrock-agentcore.eu-west-1.amazonaws.com",),
        "aws.sagemaker.studio": ("*.studio.eu-west-1.sagemaker.aws",),
        "ecr.dkr": ("*.dkr.ecr.eu-west-1.amazonaws.com",),
        "s3": (
            "*.s3.eu-west-1.amazonaws.com",
            "*.s3-control.eu-west-1.amazonaws.com",
            "*.s3-accesspoint.eu-west-1.amazonaws.com",
        ),
    }


def test_amazon_s3_alone_is_called_by_its_endpoints_own_names() -> None:
    """Its host names lead VPCs to their gateway endpoints, so no private zone may have them."""
    assert [key for key, service in catalogue.services().items() if service.own_names] == ["s3"]


def test_no_two_services_answer_for_one_name() -> None:
    """A zone per name: two services with one name could not share a view."""
    names = [n for s in catalogue.services().values() for n in (*s.hosts("us-east-1"), *s.wildcard_hosts("us-east-1"))]
    assert len(names) == len(set(names))


def test_condition_keys_of_the_endpoint_are_known_to_ecr_kms_and_s3_only() -> None:
    """Every other service does not receive the keys that name the endpoint's owner."""
    found = {key: s.unsupported_condition_keys for key, s in catalogue.services().items()}
    assert {key for key, keys in found.items() if keys == LISTED} == {"ecr.api", "ecr.dkr", "kms", "s3"}
    assert all(keys in (LISTED, NOT_LISTED) for keys in found.values())


def test_every_service_supports_endpoint_policies() -> None:
    """None of the services here gives full access whatever the policy says."""
    assert all(service.policy_support for service in catalogue.services().values())


def test_no_zone_limit_is_known_by_zone_id() -> None:
    """AWS publishes none; a limit that is found goes into the data and changes this line."""
    for service in catalogue.services().values():
        assert service.zone_ids("us-east-1") is None


def test_fips_endpoints_of_bedrock_are_offered_in_six_regions() -> None:
    """For the others it is not known where they are offered."""
    runtime = catalogue.service("bedrock-runtime-fips")
    offered = {name for name, r in catalogue.regions().items() if r.partition != "aws-cn" and runtime.offered(name)}
    assert offered == {"us-east-1", "us-east-2", "us-west-2", "ca-central-1", "us-gov-east-1", "us-gov-west-1"}
    assert runtime.offered("eu-west-1") is False
    assert catalogue.service("bedrock-runtime").offered("eu-west-1") is None


@pytest.mark.parametrize("method", ["service_name", "hosts", "wildcard_hosts", "zone_ids", "offered"])
def test_a_region_that_is_unknown_or_of_another_partition_is_refused(method: str) -> None:
    """The names would be wrong there, so there are none."""
    ask = getattr(catalogue.service("bedrock-runtime"), method)
    with pytest.raises(CatalogueError, match="Region 'us-east-9' is not in the catalogue"):
        ask("us-east-9")
    with pytest.raises(CatalogueError, match="cn-north-1 is in partition aws-cn"):
        ask("cn-north-1")


def test_an_unknown_service_is_refused_with_the_known_ones() -> None:
    """The way out stands in the message."""
    with pytest.raises(CatalogueError, match=r"'bedrock-runtme' is not in the catalogue; known are bedrock, "):
        catalogue.service("bedrock-runtme")
