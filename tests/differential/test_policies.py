"""The evaluator of policies and an SMT model of the same documents, written apart, say the same.

What this does not prove: that the documents are what AWS does. What the model leaves out is listed in ``policies_z3``.
"""

from __future__ import annotations

import pytest
import z3

from differential.policies_z3 import agreements, allowed, symbols

GRANT: dict[str, object] = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": ["s3:Get"],
    "Resource": ["arn:aws:s3:::a*"],
    "Condition": {"IpAddress": {"aws:VpcSourceIp": ["10.0.0.0/9"]}},
}


def test_evaluator_and_model_agree_on_drawn_policies_and_requests() -> None:
    assert agreements(100, seed=20261123) == 100


@pytest.mark.parametrize("change", [{"Action": ["s3:Get", "s3:Put"]}, {"Resource": ["*"]}, {"Condition": {}}])
def test_the_model_itself_tells_a_wider_policy_from_a_grant(change: dict[str, object]) -> None:
    solver, one = z3.Solver(), symbols()
    wider, narrow = allowed([{**GRANT, **change}], one), allowed([GRANT], one)
    assert solver.check(wider, z3.Not(narrow)) == z3.sat
    assert solver.check(narrow, z3.Not(wider)) == z3.unsat


def test_a_wrong_evaluator_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("differential.policies_z3.allows_beyond", lambda *_policies, **_options: [])
    with pytest.raises(AssertionError):
        agreements(20, seed=20261123)
