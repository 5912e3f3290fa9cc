"""Spokes: the VPCs of workload accounts with their applications, and who builds them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .part import Part
from .training import Training
from .types import Cidr, Key, RoleArn, TagText

Slot = Annotated[int, Field(ge=0, le=65535, strict=True)]


class Application(Part):
    """A group of subnets with its own route table and security group: the unit that is granted access."""

    subnet_prefix_length: Annotated[int, Field(ge=18, le=28, strict=True)] = 26
    """Size of the subnet in each zone; the application's block holds four of them (/26 subnets: a /24 block)."""
    number: Slot | None = None
    """The block's slot in the spoke (or pool). Left out: derived from the application's name."""
    cidr: Cidr | None = None
    """The block itself, instead of a slot. Must be two bits shorter than subnet_prefix_length."""
    training: Training | None = None
    """Stated: fine-tuning jobs run in these subnets."""
    tags: dict[Key, TagText] = {}
    """Tags beside the network's."""

    @model_validator(mode="after")
    def _one_address(self) -> Application:
        if self.cidr is not None and self.number is not None:
            raise ValueError("states both number and cidr: keep one of them")
        if self.cidr is not None and self.cidr.prefixlen != self.subnet_prefix_length - 2:
            raise ValueError(f"cidr must be a /{self.subnet_prefix_length - 2}: four subnets of the stated size")
        return self


class OwnStack(Part):
    """That a spoke's team builds it in a stack of its own (docs/workload-stacks.md). This stack plans it, grants, shares,
    and exports what that stack needs."""

    deployer: RoleArn | None = None
    """The IAM role by which the team deploys. It may assume a role of the network account that does nothing but let the
    spoke's own attachment in. Left out: the network's team lets it in, between two passes of the team's stack."""


class Spoke(Part):
    """A VPC of a workload account, member of exactly one segment."""

    account: Key
    """Key of the account that owns the VPC."""
    region: str
    """The Region that the VPC is in."""
    segment: Key
    """The one segment that the VPC is a member of."""
    cidr: Cidr | None = None
    """The VPC's block. Left out: a slot of the segment's first block, of size prefix_length."""
    prefix_length: Annotated[int, Field(ge=16, le=26, strict=True)] = 20
    """Size of a VPC whose cidr is left out."""
    number: Slot | None = None
    """The VPC's slot in the segment's block. Left out: derived from the spoke's name."""
    applications: dict[Key, Application] = {}
    """The VPC's applications, by name."""
    own_stack: OwnStack | None = None
    """Stated, {} included: a stack of the team's own builds the VPC and its applications."""
    tags: dict[Key, TagText] = {}
    """Tags beside the network's."""

    @model_validator(mode="after")
    def _one_address(self) -> Spoke:
        if self.cidr is not None and self.number is not None:
            raise ValueError("states both number and cidr: keep one of them")
        if self.cidr is not None and "prefix_length" in self.model_fields_set:
            raise ValueError("states both prefix_length and cidr: keep one of them")
        if self.cidr is not None and not 16 <= self.cidr.prefixlen <= 26:
            raise ValueError("cidr must be a /16 to /26: the last /26 of it holds the attachment subnets")
        return self
