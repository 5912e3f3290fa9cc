"""The notes for the other side of links, as a network engineer would want to have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from .table import heading, plain, table, terms


def note(name: str, told: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What one network has to configure."""
    whose = ", a partner: nothing is learned from it" if told["partner"] else ""
    yield heading(f"{name}: {told['region']}, segment {told['segment']}{whose}")
    yield terms(
        [
            ("announce", told["announce"]),
            ("accept", told["accept"]),
            ("call", [f"{service}: {', '.join(hosts)}" for service, hosts in told["services"].items()]),
        ]
    )
    yield plain("")
    for key, gateway in told["direct_connect"].items():
        yield from _gateway(key, gateway)
    for key, vpn in told["vpns"].items():
        yield from _vpn(key, vpn, told["amazon_side_asn"])
    for key, connect in told["connects"].items():
        yield from _connect(key, connect, told["amazon_side_asn"])
    yield from _forward(told["forward"])
    yield from _answer(told["answer"])
    yield from _uploads(told["uploads"])
    yield from _advice(told["advice"])


def _gateway(key: str, gateway: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield heading(f"Direct Connect gateway {key}: BGP number {gateway['asn']} at AWS's end")
    made = table("Interface", "Location", "Connection", "VLAN", "Your number", "Addresses: AWS, you", "MTU", "MACsec")
    for name, each in gateway["interfaces"].items():
        own = not each["hosted"]
        addresses = f"{each['amazon_address']}, {each['customer_address']}" if each["amazon_address"] else "AWS chooses"
        made.add_row(
            plain(name),
            plain(each["location"]),
            plain(each["connection"] or f"{each['hosted']} (hosted)"),
            plain(str(each["vlan"]) if own else "as your partner says"),
            plain(str(each["customer_asn"]) if own else "as your partner says"),
            plain(addresses if own else "as your partner says"),
            plain(str(each["mtu"]) if own else "as your partner says"),
            plain("yes" if each["macsec"] else "no"),
        )
    yield made
    yield from _advice(gateway["advice"])


def _vpn(key: str, vpn: Mapping[str, Any], amazon_side_asn: int) -> Iterator[RenderableType]:
    yield heading(f"VPN {key}: BGP number {amazon_side_asn} at AWS's end")
    accelerated = " (accelerated: the tunnels end at AWS's nearest edge location)" if vpn["acceleration"] else ""
    inside = [f"{block}: AWS has the first address, you the second" for block in vpn["inside_cidrs"]]
    device = [f"{vpn['customer_address']}, BGP number {vpn['customer_asn']}{accelerated}"]
    told = [("your device", device), ("in the tunnels", inside or ["AWS chooses the addresses"])]
    if vpn["over"]:
        told.append(
            ("over", [f"Direct Connect gateway {vpn['over']}, to AWS's ends in {', '.join(vpn['outside_cidrs'])}"])
        )
    yield terms(told)
    yield from _advice(vpn["advice"])


def _connect(key: str, connect: Mapping[str, Any], amazon_side_asn: int) -> Iterator[RenderableType]:
    yield heading(f"Connect {key}: BGP number {amazon_side_asn} at AWS's end")
    peers = [
        f"{name}: {peer['customer_address']}, BGP number {peer['customer_asn']}, {peer['inside_cidr']} inside"
        for name, peer in connect["peers"].items()
    ]
    over = f"Direct Connect gateway {connect['over']}, to AWS's ends in {', '.join(connect['outside_cidrs'])}"
    yield terms([("your appliances", peers), ("over", [over])])
    yield from _advice(connect["advice"])


def _forward(forward: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield heading(
        "DNS: forward these names, and nothing else, from your servers to AWS's resolver (port 53, UDP and TCP)"
    )
    yield terms([("names", forward["names"]), ("from", forward["from"]), ("to", forward["to"])])
    yield plain("")


def _answer(answer: Mapping[str, Any]) -> Iterator[RenderableType]:
    if answer:
        yield heading("DNS: let AWS's resolver ask your servers for these domains (port 53, UDP and TCP)")
        domains = [f"{domain}: {', '.join(servers)}" for domain, servers in answer["domains"].items()]
        yield terms([("domains", domains), ("from", answer["from"])])
        yield from _advice(answer["advice"])


def _uploads(uploads: Mapping[str, Any]) -> Iterator[RenderableType]:
    if uploads:
        yield heading("Amazon S3: upload over the hub's endpoint, by its own name")
        buckets = [f"{bucket}, as {', '.join(roles)}" for bucket, roles in uploads["buckets"].items()]
        yield terms([("url", [uploads["url"]]), ("buckets", buckets)])
        yield from _advice(uploads["advice"])


def _advice(advice: Iterable[str]) -> Iterator[RenderableType]:
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for line in advice:
        made.add_row(plain("  \N{BULLET}"), plain(line))
    yield made
    yield plain("")
