"""Regions and availability zones: names from zone ids and back."""

import re

_SHORT = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}


def zone_id_prefix(region: str) -> str:
    """Abbreviate a Region as AWS does in zone ids: us-east-1 is use1."""
    *area, direction, number = region.split("-")
    return "".join(area) + _SHORT.get(direction, direction) + number


def zone_name(region: str, zone_id: str) -> str:
    """Name a zone id's zone. AWS shuffles the letters per account; the stand-in does not."""
    return region + chr(ord("a") + int(zone_id.rpartition("-az")[2]) - 1)


def zone_id(region: str, name: str) -> str:
    """Give a zone name's id."""
    return f"{zone_id_prefix(region)}-az{ord(name[-1]) - ord('a') + 1}"


def in_region(region: str, zone: str) -> bool:
    """Tell whether a zone id or a zone name is one of the Region's."""
    return bool(re.fullmatch(rf"{zone_id_prefix(region)}-az[1-6]|{region}[a-f]", zone))
