"""How ids are drawn: the same in every run, and different for each seed."""

import hashlib
import uuid


def digits(seed: str, length: int = 17) -> str:
    """Draw hex digits from a seed."""
    return hashlib.sha256(seed.encode()).hexdigest()[:length]


def unique(seed: str) -> str:
    """Draw a UUID from a seed."""
    return str(uuid.UUID(digits(seed, 32)))
