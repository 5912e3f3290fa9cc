"""The kinds of Amazon S3 and AWS KMS: buckets with their settings, keys with their aliases."""

from .record import Kind, Refers, words

_BUCKET = Refers("bucket", ("s3.Bucket",))
_SETTING = Kind(replaces=words("bucket"), refers=(_BUCKET,), part_of=("s3.Bucket",))

DATA_KINDS = {
    "s3.Bucket": Kind(
        arn="s3:{id}",
        missing="NoSuchBucket: The specified bucket does not exist: {id}",
        in_use="BucketNotEmpty: The bucket you tried to delete is not empty: {id} [{users}]",
        replaces=words("bucket bucketPrefix"),
    ),
    "s3.BucketVersioning": _SETTING,
    "s3.BucketServerSideEncryptionConfiguration": Kind(
        replaces=words("bucket"),
        sets=words("rules"),
        refers=(_BUCKET, Refers("rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId", ("kms.Key",))),
        part_of=("s3.Bucket",),
    ),
    "s3.BucketPublicAccessBlock": _SETTING,
    "s3.BucketOwnershipControls": _SETTING,
    "s3.BucketLifecycleConfiguration": _SETTING,
    "s3.BucketLogging": Kind(replaces=words("bucket"), refers=(_BUCKET, Refers("targetBucket", ("s3.Bucket",)))),
    "s3.BucketPolicy": _SETTING,
    "kms.Key": Kind(
        arn="kms:key/{id}",
        missing="NotFoundException: Key {id} does not exist",
        replaces=words("customerMasterKeySpec customKeyStoreId keyUsage multiRegion xksKeyId"),
    ),
    "kms.Alias": Kind(
        arn="kms:{name}",
        replaces=words("name namePrefix"),
        refers=(Refers("targetKeyId", ("kms.Key",)),),
    ),
}
