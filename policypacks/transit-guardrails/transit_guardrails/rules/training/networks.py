"""Rules about training networks: their jobs reach their own buckets and nothing else, and have room.

Sources: Amazon VPC PrivateLink guide, "Gateway endpoints for Amazon S3"; Amazon SageMaker AI developer guide, "Give SageMaker
training jobs access to resources in your Amazon VPC"; Amazon VPC user guide, "Subnet CIDR blocks".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ...data import aws_buckets, partition_of, service_of
from ...model.endpoints import Endpoint
from ...model.ranges import PUBLIC
from ...model.services import HTTPS
from ...model.trainings import TrainingNetwork
from ...model.vpcs import Id, SecurityGroup, Subnet
from ...policies.document import PolicyError, parse
from ...policies.evaluate import actions_match
from ...policies.lint import reads
from ...policies.records import Statement
from ...questions.ends import Disposition
from ...questions.packets import Packets
from ...questions.walk import Walker
from ..facts import Facts
from ..rule import Breach

S3_USES = ("data", "models")
"""The buckets that jobs call; that of the logs is written by Amazon S3 alone."""
RESERVED = 5
"""Addresses of a subnet that AWS keeps for itself."""
READ, WRITE = ("s3:GetObject", "data"), ("s3:PutObject", "models")


def training_reaches_its_buckets_alone(facts: Facts) -> Iterator[Breach]:
    """From the subnets of jobs leads one way, by an S3 endpoint of their own, whose policy names their buckets alone."""
    for training in facts.trainings:
        subnets = facts.training_subnets(training)
        if not subnets:
            yield Breach(training.id, f"{training.key} has no subnet in {training.block}")
        for subnet in subnets:
            yield from _ways(facts, training, subnet)
        for endpoint in _endpoints(facts, subnets):
            yield from _policy(facts, training, endpoint)
        for vpc in sorted({subnet.vpc for subnet in subnets if subnet.vpc}):
            yield from _names(facts, training, vpc)
        if subnets and not any(_lets_out(facts, group) for group in facts.training_groups(training)):
            yield Breach(training.id, f"no security group of {training.key} lets 443 out to Amazon S3")


def _ways(facts: Facts, training: TrainingNetwork, subnet: Subnet) -> Iterator[Breach]:
    """Public addresses are reached by a gateway endpoint alone; isolated jobs have no other way at all."""
    table = facts.index.table_of(subnet)
    routes = facts.network.route_tables[table].routes if table in facts.network.route_tables else ()
    for route in routes:
        if training.isolated and route.target.kind not in ("gateway-endpoint", "blackhole"):
            message = (
                f"{facts.name(table)} of {training.key}, whose jobs are isolated, has a route by {route.target.kind}"
            )
            yield Breach(route.id, message)
    packets = Packets(subnet.ranges, PUBLIC, HTTPS)
    for end in Walker(facts.index).leave_subnet(subnet, packets):
        if end.doubts:
            return  # told as what is not known
        if not (end.disposition is Disposition.ACCEPTED and end.hops[-1].kind == "endpoint"):
            message = f"jobs in {facts.name(subnet.id)} do not get to Amazon S3: {end.disposition.value} at {facts.name(end.place)}"
            yield Breach(subnet.id, message, facts.exactness.path(end))
            return


def _endpoints(facts: Facts, subnets: list[Subnet]) -> list[Endpoint]:
    """The gateway endpoints in the tables of the subnets."""
    tables = {facts.index.table_of(subnet) for subnet in subnets}
    found = (e for e in facts.network.endpoints.values() if e.kind == "gateway" and tables.intersection(e.tables))
    return sorted(found, key=lambda endpoint: endpoint.id)


def _policy(facts: Facts, training: TrainingNetwork, endpoint: Endpoint) -> Iterator[Breach]:
    """Every Allow is about the network's own buckets for callers of its account, or reads what AWS holds for jobs."""
    try:
        policy = parse(endpoint.policy or "")
    except PolicyError:
        return  # that it has none, or what is none, is told by the rule about endpoint policies
    own = {arn for use in S3_USES for arn in _arns(training, use)}
    for statement in policy.statements:
        if not statement.allow or reads(statement, aws_buckets(training.region)):
            continue
        others = sorted(set(statement.resources.patterns) - own)
        if others or statement.resources.negated:
            message = f"{statement.name} of {facts.name(endpoint.id)} lets jobs of {training.key} at {', '.join(others) or 'all but what it names'}"
            yield Breach(endpoint.id, message)
        elif not _of_account(statement, training.account):
            message = f"{statement.name} of {facts.name(endpoint.id)} is not held to callers and buckets of {training.account}"
            yield Breach(endpoint.id, message)
    for action, use in (READ, WRITE):
        bucket = _arns(training, use)[1]
        if not any(_allows(statement, action, bucket) for statement in policy.statements):
            yield Breach(
                endpoint.id, f"{facts.name(endpoint.id)} does not allow jobs of {training.key} {action} on {bucket}"
            )


def _arns(training: TrainingNetwork, use: str) -> tuple[str, str]:
    """The ARN of a bucket, and of all its objects. A use that nobody stated has none that could be met."""
    bucket = f"arn:{partition_of(training.region)}:s3:::{training.buckets.get(use, f'(no bucket for {use})')}"
    return bucket, f"{bucket}/*"


def _of_account(statement: Statement, account: str) -> bool:
    held = {c.key.lower() for c in statement.conditions if c.operator == "StringEquals" and c.values == (account,)}
    return held >= {"aws:principalaccount", "aws:resourceaccount"}


def _allows(statement: Statement, action: str, resource: str) -> bool:
    return statement.allow and actions_match(statement.actions, action) and resource in statement.resources.patterns


def _names(facts: Facts, training: TrainingNetwork, vpc: Id) -> Iterator[Breach]:
    """The names of Amazon S3 lead to its public addresses, which the endpoint's routes take over.

    A private zone for them would lead to interfaces in the hub, where isolated jobs do not get to.
    """
    s3 = service_of(f"com.amazonaws.{training.region}.s3", training.region)
    for host in (s3.hosts[0], f"{training.buckets.get('data', 'bucket')}.{s3.hosts[0]}") if s3 else ():
        answer = facts.exactness.dns.resolve(vpc, host)
        if answer.kind not in ("public", "undecided"):
            place = answer.by[0] if answer.by else vpc
            yield Breach(
                place, f"{host} does not lead to Amazon S3 in {facts.name(vpc)}: {answer.reason or answer.kind}"
            )


def _lets_out(facts: Facts, group: SecurityGroup) -> bool:
    return any(rule.egress and HTTPS.covers(rule.services) and facts.index.peers(rule) & PUBLIC for rule in group.rules)


def training_has_room(facts: Facts) -> Iterator[Breach]:
    """Subnets for jobs stand in two zones or more, and each has addresses for all jobs at the same time."""
    for training in facts.trainings:
        subnets = facts.training_subnets(training)
        zones = {subnet.zone for subnet in subnets}
        if len(zones) < 2:
            yield Breach(training.id, f"{training.key} has subnets in {len(zones)} zones; a zone may have no capacity")
        for subnet in subnets:
            usable = subnet.ranges.size - RESERVED
            if usable < training.needed:
                message = f"{facts.name(subnet.id)} has {usable} addresses, and the jobs of {training.key} may need {training.needed}"
                yield Breach(subnet.id, message)


def training_networks_apart(facts: Facts) -> Iterator[Breach]:
    """No bucket, key or role serves two training networks."""
    owners: dict[tuple[str, str], list[TrainingNetwork]] = defaultdict(list)
    for training in facts.trainings:
        for bucket in training.buckets.values():
            owners["bucket", bucket].append(training)
        owners["key", f"{training.account}/{training.region}/{training.alias}"].append(training)
        for role in training.roles.values():
            owners["role", f"{training.account}/{role}"].append(training)
    for (what, name), found in sorted(owners.items()):
        for other in found[1:]:
            message = (
                f"the {what} {name} serves {other.key} of {other.segment} and {found[0].key} of {found[0].segment}"
            )
            yield Breach(other.id, message)
