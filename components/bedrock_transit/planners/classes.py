"""Grant classes: the consumers of a segment that are granted the same.

A class is named after its grants, joined by ``+``: a grant that gains a model or a consumer changes no name. Where that
is too long for a name in AWS, a digest stands for the end of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from ..spec.model import Network

UNGRANTED = "ungranted"
KEY_LENGTH = 120


def classes_of(network: Network) -> Mapping[str, str]:
    """Each consumer (``<spoke>/<application>``, or a network outside) to the key of its grant class."""
    grants: dict[str, list[str]] = defaultdict(list)
    for key in sorted(network.grants):
        for consumer in network.grants[key].consumers:
            grants[consumer].append(key)
    applications = [f"{spoke}/{name}" for spoke, value in network.spokes.items() for name in value.applications]
    return {
        consumer: _key(grants[consumer]) if consumer in grants else UNGRANTED
        for consumer in (*applications, *network.outside)
    }


def failover_classes(network: Network) -> Mapping[tuple[str, str], str]:
    """Each consumer, with a Region that it may call beside its own: to the key of its grant class there.

    That class is of those of its grants that fail over to the Region. They have no consumer in the Region itself, so no
    class of consumers at home has the same name.
    """
    grants: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(network.grants):
        for region in network.grants[key].failover:
            for consumer in network.grants[key].consumers:
                grants[consumer, region].append(key)
    return {place: _key(keys) for place, keys in grants.items()}


def _key(grants: list[str]) -> str:
    key = "+".join(grants)
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 9]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
