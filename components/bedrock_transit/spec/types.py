"""The scalar types of the spec: each refuses what AWS would refuse, and says in its message what is expected.

Sources: account ids and organization ids, AWS Organizations API reference (``o-[a-z0-9]{10,32}``, ``\\d{12}``);
VPC CIDR sizes /16 to /28, Amazon VPC user guide "VPC CIDR blocks"; private ranges, RFC 1918 and RFC 6598;
private ASNs, RFC 6996 and the transit gateway guide; reserved ones, Amazon EC2 API reference ("CreateCustomerGateway");
ids of Direct Connect, its API reference ("CreateTransitVirtualInterface"); topic names, Amazon SNS API reference
("CreateTopic").
"""

from __future__ import annotations

import datetime
import ipaddress
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))

EXAMPLES = tuple(map(ipaddress.IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
"""Addresses that stand for public ones in documents (RFC 5737): no device has one, examples and tests use them."""


@dataclass(frozen=True)
class Text:
    """Text of a form: ``what`` says it in words, in messages and in the JSON Schema."""

    pattern: str
    what: str

    def check(self, value: Any) -> str:
        """The text itself. Raises ``ValueError`` when it is something else."""
        if not isinstance(value, str):
            raise ValueError(f"must be text: {self.what}")
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValueError(f"must be {self.what}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "description": self.what}


Key = Annotated[
    str,
    Text(
        r"[a-z]([a-z0-9-]{0,28}[a-z0-9])?",
        "a name of 1 to 30 lower-case letters, digits and hyphens that starts with a letter and ends without a hyphen",
    ),
]
SegmentKey = Annotated[
    str,
    Text(
        r"[a-z]([a-z0-9-]{0,14}[a-z0-9])?",
        "a name of 1 to 16 lower-case letters, digits and hyphens (it is part of names that AWS limits to 64 characters)",
    ),
]
AccountId = Annotated[str, Text(r"\d{12}", "an AWS account id: 12 digits, in quotes")]
OrganizationId = Annotated[str, Text(r"o-[a-z0-9]{10,32}", "an AWS Organizations id such as o-a1b2c3d4e5")]
RoleName = Annotated[
    str, Text(r"[\w+=,.@-]{1,64}", "an IAM role name (letters, digits and +=,.@_-, at most 64 characters)")
]
RoleArn = Annotated[
    str,
    Text(r"arn:aws[a-z-]*:iam::\d{12}:role/([\w+=,.@-]+/)*[\w+=,.@-]{1,64}", "the ARN of an IAM role"),
]
TrainingName = Annotated[
    str,
    Text(
        r"[a-z]([a-z0-9-]{0,40}[a-z0-9])?",
        "a name of 1 to 42 lower-case letters, digits and hyphens that starts with a letter (bucket names take 63 characters)",
    ),
]
Consumer = Annotated[
    str,
    Text(
        r"[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?",
        "an application written as <spoke>/<application>, or the name of an on-premises network or of a partner",
    ),
]
Application = Annotated[
    str, Text(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*", "an application written as <spoke>/<application>")
]
ConnectionId = Annotated[
    str, Text(r"dx(con|lag)-[a-z0-9]{8,17}", "the id of a Direct Connect connection or group, such as dxcon-ffabc123")
]
InterfaceId = Annotated[str, Text(r"dxvif-[a-z0-9]{8,17}", "the id of a virtual interface, such as dxvif-ffabc123")]
Location = Annotated[
    str, Text(r"[A-Za-z0-9][A-Za-z0-9-]{0,29}", "a Direct Connect location as AWS names it, such as EqDC2")
]
InsideCidr = Annotated[
    str,
    Text(
        r"169\.254\.\d{1,3}\.\d{1,3}/30",
        "a /30 of 169.254.0.0/16 such as 169.254.21.0/30",
    ),
]
PeerCidr = Annotated[
    str,
    Text(
        r"169\.254\.\d{1,3}\.\d{1,3}/29",
        "a /29 of 169.254.0.0/16 such as 169.254.100.0/29",
    ),
]
TopicArn = Annotated[
    str,
    Text(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", "the ARN of an Amazon SNS topic that is no FIFO topic"),
]
ZoneId = Annotated[str, Text(r"[a-z]{2,5}\d-az\d+", "an availability-zone id such as use1-az1")]
DnsName = Annotated[
    str,
    Text(
        r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}",
        "a DNS name, or a wildcard name such as *.example.com",
    ),
]
DomainName = Annotated[
    str,
    Text(
        r"(?=.{1,200}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        "a DNS name of two labels or more in lower case, at most 200 characters (it is part of tags), without star and "
        "final dot, such as corp.example.com",
    ),
]
TagText = Annotated[str, Text(r"[\w .:/=+@-]{1,256}", "tag text of 1 to 256 letters, digits, spaces and _.:/=+@-")]


def _network(value: Any) -> ipaddress.IPv4Network:
    if not isinstance(value, str):
        raise ValueError("must be text: an IPv4 CIDR block in quotes, such as '10.64.0.0/16'")
    try:
        network = ipaddress.IPv4Network(value if "/" in value else "")
    except ValueError as error:
        raise ValueError(f"must be an IPv4 CIDR block such as 10.64.0.0/16, without host bits ({error})") from None
    if not any(network.subnet_of(private) for private in PRIVATE):
        raise ValueError("must be a private block (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)")
    return network


def _address(value: Any) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("must be a single IPv4 address in quotes, such as '172.16.0.53'") from None


def is_private(address: ipaddress.IPv4Address) -> bool:
    """Whether an address is one of RFC 1918 or RFC 6598."""
    return any(address in private for private in PRIVATE)


def _device(value: Any) -> ipaddress.IPv4Address:
    address = _address(value)
    example = any(address in network for network in EXAMPLES)
    if address.is_multicast or not (address.is_global or example or is_private(address)):
        raise ValueError("must be a public IPv4 address, or a private one of a VPN over Direct Connect")
    return address


def _interface(value: Any) -> ipaddress.IPv4Interface:
    try:
        return ipaddress.IPv4Interface(value if isinstance(value, str) and "/" in value else "")
    except ValueError:
        raise ValueError("must be an address with its prefix length, such as '169.254.255.1/30'") from None


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("must be a date such as '2027-03-31'") from None


IPV4 = r"^\d+\.\d+\.\d+\.\d+$"
Cidr = Annotated[
    ipaddress.IPv4Network,
    BeforeValidator(_network),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d+\.\d+\.\d+\.\d+/\d+$",
            "description": "an IPv4 CIDR block from the private ranges, without host bits",
        }
    ),
]
Address = Annotated[
    ipaddress.IPv4Address,
    BeforeValidator(_address),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": IPV4, "description": "a single IPv4 address"}),
]
DeviceAddress = Annotated[
    ipaddress.IPv4Address,
    BeforeValidator(_device),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": "string", "pattern": IPV4, "description": "an IPv4 address: public, or private over Direct Connect"}
    ),
]
InterfaceAddress = Annotated[
    ipaddress.IPv4Interface,
    BeforeValidator(_interface),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d+\.\d+\.\d+\.\d+/(29|30|31)$",
            "description": "an IPv4 address with the prefix length of its network",
        }
    ),
]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "a date, in quotes: '2027-03-31'"}
    ),
]
Asn = Annotated[int, Field(ge=64512, le=4294967294, strict=True)]
PRIVATE_ASNS = (range(64512, 65535), range(4200000000, 4294967295))
RESERVED_ASNS = frozenset({7224, 9059, 10124, 17943, 23456, 65535})
"""Numbers that no customer's router may have: AWS's own, and those that RFC 6793 and RFC 7300 set aside."""
CustomerAsn = Annotated[int, Field(ge=1, le=4294967294, strict=True)]
Vlan = Annotated[int, Field(ge=1, le=4094, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
