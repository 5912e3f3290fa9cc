"""Says findings, problems of the configuration and mistakes of our own as the messages of violations."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Container
from dataclasses import dataclass

from ..rules.finding import Finding
from ..settings import Problem

Report = Callable[[str, str | None], None]
"""Takes a message and the URN that it is about (None: the stack); the SDK's ``report_violation``."""

_URN = "urn:pulumi:"


@dataclass(frozen=True, slots=True)
class Violation:
    """A message, several lines of text, and the URN that it belongs to (None: the whole stack)."""

    message: str
    urn: str | None = None


def finding(found: Finding, pages: str, elsewhere: Container[str] = ()) -> Violation:
    """A finding: the sentence, what shows it line by line, the way out, the rule and where to read about it.

    ``pages`` is where rules are explained, ``{rule}`` in it standing for the id. A finding about an AWS id, a name, or a
    resource of another stack (``elsewhere``) has no URN to hang on, so the message says what it is about.
    """
    urn = found.resource if found.resource.startswith(_URN) and found.resource not in elsewhere else None
    lines = [found.message]
    if found.resource and not urn:
        lines.append(f"  about: {found.resource}")
    lines += [f"  {line}" for line in found.witness]
    if found.remedy:
        lines.append(f"  remedy: {found.remedy}")
    lines.append(f"  rule: {found.rule} ({pages.format(rule=found.rule)})")
    return Violation("\n".join(lines), urn)


def problem(found: Problem) -> Violation:
    """A problem of the configuration."""
    return Violation(f"configuration of the policy pack: {found.text()}")


def mistake(doing: str, error: BaseException, urn: str = "") -> Violation:
    """An exception of ours: what was being done, type, message and place of what broke. What broke proves nothing."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    lines = [
        f"the pack broke while {doing}, so nothing is proven",
        f"  resource: {urn or 'the whole stack'}",
        f"  {type(error).__name__}{place}: {_words(error)}",
        "  remedy: this is a mistake of the pack, please report it; until it is mended, nothing passes",
    ]
    return Violation("\n".join(lines), urn or None)


def _words(error: BaseException) -> str:
    """What an exception says of itself. The SDK's ``UnknownValueError`` says it in an attribute only."""
    try:
        return str(getattr(error, "message", "")) or str(error)
    except Exception:
        return "(it cannot say what)"
