"""Volume of the differential tests: the fast engine beside what shares no code with it, on random networks and policies.

Three comparisons. ``walker``: packets one by one through the slow walker. ``headers``: what the fast engine says of *all*
headers at each route table, network ACL and VPC's security groups, refuted or proven by z3. ``policies``: decisions and
implications of random IAM policies beside z3. Doubts, gateway defaults and unknown routes are left out of ``headers``, and who
carries a security group is known there, as in a network that exists.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from differential.agreement import PACKETS, disagreements  # noqa: E402 - it lives among the tests
from differential.networks import random_network  # noqa: E402
from differential.policies_z3 import agreements  # noqa: E402
from differential.test_z3_network import certain  # noqa: E402
from differential.z3_network import (  # noqa: E402
    BLACKHOLE,
    NO_ROUTE,
    UNDECIDED,
    acl_counterexample,
    group_counterexample,
    transit_lookup_counterexample,
    vpc_lookup_counterexample,
)

from transit_guardrails.model.network import Network  # noqa: E402
from transit_guardrails.model.ranges import EVERYWHERE, Ranges  # noqa: E402
from transit_guardrails.model.transit import Propagation, TransitRoute  # noqa: E402
from transit_guardrails.model.vpcs import NetworkAcl, Route, Target  # noqa: E402
from transit_guardrails.questions.filters import through_acl, through_groups  # noqa: E402
from transit_guardrails.questions.index import LOCAL, Index  # noqa: E402
from transit_guardrails.questions.packets import Packets, minus  # noqa: E402

COUNTS = {"walker": 10_000, "headers": 300, "policies": 1_000}
"""Random networks, networks, pairs of policies: over all processes."""
PROCESSES = 2

Report = dict[str, Any]


def walker(count: int, seed: int) -> Report:
    """Networks whose packets were compared with the slow walker, and what the two say differently."""
    return {"compared": count * PACKETS, "wrong": disagreements(count, seed)}


def policies(count: int, seed: int) -> Report:
    """Pairs of policies compared with z3: three requests each, and whether one implies the other. Stops at a disagreement."""
    try:
        return {"compared": agreements(count, seed), "wrong": []}
    except AssertionError as error:
        return {"compared": 0, "wrong": [str(error)]}


def headers(count: int, seed: int) -> Report:
    """Tables and filters whose whole header space was compared with z3, and the headers for which the engine is wrong."""
    compared, wrong = 0, []
    for number in range(count):
        rng = Random(f"{seed}/{number}")  # noqa: S311 - test data, the same for the same seed
        for what, counterexample in _header_spaces(certain(random_network(rng))):
            compared += 1
            if counterexample is not None:
                wrong.append(f"seed {seed}/{number}, {what}: {counterexample}")
    return {"compared": compared, "wrong": wrong}


def _header_spaces(network: Network) -> Iterator[tuple[str, Any]]:
    index, live = Index(network), Index(replace(network, live=True))
    for subnet in network.subnets.values():
        table, vpc = index.table_of(subnet), subnet.vpc or ""
        stated = network.route_tables[table] if table else None
        yield f"{table} of {subnet.id}", vpc_lookup_counterexample(network, vpc, stated, _vpc_claim(index, table, vpc))
    for key in network.transit_tables:
        yield key, transit_lookup_counterexample(network, key, _transit_claim(index, key))
    for acl in network.network_acls.values():
        for egress in (True, False):
            yield acl.id, acl_counterexample(acl, egress, _acl_claim(acl, egress))
    for vpc in network.vpcs:
        groups = [group.id for group in network.security_groups.values() if group.vpc == vpc]
        for egress in (True, False):
            claim = _group_claim(live, groups, egress)
            yield f"groups of {vpc}", group_counterexample(network, groups, egress, claim)


def _vpc_claim(index: Index, table: str | None, vpc: str) -> dict[Target | str, Ranges]:
    """What the engine says of every destination at a route table."""
    claim: dict[Target | str, Ranges] = defaultdict(Ranges)
    for routes, addresses in index.routes_of(table, vpc).split(EVERYWHERE):
        found = {_target(route) for route in routes}
        claim[found.pop() if len(found) == 1 else UNDECIDED if found else NO_ROUTE] |= addresses
    return claim


def _target(route: Route) -> Target:
    return Target("local") if route is LOCAL or route.target.kind == "local" else route.target


def _transit_claim(index: Index, table: str) -> dict[str, Ranges]:
    claim: dict[str, Ranges] = defaultdict(Ranges)
    for routes, addresses in index.transit_routes_of(table).split(EVERYWHERE):
        found = {_way(route) for route in routes}
        claim[found.pop() if len(found) == 1 else UNDECIDED if found else NO_ROUTE] |= addresses
    return claim


def _way(route: TransitRoute | Propagation) -> str:
    hole = isinstance(route, TransitRoute) and route.blackhole
    return BLACKHOLE if hole else route.attachment or UNDECIDED


def _acl_claim(acl: NetworkAcl, egress: bool) -> dict[bool, list[tuple[Ranges, Ranges]]]:
    ordered = NetworkAcl(acl.id, acl.vpc, tuple(sorted(acl.entries, key=lambda entry: entry.number)), acl.tags)
    claim: dict[bool, list[tuple[Ranges, Ranges]]] = {True: [], False: []}
    for filtered in through_acl(ordered, Packets(), egress=egress):
        claim[filtered.allowed].append(_box(filtered.packets, egress))
    return claim


def _group_claim(index: Index, groups: list[str], egress: bool) -> dict[bool, list[tuple[Ranges, Ranges]]]:
    rules = [rule for key in groups for rule in index.network.security_groups[key].rules]
    passed = through_groups(rules, Packets(), index.peers, egress=egress)
    kept = minus(Packets(), passed)
    return {True: [_box(each, egress) for each in passed], False: [_box(each, egress) for each in kept]}


def _box(packets: Packets, egress: bool) -> tuple[Ranges, Ranges]:
    return packets.dst if egress else packets.src, packets.services


# All of it ------------------------------------------------------------------------------------------------------------

PARTS: dict[str, Callable[[int, int], Report]] = {"walker": walker, "headers": headers, "policies": policies}


def volume(counts: dict[str, int] | None = None, seed: int = 1) -> dict[str, Report]:
    """Every comparison with its share of random cases in each process. ``seconds`` are those of the slowest process."""
    found: dict[str, Report] = {}
    for what, count in (counts or COUNTS).items():
        print(f"comparing: {what}, {count:,} random cases", file=sys.stderr)
        shares = [count // PROCESSES + (part < count % PROCESSES) for part in range(PROCESSES)]
        commands = [
            [sys.executable, "-m", "benchmarks.proof_agreement", what, str(share), str(seed + part)]
            for part, share in enumerate(shares)
        ]
        running = [subprocess.Popen(each, cwd=ROOT, stdout=subprocess.PIPE, text=True) for each in commands]  # noqa: S603
        reports = [json.loads(each.communicate()[0]) for each in running]
        found[what] = {
            "cases": count,
            "compared": sum(report["compared"] for report in reports),
            "seconds": max(report["seconds"] for report in reports),
            "wrong": [text for report in reports for text in report["wrong"]],
        }
    return found


def markdown(seed: int = 1) -> str:
    """The section of the report. Disagreements are listed in full."""
    what = {
        "walker": "random networks, fast engine beside the slow walker (compared: packets)",
        "headers": "random networks, all headers beside z3 (compared: tables and filters)",
        "policies": "pairs of random policies beside z3 (compared: pairs, three requests and both documents each)",
    }
    lines = [
        "## Agreement with what shares no code\n",
        f"{PROCESSES} processes, seeds {seed} to {seed + PROCESSES - 1}.\n",
        "| comparison | cases | compared | seconds | disagreements |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    reports = volume(seed=seed)
    for key, row in reports.items():
        figures = f"{row['cases']:,} | {row['compared']:,} | {row['seconds']:.0f} | {len(row['wrong'])}"
        lines.append(f"| {what[key]} | {figures} |")
    wrong = [text for row in reports.values() for text in row["wrong"]]
    return "\n".join([*lines, "", *(f"- {text}" for text in wrong)])


if __name__ == "__main__":
    if len(sys.argv) > 3:
        begin = time.perf_counter()
        result = PARTS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
        print(json.dumps({**result, "seconds": time.perf_counter() - begin}))
    else:
        print(markdown())
