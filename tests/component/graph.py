"""Recorded programs, and questions to ask of them.

A recording is what the program registers under the SDK's test monitor, with every id unknown. What it does not prove: that
AWS accepts the inputs (the engine tests build the stacks against a stand-in).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import specs
import yaml

from transitctl.offline import UNKNOWN, Recording, Resource, run_program

ROOT = Path(__file__).resolve().parents[2]
STACKS = ("dev", "prod")

# The stacks, and networks in every mode that the stacks do not use.
NETWORKS: dict[str, Callable[[], specs.Body]] = {
    **{stack: (lambda stack=stack: stack_body(stack)) for stack in STACKS},
    "company": specs.company,
    "two-regions": specs.two_regions,
    "zone-by-zone": specs.zone_by_zone,
    "pooled": specs.pooled,
    "hybrid": specs.hybrid,
    "hybrid-accounts": specs.hybrid_accounts,
    "private-vpn": specs.private_vpn,
    "private-vpn-beside": specs.private_vpn_beside,
    "connect": specs.connect,
    "forwarding": specs.forwarding,
    "partnered": specs.partnered,
    "failover": specs.failover,
    "failover-zone-by-zone": specs.failover_zone_by_zone,
    "workloads": specs.workloads,
}


@cache
def _stack(stack: str) -> specs.Body:
    text = (ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["config"]["bedrock-transit:network"]


def stack_body(stack: str) -> specs.Body:
    """The network object of a stack file, as a copy that a test may change."""
    return copy.deepcopy(_stack(stack))


@cache
def recording(network: str) -> Recording:
    """What the program registers for a network of ``NETWORKS``; recorded once."""
    return run_body(NETWORKS[network](), stack=network if network in STACKS else "test")


def run_body(body: specs.Body, stack: str = "test") -> Recording:
    """What the real program registers for a network object."""
    return run_program(stack, ROOT, body)


def kind(resource: Resource) -> str:
    """``ec2.Subnet`` of ``aws:ec2/subnet:Subnet``."""
    return f"{resource.type.split(':')[1].split('/')[0]}.{resource.type.rpartition(':')[2]}"


def aws(found: Recording, *kinds: str) -> list[Resource]:
    """The AWS resources, of the stated kinds or all of them."""
    every = [r for r in found.resources.values() if r.type.startswith("aws:")]
    return [r for r in every if not kinds or kind(r) in kinds]


def components(found: Recording) -> list[Resource]:
    """The components."""
    return [r for r in found.resources.values() if not r.custom]


def targets(found: Recording, resource: Resource, key: str) -> list[Resource]:
    """The resources that an input refers to."""
    return [found.resources[urn] for urn in resource.property_dependencies.get(key, ())]


def target(found: Recording, resource: Resource, key: str) -> Resource:
    """The one resource that an input refers to."""
    (only,) = targets(found, resource, key)
    return only


def account(resource: Resource) -> str:
    """The key of the account whose provider makes the resource."""
    return resource.provider.split("::")[-2]


def unknown_paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where in an input something is unknown."""
    if isinstance(value, str) and UNKNOWN in value:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from unknown_paths(item, (*path, str(key)))


def names(resources: list[Resource]) -> list[str]:
    """Their logical names, sorted."""
    return sorted(r.name for r in resources)


def one(found: Recording, name: str, *kinds: str) -> Resource:
    """The AWS resource of that name, of the stated kinds or any."""
    (only,) = [r for r in aws(found, *kinds) if r.name == name]
    return only
