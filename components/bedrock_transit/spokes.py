"""A spoke with its membership and its applications, of what the network's stack says of it: in that stack or in another."""

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence

import pulumi
from typing_extensions import NotRequired, TypedDict

from .application import Application
from .plans import ApplicationPlan, SpokePlan
from .segment_membership import SegmentMembership, SegmentMembershipArgs
from .spoke_vpc import SpokeVpc, SpokeVpcArgs
from .training_data import TrainingData
from .training_network import TrainingNetwork, TrainingNetworkArgs
from .training_plans import TrainingPlan
from .training_roles import TrainingRoles


class SpokeHandoff(TypedDict):
    """All that is needed to build a spoke. The network's stack exports it for spokes that stacks of their teams build."""

    spoke: SpokePlan
    applications: Dict[str, ApplicationPlan]
    trainings: NotRequired[Dict[str, TrainingPlan]]
    """Of those of the applications that fine-tuning jobs run in."""
    transit_gateway_id: pulumi.Input[str]
    segment_table_id: pulumi.Input[str]
    hub_table_id: pulumi.Input[str]
    peering_table_id: NotRequired[pulumi.Input[str]]
    """Where applications of the spoke call other Regions too."""
    profile_id: NotRequired[pulumi.Input[str]]
    zone_ids: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Without a Profile, with ``firewall_rule_group_id``."""
    firewall_rule_group_id: NotRequired[pulumi.Input[str]]


@dataclass(frozen=True)
class Training:
    """The components of a training network beside its application, and its plan."""

    plan: TrainingPlan
    network: TrainingNetwork
    data: TrainingData
    roles: TrainingRoles

    def exports(self) -> Dict[str, Any]:
        """What starts jobs in it needs to know."""
        network = self.plan["network"]
        return {
            "region": network["region"],
            "segment": network["segment"],
            "account_id": network["account_id"],
            "buckets": network["buckets"],
            "key_arn": self.data.key.arn,
            "key_alias": network["key_alias"],
            "role_arns": {service: role.arn for service, role in self.roles.roles.items()},
            "s3_endpoint_id": self.network.endpoint.id,
            "network_isolation": network["network_isolation"],
            "efa": network["efa"],
            "budget": network["budget"],
            "launch_boundary": self.plan["roles"]["launch_boundary"],
        }


@dataclass(frozen=True)
class Spoke:
    """The components of a built spoke; no applications while nobody has let it in."""

    vpc: SpokeVpc
    applications: Dict[str, Application]
    trainings: Dict[str, Training]

    def exports(self) -> Dict[str, Any]:
        """What its users need to know (docs/exports.md)."""
        found: Dict[str, Any] = {
            "vpc_id": self.vpc.vpc.id,
            "applications": {name: _where(application) for name, application in self.applications.items()},
        }
        if self.trainings:
            found["trainings"] = {
                name: {**_where(self.applications[name]), **training.exports()}
                for name, training in self.trainings.items()
            }
        return found


def _where(application: Application) -> Dict[str, Any]:
    """Where workloads of an application run."""
    return {
        "subnet_ids": {zone: subnet.id for zone, subnet in application.subnets.items()},
        "security_group_id": application.group.id,
    }


def build_spoke(
    handoff: SpokeHandoff,
    workload: pulumi.ResourceOptions,
    network: Optional[pulumi.ResourceOptions],
    shared: Sequence[pulumi.Resource] = (),
    *,
    let_in: bool = True,
) -> Spoke:
    """Builds a spoke with the provider of its account; its membership with that of the network account, where it is given.

    ``shared`` is what shares the transit gateway and the Profile, to wait for. Without a provider of the network account
    another stack lets the spoke in: until it has (``let_in``), no application can be routed to the gateway and none is built.
    """
    plan = handoff["spoke"]
    key, gateway = plan["key"], handoff["transit_gateway_id"]
    vpc = SpokeVpc(key, _vpc_args(handoff), _after(workload, shared))
    members = [membership(handoff, vpc.attachment.id, network)] if network else []
    plans = handoff.get("trainings", {}) if let_in else {}
    # Deleted after the application, whose subnets wait for interfaces that jobs left: the roles remove those.
    kept = {
        name: (
            TrainingData(f"{key}.{name}-training-data", {"data": training["data"]}, workload),
            TrainingRoles(f"{key}.{name}-training-roles", {"roles": training["roles"]}, workload),
        )
        for name, training in plans.items()
    }
    applications = {
        name: Application(
            f"{key}.{name}",
            {"application": application, "vpc_id": vpc.vpc.id, "transit_gateway_id": gateway},
            _after(workload, [*members, *kept.get(name, ())]),
        )
        for name, application in (handoff["applications"].items() if let_in else ())
    }
    trainings = {
        name: Training(
            training, _training_network(f"{key}.{name}", training, vpc, applications[name], workload), *kept[name]
        )
        for name, training in plans.items()
    }
    return Spoke(vpc, applications, trainings)


def _after(options: pulumi.ResourceOptions, awaited: Sequence[pulumi.Resource]) -> pulumi.ResourceOptions:
    """The options, with more to wait for."""
    return pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(depends_on=list(awaited)))


def _training_network(
    name: str, plan: TrainingPlan, vpc: SpokeVpc, application: Application, workload: pulumi.ResourceOptions
) -> TrainingNetwork:
    """What makes of an application's subnets a place for fine-tuning jobs."""
    args: TrainingNetworkArgs = {
        "training": plan["network"],
        "vpc_id": vpc.vpc.id,
        "route_table_id": application.table.id,
        "security_group_id": application.group.id,
    }
    return TrainingNetwork(f"{name}-training", args, workload)


def membership(
    handoff: SpokeHandoff, attachment_id: pulumi.Input[str], network: pulumi.ResourceOptions
) -> SegmentMembership:
    """Lets a spoke's attachment into its segment, with the network account's provider."""
    plan = handoff["spoke"]
    args: SegmentMembershipArgs = {
        "region": plan["region"],
        "attachment_id": attachment_id,
        "accept": not plan["own_account"],
        "segment_table_id": handoff["segment_table_id"],
        "hub_table_id": handoff["hub_table_id"],
        "tags": plan["tags"],
    }
    if "peering_table_id" in handoff:
        args["peering_table_id"] = handoff["peering_table_id"]
        args["failover_blocks"] = plan["failover_blocks"]
    return SegmentMembership(f"{plan['key']}-membership", args, network)


def _vpc_args(handoff: SpokeHandoff) -> SpokeVpcArgs:
    args: SpokeVpcArgs = {"spoke": handoff["spoke"], "transit_gateway_id": handoff["transit_gateway_id"]}
    if "profile_id" in handoff:
        args["profile_id"] = handoff["profile_id"]
    if "zone_ids" in handoff:
        args["zone_ids"] = handoff["zone_ids"]
    if "firewall_rule_group_id" in handoff:
        args["firewall_rule_group_id"] = handoff["firewall_rule_group_id"]
    return args
