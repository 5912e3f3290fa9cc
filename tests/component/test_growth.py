"""A network that grows: the old graph plus new resources, with changed inputs only where this page names them.

tests/engine proves the same on the real engine, that no change replaces anything included.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from component.graph import NETWORKS, STACKS, aws, kind, recording, run_body
from specs import HAIKU, Body, company, spoke

from transitctl.offline import Recording

LISTS = {("ec2.ManagedPrefixList", "entries"), ("ec2.ManagedPrefixList", "maxEntries")}
POLICIES = {("ec2.VpcEndpoint", "policy")}
SUBNETS = {
    ("ec2.VpcEndpoint", "subnetIds"),
    ("ec2transitgateway.VpcAttachment", "subnetIds"),
    ("ec2.NetworkAcl", "subnetIds"),
    ("route53.ResolverEndpoint", "ipAddresses"),
}
BUDGET = 20


def changed_inputs(before: Recording, after: Recording) -> set[tuple[str, str]]:
    """(kind, input) of AWS resources in both recordings whose input, or what it refers to, differs."""
    pairs = [(r, after.resources[r.urn]) for r in aws(before) if r.urn in after.resources]
    return {
        (kind(old), key)
        for old, new in pairs
        for key in {*old.inputs, *new.inputs}
        if (old.inputs.get(key), old.property_dependencies.get(key))
        != (new.inputs.get(key), new.property_dependencies.get(key))
    }


def one_more_spoke(body: Body) -> None:
    """Like the first one, with an application that is granted what the first grant grants."""
    first = next(iter(body["spokes"].values()))
    body["quotas"] = {**body.get("quotas", {}), "vpcs_per_region": 50}
    body["spokes"]["more"] = {key: first[key] for key in ("account", "region", "segment")}
    body["spokes"]["more"]["applications"] = {"batch": {}}
    next(iter(body["grants"].values()))["consumers"].append("more/batch")


def one_more_application(body: Body) -> None:
    """In the first spoke, granted what the first grant grants."""
    name, first = next(iter(body["spokes"].items()))
    first["applications"]["more"] = {"number": 5}
    next(iter(body["grants"].values()))["consumers"].append(f"{name}/more")


def one_more_idle_application(body: Body) -> None:
    """In the first spoke, granted nothing."""
    next(iter(body["spokes"].values()))["applications"]["more"] = {"number": 5}


def one_more_zone(body: Body) -> None:
    region = next(iter(body["regions"].values()))
    region["zones"]["d"] = f"{next(iter(region['zones'].values()))[:-1]}6"


def one_more_model(body: Body) -> None:
    """For the first grant."""
    next(iter(body["grants"].values()))["models"].append("amazon.nova-pro-v1:0")


def one_more_segment(body: Body) -> None:
    body["quotas"] = {**body.get("quotas", {}), "vpcs_per_region": 50}
    body["segments"]["lab"] = {"number": 5}


def one_more_service(body: Body) -> None:
    """For every segment: a second hub service whose names are new."""
    next(iter(body["regions"].values()))["hub"]["services"].append("logs")


GROWTH: list[tuple[Callable[[Body], None], set[tuple[str, str]]]] = [
    (one_more_spoke, LISTS | POLICIES),
    (one_more_application, LISTS | POLICIES),
    (one_more_idle_application, set()),
    (one_more_zone, SUBNETS),
    (one_more_model, POLICIES),
    (one_more_segment, set()),
    (one_more_service, {("route53.ResolverFirewallDomainList", "domains")}),
]


@pytest.mark.parametrize("network_name", ["company", "zone-by-zone"])
@pytest.mark.parametrize(("grow", "in_place"), GROWTH, ids=lambda value: getattr(value, "__name__", ""))
def test_growth_adds_resources_and_changes_only_what_is_named(
    network_name: str, grow: Callable[[Body], None], in_place: set[tuple[str, str]]
) -> None:
    body = NETWORKS[network_name]()
    grow(body)
    before, after = recording(network_name), run_body(body, stack=recording(network_name).stack)
    assert before.resources.keys() - after.resources.keys() == set(), "nothing goes"
    assert changed_inputs(before, after) <= in_place
    kept = [(r, after.resources[r.urn]) for r in aws(before)]
    assert [r.name for r, new in kept if (r.provider, r.parent) != (new.provider, new.parent)] == []
    if grow is not one_more_model:
        assert after.resources.keys() - before.resources.keys() != set()


@pytest.mark.parametrize("stack", STACKS)
def test_everything_of_that_at_once_leaves_the_stack_that_it_grows_from(stack: str) -> None:
    body = NETWORKS[stack]()
    for grow, _ in GROWTH:
        if grow is not one_more_idle_application:  # it would take the place of the granted one
            grow(body)
    before, after = recording(stack), run_body(body, stack=stack)
    assert before.resources.keys() - after.resources.keys() == set()
    assert changed_inputs(before, after) <= set().union(*(in_place for _, in_place in GROWTH))


@pytest.mark.parametrize("account", ["network", "apps"])
def test_a_spoke_with_one_application_in_two_zones_stays_within_its_budget(account: str) -> None:
    """Its own account, or another one that has to be let in."""
    body = company()
    body["quotas"] = {"vpcs_per_region": 50}
    body["spokes"]["new"] = {**spoke("prod", 9, account=account), "applications": {"batch": {"number": 0}}}
    body["grants"]["chat"]["consumers"].append("new/batch")
    before, after = recording("company"), run_body(body)
    new = [
        after.resources[urn] for urn in after.resources.keys() - before.resources.keys() if after.resources[urn].custom
    ]
    counts = sorted(Counter(kind(r) for r in new).items())
    assert sum(n for _, n in counts) <= BUDGET, counts
    assert counts == [
        ("ec2.DefaultSecurityGroup", 1),
        ("ec2.Route", 1),
        ("ec2.RouteTable", 2),
        ("ec2.RouteTableAssociation", 4),
        ("ec2.SecurityGroup", 1),
        ("ec2.Subnet", 4),
        ("ec2.Vpc", 1),
        ("ec2transitgateway.RouteTableAssociation", 1),
        ("ec2transitgateway.RouteTablePropagation", 1),
        ("ec2transitgateway.VpcAttachment", 1),
        *([] if account == "network" else [("ec2transitgateway.VpcAttachmentAccepter", 1)]),
        ("route53.ProfilesAssociation", 1),
        ("vpc.SecurityGroupEgressRule", 1),
    ]


def test_taking_a_spoke_away_takes_its_own_resources_and_no_other() -> None:
    body = company()
    del body["spokes"]["vpc-b"]
    before, after = recording("company"), run_body(body)
    gone = before.resources.keys() - after.resources.keys()
    assert after.resources.keys() <= before.resources.keys()
    assert {before.resources[urn].name.split(".")[0].removesuffix("-membership")[:5] for urn in gone} == {"vpc-b"}
    assert changed_inputs(before, after) == set()


def test_a_spoke_that_joins_with_a_class_of_its_own_changes_only_policies() -> None:
    """Its class brings a prefix list, a return route and a rule of its own."""
    body = company()
    body["quotas"] = {"vpcs_per_region": 50}
    body["spokes"]["new"] = {**spoke("prod", 9), "applications": {"batch": {"number": 0}}}
    body["grants"]["new"] = {"consumers": ["new/batch"], "service": "bedrock-runtime", "models": [HAIKU]}
    before, after = recording("company"), run_body(body)
    assert changed_inputs(before, after) == POLICIES
    new = {after.resources[urn].name for urn in after.resources.keys() - before.resources.keys()}
    assert {"us-east-1-prod.class-new", "us-east-1-prod.return-new", "us-east-1-prod.admit-new"} <= new


def test_two_runs_register_the_same() -> None:
    first, second = recording("company"), run_body(company())
    assert first.resources == second.resources
    assert first.exports == second.exports
