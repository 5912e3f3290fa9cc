"""What a proof says as plain data: the values of the JSON keys that docs/transitctl.md documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from transit_guardrails.questions.access import Access, access
from transit_guardrails.questions.ends import Hop
from transit_guardrails.questions.exactness import Exactness
from transit_guardrails.questions.matrix import Cell, Matrix, matrix
from transit_guardrails.rules.facts import Facts

from .findings import Told
from .networks import Known
from .scope import Scope


def proof_document(known: Known, scope: Scope, findings: Iterable[Told]) -> dict[str, Any]:
    """The object that ``prove --json`` prints."""
    told = list(findings)
    mandatory = sum(1 for one in told if one.mandatory)
    return {
        "source": {"kind": known.kind, "names": list(known.names)},
        "proven": not mandatory and scope.endpoint_sets > 0,
        "says": scope.sentence(mandatory),
        **dataclasses.asdict(scope),
        "findings": findings_document(told),
    }


def findings_document(findings: Iterable[Told]) -> list[dict[str, Any]]:
    """Findings in their order."""
    return [dataclasses.asdict(one) for one in findings]


def matrix_of(exactness: Exactness) -> Matrix:
    """The matrix, its endpoint sets by name: a segment has one in each of its Regions."""
    found = matrix(exactness)
    names = set_names(exactness)
    named = (dataclasses.replace(cell, goal=names[i % len(names)]) for i, cell in enumerate(found.consumers))
    return dataclasses.replace(found, consumers=tuple(named))


def set_names(exactness: Exactness) -> list[str]:
    """Names of the endpoint sets in the order in which each consumer's cells of a matrix are about them."""
    ordered = sorted(exactness.network.endpoint_sets.values(), key=lambda one: (one.segment, one.id))
    return [exactness.index.name(one.id) for one in ordered]


def deviates(cell: Cell) -> bool:
    """Whether a cell is not as it was granted."""
    return cell.reached != ("yes" if cell.granted else "no")


def matrix_document(found: Matrix) -> dict[str, Any]:
    """The three tables, cell by cell."""
    return dataclasses.asdict(found)


def accesses(facts: Facts) -> list[Access]:
    """Every granted consumer with each of its grants."""
    return access(facts.exactness, facts.deviations)


def access_document(rows: Iterable[Access]) -> list[dict[str, Any]]:
    """Accesses as plain data, the path as hops."""
    return [dataclasses.asdict(row) for row in rows]


def hops_document(hops: Iterable[Hop]) -> list[dict[str, Any]]:
    """Hops with URNs or AWS ids."""
    return [{"kind": hop.kind, "id": hop.id, "reason": hop.reason} for hop in hops]
