"""Checks of VPNs over Direct Connect, between private addresses, and of the gateways that carry them.

Sources: AWS Site-to-Site VPN user guide, "Private IP VPN with Direct Connect" (private addresses at both ends, the transit gateway's
from a block of its own) and "Accelerated Site-to-Site VPN connections"; Amazon VPC Transit Gateways guide, "Route evaluation order" (Direct
Connect is preferred to VPN).
"""

from __future__ import annotations

from collections.abc import Collection

from .known import Known
from .links import DirectConnect, Vpn
from .model import Network
from .problems import Path, Problems
from .types import is_private


def check_transports(network: Network, known: Known, set_aside: Collection[Path], problems: Problems) -> None:
    """Reports addresses of the wrong kind, VPNs whose Direct Connect cannot carry them, and gateways that carry nothing."""
    lacking: dict[str, str] = {}
    for key, vpn in network.vpns.items():
        path = ("vpns", key)
        if vpn.over is None:
            _over_the_internet(path, vpn, problems)
            continue
        _between_private_addresses(path, vpn, problems)
        problems.one_of((*path, "over"), vpn.over, known.gateways, "Direct Connect gateway")
        places = {network.outside[name].region for name in vpn.behind if name in network.outside}
        for place in places & network.regions.keys():
            if network.regions[place].transit_gateway_cidr is None:
                lacking.setdefault(place, key)
        gateway = network.direct_connect.get(vpn.over)
        if gateway and vpn.partner is None:
            _carried(path, vpn, gateway, network, problems)
    for place, key in lacking.items():
        reason = f"is not stated, and AWS takes the addresses of its end of vpns.{key} from it"
        remedy = "state a /24 or larger that nothing else uses"
        problems.add(("regions", place, "transit_gateway_cidr"), reason, remedy)
    if not any(path[0] == "vpns" for path in set_aside):
        for key, gateway in network.direct_connect.items():
            if not gateway.behind and not network.carried(key):
                remedy = "name the networks behind it, or run a VPN over it, or remove it"
                problems.add(("direct_connect", key), "has neither networks nor a VPN that runs over it", remedy, key)


def _over_the_internet(path: Path, vpn: Vpn, problems: Problems) -> None:
    if is_private(vpn.customer_gateway.address):
        remedy = "state its public address, or state the Direct Connect gateway that the VPN runs over"
        reason = "must be a public IPv4 address: the device is reached over the internet"
        problems.add((*path, "customer_gateway", "address"), reason, remedy, vpn.customer_gateway.address)


def _between_private_addresses(path: Path, vpn: Vpn, problems: Problems) -> None:
    if not is_private(vpn.customer_gateway.address):
        reason = f"must be a private IPv4 address: the VPN runs over {vpn.over}, not over the internet"
        remedy = "state the address that the device announces over Direct Connect, or remove over"
        problems.add((*path, "customer_gateway", "address"), reason, remedy, vpn.customer_gateway.address)
    if vpn.acceleration:
        reason = f"is for VPNs over the internet, and this one runs over {vpn.over}"
        problems.add((*path, "acceleration"), reason, "remove it, or remove over", vpn.acceleration)
    if vpn.partner is not None:
        reason = "is a Direct Connect gateway of on-premises networks, and a partner shares none with them"
        problems.add((*path, "over"), reason, "remove it: a partner's VPN runs over the internet", vpn.over)


def _carried(path: Path, vpn: Vpn, gateway: DirectConnect, network: Network, problems: Problems) -> None:
    """A network is behind the VPN or behind its Direct Connect. The device's address is one that is announced there."""
    for i, name in enumerate(vpn.behind):
        if name in gateway.behind:
            reason = f"is behind {vpn.over} itself, which AWS prefers: its packets would go there in the clear"
            reason += f", and without {vpn.over} there is no VPN over it either"
            remedy = f"remove it from direct_connect.{vpn.over}.networks, or run the VPN over another way"
            problems.add((*path, "networks", str(i)), reason, remedy, name)
            return
    places = {network.outside[name].region for name in vpn.behind if name in network.outside}
    known = [network.outside[name] for name in gateway.behind if name in network.outside]
    clear = [stated for stated in known if stated.region in places]
    behind = clear or [network.outside[name] for name in vpn.behind if name in network.outside]
    announced = [prefix for stated in behind for prefix in stated.prefixes]
    address = vpn.customer_gateway.address
    if is_private(address) and announced and not any(address in prefix for prefix in announced):
        listed = ", ".join(map(str, sorted(announced)))
        reason = f"lies outside of what is announced over {vpn.over} ({listed}): AWS does not find the device"
        problems.add(
            (*path, "customer_gateway", "address"), reason, "state an address of the device inside of it", address
        )
