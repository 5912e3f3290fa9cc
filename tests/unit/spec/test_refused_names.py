"""A spec that names what does not exist: each mistake with its place, what was given, the conflict, the remedy."""

import pytest
from specs import assert_refused, changed, company, paths, planned, problems, spoke, two_regions


def test_an_unknown_segment_is_refused_with_the_closest_one() -> None:
    body = changed(company(), ["spokes", "vpc-b", "segment"], "prd")
    assert_refused(body, "spokes.vpc-b.segment", "prd", "not a known segment", "did you mean 'prod'?")


def test_an_unknown_segment_without_a_close_one_is_refused_with_all() -> None:
    body = changed(company(), ["spokes", "vpc-b", "segment"], "zebra")
    assert_refused(body, "spokes.vpc-b.segment", "zebra", "not a known segment", "use one of: nonprod, prod")


def test_an_unknown_account_is_refused() -> None:
    body = changed(company(), ["spokes", "vpc-b", "account"], "netwrk")
    assert_refused(body, "spokes.vpc-b.account", "netwrk", "not a known account", "did you mean 'network'?")


def test_an_unknown_network_account_is_refused() -> None:
    body = changed(company(), ["network_account"], "hub")
    assert_refused(body, "network_account", "hub", "not a known account", "use one of: apps, network")


def test_a_spoke_in_an_undeclared_region_is_refused() -> None:
    body = changed(company(), ["spokes", "vpc-b", "region"], "us-east-2")
    assert_refused(body, "spokes.vpc-b.region", "us-east-2", "not a known Region", "did you mean 'us-east-1'?")


def test_a_region_that_aws_does_not_have_is_refused() -> None:
    body = company()
    body["regions"]["us-esat-2"] = {**two_regions()["regions"]["us-west-2"]}
    assert "regions.us-esat-2" in paths(problems(body))


def test_a_grant_to_an_unknown_consumer_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chta"])
    assert_refused(body, "grants.chat.consumers[0]", "vpc-a/chta", "not a known consumer", "did you mean 'vpc-a/chat'?")


def test_a_grant_that_names_a_consumer_twice_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chat", "vpc-a/chat"])
    assert_refused(body, "grants.chat.consumers[1]", "vpc-a/chat", "twice", "once")


def test_a_grant_across_segments_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "consumers"], ["vpc-a/chat", "vpc-x/sandbox"])
    conflict = "vpc-x/sandbox of nonprod and vpc-a/chat of prod"
    assert_refused(body, "grants.chat.consumers", "", conflict, "one grant for each segment")


def test_a_service_that_is_not_in_the_catalogue_is_refused_in_a_grant() -> None:
    body = changed(company(), ["grants", "chat", "service"], "bedrock-runtim")
    assert_refused(body, "grants.chat.service", "bedrock-runtim", "endpoint catalogue", "mean 'bedrock-runtime'?")


def test_a_service_that_is_not_in_the_catalogue_is_refused_in_the_hub() -> None:
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "rds"])
    assert_refused(body, "regions.us-east-1.hub.services[1]", "rds", "endpoint catalogue", "use one of")


def test_a_service_that_the_hub_does_not_have_is_refused() -> None:
    body = changed(company(), ["grants", "chat", "service"], "bedrock-mantle")
    remedy = "add it to regions.us-east-1.hub.services"
    assert_refused(body, "grants.chat.service", "bedrock-mantle", "no endpoint in the hub of us-east-1", remedy)


def test_a_service_that_stands_in_the_hub_twice_is_refused() -> None:
    body = changed(company(), ["regions", "us-east-1", "hub", "services"], ["bedrock-runtime", "bedrock-runtime"])
    assert_refused(body, "regions.us-east-1.hub.services[1]", "bedrock-runtime", "twice", "once")


def test_regions_of_different_partitions_are_refused() -> None:
    """Accounts, roles and an organization belong to one partition; ARNs in policies would be wrong in the other."""
    body = two_regions()
    body["regions"]["us-gov-west-1"] = body["regions"].pop("us-west-2")
    body["regions"]["us-gov-west-1"]["zones"] = {"a": "usgw1-az1", "b": "usgw1-az2"}
    body["spokes"]["vpc-w"]["region"] = "us-gov-west-1"
    assert paths(problems(body)) == ["regions.us-gov-west-1"]


def test_a_service_that_the_region_is_known_not_to_offer_is_refused() -> None:
    """The FIPS endpoints are documented for six Regions."""
    body = two_regions()
    body["regions"]["us-west-1"] = body["regions"].pop("us-west-2")
    body["regions"]["us-west-1"]["zones"] = {"a": "usw1-az1", "b": "usw1-az3"}
    body["regions"]["us-west-1"]["hub"]["services"].append("bedrock-fips")
    body["spokes"]["vpc-w"]["region"] = "us-west-1"
    assert_refused(body, "regions.us-west-1.hub.services[1]", "bedrock-fips", "not offered in us-west-1", "remove it")


@pytest.mark.parametrize(("region", "zone"), [("cn-north-1", "cnn1"), ("us-gov-west-1", "usgw1")])
def test_a_service_without_names_in_the_partition_is_refused_and_not_a_traceback(region: str, zone: str) -> None:
    """Names of Bedrock are not known for China, those of Studio neither for GovCloud."""
    body = company()
    body["regions"][region] = body["regions"].pop("us-east-1")
    body["regions"][region]["zones"] = {"a": f"{zone}-az1", "b": f"{zone}-az2"}
    body["regions"][region]["hub"]["services"] = ["bedrock-runtime", "bedrock", "aws.sagemaker.studio"]
    for value in body["spokes"].values():
        value["region"] = region
    assert f"regions.{region}.hub.services[2]" in paths(problems(body))


@pytest.mark.parametrize("zone", ["use2-az1", "usw2-az1", "use1-az"])
def test_a_zone_id_of_another_region_is_refused(zone: str) -> None:
    found = problems(changed(company(), ["regions", "us-east-1", "zones", "b"], zone))
    assert paths(found) == ["regions.us-east-1.zones.b"]
    assert zone in found[0].given


def test_a_zone_id_of_another_region_is_refused_with_the_prefix_of_this_one() -> None:
    body = changed(company(), ["regions", "us-east-1", "zones", "b"], "use2-az1")
    assert_refused(body, "regions.us-east-1.zones.b", "use2-az1", "not a zone of us-east-1", "starts with use1-az")


def test_one_zone_under_two_letters_is_refused() -> None:
    body = changed(company(), ["regions", "us-east-1", "zones", "b"], "use1-az1")
    assert_refused(body, "regions.us-east-1.zones.b", "use1-az1", "is zone 'a' too", "once")


def test_a_stated_zone_of_a_service_that_the_region_does_not_use_is_refused() -> None:
    body = changed(company(), ["regions", "us-east-1", "hub", "service_zones"], {"bedrock": ["a", "b", "d"]})
    where = "regions.us-east-1.hub.service_zones.bedrock"
    assert_refused(body, where, "d", "not a known zone of this Region", "use one of: a, b")


def test_an_account_under_two_names_is_refused() -> None:
    body = changed(company(), ["accounts", "apps", "id"], "111122223333")
    assert_refused(body, "accounts.apps.id", "111122223333", "is the id of accounts.network too", "one name")


def test_two_regions_with_one_bgp_number_are_refused() -> None:
    body = changed(two_regions(), ["regions", "us-west-2", "amazon_side_asn"], 64512)
    where = "regions.us-west-2.amazon_side_asn"
    assert_refused(body, where, 64512, "is the number of us-east-1 too", "a number of its own")


@pytest.mark.parametrize("number", [65535, 70000, 4199999999])
def test_a_bgp_number_that_is_not_private_is_refused(number: int) -> None:
    body = changed(company(), ["regions", "us-east-1", "amazon_side_asn"], number)
    assert_refused(body, "regions.us-east-1.amazon_side_asn", number, "not a private BGP number", "64512-65534")


@pytest.mark.parametrize("number", [64512, 65534, 4200000000, 4294967294])
def test_the_ends_of_the_private_bgp_numbers_are_accepted(number: int) -> None:
    body = changed(company(), ["regions", "us-east-1", "amazon_side_asn"], number)
    assert planned(body).regions["us-east-1"].transit["amazon_side_asn"] == number


def test_two_segments_of_one_number_are_refused() -> None:
    body = changed(company(), ["segments", "nonprod", "number"], 1)
    where = "segments.nonprod.number"
    assert_refused(body, where, 1, "is the number of segments.prod too", "a number of its own")


def test_a_spoke_of_another_account_is_refused_where_names_go_by_zone_associations() -> None:
    body = changed(company(), ["segments", "nonprod", "dns"], {"distribution": "zone-associations"})
    remedy = "segments.nonprod.dns.distribution: profile"
    assert_refused(body, "spokes.vpc-x.account", "apps", "not in the network account", remedy)


@pytest.mark.parametrize("part", ["blocks", "pools"])
def test_blocks_and_pools_of_a_region_that_is_not_declared_are_refused(part: str) -> None:
    value = ["10.65.0.0/16"] if part == "blocks" else {"chat": "10.72.0.0/16"}
    body = changed(company(), ["segments", "prod", part], {"us-west-2": value})
    where = f"segments.prod.{part}.us-west-2"
    assert_refused(body, where, "us-west-2", "not a known Region", "us-east-1")


def test_an_unknown_quota_is_refused() -> None:
    body = changed(company(), ["quotas"], {"vpcs_per_regoin": 10})
    assert_refused(body, "quotas.vpcs_per_regoin", "vpcs_per_regoin", "not a known quota", "mean 'vpcs_per_region'?")


def test_a_missing_required_tag_is_refused() -> None:
    body = company()
    del body["tags"]["owner"]
    assert_refused(body, "tags.owner", "", "required on every resource", "state tags.owner")


def test_an_expired_exception_is_refused() -> None:
    waiver = {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2026-11-22"}
    body = changed(company(), ["exceptions"], {"audit": waiver})
    where, remedy = "exceptions.audit.expires", "approved again"
    assert_refused(body, where, "2026-11-22", "expired on 2026-11-22", remedy)


def test_an_exception_holds_on_the_day_on_which_it_expires() -> None:
    waiver = {"kind": "waiver", "scope": "vpc-a", "reason": "until the audit is over", "expires": "2026-11-23"}
    assert problems(changed(company(), ["exceptions"], {"audit": waiver})) == []


@pytest.mark.parametrize("key", ["hub", "shared"])
def test_a_segment_cannot_take_a_name_that_the_network_uses_itself(key: str) -> None:
    """``hub`` is the hub's own route table, ``shared`` the tag of what belongs to no segment."""
    body = company()
    body["segments"][key] = {"number": 3}
    assert paths(problems(body)) == [f"segments.{key}"]


def test_a_spoke_cannot_take_the_tag_of_what_belongs_to_no_spoke() -> None:
    body = company()
    body["spokes"]["shared"] = spoke("prod", 5)
    assert paths(problems(body)) == ["spokes.shared"]
