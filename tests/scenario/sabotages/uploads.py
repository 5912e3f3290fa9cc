"""Mistakes about uploads from on-premises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..program import Properties
from .record import PROD, Sabotage, names, rewrite

POLICY = "vpc-c.fine-tuning-training-data-data-policy"
ENDPOINT = "us-east-1-prod-s3"


def _without(sid: str) -> Callable[[Properties], Properties]:
    def edit(document: Any) -> None:
        kept = [statement for statement in document["Statement"] if statement["Sid"] != sid]
        assert len(kept) + 1 == len(document["Statement"])
        document["Statement"] = kept

    return rewrite(edit)


def _wrong(name: str, rule: str, resource: str, change: Callable[[Properties], Properties]) -> Sabotage:
    return Sabotage(name, PROD, lambda program: program.change(resource, change), rule, names(resource))


UPLOADS = [
    _wrong(
        "an uploader of the data centre gets in through any endpoint",
        "training-data-bound",
        POLICY,
        _without("UploadersOfdatacenterThroughHub"),
    ),
    _wrong(
        "an uploader of the data centre gets in from any address behind the hub",
        "training-data-bound",
        POLICY,
        _without("UploadersOfdatacenterFromAddresses"),
    ),
    _wrong(
        "the data centre uploads into every bucket",
        "reachable-is-granted",
        ENDPOINT,
        rewrite(lambda document: document["Statement"][0].update(Resource="*")),
    ),
]
