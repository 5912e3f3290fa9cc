"""What the policies of a training network's buckets and keys allow to outsiders.

Sources: IAM user guide, "Cross-account resource access in IAM" (whom the policy of a bucket or key names needs nothing else of its
account), "The confused deputy problem" (an AWS service acts for whoever asks it, until ``aws:SourceAccount`` says for whom).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...model.trainings import TrainingNetwork
from ...policies.evaluate import actions_match
from ...policies.records import Match, Policy
from ...policies.representatives import Representatives, representatives
from ...policies.request import Principal
from ...questions.asking import ANYBODY, NOBODY, Context, alike, asked, callers, contexts, name

FOR = "aws:SourceAccount"


def outsiders(
    policy: Policy, training: TrainingNetwork, users: Collection[str], actions: Collection[str]
) -> Iterator[str]:
    """What statements allow to others than the network's account, AWS services that act for it, and users that take these actions.

    Each Allow is asked by itself: that a Deny takes something away again makes it no better.
    """
    more = {
        "aws:PrincipalArn": sorted(users),
        "aws:PrincipalAccount": [training.account],
        FOR: [training.account],
    }
    for statement in policy.statements:
        if statement.allow:
            one = Policy((statement,))
            apart = representatives([one], more_actions=sorted(actions), more_values=more)
            yield from apart.gaps
            for who in _others(apart, one, training):
                used = Match(tuple(actions) if who.arn in users else ())
                yield from _allowed(one, apart, training, who, used)


def _others(apart: Representatives, one: Policy, training: TrainingNetwork) -> Iterator[Principal]:
    foreign = (who for who in callers(apart) if who.account != training.account)
    yield from alike(foreign, one, lambda who: who.arn)
    yield NOBODY
    yield from (who for who in apart.principals if who.service)


def _allowed(
    one: Policy, apart: Representatives, training: TrainingNetwork, who: Principal, used: Match
) -> Iterator[str]:
    own: Context = ANYBODY if who is NOBODY else {}
    for action in apart.actions:
        if actions_match(used, action):
            continue
        for resource in apart.resources:
            for context in contexts(apart, ()):
                if who.service and context[FOR.lower()] == (training.account,):
                    continue
                found = asked(one, action, resource, who, {**context, **own})
                if found.outcome in ("allowed", "undecided"):
                    yield f"{action} by {name(who)}: {found.why}"
