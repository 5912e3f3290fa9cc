"""Which bucket an operator asks about, and who has access to it as data."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from typing import Any

from transit_guardrails.model.endpoints import Bucket
from transit_guardrails.questions.buckets.access import ASSUMED, BucketAccess, Row
from transit_guardrails.questions.buckets.places import Place

from .exits import BadInputError
from .networks import Known
from .proof_report import hops_document

NEAREST = 3
"""Names that are told where one does not exist."""


def named(known: Known, name: str) -> Bucket:
    """The bucket of that name. Raises ``BadInputError`` with the nearest names, and where several resources say that they are it."""
    found = sorted({bucket.name for bucket in known.network.buckets.values() if bucket.name})
    same = [bucket for _, bucket in sorted(known.network.buckets.items()) if bucket.name == name]
    if len(same) == 1:
        return same[0]
    if name in found:
        ids = ", ".join(bucket.id for bucket in same)
        raise BadInputError(
            f"several resources are bucket '{name}' in {known.text}: {ids}\n  remedy: leave out all but one"
        )
    near = difflib.get_close_matches(name, found, n=NEAREST, cutoff=0) or ["there is none"]
    raise BadInputError(f"no bucket '{name}' in {known.text}\n  remedy: state one of: {', '.join(near)}")


def access_document(access: BucketAccess) -> dict[str, Any]:
    """The object that ``access --bucket --json`` prints."""
    return {
        "bucket": access.bucket.name,
        "account": access.bucket.account,
        "region": access.bucket.region,
        "training": access.training or None,
        "places": [_place(place) for place in access.places],
        "rows": [_row(row) for row in access.rows],
        "undeclared_readers": list(dict.fromkeys(row.caller.name for row in access.undeclared)),
        "assumptions": list(ASSUMED),
    }


def _place(place: Place) -> dict[str, Any]:
    endpoint = place.endpoint.id if place.endpoint else None
    return {"from": place.name, "way": place.way, "endpoint": endpoint, "path": hops_document(place.hops)}


def _row(row: Row) -> dict[str, Any]:
    caller, place = row.caller, row.place
    who = {"caller": caller.name, "kind": caller.kind, "arn": caller.arn, "declared": caller.declared}
    answers = {what: asdict(answer) for what, answer in row.answers.items()}
    return {**who, "from": place.name, "endpoint": place.endpoint.id if place.endpoint else None, "answers": answers}
