"""A file that came in with somebody's answer. Pure: channels read mails without a database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Received:
    """A file as its sender named it; nobody has looked at it yet."""

    name: str
    content: bytes
