"""What a sound configuration of the pack says."""

from datetime import date

from transit_guardrails.settings import KEYS, Settings, Waiver, parse_settings

TODAY = date(2026, 3, 1)
RULES = frozenset({"ipv4-only", "resources-tagged"})
URN = "urn:pulumi:prod::bedrock-transit::aws:ec2/vpc:Vpc::vpc-a-vpc"


def test_a_silent_configuration_is_the_strict_default() -> None:
    settings, problems = parse_settings({}, RULES, TODAY)
    assert problems == ()
    assert settings == Settings(
        isolated=None,
        models={},
        networks=None,
        allowed_names=(),
        organization=None,
        deployer_roles=(),
        quotas={},
        single_links=(),
        other_stacks=(),
        states=(),
        single_zones=(),
        headroom=0.8,
        waivers=(),
    )


def test_every_key_is_read_and_lists_are_sorted() -> None:
    given = {
        "isolated": [["prod", "nonprod"], ["lab", "prod"]],
        "models": {"prod": ["meta.*", "anthropic.claude-*"], "nonprod": []},
        "networks": {"office": ["prod"], "lab": []},
        "allowed_names": ["*.corp.acme.example", "api.acme.example"],
        "organization": "o-a1b2c3d4e5",
        "deployer_roles": ["deployer", "arn:aws:iam::210987654321:role/infra/bedrock-transit-deployer"],
        "quotas": {"routes-per-table": 100.0},
        "single_links": ["office", "datacenter"],
        "other_stacks": ["vpc-t", "vpc-a"],
        "states": ["network of prod.json"],
        "single_zones": ["nonprod", "vpc-a/chat"],
        "headroom": 0.5,
        "waivers": [{"rule": "ipv4-only", "resource": URN, "reason": " a trial ", "expires": "2026-06-30"}],
    }
    settings, problems = parse_settings(given, RULES, TODAY)
    assert problems == ()
    assert set(given) == set(KEYS)
    assert settings == Settings(
        isolated=(("lab", "prod"), ("nonprod", "prod")),
        models={"nonprod": (), "prod": ("anthropic.claude-*", "meta.*")},
        networks={"lab": (), "office": ("prod",)},
        allowed_names=("*.corp.acme.example", "api.acme.example"),
        organization="o-a1b2c3d4e5",
        deployer_roles=("arn:aws:iam::210987654321:role/infra/bedrock-transit-deployer", "deployer"),
        quotas={"routes-per-table": 100},
        single_links=("datacenter", "office"),
        other_stacks=("vpc-a", "vpc-t"),
        states=("network of prod.json",),
        single_zones=("nonprod", "vpc-a/chat"),
        headroom=0.5,
        waivers=(Waiver("ipv4-only", URN, "a trial", date(2026, 6, 30)),),
    )
    assert isinstance(settings.quotas["routes-per-table"], int)


def test_no_isolated_pair_is_something_else_than_none_stated() -> None:
    settings, problems = parse_settings({"isolated": []}, RULES, TODAY)
    assert (settings.isolated, problems) == ((), ())


def test_an_expired_waiver_is_kept_for_the_rule_that_reports_it() -> None:
    waiver = {"rule": "ipv4-only", "resource": "vpc-1", "reason": "was needed", "expires": "2025-12-31"}
    settings, problems = parse_settings({"waivers": [waiver]}, RULES, TODAY)
    assert problems == ()
    assert settings.waivers == (Waiver("ipv4-only", "vpc-1", "was needed", date(2025, 12, 31)),)


def test_a_waiver_may_last_a_year_to_the_day() -> None:
    waiver = {"rule": "ipv4-only", "resource": "vpc-1", "reason": "needed", "expires": "2025-02-28"}
    settings, problems = parse_settings({"waivers": [waiver]}, RULES, date(2024, 2, 29))
    assert problems == ()
    assert settings.waivers[0].expires == date(2025, 2, 28)
