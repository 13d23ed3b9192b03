"""Sentences of the core for people, kept with their pattern so that pages can say them otherwise.

A ``Phrase`` is a plain Chinese text wherever a text is wanted; ``pattern`` is the msgid of the
catalogues and ``values`` what was filled in. The core itself knows one language only.
"""

from collections.abc import Mapping
from typing import TypeGuard

COMMA = "、"


class Phrase(str):
    """A sentence and what it was made of: ``values`` may be phrases, and lists of them."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __str__(self) -> "Phrase":
        """Itself: an error that carries a phrase gives it back whole."""
        return self


def phrase(pattern: str, **values: object) -> Phrase:
    """``pattern`` filled in: ``phrase("没有场景记录 %(event)s", event=…)``; a tuple is a list."""
    shown = {
        name: COMMA.join(map(str, one)) if listed(one) else one for name, one in values.items()
    }
    made = Phrase(pattern % shown if values else pattern)
    made.pattern, made.values = pattern, values
    return made


def listed(value: object) -> TypeGuard[tuple[object, ...]]:
    """Whether a value is a list of words."""
    return isinstance(value, tuple)
