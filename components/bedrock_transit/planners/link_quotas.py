"""What the links use of AWS service quotas: interfaces, prefixes, connections, resolvers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..link_plans import ViewForwarderPlan
from ..spec.problems import Path
from .network_plan import NetworkPlan, RegionPlan

Use = tuple[Path, str, int, str]
"""Where the spec decides it, the quota's key, how much the plan uses, and of what."""


def link_uses(plan: NetworkPlan) -> Iterable[Use]:
    """Every use by Direct Connect, VPN, Connect and resolvers that has a quota of its own."""
    yield from _interfaces(plan)
    for key in plan.gateways:
        path = ("direct_connect", key, "networks")
        tied = {name: built.associations[key] for name, built in plan.regions.items() if key in built.associations}
        yield path, "dxgw_tgw", len(tied), "transit gateways at the Direct Connect gateway"
        announced = sum(len(prefixes) for a in tied.values() for prefixes in a["networks"].values())
        yield path, "dx_routes_in", announced, "prefixes announced by the gateway's networks"
        for region, association in tied.items():
            what = f"prefixes advertised of {region}"
            yield path, "dx_prefixes_out", len(association["allowed_prefixes"]), what
    for region, built in plan.regions.items():
        yield from _region(region, built)


def _interfaces(plan: NetworkPlan) -> Iterable[Use]:
    on_connection: Counter[str] = Counter()
    for key, gateway in plan.gateways.items():
        path = ("direct_connect", key, "virtual_interfaces")
        yield path, "dx_vifs_per_gateway", len(gateway["interfaces"]), "virtual interfaces"
        for interface in gateway["interfaces"]:
            on_connection[interface["connection"]] += 1
    del on_connection[""]
    for connection, count in sorted(on_connection.items()):
        yield ("direct_connect",), "dx_transit_vifs_dedicated", count, f"transit virtual interfaces on {connection}"


def _region(region: str, built: RegionPlan) -> Iterable[Use]:
    yield ("direct_connect",), "tgw_dxgw", len(built.associations), f"Direct Connect gateways in {region}"
    yield ("vpns",), "vpn_connections", len(built.vpns), f"VPN connections in {region}"
    yield ("vpns",), "customer_gateways", len(built.vpns), f"customer gateways in {region}"
    for key, vpn in built.vpns.items():
        announced = sum(len(prefixes) for prefixes in vpn["networks"].values())
        yield ("vpns", key, "networks"), "vpn_routes_in", announced, "prefixes announced by the VPN's networks"
    for key, connect in built.connects.items():
        yield ("connects", key, "peers"), "tgw_connect_peers", len(connect["peers"]), "Connect peers"
        announced = sum(len(prefixes) for prefixes in connect["networks"].values())
        what = "prefixes announced by the Connect's networks"
        yield ("connects", key, "networks"), "tgw_connect_routes_in", announced, what
    where = ("regions", region, "views")
    endpoints = len(built.resolvers) + len(built.forwarders)
    yield where, "resolver_endpoints", endpoints, f"Resolver endpoints in {region} (two where a view forwards queries)"
    rules = sum(len(forwarder["domains"]) for forwarder in built.forwarders.values())
    yield where, "resolver_rules", rules, f"Resolver rules in {region} (one per domain)"
    for segment, resolver in built.resolvers.items():
        path = ("segments", segment)
        addresses = len(resolver["addresses"])
        yield path, "resolver_endpoint_addresses", addresses, f"addresses in {region} of the view's Resolver endpoint"
        size = resolver["max_entries"]
        what = f"security group rules in {region} of the view's resolver (its clients' list, twice)"
        yield path, "rules_per_security_group", 2 * size, what
        forwarder = built.forwarders.get(segment)
        routes = size + 1 + (forwarder["max_entries"] if forwarder else 0)
        yield path, "routes_per_route_table", routes, f"routes in {region} of the view's resolver and forwarder"
        clients = sum(len(servers) for servers in resolver["clients"].values())
        yield path, "prefix_list_entries", clients, f"entries in {region} in the prefix list of the resolver's clients"
    for segment, forwarder in built.forwarders.items():
        yield from _forwarder(("segments", segment), region, forwarder)


def _forwarder(path: Path, region: str, forwarder: ViewForwarderPlan) -> Iterable[Use]:
    domains, size = forwarder["domains"], forwarder["max_entries"]
    for domain, forwarded in domains.items():
        here = ("on_premises", forwarded["network"], "domains", domain)
        yield here, "resolver_rule_targets", len(forwarded["servers"]), "servers of one domain"
    yield path, "profile_resolver_rules", len(domains), f"Resolver rules in {region} on the segment's Profile"
    what = f"security group rules in {region} of the view's forwarder (its servers' list, twice)"
    yield path, "rules_per_security_group", 2 * size, what
    servers = sum(map(len, forwarder["servers"].values()))
    yield path, "prefix_list_entries", servers, f"entries in {region} in the prefix list of the forwarder's servers"
