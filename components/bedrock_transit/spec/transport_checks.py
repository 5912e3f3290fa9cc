"""Checks of VPNs and Connect over Direct Connect, between private addresses, and of the gateways that carry them.

Sources: AWS Site-to-Site VPN user guide, "Private IP VPN with Direct Connect" (private addresses at both ends, the transit gateway's
from a block of its own) and "Accelerated Site-to-Site VPN connections"; Amazon VPC Transit Gateways guide, "Route evaluation order" (Direct
Connect is preferred to Connect and VPN).
"""

from __future__ import annotations

from collections.abc import Collection

from .connects import Connect
from .known import Known
from .links import DirectConnect, Vpn
from .model import Network
from .problems import Path, Problems, dotted
from .types import is_private


def check_transports(network: Network, known: Known, set_aside: Collection[Path], problems: Problems) -> None:
    """Reports addresses of the wrong kind, links whose Direct Connect cannot carry them, and gateways that carry nothing."""
    lacking: dict[str, str] = {}
    for key, vpn in network.vpns.items():
        path = ("vpns", key)
        if vpn.over is None:
            _over_the_internet(path, vpn, problems)
            continue
        _vpn(path, vpn, problems)
        _over(path, vpn, network, known, lacking, problems)
    for key, connect in network.connects.items():
        _private(("connects", key), connect, "it runs over", problems)
        _over(("connects", key), connect, network, known, lacking, problems)
    for place, link in lacking.items():
        reason = f"is not stated, and AWS takes the addresses of its end of {link} from it"
        remedy = "state a /24 or larger that nothing else uses"
        problems.add(("regions", place, "transit_gateway_cidr"), reason, remedy)
    if not any(path[0] in ("vpns", "connects") for path in set_aside):
        for key, gateway in network.direct_connect.items():
            if not gateway.behind and not network.carried(key):
                remedy = "name the networks behind it, or run a VPN over it, or remove it"
                reason = "has neither networks nor a VPN or Connect that runs over it"
                problems.add(("direct_connect", key), reason, remedy, key)


def _over(
    path: Path, link: Vpn | Connect, network: Network, known: Known, lacking: dict[str, str], problems: Problems
) -> None:
    """What every link over Direct Connect needs: the gateway, a block for AWS's ends, networks and devices of its own."""
    problems.one_of((*path, "over"), str(link.over), known.gateways, "Direct Connect gateway")
    places = {network.outside[name].region for name in link.behind if name in network.outside}
    for place in places & network.regions.keys():
        if network.regions[place].transit_gateway_cidr is None:
            lacking.setdefault(place, dotted(path))
    gateway = network.direct_connect.get(str(link.over))
    if gateway and not (isinstance(link, Vpn) and link.partner):
        _carried(path, link, gateway, network, problems)


def _over_the_internet(path: Path, vpn: Vpn, problems: Problems) -> None:
    if is_private(vpn.customer_gateway.address):
        remedy = "state its public address, or state the Direct Connect gateway that the VPN runs over"
        reason = "must be a public IPv4 address: the device is reached over the internet"
        problems.add((*path, "customer_gateway", "address"), reason, remedy, vpn.customer_gateway.address)


def _private(path: Path, link: Vpn | Connect, runs: str, problems: Problems) -> None:
    for where, address in link.devices:
        if not is_private(address):
            reason = f"must be a private IPv4 address: {runs} {link.over}, not over the internet"
            remedy = "state the address that the device announces over Direct Connect"
            remedy += ", or remove over" if isinstance(link, Vpn) else ""
            problems.add((*path, *where), reason, remedy, address)


def _vpn(path: Path, vpn: Vpn, problems: Problems) -> None:
    _private(path, vpn, "the VPN runs over", problems)
    if vpn.acceleration:
        reason = f"is for VPNs over the internet, and this one runs over {vpn.over}"
        problems.add((*path, "acceleration"), reason, "remove it, or remove over", vpn.acceleration)
    if vpn.partner is not None:
        reason = "is a Direct Connect gateway of on-premises networks, and a partner shares none with them"
        problems.add((*path, "over"), reason, "remove it: a partner's VPN runs over the internet", vpn.over)


def _carried(path: Path, link: Vpn | Connect, gateway: DirectConnect, network: Network, problems: Problems) -> None:
    """A network is behind the link or behind its Direct Connect. The device's address is one that is announced there."""
    what = "VPN" if isinstance(link, Vpn) else "Connect"
    for i, name in enumerate(link.behind):
        if name in gateway.behind:
            reason = f"is behind {link.over} itself, which AWS prefers: its packets would go there in the clear"
            reason += f", and without {link.over} there is no {what} over it either"
            remedy = f"remove it from direct_connect.{link.over}.networks, or run the {what} over another way"
            problems.add((*path, "networks", str(i)), reason, remedy, name)
            return
    places = {network.outside[name].region for name in link.behind if name in network.outside}
    known = [network.outside[name] for name in gateway.behind if name in network.outside]
    clear = [stated for stated in known if stated.region in places]
    behind = clear or [network.outside[name] for name in link.behind if name in network.outside]
    announced = [prefix for stated in behind for prefix in stated.prefixes]
    for where, address in link.devices:
        if is_private(address) and announced and not any(address in prefix for prefix in announced):
            listed = ", ".join(map(str, sorted(announced)))
            reason = f"lies outside of what is announced over {link.over} ({listed}): AWS does not find the device"
            problems.add((*path, *where), reason, "state an address of the device inside of it", address)
