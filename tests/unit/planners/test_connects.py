"""Plans of Connect over Direct Connect: peers, what is advertised for them, what a network without it keeps."""

from specs import changed, connect, connect_beside, hybrid, planned, problems

EAST, BLOCK = "us-east-1", "10.250.0.0/24"


def test_each_appliance_has_a_tunnel() -> None:
    (found,) = planned(connect()).regions[EAST].connects.values()
    assert (found["key"], found["over"], found["networks"]) == ("sdwan", "dx", {"datacenter": ["172.16.0.0/16"]})
    assert found["peers"] == {
        "first": {"address": "172.16.0.1", "asn": 65010, "inside_cidr": "169.254.100.0/29"},
        "second": {"address": "172.16.0.2", "asn": 65010, "inside_cidr": "169.254.100.8/29"},
    }


def test_direct_connect_that_carries_connect_alone_advertises_the_transit_gateways_block_alone() -> None:
    plan = planned(connect()).regions[EAST]
    assert plan.associations["dx"]["allowed_prefixes"] == [BLOCK]
    assert plan.associations["dx"]["networks"] == {}
    assert [link["kind"] for link in plan.transit["links"]] == ["connect", "vpn"]
    assert plan.resolvers["prod"]["links"] == ["connect"]


def test_beside_networks_in_the_clear_the_block_is_one_more_prefix() -> None:
    before, after = (planned(body).regions[EAST].associations["dx"] for body in (hybrid(), connect_beside()))
    assert after["allowed_prefixes"] == [*before["allowed_prefixes"], BLOCK]
    assert after["networks"] == before["networks"]


def test_a_network_without_connect_is_planned_as_if_there_were_none() -> None:
    plan = planned(hybrid()).regions[EAST]
    assert plan.connects == {}
    assert "connect" not in [link["kind"] for link in plan.transit["links"]]


def test_a_fifth_peer_is_more_than_aws_takes() -> None:
    body = connect()
    peer = body["connects"]["sdwan"]["peers"]["first"]
    more = {
        f"p{n}": {**peer, "address": f"172.16.1.{n}", "inside_cidr": f"169.254.101.{8 * n}/29"} for n in range(1, 6)
    }
    assert problems(changed(body, ["connects", "sdwan", "peers"], {k: more[k] for k in sorted(more)[:4]})) == []
    (found,) = problems(changed(body, ["connects", "sdwan", "peers"], more))
    assert found.path == ("connects", "sdwan", "peers")
    assert "Connect peers" in found.reason
