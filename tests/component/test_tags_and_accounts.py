"""Every resource says what it belongs to, where it is, and is made by the right account."""

import inspect
from functools import cache
from importlib import import_module

import pytest
from component.graph import account, aws, kind, recording

from transitctl.offline import Recording, Resource

TAGS = {"Name", "segment", "spoke", "network", "owner", "cost-center", "data-classification"}
GLOBAL = {
    "directconnect.Gateway",
    "iam.Role",
    "iam.RolePolicy",
    "route53.Record",
    "route53.Zone",
    "route53.ZoneAssociation",
}


@cache
def arguments(kind_of_resource: str) -> frozenset[str]:
    """What a resource of the AWS provider takes, as its SDK says."""
    module, _, name = kind_of_resource.partition(".")
    resource = getattr(import_module(f"pulumi_aws.{module}"), name)
    return frozenset(inspect.signature(resource._internal_init).parameters)


def taggable(resource: Resource) -> bool:
    return "tags" in arguments(kind(resource))


def test_every_resource_that_takes_tags_has_all_of_them(network: Recording) -> None:
    missing = {r.name: sorted(TAGS - (r.inputs.get("tags") or {}).keys()) for r in aws(network) if taggable(r)}
    assert {name: tags for name, tags in missing.items() if tags} == {}


def test_what_takes_no_tags_is_tied_to_something_that_does() -> None:
    """The kinds without tags, by name: a new one is seen here."""
    found = {
        kind(r)
        for name in ("prod", "company", "two-regions", "zone-by-zone", "pooled", "hybrid-accounts")
        for r in aws(recording(name))
        if not taggable(r)
    }
    assert found == {
        "directconnect.GatewayAssociation",
        "directconnect.GatewayAssociationProposal",
        "ec2.Route",
        "ec2.RouteTableAssociation",
        "ec2.VpcBlockPublicAccessOptions",
        "ec2.VpcIpv4CidrBlockAssociation",
        "ec2transitgateway.Route",
        "ec2transitgateway.RouteTableAssociation",
        "ec2transitgateway.RouteTablePropagation",
        "iam.RolePolicy",
        "kms.Alias",
        "ram.PrincipalAssociation",
        "ram.ResourceAssociation",
        "route53.ProfilesResourceAssociation",
        "route53.Record",
        "route53.ResolverFirewallRule",
        "route53.ZoneAssociation",
        "s3.BucketLifecycleConfiguration",
        "s3.BucketLogging",
        "s3.BucketOwnershipControls",
        "s3.BucketPolicy",
        "s3.BucketPublicAccessBlock",
        "s3.BucketServerSideEncryptionConfiguration",
        "s3.BucketVersioning",
    }


def test_the_name_tag_tells_resources_of_a_kind_apart(network: Recording) -> None:
    """What a console shows. Zones carry their host name, once for each view."""
    named = [
        (kind(r), r.inputs["region"], r.inputs["tags"]["Name"])
        for r in aws(network)
        if taggable(r) and "region" in r.inputs
    ]
    assert len(set(named)) == len(named)


def test_every_regional_resource_states_its_region(network: Recording) -> None:
    """One provider per account serves all Regions, so none may fall back to the provider's."""
    assert [r.name for r in aws(network) if "region" in arguments(kind(r)) and not r.inputs.get("region")] == []
    assert {kind(r) for r in aws(network) if "region" not in arguments(kind(r))} <= GLOBAL


def test_every_resource_is_made_by_the_provider_of_an_account(network: Recording) -> None:
    """None by the default provider, whose credentials could be anybody's."""
    providers = {urn for urn, r in network.resources.items() if r.type == "pulumi:providers:aws"}
    assert {r.provider.rpartition("::")[0] for r in aws(network)} <= providers


def test_a_provider_refuses_every_account_but_its_own() -> None:
    found = recording("prod")
    providers = {r.name: r.inputs for r in found.resources.values() if r.type == "pulumi:providers:aws"}
    assert {name: i["allowedAccountIds"] for name, i in providers.items()} == {
        "apps-prod": '["222233334444"]',
        "ml-prod": '["333344445555"]',
        "network": '["111122223333"]',
        "nonprod": '["444455556666"]',
        "shared": '["555566667777"]',
    }
    assert "arn:aws:iam::222233334444:role/bedrock-transit-deployer" in providers["apps-prod"]["assumeRoles"]


def test_a_spoke_is_made_in_its_own_account_and_let_in_by_the_network_account() -> None:
    """``vpc-a`` is another account's, ``vpc-b`` the network account's own."""
    found = recording("company")
    made_by = {
        (r.type.rpartition(":")[2], r.name): {
            account(child) for child in found.resources.values() if child.parent == r.urn
        }
        for r in found.resources.values()
        if r.type.startswith("bedrock-transit:")
    }
    assert made_by == {
        ("TransitGateway", "us-east-1-transit"): {"network"},
        ("Hub", "us-east-1-hub"): {"network"},
        ("EndpointSet", "us-east-1-prod"): {"network"},
        ("EndpointSet", "us-east-1-nonprod"): {"network"},
        ("DnsView", "us-east-1-prod-view"): {"network"},
        ("DnsView", "us-east-1-nonprod-view"): {"network"},
        ("SpokeVpc", "vpc-a"): {"apps"},
        ("SpokeVpc", "vpc-b"): {"network"},
        ("SpokeVpc", "vpc-x"): {"apps"},
        ("SegmentMembership", "vpc-a-membership"): {"network"},
        ("SegmentMembership", "vpc-b-membership"): {"network"},
        ("SegmentMembership", "vpc-x-membership"): {"network"},
        ("Application", "vpc-a.chat"): {"apps"},
        ("Application", "vpc-a.search"): {"apps"},
        ("Application", "vpc-b.idle"): {"network"},
        ("Application", "vpc-x.sandbox"): {"apps"},
    }


def test_public_access_is_blocked_once_per_account_and_region() -> None:
    found = recording("prod")
    blocks = aws(found, "ec2.VpcBlockPublicAccessOptions")
    assert [(account(b), b.inputs["region"], b.inputs["internetGatewayBlockMode"]) for b in blocks] == [
        ("network", "us-east-1", "block-bidirectional"),
        ("network", "us-west-2", "block-bidirectional"),
    ]
    assert aws(recording("dev"), "ec2.VpcBlockPublicAccessOptions") == []


@pytest.mark.parametrize(("network_name", "accounts"), [("dev", []), ("company", ["444455556666"])])
def test_the_gateway_is_shared_with_the_accounts_that_take_part(network_name: str, accounts: list[str]) -> None:
    found = recording(network_name)
    assert [r.inputs["principal"] for r in aws(found, "ram.PrincipalAssociation")] == accounts
    assert len(aws(found, "ram.ResourceShare")) == (1 if accounts else 0)
