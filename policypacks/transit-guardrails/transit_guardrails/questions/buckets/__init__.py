"""Who has access to a bucket: callers, places and documents, and what becomes of each call."""
