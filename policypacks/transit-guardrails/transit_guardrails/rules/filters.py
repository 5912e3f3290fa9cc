"""Rules about security groups and network ACLs."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.endpoints import EndpointSet
from ..model.names import ResolverEndpoint
from ..model.ranges import NOTHING, address_text, union
from ..model.services import DNS, EPHEMERAL, HTTPS, IPSEC, TCP, service, service_text
from ..model.trainings import TrainingNetwork
from ..model.vpcs import GroupRule, Id, NetworkAcl, SecurityGroup
from .facts import Facts
from .rule import Breach


def security_groups_narrow(facts: Facts) -> Iterator[Breach]:
    """Rules are about port 443 between an endpoint set and its consumers, or port 53 of a resolver and its clients
    or of a forwarder and its servers, by address; default groups have none."""
    trainings = {group.id: training for training in facts.trainings for group in facts.training_groups(training)}
    guards = {key: e.endpoint_set for e in facts.network.endpoints.values() if e.endpoint_set for key in e.groups}
    resolvers = {key: e for e in facts.network.resolver_endpoints.values() for key in e.groups}
    for group in sorted(facts.network.security_groups.values(), key=lambda g: g.id):
        for rule in group.rules:
            if group.default:
                yield Breach(rule.id, f"the default security group {facts.name(group.id)} lets something through")
            elif group.id in trainings and _for_jobs(facts, group, rule, trainings[group.id]):
                continue
            elif problem := _problem(facts, group, rule, guards.get(group.id), resolvers.get(group.id)):
                yield Breach(rule.id, f"{facts.name(rule.id)} of {facts.name(group.id)} {problem}")


def _for_jobs(facts: Facts, group: SecurityGroup, rule: GroupRule, training: TrainingNetwork) -> bool:
    """What jobs need beside endpoints: 443 to Amazon S3, and each other, encrypted (with EFA in whatever way).

    Source: Amazon SageMaker AI developer guide, "Protect communications between ML compute instances in a distributed
    training job", "Run training with EFA".
    """
    if rule.group == group.id:
        return training.efa or IPSEC.covers(rule.services)
    to_s3 = rule.egress and rule.prefix_list in facts.index.gateway_lists
    return to_s3 and HTTPS.covers(rule.services)


def _problem(
    facts: Facts, group: SecurityGroup, rule: GroupRule, endpoint_set: Id | None, resolver: ResolverEndpoint | None
) -> str:
    direction = "lets out" if rule.egress else "lets in"
    wanted, port = (DNS, 53) if resolver else (HTTPS, 443)
    if not wanted.covers(rule.services):
        return f"{direction} {service_text(rule.services)}; the network needs port {port}"
    if rule.group:
        return f"refers to the group {facts.name(rule.group)}, which does not work across a transit gateway"
    peers = facts.index.peers(rule)
    if endpoint_set:
        consumers = facts.exactness.consumers.of_set(facts.network.endpoint_sets[endpoint_set])
        needed = NOTHING if rule.egress else union(c.granted for c in consumers) | facts.index.spare
    elif resolver:
        needed = facts.index.servers(resolver) if rule.egress else facts.index.clients(resolver)
    else:
        needed = facts.set_block(facts.segment(group.vpc)) if rule.egress else NOTHING
    if beyond := peers - needed:
        return f"{direction} {address_text(beyond)} beyond what is granted"
    return ""


def network_acls_narrow(facts: Facts) -> Iterator[Breach]:
    """Each endpoint subnet has an ACL that admits port 443 from its own segment and granted networks outside and lets answers
    out to them, nothing else."""
    judged: set[Id] = set()
    for endpoint_set in facts.sets:
        for door in facts.doors(endpoint_set):
            acl = facts.index.acl_of(door)
            if acl is None or acl.id in facts.network.default_acls.values():
                yield Breach(door.id, f"{facts.name(door.id)} has no network ACL of its own")
            elif acl.id not in judged:
                judged.add(acl.id)
                yield from _acl(facts, acl, endpoint_set)


def _acl(facts: Facts, acl: NetworkAcl, endpoint_set: EndpointSet) -> Iterator[Breach]:
    granted = facts.exactness.consumers.granted_networks[endpoint_set.id]
    everybody = facts.index.inside | union(facts.networks.values())
    others = everybody - facts.segment_ranges.get(endpoint_set.segment, NOTHING) - union(granted.values())
    for entry in acl.entries:
        if not entry.allow:
            continue
        needed = service(TCP, *EPHEMERAL) if entry.egress else HTTPS
        direction = "outbound" if entry.egress else "inbound"
        if not needed.covers(entry.services):
            yield Breach(
                acl.id,
                f"{direction} entry {entry.number} of {facts.name(acl.id)} allows {service_text(entry.services)}",
            )
        if reaches := entry.prefix.ranges & others:
            message = f"{direction} entry {entry.number} of {facts.name(acl.id)} allows {entry.prefix}, which holds {address_text(reaches)} of others"
            yield Breach(acl.id, message)
