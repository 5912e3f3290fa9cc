"""What an IAM resource-based policy (of a VPC endpoint, of a bucket) says: read, decided, compared, criticised. Pure."""
