"""Packets as a set: every source with every destination and every service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model.ranges import EVERYWHERE, Ranges, address_text
from ..model.services import EVERY_SERVICE, answers, service_text


class Packets(NamedTuple):
    """The product of three sets. ``services`` are protocols with destination ports."""

    src: Ranges = EVERYWHERE
    dst: Ranges = EVERYWHERE
    services: Ranges = EVERY_SERVICE

    def __bool__(self) -> bool:
        return bool(self.src.parts and self.dst.parts and self.services.parts)

    def __str__(self) -> str:
        return f"{address_text(self.src)} to {address_text(self.dst)} {service_text(self.services)}"

    def to(self, dst: Ranges) -> Packets:
        """The same with another set of destinations."""
        return Packets(self.src, dst, self.services)

    def within(self, other: Packets) -> Packets:
        """What both sets hold."""
        return Packets(self.src & other.src, self.dst & other.dst, self.services & other.services)

    def without(self, other: Packets) -> Iterator[Packets]:
        """What ``other`` does not hold, as products that do not overlap."""
        src, dst = self.src & other.src, self.dst & other.dst
        for rest in (
            Packets(self.src - other.src, self.dst, self.services),
            Packets(src, self.dst - other.dst, self.services),
            Packets(src, dst, self.services - other.services),
        ):
            if rest:
                yield rest

    def answered(self) -> Packets:
        """What comes back: addresses swapped, to the ports that answers go to."""
        return Packets(self.dst, self.src, answers(self.services))


def minus(whole: Packets, taken: Iterable[Packets]) -> list[Packets]:
    """What of ``whole`` none of ``taken`` holds, as products that do not overlap."""
    left = [whole] if whole else []
    for each in taken:
        left = [rest for part in left for rest in part.without(each)]
    return left
