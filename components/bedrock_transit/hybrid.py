"""The links to networks outside of AWS: Direct Connect gateways once, and in each Region what leads from and to them."""

from typing import Any, Dict, List, Mapping, Optional

import pulumi

from .connect_link import ConnectLink, ConnectLinkArgs
from .core import Providers
from .direct_connect_association import DirectConnectAssociation, DirectConnectAssociationArgs
from .direct_connect_gateway import DirectConnectGateway, DirectConnectGatewayArgs
from .direct_connect_proposal import DirectConnectProposal
from .dns_view import DnsView
from .link_membership import LinkMembership, LinkMembershipArgs
from .link_plans import DirectConnectAssociationPlan, ViewForwarderPlan
from .planners import NetworkPlan, RegionPlan
from .spec.links import CONNECT, DIRECT_CONNECT, VPN, partner_table
from .transit_gateway import TransitGateway
from .view_forwarder import ViewForwarder
from .view_resolver import ViewResolver
from .vpn_link import VpnLink, VpnLinkArgs

BgpKeys = Optional[pulumi.Output[Mapping[str, str]]]
Gateways = Mapping[str, DirectConnectGateway]


def build_gateways(network: NetworkPlan, accounts: Providers, keys: BgpKeys) -> Dict[str, DirectConnectGateway]:
    """The Direct Connect gateways, which belong to no Region.

    ``keys`` are the BGP keys of own interfaces, by ``<gateway>-<interface>``; an interface that has none gets one of AWS.
    Raises ``pulumi.RunError`` for a key of no interface, and for one that AWS does not take (AWS Direct Connect API
    reference, "NewTransitVirtualInterface").
    """
    own = {g: [i["key"] for i in plan["interfaces"] if not i["hosted"]] for g, plan in network.gateways.items()}
    known = {f"{gateway}-{interface}" for gateway, interfaces in own.items() for interface in interfaces}
    checked = keys.apply(lambda found: _of_interfaces(found, known)) if keys is not None else None
    built = {}
    for key, plan in network.gateways.items():
        args: DirectConnectGatewayArgs = {"gateway": plan}
        if checked is not None:
            args["bgp_keys"] = {interface: _key(checked, f"{key}-{interface}") for interface in own[key]}
        provider = pulumi.ResourceOptions(provider=accounts[plan["account"]])
        built[key] = DirectConnectGateway(f"direct-connect-{key}", args, provider)
    return built


def _of_interfaces(keys: Mapping[str, str], known: set[str]) -> Mapping[str, str]:
    unknown = sorted(set(keys) - known)
    if unknown:
        listed = ", ".join(sorted(known)) or "none"
        raise pulumi.RunError(
            f"bedrock-transit:bgp_keys has keys of no own virtual interface: {', '.join(unknown)}\n"
            f"    remedy: name them <gateway>-<interface> (there are: {listed}), or remove them"
        )
    wrong = sorted(name for name, key in keys.items() if not (isinstance(key, str) and 6 <= len(key) <= 80))
    if wrong:
        raise pulumi.RunError(
            f"bedrock-transit:bgp_keys: {', '.join(wrong)} must be text of 6 to 80 characters\n"
            "    remedy: set it with pulumi config set --secret --path 'bedrock-transit:bgp_keys.<gateway>-<interface>'"
        )
    return keys


def _key(keys: pulumi.Output[Mapping[str, str]], name: str) -> pulumi.Output[Any]:
    return keys.apply(lambda found: found.get(name))


def build_links(
    plan: RegionPlan,
    transit: TransitGateway,
    views: Mapping[str, DnsView],
    gateways: Gateways,
    accounts: Providers,
    network_account: str,
) -> Dict[str, Any]:
    """The links that end in a Region and the resolvers behind them. Returns what their other side needs to know."""
    region, home = plan.transit["region"], pulumi.ResourceOptions(provider=accounts[network_account])
    carriers = {}
    for key, association in plan.associations.items():
        tied = _association(association, transit, gateways[key], accounts, network_account)
        carriers[key] = tied.association.transit_gateway_attachment_id
        if association["networks"]:
            _member(f"{region}-direct-connect-{key}", region, carriers[key], DIRECT_CONNECT, transit, home)
    vpns = {}
    for key, vpn in plan.vpns.items():
        name = f"{region}-vpn-{key}"
        args: VpnLinkArgs = {"vpn": vpn, "transit_gateway_id": transit.gateway.id}
        if "over" in vpn:
            args["transport_attachment_id"] = carriers[vpn["over"]]
        vpns[key] = VpnLink(name, args, home)
        partner, attachment_id = vpn["partner"], vpns[key].connection.transit_gateway_attachment_id
        kind, prefixes = (partner_table(partner), vpn["networks"][partner]) if partner else (VPN, None)
        _member(name, region, attachment_id, kind, transit, home, prefixes)
    connects = {}
    for key, connect in plan.connects.items():
        name = f"{region}-connect-{key}"
        ends: ConnectLinkArgs = {
            "connect": connect,
            "transit_gateway_id": transit.gateway.id,
            "transport_attachment_id": carriers[connect["over"]],
        }
        connects[key] = ConnectLink(name, ends, home)
        _member(name, region, connects[key].attachment.id, CONNECT, transit, home)
    for segment, resolver in plan.resolvers.items():
        built = ViewResolver(
            f"{region}-{segment}-resolver",
            {
                "resolver": resolver,
                "vpc_id": views[segment].anchor.id,
                "transit_gateway_id": transit.gateway.id,
                "hub_table_id": transit.hub_table.id,
                "link_table_ids": {kind: transit.link_tables[kind].id for kind in resolver["links"]},
                "firewall_rule_group_id": views[segment].firewall.id,
            },
            home,
        )
        if segment in plan.forwarders:
            _forwarder(plan.forwarders[segment], transit, views[segment], built, home)
    told: Dict[str, Any] = {
        "vpns": {key: {"tunnel_addresses": dict(vpn.tunnels)} for key, vpn in vpns.items()},
        "resolvers": {segment: dict(resolver["addresses"]) for segment, resolver in plan.resolvers.items()},
    }
    if connects:
        told["connects"] = {key: {"addresses": dict(link.tunnels)} for key, link in connects.items()}
    return told


def _forwarder(
    plan: ViewForwarderPlan,
    transit: TransitGateway,
    view: DnsView,
    resolver: ViewResolver,
    home: pulumi.ResourceOptions,
) -> None:
    """Beside the view's resolver, in its subnets. The spec lets only views with a Profile have one."""
    if view.profile is None:
        raise pulumi.RunError(f"the view of {plan['segment']} has no Profile to put forwarding rules on")
    ViewForwarder(
        f"{plan['region']}-{plan['segment']}-forwarder",
        {
            "forwarder": plan,
            "vpc_id": view.anchor.id,
            "subnet_ids": {zone: subnet.id for zone, subnet in resolver.subnets.items()},
            "route_table_id": resolver.table.id,
            "transit_gateway_id": transit.gateway.id,
            "profile_id": view.profile.id,
        },
        pulumi.ResourceOptions.merge(home, pulumi.ResourceOptions(depends_on=[resolver.association])),
    )


def _association(
    plan: DirectConnectAssociationPlan,
    transit: TransitGateway,
    gateway: DirectConnectGateway,
    accounts: Providers,
    network_account: str,
) -> DirectConnectAssociation:
    """In the account of the Direct Connect gateway; where that is another one, the network account proposes it first."""
    name = f"{plan['region']}-direct-connect-{plan['gateway']}"
    args: DirectConnectAssociationArgs = {"association": plan, "dx_gateway_id": gateway.gateway.id}
    if plan["own_account"]:
        args["transit_gateway_id"] = transit.gateway.id
    else:
        proposed = DirectConnectProposal(
            name,
            {
                "association": plan,
                "dx_gateway_id": gateway.gateway.id,
                "transit_gateway_id": transit.gateway.id,
            },
            pulumi.ResourceOptions(provider=accounts[network_account]),
        )
        args["proposal_id"] = proposed.proposal.id
    return DirectConnectAssociation(name, args, pulumi.ResourceOptions(provider=accounts[gateway.account]))


def _member(
    name: str,
    region: str,
    attachment_id: pulumi.Output[str],
    kind: str,
    transit: TransitGateway,
    home: pulumi.ResourceOptions,
    partner_prefixes: Optional[List[str]] = None,
) -> None:
    args: LinkMembershipArgs = {
        "region": region,
        "attachment_id": attachment_id,
        "link_table_id": transit.link_tables[kind].id,
        "hub_table_id": transit.hub_table.id,
    }
    if partner_prefixes is not None:
        args["partner_prefixes"] = partner_prefixes
    LinkMembership(f"{name}-membership", args, home)
