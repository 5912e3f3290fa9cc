"""A Connect attachment over Direct Connect with its peers."""

from typing import Dict, List, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, named
from .link_plans import ConnectPlan

PATIENCE = pulumi.CustomTimeouts(create="30m", update="30m", delete="30m")
"""The provider's own ten minutes are short for a gateway that is busy with its other attachments."""


class ConnectLinkArgs(TypedDict):
    """Arguments of ``ConnectLink``."""

    connect: ConnectPlan
    """Region, the appliances, and what the networks behind them announce."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway, which has a block of its own for its ends of the tunnels."""
    transport_attachment_id: pulumi.Input[str]
    """The Direct Connect attachment that it runs over."""


class ConnectLink(pulumi.ComponentResource):
    """A Connect attachment with a GRE tunnel, and two BGP sessions inside, to each appliance.

    The attachment belongs to no table until ``LinkMembership`` puts it there. AWS takes the outer addresses of its own ends from
    the transit gateway's block. GRE encrypts nothing.

    Source: Amazon VPC Transit Gateways guide, "Connect attachments and Connect peers".
    """

    attachment_id: pulumi.Output[str]
    networks: pulumi.Output[Dict[str, List[str]]]
    """What each network behind the appliances announces, known before anything exists."""
    addresses: pulumi.Output[Dict[str, str]]
    """AWS's outer address of each tunnel, by peer."""

    def __init__(self, name: str, args: ConnectLinkArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:ConnectLink", name, dict(args), opts)
        plan = args["connect"]
        options = child(self)
        options.custom_timeouts = PATIENCE
        self.attachment = aws.ec2transitgateway.Connect(
            f"{name}-attachment",
            region=plan["region"],
            protocol="gre",
            transit_gateway_id=args["transit_gateway_id"],
            transport_attachment_id=args["transport_attachment_id"],
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            tags=named(plan["tags"], f"{name}-attachment"),
            opts=options,
        )
        peers = {
            key: aws.ec2transitgateway.ConnectPeer(
                f"{name}-peer-{key}",
                region=plan["region"],
                transit_gateway_attachment_id=self.attachment.id,
                peer_address=peer["address"],
                bgp_asn=str(int(peer["asn"])),
                inside_cidr_blocks=[peer["inside_cidr"]],
                tags=named(plan["tags"], f"{name}-peer-{key}"),
                opts=child(self),
            )
            for key, peer in plan["peers"].items()
        }
        self.attachment_id = self.attachment.id
        self.networks = pulumi.Output.from_input(plan["networks"])
        self.tunnels = {key: peer.transit_gateway_address for key, peer in peers.items()}
        self.addresses = pulumi.Output.all(**self.tunnels)
        self.register_outputs(
            {"attachment_id": self.attachment_id, "networks": self.networks, "addresses": self.addresses}
        )
