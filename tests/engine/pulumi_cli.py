"""Find the Pulumi CLI, or build it from its published Go modules.

The version and the checksums of everything that goes into the build stand in cli/go.mod and cli/go.sum. The result is
cached outside of the tree. ``python tests/engine/pulumi_cli.py`` does the same by hand and prints where the CLI is.
"""

import fcntl
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

_MODULE = "github.com/pulumi/pulumi/pkg/v3"
_COMMAND = f"{_MODULE}/cmd/pulumi"
_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
_GO_MODULE = Path(__file__).parent / "cli"

MISSING = "no `pulumi` on PATH and no `go` to build it with (see tests/engine/pulumi_cli.py)"


class CliError(Exception):
    """The CLI could not be built; the message ends with what Go said."""


def ensure_cli() -> Path | None:
    """Give the folder that holds bin/pulumi, or None where neither the CLI nor a Go toolchain is installed."""
    installed, go = shutil.which("pulumi"), shutil.which("go")
    if installed:
        return _root_of(Path(installed))
    root = cache_folder() / f"pulumi-{wanted_version()}-{platform.system()}-{platform.machine()}".lower()
    if _is_there(root):
        return root
    if not go:
        return None
    root.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(root.parent / f"{root.name}.lock"):
        if not _is_there(root):
            _build(Path(go), root)
    return root


def cache_folder() -> Path:
    """Give the folder outside of the tree that outlives a clone."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "bedrock-transit"


def wanted_version() -> str:
    """Read the CLI's version from the Go module that pins it."""
    found = re.search(rf"^\s*(?:require )?{_MODULE} (v[\d.]+)", (_GO_MODULE / "go.mod").read_text(), re.MULTILINE)
    if not found:
        raise CliError(f"{_GO_MODULE / 'go.mod'} does not require {_MODULE}")
    return found.group(1)


def _is_there(root: Path) -> bool:
    return (root / "bin" / "pulumi").exists()


def _root_of(binary: Path) -> Path:
    """Give a folder whose bin/pulumi is the binary: the Automation API asks for that shape."""
    if binary.parent.name == "bin":
        return binary.parent.parent
    root = cache_folder() / "installed"
    link = root / "bin" / "pulumi"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists() or link.resolve() != binary.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(binary)
    return root


def _build(go: Path, root: Path) -> None:
    """Build into a folder beside the target and rename it: nobody ever sees half a CLI."""
    version, started = wanted_version(), time.monotonic()
    _say(f"building the Pulumi CLI {version} from its Go modules, once, some five minutes; it is kept in {root}")
    workshop = Path(tempfile.mkdtemp(prefix="building-", dir=root.parent))
    try:
        with _progress(started):
            result = subprocess.run(
                [
                    *(str(go), "build", "-mod=readonly", "-trimpath", "-buildvcs=false"),
                    *("-ldflags", f"-s -w -X {_VERSION_VARIABLE}={version}"),
                    *("-o", str(workshop / "bin" / "pulumi"), _COMMAND),
                ],
                cwd=_GO_MODULE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        if result.returncode:
            raise CliError(f"building the Pulumi CLI failed:\n{result.stdout[-3000:]}")
        workshop.chmod(0o755)
        workshop.rename(root)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    _say(f"built the Pulumi CLI in {time.monotonic() - started:.0f} s")


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Let one process build while others wait for its result."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _progress(started: float) -> Iterator[None]:
    """Show twice a minute that the build is alive."""
    done = Event()

    def tell() -> None:
        while not done.wait(30):
            _say(f"still building the Pulumi CLI, {time.monotonic() - started:.0f} s so far")

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _say(line: str) -> None:
    """Tell whoever waits: five silent minutes look like a hang."""
    print(f"bedrock-transit: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        found = ensure_cli()
    except CliError as error:
        sys.exit(str(error))
    sys.exit(MISSING) if found is None else print(found / "bin" / "pulumi")
