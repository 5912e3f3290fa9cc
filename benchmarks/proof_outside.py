"""Networks outside for the benchmarks' specs: a data centre behind Direct Connect and VPN in every third Region."""

from __future__ import annotations

from typing import Any

EVERY = 3
"""The first Region has one, then every so many."""


def outside(regions: list[str]) -> dict[str, Any]:
    """The parts of the spec that networks outside add: they themselves and their links."""
    chosen = {f"dc-{region}": (number, region) for number, region in enumerate(regions) if number % EVERY == 0}
    return {
        "on_premises": {
            name: {
                "region": region,
                "segment": "prod",
                "prefixes": [f"172.{16 + number}.0.0/16"],
                "resolvers": [f"172.{16 + number}.0.53"],
                "accounts": ["network"],
            }
            for name, (number, region) in chosen.items()
        },
        "direct_connect": {
            name: {
                "asn": 64700 + number,
                "networks": [name],
                "virtual_interfaces": {"one": _interface(number, 1), "two": _interface(number, 2)},
            }
            for name, (number, _) in chosen.items()
        },
        "vpns": {
            name: {"networks": [name], "customer_gateway": {"address": f"198.51.100.{10 + number}", "asn": 65010}}
            for name, (number, _) in chosen.items()
        },
    }


def _interface(number: int, which: int) -> dict[str, Any]:
    return {
        "connection": f"dxcon-ff{number:04}{which:02}",
        "location": f"EqDC{which}",
        "vlan": 101,
        "customer_asn": 65010,
    }
