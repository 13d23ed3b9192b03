"""Letters that answer none of our messages: a port for whoever takes mail from strangers.

What a letter says of itself (sender, name) is not proved: an address can be made up. A handler may
open a case with it, never act in somebody's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.delivery.received import Received


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail that a person wrote, or that carries the answer of their calendar (RFC 5546 3).

    ``addresses`` are all that it came to, lower case, the server's own word first. ``text`` is what
    they wrote themselves, ``body`` the same with what they quoted or forwarded. ``calendar`` is
    the first iCalendar part, else empty. ``references`` name the messages that it answers.
    """

    sender: str
    sender_name: str
    addresses: tuple[str, ...]
    subject: str
    text: str
    calendar: str
    files: tuple[Received, ...]
    message_id: str
    at: datetime
    body: str = ""
    references: tuple[str, ...] = ()


Handler = Callable[[Letter], str | None]
"""Takes a letter in the caller's transaction; its outcome in a word, ``None``: not mine."""

FOREIGN = "foreign"
"""The outcome of a letter that nobody takes: it is kept and changes nothing."""

_handlers: dict[str, Handler] = {}


def register(name: str, handler: Handler) -> None:
    """Let ``handler`` be asked about letters; the first one that takes a letter keeps it."""
    _handlers[name] = handler


def offer(letter: Letter) -> str:
    """Ask the handlers in the order in which they came; what became of ``letter``.

    ``name.outcome``, at most 40 signs. Called once per mail, in one transaction with its keeping.
    """
    for name, handler in _handlers.items():
        outcome = handler(letter)
        if outcome is not None:
            return f"{name}.{outcome}"[:40]
    return FOREIGN
