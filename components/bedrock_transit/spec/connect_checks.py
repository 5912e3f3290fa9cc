"""Checks of Connect over Direct Connect: its networks, and the numbers, addresses and blocks of its peers.

Source: Amazon VPC Transit Gateways guide, "Connect attachments and Connect peers" (blocks of BGP addresses are unique at a transit
gateway). What it shares with VPNs over Direct Connect is judged in ``transport_checks``, how many peers there are by the planner.
"""

from __future__ import annotations

from .connects import ConnectPeer
from .known import Known
from .link_checks import amazon_numbers, check_customer_number, check_networks
from .model import Network
from .problems import Path, Problems, dotted


def check_connects(network: Network, known: Known, problems: Problems) -> None:
    """Reports networks that are none or of several Regions, and numbers, blocks and appliances that meet."""
    amazon = amazon_numbers(network)
    seen: dict[tuple[str, str], Path] = {}
    for key, connect in network.connects.items():
        path = ("connects", key)
        check_networks(path, connect.networks, known, problems)
        places = sorted({network.outside[name].region for name in connect.networks if name in network.outside})
        if len(places) > 1:
            reason = f"lie in several Regions ({', '.join(places)}): Connect ends at the transit gateway of one"
            problems.add((*path, "networks"), reason, "write one for each Region", ", ".join(connect.networks))
        for name, peer in connect.peers.items():
            here = (*path, "peers", name)
            check_customer_number((*here, "asn"), peer.asn, amazon, problems)
            for place in places:
                _once(here, place, peer, seen, problems)


def _once(path: Path, place: str, peer: ConnectPeer, seen: dict[tuple[str, str], Path], problems: Problems) -> None:
    """A block stands once at a transit gateway. A second tunnel to an appliance fails with it."""
    for key, value, other in (
        ("inside_cidr", peer.inside_cidr, "a block of its own"),
        ("address", str(peer.address), "the address of another appliance"),
    ):
        twin = seen.setdefault((place, value), (*path, key))
        if twin != (*path, key):
            problems.add((*path, key), f"is {dotted(twin)} too", f"state {other}, or remove the peer", value)
