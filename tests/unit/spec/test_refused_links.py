"""On-premises networks and links that cannot be: each mistake with its place, what was given, the conflict, the remedy."""

import copy

import pytest
from specs import Body, assert_refused, changed, company, hybrid, paths, problems, west, without

CENTRE, DX, BACKUP = ["on_premises", "datacenter"], ["direct_connect", "dx"], ["vpns", "backup"]


def twice(body: Body, collection: str, first: str, second: str) -> Body:
    """The spec with a copy of one part under a second name."""
    return changed(body, [collection, second], copy.deepcopy(body[collection][first]))


def test_the_hybrid_example_is_accepted() -> None:
    assert problems(hybrid()) == []


@pytest.mark.parametrize(
    ("key", "value", "what", "remedy"),
    [
        ("region", "us-east-2", "not a known Region", "did you mean 'us-east-1'?"),
        ("segment", "prd", "not a known segment", "did you mean 'prod'?"),
    ],
)
def test_a_network_in_an_unknown_place_is_refused(key: str, value: str, what: str, remedy: str) -> None:
    body = changed(hybrid(), [*CENTRE, key], value)
    found = [p for p in problems(body) if p.path == ("on_premises", "datacenter", key)]
    assert [(p.given, what in p.reason, remedy in p.remedy) for p in found] == [(value, True, True)]


def test_a_network_of_an_unknown_account_is_refused() -> None:
    body = changed(hybrid(), [*CENTRE, "accounts"], ["apps", "netwrk"])
    assert_refused(body, "on_premises.datacenter.accounts[1]", "netwrk", "not a known account", "mean 'network'?")


def test_a_network_that_nothing_leads_to_is_refused() -> None:
    body = changed(hybrid(), ["on_premises", "lab"], {**hybrid()["on_premises"]["office"]})
    body["on_premises"]["lab"] |= {"prefixes": ["192.168.30.0/24"], "resolvers": ["192.168.30.53"]}
    remedy = "name it in the networks of a direct_connect gateway"
    assert_refused(body, "on_premises.lab", "lab", "has no link", remedy)


def test_a_network_that_is_granted_nothing_is_accepted() -> None:
    """It still may ask for names: nothing that they lead to lets it in."""
    assert problems(without(hybrid(), ["grants", "office"])) == []


def test_a_network_of_a_spokes_name_is_refused() -> None:
    body = hybrid()
    body["on_premises"]["vpc-a"] = body["on_premises"].pop("office")
    body["vpns"]["office"]["networks"] = body["grants"]["office"]["consumers"] = ["vpc-a"]
    assert_refused(body, "on_premises.vpc-a", "vpc-a", "is the name of spokes.vpc-a too", "another name")


@pytest.mark.parametrize("prefix", ["203.0.113.0/24", "0.0.0.0/0", "172.16.0.1/16"])
def test_a_prefix_that_is_no_private_block_is_refused(prefix: str) -> None:
    found = problems(changed(hybrid(), [*CENTRE, "prefixes"], [prefix]))
    assert [(p.path, p.given) for p in found] == [(("on_premises", "datacenter", "prefixes", "0"), f'"{prefix}"')]


def test_a_resolver_outside_of_its_networks_prefixes_is_refused() -> None:
    body = changed(hybrid(), [*CENTRE, "resolvers"], ["172.16.0.53", "172.17.0.53"])
    reason = "lies outside of the network's prefixes (172.16.0.0/16)"
    assert_refused(body, "on_premises.datacenter.resolvers[1]", "172.17.0.53", reason, "a server inside")


def test_a_resolver_that_stands_there_twice_is_refused() -> None:
    body = changed(hybrid(), [*CENTRE, "resolvers"], ["172.16.0.53", "172.16.0.53"])
    assert_refused(body, "on_premises.datacenter.resolvers[1]", "172.16.0.53", "twice", "once")


@pytest.mark.parametrize("address", ["172.16.0.0/24", "dns.acme.example", "::1", 1])
def test_a_resolver_that_is_no_single_address_is_refused(address: object) -> None:
    found = problems(changed(hybrid(), [*CENTRE, "resolvers"], [address]))
    assert paths(found) == ["on_premises.datacenter.resolvers[0]"]
    assert "single IPv4 address" in found[0].reason


@pytest.mark.parametrize("key", ["prefixes", "resolvers", "accounts"])
def test_a_network_without_prefixes_servers_or_accounts_is_refused(key: str) -> None:
    assert paths(problems(changed(hybrid(), [*CENTRE, key], []))) == [f"on_premises.datacenter.{key}"]


@pytest.mark.parametrize("link", [DX, ["vpns", "office"]], ids=lambda link: link[0])
def test_a_link_to_an_unknown_network_is_refused(link: list[str]) -> None:
    body = hybrid()
    body[link[0]][link[1]]["networks"].append("offic")
    where = f"{link[0]}.{link[1]}.networks[1]"
    assert_refused(body, where, "offic", "not a known on-premises network", "did you mean 'office'?")


def test_a_link_that_names_a_network_twice_is_refused() -> None:
    body = changed(hybrid(), [*BACKUP, "networks"], ["datacenter", "datacenter"])
    assert_refused(body, "vpns.backup.networks[1]", "datacenter", "twice", "once")


def test_a_gateway_of_an_unknown_account_is_refused() -> None:
    body = changed(hybrid(), [*DX, "account"], "netwrk")
    assert_refused(body, "direct_connect.dx.account", "netwrk", "not a known account", "did you mean 'network'?")


@pytest.mark.parametrize("number", [65535, 70000])
def test_a_gateways_number_that_is_not_private_is_refused(number: int) -> None:
    body = changed(hybrid(), [*DX, "asn"], number)
    assert_refused(body, "direct_connect.dx.asn", number, "not a private BGP number", "64512-65534")


def test_a_gateway_of_a_transit_gateways_number_is_refused() -> None:
    body = changed(hybrid(), [*DX, "asn"], 64512)
    reason = "is the number of regions.us-east-1.amazon_side_asn too"
    assert_refused(body, "direct_connect.dx.asn", 64512, reason, "a number of its own")


INTERFACE = [*DX, "virtual_interfaces", "dc2", "customer_asn"]
DEVICE = [*BACKUP, "customer_gateway", "asn"]


@pytest.mark.parametrize("place", [INTERFACE, DEVICE], ids=".".join)
@pytest.mark.parametrize(
    ("number", "whose"), [(64512, "regions.us-east-1.amazon_side_asn"), (64700, "direct_connect.dx.asn")]
)
def test_a_customer_of_amazons_number_is_refused(place: list[str], number: int, whose: str) -> None:
    body = changed(hybrid(), place, number)
    assert_refused(body, ".".join(place), number, f"is the number of {whose} too", "a number of its own")


@pytest.mark.parametrize("place", [INTERFACE, DEVICE], ids=".".join)
@pytest.mark.parametrize("number", [7224, 23456, 65535])
def test_a_customer_of_a_reserved_number_is_refused(place: list[str], number: int) -> None:
    assert_refused(changed(hybrid(), place, number), ".".join(place), number, "reserved BGP number", "your router")


@pytest.mark.parametrize("place", [INTERFACE, DEVICE], ids=".".join)
@pytest.mark.parametrize("number", [0, 4294967295, "65010"])
def test_a_customers_number_outside_of_bgps_range_is_refused(place: list[str], number: object) -> None:
    assert paths(problems(changed(hybrid(), place, number))) == [".".join(place)]


@pytest.mark.parametrize("number", [1, 4294967294])
def test_the_ends_of_bgps_range_are_accepted(number: int) -> None:
    assert problems(changed(changed(hybrid(), INTERFACE, number), DEVICE, number)) == []


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "100.64.0.1", "169.254.1.1", "127.0.0.1", "224.0.0.1", "240.0.0.1", "x"]
)
def test_a_device_without_a_public_address_is_refused(address: str) -> None:
    found = problems(changed(hybrid(), [*BACKUP, "customer_gateway", "address"], address))
    assert paths(found) == ["vpns.backup.customer_gateway.address"]
    assert "IPv4 address" in found[0].reason


def test_a_device_with_two_vpns_is_refused() -> None:
    """AWS takes a customer gateway of one address and number once."""
    body = twice(hybrid(), "vpns", "office", "second")
    where, remedy = "vpns.second.customer_gateway", "name all networks behind the device in vpns.office"
    assert_refused(body, where, "198.51.100.7", "is the device of vpns.office too", remedy)


def test_a_vpn_to_networks_of_two_regions_is_refused() -> None:
    body = hybrid()
    body["regions"]["us-west-2"] = west()
    body["on_premises"]["office"]["region"] = "us-west-2"
    body["vpns"]["backup"]["networks"].append("office")
    reason = "lie in several Regions (us-east-1, us-west-2)"
    assert_refused(body, "vpns.backup.networks", "datacenter, office", reason, "one VPN for each Region")


def test_a_gateway_that_would_advertise_nothing_is_refused() -> None:
    body = changed(hybrid(), ["grants", "chat", "consumers"], ["vpc-a/chat"])
    where = "direct_connect.dx.networks"
    assert_refused(body, where, "datacenter", "are granted nothing", "in a grant's consumers, or remove the gateway")


@pytest.mark.parametrize(("kind", "unused"), [("direct-connect", "direct_connect"), ("vpn", "vpns")])
def test_a_segment_cannot_take_the_name_of_a_kinds_table_where_there_are_such_links(kind: str, unused: str) -> None:
    body = hybrid()
    body["segments"][kind] = {"number": 3}
    assert_refused(body, f"segments.{kind}", kind, "is the name of the route table of such links", "another name")
    alone = company()
    alone["segments"][kind] = {"number": 3}
    assert (unused in alone, problems(alone)) == (False, [])


@pytest.mark.parametrize("topic", ["arn:aws:sns:us-west-2:111122223333:alarms", "arn:aws:sqs:us-east-1:1:q", "alarms"])
def test_a_topic_that_an_alarm_of_the_region_cannot_notify_is_refused(topic: str) -> None:
    assert paths(problems(changed(hybrid(), ["regions", "us-east-1", "alarm_topic"], topic))) == [
        "regions.us-east-1.alarm_topic"
    ]


def test_a_grant_to_an_unknown_network_is_refused() -> None:
    body = changed(hybrid(), ["grants", "office", "consumers"], ["offic"])
    assert_refused(body, "grants.office.consumers[0]", "offic", "not a known consumer", "did you mean 'office'?")


def test_a_grant_to_a_network_of_another_segment_is_refused() -> None:
    body = changed(hybrid(), ["grants", "chat", "consumers"], ["vpc-a/chat", "datacenter", "office"])
    conflict = "office of nonprod and vpc-a/chat of prod"
    assert_refused(body, "grants.chat.consumers", "", conflict, "one grant for each segment")


def test_a_grant_to_a_networks_region_without_the_service_is_refused() -> None:
    body = changed(hybrid(), ["grants", "office", "service"], "bedrock-mantle")
    remedy = "add it to regions.us-east-1.hub.services"
    assert_refused(body, "grants.office.service", "bedrock-mantle", "no endpoint in the hub of us-east-1", remedy)


def test_what_refers_to_a_broken_network_or_link_is_not_reported() -> None:
    assert paths(problems(changed(hybrid(), [*CENTRE, "prefixes"], ["x"]))) == ["on_premises.datacenter.prefixes[0]"]
    assert paths(problems(changed(hybrid(), ["on_premises"], []))) == ["on_premises"]
    assert paths(problems(changed(hybrid(), [*BACKUP, "acceleration"], "yes"))) == ["vpns.backup.acceleration"]
    assert paths(problems(changed(hybrid(), ["grants", "chat", "models"], "x"))) == ["grants.chat.models"]


def test_mistakes_of_networks_and_links_are_reported_at_once() -> None:
    body = changed(hybrid(), [*CENTRE, "accounts"], ["netwrk"])
    body["direct_connect"]["dx"] |= {"asn": 64512, "account": "netwrk"}
    body["vpns"]["office"]["networks"] = ["offic"]
    body["vpns"]["backup"]["customer_gateway"]["asn"] = 64512
    assert paths(problems(body)) == [
        "direct_connect.dx.account",
        "direct_connect.dx.asn",
        "on_premises.datacenter.accounts[0]",
        "on_premises.office",
        "vpns.backup.customer_gateway.asn",
        "vpns.office.networks[0]",
    ]
