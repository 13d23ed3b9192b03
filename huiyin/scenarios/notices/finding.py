"""One thing to mend in a notice, as the margin shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``must`` stops publishing, the others are advice.

    With a place, ``was`` is the text at ``field[start:end]`` (counted in the text with plain line
    ends) and ``mend`` would stand there instead; ``None``: nobody knows better. ``clause`` is the
    clause that asks for it.
    """

    field: str
    must: bool
    title: str
    hint: str = ""
    icon: str = ""
    button: str = ""
    code: str = ""
    start: int = -1
    end: int = -1
    was: str = ""
    mend: str | None = None
    clause: str = ""

    @property
    def placed(self) -> bool:
        """Whether the words in question can be shown."""
        return self.start >= 0 and bool(self.was)

    @property
    def mendable(self) -> bool:
        """Whether one click puts it right."""
        return self.placed and self.mend is not None

    @property
    def key(self) -> str:
        """How a form names this finding: code, field and place."""
        return f"{self.code}:{self.field}:{self.start}"
