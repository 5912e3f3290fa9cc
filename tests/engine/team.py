"""A team's stack of ``examples/workload-spoke`` beside the network's, in the same backend and the same world."""

import json
import runpy
import shutil
from pathlib import Path
from typing import Any

from .harness import ROOT, Engine, export, guarded, observed
from .packs import Pack
from .results import Run

EXAMPLE = ROOT / "examples" / "workload-spoke"
PROJECT = "workload-spoke"


class Team:
    """One stack of the example's project, in a folder of its own."""

    def __init__(self, engine: Engine, folder: Path, stack: str, **config: str) -> None:
        folder.mkdir()
        shutil.copy(EXAMPLE / "Pulumi.yaml", folder)
        self._file = folder / f"Pulumi.{stack}.yaml"
        self._config = config
        self.configure()
        self._stack = engine.select(folder, PROJECT, stack, self._play)

    def configure(self, **more: str) -> None:
        """Write the stack's file, with more in it than before."""
        self._config |= {key.replace("_", "-"): value for key, value in more.items()}
        config = {f"{PROJECT}:{key.replace('_', '-')}": value for key, value in self._config.items()}
        self._file.write_text(json.dumps({"config": config}))

    def preview(self, pack: Pack | None = None) -> Run:
        """Preview."""
        return observed(lambda heed: self._stack.preview(on_event=heed, **guarded(pack)))

    def up(self) -> Run:
        """Update."""
        return observed(lambda heed: self._stack.up(on_event=heed))

    def destroy(self) -> Run:
        """Destroy."""
        return observed(lambda heed: self._stack.destroy(on_event=heed))

    def export(self, target: Path) -> Path:
        """Write the state as ``pulumi stack export`` does."""
        return export(self._stack, target)

    def outputs(self) -> dict[str, Any]:
        """Give the stack's exports."""
        return {name: output.value for name, output in self._stack.outputs().items()}

    def _play(self) -> None:
        runpy.run_path(str(EXAMPLE / "__main__.py"), run_name="__main__")
