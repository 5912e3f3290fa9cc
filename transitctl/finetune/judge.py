"""Whether a job fits its training network: what it names, what it asks of addresses, and what the stack lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedrock_transit.catalogue import Hyperparameter, customizable, regions, training
from bedrock_transit.spec.problems import Problems

from .job import BedrockJob, SagemakerJob
from .place import Place
from .request import request, unknown


def judge(job: BedrockJob | SagemakerJob, place: Place, others: Mapping[str, Place]) -> Problems:
    """What is wrong with the job in its network; ``others`` are all training networks of the stack, by key."""
    problems = Problems()
    plan = place.plan
    if job.service not in plan["roles"]:
        reason = f"has no role in {job.network}: jobs of {' and '.join(plan['roles'])} run there"
        remedy = f"add it to services of the training network {job.network}, or state another service"
        problems.add(("service",), reason, remedy, job.service)
    for field, use in (("training_data", "data"), ("validation_data", "data"), ("output", "models")):
        _in_bucket(field, getattr(job, field), use, place, others, problems)
    if isinstance(job, BedrockJob):
        _model(job, plan["region"], problems)
    else:
        _in_bucket("base_model", job.base_model, "data", place, others, problems)
        _image(job, plan["region"], problems)
        _instances(job, place, problems)
        _volume(job, problems)
    return problems


def lacking(job: BedrockJob | SagemakerJob, place: Place) -> Problems:
    """What the stack does not hold of what the job needs."""
    problems, plan = Problems(), place.plan
    wanted = [*sorted(f"bucket {name}" for name in plan["buckets"].values()), f"alias {plan['key_alias']}"]
    if job.service in plan["roles"]:
        wanted.append(f"role {plan['roles'][job.service]}")
    for text in wanted:
        what, name = text.split(" ", 1)
        if name not in place.named:
            remedy = "update the network's stack, or state the one that holds it with --state too"
            problems.add(("network",), f"has no {what} {name} in the stack", remedy, job.network)
    if not place.subnets:
        remedy = "update the network's stack"
        problems.add(("network",), f"has no subnet in {plan['block']}", remedy, job.network)
    return problems


def not_ready(job: BedrockJob | SagemakerJob, place: Place) -> list[str]:
    """The fields of the request whose values exist only after an update."""
    return list(unknown(request(job, place))) if job.service in place.plan["roles"] else []


def _in_bucket(
    field: str, uri: str | None, use: str, place: Place, others: Mapping[str, Place], problems: Problems
) -> None:
    """The endpoint's policy and the role let jobs at their own buckets alone."""
    if uri is None:
        return
    bucket, wanted = uri.removeprefix("s3://").partition("/")[0], place.plan["buckets"][use]
    if bucket == wanted:
        return
    reason = f"is not in the {use} bucket of {place.plan['key']}, which is all that its jobs reach"
    for key, other in sorted(others.items()):
        for whose, name in other.plan["buckets"].items():
            if name == bucket:
                reason = f"is in the {whose} bucket of {key} in {other.plan['region']}, segment {other.plan['segment']}"
    problems.add((field,), reason, f"put it under s3://{wanted}/", uri)


def _model(job: BedrockJob, region: str, problems: Problems) -> None:
    models = customizable().models
    if not problems.one_of(("base_model",), job.base_model, models, "model that Amazon Bedrock fine-tunes"):
        return
    model = models[job.base_model]
    if region not in model.regions:
        listed = " and ".join(sorted(model.regions))
        here = ", ".join(sorted(key for key, each in models.items() if region in each.regions)) or "no model at all"
        remedy = f"use a training network in {listed}, or a model that {region} fine-tunes: {here}"
        problems.add(
            ("base_model",), f"is fine-tuned in {listed}, and the network is in {region}", remedy, job.base_model
        )
    for name, value in job.hyperparameters.items():
        path = ("hyperparameters", name)
        if model.hyperparameters is None:
            continue
        if problems.one_of(path, name, model.hyperparameters, f"hyperparameter of {job.base_model}"):
            _value(path, value, model.hyperparameters[name], problems)


def _value(path: tuple[str, ...], value: Any, known: Hyperparameter, problems: Problems) -> None:
    what = "whole number" if known.type == "integer" else "number"
    between = f"from {known.minimum:g} to {known.maximum:g}"
    right = isinstance(value, int if known.type == "integer" else int | float) and not isinstance(value, bool)
    if not right:
        remedy = f"write a {what} {between}, without quotes"
        if isinstance(value, str) and "e" in value.lower():
            remedy += "; with an exponent as in 1.0e-5, since YAML reads 1e-5 as text"
        problems.add(path, f"is not a {what}", remedy, repr(value))
    elif not known.minimum <= value <= known.maximum:
        problems.add(path, "is out of bounds", f"state a {what} {between}", value)


def _image(job: SagemakerJob, region: str, problems: Problems) -> None:
    host = job.image.split("/")[0].split(".")
    if host[3] != region:
        remedy = f"push it to a repository in {region}"
        problems.add(("image",), f"is in {host[3]}, and the network is in {region}", remedy, job.image)
    elif (host[-1] == "cn") != (regions()[region].partition == "aws-cn"):
        problems.add(
            ("image",), f"has no host name of {region}", "state the repository's URI as Amazon ECR shows it", job.image
        )


def _instances(job: SagemakerJob, place: Place, problems: Problems) -> None:
    """All instances of a job may stand in one subnet: AWS chooses the zone. The plan's headroom counts as well."""
    budget = place.plan["budget"]
    needed = -(-budget["per_instance"] * job.instances * (100 + training().headroom_percent) // 100)
    usable = min((size - training().reserved_addresses for size in place.sizes.values()), default=0)
    if place.sizes and needed > usable:
        reason = f"take {needed} addresses in one subnet ({budget['per_instance']} each and headroom), and the smallest has {usable}"
        remedy = f"ask for fewer, or give the application {job.network} a shorter subnet_prefix_length"
        problems.add(("instances",), reason, remedy, job.instances)
    elif job.instances > budget["instances"]:
        reason = f"are more than the {budget['instances']} that {job.network} is planned for"
        remedy = "ask for fewer, or state more in training.jobs.instances of the network"
        problems.add(("instances",), reason, remedy, job.instances)


def _volume(job: SagemakerJob, problems: Problems) -> None:
    family = job.instance_type.split(".")[1]
    if job.encrypt_volume and family in customizable().local_storage:
        reason = (
            f"cannot be: {job.instance_type} has storage of its own, which its hardware encrypts and which takes no key"
        )
        problems.add(("encrypt_volume",), reason, "state encrypt_volume: false", "true")
