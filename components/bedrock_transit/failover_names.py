"""Names of other Regions' endpoints, handed to the VPCs of a segment that may fail over to them."""

from typing import Dict, Mapping, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, profile_name
from .plans import FailoverNamesPlan


class FailoverNamesArgs(TypedDict):
    """Arguments of ``FailoverNames``."""

    names: FailoverNamesPlan
    """Region, segment, the host names and where they belong."""
    profile_id: pulumi.Input[str]
    """The segment's Route 53 Profile in its own Region."""
    zone_arns: Mapping[str, pulumi.Input[str]]
    """Private zone of each host name: that of the same segment's view in the other Region."""


class FailoverNames(pulumi.ComponentResource):
    """Puts zones of a segment's views in other Regions on its Profile, so that both Regions' names answer.

    The zones answer with the endpoints of their own Region: a name that pointed to another Region's endpoint would fail
    TLS and the signature. Apart from ``DnsView``, since two views may hand out each other's zones.

    Source: Amazon Route 53 developer guide, "Considerations when working with a private hosted zone", "Associate a
    private hosted zone to a Route 53 Profile".
    """

    hosts: pulumi.Output[Dict[str, str]]
    """Each host name with the Region whose endpoint answers, known before anything exists."""

    def __init__(self, name: str, args: FailoverNamesArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:FailoverNames", name, dict(args), opts)
        plan = args["names"]
        for host in plan["hosts"]:
            aws.route53.ProfilesResourceAssociation(
                f"{name}-{host}",
                name=profile_name(host),
                region=plan["region"],
                profile_id=args["profile_id"],
                resource_arn=args["zone_arns"][host],
                opts=child(self),
            )
        self.hosts = pulumi.Output.from_input(plan["hosts"])
        self.register_outputs({"hosts": self.hosts})
