"""Every reference is the id of exactly one resource of the expected type, so that a proof can follow it at preview."""

import json
import re
from collections import Counter

from component.graph import aws, kind, recording, target, targets, unknown_paths

from transitctl.offline import Recording, Resource

TGW = "ec2transitgateway"

# Inputs that refer to one resource, with its kind.
ONE = {
    "dxGatewayId": {"directconnect.Gateway"},
    "firewallDomainListId": {"route53.ResolverFirewallDomainList"},
    "firewallRuleGroupId": {"route53.ResolverFirewallRuleGroup"},
    "associatedGatewayId": {f"{TGW}.TransitGateway"},
    "customerGatewayId": {"ec2.CustomerGateway"},
    "destinationPrefixListId": {"ec2.ManagedPrefixList"},
    "prefixListId": {"ec2.ManagedPrefixList", "ec2.VpcEndpoint"},
    "proposalId": {"directconnect.GatewayAssociationProposal"},
    "profileId": {"route53.ProfilesProfile"},
    "resourceArn": {
        f"{TGW}.TransitGateway",
        "ec2.ManagedPrefixList",
        "route53.ProfilesProfile",
        "route53.ResolverFirewallRuleGroup",
        "route53.ResolverRule",
        "route53.Zone",
    },
    "resourceId": {"ec2.Vpc"},
    "bucket": {"s3.Bucket"},
    "role": {"iam.Role"},
    "targetBucket": {"s3.Bucket"},
    "targetKeyId": {"kms.Key"},
    "resourceShareArn": {"ram.ResourceShare"},
    "resolverEndpointId": {"route53.ResolverEndpoint"},
    "referencedSecurityGroupId": {"ec2.SecurityGroup"},
    "routeTableId": {"ec2.RouteTable"},
    "securityGroupId": {"ec2.SecurityGroup"},
    "subnetId": {"ec2.Subnet"},
    "peerTransitGatewayId": {f"{TGW}.TransitGateway"},
    "transitGatewayAttachmentId": {
        f"{TGW}.Connect",
        f"{TGW}.PeeringAttachment",
        f"{TGW}.PeeringAttachmentAccepter",
        f"{TGW}.VpcAttachment",
        "directconnect.GatewayAssociation",
        "ec2.VpnConnection",
    },
    "transitGatewayId": {f"{TGW}.TransitGateway"},
    "transitGatewayRouteTableId": {f"{TGW}.RouteTable"},
    "transportAttachmentId": {"directconnect.GatewayAssociation"},
    "transportTransitGatewayAttachmentId": {"directconnect.GatewayAssociation"},
    "vpcId": {"ec2.Vpc"},
    "zoneId": {"route53.Zone"},
}
# Inputs that refer to a set of resources of one kind.
MANY = {"routeTableIds": "ec2.RouteTable", "securityGroupIds": "ec2.SecurityGroup", "subnetIds": "ec2.Subnet"}
# Blocks with one reference inside: of an alias both parts come from one endpoint, of an alarm's dimensions from one VPN.
INSIDE = {
    "aliases": {"ec2.VpcEndpoint"},
    "dimensions": {"ec2.VpnConnection"},
    "metricQueries": {"directconnect.TransitVirtualInterface", "directconnect.HostedTransitVirtualInterfaceAcceptor"},
    "rules": {"kms.Key"},
    "vpcs": {"ec2.Vpc"},
}
# Blocks with a reference in each: a resolver's addresses.
EACH = {"ipAddresses": "ec2.Subnet"}
# Names that are a reference in other kinds only: a bucket's own name, rules without a key of the customer.
PLAIN = {("s3.Bucket", "bucket"), ("s3.BucketLifecycleConfiguration", "rules")}
# What somebody else has made or owns, and zones.
LITERAL = {
    "associatedGatewayOwnerAccountId",
    "availabilityZoneId",
    "connectionId",
    "dxGatewayOwnerAccountId",
    "virtualInterfaceId",
}


def refers(resource: Resource, key: str) -> bool:
    """Whether the input refers to something in this kind."""
    own_key = key != "rules" or "kmsMasterKeyId" in str(resource.inputs[key])
    return (kind(resource), key) not in PLAIN and own_key


def test_no_input_that_looks_like_a_reference_is_missing_in_the_tables_above(network: Recording) -> None:
    keys = {key for r in aws(network) for key in r.inputs if re.search(r"(Id|Ids|Arn|Arns)$", key)}
    assert keys <= set(ONE) | set(MANY) | LITERAL


def test_every_single_reference_is_one_resource_of_the_expected_type(network: Recording) -> None:
    wrong = [
        (r.name, key, [t.name for t in targets(network, r, key)])
        for r in aws(network)
        for key in r.inputs.keys() & ONE.keys()
        if refers(r, key) and [kind(t) in ONE[key] for t in targets(network, r, key)] != [True]
    ]
    assert wrong == []


def test_every_list_of_references_is_a_set_of_resources_of_the_expected_type(network: Recording) -> None:
    """As many dependencies as elements: none is there twice, none is something else."""
    for r in aws(network):
        for key in r.inputs.keys() & MANY.keys():
            assert {kind(t) for t in targets(network, r, key)} == {MANY[key]}, (r.name, key)
            assert len(targets(network, r, key)) == len(r.inputs[key]), (r.name, key)


def test_a_block_with_a_reference_inside_has_exactly_one(network: Recording) -> None:
    for r in aws(network):
        for key in r.inputs.keys() & INSIDE.keys():
            assert not refers(r, key) or kind(target(network, r, key)) in INSIDE[key], (r.name, key)
        for key in r.inputs.keys() & EACH.keys():
            assert {kind(t) for t in targets(network, r, key)} == {EACH[key]}, (r.name, key)
            assert len(targets(network, r, key)) == len(r.inputs[key]), (r.name, key)


def test_nothing_else_refers_to_a_resource(network: Recording) -> None:
    known = ONE.keys() | MANY.keys() | INSIDE.keys() | EACH.keys()
    assert {key for r in aws(network) for key in r.property_dependencies} <= known


def test_nothing_but_references_is_unknown(network: Recording) -> None:
    """What the proof reads is known before anything exists: blocks, ports, policies, names, tags."""
    known = ONE.keys() | MANY.keys() | INSIDE.keys() | EACH.keys()
    unknown = {(r.name, path) for r in aws(network) for path in unknown_paths(r.inputs) if path[0] not in known}
    assert unknown == set()


def test_references_and_dependencies_lead_to_registered_resources(network: Recording) -> None:
    for r in network.resources.values():
        referred = {urn for urns in r.property_dependencies.values() for urn in urns}
        assert referred <= set(r.dependencies) <= network.resources.keys()


def test_no_two_resources_share_a_urn(network: Recording) -> None:
    """The monitor refuses a second one, so recording at all says it; type and name tell them apart in a report."""
    assert Counter((r.type, r.name, r.parent) for r in network.resources.values()).most_common(1)[0][1] == 1


def test_every_policy_document_is_known_json(network: Recording) -> None:
    policies = [r.inputs["policy"] for r in aws(network, "ec2.VpcEndpoint")]
    assert policies
    for policy in policies:
        assert json.loads(policy)["Statement"]
        assert list(unknown_paths(policy)) == []


def test_a_reference_never_leaves_its_region(network: Recording) -> None:
    """But those of a peering itself: each side's routes and associations name the attachment of their own Region."""
    peering = {f"{TGW}.PeeringAttachment", f"{TGW}.PeeringAttachmentAccepter"}
    for r in (r for r in aws(network) if kind(r) not in peering):
        inputs = [r.inputs, *(t.inputs for key in r.property_dependencies for t in targets(network, r, key))]
        assert len({i["region"] for i in inputs if "region" in i}) <= 1, r.name


def _tagged(resource: Resource, tag: str) -> set[str]:
    """What a resource says that it belongs to; what is shared belongs to all."""
    return {(resource.inputs.get("tags") or {}).get(tag, "shared")} - {"shared"}


def test_a_resource_refers_to_one_segment_and_one_spoke_only(network: Recording) -> None:
    """Neither itself nor through what it ties together: an attachment and a table, a record and an endpoint."""
    for tag in ("segment", "spoke"):
        for r in aws(network):
            found = _tagged(r, tag).union(
                *(_tagged(t, tag) for k in r.property_dependencies for t in targets(network, r, k))
            )
            assert len(found) <= 1, (r.name, tag, found)


def test_everything_of_a_vpc_stays_in_it(network: Recording) -> None:
    """A subnet and its table, an endpoint with its subnets and group, an attachment, a network ACL."""

    def vpc(resource: Resource) -> str:
        return target(network, resource, "vpcId").name

    for r in aws(network):
        inside = [
            t for key in r.property_dependencies for t in targets(network, r, key) if "vpcId" in t.property_dependencies
        ]
        vpcs = {vpc(t) for t in inside if kind(t) in ("ec2.Subnet", "ec2.RouteTable", "ec2.SecurityGroup")}
        vpcs |= {vpc(r)} if "vpcId" in r.property_dependencies else set()
        assert len(vpcs) <= 1, (r.name, vpcs)


def test_an_endpoint_stands_in_its_sets_own_subnets_and_no_attachment_subnet() -> None:
    found = recording("prod")
    by_set = {
        f"{region}-{segment}": [f"{region}-{segment}-{zone}" for zone in zones]
        for segment in ("nonprod", "prod")
        for region, zones in (
            ("us-east-1", ("use1-az1", "use1-az2", "use1-az4")),
            ("us-west-2", ("usw2-az1", "usw2-az2")),
        )
    }
    for endpoint in aws(found, "ec2.VpcEndpoint"):
        owner = found.resources[endpoint.parent].name
        if endpoint.inputs["vpcEndpointType"] == "Gateway":
            assert [t.name for t in targets(found, endpoint, "routeTableIds")] == [
                owner.removesuffix("-training") + "-rt"
            ]
            continue
        assert sorted(t.name for t in targets(found, endpoint, "subnetIds")) == by_set[owner]
        assert target(found, endpoint, "securityGroupIds").name == f"{owner}-sg"
    for acl in aws(found, "ec2.NetworkAcl"):
        assert sorted(t.name for t in targets(found, acl, "subnetIds")) == by_set[acl.name.removesuffix("-acl")]


def test_an_attachment_stands_in_its_own_attachment_subnets() -> None:
    found = recording("dev")
    assert {
        a.name: sorted(t.name for t in targets(found, a, "subnetIds")) for a in aws(found, f"{TGW}.VpcAttachment")
    } == {
        f"{vpc}-attachment": [f"{vpc}-attachment-{zone}" for zone in ("use1-az1", "use1-az2")]
        for vpc in ("us-east-1-hub", "us-east-1-prod-resolver", "vpc-a", "vpc-x")
    }
