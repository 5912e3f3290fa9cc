"""Judges a plan against AWS service quotas, before AWS does it halfway through an update.

The quotas are dated data in the catalogue; ``quotas`` in the spec states those that AWS has raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from .. import catalogue
from ..plans import EndpointSetPlan
from ..spec.model import Network
from ..spec.problems import Path, Problems
from ..training_plans import TrainingPlan
from .link_quotas import Use, link_uses
from .network_plan import NetworkPlan, RegionPlan
from .peerings import sides_of


def judge(network: Network, plan: NetworkPlan, problems: Problems) -> None:
    """Reports every quota that the plan exceeds, and stated quotas that no increase can reach."""
    for key, stated in network.quotas.items():
        ceiling = _ceiling(key)
        if ceiling is not None and stated > ceiling.value:
            problems.add(
                ("quotas", key),
                f"cannot be raised above {ceiling.value} ({ceiling.source})",
                "lower it, or remove it",
                stated,
            )
    for path, key, used, what in [*_vpcs(network, plan), *_uses(plan), *link_uses(plan)]:
        quota = catalogue.quotas()[key]
        limit = network.quotas.get(key, quota.value)
        if used > limit:
            code = f" ({quota.code})" if quota.code else ""
            raised = f"have the quota{code} raised and state quotas.{key}: {used}, or spread the network"
            remedy = raised if quota.adjustable else "spread the network: this quota cannot be raised"
            problems.add(path, f"needs {used} {what}; the quota {key} is {limit}", remedy)


def _ceiling(key: str) -> catalogue.Quota | None:
    """What no increase goes beyond; nothing where AWS states no ceiling."""
    known = catalogue.quotas()
    if key == "rules_per_security_group":
        return known["rules_per_interface"]
    return known.get(f"{key}_max") or (None if known[key].adjustable else known[key])


def _vpcs(network: Network, plan: NetworkPlan) -> Iterable[Use]:
    counts: Counter[tuple[str, str]] = Counter((s.region, s.account) for s in network.spokes.values())
    for region, built in plan.regions.items():
        counts[region, network.network_account] += 1 + len(built.views)
    for (region, account), used in sorted(counts.items()):
        yield ("accounts", account), "vpcs_per_region", used, f"VPCs in {region}"


def _uses(plan: NetworkPlan) -> Iterable[Use]:
    for region, built in plan.regions.items():
        path = ("regions", region)
        tables = len(built.transit["tables"]) + len(built.transit["links"]) + 1
        what = "transit gateway route tables (one per segment, kind of link and partner, one for the hub)"
        yield path, "tgw_route_tables", tables, what
        links = len(built.associations) + len(built.vpns) + len(built.connects) + len(built.resolvers)
        sides = sides_of(plan, region)
        yield path, "tgw_peering", len(sides), "peerings of the transit gateway"
        yield path, "tgw_attachments", len(built.spokes) + links + len(sides) + 1, "transit gateway attachments"
        over = sum(len(side["endpoint_blocks"]) + len(side["consumers"]) for side in sides)
        yield path, "tgw_routes", _transit_routes(built) + over, "transit gateway routes"
        endpoints = sum(len(s["endpoints"]) for s in built.endpoint_sets.values())
        yield (*path, "hub", "services"), "interface_endpoints_per_vpc", endpoints, "endpoints in the hub"
        lists = sum(1 + len(s["classes"]) for s in built.endpoint_sets.values())
        lists += len(built.resolvers) + len(built.forwarders)
        what = "prefix lists (one per endpoint set, grant class, resolver and forwarder)"
        yield path, "prefix_lists_per_region", lists, what
        profiles = sum(view["distribution"] == "profile" for view in built.views.values())
        yield path, "profiles_per_account", profiles, "Route 53 Profiles (one per segment)"
        for segment, endpoint_set in built.endpoint_sets.items():
            yield from _endpoint_set(("segments", segment), endpoint_set)
        yield from _views(plan, region)
        yield from _parts(path, len(built.hub["attachment_subnets"]), len(built.endpoint_sets))
        for key, applications in built.applications.items():
            blocks = 1 + sum(a["secondary"] for a in applications.values())
            yield ("spokes", key), "vpc_cidr_blocks", blocks, "blocks in the VPC"
            yield from _parts(("spokes", key), len(built.hub["attachment_subnets"]), len(applications))
            yield from _trainings(("spokes", key), built.trainings[key])
    zones = sum(len(view["zones"]) for built in plan.regions.values() for view in built.views.values())
    zones += sum(
        len(forwarder["domains"]) for built in plan.regions.values() for forwarder in built.forwarders.values()
    )
    what = "private hosted zones (one per segment, Region and endpoint name or forwarded domain)"
    yield ("segments",), "hosted_zones", zones, what


def _parts(path: Path, zones: int, groups: int) -> Iterable[Use]:
    """Subnets and route tables of a VPC: those of its attachment, and of each group (endpoint set or application)."""
    yield path, "subnets_per_vpc", zones * (1 + groups), "subnets in the VPC"
    yield path, "route_tables_per_vpc", 2 + groups, "route tables in the VPC (its main one included)"


def _transit_routes(built: RegionPlan) -> int:
    static = sum(1 + len(table["blackholes"]) for table in built.transit["tables"])
    secondary = sum(a["secondary"] for spoke in built.applications.values() for a in spoke.values())
    links = sum(len(s["links"]) for s in (*built.endpoint_sets.values(), *built.resolvers.values()))
    learned = sum(
        len(prefixes)
        for networks in [
            link["networks"] for of in (built.associations, built.vpns, built.connects) for link in of.values()
        ]
        for prefixes in networks.values()
    )
    answers = sum(len(spoke["failover_blocks"]) for spoke in built.spokes.values())
    return static + links + learned + answers + len(built.spokes) + secondary


def _endpoint_set(path: Path, endpoint_set: EndpointSetPlan) -> Iterable[Use]:
    size = sum(c["max_entries"] for c in endpoint_set["classes"])
    region = endpoint_set["region"]
    yield (
        path,
        "rules_per_security_group",
        size,
        f"security group rules in {region} (prefix lists at their maximum size)",
    )
    yield path, "routes_per_route_table", size + 1, f"return routes in {region} (prefix lists at their maximum size)"
    rules = len(endpoint_set["acl_blocks"]) + len(endpoint_set["acl_networks"])
    yield path, "network_acl_rules", rules, f"network ACL rules in {region}"
    for grant_class in endpoint_set["classes"]:
        entries = len(grant_class["entries"])
        what = f"entries in {region} in the prefix list of the grant class {grant_class['key']}"
        yield path, "prefix_list_entries", entries, f"{what} (pools in segments.{path[-1]}.pools need one)"
    for endpoint in endpoint_set["endpoints"]:
        what = f"characters in {region} in the endpoint policy of {endpoint['service']}"
        yield path, "endpoint_policy_size", len(endpoint["policy"]), what


def _trainings(path: Path, trainings: Mapping[str, TrainingPlan]) -> Iterable[Use]:
    """Policies that grow with the uploaders, in bytes."""
    for name, training in trainings.items():
        here, data = (*path, "applications", name, "training", "uploaders"), training["data"]
        for use, bucket in data["buckets"].items():
            what = f"bytes in the policy of the bucket for {use} (let several uploaders share one role)"
            yield here, "s3_bucket_policy_size", len(bucket["policy"].encode()), what
        what = "bytes in the policy of the key (let several uploaders share one role)"
        yield here, "kms_key_policy_size", len(data["key_policy"].encode()), what


def _views(plan: NetworkPlan, region: str) -> Iterable[Use]:
    for segment, view in plan.regions[region].views.items():
        members = _members(plan.regions[region], segment)
        path, what = ("segments", segment, "dns"), f"VPCs in {region} that share the view"
        if view["distribution"] == "profile":
            yield path, "profile_vpcs", members, what
            continue
        for other in plan.regions.values():
            if segment in other.failover_names and region in other.failover_names[segment]["hosts"].values():
                members += _members(other, segment)
        yield path, "private_zone_vpcs", members + 1, what  # a zone's anchor VPC counts


def _members(built: RegionPlan, segment: str) -> int:
    return sum(spoke["segment"] == segment for spoke in built.spokes.values())
