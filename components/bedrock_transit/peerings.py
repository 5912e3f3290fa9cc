"""What ties the Regions to each other: peerings of their transit gateways, names of each other's endpoints."""

from typing import Dict, Mapping

import pulumi
import pulumi_aws as aws

from .core import Core, Providers
from .failover_names import FailoverNames
from .gateway_peering import GatewayPeering
from .link_plans import PeeringSidePlan
from .planners import NetworkPlan
from .spec.links import PEERING


def build_failover(network: NetworkPlan, cores: Mapping[str, Core], accounts: Providers) -> None:
    """The peerings, and on each Profile the names that its VPCs may fail over to. Nothing where no grant fails over."""
    home = pulumi.ResourceOptions(provider=accounts[network.network_account])
    for key, plan in network.peerings.items():
        near, far = plan["requester"], plan["accepter"]
        this, peer = cores[near["region"]].transit, cores[far["region"]].transit
        GatewayPeering(
            f"{key}-peering",
            {
                "peering": plan,
                "transit_gateway_id": this.gateway.id,
                "peering_table_id": this.link_tables[PEERING].id,
                "hub_table_id": this.hub_table.id,
                "segment_table_ids": _ids(this.segment_tables, near),
                "peer_transit_gateway_id": peer.gateway.id,
                "peer_peering_table_id": peer.link_tables[PEERING].id,
                "peer_hub_table_id": peer.hub_table.id,
                "peer_segment_table_ids": _ids(peer.segment_tables, far),
            },
            home,
        )
    for region, core in cores.items():
        for segment, names in network.regions[region].failover_names.items():
            profile = core.views[segment].profile
            if profile:  # zones without a Profile are associated with each spoke
                zones = {host: cores[place].views[segment].zones[host] for host, place in names["hosts"].items()}
                FailoverNames(
                    f"{region}-{segment}-failover-names",
                    {
                        "names": names,
                        "profile_id": profile.id,
                        "zone_arns": {host: zone.arn for host, zone in zones.items()},
                    },
                    home,
                )


def _ids(tables: Mapping[str, aws.ec2transitgateway.RouteTable], side: PeeringSidePlan) -> Dict[str, pulumi.Input[str]]:
    return {segment: tables[segment].id for segment in side["endpoint_blocks"]}
