"""Starts the pack, as `pulumi preview --policy-pack` does: from this folder, whatever it is called."""

import sys
from pathlib import Path

# The CLI runs this file as a program from a folder of any name; the inner package lies beside it. The path must be there first.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from transit_guardrails.pack import main

main()
