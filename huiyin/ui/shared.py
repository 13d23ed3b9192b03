"""A part of a page that many see alike: drawn once for each change, in each process.

Whoever asks says which version is in force now (``kit.live.VERSION_SQL``, read in the statement that
judged whether they may see it), so a part is never older than what they know. What changes without
being told (a name, the passing of time) is seen after ``FRESH`` at the latest.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from huiyin.kit import clock

FRESH = timedelta(seconds=2)

Value = TypeVar("Value")


@dataclass(slots=True)
class _Slot(Generic[Value]):
    """One part: who draws it holds the lock, the others wait for what comes of it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: tuple[str, datetime, Value] | None = None

    def standing(self, version: str) -> tuple[Value] | None:
        """What is kept, when it still holds."""
        kept = self.kept
        if kept is None or kept[0] != version or abs(clock.now() - kept[1]) > FRESH:
            return None
        return (kept[2],)


class Shared(Generic[Value]):
    """At most ``most`` parts; the one that was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._slots: OrderedDict[Hashable, _Slot[Value]] = OrderedDict()

    def get(self, key: Hashable, version: str, draw: Callable[[], Value]) -> Value:
        """The part ``key`` in ``version``; many who ask at once wait for one ``draw``.

        ``key`` names everything that the part depends on beside the version: which part, language,
        time zone. It begins to be drawn after ``version`` was read, so nothing is missing in it.
        """
        slot = self._slot(key)
        found = slot.standing(version)
        if found is not None:
            return found[0]
        with slot.lock:
            found = slot.standing(version)
            if found is not None:
                return found[0]
            at = clock.now()
            value = draw()
            slot.kept = (version, at, value)
            return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._slots.clear()

    def __len__(self) -> int:
        return len(self._slots)

    def _slot(self, key: Hashable) -> _Slot[Value]:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot
