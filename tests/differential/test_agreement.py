"""The engine over sets agrees with the packet walker and with z3. More of both: ``make bench-proof``."""

from .agreement import disagreements
from .header_space import refuted


def test_packets_end_where_the_slow_walker_says() -> None:
    assert disagreements(400, seed=20) == []


def test_z3_refutes_no_claim_about_a_table_or_a_filter() -> None:
    assert refuted(25, seed=20) == []
