"""The plan of a whole network: what is built, by account, Region, segment and spoke."""

from __future__ import annotations

from dataclasses import dataclass

from .. import link_plans, plans, training_plans


@dataclass(frozen=True)
class RegionPlan:
    """What is built in one Region, by segment, by spoke and by link."""

    transit: plans.TransitPlan
    hub: plans.HubPlan
    endpoint_sets: dict[str, plans.EndpointSetPlan]
    views: dict[str, plans.DnsViewPlan]
    spokes: dict[str, plans.SpokePlan]
    applications: dict[str, dict[str, plans.ApplicationPlan]]
    """By spoke, then by application."""
    associations: dict[str, link_plans.DirectConnectAssociationPlan]
    """By Direct Connect gateway."""
    vpns: dict[str, link_plans.VpnPlan]
    connects: dict[str, link_plans.ConnectPlan]
    resolvers: dict[str, link_plans.ViewResolverPlan]
    """By segment."""
    forwarders: dict[str, link_plans.ViewForwarderPlan]
    """By segment, where one of its networks answers for domains."""
    failover_names: dict[str, plans.FailoverNamesPlan]
    """By segment, where a grant fails over from here."""
    trainings: dict[str, dict[str, training_plans.TrainingPlan]]
    """By spoke, then by application: the training networks."""
    own_stacks: dict[str, plans.MembershipRolePlan | None]
    """The spokes that stacks of their teams build, each with the role that lets it in; without one the network's team does."""


@dataclass(frozen=True)
class AccountPlan:
    """How an account is entered. ``role_arn`` is empty where the ambient credentials are used."""

    id: str
    role_arn: str
    block_public_access: dict[str, str]
    """Mode by Region, where this stack owns the account's VPC Block Public Access."""


@dataclass(frozen=True)
class NetworkPlan:
    """All of a stack, in the order in which it is built. ``accounts`` and ``regions`` by their keys."""

    name: str
    network_account: str
    account_ids: dict[str, str]
    """Every account's id, those included that this stack does not enter."""
    accounts: dict[str, AccountPlan]
    regions: dict[str, RegionPlan]
    gateways: dict[str, link_plans.DirectConnectGatewayPlan]
    """Direct Connect gateways, which belong to no Region."""
    peerings: dict[str, link_plans.GatewayPeeringPlan]
    """By the pair of Regions, such as ``us-east-1-us-west-2``."""
    exceptions: dict[str, dict[str, str]]
