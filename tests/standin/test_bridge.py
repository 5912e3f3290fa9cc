"""The stand-in imitates the bridge: defaults, unknowns, replacements."""

import pytest

from standin import bridge
from standin.kinds import KINDS, properties_of
from standin.values import UNKNOWN

URN = "urn:pulumi:test::scene::aws:ec2/securityGroup:SecurityGroup::endpoints"


@pytest.mark.parametrize("name", KINDS)
def test_the_table_names_properties_that_the_sdk_has(name: str) -> None:
    """Whatever the kind table says about a property, the installed SDK has that property, as an input where it must."""
    kind, facts = KINDS[name], properties_of(name)
    inputs_named = (
        kind.replaces
        | kind.answers
        | kind.completes
        | {refers.path.split(".")[0].rstrip("[]") for refers in kind.refers}
    )
    assert inputs_named <= facts.inputs
    assert kind.sets | facts.computed | facts.filled <= facts.every


def test_a_preview_leaves_unknown_what_aws_decides() -> None:
    """Of a route table only its inputs are known; routes are unknown although nobody set them, tags are simply absent."""
    outputs = bridge.preview_create("ec2.RouteTable", {"vpcId": "vpc-1", "region": "us-east-1"})
    assert outputs == {
        "arn": UNKNOWN,
        "id": UNKNOWN,
        "ownerId": UNKNOWN,
        "propagatingVgws": UNKNOWN,
        "region": "us-east-1",
        "routes": UNKNOWN,
        "tags": None,
        "tagsAll": UNKNOWN,
        "vpcId": "vpc-1",
    }


def test_an_endpoints_dns_entries_are_unknown_at_preview() -> None:
    """Names of an endpoint are computed, though the published data does not list them: the SDK takes none."""
    assert bridge.preview_create("ec2.VpcEndpoint", {"vpcId": "vpc-1"})["dnsEntries"] == UNKNOWN


def test_a_collection_with_an_unknown_is_unknown_as_a_whole() -> None:
    """One unknown subnet hides how many there are; one unknown value hides which tags there are."""
    inputs = {"subnetIds": ["subnet-1", UNKNOWN], "tags": {"Name": UNKNOWN}}
    outputs = bridge.preview_create("ec2.VpcEndpoint", inputs)
    assert (outputs["subnetIds"], outputs["tags"]) == (UNKNOWN, UNKNOWN)


def test_addresses_that_aws_picks_are_unknown_until_it_has() -> None:
    """A Resolver endpoint's addresses are unknown as a whole though the program says where they are; then they stay."""
    name, inputs = "route53.ResolverEndpoint", {"ipAddresses": [{"subnetId": "subnet-1"}], "name": "a"}
    picked = {"ipAddresses": [{"subnetId": "subnet-1", "ip": "10.0.0.10", "ipId": "rni-1"}], "name": "a"}
    assert bridge.preview_create(name, inputs)["ipAddresses"] == UNKNOWN
    assert bridge.preview_update(name, picked, inputs, {**inputs, "name": "b"}) == {**picked, "name": "b"}
    moved = {**inputs, "ipAddresses": [{"subnetId": "subnet-2"}]}
    assert bridge.preview_update(name, picked, inputs, moved)["ipAddresses"] == UNKNOWN


def test_an_attachment_that_aws_makes_is_unknown_at_preview() -> None:
    """Neither a VPN nor a Direct Connect association knows its attachment before it exists."""
    for name in ("ec2.VpnConnection", "directconnect.GatewayAssociation"):
        assert bridge.preview_create(name, {})["transitGatewayAttachmentId"] == UNKNOWN


def test_a_set_comes_back_in_an_order_of_its_own() -> None:
    """Two orders of one set give the same outputs and no difference; a list keeps its order."""
    one, other = [{"subnetIds": list(order)} for order in ("abcdef", "fedcba")]
    assert bridge.echo("ec2.VpcEndpoint", one) == bridge.echo("ec2.VpcEndpoint", other)
    assert bridge.echo("ec2.VpcEndpoint", one)["subnetIds"] not in (list("abcdef"), list("fedcba"))
    assert bridge.changed_keys("ec2.VpcEndpoint", one, other) == frozenset()


def test_a_made_up_name_stays_until_the_resource_is_replaced() -> None:
    """Preview and update agree on a name, the next run keeps it, a replacement gets another."""
    first = bridge.check("ec2.SecurityGroup", URN, {}, {}, generation=0)
    again = bridge.check("ec2.SecurityGroup", URN, {}, first, generation=1)
    replacement = bridge.check("ec2.SecurityGroup", URN, {}, {}, generation=1)
    assert first == {"__defaults": ["name"], "name": bridge.auto_name(URN, 0)}
    assert first["name"].startswith("endpoints-")
    assert again["name"] == first["name"] != replacement["name"]


def test_a_given_name_is_taken() -> None:
    """Nothing is made up where the program names its resource, and a record has no made-up name at all."""
    assert bridge.check("ec2.SecurityGroup", URN, {"name": "mine"}, {}, 0) == {"__defaults": [], "name": "mine"}
    assert bridge.check("route53.Record", URN, {}, {}, 0) == {"__defaults": []}


@pytest.mark.parametrize(
    ("name", "olds", "news", "replaces"),
    [
        ("ec2.Subnet", {"cidrBlock": "10.0.0.0/24"}, {"cidrBlock": "10.0.1.0/24"}, {"cidrBlock"}),
        ("ec2.Subnet", {"tags": {"a": "1"}}, {"tags": {"a": "2"}}, set()),
        ("ec2.Subnet", {"vpcId": "vpc-1"}, {"vpcId": UNKNOWN}, {"vpcId"}),
        ("ec2.Vpc", {"region": "us-east-1"}, {"region": "us-west-2"}, {"region"}),
        ("ec2transitgateway.VpcAttachment", {"subnetIds": ["a"]}, {"subnetIds": ["a", "b"]}, set()),
        ("ec2.ManagedPrefixList", {"maxEntries": 5}, {"maxEntries": 10}, set()),
        ("directconnect.Gateway", {"name": "a"}, {"name": "b"}, set()),
        ("directconnect.Gateway", {"amazonSideAsn": "64600"}, {"amazonSideAsn": "64601"}, {"amazonSideAsn"}),
        ("directconnect.GatewayAssociation", {"allowedPrefixes": ["10.0.0.0/8"]}, {"allowedPrefixes": []}, set()),
        ("directconnect.GatewayAssociation", {"proposalId": "1"}, {"proposalId": "2"}, set()),
        ("directconnect.TransitVirtualInterface", {"mtu": 1500}, {"mtu": 8500}, set()),
        ("directconnect.HostedTransitVirtualInterface", {"mtu": 1500}, {"mtu": 8500}, {"mtu"}),
        ("ec2.CustomerGateway", {"ipAddress": "198.51.100.7"}, {"ipAddress": "198.51.100.8"}, {"ipAddress"}),
        ("ec2.VpnConnection", {"customerGatewayId": "cgw-1"}, {"customerGatewayId": "cgw-2"}, set()),
        ("ec2.VpnConnection", {"tunnel1InsideCidr": "a"}, {"tunnel1InsideCidr": "b"}, {"tunnel1InsideCidr"}),
        ("route53.ResolverEndpoint", {"ipAddresses": []}, {"ipAddresses": [{"subnetId": "a"}]}, set()),
        ("route53.ResolverEndpoint", {"securityGroupIds": ["a"]}, {"securityGroupIds": ["b"]}, {"securityGroupIds"}),
        (
            "vpc.SecurityGroupIngressRule",
            {"cidrIpv4": "10.0.0.0/8"},
            {"prefixListId": "pl-1"},
            {"cidrIpv4", "prefixListId"},
        ),
        ("vpc.SecurityGroupIngressRule", {"cidrIpv4": "10.0.0.0/8"}, {"cidrIpv4": "10.0.0.0/9"}, set()),
    ],
)
def test_a_change_replaces_only_what_aws_cannot_change(
    name: str, olds: dict[str, object], news: dict[str, object], replaces: set[str]
) -> None:
    """Each property is changed in place or forces a replacement as the real provider's schema says."""
    found = bridge.difference(name, olds, news)
    assert found.changed
    assert found.replaces == replaces


def test_a_replacement_under_a_given_name_deletes_first() -> None:
    """Two groups of one name cannot stand side by side, so the old one goes first; a made-up name needs no such care."""
    olds, news = {"name": "mine", "vpcId": "vpc-1"}, {"name": "mine", "vpcId": "vpc-2"}
    made_up = {"__defaults": ["name"]}
    assert bridge.difference("ec2.SecurityGroup", olds, news).delete_first
    assert not bridge.difference("ec2.SecurityGroup", {**olds, **made_up}, {**news, **made_up}).delete_first


def test_the_preview_of_an_update_keeps_what_does_not_move() -> None:
    """In place, known outputs stay known; a prefix list's version moves with its entries, all tags with the tags."""
    olds = {"entries": [], "maxEntries": 5, "tags": {}}
    outputs = {**olds, "arn": "arn:1", "version": 1, "tagsAll": {}}
    news = {"entries": [{"cidr": "10.0.0.0/8"}], "maxEntries": 5, "tags": {"a": "1"}}
    previewed = bridge.preview_update("ec2.ManagedPrefixList", outputs, olds, news)
    assert (previewed["arn"], previewed["version"], previewed["tagsAll"]) == ("arn:1", UNKNOWN, UNKNOWN)
