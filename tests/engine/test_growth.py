"""A network that grows: what exists stays, and what changes in place is named here."""

from collections.abc import Callable

import pytest

from engine.built import Built
from engine.harness import Engine, Network
from engine.results import Run

pytestmark = pytest.mark.engine

OpenEngine = Callable[..., Engine]
Change = Callable[[Network], None]

UPDATED = ["dev", pytest.param("prod", marks=pytest.mark.slow_engine)]
"""`make test` previews growth on both stacks and builds it on the small one; `make test-engine` builds both."""

LISTS_AND_POLICIES = {"ManagedPrefixList.entries", "ManagedPrefixList.maxEntries", "VpcEndpoint.policy"}
"""What one more consumer may change in place: who is admitted, and what it may call."""
SUBNETS = {
    "VpcEndpoint.subnetIds",
    "VpcAttachment.subnetIds",
    "NetworkAcl.subnetIds",
    "ResolverEndpoint.ipAddresses",
}
"""What one more zone may change in place: where endpoints and attachments stand."""
OUTSIDE = {*LISTS_AND_POLICIES, "NetworkAcl.ingress", "NetworkAcl.egress"}
"""What one more network outside may change in place: the network ACL admits it too."""
TUNNELS = {*OUTSIDE, "TransitGateway.transitGatewayCidrBlocks"}
"""What the first network behind a VPN over Direct Connect may change in place: AWS's end needs addresses too."""


def one_more_spoke(network: Network) -> None:
    """Add a spoke with an application that is granted what the first grant grants."""
    first = next(iter(network["spokes"].values()))
    network["quotas"] = {**network.get("quotas", {}), "vpcs_per_region": 50}
    network["spokes"]["vpc-more"] = {
        "account": first["account"],
        "region": first["region"],
        "segment": first["segment"],
        "applications": {"batch": {}},
    }
    next(iter(network["grants"].values()))["consumers"].append("vpc-more/batch")


def one_more_zone(network: Network) -> None:
    """Add a zone to the first Region."""
    region = next(iter(network["regions"].values()))
    zones: dict[str, str] = region["zones"]
    prefix = next(iter(zones.values()))[:-1]
    letter = next(letter for letter in "abcd" if letter not in zones)
    zones[letter] = next(f"{prefix}{number}" for number in range(1, 7) if f"{prefix}{number}" not in zones.values())


def one_more_application(network: Network) -> None:
    """Add an application to the first spoke and grant it what the first grant grants."""
    name, spoke = next(iter(network["spokes"].items()))
    spoke["applications"]["more"] = {}
    next(iter(network["grants"].values()))["consumers"].append(f"{name}/more")


def one_more_model(network: Network) -> None:
    """Add a model to the first grant."""
    next(iter(network["grants"].values()))["models"].append("amazon.nova-pro-v1:0")


def one_more_network(network: Network) -> None:
    """Add a network outside behind a VPN of its own, and grant it what another one is granted."""
    granted = next(g for g in network["grants"].values() if set(g["consumers"]) & set(network["on_premises"]))
    region, account = next(iter(network["regions"])), next(iter(network["accounts"]))
    network["on_premises"]["branch"] = {
        "region": region,
        "segment": "prod",
        "prefixes": ["192.168.40.0/24"],
        "resolvers": ["192.168.40.53"],
        "accounts": [account],
    }
    device = {"address": "198.51.100.77", "asn": 65077}
    network["vpns"]["branch"] = {"networks": ["branch"], "customer_gateway": device}
    granted["consumers"].append("branch")


def one_more_network_in_tunnels(network: Network) -> None:
    """The same behind a VPN over a Direct Connect of its own, which carries nothing else."""
    one_more_network(network)
    next(iter(network["regions"].values()))["transit_gateway_cidr"] = "10.250.0.0/24"
    interface = {"connection": "dxcon-ffabc789", "location": "EqSV5", "vlan": 103, "customer_asn": 65077}
    gateways = network.setdefault("direct_connect", {})
    gateways["tunnels"] = {"asn": 64790, "virtual_interfaces": {"west": interface}}
    device = {"address": "192.168.40.1", "asn": 65077}
    network["vpns"]["branch"] |= {"over": "tunnels", "customer_gateway": device}


def one_more_network_behind_appliances(network: Network) -> None:
    """The same behind Connect over a Direct Connect of its own, which carries nothing else."""
    one_more_network_in_tunnels(network)
    del network["vpns"]["branch"]
    peers = {
        key: {"address": f"192.168.40.{n}", "asn": 65077, "inside_cidr": f"169.254.100.{8 * n}/29"}
        for n, key in enumerate(("first", "second"), 1)
    }
    network["connects"] = {"branch": {"over": "tunnels", "networks": ["branch"], "peers": peers}}


GROWTH = pytest.mark.parametrize(
    ("change", "in_place"),
    [
        pytest.param(one_more_spoke, LISTS_AND_POLICIES, id="spoke"),
        pytest.param(one_more_zone, SUBNETS, id="zone"),
        pytest.param(one_more_application, LISTS_AND_POLICIES, id="application"),
        pytest.param(one_more_model, {"VpcEndpoint.policy"}, id="model"),
        pytest.param(one_more_network, OUTSIDE, id="network"),
        pytest.param(one_more_network_in_tunnels, TUNNELS, id="tunnels"),
        pytest.param(one_more_network_behind_appliances, TUNNELS, id="appliances"),
    ],
)


@pytest.mark.parametrize("stack", ["dev", "prod"])
@GROWTH
def test_growth_previews_as_creates_and_named_updates(
    open_engine: OpenEngine, stack: str, change: Change, in_place: set[str]
) -> None:
    """The preview of a grown network replaces and deletes nothing, and updates in place only what is named."""
    engine = open_engine(stack, ready=True)
    engine.edit(change)
    _grows(engine.preview(), in_place)


@pytest.mark.parametrize("stack", UPDATED)
@GROWTH
def test_growth_is_built_as_previewed_and_rests(
    open_engine: OpenEngine, built: Callable[[str], Built], stack: str, change: Change, in_place: set[str]
) -> None:
    """The update of a grown network keeps every thing that there was, and leaves nothing to do."""
    engine = open_engine(stack, ready=True)
    engine.edit(change)
    _grows(engine.up(), in_place)
    assert set(built(stack).world) <= set(engine.world())
    assert engine.preview().changes == ()


@pytest.mark.parametrize("stack", UPDATED)
@pytest.mark.parametrize(
    "change", [one_more_spoke, one_more_application, one_more_network], ids=["spoke", "application", "network"]
)
def test_what_was_added_can_be_taken_away(open_engine: OpenEngine, stack: str, change: Change) -> None:
    """Taking the addition out again deletes what it created and nothing else, in an order that AWS accepts."""
    engine = open_engine(stack, ready=True)
    original = engine.configuration()
    before = set(engine.world())
    engine.edit(change)
    added = engine.up()
    engine.configure(original)
    removed = engine.up()
    assert (added.errors, removed.errors) == ((), ())
    assert removed.urns("delete") == added.urns("create")
    assert set(engine.world()) == before


def _grows(run: Run, in_place: set[str]) -> None:
    assert run.errors == ()
    assert {step.op for step in run.changes} <= {"create", "update"}
    assert _changed_in_place(run) <= in_place


def _changed_in_place(run: Run) -> set[str]:
    """Name the changed properties; components and the stack change their outputs whenever anything does."""
    outputs_only = ("bedrock-transit:", "pulumi:pulumi:")
    updates = [step for step in run.changes if step.op == "update" and not step.type.startswith(outputs_only)]
    return {f"{step.type.rpartition(':')[2]}.{name}" for step in updates for name in step.changed}
