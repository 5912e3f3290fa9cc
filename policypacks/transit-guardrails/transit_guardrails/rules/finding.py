"""What a rule says when it does not hold."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule that does not hold.

    ``resource`` is the URN or AWS id of the one thing to look at; ``message`` a sentence that names values; ``witness`` a
    path or a list of facts, a line each; ``remedy`` what to do. Findings sort by rule, resource and message.
    """

    rule: str
    resource: str
    message: str
    witness: tuple[str, ...] = field(default=())
    remedy: str = ""
    mandatory: bool = True
