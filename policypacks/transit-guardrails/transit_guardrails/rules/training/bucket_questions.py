"""What the bucket policy of a training network is asked: one request for each kind of callers, places, objects and actions.

Sources: Amazon S3 user guide, "Policy actions for Amazon S3", "Using server-side encryption with AWS KMS keys" (the condition keys are
the headers of a request; bucket policies are evaluated before the default encryption is applied).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ...model.endpoints import Bucket
from ...model.ranges import prefix
from ...model.trainings import Place, TrainingNetwork
from ...policies.evaluate import FULL_ACCESS, actions_match
from ...policies.records import Policy
from ...policies.request import ABSENT, Principal
from ...questions.asking import (
    ANYBODY,
    NOBODY,
    Context,
    alike,
    asked,
    callers,
    contexts,
    kinds,
    partition,
    role_arn,
    role_arns,
    told_apart,
)
from ..facts import Facts
from .bucket_actions import LIST, LISTS, OBJECTS, UPLOAD

ALGORITHM, KEY, CUSTOMER = (
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
)
"""Headers of an upload that state how the object is encrypted, as condition keys."""
BY_KMS = ("aws:kms",)
PLAIN: Context = dict.fromkeys((ALGORITHM, KEY, CUSTOMER), ABSENT)
STATED: Mapping[str, Sequence[str]] = {ALGORITHM: BY_KMS, KEY: (), CUSTOMER: ()}
KNOWN = (*PLAIN, "aws:SecureTransport", "aws:VpceAccount", "aws:VpcSourceIp", *ANYBODY, "aws:PrincipalServiceName")


class Spot(NamedTuple):
    """Where a request comes from: an address behind an endpoint of an account, or the internet, which has neither."""

    account: str = ""
    address: str = ""

    @property
    def context(self) -> Context:
        """The condition keys that say so."""
        return {
            "aws:VpceAccount": (self.account,) if self.account else ABSENT,
            "aws:VpcSourceIp": (self.address,) if self.address else ABSENT,
        }

    def __str__(self) -> str:
        return f"an endpoint of account {self.account}, address {self.address}" if self.account else "the internet"


class BucketQuestions:
    """A bucket's policy, with everybody and every place that it tells apart, and who may what from where."""

    def __init__(self, facts: Facts, training: TrainingNetwork, use: str, bucket: Bucket, policy: Policy) -> None:
        self.training, self.use, self.deployer, self.policy = training, use, bucket.deployer, policy
        self.jobs = frozenset(role_arns(training))
        self.metrics = role_arn(training, training.roles["bedrock"]) if "bedrock" in training.roles else ""
        self.uploaders = frozenset(training.uploaders.values()) if use == "data" else frozenset[str]()
        self.bound = {training.uploaders[key]: place for key, place in training.bound.items()} if use == "data" else {}
        deployers = {role for role in facts.settings.deployer_roles if role.startswith("arn:")}
        self._listers = self.uploaders | deployers | ({bucket.deployer} if bucket.deployer else set())
        self.bucket = f"arn:{partition(training)}:s3:::{bucket.name}"
        named = {*self.jobs, *training.uploaders.values(), *self._listers}
        apart = told_apart(policy, training, named, [f"{self.bucket}/*"], STATED)
        self.gaps = apart.gaps
        self.objects = [arn for arn in apart.resources if arn.startswith(f"{self.bucket}/")]
        self.callers = alike(callers(apart), policy, self._duties)
        self.services = [p for p in apart.principals if p.service] or [Principal("", service="unlisted.amazonaws.com")]
        stated = [value for value in apart.values["aws:vpceaccount"] if value is not ABSENT]
        accounts = [value[0] for value in stated if isinstance(value, tuple) and len(value) == 1]
        self.spots = [Spot(), *(Spot(account, address) for account in accounts for address in apart.addresses)]
        self.encryptions = contexts(apart, apart.values.keys() - {key.lower() for key in PLAIN})
        self._rest = contexts(apart, KNOWN)
        self._about: dict[str, tuple[Policy, Policy]] = {}

    def _duties(self, who: Principal) -> tuple[object, ...]:
        arn = who.arn or ""
        roles = (self.jobs, {self.metrics}, self.uploaders, self._listers, {self.deployer})
        return who.account == self.training.account, *(arn in each for each in roles), self.bound.get(arn)

    @cached_property
    def home(self) -> list[Spot]:
        """Where jobs call from."""
        return self.within(self.training.home)

    def within(self, place: Place) -> list[Spot]:
        """The spots of a place."""
        own = (spot for spot in self.spots if spot.account == place.account)
        return [spot for spot in own if place.ranges.has(prefix(spot.address).first)]

    def where(self, action: str, who: Principal) -> list[Spot]:
        """From where the caller may do it: uploaders from anywhere or where they are bound to, others from the network."""
        used = (who.arn in self.uploaders and action in UPLOAD) or (who.arn in self._listers and action == LIST)
        place = self.bound.get(who.arn or "")
        if place:
            return self.within(place) if used else []
        return self.spots if used else self.home

    def everybody(self) -> Iterator[Principal]:
        """Callers, AWS services, and whoever signs nothing."""
        yield from self.callers
        yield NOBODY
        yield from self.services

    def calls(self) -> Iterator[tuple[str, str]]:
        """One action for each set of statements that are about it, with each kind of what it is done to."""
        for action in kinds(OBJECTS, self.policy):
            for resource in self.objects:
                yield action, resource
        for action in kinds(LISTS, self.policy):
            yield action, self.bucket

    def denied(self, action: str, resource: str, who: Principal, context: Context, *, tls: bool = True) -> bool:
        """Whether the policy denies it, whatever else the request says."""
        whole = self._request(who, context, tls=tls)
        policy = self._on(action)[0]
        return all(asked(policy, action, resource, who, {**rest, **whole}).outcome == "denied" for rest in self._rest)

    def kept_from(
        self, action: str, resource: str, who: Principal, context: Context, *, itself: bool = False
    ) -> Iterator[str]:
        """Why the policy does not let the caller do it: with ``itself`` it must allow it, else it must not deny it."""
        whole = self._request(who, context, tls=True)
        policy = self._on(action)[0 if itself else 1]
        for rest in self._rest:
            found = asked(policy, action, resource, who, {**rest, **whole})
            if found.outcome != "allowed":
                yield found.why

    def _request(self, who: Principal, context: Context, *, tls: bool) -> Context:
        own: Context = ANYBODY if who is NOBODY else {"aws:PrincipalArn": ABSENT} if who.service else {}
        return {**PLAIN, **context, **own, "aws:SecureTransport": ("true" if tls else "false",)}

    def _on(self, action: str) -> tuple[Policy, Policy]:
        """The statements about an action, by themselves and beside an identity policy that allows everything."""
        if action not in self._about:
            found = tuple(each for each in self.policy.statements if actions_match(each.actions, action))
            self._about[action] = Policy(found), Policy((*found, *FULL_ACCESS.statements))
        return self._about[action]
