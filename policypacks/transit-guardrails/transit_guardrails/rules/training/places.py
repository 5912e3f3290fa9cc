"""Where uploaders of training networks are bound to, beside what there is. Source: Amazon S3 user guide, "AWS PrivateLink for Amazon S3"."""

from __future__ import annotations

from collections.abc import Iterator

from ...data import service_of
from ...model.endpoints import Endpoint, EndpointSet, Grant
from ...model.trainings import Place, TrainingNetwork
from ..facts import Facts
from ..rule import Breach

S3 = "s3"


def places_there(facts: Facts, training: TrainingNetwork) -> Iterator[Breach]:
    """Each place is an on-premises network that is granted the S3 endpoint of the segment, which is of the stated account.

    A place that is no such network is one that nobody follows packets from, and that a bucket's policy lets in all the same.
    """
    for place in sorted(set(training.bound.values()), key=str):
        who = ", ".join(sorted(key for key, each in training.bound.items() if each == place))
        sets = [
            each for each in facts.sets if each.segment == training.segment and _serves(facts, each, place, training)
        ]
        if not sets:
            what = f"{training.segment} has no endpoint of Amazon S3 in account {place.account} and {training.region}"
            yield Breach(training.id, f"{training.key} lets {who} upload from {place}, but {what}")
        elif not any(_is_granted(facts, grant, place) for each in sets for grant in each.grants):
            what = f"no grant of {training.segment} lets a network with just these addresses call Amazon S3"
            yield Breach(training.id, f"{training.key} lets {who} upload from {place}, but {what}")


def _serves(facts: Facts, endpoint_set: EndpointSet, place: Place, training: TrainingNetwork) -> bool:
    return any(_is_at(facts, each, place, training) for each in facts.endpoints(endpoint_set))


def _is_at(facts: Facts, endpoint: Endpoint, place: Place, training: TrainingNetwork) -> bool:
    service, vpc = service_of(endpoint.service, training.region), facts.network.vpcs.get(endpoint.vpc or "")
    return (
        endpoint.kind == "interface"
        and service is not None
        and service.key == S3
        and vpc is not None
        and (vpc.account, vpc.region) == (place.account, training.region)
    )


def _is_granted(facts: Facts, grant: Grant, place: Place) -> bool:
    """Whether a network with just these addresses, which links lead to, is granted Amazon S3."""
    same = [name for name, each in grant.networks.items() if set(each.prefixes) == set(place.prefixes)]
    return grant.service == S3 and any(facts.networks.get(name) == place.ranges for name in same)
