"""Which models can be customised where, and what their jobs' hyperparameters are: `customizable_models.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .records import CatalogueError, Region
from .strict import Fields

TYPES = ("integer", "number")


@dataclass(frozen=True)
class Hyperparameter:
    """A hyperparameter: `type` is "integer" or "number"; both limits are allowed values."""

    type: str
    minimum: float
    maximum: float


@dataclass(frozen=True)
class CustomizableModel:
    """A model that jobs may fine-tune. `hyperparameters` is None where no table of its names is known."""

    id: str
    regions: frozenset[str]
    hyperparameters: Mapping[str, Hyperparameter] | None


@dataclass(frozen=True)
class Customizable:
    """All such models by id; `local_storage` are families of SageMaker instances whose volumes take no key."""

    models: Mapping[str, CustomizableModel]
    local_storage: frozenset[str]


def customizable(top: Fields, known: Mapping[str, Region]) -> Customizable:
    """`customizable_models.yaml`."""
    top.about()
    families = {name: _family(fields) for name, fields in top.tables("hyperparameters").items()}
    found: dict[str, CustomizableModel] = {}
    for key, fields in top.tables("models").items():
        regions = frozenset(fields.texts("regions"))
        if not regions or regions - set(known):
            raise CatalogueError(f"{fields.where}.regions: {sorted(regions - set(known)) or 'none'} is no Region")
        family = fields.optional("hyperparameters")
        if family is not None and family not in families:
            raise CatalogueError(f"{fields.where}.hyperparameters: {family!r} is not one of {', '.join(families)}")
        found[key] = CustomizableModel(key, regions, families[family] if family is not None else None)
        fields.done()
    local = frozenset(top.texts("local_storage"))
    top.done()
    return Customizable(MappingProxyType(found), local)


def _family(group: Fields) -> Mapping[str, Hyperparameter]:
    found: dict[str, Hyperparameter] = {}
    for name, fields in group.every():
        limits = _limit(fields, "minimum"), _limit(fields, "maximum")
        if limits[0] > limits[1]:
            raise CatalogueError(f"{fields.where}: minimum is above maximum")
        found[name] = Hyperparameter(fields.one_of("type", TYPES), *limits)
        fields.done()
    return MappingProxyType(found)


def _limit(fields: Fields, key: str) -> float:
    try:
        return float(fields.text(key))
    except ValueError:
        raise CatalogueError(f"{fields.where}.{key}: not a number") from None
