"""Mistakes about on-premises domains: what is forwarded, to whom, for whom, and what else gets out that way."""

from __future__ import annotations

import pulumi_aws as aws

from ..program import Built
from .record import PROD, REGION, TGW, Sabotage, names, put, tags

_NAME = "us-east-1-prod-forwarder"
_DOMAIN = "corp.acme.example"
_RULE, _ON, _ENDPOINT = f"{_NAME}-rule-{_DOMAIN}", f"{_NAME}-profile-{_DOMAIN}", f"{_NAME}-endpoint"
_ALLOW = "us-east-1-prod-view-allow"
_LOST = names("granted-is-reachable")


def _asks_everybody(built: Built) -> None:
    aws.vpc.SecurityGroupEgressRule(
        "ask-anybody",
        region=REGION,
        security_group_id=built[f"{_NAME}-sg"].id,
        ip_protocol="udp",
        from_port=53,
        to_port=53,
        cidr_ipv4="0.0.0.0/0",
        tags=tags("ask-anybody", "prod", network="acme"),
        opts=built.beside(f"{_NAME}-sg"),
    )


def _route(built: Built) -> None:
    aws.ec2.Route(
        "forwarder-to-all",
        region=REGION,
        route_table_id=built["us-east-1-prod-resolver-rt"].id,
        destination_cidr_block="172.16.0.0/16",
        transit_gateway_id=built[TGW].id,
        opts=built.beside(TGW),
    )


def _for_nonprod(built: Built) -> None:
    aws.route53.ProfilesResourceAssociation(
        "corp-for-nonprod",
        name="corp-acme-example",
        region=REGION,
        profile_id=built["us-east-1-nonprod-view-profile"].id,
        resource_arn=built[_RULE].arn,
        opts=built.beside(_RULE),
    )


def _for_a_nonprod_spoke(built: Built) -> None:
    aws.route53.ResolverRuleAssociation(
        "corp-for-vpc-a-test",
        region=REGION,
        resolver_rule_id=built[_RULE].id,
        vpc_id=built["vpc-a-test-vpc"].id,
        opts=built.beside(_RULE),
    )


def _rule_beside(built: Built) -> None:
    """A rule that somebody adds by hand, by the forwarder's own endpoint."""
    rule = aws.route53.ResolverRule(
        "lab-rule",
        name="lab",
        region=REGION,
        domain_name="lab.example",
        rule_type="FORWARD",
        resolver_endpoint_id=built[_ENDPOINT].id,
        target_ips=[{"ip": "172.16.0.53"}],
        tags=tags("lab-rule", "prod", network="acme"),
        opts=built.beside(_RULE),
    )
    aws.route53.ProfilesResourceAssociation(
        "lab-on-prod",
        name="lab",
        region=REGION,
        profile_id=built["us-east-1-prod-view-profile"].id,
        resource_arn=rule.arn,
        opts=built.beside(_RULE),
    )


def _endpoint_beside(built: Built) -> None:
    aws.route53.ResolverEndpoint(
        "side-endpoint",
        region=REGION,
        direction="OUTBOUND",
        ip_addresses=[{"subnet_id": built[f"us-east-1-prod-resolver-use1-az{n}"].id} for n in (1, 2)],
        security_group_ids=[built["us-east-1-prod-resolver-sg"].id],
        tags=tags("side-endpoint", "prod", network="acme"),
        opts=built.beside(_ENDPOINT),
    )


FORWARDING = [
    Sabotage(
        "a domain is forwarded to a server that nobody stated",
        PROD,
        lambda program: program.change(_RULE, put(target_ips=[{"ip": "172.16.0.53"}, {"ip": "172.16.0.99"}])),
        "dns-blocked",
        names(_RULE),
    ),
    Sabotage(
        "a domain is forwarded to another port",
        PROD,
        lambda program: program.change(_RULE, put(target_ips=[{"ip": "172.16.0.53", "port": 5353}])),
        "dns-blocked",
        names(_RULE),
    ),
    Sabotage(
        "a rule forwards a domain that nobody declared",
        PROD,
        lambda program: program.change(_RULE, put(domain_name="acme.example")),
        "dns-blocked",
        names(_RULE),
    ),
    Sabotage(
        "a rule forwards a part of the declared domain alone",
        PROD,
        lambda program: program.change(_RULE, put(domain_name=f"db.{_DOMAIN}")),
        "dns-blocked",
        names(_RULE, _ALLOW),
        _LOST,
    ),
    Sabotage(
        "a rule forwards everything that AWS answers for",
        PROD,
        lambda program: program.change(_RULE, put(domain_name="amazonaws.com")),
        "dns-blocked",
        names(_RULE, _ALLOW),
        _LOST | names("training-reaches-its-buckets-alone"),
    ),
    Sabotage(
        "the forwarder asks whomever it likes",
        PROD,
        lambda program: program.after(_asks_everybody),
        "security-groups-narrow",
        names("ask-anybody"),
    ),
    Sabotage(
        "the forwarder's subnets lead to all of the data centre",
        PROD,
        lambda program: program.after(_route),
        "routes-lead-to-endpoints",
        names("forwarder-to-all"),
        names("reachable-is-granted"),
    ),
    Sabotage(
        "another segment's Profile forwards the domain",
        PROD,
        lambda program: program.after(_for_nonprod),
        "dns-blocked",
        names("corp-for-nonprod"),
    ),
    Sabotage(
        "a spoke of another segment forwards the domain",
        PROD,
        lambda program: program.after(_for_a_nonprod_spoke),
        "dns-blocked",
        names("corp-for-vpc-a-test"),
    ),
    Sabotage(
        "a rule beside the forwarder forwards one more domain",
        PROD,
        lambda program: program.after(_rule_beside),
        "dns-blocked",
        names("lab-on-prod"),
    ),
    Sabotage(
        "an outbound endpoint stands beside the forwarder",
        PROD,
        lambda program: program.after(_endpoint_beside),
        "dns-blocked",
        names("side-endpoint"),
        names("security-groups-narrow"),
    ),
    Sabotage(
        "the domain's rule is not on the Profile",
        PROD,
        lambda program: program.drop(_ON),
        "granted-is-reachable",
        names(_ENDPOINT),
        names("dns-blocked"),
    ),
    Sabotage(
        "the forwarder's VPC asks public DNS for the domain",
        PROD,
        lambda program: program.drop(f"{_NAME}-zone-{_DOMAIN}"),
        "dns-blocked",
        names(_ALLOW),
    ),
    Sabotage(
        "the forwarder may not ask by UDP",
        PROD,
        lambda program: program.drop(f"{_NAME}-ask-udp"),
        "granted-is-reachable",
        names(_ENDPOINT),
    ),
]
"""What resolving on-premises names may do wrong."""
