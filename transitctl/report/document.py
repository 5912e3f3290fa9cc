"""What is answered as one JSON object. docs/transitctl.md documents it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from .model import Report

FORMAT = 1
"""Counts up when a key goes or changes its meaning; new keys do not count."""


def as_json(report: Report, more: Mapping[str, Any] | None = None) -> str:
    """The report, and ``more`` keys beside its own."""
    return json_text({**dataclasses.asdict(report), **(more or {})})


def json_text(content: Mapping[str, Any]) -> str:
    """One object with its format: the same content gives the same text, keys sorted, lists in their own stable order."""
    return json.dumps({"format": FORMAT, **content}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
