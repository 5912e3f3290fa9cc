"""Addresses of both families as numbers on one line, and back as text."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transit_guardrails.model.ranges import (
    EVERY_IPV4,
    EVERY_IPV6,
    EVERYWHERE,
    IPV6,
    Prefix,
    Ranges,
    address,
    address_text,
    prefix,
    prefixes,
    union,
)


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_an_ipv4_block_is_read_without_the_bits_beyond_its_mask_and_written_again(number: int, length: int) -> None:
    text = f"{address(number)}/{length}"
    found = prefix(text)
    assert str(found) == str(ip_network(text, strict=False))
    assert (found.first, found.last) == (number >> 32 - length << 32 - length, number | (1 << 32 - length) - 1)
    assert not found.is_ipv6


@given(st.integers(0, 2**128 - 1), st.integers(0, 128))
def test_an_ipv6_block_lies_above_all_ipv4_ones_and_is_written_again(number: int, length: int) -> None:
    text = f"{address(IPV6 + number)}/{length}"
    found = prefix(text)
    assert str(found) == str(ip_network(text, strict=False))
    assert found.is_ipv6
    assert EVERY_IPV6.covers(found.ranges)
    assert found.ranges.size == 1 << 128 - length


def test_a_single_address_is_a_block_of_one() -> None:
    assert prefix("10.0.0.1") == Prefix(10 << 24 | 1, 10 << 24 | 1)
    assert str(prefix("10.0.0.1")) == "10.0.0.1/32"


@pytest.mark.parametrize("text", ["", "10.0.0.0/33", "10.0.0", "::/129", "anything"])
def test_what_is_no_block_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is no CIDR block") as caught:
        prefix(text)
    assert f"'{text}'" in str(caught.value)


def test_everywhere_is_both_families_and_nothing_else() -> None:
    assert EVERY_IPV4.size == 2**32
    assert EVERY_IPV6.size == 2**128
    assert union([prefix("0.0.0.0/0").ranges, prefix("::/0").ranges]) == EVERYWHERE


def test_the_line_gives_the_text_of_an_address_of_either_family() -> None:
    assert (address(IPV6 - 1 & 0xFFFFFFFF), address(IPV6), address(IPV6 + 1)) == ("255.255.255.255", "::", "::1")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((), "no address"),
        (((5, 5),), "0.0.0.5"),
        (((4, 7),), "0.0.0.4/30"),
        (((4, 5),), "0.0.0.4/31"),
        (((2, 5),), "0.0.0.2-0.0.0.5"),
        (((4, 6),), "0.0.0.4-0.0.0.6"),
        (((IPV6 + 8, IPV6 + 15),), "::8/125"),
        (((IPV6, IPV6 + 2),), "::-::2"),
        (((1, 1), (3, 3), (5, 5), (7, 7)), "0.0.0.1, 0.0.0.3, 0.0.0.5, 0.0.0.7"),
        (((1, 1), (3, 3), (5, 5), (7, 7), (9, 9)), "0.0.0.1, 0.0.0.3, 0.0.0.5, 0.0.0.7, 1 more"),
    ],
)
def test_addresses_are_told_as_blocks_where_they_are_blocks(parts: tuple[tuple[int, int], ...], text: str) -> None:
    assert address_text(Ranges(parts)) == text


def test_a_limit_tells_how_many_more_there_are() -> None:
    assert address_text(Ranges(((1, 1), (3, 3), (5, 5))), limit=1) == "0.0.0.1, 2 more"


@pytest.mark.parametrize(
    ("parts", "blocks"),
    [
        ((), []),
        (((0, 2**32 - 1),), ["0.0.0.0/0"]),
        (((1, 6),), ["0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/31", "0.0.0.6/32"]),
        (((0, 2), (8, 11)), ["0.0.0.0/31", "0.0.0.2/32", "0.0.0.8/30"]),
        (((IPV6, 2 * IPV6 - 1),), ["::/0"]),
        (((IPV6, IPV6 + 2),), ["::/127", "::2/128"]),
    ],
)
def test_addresses_become_the_fewest_blocks(parts: tuple[tuple[int, int], ...], blocks: list[str]) -> None:
    assert list(map(str, prefixes(Ranges(parts)))) == blocks


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**16)), max_size=5))
def test_blocks_hold_exactly_the_addresses(found: list[tuple[int, int]]) -> None:
    addresses = Ranges.of((first, min(first + more, 2**32 - 1)) for first, more in found)
    blocks = prefixes(addresses)
    assert union(block.ranges for block in blocks) == addresses
    assert sum(block.ranges.size for block in blocks) == addresses.size
    assert all(prefix(str(block)) == block for block in blocks)
