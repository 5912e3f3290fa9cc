"""What ties a Direct Connect gateway to a transit gateway, and what it advertises there."""

from typing import Dict, List, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired, TypedDict

from .children import child
from .link_plans import DirectConnectAssociationPlan

PATIENCE = pulumi.CustomTimeouts(create="60m", update="60m", delete="60m")
"""An association takes up to twenty minutes, each way."""


class DirectConnectAssociationArgs(TypedDict):
    """Arguments of ``DirectConnectAssociation``. State ``transit_gateway_id``, or ``proposal_id`` across accounts."""

    association: DirectConnectAssociationPlan
    """Region, accounts, allowed prefixes, and what the networks behind the gateway announce."""
    dx_gateway_id: pulumi.Input[str]
    """The Direct Connect gateway, of the account that this runs in."""
    transit_gateway_id: NotRequired[pulumi.Input[str]]
    """The Region's transit gateway, where it is in the same account."""
    proposal_id: NotRequired[pulumi.Input[str]]
    """The proposal of the transit gateway's owner, where that is another account."""


class DirectConnectAssociation(pulumi.ComponentResource):
    """Associates a Direct Connect gateway with a transit gateway. Runs with the provider of the Direct Connect gateway's owner.

    The allowed prefixes are what AWS advertises to the other side, nothing is added to them: the endpoint sets and the
    resolvers that the networks need, and the transit gateway's own block for the VPNs and Connect that run over it. Its attachment belongs to
    no table until ``LinkMembership`` puts it there; one that carries them alone belongs to none, so nothing passes in the clear.

    Source: AWS Direct Connect user guide, "Transit gateway associations", "Allowed prefixes interactions".
    """

    attachment_id: pulumi.Output[str]
    networks: pulumi.Output[Dict[str, List[str]]]
    """What each network behind the gateway announces, known before anything exists."""

    def __init__(
        self, name: str, args: DirectConnectAssociationArgs, opts: Optional[pulumi.ResourceOptions] = None
    ) -> None:
        super().__init__("bedrock-transit:index:DirectConnectAssociation", name, dict(args), opts)
        plan = args["association"]
        options = child(self)
        options.custom_timeouts = PATIENCE
        proposed = "proposal_id" in args
        self.association = aws.directconnect.GatewayAssociation(
            f"{name}-association",
            region=plan["region"],
            dx_gateway_id=args["dx_gateway_id"],
            associated_gateway_id=args.get("transit_gateway_id"),
            proposal_id=args.get("proposal_id"),
            associated_gateway_owner_account_id=plan["transit_account_id"] if proposed else None,
            allowed_prefixes=plan["allowed_prefixes"],
            opts=options,
        )
        self.attachment_id = self.association.transit_gateway_attachment_id
        self.networks = pulumi.Output.from_input(plan["networks"])
        self.register_outputs({"attachment_id": self.attachment_id, "networks": self.networks})
