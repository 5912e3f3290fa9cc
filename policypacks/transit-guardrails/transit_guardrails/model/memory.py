"""How records are kept: in one go, without looking for garbage among them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def without_collector(work: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Pauses Python's collector of cyclic garbage while ``work`` runs.

    Reading and asking make millions of small records, without cycles, that live until the end. To search them for garbage
    again and again costs a third of the time (``make bench-proof``).
    """

    @wraps(work)
    def paused(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if collecting:
                gc.enable()

    return paused
