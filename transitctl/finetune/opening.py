# ruff: noqa: PLC0415
"""From the options of a command to the training networks of a stack, to a job that is checked, and to AWS in its account."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..exits import BadInputError
from ..files import read_object
from ..source import Source

if TYPE_CHECKING:
    from ..networks import Known
    from .aws import Aws
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


def aws_in(arguments: argparse.Namespace, region: str | None) -> Aws:
    """AWS in a Region, or in that of the profile."""
    from .aws import Aws

    return Aws(region, arguments.profile, arguments.endpoint_url)


def aws_of(arguments: argparse.Namespace, place: Place, undone: str) -> Aws:
    """AWS in the network's Region and account; ``undone`` is told where the credentials are another account's."""
    aws = aws_in(arguments, same_region(arguments.region, place))
    account, wanted = aws.account(), place.plan["account_id"]
    if account != wanted:
        raise BadInputError(
            f"the credentials are of account {account}, and {place.plan['key']} is in {wanted}: {undone}\n"
            f"  remedy: use credentials of {wanted} (--profile)"
        )
    return aws


def same_region(stated: str | None, place: Place) -> str:
    """The network's Region. Raises ``BadInputError`` where another one is stated."""
    region = place.plan["region"]
    if stated not in (None, region):
        raise BadInputError(f"--region {stated}: {place.plan['key']} is in {region}\n  remedy: leave --region out")
    return region


def _source(arguments: argparse.Namespace) -> Source:
    return Source(arguments.root, arguments.stack, tuple(arguments.state), None, tuple(arguments.reference))


def _exports(arguments: argparse.Namespace) -> Mapping[str, Any]:
    remedy = "pulumi stack output --json > FILE"
    return read_object(arguments.outputs, EXPORTS, remedy) if arguments.outputs else {}
