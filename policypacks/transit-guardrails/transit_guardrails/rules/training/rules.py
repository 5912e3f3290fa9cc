"""The rules about training networks, in the order in which they are explained."""

from __future__ import annotations

from .. import custom_models
from ..frameworks import BOUNDARY, FLOW, LEAST, LENS
from ..rule import Rule
from . import data, keys, networks, roles

TRAINING_RULES: tuple[Rule, ...] = (
    Rule(
        "training-reaches-its-buckets-alone",
        "critical",
        "Fine-tuning jobs reach their own buckets, over an S3 endpoint of their own, and nothing else that is not granted.",
        "Give the subnets the S3 gateway endpoint alone, with a policy that names the network's own buckets.",
        (LENS, FLOW, BOUNDARY),
        networks.training_reaches_its_buckets_alone,
    ),
    Rule(
        "training-has-room",
        "medium",
        "Subnets for fine-tuning jobs stand in two zones or more, each with addresses for all jobs at the same time.",
        "Make the subnets larger, state smaller jobs, or add a zone.",
        ("NIST 800-53 CP-2",),
        networks.training_has_room,
    ),
    Rule(
        "training-networks-apart",
        "critical",
        "No bucket, key or role serves two training networks.",
        "Give each training network buckets, key and roles of its own.",
        (LENS, FLOW, LEAST),
        networks.training_networks_apart,
    ),
    Rule(
        "training-data-bound",
        "critical",
        "Training data and models are reached from their own network and by declared uploaders alone, over TLS, and encrypted by its key.",
        "Restore the bucket's policy, key and versions as the components plan them; declare who else uploads.",
        (BOUNDARY, LEAST, "NIST 800-53 SC-28"),
        data.training_data_bound,
    ),
    Rule(
        "training-keys-sound",
        "high",
        "The key of a training network rotates, locks nobody out, and decrypts data for its jobs and uploaders alone.",
        "Restore the key's policy as the components plan it, and let it rotate.",
        (LEAST, "NIST 800-53 SC-12", "CIS 3.6"),
        keys.training_keys_sound,
    ),
    Rule(
        "training-roles-narrow",
        "high",
        "Jobs' roles are assumed by their service for their account, and reach their buckets, key, subnets and group alone.",
        "Name the action, bucket, alias or tag that the job needs, and nothing wider.",
        (LEAST, FLOW),
        roles.training_roles_narrow,
    ),
    Rule(
        "custom-models-in-their-segment",
        "critical",
        "A custom model is granted, and let through by endpoint policies, in its own segment alone.",
        "Take the model out of the grant or the policy; declare whose it is in the spec's custom_models.",
        (LENS, FLOW, LEAST),
        custom_models.custom_models_in_their_segment,
    ),
)
