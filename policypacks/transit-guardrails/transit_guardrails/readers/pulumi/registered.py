"""Values of what components register, each of the right type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(stated: Mapping[str, Any], key: str) -> str:
    """A text with something in it. Raises ``ValueError``."""
    value = stated.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is not a text")
    return value


def texts(stated: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
    """A list of texts. Raises ``ValueError``, which begins with ``where``."""
    value = stated.get(key)
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{where}{key} is not a list of texts")
    return tuple(value)
