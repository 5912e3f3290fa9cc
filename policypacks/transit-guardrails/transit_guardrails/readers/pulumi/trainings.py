"""What a training network registers: see the components' README, "The contract"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.network import EVERYTHING, Network
from ...model.ranges import prefix
from ...model.trainings import Place, TrainingNetwork
from ...model.vpcs import Id
from .fields import Fields, has_unknown, whole
from .registered import text, texts


def training_network(fields: Fields, network: Network) -> None:
    """The registered ``training``. Without it nobody knows what jobs may reach: a doubt about everything."""
    stated = fields.resource.outputs.get("training")
    if not isinstance(stated, Mapping) or has_unknown(stated):
        fields.doubt("training", "the registered output is not a known object", EVERYTHING)
        return
    try:
        network.trainings[fields.id] = _training(fields.id, stated)
    except ValueError as error:
        fields.doubt("training", str(error), EVERYTHING)


def _training(urn: Id, stated: Mapping[str, Any]) -> TrainingNetwork:
    """Raises ``ValueError`` with what is wrong."""
    budget = stated.get("budget")
    if not isinstance(budget, Mapping):
        raise ValueError("budget is not an object")
    return TrainingNetwork(
        id=urn,
        key=text(stated, "key"),
        name=text(stated, "name"),
        region=text(stated, "region"),
        segment=text(stated, "segment"),
        account=text(stated, "account_id"),
        block=prefix(text(stated, "block")),
        isolated=_flag(stated, "network_isolation"),
        efa=_flag(stated, "efa"),
        buckets=_by_name(stated, "buckets"),
        alias=text(stated, "key_alias"),
        roles=_by_name(stated, "roles"),
        uploaders=_by_name(stated, "uploaders"),
        needed=_number(budget, "needed"),
        usable=_number(budget, "usable"),
        bound=_bound(stated),
    )


def _bound(stated: Mapping[str, Any]) -> dict[str, Place]:
    """The uploaders that networks hold, by name. A program that binds none says nothing of networks."""
    networks, known = stated.get("uploading_networks") or {}, _by_name(stated, "uploaders")
    if not isinstance(networks, Mapping) or not all(isinstance(each, Mapping) for each in networks.values()):
        raise ValueError("uploading_networks is not an object of objects")
    found, places = dict[str, Place](), dict[str, Place]()
    for name, network in sorted(networks.items()):
        uploaders, blocks = (texts(network, key, "uploading_networks: ") for key in ("uploaders", "prefixes"))
        if not set(uploaders) <= known.keys():
            raise ValueError(f"uploading_networks: {name} names others than the uploaders")
        if not blocks:
            raise ValueError(f"uploading_networks: {name} has no prefixes")
        place = Place(text(network, "endpoint_account_id"), tuple(map(prefix, blocks)))
        for uploader in uploaders:
            if places.setdefault(known[uploader], place) != place:
                raise ValueError(f"uploading_networks: {name} names {uploader}, whose role another network has")
            found[uploader] = place
    return found


def _flag(stated: Mapping[str, Any], key: str) -> bool:
    value = stated.get(key)
    if not isinstance(value, bool):
        raise ValueError(f"{key} is neither true nor false")
    return value


def _number(stated: Mapping[str, Any], key: str) -> int:
    value = whole(stated.get(key))
    if value is None:
        raise ValueError(f"budget: {key} is not a whole number")
    return value


def _by_name(stated: Mapping[str, Any], key: str) -> Mapping[str, str]:
    value = stated.get(key)
    if not isinstance(value, Mapping) or not all(isinstance(each, str) and each for each in value.values()):
        raise ValueError(f"{key} is not an object of texts")
    return {str(name): each for name, each in sorted(value.items())}
