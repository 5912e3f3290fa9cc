"""The spec is closed and typed: unknown keys at every level, wrong types, names and numbers that AWS would refuse."""

from typing import Any

import pytest
from specs import Body, assert_refused, changed, company, paths, problems, without


def full() -> Body:
    """A spec with a part of every kind."""
    body = company()
    body["exceptions"] = {
        "audit": {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2027-01-31"}
    }
    body["segments"]["prod"]["dns"] = {"allowed_names": ["*.s3.us-east-1.amazonaws.com"]}
    return body


@pytest.mark.parametrize(
    "place",
    [
        [],
        ["accounts", "apps"],
        ["regions", "us-east-1"],
        ["regions", "us-east-1", "hub"],
        ["segments", "prod"],
        ["segments", "prod", "dns"],
        ["spokes", "vpc-a"],
        ["spokes", "vpc-a", "applications", "chat"],
        ["grants", "chat"],
        ["exceptions", "audit"],
    ],
    ids=lambda place: ".".join(place) or "network",
)
def test_an_unknown_key_is_refused_at_every_level(place: list[str]) -> None:
    where = ".".join([*place, "colour"])
    assert_refused(
        changed(full(), [*place, "colour"], "red"), where, '"red"', "not a key that the spec knows", "spelling"
    )


def test_an_unknown_zone_letter_is_refused() -> None:
    """A letter is a place in every address block, and there are four."""
    found = problems(changed(company(), ["regions", "us-east-1", "zones", "e"], "use1-az5"))
    assert paths(found) == ["regions.us-east-1.zones.e"]


@pytest.mark.parametrize(
    "place",
    [
        ["name"],
        ["organization_id"],
        ["network_account"],
        ["accounts"],
        ["accounts", "apps", "id"],
        ["regions"],
        ["regions", "us-east-1", "supernet"],
        ["regions", "us-east-1", "amazon_side_asn"],
        ["regions", "us-east-1", "zones"],
        ["regions", "us-east-1", "hub"],
        ["regions", "us-east-1", "hub", "cidr"],
        ["regions", "us-east-1", "hub", "services"],
        ["regions", "us-east-1", "views"],
        ["segments"],
        ["spokes", "vpc-a", "account"],
        ["spokes", "vpc-a", "region"],
        ["spokes", "vpc-a", "segment"],
        ["grants", "chat", "consumers"],
        ["grants", "chat", "service"],
        ["tags"],
        ["exceptions", "audit", "kind"],
        ["exceptions", "audit", "scope"],
        ["exceptions", "audit", "reason"],
        ["exceptions", "audit", "expires"],
    ],
    ids=".".join,
)
def test_what_is_required_is_asked_for(place: list[str]) -> None:
    found = problems(without(full(), place))
    assert ".".join(place) in paths(found)
    assert "state it" in next(p.remedy for p in found if ".".join(p.path) == ".".join(place))


@pytest.mark.parametrize(
    ("place", "value", "given", "because", "remedy"),
    [
        (["spokes"], ["vpc-a"], '["vpc-a"]', "dictionary", "mapping of names to values"),
        (["spokes", "vpc-a"], "prod", '"prod"', "dictionary", "mapping with the keys"),
        (["grants", "chat", "consumers"], "vpc-a/chat", '"vpc-a/chat"', "list", "write a list"),
        (["spokes", "vpc-a", "number"], "0", '"0"', "integer", "whole number without quotes"),
        (["spokes", "vpc-a", "number"], 0.5, "0.5", "integer", "whole number"),
        (["spokes", "vpc-a", "number"], True, "true", "integer", "whole number"),
        (["regions", "us-east-1", "supernet"], 10, "10", "must be text", "in quotes"),
        (["organization_id"], None, "null", "must be text", "o-a1b2c3d4e5"),
        (["tags", "cost-center"], 4711, "4711", "must be text", "tag text"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_type_is_refused(place: list[str], value: Any, given: str, because: str, remedy: str) -> None:
    assert_refused(changed(full(), place, value), ".".join(place), given, because, remedy)


@pytest.mark.parametrize("body", [None, [], "text", 7, True, [{"name": "acme"}]], ids=repr)
def test_what_is_no_mapping_at_all_is_refused(body: Any) -> None:
    found = problems(body)
    assert paths(found) == ["network"]
    assert "mapping" in found[0].remedy


def test_an_empty_mapping_is_asked_for_everything_that_is_required() -> None:
    required = ["accounts", "name", "network_account", "organization_id", "regions", "segments", "tags"]
    assert paths(problems({})) == required


@pytest.mark.parametrize("part", ["accounts", "regions", "segments"])
def test_a_network_without_any_is_refused(part: str) -> None:
    assert part in paths(problems(changed(company(), [part], {})))


@pytest.mark.parametrize(
    "account", ["11112222333", "1111222233334", "1111-2222-3333", "11112222333x", "", " 111122223333"]
)
def test_an_account_id_that_is_not_twelve_digits_is_refused(account: str) -> None:
    body = changed(company(), ["accounts", "apps", "id"], account)
    assert_refused(body, "accounts.apps.id", f'"{account}"', "12 digits", "12 digits, in quotes")


def test_an_account_id_without_quotes_is_refused() -> None:
    """YAML would read it as a number and drop a leading zero."""
    body = changed(company(), ["accounts", "apps", "id"], 444455556666)
    assert_refused(body, "accounts.apps.id", "444455556666", "must be text", "12 digits, in quotes")


@pytest.mark.parametrize("role", ["", "a" * 65, "deploy er", "role/deployer", "déployer"])
def test_a_role_name_that_iam_refuses_is_refused(role: str) -> None:
    body = changed(company(), ["accounts", "apps", "role"], role)
    assert paths(problems(body)) == ["accounts.apps.role"]


@pytest.mark.parametrize("organization", ["o-short", "a1b2c3d4e5", "o-A1B2C3D4E5", "o-" + "a" * 33])
def test_an_organization_id_that_aws_would_not_give_is_refused(organization: str) -> None:
    body = changed(company(), ["organization_id"], organization)
    assert_refused(body, "organization_id", f'"{organization}"', "o-a1b2c3d4e5", "o-a1b2c3d4e5")


@pytest.mark.parametrize(
    "name", ["", "Acme", "1acme", "acme-", "-acme", "acme_net", "acme.net", "a" * 31, "acmé", "acme\n"]
)
def test_a_network_name_that_aws_refuses_in_names_is_refused(name: str) -> None:
    assert paths(problems(changed(company(), ["name"], name))) == ["name"]


@pytest.mark.parametrize("key", ["VPC-B", "vpc_b", "vpc.b", "vpc/b", "b" * 31, "vpc-b-", "9b"])
@pytest.mark.parametrize("part", ["spokes", "grants", "accounts"])
def test_a_key_that_aws_refuses_in_names_is_refused(part: str, key: str) -> None:
    body = company()
    first = next(iter(body[part].values()))
    body[part][key] = {**first, "id": "999988887777"} if part == "accounts" else first
    found = problems(body)
    assert f"{part}.{key}" in {".".join(p.path) for p in found}
    assert {p.path[:2] for p in found} == {(part, key)}


def test_a_segment_key_that_is_too_long_for_names_of_route_53_is_refused() -> None:
    body = company()
    body["segments"]["s" * 17] = {"number": 3}
    assert_refused(body, f"segments.{'s' * 17}", f'"{"s" * 17}"', "1 to 16", "64 characters")


@pytest.mark.parametrize("text", ["", "a" * 257, "<script>", "tab\there", "50% off"])
def test_a_tag_that_aws_refuses_is_refused(text: str) -> None:
    assert paths(problems(changed(company(), ["tags", "owner"], text))) == ["tags.owner"]


@pytest.mark.parametrize(
    "name", ["-a.example", "example", "*.*.example", "a..example", "http://a.example", "A.example"]
)
def test_an_allowed_name_that_is_no_dns_name_is_refused(name: str) -> None:
    body = changed(company(), ["segments", "prod", "dns"], {"allowed_names": [name]})
    assert paths(problems(body)) == ["segments.prod.dns.allowed_names[0]"]


@pytest.mark.parametrize(
    ("cidr", "because"),
    [
        ("10.64.0.1/12", "host bits"),
        ("10.64.0.0", "such as 10.64.0.0/16"),
        ("10.64.0.0/33", "IPv4 CIDR block"),
        ("fd00::/48", "IPv4 CIDR block"),
        ("11.0.0.0/12", "private block"),
        ("0.0.0.0/0", "private block"),
        ("172.16.0.0/11", "IPv4 CIDR block"),
        ("ten", "IPv4 CIDR block"),
    ],
)
def test_a_block_that_is_no_private_ipv4_network_is_refused(cidr: str, because: str) -> None:
    found = problems(changed(company(), ["regions", "us-east-1", "supernet"], cidr))
    assert paths(found) == ["regions.us-east-1.supernet"]
    assert found[0].given == f'"{cidr}"'
    assert because in found[0].reason


@pytest.mark.parametrize("date", ["31.01.2027", "2027-13-01", "tomorrow", 20270131, None])
def test_a_date_of_another_form_is_refused(date: Any) -> None:
    found = problems(changed(full(), ["exceptions", "audit", "expires"], date))
    assert paths(found) == ["exceptions.audit.expires"]
    assert "2027-03-31" in found[0].remedy


def test_an_exception_without_a_reason_worth_reading_is_refused() -> None:
    found = problems(changed(full(), ["exceptions", "audit", "reason"], "because"))
    assert paths(found) == ["exceptions.audit.reason"]


def test_an_exception_of_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    found = problems(changed(full(), ["exceptions", "audit", "kind"], "internet"))
    assert paths(found) == ["exceptions.audit.kind"]
    assert "internet-gateway" in found[0].reason


@pytest.mark.parametrize("part", [["spokes", "vpc-a"], ["spokes", "vpc-a", "applications", "chat"]], ids=".".join)
def test_a_place_stated_as_number_and_as_block_is_refused(part: list[str]) -> None:
    found = problems(changed(company(), [*part, "cidr"], "10.65.0.0/24"))
    assert paths(found) == [".".join(part)]
    assert "both number and cidr" in found[0].reason


def test_an_applications_block_that_does_not_hold_four_subnets_of_its_size_is_refused() -> None:
    body = changed(company(), ["spokes", "vpc-a", "applications", "chat"], {"cidr": "10.65.0.0/25"})
    found = problems(body)
    assert paths(found) == ["spokes.vpc-a.applications.chat"]
    assert "cidr must be a /24" in found[0].reason


def test_a_grant_of_nothing_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "models"], [])
    found = problems(body)
    assert paths(found) == ["grants.chat"]
    assert "grants nothing" in found[0].reason


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["spokes", "vpc-a", "prefix_length"], 15),
        (["spokes", "vpc-a", "prefix_length"], 27),
        (["spokes", "vpc-a", "number"], -1),
        (["spokes", "vpc-a", "applications", "chat", "subnet_prefix_length"], 17),
        (["spokes", "vpc-a", "applications", "chat", "subnet_prefix_length"], 29),
        (["segments", "prod", "number"], 0),
        (["segments", "prod", "number"], 256),
        (["quotas"], {"vpcs_per_region": 0}),
        (["regions", "us-east-1", "zones"], {"a": "use1-az1"}),
        (["regions", "us-east-1", "hub", "services"], []),
        (["grants", "chat", "consumers"], []),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else "",
)
def test_a_number_or_count_outside_of_what_aws_takes_is_refused(place: list[str], value: Any) -> None:
    found = problems(changed(company(), place, value))
    assert [path.removesuffix(".vpcs_per_region") for path in paths(found)] == [".".join(place)]
