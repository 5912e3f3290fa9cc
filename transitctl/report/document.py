"""The report as one JSON object. docs/transitctl.md documents it."""

from __future__ import annotations

import dataclasses
import json

from .model import Report

FORMAT = 1
"""Counts up when a key goes or changes its meaning; new keys do not count."""


def as_json(report: Report) -> str:
    """The same report gives the same text: keys sorted, lists in the report's own stable order."""
    content = {"format": FORMAT, **dataclasses.asdict(report)}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
