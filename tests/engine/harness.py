"""The real engine on a local backend, the real program in it, the stand-in behind it."""

import json
import os
import runpy
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pulumi_aws
import yaml
from pulumi import automation
from scenario.program import Built, Edit, Program, play
from standin.process import StandIn

from .packs import Pack, write_shim
from .programs import programs_ended
from .results import Goal, Run, State, Step, Violation, goals_from_plan, state_from_export

ROOT = Path(__file__).parents[2]
PROJECT = "bedrock-transit"
NETWORK = f"{PROJECT}:network"

_AT_ONCE = 64
"""Operations at a time: nothing is in order only because it had to queue."""

assert pulumi_aws, "imported before any program runs: the SDK's lazy import is not safe from several threads"

Network = dict[str, Any]
Verb = Callable[[Callable[[automation.EngineEvent], None]], object]
"""What is done with a stack, told what becomes of it."""


class Engine:
    """One stack in a folder of its own: its configuration, its backend, and the world of the stand-in."""

    def __init__(self, cli: Path, folder: Path, stack: str, stand_in: StandIn, start: Path | None = None) -> None:
        self._folder, self._name, self.stand_in = folder, stack, stand_in
        self._command = _Command(root=str(cli))
        self._program: Program | None = None
        """A sabotaged program; None: the program as it is."""
        stand_in.do("calm")
        stand_in.do("dawdle", quiet=0)
        if start:
            shutil.copytree(start, folder)
        else:
            self._new_folder()
        self._shim = write_shim(folder / "bin")
        stand_in.do("restore", world=json.loads(self._world.read_text()))
        self._stack = self._select()
        self._raise_quotas()

    # The engine's verbs ---------------------------------------------------------------------------------------------

    def preview(self, plan: bool = False, pack: Pack | None = None) -> Run:
        """Preview. With ``plan`` the goals come with it, which the engine reveals for a stack that holds nothing."""
        target = self._folder / "plan.json"
        options = {**guarded(pack), "plan": str(target) if plan else None}
        run = self._run(lambda heed: self._stack.preview(on_event=heed, **options))
        if not plan or run.errors:
            return run
        goals: dict[str, Goal] = goals_from_plan(json.loads(target.read_text()))
        return replace(run, goals=goals)

    def up(self, pack: Pack | None = None, *, preview_first: bool = False) -> Run:
        """Update; a failure is in the run's errors.

        The Automation API skips the preview that ``pulumi up`` starts with. With ``preview_first`` it is not skipped, and
        the run holds the steps of both.
        """
        self._command.skips_preview = not preview_first
        return self._run(lambda heed: self._stack.up(on_event=heed, parallel=_AT_ONCE, **guarded(pack)))

    def destroy(self) -> Run:
        """Destroy; a failure is in the run's errors."""
        return self._run(lambda heed: self._stack.destroy(on_event=heed, parallel=_AT_ONCE))

    def state(self) -> State:
        """Export the stack's state."""
        return state_from_export(self._stack.export_stack().deployment or {})

    def analyze(self, pack: Pack, exported: Path) -> Run:
        """Run the pack over an exported state: no program, no provider, and a backend that is not there."""
        command = [self._command.command, "policy", "analyze", "--json", "--file", str(exported), *pack.arguments()]
        nowhere = {"PULUMI_BACKEND_URL": f"file://{self._folder / 'nowhere'}"}
        done = subprocess.run(
            command,
            cwd=self._work,
            env={**os.environ, **self._environment(), **nowhere},
            capture_output=True,
            text=True,
            check=False,
        )
        events = [automation.EngineEvent.from_json(json.loads(line)) for line in done.stdout.splitlines()]
        told = {_violation(event.policy_event) for event in events if event.policy_event}
        return Run((), (done.stderr,) if done.returncode else (), violations=tuple(sorted(told)))

    def export(self, target: Path) -> Path:
        """Write the state as ``pulumi stack export`` does."""
        return export(self._stack, target)

    def outputs(self) -> dict[str, Any]:
        """Give the stack's exports."""
        return {name: output.value for name, output in self._stack.outputs().items()}

    # The program ----------------------------------------------------------------------------------------------------

    def sabotage(self, edit: Edit | None) -> None:
        """Let later runs play a sabotaged program; None takes the sabotage back."""
        program = Program()
        if edit:
            edit(program)
        assert not program.drops, "the engine registers all that the program builds"
        assert not program.specs, "change the spec with edit()"
        self._program = program if edit else None

    # The world and the configuration --------------------------------------------------------------------------------

    def world(self) -> dict[str, dict[str, Any]]:
        """Give all that exists, by kind and id, with what is not of a single run."""
        things = self.stand_in.do("snapshot")["things"]
        return {f"{thing['kind']} {thing['id']}": thing for thing in things}

    def operations(self) -> list[dict[str, Any]]:
        """Give the stand-in's log since it was last forgotten."""
        operations: list[dict[str, Any]] = self.stand_in.do("operations")
        return operations

    def edit(self, change: Callable[[Network], None]) -> None:
        """Change the network's description as a user would change the stack's file."""
        document = yaml.safe_load(self.configuration())
        change(document["config"][NETWORK])
        self.configure(yaml.safe_dump(document, sort_keys=False))

    def configuration(self) -> str:
        """Give the text of the stack's file."""
        return self._stack_file.read_text()

    def configure(self, text: str) -> None:
        """Write the stack's file."""
        self._stack_file.write_text(text)
        self._raise_quotas()

    def save(self, folder: Path) -> None:
        """Keep backend, configuration and world for other tests to start from."""
        self._world.write_text(json.dumps(self.stand_in.do("snapshot")))
        shutil.copytree(self._folder, folder)

    def _raise_quotas(self) -> None:
        """Let the accounts have the quotas that the stack's file counts on."""
        network = yaml.safe_load(self.configuration())["config"].get(NETWORK) or {}
        self.stand_in.do("raise", quotas=network.get("quotas", {}))

    # Inside ---------------------------------------------------------------------------------------------------------

    @property
    def _work(self) -> Path:
        return self._folder / "work"

    @property
    def _world(self) -> Path:
        return self._folder / "world.json"

    @property
    def _stack_file(self) -> Path:
        return self._work / f"Pulumi.{self._name}.yaml"

    def _new_folder(self) -> None:
        self._work.mkdir(parents=True)
        (self._folder / "backend").mkdir()
        self._world.write_text(json.dumps({"things": [], "births": {}}))
        for name in ("Pulumi.yaml", f"Pulumi.{self._name}.yaml"):
            shutil.copy(ROOT / name, self._work)

    def _select(self) -> automation.Stack:
        return self.select(self._work, PROJECT, self._name, self.play)

    def select(self, work: Path, project: str, stack: str, program: Callable[[], None]) -> automation.Stack:
        """Open a stack in this engine's backend, which holds those of other projects too."""
        options = automation.LocalWorkspaceOptions(
            work_dir=str(work), env_vars=self._environment(), pulumi_command=self._command
        )
        return automation.create_or_select_stack(stack, project_name=project, program=program, opts=options)

    def _environment(self) -> Mapping[str, str]:
        """Shut out the user's own Pulumi: backend, home, plugins, secrets. State is written once, at the end."""
        return {
            "PATH": f"{self._shim.parent}{os.pathsep}{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self._folder / 'backend'}",
            "PULUMI_HOME": str(self._folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_CONFIG_PASSPHRASE_FILE": "",
            "PULUMI_ACCESS_TOKEN": "",
            "PULUMI_DEBUG_PROVIDERS": f"aws:{self.stand_in.port}",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_CHECKPOINTS": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def play(self) -> None:
        if self._program:
            self._program.built = Built()
            play(self._program)
        else:
            runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")

    def _run(self, verb: Verb) -> Run:
        self.stand_in.do("forget")
        return observed(verb)


def export(stack: automation.Stack, target: Path) -> Path:
    """Write a stack's state as ``pulumi stack export`` does."""
    deployment = stack.export_stack()
    target.write_text(json.dumps({"version": deployment.version, "deployment": deployment.deployment}))
    return target


def observed(verb: Verb) -> Run:
    """Run a verb of the engine, collect its steps, its error messages and its violations."""
    steps: list[Step] = []
    errors: list[str] = []
    violations: set[Violation] = set()

    def heed(event: automation.EngineEvent) -> None:
        if event.resource_pre_event:
            steps.append(_step(event.resource_pre_event.metadata))
        if event.diagnostic_event and event.diagnostic_event.severity == "error":
            errors.append(event.diagnostic_event.message)
        if event.policy_event:
            violations.add(_violation(event.policy_event))

    try:
        with patch("pulumi.log.debug", _silence), programs_ended():
            verb(heed)
    except automation.CommandError as error:
        errors = errors or [str(error)]
    return Run(tuple(steps), tuple(errors), violations=tuple(sorted(violations)))


class _Command(automation.PulumiCommand):
    """The CLI, with a say in whether an update starts with a preview."""

    skips_preview = True

    def run(self, args: list[str], *rest: Any, **options: Any) -> Any:
        """Run a command. The Automation API asks to skip the preview of every update."""
        kept = [argument for argument in args if self.skips_preview or argument != "--skip-preview"]
        return super().run(kept, *rest, **options)


def guarded(pack: Pack | None) -> dict[str, Any]:
    """Options of a run with a policy pack."""
    if pack is None:
        return {}
    config = [str(pack.config)] if pack.config else None
    return {"policy_packs": [str(pack.folder)], "policy_pack_configs": config}


def _violation(event: Any) -> Violation:
    """Read a policy event. The engine ends each message with a line break that the pack did not write."""
    return Violation(
        policy=event.policy_name,
        level=event.enforcement_level,
        urn=event.resource_urn or "",
        message=event.message.rstrip("\n"),
        pack=event.policy_pack_name,
    )


def _silence(*_: object, **__: object) -> None:
    """Take the place of the SDK's debug log, which calls the engine and waits, four times for each resource."""


def _step(metadata: Any) -> Step:
    changed = frozenset(metadata.diffs or [])
    return Step(metadata.op.value, metadata.urn, metadata.type, changed)
