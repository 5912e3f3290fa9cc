"""The kinds inside of a VPC."""

from .record import GROUPS, SHARED, VPC, Kind, Refers, words

_NOT_IN_THIS_NETWORK = (
    "carrierGatewayId",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)
"""Targets of routes that nothing here can create."""

_GROUP_RULE = Kind(
    prefix="sgr-",
    arn="ec2:security-group-rule/{id}",
    replaces=words("securityGroupId"),
    refers=(
        Refers("securityGroupId", GROUPS),
        Refers("referencedSecurityGroupId", GROUPS),
        Refers("prefixListId", ("ec2.ManagedPrefixList",), SHARED),
    ),
)

VPC_KINDS = {
    "ec2.Vpc": Kind(
        prefix="vpc-",
        arn="ec2:vpc/{id}",
        missing="InvalidVpcID.NotFound: The vpc ID '{id}' does not exist",
        in_use="DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted. [{users}]",
        replaces=words("cidrBlock ipv4IpamPoolId ipv4NetmaskLength"),
    ),
    "ec2.VpcIpv4CidrBlockAssociation": Kind(
        late_create=3,
        in_use="InvalidCidrBlock.InUse: The CIDR block of {id} holds {users}.",
        prefix="vpc-cidr-assoc-",
        replaces=words("cidrBlock ipv4IpamPoolId ipv4NetmaskLength vpcId"),
        refers=(VPC,),
    ),
    "ec2.DefaultSecurityGroup": Kind(
        prefix="sg-",
        arn="ec2:security-group/{id}",
        replaces=words("vpcId"),
        sets=words("ingress egress"),
        refers=(VPC,),
    ),
    "ec2.Subnet": Kind(
        late_delete=1,
        prefix="subnet-",
        arn="ec2:subnet/{id}",
        missing="InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
        in_use="DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted. [{users}]",
        replaces=words("availabilityZone availabilityZoneId cidrBlock ipv6Native outpostArn vpcId"),
        refers=(VPC,),
    ),
    "ec2.RouteTable": Kind(
        prefix="rtb-",
        arn="ec2:route-table/{id}",
        missing="InvalidRouteTableID.NotFound: The routeTable ID '{id}' does not exist",
        in_use="DependencyViolation: The routeTable '{id}' has dependencies and cannot be deleted. [{users}]",
        replaces=words("vpcId"),
        sets=words("routes propagatingVgws"),
        refers=(
            VPC,
            Refers("routes[].transitGatewayId", ("ec2transitgateway.TransitGateway",), SHARED),
            *(Refers(f"routes[].{name}", ()) for name in _NOT_IN_THIS_NETWORK),
        ),
    ),
    "ec2.RouteTableAssociation": Kind(
        prefix="rtbassoc-",
        replaces=words("subnetId gatewayId"),
        refers=(
            Refers("subnetId", ("ec2.Subnet",)),
            Refers("gatewayId", ()),
            Refers("routeTableId", ("ec2.RouteTable",)),
        ),
    ),
    "ec2.Route": Kind(
        late_delete=3,
        prefix="r-",
        replaces=words("routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId"),
        refers=(
            Refers("routeTableId", ("ec2.RouteTable",)),
            Refers("destinationPrefixListId", ("ec2.ManagedPrefixList",), SHARED),
            Refers("transitGatewayId", ("ec2transitgateway.TransitGateway",), SHARED),
            *(Refers(name, ()) for name in _NOT_IN_THIS_NETWORK),
        ),
    ),
    "ec2.NetworkAcl": Kind(
        prefix="acl-",
        arn="ec2:network-acl/{id}",
        missing="InvalidNetworkAclID.NotFound: The networkAcl ID '{id}' does not exist",
        replaces=words("vpcId"),
        sets=words("ingress egress subnetIds"),
        refers=(VPC, Refers("subnetIds[]", ("ec2.Subnet",))),
    ),
    "ec2.SecurityGroup": Kind(
        prefix="sg-",
        arn="ec2:security-group/{id}",
        missing="InvalidGroup.NotFound: The security group '{id}' does not exist",
        in_use="DependencyViolation: resource {id} has a dependent object [{users}]",
        replaces=words("description name namePrefix vpcId"),
        sets=words("ingress egress"),
        refers=(VPC,),
    ),
    "vpc.SecurityGroupIngressRule": _GROUP_RULE,
    "vpc.SecurityGroupEgressRule": _GROUP_RULE,
    "ec2.ManagedPrefixList": Kind(
        prefix="pl-",
        arn="ec2:prefix-list/{id}",
        missing="InvalidPrefixListID.NotFound: The prefix list ID '{id}' does not exist",
        in_use="DependencyViolation: The prefix list '{id}' is referenced by {users}.",
        replaces=words("addressFamily"),
        sets=words("entries"),
    ),
    "ec2.VpcEndpoint": Kind(
        prefix="vpce-",
        arn="ec2:vpc-endpoint/{id}",
        missing="InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id '{id}' does not exist",
        replaces=words("resourceConfigurationArn serviceName serviceNetworkArn serviceRegion vpcEndpointType vpcId"),
        sets=words("routeTableIds securityGroupIds subnetIds subnetConfigurations"),
        refers=(
            VPC,
            Refers("subnetIds[]", ("ec2.Subnet",)),
            Refers("securityGroupIds[]", GROUPS),
            Refers("routeTableIds[]", ("ec2.RouteTable",)),
        ),
        answers=words("dnsOptions subnetConfigurations"),
    ),
    "ec2.VpcBlockPublicAccessOptions": Kind(),
    "ec2.VpcBlockPublicAccessExclusion": Kind(
        prefix="vpcbpa-exclude-",
        replaces=words("subnetId vpcId"),
        refers=(VPC, Refers("subnetId", ("ec2.Subnet",))),
    ),
}
