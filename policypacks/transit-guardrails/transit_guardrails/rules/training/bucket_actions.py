"""The actions of Amazon S3 that rules ask bucket policies about.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3"; a test holds the lists to the catalogue.
"""

from __future__ import annotations

LIST = "s3:ListBucket"
UPLOAD = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
OBJECTS = (
    *UPLOAD,
    *("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectAnnotation", "s3:DeleteObjectTagging"),
    *("s3:DeleteObjectVersion", "s3:DeleteObjectVersionAnnotation", "s3:DeleteObjectVersionTagging", "s3:GetObjectAcl"),
    *("s3:GetObjectAnnotation", "s3:GetObjectAttributes", "s3:GetObjectLegalHold", "s3:GetObjectRetention"),
    *("s3:GetObjectTagging", "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:GetObjectVersionAcl"),
    *("s3:GetObjectVersionAnnotation", "s3:GetObjectVersionAnnotationForReplication", "s3:GetObjectVersionAttributes"),
    *("s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent"),
    *("s3:ListObjectAnnotations", "s3:ListObjectVersionAnnotations", "s3:ObjectOwnerOverrideToBucketOwner"),
    *("s3:PutObjectAcl", "s3:PutObjectAnnotation", "s3:PutObjectLegalHold", "s3:PutObjectRetention"),
    *("s3:PutObjectTagging", "s3:PutObjectVersionAcl", "s3:PutObjectVersionAnnotation", "s3:PutObjectVersionTagging"),
    *("s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateObjectAnnotation", "s3:ReplicateTags"),
    *("s3:RestoreObject", "s3:UpdateObjectEncryption"),
)
"""What is done to objects, versions and uploads."""
LISTS = (LIST, "s3:ListBucketMultipartUploads", "s3:ListBucketVersions")
ADMINISTER = (
    *("s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"),
    *("s3:GetBucketLocation", "s3:GetBucketLogging", "s3:PutBucketLogging", "s3:GetBucketOwnershipControls"),
    *("s3:PutBucketOwnershipControls", "s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    *("s3:GetBucketTagging", "s3:PutBucketTagging", "s3:GetBucketVersioning", "s3:PutBucketVersioning"),
    *("s3:GetEncryptionConfiguration", "s3:PutEncryptionConfiguration", "s3:GetLifecycleConfiguration"),
    "s3:PutLifecycleConfiguration",
)
"""What reads and changes a bucket's settings."""
