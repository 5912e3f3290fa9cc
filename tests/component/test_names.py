"""Names: what AWS takes as a name, at the longest that a spec can bring about; and the golden list of URNs."""

import re
from pathlib import Path

import pytest
from component.graph import STACKS, aws, kind, recording, run_body, target
from specs import HAIKU, Body, company, hybrid, spoke

from transitctl.offline import Recording, Resource

GOLDEN = Path(__file__).parent / "golden"
RANDOM_SUFFIX = 8
"""``-`` and seven digits, which Pulumi adds to a logical name where no name is stated."""

# Kinds whose physical name comes from the logical one, with AWS's limit and pattern.
# Sources: Amazon Route 53 API reference (Profiles, Resolver); Amazon EC2 API reference; AWS RAM API reference; AWS Direct
# Connect API reference; Amazon CloudWatch API reference.
ROUTE_53 = re.compile(r"(?!^[0-9]+$)[a-zA-Z0-9\-_' ]+")
LIMITS = {
    "route53.ProfilesProfile": (64, ROUTE_53),
    "route53.ProfilesAssociation": (64, ROUTE_53),
    "route53.ProfilesResourceAssociation": (64, ROUTE_53),
    "route53.ResolverEndpoint": (64, ROUTE_53),
    "route53.ResolverRule": (64, ROUTE_53),
    "directconnect.Gateway": (100, re.compile(r"[\w .-]+")),
    "directconnect.TransitVirtualInterface": (100, re.compile(r"[a-z0-9-]+")),
    "cloudwatch.MetricAlarm": (255, re.compile(r"[^\x00-\x1f]+")),
    "route53.ResolverFirewallRuleGroup": (64, ROUTE_53),
    "route53.ResolverFirewallDomainList": (64, ROUTE_53),
    "route53.ResolverFirewallRule": (64, ROUTE_53),
    "route53.ResolverFirewallRuleGroupAssociation": (64, ROUTE_53),
    "ec2.ManagedPrefixList": (255, re.compile(r".+")),
    "ec2.SecurityGroup": (255, re.compile(r"(?!sg-)[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+")),
    "ram.ResourceShare": (255, re.compile(r".+")),
}


def longest() -> Body:
    """A network whose every name is as long as the spec takes it."""
    body = company()
    region = body["regions"].pop("us-east-1")
    body["name"] = "n" * 30
    body["regions"]["ap-southeast-1"] = region
    region["zones"] = {"a": "apse1-az1", "b": "apse1-az2"}
    services = ["bedrock-runtime", "bedrock-data-automation-runtime", "bedrock-agentcore.gateway", "ecr.dkr", "s3"]
    region["hub"]["services"] = services
    body["segments"] = {"s" * 16: {"number": 1}, "z" * 16: {"number": 2}}
    key, application = "v" * 30, "a" * 30
    body["spokes"] = {
        key: {**spoke("s" * 16, 0, region="ap-southeast-1"), "applications": {application: {"number": 0}}}
    }
    grant = {"consumers": [f"{key}/{application}"], "service": "bedrock-runtime", "models": [HAIKU]}
    body["grants"] = {f"{n}".rjust(30, "g"): grant for n in range(6)}
    outside, way = "o" * 30, "w" * 30
    hybrid_body = hybrid()
    body["on_premises"] = {outside: {**hybrid_body["on_premises"]["datacenter"], "region": "ap-southeast-1"}}
    body["on_premises"][outside]["segment"] = "s" * 16
    body["on_premises"][outside]["domains"] = {f"{'d' * 63}.{'e' * 63}.{'f' * 63}.{'g' * 8}": ["172.16.0.53"]}
    body["direct_connect"] = {way: {**hybrid_body["direct_connect"]["dx"], "networks": [outside]}}
    interfaces = body["direct_connect"][way]["virtual_interfaces"]
    body["direct_connect"][way]["virtual_interfaces"] = {"i" * 30: interfaces["dc2"], "j" * 30: interfaces["ny5"]}
    body["vpns"] = {way: {**hybrid_body["vpns"]["backup"], "networks": [outside]}}
    grant["consumers"].append(outside)
    return body


@pytest.fixture(scope="module")
def long_names() -> Recording:
    return run_body(longest())


def physical_name(resource: Resource) -> str:
    """The stated name, or the longest that Pulumi makes of the logical one."""
    return resource.inputs.get("name") or resource.name + "-" + "0" * (RANDOM_SUFFIX - 1)


def test_names_fit_what_aws_takes_even_where_they_are_longest(long_names: Recording) -> None:
    wrong = []
    for r in aws(long_names, *LIMITS):
        limit, pattern = LIMITS[kind(r)]
        name = physical_name(r)
        if len(name) > limit or not pattern.fullmatch(name):
            wrong.append((kind(r), name, len(name)))
    assert wrong == []
    assert {kind(r) for r in aws(long_names)} >= LIMITS.keys()


def test_names_of_the_stacks_fit_what_aws_takes(network: Recording) -> None:
    for r in aws(network, *LIMITS):
        limit, pattern = LIMITS[kind(r)]
        name = physical_name(r)
        assert len(name) <= limit
        assert pattern.fullmatch(name)


def test_the_longest_of_everything_else_fits_too(long_names: Recording) -> None:
    """Tags, descriptions, entries, the session's name."""
    for r in aws(long_names):
        assert all(len(value) <= 256 for value in (r.inputs.get("tags") or {}).values()), r.name
        assert len(r.inputs.get("description", "")) <= 255, r.name
        assert all(len(e["description"]) <= 255 for e in r.inputs.get("entries", ())), r.name
    sessions = [r.inputs["assumeRoles"] for r in long_names.resources.values() if "assumeRoles" in r.inputs]
    assert all(len(name) <= 64 for text in sessions for name in re.findall(r'"sessionName": "([^"]*)"', text))


def test_associations_on_a_profile_are_told_apart_by_name(network: Recording) -> None:
    """Dots are not taken in names, and a name that is cut off could meet another."""
    named = [
        (target(network, r, "profileId").name, r.inputs["name"])
        for r in aws(network, "route53.ProfilesResourceAssociation")
        if "name" in r.inputs
    ]
    assert len(set(named)) == len(named)


def test_names_derive_from_keys_and_never_from_positions(network: Recording) -> None:
    """No number at the end, but those of zone ids, accounts, Regions, and blocks that are their own keys."""
    stable = re.compile(r"(us-(east|west)-\d|use?w?\d-az\d|\d{12}|vpc-\w|(\d+\.){3}\d+-\d+)")
    for r in network.resources.values():
        assert not re.search(r"[-.]\d+($|-)", stable.sub("", r.name)), r.name


@pytest.mark.parametrize("stack", STACKS)
def test_the_urns_of_a_stack_are_those_of_the_golden_list(stack: str, request: pytest.FixtureRequest) -> None:
    """A name that changes replaces a resource. Renew with ``pytest tests/component --update-golden``, review the diff, and
    write a line into CHANGELOG.md for everything that existing stacks would lose."""
    file = GOLDEN / f"urns-{stack}.txt"
    urns = [urn.removeprefix(f"urn:pulumi:{stack}::bedrock-transit::") for urn in sorted(recording(stack).resources)]
    if request.config.getoption("--update-golden"):
        file.write_text("\n".join(urns) + "\n", encoding="utf-8")
    assert urns == file.read_text(encoding="utf-8").splitlines()


def test_segments_and_grants_named_like_parts_of_each_other_share_no_urn() -> None:
    """``prod`` with the grant ``x-return-y``, and ``prod-return-x`` with the grant ``y``: the recorder refuses equal URNs."""
    body = company()
    body["segments"]["prod-return-x"] = {"number": 3}
    body["quotas"] = {"vpcs_per_region": 10}
    body["spokes"]["vpc-r"] = {**spoke("prod-return-x", 0), "applications": {"a": {}}}
    one = {"service": "bedrock-runtime", "models": [HAIKU]}
    body["grants"] = {
        "x-return-y": {**one, "consumers": ["vpc-a/chat"]},
        "y": {**one, "consumers": ["vpc-r/a"]},
    }
    names = {resource.name for resource in aws(run_body(body), "ec2.Route")}
    assert {"us-east-1-prod.return-x-return-y", "us-east-1-prod-return-x.return-y"} <= names
