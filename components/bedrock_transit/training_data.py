"""The data of a training network: what jobs read, what they write, and the log of who called either."""

from typing import Any, Dict, Optional

import pulumi
import pulumi_aws as aws
from typing_extensions import TypedDict

from .children import child, ids, named
from .training_plans import TrainingDataPlan

LOGS = "logs"
"""The use whose bucket receives the access logs of the others, and is not logged itself."""
KEY_WAIT_DAYS = 30
"""How long a key that is to be deleted can still be kept: the longest that AWS KMS waits."""
NONCURRENT_DAYS = 90
UPLOAD_DAYS = 7
LOG_DAYS = 365
"""How long versions that were replaced, uploads that were not completed, and access logs are kept."""


class TrainingDataArgs(TypedDict):
    """Arguments of ``TrainingData``."""

    data: TrainingDataPlan
    """Region, names, bucket policies and key policy."""


class TrainingData(pulumi.ComponentResource):
    """Buckets for data, models and access logs, and the key that encrypts the first two.

    A destroy loses nothing: a bucket with objects in it is not deleted (``force_destroy`` stays off), and the key outlives its buckets (which depend on it)
    and then waits for 30 days. Amazon S3 delivers access logs only into buckets that it encrypts with keys of its own.

    Sources: Amazon S3 user guide, "Security best practices for Amazon S3", "Enabling Amazon S3 server access logging", "Reducing
    the cost of SSE-KMS with Amazon S3 Bucket Keys"; AWS KMS developer guide, "Rotating AWS KMS keys", "Deleting AWS KMS keys".
    """

    bucket_names: pulumi.Output[Dict[str, str]]
    """By use: ``data``, ``models``, ``logs``."""
    key_arn: pulumi.Output[str]

    def __init__(self, name: str, args: TrainingDataArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("bedrock-transit:index:TrainingData", name, dict(args), opts)
        self._name, self._plan = name, args["data"]
        plan = self._plan
        self.key = aws.kms.Key(
            f"{name}-key",
            region=plan["region"],
            description=f"Training data and models of {plan['name']}",
            policy=plan["key_policy"],
            enable_key_rotation=True,
            deletion_window_in_days=KEY_WAIT_DAYS,
            tags=named(plan["tags"], f"{name}-key"),
            opts=child(self),
        )
        aws.kms.Alias(
            f"{name}-alias",
            region=plan["region"],
            name=plan["key_alias"],
            target_key_id=self.key.id,
            opts=child(self),
        )
        self.buckets: Dict[str, aws.s3.Bucket] = {}
        policies = {use: self._bucket(use) for use in plan["buckets"]}
        for use in plan["buckets"]:
            if use != LOGS:
                aws.s3.BucketLogging(
                    f"{name}-{use}-logging",
                    region=plan["region"],
                    bucket=self.buckets[use].id,
                    target_bucket=self.buckets[LOGS].id,
                    target_prefix=f"{use}/",
                    opts=child(self, after=policies[LOGS]),
                )
        self.bucket_names = ids(self.buckets)
        self.key_arn = self.key.arn
        self.register_outputs({"bucket_names": self.bucket_names, "key_arn": self.key_arn})

    def _bucket(self, use: str) -> aws.s3.BucketPolicy:
        """A bucket with its settings, each a resource of its own. Returns the last of them, its policy."""
        plan, name = self._plan, f"{self._name}-{use}"
        region = plan["region"]
        # Deleted before the key: what a bucket still holds can be read as long as the bucket is there.
        self.buckets[use] = bucket = aws.s3.Bucket(
            name,
            region=region,
            bucket=plan["buckets"][use]["name"],
            tags=named(plan["tags"], name),
            opts=child(self, after=self.key),
        )
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            region=region,
            bucket=bucket.id,
            versioning_configuration={"status": "Enabled"},
            opts=self._setting(),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption", region=region, bucket=bucket.id, rules=[self._encryption(use)], opts=self._setting()
        )
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            region=region,
            bucket=bucket.id,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._setting(),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            region=region,
            bucket=bucket.id,
            rules=[_expiry(use)],
            opts=self._setting(versioning),
        )
        block = aws.s3.BucketPublicAccessBlock(
            f"{name}-block",
            region=region,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._setting(),
        )
        # Amazon S3 refuses two changes of one bucket's access at the same time (OperationAborted).
        return aws.s3.BucketPolicy(
            f"{name}-policy",
            region=region,
            bucket=bucket.id,
            policy=plan["buckets"][use]["policy"],
            opts=self._setting(block),
        )

    def _setting(self, after: Optional[pulumi.Resource] = None) -> pulumi.ResourceOptions:
        """Options of what goes with its bucket: a destroy that fails at a bucket with objects leaves it as closed as it was."""
        return pulumi.ResourceOptions.merge(child(self, after=after), pulumi.ResourceOptions(retain_on_delete=True))

    def _encryption(self, use: str) -> Any:
        if use == LOGS:
            return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
        return {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": self.key.arn,
            },
            "bucket_key_enabled": True,
        }


def _expiry(use: str) -> Any:
    """What grows by itself expires: replaced versions, uploads that nobody completes, access logs. Data and models do not."""
    rule: Dict[str, Any] = {
        "id": "expire",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrent_version_expiration": {"noncurrent_days": NONCURRENT_DAYS},
        "abort_incomplete_multipart_upload": {"days_after_initiation": UPLOAD_DAYS},
    }
    return {**rule, "expiration": {"days": LOG_DAYS}} if use == LOGS else rule
