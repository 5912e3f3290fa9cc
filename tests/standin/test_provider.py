"""The stand-in's process, spoken to as the engine speaks to a provider."""

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Packed
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from standin.process import StandIn
from standin.values import UNKNOWN, decode, encode

VPC = "urn:pulumi:test::scene::aws:ec2/vpc:Vpc::hub"
QUEUE = "urn:pulumi:test::scene::aws:sqs/queue:Queue::data"
INPUTS = {"cidrBlock": "10.0.0.0/16", "region": "us-east-1"}

Connect = Callable[[str], Any]


@pytest.fixture(scope="module")
def process() -> Iterator[StandIn]:
    """One process for the module."""
    with StandIn() as running:
        yield running


@pytest.fixture
def connect(process: StandIn) -> Iterator[Connect]:
    """Open connections as the engine does, one for each provider, on an empty world."""
    process.do("restore", world={"things": [], "births": {}})
    process.do("forget")
    process.do("calm")
    channels = []

    def open_connection(account: str) -> Any:
        channel = grpc.insecure_channel(f"127.0.0.1:{process.port}", options=[("grpc.use_local_subchannel_pool", 1)])
        channels.append(channel)
        provider = provider_pb2_grpc.ResourceProviderStub(channel)
        args = encode({"region": "us-east-1", "allowedAccountIds": f'["{account}"]'})
        provider.Configure(provider_pb2.ConfigureRequest(args=args))
        return provider

    yield open_connection
    for channel in channels:
        channel.close()


def _create(provider: Any, preview: bool = False, **inputs: Any) -> Any:
    properties = encode({**INPUTS, **inputs})
    return provider.Create(provider_pb2.CreateRequest(urn=VPC, properties=properties, preview=preview))


def test_a_created_thing_is_in_the_world_and_in_the_log(connect: Connect, process: StandIn) -> None:
    """A create answers an id, adds one thing and one line to the log; the preview of it does neither."""
    provider = connect("111111111111")
    assert _create(provider, preview=True).id == ""
    created = _create(provider)
    assert created.id.startswith("vpc-")
    assert [thing["id"] for thing in process.do("snapshot")["things"]] == [created.id]
    logged = [(entry["operation"], entry["urn"], entry["id"]) for entry in process.do("operations")]
    assert logged == [("create", VPC, created.id)]
    assert [sight["preview"] for sight in process.do("inputs")] == [True, False]


def test_each_connection_speaks_for_its_own_account(connect: Connect) -> None:
    """Two providers in one process create in two accounts, as their configuration says."""
    owners = [decode(_create(connect(account)).properties)["ownerId"] for account in ("111111111111", "222222222222")]
    assert owners == ["111111111111", "222222222222"]


def test_ids_are_the_same_in_every_run(connect: Connect, process: StandIn) -> None:
    """The same resource in a new world gets the same id, and another one when it is created again."""
    provider = connect("111111111111")
    first = _create(provider).id
    provider.Delete(provider_pb2.DeleteRequest(urn=VPC, id=first))
    second = _create(provider).id
    process.do("restore", world={"things": [], "births": {}})
    assert first != second
    assert _create(provider).id == first


def test_a_type_out_of_the_table_is_refused_loudly(connect: Connect) -> None:
    """What the stand-in does not know fails the run instead of passing as a mock."""
    with pytest.raises(grpc.RpcError, match="the stand-in does not know aws:sqs/queue:Queue"):
        connect("111111111111").Check(provider_pb2.CheckRequest(urn=QUEUE))


def test_an_invoke_is_refused_loudly(connect: Connect) -> None:
    """The program asks AWS nothing at preview, so any invoke is a mistake."""
    with pytest.raises(grpc.RpcError, match="getRegion"):
        connect("111111111111").Invoke(provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion"))


def test_an_argument_that_the_type_lacks_fails_the_check(connect: Connect) -> None:
    """A misspelt argument is reported with its name."""
    request = provider_pb2.CheckRequest(urn=VPC, news=encode({"cidr": "10.0.0.0/16"}))
    failures = connect("111111111111").Check(request).failures
    assert [failure.property for failure in failures] == ["cidr"]


def test_a_secret_stays_secret(connect: Connect) -> None:
    """A secret input is a plain value inside and a secret again in the answer."""
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": {"a": "b"}}
    properties = dict(_create(connect("111111111111"), preview=True, tags=secret).properties)
    assert dict(properties["tags"]) == secret
    assert properties["arn"] == UNKNOWN


def test_a_failure_before_leaves_nothing(connect: Connect, process: StandIn) -> None:
    """The ordered failure strikes once, nothing exists after it, and the next try works."""
    provider = connect("111111111111")
    process.do("fail", urn=VPC, when="before")
    with pytest.raises(grpc.RpcError, match="ordered failure"):
        _create(provider)
    assert process.do("snapshot")["things"] == []
    assert _create(provider).id


def test_a_failure_after_leaves_the_thing_and_tells_the_engine(connect: Connect, process: StandIn) -> None:
    """The error carries id and partial state, so that the engine keeps the resource; an update completes it."""
    provider = connect("111111111111")
    process.do("fail", urn=VPC, when="after")
    with pytest.raises(grpc.RpcError) as failed:
        _create(provider)
    packed: Packed = status_pb2.Status.FromString(
        dict(failed.value.trailing_metadata())["grpc-status-details-bin"]
    ).details[0]
    detail = provider_pb2.ErrorResourceInitFailed()
    assert packed.Unpack(detail)
    assert [thing["id"] for thing in process.do("snapshot")["things"]] == [detail.id]
    assert decode(detail.properties)["mainRouteTableId"] is None
    inputs = encode(INPUTS)
    request = provider_pb2.UpdateRequest(urn=VPC, id=detail.id, olds=detail.properties, old_inputs=inputs, news=inputs)
    assert decode(provider.Update(request).properties)["mainRouteTableId"].startswith("rtb-")


def test_the_nth_operation_can_fail(connect: Connect, process: StandIn) -> None:
    """A failure without URN counts operations."""
    provider = connect("111111111111")
    process.do("fail", nth=2)
    _create(provider)
    with pytest.raises(grpc.RpcError, match="ordered failure"):
        _create(provider)
