"""Which calls an endpoint's policy lets through, beside those that are granted.

The grants are read as two policies: the most that they can mean and the least. An endpoint's policy is right when it allows
nothing beyond the most, and everything of the least. They differ where the grants do not tell: into which Regions an
inference profile routes, and which of the granted objects an action takes. Of a service that reaches no model each action takes
all of them. Where the grants tell the accounts that the objects are in, both hold for these alone.

Sources: Service Authorization Reference (what bounds an action); Amazon Bedrock user guide, "Prerequisites for inference
profiles" (a profile is called together with the foundation models behind it).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ..data import Service, profile_geographies
from ..model.endpoints import Grant
from ..model.ranges import NOTHING, Ranges, prefix, prefixes, union
from ..policies.document import PolicyError, parse
from ..policies.evaluate import FULL_ACCESS
from ..policies.implied import CannotDecideError, allows_beyond
from ..policies.records import Policy
from ..policies.request import Request
from .consumers import Consumer

Conditions = Mapping[str, list[str]]
WITNESSES = 3
"""How many calls a difference shows."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant with who its consumers are."""

    grant: Grant
    consumers: tuple[Consumer, ...]
    spare: Ranges = NOTHING
    """Addresses that nobody has, from which calls may be allowed as well."""

    @property
    def blocks(self) -> list[str]:
        """Blocks that calls come from."""
        return list(map(str, prefixes(union(consumer.granted for consumer in self.consumers) | self.spare)))

    @property
    def accounts(self) -> list[str]:
        """Accounts that the callers belong to."""
        return sorted({account for consumer in self.consumers for account in consumer.accounts})


@dataclass(frozen=True, slots=True)
class Difference:
    """Calls that are let through without a grant, that a grant promises and that are not, or that nobody can decide."""

    kind: str
    """``beyond``, ``missing`` or ``undecided``."""
    calls: tuple[str, ...]
    grant: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the endpoint is, for ARNs."""

    region: str
    partition: str


def differences(
    text: str | None, service: Service, place: Place, granted: Sequence[Granted], spare: Ranges = NOTHING
) -> list[Difference]:
    """Where an endpoint's policy and the grants on it differ; nothing when they agree.

    ``text`` is the policy's document, None for AWS's default; ``spare`` addresses that nobody has: to allow them is no harm (a
    class's whole pool, of which a part is in use).
    """
    try:
        policy = FULL_ACCESS if text is None else parse(text)
        wider = [replace(each, spare=spare & _sources(policy)) for each in granted]
        return [*_beyond(policy, service, place, wider), *_missing(policy, service, place, granted)]
    except (PolicyError, CannotDecideError) as error:
        return [Difference("undecided", (str(error),))]


def _beyond(policy: Policy, service: Service, place: Place, granted: Sequence[Granted]) -> Iterator[Difference]:
    most = [statement for each in granted for statement in _most(each, service, place)]
    if found := allows_beyond(policy, _policy(most), limit=WITNESSES):
        yield Difference("beyond", tuple(call_text(request) for request in found))


def _missing(policy: Policy, service: Service, place: Place, granted: Sequence[Granted]) -> Iterator[Difference]:
    organizations = sorted(_organizations(policy))
    for each in granted:
        if not each.accounts:
            continue
        missing: list[str] = []
        for alternatives in _least(each, service, place):
            if not any(_lets_through(policy, [_member(s, organizations)]) for s in alternatives):
                missing.append(_statement_text(alternatives[0]))
        if missing:
            yield Difference("missing", tuple(missing), each.grant.key)


def _sources(policy: Policy) -> Ranges:
    """Every address that the policy speaks of."""
    found = NOTHING
    for statement in policy.statements:
        for condition in statement.conditions:
            if condition.key.lower() == "aws:vpcsourceip":
                with suppress(ValueError):
                    found = found | union(prefix(value).ranges for value in condition.values)
    return found


def _lets_through(policy: Policy, statements: list[dict[str, object]]) -> bool:
    return not allows_beyond(_policy(statements), policy, limit=1)


def _organizations(policy: Policy) -> set[str]:
    """The organizations that the policy names: the callers are taken for members (an assumption that answers carry)."""
    return {
        value
        for statement in policy.statements
        for condition in statement.conditions
        if condition.key.lower() == "aws:principalorgid"
        if statement.allow or condition.operator.startswith("StringNot")
        for value in condition.values
    }


def _member(statement: dict[str, object], organizations: list[str]) -> dict[str, object]:
    if not organizations:
        return statement
    condition = dict(statement["Condition"])  # type: ignore[call-overload]
    equals = {**condition.get("StringEquals", {}), "aws:PrincipalOrgID": organizations}
    return {**statement, "Condition": {**condition, "StringEquals": equals}}


# What a grant means ---------------------------------------------------------------------------------------------------


def _most(each: Granted, service: Service, place: Place) -> Iterator[dict[str, object]]:
    """Everything that the grant can mean, as statements."""
    grant = each.grant
    models = [arn for model in grant.models for arn in _arns(model, each, place)]
    for action in grant.actions:
        if action in service.by_model:
            yield _allow(each, [action], [*models, *grant.objects])
            for model in grant.models:
                if profile := _profile_arns(model, each, place):
                    yield _allow(each, [action], _behind(model, place), {"bedrock:InferenceProfileArn": profile})
        elif action in service.by_key:
            yield _allow(each, [action], ["*"], {service.by_key[action]: list(grant.models)})
        elif action in service.by_object:
            yield _allow(each, [action], list(grant.objects))
        else:
            yield _allow(each, [action], _held(grant, service, action) or ["*"])


def _held(grant: Grant, service: Service, action: str) -> list[str]:
    """The objects that hold an action of a service that reaches no model: all that the grant names of that service."""
    if service.by_model or service.by_object or service.by_key:
        return []
    return [arn for arn in grant.objects if arn.split(":")[2:3] == [action.partition(":")[0]]]


def _least(each: Granted, service: Service, place: Place) -> Iterator[list[dict[str, object]]]:
    """What the grant promises: of each list of statements at least one holds."""
    grant = each.grant
    invoke = [action for action in grant.actions if action in service.invoke]
    yield from _least_of_models(each, invoke, place)
    for action in grant.actions:
        if held := _held(grant, service, action):
            yield from ([_allow(each, [action], [arn])] for arn in held)
        elif action in service.by_key:
            yield [_allow(each, [action], ["*"], {service.by_key[action]: list(grant.models)})]
        elif action not in invoke or not grant.models:
            yield [_allow(each, [action], [arn]) for arn in (*_all_arns(each, place), *grant.objects, "*")]
    for arn in grant.objects:
        yield [_allow(each, [action], [arn]) for action in grant.actions]


def _least_of_models(each: Granted, invoke: list[str], place: Place) -> Iterator[list[dict[str, object]]]:
    """Inference on each model of the grant, behind a profile on the model of this Region at least."""
    for action in invoke:
        for model in each.grant.models:
            for arn in _arns(model, each, place):
                yield [_allow(each, [action], [arn])]
            if profile := _profile_arns(model, each, place):
                behind = _foundation(model.partition(".")[2], place)
                if not model.startswith("arn:"):
                    yield [_allow(each, [action], [behind], {"bedrock:InferenceProfileArn": profile})]


def _all_arns(each: Granted, place: Place) -> list[str]:
    return [arn for model in each.grant.models for arn in _arns(model, each, place)]


def _arns(model: str, each: Granted, place: Place) -> list[str]:
    """What is called: the model in this Region, or the profile in each consumer's account."""
    if model.startswith("arn:"):
        return [model]
    return _profile_arns(model, each, place) or [_foundation(model, place)]


def _profile_arns(model: str, each: Granted, place: Place) -> list[str]:
    """The ARNs of an inference profile; nothing for any other model."""
    if model.startswith("arn:"):
        return [model] if ":application-inference-profile/" in model else []
    if model.partition(".")[0] not in profile_geographies():
        return []
    start = f"arn:{place.partition}:bedrock:{place.region}"
    return [f"{start}:{account}:inference-profile/{model}" for account in each.accounts]


def _behind(model: str, place: Place) -> list[str]:
    """The foundation models behind a profile, in whatever Region."""
    name = "*" if model.startswith("arn:") else model.partition(".")[2]
    start = f"arn:{place.partition}:bedrock"
    return [f"{start}:*::foundation-model/{name}", f"{start}:::foundation-model/{name}"]


def _foundation(name: str, place: Place) -> str:
    return f"arn:{place.partition}:bedrock:{place.region}::foundation-model/{name}"


def _allow(
    each: Granted, actions: list[str], resources: Iterable[str], equals: Conditions | None = None
) -> dict[str, object]:
    found = sorted(set(resources))
    owners = {"aws:ResourceAccount": list(each.grant.owners)} if each.grant.owners else {}
    return {
        "Effect": "Allow",
        "Principal": "*",
        "Action": actions,
        "Resource": found,
        "Condition": {
            "StringEquals": {"aws:PrincipalAccount": each.accounts, **owners, **(equals or {})},
            "IpAddress": {"aws:VpcSourceIp": each.blocks},
        },
    }


def _policy(statements: list[dict[str, object]]) -> Policy:
    whole = [s for s in statements if s["Resource"] and s["Condition"]["StringEquals"]["aws:PrincipalAccount"]]  # type: ignore[index]
    return parse(json.dumps({"Version": "2012-10-17", "Statement": whole})) if whole else Policy(())


def call_text(request: Request) -> str:
    """A call in one line."""
    context = {key.lower(): value for key, value in request.context.items()}
    source = context.get("aws:vpcsourceip", ())
    address = source[0] if isinstance(source, tuple) and source else "any address"
    caller = request.principal.account or request.principal.service or "anybody"
    return f"{request.action} on {request.resource} by {caller} from {address}"


def _statement_text(statement: dict[str, object]) -> str:
    actions, resources = statement["Action"], statement["Resource"]
    return f"{actions[0]} on {resources[0]}"  # type: ignore[index]
