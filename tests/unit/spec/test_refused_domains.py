"""Domains that AWS cannot resolve on-premises: each mistake with its place, what was given, the conflict, the remedy."""

from typing import Any

import pytest
from specs import Body, assert_refused, changed, forwarding, hybrid, partnered, paths, problems, without

DOMAINS = ["on_premises", "datacenter", "domains"]
WHERE = "on_premises.datacenter.domains"
CORP = "corp.acme.example"


def stating(domains: Any) -> Body:
    return changed(hybrid(), DOMAINS, domains)


def test_the_forwarding_example_is_accepted() -> None:
    assert problems(forwarding()) == []


def test_a_reverse_zone_is_accepted() -> None:
    assert problems(stating({"16.172.in-addr.arpa": ["172.16.0.53"]})) == []


@pytest.mark.parametrize(
    "domain",
    [
        "corp",
        ".",
        "",
        "Corp.acme.example",
        "corp.acme.example.",
        "*.acme.example",
        "a..b",
        f"{'a' * 64}.b",
        f"{'a.' * 100}b",
    ],
)
def test_what_is_no_domain_name_is_refused(domain: str) -> None:
    found = problems(stating({domain: ["172.16.0.53"]}))
    assert [p.path[:3] for p in found] == [("on_premises", "datacenter", "domains")]
    assert "a DNS name of two labels or more" in found[0].reason


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("bedrock-runtime.us-east-1.amazonaws.com", "bedrock-runtime.us-east-1.amazonaws.com"),
        ("amazonaws.com", "api.ecr.us-east-1.amazonaws.com"),
        ("us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com"),
        ("x.bedrock-runtime.us-east-1.amazonaws.com", "bedrock-runtime.us-east-1.amazonaws.com"),
        ("amazonaws.com.cn", "amazonaws.com.cn"),
        ("eu-west-1.amazonaws.com", "amazonaws.com"),
        ("corp.aws", "aws"),
        ("ec2.internal", "ec2.internal"),
        ("us-east-2.compute.internal", "compute.internal"),
    ],
)
def test_a_domain_that_would_take_names_from_aws_is_refused_with_both_named(domain: str, name: str) -> None:
    (found,) = problems(stating({domain: ["172.16.0.53"]}))
    assert (found.path, found.given) == (("on_premises", "datacenter", "domains", domain), domain)
    assert found.reason.startswith(f"and {name} overlap: forwarding beats private zones")
    assert found.remedy == "state a domain of your own"


@pytest.mark.parametrize("domain", ["myamazonaws.com", "aws.acme.example", "internal.acme.example"])
def test_a_domain_that_only_looks_like_one_of_aws_is_accepted(domain: str) -> None:
    assert problems(stating({domain: ["172.16.0.53"]})) == []


def test_a_domain_without_servers_is_refused() -> None:
    found = problems(stating({CORP: []}))
    assert [p.path for p in found] == [(*DOMAINS, CORP)]


@pytest.mark.parametrize(
    ("servers", "at", "given", "because", "remedy"),
    [
        (["172.16.0.53", "172.16.0.53"], 1, "172.16.0.53", "stands in the list twice", "name each server once"),
        (
            ["172.17.0.53"],
            0,
            "172.17.0.53",
            "outside of the network's prefixes (172.16.0.0/16)",
            "state a server inside",
        ),
        (["9.9.9.9"], 0, "9.9.9.9", "outside of the network's prefixes", "state a server inside"),
    ],
)
def test_a_server_that_is_not_the_networks_is_refused(
    servers: list[str], at: int, given: str, because: str, remedy: str
) -> None:
    assert_refused(stating({CORP: servers}), f"{WHERE}.{CORP}[{at}]", given, because, remedy)


def test_a_seventh_server_is_refused() -> None:
    """Each rule has at most six targets, and no increase helps."""
    servers = [f"172.16.0.{n}" for n in range(1, 8)]
    assert problems(stating({CORP: servers[:6]})) == []
    because = "needs 7 servers of one domain; the quota resolver_rule_targets is 6"
    assert_refused(stating({CORP: servers}), f"{WHERE}.{CORP}", "", because, "cannot be raised")


def two_networks(segment: str) -> Body:
    """The office answers for the data centre's domain too, in a segment."""
    body = changed(forwarding(), ["on_premises", "office", "domains"], {CORP: ["192.168.10.53"]})
    body["on_premises"]["office"]["segment"] = segment
    body["grants"].pop("office")
    return body


def test_a_domain_of_two_networks_of_one_view_is_refused() -> None:
    because = "is a domain of on_premises.datacenter too"
    remedy = "state it at the network that answers for it"
    assert_refused(two_networks("prod"), f"on_premises.office.domains.{CORP}", CORP, because, remedy)


def test_a_domain_of_two_networks_of_two_views_is_accepted() -> None:
    assert problems(two_networks("nonprod")) == []


def test_a_segment_that_hands_names_out_by_zone_associations_takes_no_domains() -> None:
    body = changed(forwarding(), ["segments", "prod", "dns"], {"distribution": "zone-associations"})
    for spoke in body["spokes"].values():
        spoke["account"] = "network"
    body["quotas"] = {"vpcs_per_region": 10}
    because = "need a Profile, and segments.prod hands names out by zone associations"
    assert_refused(body, WHERE, f"{CORP}, acme.internal", because, "distribution: profile, or remove the domains")


def test_domains_in_a_segment_that_does_not_exist_are_told_with_the_segment() -> None:
    body = changed(forwarding(), ["on_premises", "datacenter", "segment"], "prdo")
    assert "on_premises.datacenter.segment" in paths(problems(body))


def test_all_mistakes_about_domains_are_told_at_once() -> None:
    body = stating({"amazonaws.com": ["172.16.0.53"], CORP: ["9.9.9.9"]})
    assert paths(problems(body)) == [f"{WHERE}.amazonaws.com", f"{WHERE}.{CORP}[0]"]


def test_a_partner_answers_for_no_domains() -> None:
    found = problems(changed(partnered(), ["partners", "azure", "domains"], {CORP: ["172.20.0.4"]}))
    assert [p.path for p in found] == [("partners", "azure", "domains")]


def test_without_domains_nothing_is_asked() -> None:
    assert problems(without(forwarding(), DOMAINS)) == []
