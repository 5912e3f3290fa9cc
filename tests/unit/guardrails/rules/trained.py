"""A training network as the components plan it, as the pack's records: ids are short."""

from __future__ import annotations

from unit.planners.trainings import ACCOUNT, DEPLOYER

from bedrock_transit.training_plans import TrainingPlan, UploadingNetworkPlan
from transit_guardrails.model.endpoints import Bucket, Caller, Endpoint, EndpointSet, Grant, IdentityPolicy
from transit_guardrails.model.identities import Key, Role
from transit_guardrails.model.links import Link
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.trainings import Place, TrainingNetwork
from transit_guardrails.model.vpcs import Vpc


def network_of(plan: TrainingPlan) -> Network:
    """The network, its buckets, key, roles and their policies, and the hub that bound uploaders call."""
    net, found = plan["network"], Network()
    bound = {
        name: Place(one["endpoint_account_id"], tuple(map(prefix, one["prefixes"])))
        for one in net.get("uploading_networks", {}).values()
        for name in one["uploaders"]
    }
    found.trainings["t"] = TrainingNetwork(
        "t",
        net["key"],
        net["name"],
        net["region"],
        net["segment"],
        net["account_id"],
        prefix(net["block"]),
        net["network_isolation"],
        net["efa"],
        net["buckets"],
        net["key_alias"],
        net["roles"],
        net["uploaders"],
        net["budget"]["needed"],
        net["budget"]["usable"],
        bound,
    )
    found.keys["key"] = Key(
        "key", ACCOUNT, net["region"], plan["data"]["key_policy"], (net["key_alias"],), rotates=True
    )
    for use, bucket in plan["data"]["buckets"].items():
        found.buckets[use] = Bucket(
            use,
            bucket["name"],
            ((f"{use} policy", bucket["policy"]),),
            key="key",
            encryption=f"{use} encryption",
            versioned=True,
            deployer=DEPLOYER,
        )
    for service, role in plan["roles"]["roles"].items():
        found.roles[service] = Role(service, role["name"], ACCOUNT, role["trust"])
        found.tags[service] = plan["roles"]["tags"]
        policy = IdentityPolicy(f"{service} policy", role["policy"], role["name"], ACCOUNT)
        found.identity_policies[policy.id] = policy
    for name, one in net.get("uploading_networks", {}).items():
        _hub(found, net["segment"], net["region"], name, one)
    return found


def _hub(found: Network, segment: str, region: str, name: str, one: UploadingNetworkPlan) -> None:
    """The S3 endpoint of the segment's set, granted to an on-premises network that a link leads to."""
    blocks = tuple(map(prefix, one["prefixes"]))
    found.links[name] = Link(name, {name: blocks})
    found.vpcs["hub"] = Vpc("hub", region, one["endpoint_account_id"], (prefix("10.64.0.0/20"),))
    found.endpoints["s3"] = Endpoint("s3", "hub", "interface", f"com.amazonaws.{region}.s3", endpoint_set="set")
    grant = Grant(f"uploads-{name}", "s3", {}, (), (), (), (), {name: Caller(blocks, ())})
    found.endpoint_sets["set"] = EndpointSet("set", segment, (grant,))
