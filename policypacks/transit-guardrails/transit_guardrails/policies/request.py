"""A request as a policy sees it: action, resource, principal and context.

Source: "AWS global condition context keys" (availability of the principal's keys). Keys are case-insensitive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Absent:
    """The key is not in the request."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It is not known whether the key is in the request, or with which value."""


ABSENT, UNKNOWN = Absent(), Unknown()
Value = tuple[str, ...] | Absent | Unknown


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. ``organization`` None: in none. ``arn``: of the role (not its session) or user; None: not known.

    With ``service`` (such as ``logs.amazonaws.com``) the caller is that AWS service, and ``account`` may be empty.
    """

    account: str
    organization: str | None = None
    arn: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One call. A key that ``context`` does not name is unknown; say ABSENT for one that is not there."""

    action: str
    resource: str
    principal: Principal
    context: Mapping[str, Value] = field(default_factory=dict)


PRINCIPAL_KEYS = frozenset(
    f"aws:principal{name}" for name in ("account", "orgid", "arn", "isawsservice", "servicename")
)
VPC_SOURCE_IP, SOURCE_IP = "aws:vpcsourceip", "aws:sourceip"


def principal_facts(principal: Principal) -> dict[str, Value]:
    """The context keys that follow from who calls, lower case."""
    service = principal.service
    return {
        "aws:principalaccount": (principal.account,) if principal.account else UNKNOWN,
        "aws:principalorgid": (principal.organization,) if principal.organization and not service else ABSENT,
        "aws:principalarn": (principal.arn,) if principal.arn else UNKNOWN,
        "aws:principalisawsservice": ("true" if service else "false",),
        "aws:principalservicename": (service,) if service else ABSENT,
    }


def facts(request: Request) -> dict[str, Value]:
    """The whole context, lower-case keys; what the request states goes before what follows from its principal."""
    return principal_facts(request.principal) | {key.lower(): value for key, value in request.context.items()}


def through_endpoint(address: str, vpc: str | None = None, endpoint: str | None = None) -> dict[str, Value]:
    """The network's keys of a request through an interface endpoint: ``aws:SourceIp`` is never among them.

    ``address`` is the caller's private address; ``vpc`` and ``endpoint`` are the endpoint's, None while AWS has not named them.
    """
    return {
        "aws:SourceIp": ABSENT,
        "aws:VpcSourceIp": (address,),
        "aws:SourceVpc": (vpc,) if vpc else UNKNOWN,
        "aws:SourceVpce": (endpoint,) if endpoint else UNKNOWN,
    }
