"""The form of the kind table: what the stand-in knows about each resource type, as data.

A kind is named as in the SDK (``ec2.Vpc``). ``replaces`` holds the properties that are ForceNew (or RequiresReplace) in
the schema of the Terraform AWS provider that pulumi-aws 7 bridges; everything else changes in place. ``region`` is
ForceNew for every type that has it. ``refers`` says which property names which kinds; it is the source of two refusals:
a reference must exist and be of that kind, and what is referred to cannot be deleted.
"""

from dataclasses import dataclass

OWN = "own"
"""A reference that must lie in the account and Region of what refers to it."""
SHARED = "shared"
"""A reference into another account needs a RAM share."""
ANY = "any"
"""A reference that AWS takes from any account; a rule of its own says when."""


@dataclass(frozen=True)
class Refers:
    """What a property may name. ``path`` is dotted, ``[]`` steps into a list.

    Without kinds it names what the stand-in has no table for: whatever stands there does not exist.
    """

    path: str
    kinds: tuple[str, ...]
    scope: str = OWN


@dataclass(frozen=True)
class Kind:
    """One resource type."""

    prefix: str = ""
    arn: str = ""
    missing: str = "ResourceNotFoundException: {id} was not found."
    in_use: str = "ConflictException: {id} is still in use by {users}."
    replaces: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    refers: tuple[Refers, ...] = ()
    answers: frozenset[str] = frozenset()
    """Optional properties that the provider fills and that computed_properties.json does not list."""
    completes: frozenset[str] = frozenset()
    """Collections that the program gives and whose elements AWS completes: unknown as a whole until it has."""
    regional: bool = True
    """Whether it lies in one Region only. What does not can be referred to from any."""
    part_of: tuple[str, ...] = ()
    """Kinds that it is a setting of: it keeps none of them, and goes with it."""
    late_create: int = 0
    """How late a create ends when the harness asks for it: after how many times the quiet that it names.

    Late is what others need without referring to it, so that whoever forgot a ``depends_on`` comes too early.
    """
    late_delete: int = 0
    """The same for deletes: late is what needs others without referring to them."""


def words(text: str) -> frozenset[str]:
    """Write a set of property names without quotes and commas."""
    return frozenset(text.split())


VPC = Refers("vpcId", ("ec2.Vpc",))
GROUPS = ("ec2.SecurityGroup", "ec2.DefaultSecurityGroup")

DIRECT_CONNECT_ATTACHMENT = "attachment of directconnect.GatewayAssociation"
VPN_ATTACHMENT = "attachment of ec2.VpnConnection"
"""AWS makes these two with their owners and gives them ids of their own, and no resource of the provider is them."""
ATTACHMENTS = (
    "ec2transitgateway.VpcAttachment",
    "ec2transitgateway.PeeringAttachment",
    "ec2transitgateway.Connect",
    DIRECT_CONNECT_ATTACHMENT,
    VPN_ATTACHMENT,
)
"""Whatever a Transit Gateway's route table can be associated with or lead to."""
