"""What waits for what: an order in which AWS can create, and in reverse delete, without anybody in the way."""

from component.graph import aws, kind, names, recording, target, targets

from transitctl.offline import Recording, Resource

TGW = "ec2transitgateway"


def awaited(found: Recording, resource: Resource) -> list[Resource]:
    """Everything that exists before the resource does."""
    seen: dict[str, Resource] = {}
    queue = list(resource.dependencies)
    while queue:
        urn = queue.pop()
        if urn not in seen:
            seen[urn] = found.resources[urn]
            queue += found.resources[urn].dependencies
    return list(seen.values())


def awaited_names(found: Recording, resource: Resource, *kinds: str) -> list[str]:
    return names([r for r in awaited(found, resource) if kind(r) in kinds])


def test_an_applications_route_waits_until_its_vpc_is_a_member() -> None:
    """A route to a gateway that the VPC is not attached to is refused, and one before the association leads nowhere."""
    found = recording("company")
    waits = {
        r.name: awaited_names(
            found,
            r,
            f"{TGW}.VpcAttachment",
            f"{TGW}.VpcAttachmentAccepter",
            f"{TGW}.RouteTableAssociation",
            f"{TGW}.RouteTablePropagation",
        )
        for r in aws(found, "ec2.Route")
        if "destinationCidrBlock" in r.inputs
    }
    assert waits == {
        f"{spoke}.{application}-route": [
            f"{spoke}-attachment",
            f"{spoke}-membership-accepter",
            f"{spoke}-membership-association",
            f"{spoke}-membership-propagation",
        ]
        for spoke, application in (("vpc-a", "chat"), ("vpc-a", "search"), ("vpc-x", "sandbox"))
    }


def owner(network: Recording, route: Resource) -> str:
    """The component whose attachment a route of an endpoint set, of a resolver or of a forwarder beside it uses."""
    parent = network.resources[route.parent]
    if parent.type == "bedrock-transit:index:ViewForwarder":
        return f"{parent.name.removesuffix('-forwarder')}-resolver"
    resolver = parent.type == "bedrock-transit:index:ViewResolver"
    return parent.name if resolver else f"{route.inputs['region']}-hub"


def test_a_return_route_waits_until_its_vpc_is_attached_and_associated(network: Recording) -> None:
    """The hub for endpoints, the anchor for a resolver and for a forwarder."""
    for route in aws(network, "ec2.Route"):
        if "destinationPrefixListId" in route.inputs:
            hub = owner(network, route)
            assert awaited_names(network, route, f"{TGW}.RouteTableAssociation") == [f"{hub}-association"]
            assert awaited_names(network, route, f"{TGW}.VpcAttachment") == [f"{hub}-attachment"]


def test_a_transit_route_waits_for_the_attachment_that_it_leads_to(network: Recording) -> None:
    """A spoke's, a partner's and the hub's until it is in its table, a peering's until it is accepted."""
    for route in aws(network, f"{TGW}.Route"):
        parent = network.resources[route.parent]
        if parent.type == "bedrock-transit:index:GatewayPeering":
            awaited_name = f"{parent.name}-accepter"
            assert awaited_names(network, route, f"{TGW}.PeeringAttachmentAccepter") == [awaited_name]
        elif not route.inputs.get("blackhole"):
            member = parent.type.endswith(("SegmentMembership", "LinkMembership"))
            hub = parent.name if member else owner(network, route)
            assert awaited_names(network, route, f"{TGW}.RouteTableAssociation") == [f"{hub}-association"]


def test_an_attachment_of_another_account_waits_until_the_gateway_is_shared_with_it() -> None:
    found = recording("company")
    for attachment in aws(found, f"{TGW}.VpcAttachment"):
        shared = awaited_names(found, attachment, "ram.PrincipalAssociation", "ram.ResourceAssociation")
        if attachment.name in ("vpc-a-attachment", "vpc-x-attachment"):
            assert {"us-east-1-transit-share-with-444455556666", "us-east-1-transit-share-tgw"} <= set(shared)
        else:
            assert shared == []


def test_a_profile_is_shared_before_another_account_uses_it() -> None:
    found = recording("company")
    shares = {
        a.name: awaited_names(found, a, "ram.PrincipalAssociation", "ram.ResourceAssociation")
        for a in aws(found, "route53.ProfilesAssociation")
    }
    for spoke, segment in (("vpc-a", "prod"), ("vpc-x", "nonprod")):
        assert {f"us-east-1-{segment}-view-profile-share", "us-east-1-transit-share-with-444455556666"} <= set(
            shares[f"{spoke}-profile"]
        )


def test_a_membership_of_another_account_waits_for_its_acceptance() -> None:
    found = recording("company")
    waits = {
        r.name: awaited_names(found, r, f"{TGW}.VpcAttachmentAccepter")
        for r in aws(found, f"{TGW}.RouteTableAssociation", f"{TGW}.RouteTablePropagation")
        if r.name.startswith("vpc-")
    }
    assert waits == {
        f"{spoke}-membership-{role}": [f"{spoke}-membership-accepter"] if spoke != "vpc-b" else []
        for spoke in ("vpc-a", "vpc-b", "vpc-x")
        for role in ("association", "propagation")
    }


def test_only_attachments_of_other_accounts_are_accepted() -> None:
    found = recording("company")
    accepted = [target(found, a, "transitGatewayAttachmentId").name for a in aws(found, f"{TGW}.VpcAttachmentAccepter")]
    assert accepted == ["vpc-a-attachment", "vpc-x-attachment"]
    assert aws(recording("dev"), f"{TGW}.VpcAttachmentAccepter") == []


def test_an_attachment_of_the_own_account_takes_no_default_table(network: Recording) -> None:
    """With a shared gateway the accepter says it: the provider refuses both on the requester's side."""
    keys = ("transitGatewayDefaultRouteTableAssociation", "transitGatewayDefaultRouteTablePropagation")
    accepters = aws(network, f"{TGW}.VpcAttachmentAccepter")
    foreign = {target(network, a, "transitGatewayAttachmentId").name for a in accepters}
    for a in aws(network, f"{TGW}.VpcAttachment"):
        assert [a.inputs.get(key) for key in keys] == ([None, None] if a.name in foreign else [False, False])
    assert all(a.inputs[key] is False for a in accepters for key in keys)


def test_endpoints_and_attachments_go_before_their_subnets_and_groups(network: Recording) -> None:
    """Deletion is the reverse of what waits: their interfaces hold both."""
    for r in aws(network, "ec2.VpcEndpoint", f"{TGW}.VpcAttachment"):
        held = {t.urn for key in ("subnetIds", "securityGroupIds") for t in targets(network, r, key)}
        assert held <= set(r.dependencies)


def test_a_zone_is_made_with_the_anchor_and_outlives_every_spoke(network: Recording) -> None:
    """A zone that waited for a spoke's VPC could not stay when the spoke goes."""
    for zone in aws(network, "route53.Zone"):
        vpcs = awaited_names(network, zone, "ec2.Vpc")
        view = network.resources[zone.parent].name.replace("-forwarder", "-view")
        assert vpcs == [f"{view}-anchor-vpc"]


def test_a_secondary_block_is_there_before_its_subnets() -> None:
    found = recording("pooled")
    for subnet in aws(found, "ec2.Subnet"):
        application = subnet.name.removesuffix("-use1-az1").removesuffix("-use1-az2")
        blocks = awaited_names(found, subnet, "ec2.VpcIpv4CidrBlockAssociation")
        drawn = application in ("vpc-a.chat", "vpc-a.search", "vpc-b.idle")
        assert blocks == ([f"{application}-block"] if drawn else [])


def test_nothing_waits_for_itself(network: Recording) -> None:
    for r in network.resources.values():
        assert r.urn not in {other.urn for other in awaited(network, r)}


def test_data_and_roles_of_a_training_network_outlive_its_subnets_and_group() -> None:
    """A subnet or group waits for the interfaces that jobs left, and the role that removes them must be there until then."""
    found = recording("dev").resources
    kept = [r for r in found.values() if r.type.endswith((":TrainingData", ":TrainingRoles"))]
    assert len(kept) == 4
    for component in kept:
        (application,) = (r for r in found.values() if r.name == component.name.rpartition("-training-")[0])
        assert {r.urn for r in found.values() if r.parent == component.urn} <= set(application.dependencies)
