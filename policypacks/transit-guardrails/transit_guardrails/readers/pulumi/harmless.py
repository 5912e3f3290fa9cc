"""Types that change nothing about who can reach what, each with the reason. Whatever is not listed is a doubt."""

from __future__ import annotations

MODULES = {
    "accessanalyzer": "finds, carries nothing",
    "account": "settings of the account",
    "athena": "queries through the service's own API",
    "backup": "copies data inside AWS",
    "bedrockfoundation": "model access, no network",
    "budgets": "costs",
    "cfg": "records configurations",
    "cloudtrail": "records calls",
    "cloudwatch": "logs, metrics, alarms",
    "computeoptimizer": "recommends",
    "costexplorer": "costs",
    "cur": "costs",
    "detective": "finds, carries nothing",
    "dynamodb": "data behind the service's own API",
    "ebs": "disks",
    "ecr": "images behind the service's own API",
    "fis": "experiments, started by hand",
    "guardduty": "finds, carries nothing",
    "iam": "identities: their policies are read, and have rules of their own",
    "identitystore": "identities",
    "inspector": "finds, carries nothing",
    "inspector2": "finds, carries nothing",
    "kms": "keys behind the service's own API",
    "macie2": "finds, carries nothing",
    "oam": "shares metrics",
    "organizations": "accounts and their policies, which only take away",
    "ram": "shares a resource: what is done with it is stated where it is done",
    "resourceexplorer": "searches",
    "resourcegroups": "groups by tag",
    "secretsmanager": "secrets behind the service's own API",
    "securityhub": "finds, carries nothing",
    "servicequotas": "quotas",
    "sns": "messages behind the service's own API",
    "sqs": "messages behind the service's own API",
    "ssoadmin": "identities",
}
"""Modules of pulumi-aws of which no type carries packets or answers names."""

TYPES = {
    "aws:ec2/eip:Eip": "an address; what it is put on is stated there",
    "aws:ec2/flowLog:FlowLog": "records traffic",
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": "only takes away",
    "aws:ec2/keyPair:KeyPair": "a key",
    "aws:ec2/launchTemplate:LaunchTemplate": "a template: what is started from it is stated there",
    "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis": "analyses",
    "aws:ec2/networkInsightsPath:NetworkInsightsPath": "analyses",
    "aws:ec2/placementGroup:PlacementGroup": "where instances run",
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": "no network",
    "aws:ec2/subnetCidrReservation:SubnetCidrReservation": "keeps addresses free",
    "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": "only takes away",
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": "options: which VPC has them is what counts, and that is a doubt",
    "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification": "tells of connections",
    "aws:ec2/vpcIpam:VpcIpam": "plans addresses",
    "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount": "plans addresses",
    "aws:ec2/vpcIpamPool:VpcIpamPool": "plans addresses: what is chosen from it is unknown where it is used",
    "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr": "plans addresses",
    "aws:ec2/vpcIpamPoolCidrAllocation:VpcIpamPoolCidrAllocation": "plans addresses",
    "aws:ec2/vpcIpamPreviewNextCidr:VpcIpamPreviewNextCidr": "plans addresses",
    "aws:ec2/vpcIpamResourceDiscovery:VpcIpamResourceDiscovery": "finds, carries nothing",
    "aws:ec2/vpcIpamResourceDiscoveryAssociation:VpcIpamResourceDiscoveryAssociation": "finds, carries nothing",
    "aws:ec2/vpcIpamScope:VpcIpamScope": "plans addresses",
    "aws:ec2/vpcNetworkPerformanceMetricSubscription:VpcNetworkPerformanceMetricSubscription": "measures",
    "aws:route53/healthCheck:HealthCheck": "measures; a record that depends on it is a doubt of its own",
    "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": "signs answers",
    "aws:route53/keySigningKey:KeySigningKey": "signs answers",
    "aws:route53/queryLog:QueryLog": "records queries",
    "aws:route53/resolverDnsSecConfig:ResolverDnsSecConfig": "checks signatures",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "records queries",
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": "records queries",
    "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization": "permits an association, which is stated apart",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": "only takes away",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "ages objects",
    "aws:s3/bucketLogging:BucketLogging": "records calls",
    "aws:s3/bucketMetric:BucketMetric": "measures",
    "aws:s3/bucketObject:BucketObject": "an object: the bucket's policy decides",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "only takes away",
    "aws:s3/bucketObjectv2:BucketObjectv2": "an object: the bucket's policy decides",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "who owns objects",
    "aws:ssm/parameter:Parameter": "a value behind the service's own API",
}

PACKAGES = {
    "random": "makes up values",
    "time": "waits",
    "tls": "makes keys",
}
"""Other providers that touch nothing outside of the state."""


def is_harmless(token: str) -> bool:
    """Whether a type is listed. The engine's own types are: stacks, providers, references to other stacks."""
    package, _, rest = token.partition(":")
    if package == "aws":
        module = rest.partition("/")[0].partition(":")[0]
        return module in MODULES or token in TYPES
    return package == "pulumi" or package in PACKAGES
