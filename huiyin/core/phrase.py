"""Sentences of the core for people, kept with their pattern so that pages can say them otherwise.

A ``Phrase`` is a plain Chinese text wherever a text is wanted; ``pattern`` is the msgid of the
catalogues and ``values`` what was filled in. The core itself knows one language only.
"""

from collections.abc import Mapping


class Phrase(str):
    """A sentence and what it was made of; in a list ``values`` may be phrases themselves."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __str__(self) -> "Phrase":
        """Itself: an error that carries a phrase gives it back whole."""
        return self


def phrase(pattern: str, **values: object) -> Phrase:
    """``pattern`` filled in, as ``phrase("没有场景记录 %(event)s", event=…)``."""
    made = Phrase(pattern % values if values else pattern)
    made.pattern, made.values = pattern, values
    return made
