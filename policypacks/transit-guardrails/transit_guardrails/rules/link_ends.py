"""Rules about the ends of links: how many there are, their BGP numbers, how their tunnels are encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.transit import Attachment
from ..model.vpcs import Id
from .facts import Facts
from .rule import Breach

ENCRYPTION = frozenset({"AES256-GCM-16", "AES128-GCM-16"})
INTEGRITY = frozenset({"SHA2-256", "SHA2-384", "SHA2-512"})
GROUPS = frozenset({19, 20, 21})
"""What a tunnel may agree on: authenticated encryption, SHA-2, elliptic curves of 256 bits and more.

Source: NIST SP 800-77 Rev. 1, "Guide to IPsec VPNs", section 3; the values are those of AWS Site-to-Site VPN user guide, "Tunnel options".
"""


def links_redundant(facts: Facts) -> Iterator[Breach]:
    """Every network outside comes by two links, or by Direct Connect at two locations, or by Connect over it to two appliances.

    A VPN or Connect over Direct Connect fails with it: the two are not two links, nor are two such VPNs. For a partner the two
    tunnels of its one VPN have to do: a table takes one static route to a block, so nothing would lead to a second VPN.
    """
    for name, links in sorted(facts.index.carriers.items()):
        if any(facts.partners.get(link.id) == name for link in links):
            continue
        if shared := set.intersection(*(_weak(facts, link) for link in links)):
            chain = [*links, *(under for link in links for under in _under(facts, link))]
            weak = next(each for each in chain if (each.resource or each.id) in shared)
            where = ", ".join(sorted(_locations(facts, weak))) or "one place"
            message = f"{name} comes by {facts.name(weak.id)} alone, at {where}: its failure cuts it off"
            yield Breach(weak.id, message, advisory=name in facts.settings.single_links)


def _under(facts: Facts, link: Attachment) -> list[Attachment]:
    """What a link runs over."""
    under = facts.network.attachments.get(link.transport or "")
    return [under] if under else []


def _weak(facts: Facts, link: Attachment) -> set[Id]:
    """What takes a link along when it fails alone: the VPN, Direct Connect at one location, Connect's one appliance, and those of what it
    runs over."""
    own = set() if len(_locations(facts, link) | _appliances(facts, link)) > 1 else {link.resource or link.id}
    return own.union(*(_weak(facts, each) for each in _under(facts, link)))


def _appliances(facts: Facts, link: Attachment) -> set[str]:
    """Where the tunnels of a Connect attachment end: the addresses of its peers."""
    return {
        peer.address for peer in facts.network.connect_peers.values() if peer.attachment == link.id and peer.address
    }


def _locations(facts: Facts, link: Attachment) -> set[str]:
    """Where the virtual interfaces of a Direct Connect gateway end."""
    if link.kind != "direct-connect-gateway":
        return set()
    interfaces = (v for v in facts.network.virtual_interfaces.values() if v.gateway == link.resource)
    return {interface.location for interface in interfaces if interface.location}


def bgp_numbers_distinct(facts: Facts) -> Iterator[Breach]:
    """The two ends of each BGP session have numbers of their own, and so have the gateways on one Direct Connect gateway.

    Source: AWS Direct Connect user guide, "Transit gateway associations".
    """
    network = facts.network
    seen: dict[tuple[str, int], str] = {}
    for association in sorted(network.gateway_associations.values(), key=lambda a: a.id):
        direct = network.direct_connect_gateways.get(association.direct_connect_gateway or "")
        gateway = network.transit_gateways.get(association.gateway or "")
        if direct is None or gateway is None or gateway.asn is None:
            continue
        if direct.asn == gateway.asn:
            yield Breach(direct.id, f"{facts.name(direct.id)} has the number {direct.asn} of {facts.name(gateway.id)}")
        other = seen.setdefault((direct.id, gateway.asn), gateway.id)
        if other != gateway.id:
            message = f"{facts.name(gateway.id)} has the number {gateway.asn} of {facts.name(other)} on {facts.name(direct.id)}"
            yield Breach(gateway.id, message)
    for interface in sorted(network.virtual_interfaces.values(), key=lambda v: v.id):
        direct = network.direct_connect_gateways.get(interface.gateway or "")
        if direct and direct.asn is not None and direct.asn == interface.customer_asn:
            message = (
                f"the other end of {facts.name(interface.id)} has the number {direct.asn} of {facts.name(direct.id)}"
            )
            yield Breach(interface.id, message)
    yield from _vpn_numbers(facts)
    yield from _peer_numbers(facts)


def _vpn_numbers(facts: Facts) -> Iterator[Breach]:
    for vpn in sorted(facts.network.vpns.values(), key=lambda v: v.id):
        customer = facts.network.customer_gateways.get(vpn.customer_gateway or "")
        gateway = facts.network.transit_gateways.get(vpn.gateway or "")
        if customer and gateway and gateway.asn is not None and customer.asn == gateway.asn:
            yield Breach(
                customer.id, f"{facts.name(customer.id)} has the number {gateway.asn} of {facts.name(gateway.id)}"
            )


def _peer_numbers(facts: Facts) -> Iterator[Breach]:
    """A peer that states no number has the gateway's (AWS provider documentation, ``aws_ec2_transit_gateway_connect_peer``)."""
    for peer in sorted(facts.network.connect_peers.values(), key=lambda p: p.id):
        link = facts.network.attachments.get(peer.attachment or "")
        gateway = facts.network.transit_gateways.get((link and link.gateway) or "")
        if gateway and gateway.asn is not None and peer.asn in (None, gateway.asn):
            yield Breach(
                peer.id,
                f"the other end of {facts.name(peer.id)} has the number {gateway.asn} of {facts.name(gateway.id)}",
            )


def vpn_tunnels_modern(facts: Facts) -> Iterator[Breach]:
    """Tunnels agree on IKEv2 with authenticated encryption, SHA-2 and elliptic curves, on nothing older.

    What a tunnel does not state, AWS offers whole, old algorithms included.
    """
    for vpn in sorted(facts.network.vpns.values(), key=lambda v: v.id):
        for number, tunnel in enumerate(vpn.tunnels, 1):
            stated = (
                ("IKE versions", set(tunnel.ike), {"ikev2"}),
                ("encryption", set(tunnel.encryption), ENCRYPTION),
                ("integrity", set(tunnel.integrity), INTEGRITY),
                ("Diffie-Hellman groups", set(tunnel.groups), GROUPS),
            )
            for what, offered, modern in stated:
                if old := ", ".join(sorted(map(str, offered - modern))):
                    yield Breach(vpn.id, f"tunnel {number} of {facts.name(vpn.id)} offers the {what} {old}")
                elif not offered:
                    yield Breach(vpn.id, f"tunnel {number} of {facts.name(vpn.id)} leaves its {what} to AWS's defaults")
