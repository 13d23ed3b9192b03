"""One thing to mend in a notice, as the margin shows it."""

from dataclasses import dataclass

_ELSEWHERE = {"no_aid": "files", "title_unset": "id_reply_by"}
_ADDED = {"no_owner", "no_time", "no_owner_time", "no_contact"}


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
        return self.start >= 0 and bool(self.was) and self.code not in _ELSEWHERE

    @property
    def mendable(self) -> bool:
        """Whether one click puts it right."""
        return self.placed and self.mend is not None

    @property
    def anchor(self) -> str:
        """The id of the element of the page where it is mended."""
        return _ELSEWHERE.get(self.code, f"id_{self.field}")

    @property
    def caret(self) -> bool:
        """Whether words are to be added behind the place, instead of being replaced."""
        return self.code in _ADDED

    @property
    def tone(self) -> str:
        """The class of the line under the words in question."""
        return "w-miss" if self.must else "w-vague"

    @property
    def key(self) -> str:
        """How a form names this finding: code, field and place."""
        return f"{self.code}:{self.field}:{self.start}"
