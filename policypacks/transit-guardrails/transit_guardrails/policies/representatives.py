"""Finitely many requests that stand for all requests that some policies can tell apart.

The argument. A policy sees a request only through its statements, and a statement is a conjunction of tests, each on one
dimension: action, resource, principal, or one condition key. So two values of a dimension that pass the same tests (an
*atom*) can be exchanged in any request without changing any decision, and one value of every atom suffices.

- Texts: tests are literals and globs. Every literal is its own representative; for the rest the exact set of possible
  combinations of globs is found by exploring their joint automaton (overlaps of wildcards included), one string each,
  among them one that nothing matches. A Resource glob counts twice, read with and without crossing colons.
- Addresses: one for each distinct set of CIDRs that contains an address. Numbers, dates: every boundary, a value between
  each two, one below, one above. Booleans: both.
- Every condition key may also be absent, except ``aws:VpcSourceIp`` (always there through an interface endpoint);
  ``aws:SourceIp`` never is there. A key under a set operator takes every subset of up to six atoms.

- Callers are roles of accounts; AWS services too if the policies speak of services (through an endpoint none calls).

Where it ends, ``gaps`` says so, and whoever builds a proof on it must give up: the automaton grew beyond its budget, a
key is compared as two different types, a set key has too many atoms. Policy variables tie dimensions together: they
are read as "any text" here, and :mod:`.implied` treats what depends on them as undecided. Values of a key that an Arn
operator tests are ARNs. Combinations that AWS never sends (an action on another service's resource) are included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count

from .automaton import Token, atoms
from .conditions import form
from .keys import Tests, addresses, instance, key_atoms
from .operators import is_arn
from .patterns import MalformedError, pieces, plain, resource_tokens, string_tokens
from .records import Policy, Statement
from .request import ABSENT, PRINCIPAL_KEYS, SOURCE_IP, VPC_SOURCE_IP, Principal, Value

_SET_ATOMS = 6


@dataclass(frozen=True, slots=True)
class Representatives:
    """One value for each atom of each dimension. ``values`` has lower-case keys; ``gaps`` is empty if the sets suffice."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    addresses: tuple[str, ...]
    accounts: tuple[str, ...]
    organizations: tuple[str | None, ...]
    principals: tuple[Principal, ...]
    values: Mapping[str, tuple[Value, ...]]
    gaps: tuple[str, ...] = ()


def _actions(statements: Sequence[Statement], more: Iterable[str], gaps: list[str]) -> tuple[str, ...]:
    written = [*(pattern for one in statements for pattern in one.actions.patterns), *more]
    literals: dict[str, str] = {}
    globs: dict[tuple[Token, ...], None] = {}
    for pattern in sorted(written):
        if "*" in pattern or "?" in pattern:
            globs[string_tokens(pieces(pattern.lower(), False))] = None
        else:
            literals.setdefault(pattern.lower(), pattern)
    nice = ["unlisted:unlisted", *map(instance, globs)]
    found = atoms(list(globs), literals, nice)
    if not found.complete:
        gaps.append("the wildcards of the actions overlap in more ways than can be explored")
    return (*literals.values(), *found.strings)


def _resources(statements: Sequence[Statement], more: Iterable[str], gaps: list[str]) -> tuple[str, ...]:
    written = {(pattern, one.variables) for one in statements for pattern in one.resources.patterns}
    literals, globs = set[str](), dict[tuple[Token, ...], None]()
    for pattern, variables in sorted(written | {(pattern, False) for pattern in more}):
        try:
            parts = pieces(pattern, variables)
        except MalformedError:
            continue  # undecided for every resource alike
        if (literal := plain(parts)) is not None:
            literals.add(literal)
        else:
            globs.update(dict.fromkeys((resource_tokens(parts), string_tokens(parts))))
    found = atoms(list(globs), literals, ["arn:aws:unlisted:::unlisted", *map(instance, globs)])
    if not found.complete:
        gaps.append("the wildcards of the resources overlap in more ways than can be explored")
    return (*sorted(literals), *found.strings)


def _tests(statements: Sequence[Statement], more: Mapping[str, Iterable[str]]) -> dict[str, Tests]:
    """What is tested of each condition key, lower case."""
    tests: dict[str, Tests] = {}
    for statement in statements:
        for condition in statement.conditions:
            shape = form(condition.operator)
            one = tests.setdefault(condition.key.lower(), Tests())
            one.sets |= bool(shape.prefix)
            one.add(shape.base, condition.values, statement.variables)
    for key, values in sorted(more.items()):
        base = "IpAddress" if key.lower() == VPC_SOURCE_IP else "StringEquals"
        tests.setdefault(key.lower(), Tests()).add(base, tuple(values), variables=False)
    return tests


def _subsets(values: tuple[str, ...], key: str, gaps: list[str]) -> tuple[Value, ...]:
    if len(values) > _SET_ATOMS:
        gaps.append(f"{key} is tested as a set of more than {_SET_ATOMS} kinds of values")
    sizes = range(1, len(values) + 1) if len(values) <= _SET_ATOMS else (1, 2, len(values))
    return tuple(subset for size in sizes for subset in combinations(values, size))


def _account_of(arn: str) -> str | None:
    parts = arn.split(":")
    return parts[4] if len(parts) >= 6 and len(parts[4]) == 12 and parts[4].isdigit() else None


def _principals(
    arns: Sequence[str], accounts: Sequence[str], organizations: Sequence[str | None], services: Sequence[str]
) -> tuple[Principal, ...]:
    """Callers: every account in every organisation under every role it may have, and the services that are named."""
    names = (f"role/unlisted{number or ''}" for number in count())
    other = next(name for name in names if not any(name in arn for arn in arns))
    people = [  # an atom of ARNs whose representative names an account exists in that account only
        Principal(account, organization, arn)
        for account in accounts
        for organization in organizations
        for arn in (f"arn:aws:iam::{account}:{other}", *arns)
        if _account_of(arn) in (None, account)
    ]
    return (*people, *(Principal("", service=service) for service in services))


def _services(statements: Sequence[Statement], own: Mapping[str, Tests], gaps: list[str]) -> tuple[str, ...]:
    named = tuple(name for one in statements for name in one.principals.services)
    test = own["aws:principalservicename"]
    if not named and not own["aws:principalisawsservice"].families | test.families:
        return ()
    test.add("StringEquals", named, variables=False)
    return key_atoms("aws:PrincipalServiceName", test, gaps)


def _callers(
    statements: Sequence[Statement], own: Mapping[str, Tests], gaps: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """ARNs, accounts and services, from the Principal elements and from the conditions on the principal's keys."""
    entries = [entry for one in statements for entry in one.principals.aws]
    arn, account = own["aws:principalarn"], own["aws:principalaccount"]
    arn.add("StringEquals", tuple(entry for entry in entries if is_arn(entry)), variables=False)
    if arn.globs:
        arn.families.add("arn")  # the key's values are ARNs whatever the operator
    arns = tuple(one for one in key_atoms("aws:PrincipalArn", arn, gaps) if is_arn(one))
    stated = [entry if entry.isdigit() else _account_of(entry) for entry in (*entries, *arns)]
    account.add("StringEquals", tuple(one for one in stated if one), variables=False)
    return arns, key_atoms("aws:PrincipalAccount", account, gaps), _services(statements, own, gaps)


def representatives(
    policies: Sequence[Policy],
    more_actions: Iterable[str] = (),
    more_resources: Iterable[str] = (),
    more_values: Mapping[str, Iterable[str]] | None = None,
) -> Representatives:
    """The sets for the policies and for what else the caller tells apart.

    ``more_values`` adds literals per condition key (CIDRs for ``aws:VpcSourceIp``), key case-insensitive.
    """
    gaps: list[str] = []
    statements = [one for policy in policies for one in policy.statements]
    tests = _tests(statements, more_values or {})
    own = {key: tests.pop(key, Tests()) for key in (*PRINCIPAL_KEYS, VPC_SOURCE_IP)}
    tests.pop(SOURCE_IP, None)
    arns, accounts, services = _callers(statements, own, gaps)
    organizations = (*key_atoms("aws:PrincipalOrgID", own["aws:principalorgid"], gaps), None)
    others: dict[str, tuple[Value, ...]] = {}
    for key, test in sorted(tests.items()):
        found = key_atoms(key, test, gaps)
        singles: tuple[Value, ...] = tuple((value,) for value in found)
        others[key] = (*(_subsets(found, key, gaps) if test.sets else singles), ABSENT)
    return Representatives(
        actions=_actions(statements, more_actions, gaps),
        resources=_resources(statements, more_resources, gaps),
        addresses=addresses(own[VPC_SOURCE_IP], gaps),
        accounts=accounts,
        organizations=organizations,
        principals=_principals(arns, accounts, organizations, services),
        values=others,
        gaps=tuple(gaps),
    )
