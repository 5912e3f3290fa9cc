"""Runs every measurement and prints docs/benchmarks.md: ``make bench`` writes it."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import finetune, growth, overhead

LIMITS = "Limits: overhead at most 1.25; exponents at most 1.1; the planner at 5,000 spokes under 5 s."


def main() -> None:
    ratios = []
    for size in (10, 100):
        print(f"measuring overhead at {size} spokes", file=sys.stderr)
        ratios.append((size, overhead.measure(size)))
    previews = growth.rows("preview", growth.PREVIEW_SIZES)
    planners = growth.rows("planner", growth.PLANNER_SIZES)
    print("# Benchmarks\n")
    print(
        "Written by `make bench`; nothing here is typed by hand. The networks measured are in benchmarks/networks.py:"
    )
    print("one Region, three zones, two applications per spoke. Times are wall clock, imports excluded.\n")
    print(f"Measured with Python {platform.python_version()} on {os.cpu_count()} cores. {LIMITS}\n")
    print("## Overhead: the program beside a flat program that registers the same resources with the SDK\n")
    print("| spokes | resources | program, s | flat program, s | ratio (median of rounds, in turns) |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size, row in ratios:
        print(f"| {size} | {row['resources']:.0f} | {row['program']:.2f} | {row['flat']:.2f} | {row['ratio']:.2f} |")
    print("\n## Growth of the offline preview\n")
    print("| spokes | resources | seconds | peak memory, MB |\n| ---: | ---: | ---: | ---: |")
    for row in previews:
        print(f"| {row['spokes']} | {row['resources']} | {row['seconds']:.2f} | {row['peak_mb']:.0f} |")
    print(
        f"\nExponents: time {growth.exponent(previews, 'seconds'):.2f}, memory {growth.exponent(previews, 'peak_mb'):.2f}."
    )
    print("\n## Growth of parsing and planning alone\n")
    print("| spokes | seconds | peak memory, MB |\n| ---: | ---: | ---: |")
    for row in planners:
        print(f"| {row['spokes']} | {row['seconds']:.3f} | {row['peak_mb']:.0f} |")
    print(
        f"\nExponents: time {growth.exponent(planners, 'seconds'):.2f}, memory {growth.exponent(planners, 'peak_mb'):.2f}."
    )
    print("measuring finetune check", file=sys.stderr)
    print(f"\n{finetune.markdown()}", end="")


if __name__ == "__main__":
    main()
