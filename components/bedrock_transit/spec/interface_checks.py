"""Checks of the virtual interfaces of Direct Connect gateways: own or hosted, once on a VLAN, in a Region.

Source: AWS Direct Connect API reference, "CreateTransitVirtualInterface" and "ConfirmTransitVirtualInterface" (who
accepts a hosted interface states its gateway and nothing else).
"""

from __future__ import annotations

from ..catalogue import regions
from .links import VirtualInterface
from .model import Network
from .problems import Path, Problems, dotted

OWN = ("vlan", "customer_asn", "mtu", "macsec", "addresses")
"""Keys that only an interface on a connection of one's own takes; the first two it needs."""


def check_interfaces(network: Network, problems: Problems) -> None:
    """Reports interfaces that are neither own nor hosted or both, without a Region, and VLANs and ids that meet."""
    seen: dict[tuple[str, object], Path] = {}
    keys: dict[str, Path] = {}
    for gateway, stated in network.direct_connect.items():
        for name, interface in stated.virtual_interfaces.items():
            path = ("direct_connect", gateway, "virtual_interfaces", name)
            _kind(path, interface, problems)
            _place(path, interface, network.led_to(gateway), problems)
            twin = keys.setdefault(f"{gateway}-{name}", path)
            if twin != path:
                reason = f"shares the name of its BGP key, {gateway}-{name}, with {dotted(twin)}"
                problems.add(path, reason, "choose another name", name)
            _once(path, interface, seen, problems)


def _kind(path: Path, interface: VirtualInterface, problems: Problems) -> None:
    own, hosted = interface.connection is not None, interface.hosted is not None
    if own == hosted:
        both = "states both connection and hosted" if own else "states neither connection nor hosted"
        remedy = "state connection for an interface of your own, hosted for one that a partner made"
        problems.add(path, both, remedy, path[-1])
    elif own:
        for key in OWN[:2]:
            if getattr(interface, key) is None:
                problems.add((*path, key), "is not stated, and an own interface needs it", f"state {key}")
    else:
        for key in OWN:
            if key in interface.model_fields_set:
                remedy = "remove it, or state connection in place of hosted"
                problems.add((*path, key), "is the partner's to say for a hosted interface", remedy)


def _place(path: Path, interface: VirtualInterface, led_to: set[str], problems: Problems) -> None:
    if interface.region is not None:
        problems.one_of((*path, "region"), interface.region, regions(), "AWS Region")
        return
    if len(led_to) > 1:
        reason = f"is not stated, and the gateway's networks are of {' and '.join(sorted(led_to))}"
        problems.add((*path, "region"), reason, "state the Region that the interface's location belongs to")


def _once(path: Path, interface: VirtualInterface, seen: dict[tuple[str, object], Path], problems: Problems) -> None:
    """A VLAN is used once on a connection, a hosted interface accepted once."""
    for key, value, place in (
        ("vlan", interface.vlan, interface.connection),
        ("hosted", interface.hosted, "hosted"),
    ):
        if value is None or place is None:
            continue
        twin = seen.setdefault((place, value), (*path, key))
        if twin != (*path, key):
            what = f"is used on {place} by {dotted(twin)} too" if key == "vlan" else f"is {dotted(twin)} too"
            problems.add((*path, key), what, "use another one, or remove one of the two", value)
