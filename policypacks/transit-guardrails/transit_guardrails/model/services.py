"""Protocols and ports as sets: what network ACLs, security groups and packets are about."""

from __future__ import annotations

from collections.abc import Iterable

from .ranges import Ranges

BLOCK = 1 << 16
"""Numbers per protocol on the line."""
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
NAMES = {"icmp": ICMP, "tcp": TCP, "udp": UDP, "icmpv6": ICMPV6, "icmp6": ICMPV6, "-1": -1, "all": -1}
"""Protocol names that AWS accepts beside numbers (EC2 API reference, ``IpPermission`` and ``NetworkAclEntry``)."""

EVERY_SERVICE = Ranges(((0, 256 * BLOCK - 1),))


def service(protocol: int, first: int = 0, last: int = BLOCK - 1) -> Ranges:
    """Ports ``first`` to ``last`` of a protocol; protocol -1 is everything."""
    if protocol < 0:
        return EVERY_SERVICE
    return Ranges(((protocol * BLOCK + first, protocol * BLOCK + last),))


HTTPS = service(TCP, 443, 443)
DNS_PORT = 53
DNS = Ranges.of((*service(TCP, DNS_PORT, DNS_PORT).parts, *service(UDP, DNS_PORT, DNS_PORT).parts))
"""What a Resolver endpoint answers on (Amazon Route 53 developer guide, "Values that you specify when you create or edit inbound endpoints")."""
IPSEC = Ranges.of((*service(UDP, 500, 500).parts, *service(50).parts))
"""Encrypted traffic between instances: key exchange (RFC 7296) and ESP (RFC 4303)."""
EPHEMERAL = (1024, 65535)
"""Ports that answers go back to (Amazon VPC user guide, "Ephemeral ports")."""


def protocol_number(text: str) -> int:
    """The protocol of a rule: a name or a number; -1 for all. Raises ``ValueError`` for anything else."""
    name = text.strip().lower()
    if name in NAMES:
        return NAMES[name]
    if name.isdigit() and int(name) < 256:
        return int(name)
    raise ValueError(f"'{text}' is no protocol")


def answers(services: Ranges) -> Ranges:
    """What answers are addressed to: the ephemeral ports of TCP and UDP, the same block of any other protocol."""
    return Ranges.of(_answer(protocol) for protocol in _protocols(services))


def _answer(protocol: int) -> tuple[int, int]:
    low, high = EPHEMERAL if protocol in (TCP, UDP) else (0, BLOCK - 1)
    return protocol * BLOCK + low, protocol * BLOCK + high


def _protocols(services: Ranges) -> Iterable[int]:
    return sorted({p for first, last in services.parts for p in range(first // BLOCK, last // BLOCK + 1)})


def service_text(services: Ranges, limit: int = 3) -> str:
    """Services for people: ``tcp/443``, ``udp/53-54``, ``everything``."""
    if services == EVERY_SERVICE:
        return "everything"
    shown = [_part_text(first, last) for first, last in services.parts[:limit]]
    return ", ".join([*shown, "…"] if len(services.parts) > limit else shown) or "nothing"


def _part_text(first: int, last: int) -> str:
    names = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMPV6: "icmpv6"}
    low, high = first // BLOCK, last // BLOCK
    if low != high:
        return f"protocols {low}-{high}"
    name, start, end = names.get(low, f"protocol {low}"), first % BLOCK, last % BLOCK
    if (start, end) == (0, BLOCK - 1):
        return name
    return f"{name}/{start}" if start == end else f"{name}/{start}-{end}"
