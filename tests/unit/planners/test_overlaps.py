"""Overlaps and free slots, against a reference that compares every block with every other."""

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_transit.planners.addresses import free_slots, overlaps, slots

PARENT = IPv4Network("10.0.0.0/20")
BLOCKS = st.builds(
    lambda host, length: IPv4Network((host, length), strict=False),
    st.integers(0x0A000000 - 256, 0x0A000FFF + 256),
    st.integers(18, 32),
)
NAMED = st.lists(BLOCKS, max_size=10).map(lambda blocks: {f"block-{n}": block for n, block in enumerate(blocks)})


def pairs(blocks: dict[str, IPv4Network]) -> set[frozenset[str]]:
    """Every two blocks that share an address."""
    return {frozenset((a, b)) for a, b in combinations(blocks, 2) if blocks[a].overlaps(blocks[b])}


@settings(max_examples=300)
@given(NAMED)
def test_only_blocks_that_share_an_address_are_reported(blocks: dict[str, IPv4Network]) -> None:
    assert {frozenset(pair) for pair in overlaps(blocks)} <= pairs(blocks)


@settings(max_examples=300)
@given(NAMED)
def test_every_block_that_overlaps_another_is_in_a_report(blocks: dict[str, IPv4Network]) -> None:
    reported = {name for pair in overlaps(blocks) for name in pair}
    assert reported == {name for pair in pairs(blocks) for name in pair}


@settings(max_examples=300)
@given(NAMED)
def test_mending_the_second_of_every_report_leaves_nothing_that_overlaps(blocks: dict[str, IPv4Network]) -> None:
    """So nobody mends one and meets the next."""
    second = {pair[1] for pair in overlaps(blocks)}
    assert pairs({name: block for name, block in blocks.items() if name not in second}) == set()


def test_a_block_inside_a_wide_one_is_found_behind_a_narrow_one() -> None:
    """Comparing neighbours alone would miss the third."""
    blocks = {
        "wide": IPv4Network("10.0.0.0/16"),
        "narrow": IPv4Network("10.0.1.0/24"),
        "far": IPv4Network("10.0.200.0/24"),
    }
    assert overlaps(blocks) == [("wide", "narrow"), ("wide", "far")]


@given(NAMED)
def test_the_order_of_names_does_not_matter(blocks: dict[str, IPv4Network]) -> None:
    assert overlaps(dict(reversed(blocks.items()))) == overlaps(blocks)


@settings(max_examples=300)
@given(st.lists(BLOCKS, max_size=10), st.integers(18, 28), st.integers(1, 5))
def test_free_slots_are_the_first_that_touch_nothing(taken: list[IPv4Network], length: int, limit: int) -> None:
    """The same as trying every slot."""
    candidates = list(PARENT.subnets(new_prefix=length)) if length >= PARENT.prefixlen else []
    free = [n for n, block in enumerate(candidates) if not any(block.overlaps(other) for other in taken)]
    assert free_slots(PARENT, length, taken, limit) == free[:limit]


def test_a_full_parent_has_no_free_slot() -> None:
    assert free_slots(PARENT, 24, PARENT.subnets(new_prefix=24)) == []
    assert free_slots(PARENT, 24, [IPv4Network("10.0.0.0/8")]) == []


def test_the_last_slot_can_be_free() -> None:
    taken = list(PARENT.subnets(new_prefix=24))[:-1]
    assert free_slots(PARENT, 24, taken) == [slots(PARENT, 24) - 1]
