"""Identifiers that people and other systems see: UUID version 7 (RFC 9562), ordered by time."""

import secrets
from uuid import UUID

from huiyin.kit import clock


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
