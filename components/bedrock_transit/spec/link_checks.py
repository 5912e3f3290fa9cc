"""Checks of networks outside, on-premises ones and partners, and of the links that lead to them.

Sources: AWS Direct Connect user guide, "Transit gateway associations" (private numbers that differ; the allowed prefixes
are what is advertised); Amazon EC2 API reference, "CreateCustomerGateway" (one for each address and number); Amazon VPC
Transit Gateways guide, "Static routes" (a table holds one to each block, so a partner has one VPN).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from ipaddress import IPv4Network

from .known import Known
from .links import AZURE_INSIDE, CONNECT, DIRECT_CONNECT, PEERING, VPN, Outside, Partner, Vpn, partner_table
from .model import Network
from .problems import Path, Problems
from .types import PRIVATE_ASNS, RESERVED_ASNS


def check_links(network: Network, known: Known, set_aside: Collection[Path], problems: Problems) -> None:
    """Reports networks that are nowhere, that nothing leads to or that meet a spoke's name; numbers that meet; and
    gateways that would advertise nothing."""
    taken = dict.fromkeys(
        [*network.spokes, *(path[1] for path in set_aside if path[0] == "spokes" and len(path) > 1)], "spokes"
    )
    for collection, networks in (("on_premises", network.on_premises), ("partners", network.partners)):
        for key, stated in networks.items():
            if key in taken:
                reason = f"is the name of {taken[key]}.{key} too"
                problems.add((collection, key), reason, "choose another name", key)
            _network((collection, key), stated, known, problems)
        taken |= dict.fromkeys(networks, collection)
    _linked(network, set_aside, problems)
    _tables(network, problems)
    amazon = _transit_numbers(network)
    for key, gateway in network.direct_connect.items():
        path = ("direct_connect", key)
        if gateway.account is not None:
            problems.one_of((*path, "account"), gateway.account, known.accounts, "account of this spec")
        check_networks(path, gateway.behind, known, problems)
        _gateway_number((*path, "asn"), gateway.asn, amazon, problems)
        if gateway.behind and all(name in known.networks for name in gateway.behind):
            _granted(path, gateway.behind, network, set_aside, problems)
    amazon = amazon_numbers(network)
    for key, gateway in network.direct_connect.items():
        for name, interface in gateway.virtual_interfaces.items():
            if interface.customer_asn is not None:
                here = ("direct_connect", key, "virtual_interfaces", name, "customer_asn")
                check_customer_number(here, interface.customer_asn, amazon, problems)
    _vpns(network, known, amazon, problems)


def amazon_numbers(network: Network) -> dict[int, str]:
    """The BGP numbers of AWS's ends, each with where it is stated."""
    direct = {gateway.asn: f"direct_connect.{key}.asn" for key, gateway in network.direct_connect.items()}
    return _transit_numbers(network) | direct


def _transit_numbers(network: Network) -> dict[int, str]:
    return {region.amazon_side_asn: f"regions.{name}.amazon_side_asn" for name, region in network.regions.items()}


def _network(path: Path, stated: Outside, known: Known, problems: Problems) -> None:
    problems.one_of((*path, "region"), stated.region, known.regions, "Region of this spec")
    problems.one_of((*path, "segment"), stated.segment, known.segments, "segment of this spec")
    for i, account in enumerate(stated.accounts):
        problems.one_of((*path, "accounts", str(i)), account, known.accounts, "account of this spec")
    for i, address in enumerate(stated.resolvers):
        here = (*path, "resolvers", str(i))
        if address in stated.resolvers[:i]:
            problems.add(here, "stands in the list twice", "name each server once", address)
        if not any(address in prefix for prefix in stated.prefixes):
            listed = ", ".join(map(str, stated.prefixes))
            problems.add(here, f"lies outside of the network's prefixes ({listed})", "state a server inside", address)


def _linked(network: Network, set_aside: Collection[Path], problems: Problems) -> None:
    """A link that could not be read may name any network."""
    if any(path[0] in ("direct_connect", "vpns", "connects") for path in set_aside):
        return
    behind = [gateway.behind for gateway in network.direct_connect.values()]
    behind += [vpn.behind for vpn in network.vpns.values()]
    behind += [connect.networks for connect in network.connects.values()]
    linked = {name for names in behind for name in names}
    for key in network.on_premises.keys() - linked:
        remedy = (
            "name it in the networks of a direct_connect gateway, of a VPN of vpns or of one of connects, or remove it"
        )
        problems.add(("on_premises", key), "has no link: nothing leads to it", remedy, key)
    for key in network.partners.keys() - linked:
        remedy = "name it as the partner of a VPN of vpns, or remove it"
        problems.add(("partners", key), "has no link: nothing leads to it", remedy, key)


def _tables(network: Network, problems: Problems) -> None:
    """A kind's table stands beside the segments' tables."""
    peered = [key for key, grant in network.grants.items() if grant.failover]
    links_of = {DIRECT_CONNECT: network.direct_connect, CONNECT: network.connects, VPN: network.vpns, PEERING: peered}
    for kind, links in links_of.items():
        if links and kind in network.segments:
            reason = "is the name of the route table of such links"
            problems.add(("segments", kind), reason, "choose another name", kind)
    for name in network.partners:
        if (table := partner_table(name)) in network.segments:
            reason = f"is the name of the route table of partners.{name}"
            problems.add(("segments", table), reason, "choose another name", table)


def check_networks(path: Path, names: Sequence[str], known: Known, problems: Problems) -> None:
    """Reports names that are no on-premises network's, or stand there twice."""
    for i, name in enumerate(names):
        here = (*path, "networks", str(i))
        if name in names[:i]:
            problems.add(here, "stands in the list twice", "name each network once", name)
        if name in known.partners and name not in known.networks:
            reason = f"is partners.{name}, and a partner shares no link with on-premises networks"
            problems.add(here, reason, f"remove it, and state partner: {name} at a VPN of its own", name)
        else:
            problems.one_of(here, name, known.networks, "on-premises network")


def _gateway_number(path: Path, asn: int, amazon: Mapping[int, str], problems: Problems) -> None:
    if not any(asn in private for private in PRIVATE_ASNS):
        remedy = "use 64512-65534 or 4200000000-4294967294"
        problems.add(path, "is not a private BGP number", remedy, asn)
    if asn in amazon:
        problems.add(path, f"is the number of {amazon[asn]} too", "give each gateway a number of its own", asn)


def check_customer_number(path: Path, asn: int, amazon: Mapping[int, str], problems: Problems) -> None:
    """Reports a reserved number of the other end of a BGP session, and one of AWS's ends."""
    if asn in RESERVED_ASNS:
        remedy = "state the number of your router: your own public one, or a private one"
        problems.add(path, "is a reserved BGP number", remedy, asn)
    if asn in amazon:
        reason = f"is the number of {amazon[asn]} too: BGP would take its routes for a loop"
        problems.add(path, reason, "give the customer's router a number of its own", asn)


def _granted(
    path: Path, names: Sequence[str], network: Network, set_aside: Collection[Path], problems: Problems
) -> None:
    """What a gateway advertises are the endpoints that its networks are granted; a resolver alone is no use."""
    if any(path[0] == "grants" for path in set_aside):
        return
    granted = {consumer for grant in network.grants.values() for consumer in grant.consumers}.union(network.uploading)
    if not granted.intersection(names):
        remedy = "name one of them in a grant's consumers, or remove the gateway until there is something to reach"
        reason = "are granted nothing: the gateway would advertise no endpoint"
        problems.add((*path, "networks"), reason, remedy, ", ".join(names))


def _vpns(network: Network, known: Known, amazon: Mapping[int, str], problems: Problems) -> None:
    devices: dict[tuple[str, object, int], str] = {}
    partners: dict[str, str] = {}
    for key, vpn in network.vpns.items():
        path, device = ("vpns", key), vpn.customer_gateway
        check_networks(path, vpn.networks or (), known, problems)
        if vpn.partner is not None:
            _partner((*path, "partner"), vpn.partner, partners, known, problems)
            if vpn.partner in network.partners:
                _inside((*path, "tunnel_inside_cidrs"), vpn, network.partners[vpn.partner], problems)
        check_customer_number((*path, "customer_gateway", "asn"), device.asn, amazon, problems)
        places = sorted({network.outside[name].region for name in vpn.behind if name in network.outside})
        if len(places) > 1:
            reason = f"lie in several Regions ({', '.join(places)}): a VPN ends at the transit gateway of one"
            problems.add((*path, "networks"), reason, "write one VPN for each Region", ", ".join(vpn.behind))
        for place in places:
            twin = devices.setdefault((place, device.address, device.asn), key)
            if twin != key:
                reason = f"is the device of vpns.{twin} too, and AWS takes it once in a Region"
                shared = vpn.partner or network.vpns[twin].partner
                remedy = f"name all networks behind the device in vpns.{twin}"
                remedy = "give a partner's VPN a device of its own" if shared else remedy
                problems.add((*path, "customer_gateway"), reason, remedy, device.address)


def _inside(path: Path, vpn: Vpn, partner: Partner, problems: Problems) -> None:
    """Azure's gateway takes BGP addresses of two blocks alone; AWS would choose any."""
    if partner.cloud != "azure":
        return
    remedy = "state two blocks of 169.254.21.0/24 and 169.254.22.0/24, such as [169.254.21.0/30, 169.254.22.0/30]"
    if vpn.tunnel_inside_cidrs is None:
        problems.add(path, f"is not stated, and partners.{vpn.partner} is in Azure", remedy)
    for i, stated in enumerate(vpn.tunnel_inside_cidrs or ()):
        if not any(IPv4Network(stated).subnet_of(block) for block in AZURE_INSIDE):
            reason = f"is no block in which Azure speaks BGP, where partners.{vpn.partner} is"
            problems.add((*path, str(i)), reason, remedy, stated)


def _partner(path: Path, name: str, seen: dict[str, str], known: Known, problems: Problems) -> None:
    """A table of a transit gateway takes one static route to a block: a second VPN would lead nowhere."""
    if name in known.networks and name not in known.partners:
        remedy = f"state networks: [{name}], or the name of a partner"
        problems.add(path, f"is on_premises.{name}, which is no partner", remedy, name)
    else:
        problems.one_of(path, name, known.partners, "partner")
    twin = seen.setdefault(name, path[1])
    if twin != path[1]:
        reason = f"is behind vpns.{twin} too, and its static routes lead to one VPN alone"
        problems.add(path, reason, "remove one of the two", name)
