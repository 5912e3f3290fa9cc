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
        self.custom_models = names("custom_models", network.custom_models)
        self.spokes = names("spokes", network.spokes)
        self.networks = names("on_premises", network.on_premises)
        self.partners = names("partners", network.partners)
        self.gateways = names("direct_connect", network.direct_connect)
        applications = {f"{s}/{a}" for s, spoke in network.spokes.items() for a in spoke.applications}
        self.consumers = applications | network.outside.keys()
        outside = _but(self.networks, network.on_premises), _but(self.partners, network.partners)
        self._unread = {"/": (_but(self.spokes, network.spokes),), "": outside}

    def unread(self, consumer: str) -> bool:
        """Whether a consumer is of a spoke, or is a network, that was set aside: then nobody knows what it is."""
        caller, slash, _ = consumer.partition("/")
        return any(caller in names for names in self._unread[slash])


def _but(names: frozenset[str], parsed: Collection[str]) -> frozenset[str]:
    return names if isinstance(names, Everything) else names - set(parsed)
