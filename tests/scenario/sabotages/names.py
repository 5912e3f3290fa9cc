"""Mistakes about names: zones, Profiles, DNS Firewall, forwarding rules."""

from __future__ import annotations

from typing import Any

import pulumi_aws as aws

from ..program import Built, Program
from .record import DEV, NONPROD_RUNTIME, PROD, PROD_RUNTIME, REGION, Sabotage, names, put, tags

_HOST = "bedrock-runtime.us-east-1.amazonaws.com"
_RECORD = f"Record us-east-1-prod-view-{_HOST}"
_FIREWALL = "us-east-1-prod-view-firewall"
_PROD_PROFILE, _NONPROD_PROFILE = "us-east-1-prod-view-profile", "us-east-1-nonprod-view-profile"
_LOST = names("granted-is-reachable")


def alias(built: Built, endpoint: str) -> list[Any]:
    """An alias to an endpoint's own name."""
    entries = built[endpoint].dns_entries
    return [
        {
            "name": entries.apply(lambda found: found[0].dns_name),
            "zone_id": entries.apply(lambda found: found[0].hosted_zone_id),
            "evaluate_target_health": False,
        }
    ]


def _other_endpoint(program: Program) -> None:
    program.change(_RECORD, lambda props: {**props, "aliases": alias(program.built, NONPROD_RUNTIME)})


def _other_service(program: Program) -> None:
    record = "Record us-east-1-prod-view-bedrock-agent-runtime.us-east-1.amazonaws.com"
    program.change(record, lambda props: {**props, "aliases": alias(program.built, PROD_RUNTIME)})


def _other_profile(program: Program) -> None:
    target = f"{_PROD_PROFILE}-{_HOST}"
    program.point(target, profile_id=_NONPROD_PROFILE)


def _spoke_on_other_profile(program: Program) -> None:
    program.point("vpc-x-profile", profile_id=_PROD_PROFILE)


def _test_spoke_on_other_profile(program: Program) -> None:
    program.point("vpc-c-test-profile", profile_id=_PROD_PROFILE)


def _second_zone(built: Built) -> None:
    zone = aws.route53.Zone(
        "local-zone",
        name=_HOST,
        vpcs=[{"vpc_id": built["vpc-a-vpc"].id, "vpc_region": REGION}],
        tags=tags("local-zone", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )
    aws.route53.Record(
        "local-record",
        zone_id=zone.id,
        name=_HOST,
        type="A",
        aliases=alias(built, NONPROD_RUNTIME),
        opts=built.beside("vpc-a-vpc"),
    )


def _forwarding(built: Built) -> None:
    rule = aws.route53.ResolverRule(
        "forward",
        region=REGION,
        domain_name=_HOST,
        rule_type="FORWARD",
        resolver_endpoint_id="rslvr-out-0123456789abcdef0",
        target_ips=[{"ip": "10.200.0.10"}],
        tags=tags("forward", "prod", "vpc-a"),
        opts=built.beside("vpc-a-vpc"),
    )
    aws.route53.ResolverRuleAssociation(
        "forward-vpc-a",
        region=REGION,
        resolver_rule_id=rule.id,
        vpc_id=built["vpc-a-vpc"].id,
        opts=built.beside("vpc-a-vpc"),
    )


_VIEWS = [
    Sabotage(
        "prod's name points to nonprod's endpoint",
        DEV,
        _other_endpoint,
        "names-resolve-to-own-segment",
        names(_RECORD.partition(" ")[2]),
        _LOST,
    ),
    Sabotage(
        "a service's name points to another service's endpoint",
        DEV,
        _other_service,
        "names-resolve-to-own-segment",
        names("us-east-1-prod-view-bedrock-agent-runtime.us-east-1.amazonaws.com"),
        _LOST,
    ),
    Sabotage(
        "prod's name points to a fixed address",
        DEV,
        lambda program: program.change(_RECORD, put(aliases=None, records=["198.51.100.7"], ttl=60)),
        "names-resolve-to-own-segment",
        names(_RECORD.partition(" ")[2]),
        _LOST,
    ),
    Sabotage(
        "prod's zone has no record",
        DEV,
        lambda program: program.drop(_RECORD),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("names-resolve-to-own-segment"),
    ),
    Sabotage(
        "prod's zone is on nonprod's Profile",
        DEV,
        _other_profile,
        "names-resolve-to-own-segment",
        names(f"{_PROD_PROFILE}-{_HOST}"),
        _LOST,
    ),
    Sabotage(
        "a spoke has the other segment's Profile",
        DEV,
        _spoke_on_other_profile,
        "names-resolve-to-own-segment",
        names("vpc-x-profile"),
        _LOST,
    ),
    Sabotage(
        "one of many spokes has the other segment's Profile",
        PROD,
        _test_spoke_on_other_profile,
        "names-resolve-to-own-segment",
        names("vpc-c-test-profile"),
        _LOST | names("dns-blocked"),  # that Profile passes the names which prod fails over to
    ),
    Sabotage(
        "a spoke has no Profile",
        DEV,
        lambda program: program.drop("vpc-a-profile"),
        "names-resolve-to-own-segment",
        names("vpc-a-vpc"),
        _LOST | names("dns-blocked"),
    ),
    Sabotage(
        "a spoke has a zone of its own for the host name",
        DEV,
        lambda program: program.after(_second_zone),
        "names-resolve-to-own-segment",
        names("local-record"),
        _LOST,
    ),
    Sabotage(
        "a forwarding rule takes the host name away",
        DEV,
        lambda program: program.after(_forwarding),
        "names-resolve-to-own-segment",
        names("forward-vpc-a"),
        _LOST | names("dns-blocked"),
    ),
    Sabotage(
        "a spoke does not resolve names",
        DEV,
        lambda program: program.change("vpc-a-vpc", put(enable_dns_support=False)),
        "names-resolve-to-own-segment",
        names("vpc-a-vpc"),
        _LOST | names("training-reaches-its-buckets-alone"),
    ),
]

_FIREWALLS = [
    Sabotage(
        "the DNS Firewall blocks nothing",
        DEV,
        lambda program: program.drop("ResolverFirewallRule us-east-1-prod-view-block"),
        "dns-blocked",
        names(_FIREWALL),
    ),
    Sabotage(
        "the DNS Firewall only reports",
        DEV,
        lambda program: program.change(
            "ResolverFirewallRule us-east-1-prod-view-block", put(action="ALERT", block_response=None)
        ),
        "dns-blocked",
        names(_FIREWALL),
    ),
    Sabotage(
        "the DNS Firewall blocks one domain instead of all",
        DEV,
        lambda program: program.change(
            "ResolverFirewallDomainList us-east-1-prod-view-block", put(domains=["*.example.com."])
        ),
        "dns-blocked",
        names(_FIREWALL),
    ),
    Sabotage(
        "the DNS Firewall passes every name",
        DEV,
        lambda program: program.change("ResolverFirewallDomainList us-east-1-prod-view-allow", put(domains=["*."])),
        "dns-blocked",
        names("us-east-1-prod-view-allow"),
    ),
    Sabotage(
        "the DNS Firewall is not on the Profile",
        DEV,
        lambda program: program.drop("us-east-1-prod-view-profile-firewall"),
        "dns-blocked",
        names(_PROD_PROFILE),
    ),
    Sabotage(
        "the DNS Firewall blocks before it passes",
        DEV,
        lambda program: program.change("ResolverFirewallRule us-east-1-prod-view-block", put(priority=50)),
        "names-resolve-to-own-segment",
        names("us-east-1-prod-view-block"),
        _LOST | names("names-resolve-to-own-segment", "training-reaches-its-buckets-alone"),
    ),
    Sabotage(
        "the DNS Firewall does not pass a granted service's name",
        DEV,
        lambda program: program.change(
            "ResolverFirewallDomainList us-east-1-prod-view-allow", put(domains=["bedrock.us-east-1.amazonaws.com."])
        ),
        "granted-is-reachable",
        names(PROD_RUNTIME),
        names("names-resolve-to-own-segment", "dns-blocked", "training-reaches-its-buckets-alone"),
    ),
]

NAMES = [*_VIEWS, *_FIREWALLS]
