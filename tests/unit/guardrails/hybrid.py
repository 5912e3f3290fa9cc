"""The network of ``networks.design`` with a data centre: over Direct Connect at two locations, with a VPN as backup.

``dc`` (172.16.0.0/16) is granted what ``payments/api`` is granted. Its name servers, 172.16.0.53 and 172.16.1.53, ask the
Resolver endpoint in ``prod-resolver-vpc``. ``forwarding`` resolves a domain there too; ``lone`` leaves the VPN away; ``carried``
runs it over Direct Connect, which carries nothing else; ``tunnelled`` has Connect with two peers in its place; ``partnered`` adds a partner's cloud beside it.
"""

from __future__ import annotations

from dataclasses import replace

from unit.guardrails.networks import HOST, REPLIES, Build, admits, allow, change, design, labels, policy_of

from transit_guardrails.model.endpoints import Caller
from transit_guardrails.model.links import (
    CustomerGateway,
    ForwardedDomain,
    Link,
    ViewForwarder,
    ViewResolver,
    VirtualInterface,
)
from transit_guardrails.model.names import (
    FirewallAssociation,
    ProfileResource,
    ResolverEndpoint,
    ResolverRule,
    ZoneAssociation,
)
from transit_guardrails.model.network import Network
from transit_guardrails.model.ranges import prefix
from transit_guardrails.model.services import DNS, HTTPS
from transit_guardrails.model.transit import ConnectPeer, DirectConnectGateway, GatewayAssociation, Tunnel, Vpn
from transit_guardrails.model.vpcs import GroupRule

DC, CALLERS = prefix("172.16.0.0/16"), "555555555555"
CLIENTS = tuple(map(prefix, ("172.16.0.53/32", "172.16.1.53/32")))
CORP = "corp.example"
SET_BLOCK, RESOLVER_BLOCK = "10.0.1.0/27", "10.9.0.0/26"
MODERN = Tunnel(("ikev2",), ("AES256-GCM-16",), ("SHA2-384",), (20, 21))
ENDS = prefix("10.250.0.0/24")
"""Where AWS's ends of VPNs between private addresses are."""
CLOUD, FORWARDER = prefix("172.24.0.0/16"), prefix("172.24.0.4/32")
KINDS = {"dx": ("direct-connect", "direct-connect-gateway"), "vpn": ("vpn", "vpn")}


def hybrid(*links: str) -> Network:
    """The network of the module docstring, afresh; ``links`` are ``dx`` and ``vpn`` unless stated."""
    build = Build()
    build.network = design()
    change(build.network.transit_gateways, "tgw", asn=64512)
    _granted(build)
    for link in links or ("dx", "vpn"):
        _link(build, link)
    _resolver(build)
    return build.network


def forwarding(*links: str) -> Network:
    """The network whose prod view resolves ``corp.example`` at the data centre's ``CLIENTS``, by the endpoint ``out``."""
    build = Build()
    build.network = network = hybrid(*links)
    vpc, own = "prod-resolver-vpc", labels("prod", "shared")
    build.prefix_list("servers", *map(str, CLIENTS), most=10).route(
        "resolver-table", "servers", "transit-gateway", "tgw"
    )
    build.group("out-guard", vpc, GroupRule("out-ask", True, DNS, prefix_list="servers"), **own)
    domains = {CORP: ForwardedDomain("dc", CLIENTS)}
    network.view_forwarders["prod-forwarder"] = ViewForwarder("prod-forwarder", "prod", domains)
    subnets = ("resolver-1", "resolver-2")
    out = ResolverEndpoint("out", True, subnets, ("out-guard",), forwarder="prod-forwarder")
    network.resolver_endpoints["out"] = out
    targets = tuple((client, 53) for client in CLIENTS)
    network.resolver_rules["rule"] = ResolverRule("rule", CORP, True, targets, "out", "prod-forwarder")
    network.profile_resources["rule on"] = ProfileResource("rule on", "prod-profile", "rule", "rule")
    build.firewall("prod-firewall", 1, "ALLOW", HOST, CORP, f"*.{CORP}").zone("corp-zone", CORP, vpc)
    build.tag("corp-zone", own)
    build.tag("rule", own)
    return network


def lone() -> Network:
    """The data centre with Direct Connect alone."""
    return hybrid("dx")


def carried() -> Network:
    """The data centre behind a VPN between private addresses: Direct Connect under it belongs to no table."""
    network = hybrid()
    change(network.attachments, "vpn", transport="dx")
    change(network.links, "dx-link", networks={})
    change(network.transit_gateways, "tgw", blocks=(ENDS,))
    change(network.gateway_associations, "dx", allowed=(ENDS,))
    for records in (network.associations, network.propagations):
        for key in [key for key, record in records.items() if record.attachment == "dx"]:
            del records[key]
    for key in [key for key, route in network.transit_routes.items() if route.table == "dx-table"]:
        del network.transit_routes[key]
    del network.transit_tables["dx-table"]
    return network


def tunnelled(*addresses: str) -> Network:
    """The data centre behind Connect over Direct Connect, with a peer at each address: ``172.16.0.1`` and ``172.16.0.2`` unless stated."""
    build = Build()
    build.network = network = carried()
    del network.vpns["vpn"]
    change(network.attachments, "vpn", kind="connect", resource=None)
    build.tag("vpn-table", labels("shared", "shared", link="connect"))
    for address in addresses or ("172.16.0.1", "172.16.0.2"):
        key = f"peer {address}"
        network.connect_peers[key] = ConnectPeer(key, "vpn", address, 65010)
    return network


def partnered(*links: str) -> Network:
    """The network beside ``cloud`` (172.24.0.0/16), a partner that is granted the same, behind the VPN ``partner``."""
    build = Build()
    build.network = network = hybrid(*links)
    (grant,) = network.endpoint_sets["prod-set"].grants
    also = replace(grant, networks={**grant.networks, "cloud": Caller((CLOUD,), (CALLERS,))})
    change(network.endpoint_sets, "prod-set", grants=(also,))
    build.prefix_list("prod-class", "10.1.1.0/24", str(DC), str(CLOUD), most=5)
    build.route("prod-doors-table", str(CLOUD), "transit-gateway", "tgw")
    policy = network.endpoints["prod-runtime"].policy
    assert policy is not None
    change(network.endpoints, "prod-runtime", policy=policy.replace(f'"{DC}"', f'"{DC}", "{CLOUD}"'))
    more = (allow(201, str(CLOUD), services=HTTPS), allow(201, str(CLOUD), egress=True, services=REPLIES))
    change(network.network_acls, "prod-acl", entries=(*network.network_acls["prod-acl"].entries, *more))
    build.outside("partner", "vpn", "partner")
    change(network.attachments, "partner", link="partner-link")
    network.links["partner-link"] = Link("partner-link", {"cloud": (CLOUD,)}, "cloud")
    network.customer_gateways["cloud-gateway"] = CustomerGateway("cloud-gateway", 65515)
    network.vpns["partner"] = Vpn("partner", "tgw", customer_gateway="cloud-gateway", tunnels=(MODERN, MODERN))
    build.transit_table("cloud-table", "partner", **labels("shared", "shared", link="partner-cloud"))
    build.transit_route("cloud-table", SET_BLOCK, "hub-attachment")
    build.transit_route("cloud-table", RESOLVER_BLOCK, "resolver-attachment")
    build.transit_route("hub-table", str(CLOUD), "partner")
    build.prefix_list("clients", *map(str, (*CLIENTS, FORWARDER)), most=10)
    change(network.view_resolvers, "prod-resolver", clients={"dc": CLIENTS, "cloud": (FORWARDER,)})
    return network


def _granted(build: Build) -> None:
    network = build.network
    (grant,) = network.endpoint_sets["prod-set"].grants
    also = replace(grant, networks={"dc": Caller((DC,), (CALLERS,))})
    change(network.endpoint_sets, "prod-set", grants=(also,))
    build.prefix_list("prod-class", "10.1.1.0/24", str(DC), most=5)
    build.route("prod-doors-table", str(DC), "transit-gateway", "tgw")
    own, account = "10.1.1.0/24", "1" * 12
    both = policy_of(account, [own, str(DC)]).replace(f'"{account}"', f'["{account}", "{CALLERS}"]')
    change(network.endpoints, "prod-runtime", policy=both)
    more = (allow(200, str(DC), services=HTTPS), allow(200, str(DC), egress=True, services=REPLIES))
    change(network.network_acls, "prod-acl", entries=(*network.network_acls["prod-acl"].entries, *more))


def _link(build: Build, key: str) -> None:
    """An attachment with its link, table and propagation."""
    network, (tag, kind) = build.network, KINDS[key]
    build.outside(key, kind, "dxgw" if key == "dx" else key)
    change(network.attachments, key, link=f"{key}-link")
    network.links[f"{key}-link"] = Link(f"{key}-link", {"dc": (DC,)})
    build.transit_table(f"{key}-table", key, **labels("shared", "shared", link=tag))
    build.transit_route(f"{key}-table", SET_BLOCK, "hub-attachment")
    build.transit_route(f"{key}-table", RESOLVER_BLOCK, "resolver-attachment")
    build.transit_table("hub-table", learns=[key], **labels("shared", "shared"))
    if key == "dx":
        network.direct_connect_gateways["dxgw"] = DirectConnectGateway("dxgw", 64700)
        allowed = tuple(sorted((prefix(SET_BLOCK), prefix(RESOLVER_BLOCK))))
        network.gateway_associations[key] = GatewayAssociation(key, "dxgw", "tgw", allowed, key)
        for location in ("EqDC2", "EqNY5"):
            network.virtual_interfaces[location] = VirtualInterface(location, "dxgw", 65010, location)
    else:
        network.customer_gateways["router"] = CustomerGateway("router", 65010)
        network.vpns[key] = Vpn(key, "tgw", customer_gateway="router", tunnels=(MODERN, MODERN))


def _resolver(build: Build) -> None:
    """The Resolver endpoint of prod's view, in a VPC of its own."""
    own, vpc = labels("prod", "shared"), "prod-resolver-vpc"
    build.vpc(vpc, "10.9.0.0/25", account="100000000000", **own)
    build.prefix_list("clients", *map(str, CLIENTS), most=10)
    build.table("resolver-table", vpc, ("clients", "transit-gateway", "tgw")).table("resolver-tgw-table", vpc)
    for n in (1, 2):
        build.subnet(f"resolver-{n}", vpc, f"10.9.0.{16 * (n - 1)}/28", f"z{n}", table="resolver-table", **own)
        build.subnet(f"resolver-tgw-{n}", vpc, f"10.9.0.{48 + 16 * n}/28", f"z{n}", table="resolver-tgw-table", **own)
    build.group("resolver-guard", vpc, admits("resolver-in", "clients", DNS), **own)
    build.attachment("resolver-attachment", vpc, "resolver-tgw-1", "resolver-tgw-2", **own)
    build.transit_table("hub-table", "resolver-attachment", **labels("shared", "shared"))
    network = build.network
    network.view_resolvers["prod-resolver"] = ViewResolver("prod-resolver", "prod", {"dc": CLIENTS})
    network.resolver_endpoints["inbound"] = ResolverEndpoint(
        "inbound", False, ("resolver-1", "resolver-2"), ("resolver-guard",), "prod-resolver"
    )
    network.zone_associations["prod-zone there"] = ZoneAssociation("prod-zone there", "prod-zone", vpc)
    network.firewall_associations["firewall there"] = FirewallAssociation("firewall there", "prod-firewall", vpc, 101)
