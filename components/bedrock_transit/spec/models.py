"""What a ``models`` entry of a grant is: told from its form, so that a typo is refused and not passed on.

Sources: Amazon Bedrock user guide "Supported foundation models" (``<vendor>.<model>``), "Inference profiles"
(``<geography>.<vendor>.<model>``); Service Authorization Reference, Amazon Bedrock, resource types.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from ..catalogue import profile_geographies, vendors

MODEL_ID = re.compile(r"^[a-z0-9-]+(\.[a-z0-9][a-z0-9-]*)+([.:-][a-z0-9]+)*$", re.ASCII)
ARN_TYPES = (
    "provisioned-model",
    "custom-model",
    "custom-model-deployment",
    "application-inference-profile",
    "imported-model",
    "default-prompt-router",
    "prompt-router",
)
CUSTOM_TYPES = ("provisioned-model", "custom-model-deployment", "custom-model", "imported-model")
"""What may be, or lead to, a model of the organization's own. A provisioned model's ARN does not tell whether a foundation model is
behind (Amazon Bedrock user guide, "Purchase a Provisioned Throughput for an Amazon Bedrock model")."""
ARN = re.compile(
    r"^arn:(?P<partition>aws[a-z-]*):bedrock:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):(?P<type>[a-z-]+)/[\w.:/-]+$",
    re.ASCII,
)

Kind = Literal["foundation-model", "inference-profile", "arn"]


@dataclass(frozen=True)
class Model:
    """One model of a grant. ``type`` is the resource type of an ARN, ``region`` its Region ('' where it has none)."""

    name: str
    kind: Kind
    type: str
    region: str = ""

    @property
    def is_profile(self) -> bool:
        """Whether a call is routed on, to the foundation models behind."""
        return self.type in ("inference-profile", "application-inference-profile")


class ModelError(ValueError):
    """Not a model. ``remedy`` tells the way out."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def parse_model(text: str) -> Model:
    """The model that ``text`` names. Raises ``ModelError``."""
    if text.startswith("arn:"):
        return _arn(text)
    if not MODEL_ID.match(text):
        remedy = "write <vendor>.<model> or <geography>.<vendor>.<model> in lower case, as AWS does"
        raise ModelError("has not the form of a model id", remedy)
    first, _, rest = text.partition(".")
    if first in vendors():
        return Model(text, "foundation-model", "foundation-model")
    if first in profile_geographies():
        vendor = rest.partition(".")[0]
        if vendor in vendors() and "." in rest:
            return Model(text, "inference-profile", "inference-profile")
        raise ModelError(f"names no known vendor after '{first}.'", _closest(vendor))
    raise ModelError(
        "is no model id: its first part is neither a model vendor nor an inference profile's geography", _closest(first)
    )


def _arn(text: str) -> Model:
    match = ARN.match(text)
    if match is None:
        reason = "is no ARN of a Bedrock resource with Region and account"
        raise ModelError(reason, "write arn:aws:bedrock:<region>:<account>:<type>/<id>, or a model id without arn:")
    if match["type"] not in ARN_TYPES:
        raise ModelError(f"has the resource type '{match['type']}'", f"use one of: {', '.join(ARN_TYPES)}")
    return Model(text, "arn", match["type"], match["region"])


def _closest(word: str) -> str:
    known = sorted(vendors())
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known vendors: {', '.join(known)}"
