"""The pack's configuration: what it may say, and what is wrong with it."""

from __future__ import annotations

from .parse import KEYS, parse_settings
from .problem import Problem
from .record import Settings, Waiver

__all__ = ["KEYS", "Problem", "Settings", "Waiver", "parse_settings"]
