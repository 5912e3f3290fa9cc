"""A job that AWS runs, of either service, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ENDED = frozenset(("Completed", "Failed", "Stopped"))
ALIVE = ("InProgress", "Stopping")
"""The other statuses, in which a job may hold network interfaces."""
COMPLETED = "Completed"


@dataclass(frozen=True, slots=True)
class Running:
    """A job as AWS tells it. ``model`` is what it made: the ARN of a custom model, or an S3 URI."""

    name: str
    service: str
    arn: str
    status: str
    detail: str = ""
    reason: str = ""
    model: str = ""
    created: datetime | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.status in ENDED


def role_of(running: Running) -> str:
    """The ARN of the role that a job runs as, which tells whose network it runs in."""
    return str(running.told.get("roleArn") or running.told.get("RoleArn") or "")


def running_document(running: Running) -> dict[str, Any]:
    """The job as JSON holds it."""
    kept = ("name", "service", "arn", "status", "detail", "reason", "model")
    created = running.created.isoformat() if running.created else None
    return {**{key: getattr(running, key) for key in kept}, "created": created}
