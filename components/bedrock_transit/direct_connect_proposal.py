"""What the transit gateway's owner does where the Direct Connect gateway is another account's: propose the association."""

from typing import Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child
from .link_plans import DirectConnectAssociationPlan


class DirectConnectProposalArgs(TypedDict):
    """Arguments of ``DirectConnectProposal``."""

    association: DirectConnectAssociationPlan
    """Region, accounts and allowed prefixes."""
    dx_gateway_id: pulumi.Input[str]
    """The other account's Direct Connect gateway."""
    transit_gateway_id: pulumi.Input[str]
    """The Region's transit gateway."""


class DirectConnectProposal(pulumi.ComponentResource):
    """Proposes to the owner of a Direct Connect gateway to associate it with the transit gateway.

    Runs with the network account's provider; ``DirectConnectAssociation`` accepts with the other account's.

    Source: AWS Direct Connect user guide, "Associating a transit gateway across accounts".
    """

    proposal_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: DirectConnectProposalArgs, opts: Optional[pulumi.ResourceOptions] = None
    ) -> None:
        super().__init__("bedrock-transit:index:DirectConnectProposal", name, dict(args), opts)
        plan = args["association"]
        self.proposal = aws.directconnect.GatewayAssociationProposal(
            f"{name}-proposal",
            region=plan["region"],
            dx_gateway_id=args["dx_gateway_id"],
            dx_gateway_owner_account_id=plan["gateway_account_id"],
            associated_gateway_id=args["transit_gateway_id"],
            allowed_prefixes=plan["allowed_prefixes"],
            opts=child(self),
        )
        self.proposal_id = self.proposal.id
        self.register_outputs({"proposal_id": self.proposal_id})
