"""The engine over sets agrees with the packet walker and with z3. More of both: ``make bench-proof``."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from .agreement import disagreements
from .header_space import refuted


def test_packets_end_where_the_slow_walker_says() -> None:
    assert disagreements(400, seed=20) == []


def test_z3_refutes_no_claim_about_a_table_or_a_filter() -> None:
    # In a process of its own: what z3 has seen before makes it slow.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        assert apart.submit(refuted, 25, 20).result() == []
