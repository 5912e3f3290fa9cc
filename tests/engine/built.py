"""A stack previewed and built once, undisturbed: what tests look at, start from and compare with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standin.process import StandIn

from .harness import Engine
from .results import PROVIDER, Run, State

Inputs = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Built:
    """Everything that the first preview and the first update of a stack left behind."""

    previewed: Run
    previewed_inputs: Inputs
    """The inputs that each resource was checked with, by URN."""
    touched: tuple[Any, ...]
    """Operations and things that the preview left on the stand-in's side: there should be none."""
    updated: Run
    updated_inputs: Inputs
    state: State
    world: dict[str, dict[str, Any]]
    saved: Path
    """Backend, configuration and world, to be copied by whoever goes on from here."""


def build(cli: Path, folder: Path, stack: str, stand_in: StandIn) -> Built:
    """Preview and build a stack from nothing."""
    engine = Engine(cli, folder / "engine", stack, stand_in)
    previewed = engine.preview(plan=True)
    previewed_inputs, touched = _checked(engine), (*engine.operations(), *engine.world())
    updated = engine.up()
    updated_inputs = _checked(engine)
    engine.save(folder / "saved")
    return Built(
        previewed,
        previewed_inputs,
        touched,
        updated,
        updated_inputs,
        state=engine.state(),
        world=engine.world(),
        saved=folder / "saved",
    )


def _checked(engine: Engine) -> Inputs:
    seen = engine.stand_in.do("inputs")
    return {
        sight["urn"]: sight["inputs"] for sight in seen if sight["call"] == "check" and PROVIDER not in sight["urn"]
    }
