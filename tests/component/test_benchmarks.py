"""The benchmarks measure what they say they measure. No time is asserted here."""

from unit.guardrails.hybrid import hybrid

from benchmarks import finetune, growth, overhead, whatif


def test_both_sides_of_the_overhead_register_the_same_resources() -> None:
    """``measure`` itself fails when the flat program differs from what the program registered."""
    assert overhead.measure(2, rounds=1)["resources"] > 100


def test_growth_that_doubles_with_the_network_has_the_exponent_one() -> None:
    rows = [{"spokes": float(n), "seconds": 3.0 * n} for n in (10, 100, 500)]
    assert abs(growth.exponent(rows, "seconds") - 1) < 1e-9


def test_both_sides_of_what_if_give_the_same_answers() -> None:
    answers = whatif.incremental(hybrid())
    assert len(answers) == 6
    assert answers == whatif.from_scratch(hybrid())


def test_the_check_of_a_job_is_measured_on_a_network_that_lets_it_pass() -> None:
    """No finding concerns the job's network, so that what is measured is the whole way to an answer."""
    found = finetune.measure(spokes=2, rounds=1)
    assert found.answer["findings"] == []
    assert {tuple(one["path"]) for one in found.answer["problems"]} <= {("network",)}
    assert found.resources > 100
