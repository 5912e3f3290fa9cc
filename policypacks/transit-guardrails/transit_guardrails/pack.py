"""The pack: the proof, wired to the policy SDK. The one place where the two meet."""

from __future__ import annotations

from .adapter import Rules, serve
from .proof import RULE_IDS, check_resource, prove

RULE_PAGES = "RULES.md#{rule}"
"""Where the rules are explained: a file of the pack."""


def main() -> None:
    """Serves the pack until the process is ended."""
    serve(Rules(prove, check_resource, RULE_IDS, RULE_PAGES))
