"""Policy packs for the engine: a copy to run, its configuration, and what boots it where the CLI has no Python host."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "policypacks" / "transit-guardrails"

_NOT_PUBLISHED = shutil.ignore_patterns(".venv", ".cache", "__pycache__")

_SHIM = """#!/bin/sh
# The engine calls: $1 its address, $2 the pack's folder, then options of the runtime (-virtualenv=...), which the SDK's
# own entry does not take. Without PYTHONPATH: the pack must find all that it needs beside itself.
exec env -u PYTHONPATH "{python}" -u -m pulumi.policy "$1" "$2"
"""

_NOTING = """
import sys
from pathlib import Path
from pprint import pformat

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from transit_guardrails.adapter import Rules, serve
from transit_guardrails.pack import RULE_PAGES
from transit_guardrails.proof import RULE_IDS, check_resource, prove


def noted(resources, settings, today):
    proof = prove(resources, settings, today)
    (HERE / "network.txt").write_text(pformat(proof.facts.network))
    return proof


serve(Rules(noted, check_resource, RULE_IDS, RULE_PAGES))
"""


@dataclass(frozen=True)
class Pack:
    """A pack's folder, and the file of its settings."""

    folder: Path
    config: Path | None = None

    def arguments(self) -> list[str]:
        """The pack as options of the CLI."""
        return [f"--policy-pack={self.folder}", *([f"--policy-pack-config={self.config}"] if self.config else [])]


def copy_pack(folder: Path, stack: str) -> Pack:
    """Copy the pack, as it is published, into a new folder, with the settings of a stack.

    Its manifest asks for an environment in its own folder: that is a link to the one that runs the tests.
    """
    shutil.copytree(SOURCE, folder, ignore=_NOT_PUBLISHED)
    (folder / ".venv").symlink_to(sys.prefix)
    return Pack(folder, ROOT / "policypacks" / f"{stack}.json")


def take_notes(pack: Pack) -> Pack:
    """Let a copy of the pack also write down, in ``network.txt`` of its folder, what network it proves each time."""
    (pack.folder / "__main__.py").write_text(_NOTING)
    return pack


def network_noted(pack: Pack) -> str:
    """The network that such a pack proved last, as text; the note is gone then, so that none is read twice."""
    note = pack.folder / "network.txt"
    text = note.read_text()
    note.unlink()
    return text


def write_shim(folder: Path) -> Path:
    """Write what the engine starts for a Python pack when the CLI comes without its Python language host."""
    folder.mkdir(exist_ok=True)
    shim = folder / "pulumi-analyzer-policy-python"
    shim.write_text(_SHIM.format(python=sys.executable))
    shim.chmod(0o755)
    return shim
