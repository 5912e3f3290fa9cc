"""The tags that every resource carries. The proof relies on them: only the deployer may set them.

Source: AWS whitepaper "Best practices for tagging AWS resources".
"""

from __future__ import annotations

from collections.abc import Mapping

from ..spec.model import Network

SHARED = "shared"
"""Value of ``segment`` and ``spoke`` for what belongs to no single one."""


def tags(network: Network, segment: str = SHARED, spoke: str = SHARED, *stated: Mapping[str, str]) -> dict[str, str]:
    """Tags of a resource of that segment and spoke, sorted by key.

    ``stated`` tags override the network's, later ones earlier ones. The spec refuses the tags that are set here.
    """
    found = dict(network.tags)
    for more in stated:
        found.update(more)
    found.update(network=network.name, segment=segment, spoke=spoke)
    return dict(sorted(found.items()))
