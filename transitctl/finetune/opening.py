# ruff: noqa: PLC0415
"""From the options of a command to the training networks of a stack, and to a job that is checked."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..files import read_object
from ..source import Source

if TYPE_CHECKING:
    from ..networks import Known
    from .checking import Checked
    from .place import Place

EXPORTS = "what a stack exports"


def opened(arguments: argparse.Namespace) -> tuple[dict[str, Place], Known]:
    """The training networks, and the network that they are part of."""
    from transit_guardrails.rules.facts import Facts
    from transit_guardrails.settings import Settings

    from .place import places

    known = _source(arguments).open()
    exports = _exports(arguments)
    found = places(known.resources, Facts(known.network, Settings(), date.today()))
    return {key: place.told(exports) for key, place in found.items()}, known


def checked(arguments: argparse.Namespace) -> Checked:
    """The job of a file, checked in its network. Raises ``BadInputError``."""
    from ..pack_config import judged_of
    from .checking import check as check_job
    from .job import read_job

    file, today = read_job(arguments.job), date.today()
    source = _source(arguments)
    judged = judged_of(source, arguments.config, today)
    known = source.beside(judged.settings.states).open()
    return check_job(file, known, judged, today, _exports(arguments))


def _source(arguments: argparse.Namespace) -> Source:
    return Source(arguments.root, arguments.stack, tuple(arguments.state), None, tuple(arguments.reference))


def _exports(arguments: argparse.Namespace) -> Mapping[str, Any]:
    remedy = "pulumi stack output --json > FILE"
    return read_object(arguments.outputs, EXPORTS, remedy) if arguments.outputs else {}
