"""The kinds of Route 53: private zones, Profiles, DNS Firewall."""

from .record import ANY, SHARED, VPC, Kind, Refers, words

_ZONE = Refers("zoneId", ("route53.Zone",))
_PROFILE = Refers("profileId", ("route53.ProfilesProfile",))
_FIREWALL_GROUP = Refers("firewallRuleGroupId", ("route53.ResolverFirewallRuleGroup",))

DNS_KINDS = {
    "route53.Zone": Kind(
        prefix="Z",
        arn="route53:hostedzone/{id}",
        missing="NoSuchHostedZone: No hosted zone found with ID: {id}",
        in_use="HostedZoneNotEmpty: The specified hosted zone {id} is still needed by {users}.",
        replaces=words("name delegationSetId"),
        sets=words("vpcs"),
        refers=(Refers("vpcs[].vpcId", ("ec2.Vpc",)),),
        regional=False,
    ),
    "route53.Record": Kind(
        replaces=words("name zoneId"),
        sets=words("records"),
        refers=(_ZONE,),
        regional=False,
    ),
    "route53.VpcAssociationAuthorization": Kind(
        late_create=3,
        replaces=words("vpcId vpcRegion zoneId"),
        refers=(_ZONE, Refers("vpcId", ("ec2.Vpc",), ANY)),
        regional=False,
    ),
    "route53.ZoneAssociation": Kind(
        late_delete=3,
        replaces=words("vpcId vpcRegion zoneId"),
        refers=(Refers("zoneId", ("route53.Zone",), ANY), Refers("vpcId", ("ec2.Vpc",), ANY)),
        regional=False,
    ),
    "route53.ProfilesProfile": Kind(
        prefix="rp-",
        arn="route53profiles:profile/{id}",
        missing="ResourceNotFoundException: The Profile {id} does not exist.",
        in_use="ConflictException: The Profile {id} still has associations: {users}.",
        replaces=words("name"),
    ),
    "route53.ProfilesResourceAssociation": Kind(
        prefix="rpr-",
        replaces=words("name profileId resourceArn"),
        refers=(
            _PROFILE,
            Refers(
                "resourceArn",
                ("route53.Zone", "route53.ResolverFirewallRuleGroup", "route53.ResolverRule", "ec2.VpcEndpoint"),
            ),
        ),
    ),
    "route53.ProfilesAssociation": Kind(
        late_delete=3,
        prefix="rpassoc-",
        arn="route53profiles:profile-association/{id}",
        replaces=words("name profileId resourceId"),
        refers=(
            Refers("profileId", ("route53.ProfilesProfile",), SHARED),
            Refers("resourceId", ("ec2.Vpc",)),
        ),
    ),
    "route53.ResolverFirewallDomainList": Kind(
        prefix="rslvr-fdl-",
        arn="route53resolver:firewall-domain-list/{id}",
        missing="ResourceNotFoundException: Can't find the resource with ID {id}.",
        in_use="ConflictException: The firewall domain list {id} is still used by {users}.",
        replaces=words("name"),
        sets=words("domains"),
    ),
    "route53.ResolverFirewallRuleGroup": Kind(
        prefix="rslvr-frg-",
        arn="route53resolver:firewall-rule-group/{id}",
        missing="ResourceNotFoundException: Can't find the resource with ID {id}.",
        in_use="ConflictException: The firewall rule group {id} is still used by {users}.",
        replaces=words("name"),
    ),
    "route53.ResolverFirewallRule": Kind(
        replaces=words("firewallDomainListId firewallRuleGroupId"),
        refers=(_FIREWALL_GROUP, Refers("firewallDomainListId", ("route53.ResolverFirewallDomainList",))),
    ),
    "route53.ResolverFirewallRuleGroupAssociation": Kind(
        late_delete=3,
        prefix="rslvr-frgassoc-",
        arn="route53resolver:firewall-rule-group-association/{id}",
        replaces=words("firewallRuleGroupId vpcId"),
        refers=(
            Refers("firewallRuleGroupId", ("route53.ResolverFirewallRuleGroup",), SHARED),
            VPC,
        ),
    ),
}
