"""Training networks whose deployer is not known: their buckets would be closed to it."""

from __future__ import annotations

from specs import Body, changed, company, paths, problems, workloads

PATH = ["applications", "tuning"]
TUNING = {"number": 9, "training": {"uploaders": {"pipeline": {"role": "arn:aws:iam::999988887777:role/pipeline"}}}}


def within(body: Body, spoke: str) -> Body:
    """The network with a training network in that spoke."""
    return changed(body, ["spokes", spoke, *PATH], TUNING)


def test_an_account_without_a_role_is_refused_with_the_remedy() -> None:
    assert problems(within(company(), "vpc-a")) == []
    (found,) = problems(within(company(), "vpc-b"))
    assert paths([found]) == ["spokes.vpc-b.applications.tuning.training"]
    assert "its buckets would be closed to it" in found.reason
    assert found.remedy == "state accounts.network.role"


def test_a_team_that_deploys_by_its_own_role_needs_no_other() -> None:
    assert problems(within(workloads(), "vpc-t")) == []
