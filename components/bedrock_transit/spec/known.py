"""The names that a spec declares, for the checks of what refers to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .model import Network
from .problems import Everything, Path


class Known:
    """The names that exist, those of parts that were set aside included."""

    def __init__(self, network: Network, set_aside: Collection[Path]) -> None:
        def names(collection: str, parsed: Iterable[str]) -> frozenset[str]:
            if (collection,) in set_aside:
                return Everything()
            return frozenset(parsed) | {path[1] for path in set_aside if path[0] == collection}

        self.accounts = names("accounts", network.accounts)
        self.regions = names("regions", network.regions)
        self.segments = names("segments", network.segments)
        self.profiles = names("inference_profiles", network.inference_profiles)
        self.consumers = frozenset(f"{s}/{a}" for s, spoke in network.spokes.items() for a in spoke.applications)
        self.unread_spokes = Everything() if ("spokes",) in set_aside else names("spokes", ()) - network.spokes.keys()
