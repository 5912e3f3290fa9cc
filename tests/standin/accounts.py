"""For which account and Region a call is made.

A CRUD request does not name its provider. The engine opens one connection for each provider resource and configures it,
so the caller's socket address tells them apart.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Caller:
    """Where a provider's resources live."""

    account: str = DEFAULT_ACCOUNT
    region: str = ""


def caller_from(config: Mapping[str, object]) -> Caller:
    """Read account and Region from a provider's inputs, which arrive as JSON strings."""
    account = DEFAULT_ACCOUNT
    allowed = _parsed(config.get("allowedAccountIds"))
    if isinstance(allowed, list) and len(allowed) == 1:
        account = str(allowed[0])
    roles = re.findall(r"arn:aws[\w-]*:iam::(\d{12}):role/", str(_parsed(config.get("assumeRoles")) or ""))
    if roles:
        account = roles[-1]  # one is assumed from the other
    return Caller(account, str(config.get("region") or ""))


def _parsed(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
