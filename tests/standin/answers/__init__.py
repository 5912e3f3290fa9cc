"""What AWS answers after a create or an update: ids, ARNs, DNS names, defaults. Plausible, and the same in every run."""

from collections.abc import Callable

from ..bridge import echo
from ..kinds import KINDS, properties_of
from ..values import Properties
from ..world import Thing, World
from .data import DATA_WITH_WORLD
from .draw import digits
from .hybrid import HYBRID_FIXED, HYBRID_OWN, HYBRID_WITH_WORLD
from .ids import make_id
from .names import NAMES_FIXED, NAMES_OWN, NAMES_WITH_WORLD
from .transit import TRANSIT_FIXED, TRANSIT_OWN, TRANSIT_WITH_WORLD
from .vpc import VPC_FIXED, VPC_OWN, VPC_WITH_WORLD

__all__ = ["answer", "digits", "half_an_answer", "make_id"]

_FIXED: dict[str, Properties] = {**VPC_FIXED, **TRANSIT_FIXED, **NAMES_FIXED, **HYBRID_FIXED}
"""Answers that are the same for all."""

_OWN: dict[str, Callable[[Thing], Properties]] = {**VPC_OWN, **TRANSIT_OWN, **NAMES_OWN, **HYBRID_OWN}
"""Answers that follow from the thing itself."""

_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {
    **VPC_WITH_WORLD,
    **TRANSIT_WITH_WORLD,
    **NAMES_WITH_WORLD,
    **HYBRID_WITH_WORLD,
    **DATA_WITH_WORLD,
}
"""Answers that follow from other things too."""


def answer(world: World, thing: Thing) -> Properties:
    """Compose all output properties of a thing that exists."""
    facts = properties_of(thing.kind)
    outputs: Properties = dict.fromkeys(facts.every)
    outputs |= {
        "arn": _arn(thing),
        "ownerId": thing.account,
        "region": thing.region,
        "tagsAll": thing["tags"] or {},
    }
    outputs |= _FIXED.get(thing.kind, {})
    if thing.kind in _OWN:
        outputs |= _OWN[thing.kind](thing)
    if thing.kind in _WITH_WORLD:
        outputs |= _WITH_WORLD[thing.kind](world, thing)
    outputs = {key: value for key, value in outputs.items() if key in facts.every}
    given = {
        key: value for key, value in echo(thing.kind, thing.inputs).items() if key not in KINDS[thing.kind].completes
    }
    return {**outputs, **given, "id": thing.id}


def half_an_answer(thing: Thing) -> Properties:
    """Compose what is known of a thing whose creation failed after it came into being."""
    every: Properties = dict.fromkeys(properties_of(thing.kind).every)
    known = {"arn": _arn(thing)} if "arn" in every else {}
    return {**every, **known, **echo(thing.kind, thing.inputs), "id": thing.id}


def _arn(thing: Thing) -> str | None:
    if thing.kind == "ram.ResourceShare":
        return thing.id
    service, _, noun = KINDS[thing.kind].arn.partition(":")
    place = f"{thing.region}:{thing.account}"
    if service in ("route53", "s3"):
        place = ":"
    elif thing.kind in ("directconnect.Gateway", "iam.Role"):
        place = f":{thing.account}"
    named = noun.format(id=thing.id, name=thing["name"], path=thing["path"])
    return f"arn:aws:{service}:{place}:{named}" if service else None
