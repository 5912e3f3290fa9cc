"""The kinds of Route 53 Resolver that link to other networks: endpoints and forwarding rules."""

from .record import GROUPS, SHARED, VPC, Kind, Refers, words

RESOLVER_KINDS = {
    "route53.ResolverEndpoint": Kind(
        arn="route53resolver:resolver-endpoint/{id}",
        missing="ResourceNotFoundException: Resolver endpoint with ID '{id}' does not exist.",
        in_use="InvalidRequestException: The Resolver endpoint {id} is still used by {users}.",
        replaces=words("direction securityGroupIds"),
        sets=words("ipAddresses protocols securityGroupIds"),
        refers=(Refers("ipAddresses[].subnetId", ("ec2.Subnet",)), Refers("securityGroupIds[]", GROUPS)),
        answers=words("rniEnhancedMetricsEnabled targetNameServerMetricsEnabled"),
        completes=words("ipAddresses"),
    ),
    "route53.ResolverRule": Kind(
        prefix="rslvr-rr-",
        arn="route53resolver:resolver-rule/{id}",
        missing="ResourceNotFoundException: Resolver rule with ID '{id}' does not exist.",
        in_use="ResourceInUseException: The Resolver rule {id} is still used by {users}.",
        replaces=words("domainName ruleType"),
        sets=words("targetIps"),
        refers=(Refers("resolverEndpointId", ("route53.ResolverEndpoint",)),),
    ),
    "route53.ResolverRuleAssociation": Kind(
        late_delete=3,
        prefix="rslvr-rrassoc-",
        replaces=words("name resolverRuleId vpcId"),
        refers=(Refers("resolverRuleId", ("route53.ResolverRule",), SHARED), VPC),
    ),
}
