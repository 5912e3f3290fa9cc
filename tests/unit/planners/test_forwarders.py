"""Plans of forwarders: where queries come from, which servers they go to, and that nothing else moves."""

import pytest
from specs import Body, changed, forwarding, hybrid, planned, problems

PLACE = "us-east-1"


def forwarders(body: Body) -> dict[str, object]:
    return dict(planned(body).regions[PLACE].forwarders)


def test_a_view_forwards_the_domains_that_its_networks_state() -> None:
    assert list(forwarders(forwarding())) == ["prod"]
    assert forwarders(hybrid()) == {}


def test_queries_come_from_beside_the_resolver() -> None:
    """So the blocks that are advertised, and that tables lead to, are the same."""
    before, after = planned(hybrid()).regions[PLACE], planned(forwarding()).regions[PLACE]
    assert after.forwarders["prod"]["addresses"] == {"use1-az1": "10.64.16.139", "use1-az2": "10.64.16.155"}
    assert set(after.forwarders["prod"]["addresses"]) == set(after.resolvers["prod"]["addresses"])
    assert after.associations == before.associations
    assert after.resolvers == before.resolvers
    assert after.transit == before.transit


def test_servers_stand_once_however_many_domains_they_answer_for() -> None:
    body = changed(
        forwarding(), ["on_premises", "datacenter", "domains", "acme.internal"], ["172.16.1.53", "172.16.0.53"]
    )
    plan = planned(body).regions[PLACE].forwarders["prod"]
    assert plan["servers"] == {"datacenter": ["172.16.0.53/32", "172.16.1.53/32"]}
    assert plan["domains"]["acme.internal"]["servers"] == ["172.16.0.53/32", "172.16.1.53/32"]


def test_two_networks_of_a_view_share_its_forwarder() -> None:
    body = forwarding()
    office = body["on_premises"]["office"]
    office |= {"segment": "prod", "domains": {"office.example": ["192.168.10.53"]}}
    body["grants"].pop("office")
    (plan,) = planned(body).regions[PLACE].forwarders.values()
    assert {domain: each["network"] for domain, each in plan["domains"].items()} == {
        "acme.internal": "datacenter",
        "corp.acme.example": "datacenter",
        "office.example": "office",
    }
    assert list(plan["servers"]) == ["datacenter", "office"]


def test_the_firewall_admits_a_domain_and_what_is_below_it() -> None:
    before, after = planned(hybrid()).regions[PLACE].views, planned(forwarding()).regions[PLACE].views
    assert after["nonprod"] == before["nonprod"]
    assert set(after["prod"]["allowed_names"]) - set(before["prod"]["allowed_names"]) == {
        "*.acme.internal.",
        "*.corp.acme.example.",
        "acme.internal.",
        "corp.acme.example.",
    }


@pytest.mark.parametrize(
    ("key", "used"),
    [
        ("resolver_endpoints", 3),
        ("resolver_rules", 2),
        ("profile_resolver_rules", 2),
        ("prefix_lists_per_region", 9),
        ("hosted_zones", 6),
        ("rules_per_security_group", 20),
        ("resolver_rule_targets", 2),
    ],
)
def test_a_forwarder_counts_against_quotas(key: str, used: int) -> None:
    assert problems(changed(forwarding(), ["quotas"], {key: used})) == []
    found = problems(changed(forwarding(), ["quotas"], {key: used - 1}))
    assert any(p.reason.startswith(f"needs {used} ") and f"the quota {key} is" in p.reason for p in found)
