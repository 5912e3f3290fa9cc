"""How the proof grows with Regions: each with hub, gateway, endpoint sets, views and 500 spokes, peered in one mesh.

``chat`` of segment ``prod`` fails over from each Region to all others, and every third Region has a data centre behind Direct
Connect and VPN, so that the resources grow somewhat faster than the spokes, and the granted pairs faster still.
"""

from __future__ import annotations

from benchmarks.growth import exponent
from benchmarks.proof_growth import MEASURES, Row, rows
from benchmarks.proof_networks import check
from benchmarks.proof_spec import Shape

SHAPES = tuple(Shape(regions, 500, outside=True) for regions in (1, 2, 5, 10))
ROUNDS = 1
CHECKED = Shape(3, 6, outside=True)
"""The network whose clones are compared with what the program registers."""
LIMIT = 20.0
"""Seconds of exactness at ten Regions."""


def markdown() -> str:
    """The section of the report."""
    parts = [
        "## Growth of the proof with Regions\n",
        "The same from several Regions of 500 spokes. Grant `chat` of `prod` fails over from each Region to all others, over one mesh",
        "of peerings; every third Region has a data centre behind Direct Connect and VPN. The networks are cloned from a run of the",
        f"real program with one spoke of each kind in each Region; {check(CHECKED)} resources of {CHECKED.regions} Regions with {CHECKED.spokes} spokes",
        "each were compared with the program's own and are equal. Each size in a process of its own, once. No finding at any size.",
        f"Target for exactness: at most {LIMIT:g} s at ten Regions.\n",
    ]
    for what in MEASURES:
        measured = rows(what, SHAPES, ROUNDS)
        parts += [f"### {what} of several Regions\n"]
        parts += ["| Regions | spokes | resources | processor, s | wall, s | held, MB | peak, MB |"]
        parts += ["| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", *map(_line, measured)]
        by_resources = [{**row, "spokes": row["resources"]} for row in measured]
        parts.append(f"\nExponent of processor time: {exponent(measured, 'seconds'):.2f} over the spokes,")
        parts.append(f"{exponent(by_resources, 'seconds'):.2f} over the resources.\n")
    return "\n".join(parts)


def _line(row: Row) -> str:
    sizes = f"{row['regions']} | {row['spokes']} | {row['resources']}"
    return f"| {sizes} | {row['seconds']:.2f} | {row['wall']:.2f} | {row['held_mb']:.0f} | {row['peak_mb']:.0f} |"


if __name__ == "__main__":
    print(markdown())
