"""The kinds of Resource Access Manager."""

from .record import Kind, Refers, words

_SHARE = Refers("resourceShareArn", ("ram.ResourceShare",))

SHARING_KINDS = {
    "ram.ResourceShare": Kind(
        arn="ram:resource-share/{id}",
        missing="UnknownResourceException: ResourceShare {id} could not be found.",
        in_use="InvalidStateTransitionException: ResourceShare {id} still has associations: {users}.",
        replaces=words("permissionArns"),
        sets=words("permissionArns"),
    ),
    "ram.ResourceAssociation": Kind(
        late_create=3,
        replaces=words("resourceArn resourceShareArn"),
        refers=(
            _SHARE,
            Refers(
                "resourceArn",
                (
                    "ec2.ManagedPrefixList",
                    "ec2.Subnet",
                    "ec2transitgateway.TransitGateway",
                    "route53.ProfilesProfile",
                    "route53.ResolverFirewallRuleGroup",
                    "route53.ResolverRule",
                ),
            ),
        ),
        in_use="ConflictException: the share association {id} is still relied on by {users}.",
    ),
    "ram.PrincipalAssociation": Kind(
        late_create=3,
        replaces=words("principal resourceShareArn"),
        refers=(_SHARE,),
        in_use="ConflictException: the share association {id} is still relied on by {users}.",
    ),
}
