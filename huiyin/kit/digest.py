"""Canonical JSON and digests: the bytes that are hashed are the bytes that are kept."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, UTF-8 kept; instants as ISO 8601 in UTC."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def sha256_hex(data: bytes | str) -> str:
    """SHA-256 as 64 hex digits; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
