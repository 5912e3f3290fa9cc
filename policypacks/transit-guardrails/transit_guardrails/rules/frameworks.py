"""Controls that rules serve, by the names that rule pages show."""

from __future__ import annotations

LENS = "Well-Architected Generative AI lens GENSEC01"
FLOW, BOUNDARY, LEAST, DENY_DEFAULT = "NIST 800-53 AC-4", "NIST 800-53 SC-7", "NIST 800-53 AC-6", "NIST 800-53 SC-7(5)"
