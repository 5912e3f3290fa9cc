"""The scalar types of the spec: each refuses what AWS would refuse, and says in its message what is expected.

Sources: account ids and organization ids, AWS Organizations API reference (``o-[a-z0-9]{10,32}``, ``\\d{12}``);
VPC CIDR sizes /16 to /28, Amazon VPC user guide "VPC CIDR blocks"; private ranges, RFC 1918 and RFC 6598;
private ASNs, RFC 6996 and the transit gateway guide.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

KEY_PATTERN = r"^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$"
CONSUMER_PATTERN = r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$"
PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))


def _text(value: Any, what: str) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"must be text: {what}")


def _matching(pattern: str, what: str) -> BeforeValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any) -> str:
        text = _text(value, what)
        if not compiled.fullmatch(text):
            raise ValueError(f"must be {what}")
        return text

    return BeforeValidator(check)


def _network(value: Any) -> ipaddress.IPv4Network:
    text = _text(value, "an IPv4 CIDR block in quotes, such as '10.64.0.0/16'")
    try:
        network = ipaddress.IPv4Network(text)
    except ValueError as error:
        raise ValueError(f"must be an IPv4 CIDR block such as 10.64.0.0/16, without host bits ({error})") from None
    if not any(network.subnet_of(private) for private in PRIVATE):
        raise ValueError("must be a private block (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)")
    return network


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    text = _text(value, "a date in quotes, such as '2027-03-31'")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a date such as '2027-03-31'") from None


def _string_schema(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


_KEY = "a name of 1 to 30 lower-case letters, digits and hyphens that starts with a letter and ends without a hyphen"
Key = Annotated[str, _matching(KEY_PATTERN, _KEY), _string_schema(KEY_PATTERN, _KEY)]

_SEGMENT = (
    "a name of 1 to 16 lower-case letters, digits and hyphens (it is part of names that AWS limits to 64 characters)"
)
SEGMENT_PATTERN = r"^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$"
SegmentKey = Annotated[str, _matching(SEGMENT_PATTERN, _SEGMENT), _string_schema(SEGMENT_PATTERN, _SEGMENT)]

_ACCOUNT = "an AWS account id: 12 digits, in quotes"
AccountId = Annotated[str, _matching(r"^\d{12}$", _ACCOUNT), _string_schema(r"^\d{12}$", _ACCOUNT)]

_ORG = "an AWS Organizations id such as o-a1b2c3d4e5"
ORG_PATTERN = r"^o-[a-z0-9]{10,32}$"
OrganizationId = Annotated[str, _matching(ORG_PATTERN, _ORG), _string_schema(ORG_PATTERN, _ORG)]

_ROLE = "an IAM role name (letters, digits and +=,.@_-, at most 64 characters)"
ROLE_PATTERN = r"^[\w+=,.@-]{1,64}$"
RoleName = Annotated[str, _matching(ROLE_PATTERN, _ROLE), _string_schema(ROLE_PATTERN, _ROLE)]

_CONSUMER = "an application written as <spoke>/<application>"
Consumer = Annotated[str, _matching(CONSUMER_PATTERN, _CONSUMER), _string_schema(CONSUMER_PATTERN, _CONSUMER)]

_ZONE = "an availability-zone id such as use1-az1"
ZONE_PATTERN = r"^[a-z]{2,5}\d-az\d+$"
ZoneId = Annotated[str, _matching(ZONE_PATTERN, _ZONE), _string_schema(ZONE_PATTERN, _ZONE)]

_NAME = "a DNS name, or a wildcard name such as *.example.com"
NAME_PATTERN = r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$"
DnsName = Annotated[str, _matching(NAME_PATTERN, _NAME), _string_schema(NAME_PATTERN, _NAME)]

_TAG = "tag text of 1 to 256 letters, digits, spaces and _.:/=+@-"
TAG_PATTERN = r"^[\w .:/=+@-]{1,256}$"
TagText = Annotated[str, _matching(TAG_PATTERN, _TAG), _string_schema(TAG_PATTERN, _TAG)]

Cidr = Annotated[
    ipaddress.IPv4Network,
    BeforeValidator(_network),
    PlainSerializer(str),
    _string_schema(r"^\d+\.\d+\.\d+\.\d+/\d+$", "an IPv4 CIDR block from the private ranges, without host bits"),
]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    PlainSerializer(str),
    _string_schema(r"^\d{4}-\d{2}-\d{2}$", "a date, in quotes: '2027-03-31'"),
]
Asn = Annotated[int, Field(ge=64512, le=4294967294, strict=True)]
