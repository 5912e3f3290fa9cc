"""Protocols with their ports as numbers: names, answers, text."""

from __future__ import annotations

import pytest

from transit_guardrails.model.ranges import NOTHING, Ranges
from transit_guardrails.model.services import (
    BLOCK,
    EVERY_SERVICE,
    HTTPS,
    ICMP,
    TCP,
    UDP,
    answers,
    protocol_number,
    service,
    service_text,
)


def test_a_service_is_its_protocols_block_cut_to_its_ports() -> None:
    assert service(TCP, 443, 444).parts == ((6 * 65536 + 443, 6 * 65536 + 444),)
    assert service(50).parts == ((50 * 65536, 51 * 65536 - 1),)
    assert service(6, 443, 443) == HTTPS


def test_protocol_minus_one_is_every_protocol_whatever_the_ports() -> None:
    assert service(-1, 443, 443) == EVERY_SERVICE
    assert Ranges(((0, 256 * 65536 - 1),)) == EVERY_SERVICE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("tcp", 6), ("UDP", 17), (" icmp ", 1), ("icmpv6", 58), ("icmp6", 58), ("-1", -1), ("all", -1)),
        *(("0", 0), ("50", 50), ("255", 255)),
    ],
)
def test_protocols_are_read_by_name_and_by_number(text: str, number: int) -> None:
    assert protocol_number(text) == number


@pytest.mark.parametrize("text", ["256", "sctp", "", "-2", "6.0"])
def test_what_is_no_protocol_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is no protocol"):
        protocol_number(text)


def test_tcp_and_udp_answer_to_ephemeral_ports_and_other_protocols_to_all_of_theirs() -> None:
    assert answers(HTTPS) == service(TCP, 1024, 65535)
    assert answers(service(UDP, 53, 53)) == service(UDP, 1024, 65535)
    assert answers(service(ICMP, 8 * 256, 8 * 256)) == service(ICMP)
    assert answers(NOTHING) == NOTHING


def test_answers_of_adjoining_protocols_have_a_part_each() -> None:
    both = Ranges(((TCP * BLOCK, 8 * BLOCK - 1),))
    assert answers(both) == Ranges(((TCP * BLOCK + 1024, 8 * BLOCK - 1),))
    assert answers(EVERY_SERVICE) == EVERY_SERVICE - service(TCP, 0, 1023) - service(UDP, 0, 1023)


@pytest.mark.parametrize(
    ("services", "text"),
    [
        (EVERY_SERVICE, "everything"),
        (NOTHING, "nothing"),
        (HTTPS, "tcp/443"),
        (service(UDP, 53, 54), "udp/53-54"),
        (service(ICMP), "icmp"),
        (service(58), "icmpv6"),
        (service(TCP, 0, 80), "tcp/0-80"),
        (service(TCP, 80, 65535), "tcp/80-65535"),
        (service(50), "protocol 50"),
        (service(50, 0, 0), "protocol 50/0"),
        (EVERY_SERVICE - service(TCP), "protocols 0-5, protocols 7-255"),
        (service(TCP, 1, 1) | service(TCP, 3, 3) | service(TCP, 5, 5), "tcp/1, tcp/3, tcp/5"),
        (HTTPS | service(TCP, 1, 1) | service(TCP, 3, 3) | service(TCP, 5, 5), "tcp/1, tcp/3, tcp/5, …"),
    ],
)
def test_services_are_told_by_name_and_port(services: Ranges, text: str) -> None:
    assert service_text(services) == text


def test_a_limit_of_services_is_kept() -> None:
    assert service_text(service(TCP, 1, 1) | service(TCP, 3, 3), limit=1) == "tcp/1, …"
