"""What AWS answers about keys."""

from collections.abc import Callable

from ..values import Properties
from ..world import Thing, World


def _alias(world: World, alias: Thing) -> Properties:
    key = world.get("kms.Key", alias["targetKeyId"])
    return {"targetKeyArn": key.outputs["arn"] if key else None}


DATA_WITH_WORLD: dict[str, Callable[[World, Thing], Properties]] = {"kms.Alias": _alias}
