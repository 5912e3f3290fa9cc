"""The stand-in's cloud: late operations and what is relied on."""

import pytest

from standin import cloud
from standin.links import accept_peer, far_transit, peer
from standin.scene import OTHER, Scene


class Clock:
    """A clock that only sleeping moves; ``calls`` are the moments at which the engine calls."""

    def __init__(self, scene: Scene, calls: tuple[float, ...] = ()) -> None:
        self.now = 0.0
        self._scene, self._calls = scene, list(calls)

    def monotonic(self) -> float:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass, and the engine call when it is time."""
        self.now += seconds
        while self._calls and self._calls[0] <= self.now:
            self._calls.pop(0)
            self._scene.cloud.hear()


def test_a_late_create_waits_until_the_engine_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others need comes last of all: three times the quiet after the engine's last call."""
    scene = Scene()
    transit = scene.transit()
    monkeypatch.setattr(cloud, "time", clock := Clock(scene, calls=(0.5, 1.0)))
    scene.cloud.hear()
    scene.cloud.dawdle(quiet=1.0)
    scene.share(transit)
    assert clock.now == pytest.approx(4.0, abs=0.2)


def test_the_acceptance_of_a_peering_comes_after_the_peering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes over a peering name it and need its acceptance: who does not wait for that comes too early."""
    scene = Scene()
    near, far = scene.transit(), far_transit(scene)
    monkeypatch.setattr(cloud, "time", clock := Clock(scene))
    scene.cloud.dawdle(quiet=1.0)
    peering = peer(scene, near, far)
    before = clock.now
    accept_peer(scene, peering)
    assert (before, clock.now) == (pytest.approx(1.0, abs=0.2), pytest.approx(2.0, abs=0.2))


def test_without_being_told_nothing_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ordinary runs do not wait."""
    scene = Scene()
    monkeypatch.setattr(cloud, "time", clock := Clock(scene))
    scene.share(scene.transit())
    assert clock.now == 0.0


def test_a_thing_relies_on_what_it_does_not_name() -> None:
    """An attachment of another account relies on both halves of the share, a VPC route on attachment and acceptance."""
    scene = Scene()
    transit, vpc, attachment = scene.pending()
    assert {key.split()[0] for key in attachment.relies_on} == {
        "ec2.Vpc",
        "ec2.Subnet",
        "ec2transitgateway.TransitGateway",
        "ram.ResourceAssociation",
        "ram.PrincipalAssociation",
    }
    acceptance = scene.accept(attachment)
    route = scene.make(
        "ec2.Route",
        account=OTHER,
        routeTableId=scene.table(vpc).id,
        destinationCidrBlock="10.9.0.0/16",
        transitGatewayId=transit.id,
    )
    assert {attachment.key, acceptance.key} <= set(route.relies_on)
