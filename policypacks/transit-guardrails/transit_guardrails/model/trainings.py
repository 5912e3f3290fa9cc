"""Training networks: the subnets that fine-tuning jobs run in, as the program states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ranges import Prefix
from .vpcs import Id


@dataclass(frozen=True, slots=True)
class TrainingNetwork:
    """A training network: whose it is, which addresses its jobs call from, and what belongs to it.

    ``key`` is the application (``<spoke>/<application>``); ``buckets`` are names by use, ``roles`` names by service,
    ``uploaders`` ARNs by name; ``needed`` addresses of one subnet when all jobs run in it, of ``usable`` ones.
    """

    id: Id
    key: str
    name: str
    region: str
    segment: str
    account: str
    block: Prefix
    isolated: bool
    efa: bool
    buckets: Mapping[str, str]
    alias: str
    roles: Mapping[str, str]
    uploaders: Mapping[str, str]
    needed: int
    usable: int

    @property
    def spoke(self) -> str:
        """The spoke that the subnets are in."""
        return self.key.partition("/")[0]

    @property
    def application(self) -> str:
        """The application whose subnets they are."""
        return self.key.partition("/")[2]
