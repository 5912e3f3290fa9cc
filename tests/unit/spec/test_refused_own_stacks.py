"""Spokes of other stacks that do not fit: each mistake with its place, what was given, the conflict, the remedy."""

import pytest
from specs import assert_refused, changed, paths, problems, west, without, workloads

DEPLOYER = ["spokes", "vpc-t", "own_stack", "deployer"]


def test_the_example_is_accepted() -> None:
    assert problems(workloads()) == []


def test_a_deployer_of_another_account_is_refused() -> None:
    role = "arn:aws:iam::444455556666:role/deployer"
    body = changed(workloads(), DEPLOYER, role)
    reason = "a role of account 444455556666, and the spoke's account team is 777788889999"
    assert_refused(body, ".".join(DEPLOYER), role, reason, "state the role of that account")


@pytest.mark.parametrize("role", ["deployer", "arn:aws:iam::777788889999:user/ana", "", 7])
def test_a_deployer_that_is_no_role_is_refused(role: object) -> None:
    assert paths(problems(changed(workloads(), DEPLOYER, role))) == [".".join(DEPLOYER)]


def test_a_deployer_of_a_spoke_that_fails_over_is_refused() -> None:
    """The role would have to write routes into the peerings' table, and nothing bounds which."""
    body = workloads()
    body["regions"]["us-west-2"] = west()
    body["grants"]["batch"]["failover"] = ["us-west-2"]
    role = body["spokes"]["vpc-t"]["own_stack"]["deployer"]
    assert_refused(body, ".".join(DEPLOYER), role, "its grants fail over", "leave it out")
    assert problems(changed(body, DEPLOYER[:-1], {})) == []


def test_an_unknown_key_is_refused() -> None:
    body = changed(workloads(), ["spokes", "vpc-u", "own_stack"], {"role": "x"})
    assert paths(problems(body)) == ["spokes.vpc-u.own_stack.role"]


def test_two_accounts_without_a_role_are_refused_with_both_named() -> None:
    """Whatever Pulumi runs with is of one account: the other one could not be entered."""
    body = without(workloads(), ["accounts", "apps", "role"])
    found = problems(body)
    assert paths(found) == ["accounts.apps", "accounts.network"]
    assert {problem.reason.partition(":")[0] for problem in found} == {
        "has no role, like accounts.apps",
        "has no role, like accounts.network",
    }


def test_an_account_that_the_stack_does_not_enter_needs_no_role() -> None:
    body = without(workloads(), ["accounts", "team", "role"])
    assert problems(body) == []
    del body["spokes"]["vpc-u"]["own_stack"]
    assert paths(problems(body)) == ["accounts.network", "accounts.team"]
