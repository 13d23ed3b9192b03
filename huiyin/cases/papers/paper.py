"""What a paper says, apart from how it is set; text that people wrote is taken as text."""

from collections.abc import Sequence
from dataclasses import dataclass

SUBSTITUTE = "〓"
"""What stands for a sign that no font of the PDF has got (the printers' geta mark)."""

SHORT = 80
"""Signs of a label, a number, a column's name: what is longer would fill a page by itself."""

_SURROGATES = range(0xD800, 0xE000)
_NOT_SIGNS = frozenset({0xFFFE, 0xFFFF, 0x7F})


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; ``widths`` are shares of the page's width, even without them."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()

    def squared(self) -> list[list[str]]:
        """The rows, each as long as the head: what is missing is empty, what is too much goes."""
        size = len(self.head)
        return [[*row[:size], *[""] * (size - len(row))] for row in self.rows]

    def shares(self) -> list[float]:
        """The width of each column as a part of one."""
        size = len(self.head)
        fitting = len(self.widths) == size and all(width > 0 for width in self.widths)
        widths = list(self.widths) if fitting else [1] * size
        return [width / sum(widths) for width in widths]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: paragraphs, then points, then a table."""

    title: str = ""
    paragraphs: Sequence[str] = ()
    bullets: Sequence[str] = ()
    table: Table | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: ``kind`` is what it is called (会议纪要), ``facts`` stand under its title.

    ``issuer`` is the letterhead, the organisation's name without one; ``classification`` is a word
    for people, shown beside the number when it is not empty; ``foot`` stands on every page.
    """

    title: str
    kind: str
    number: str = ""
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    classification: str = ""
    foot: str = ""
    issuer: str = ""


def clean(text: str) -> str:
    """``text`` without signs that no document can hold (XML 1.0, 2.2); line ends stay."""
    return "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if _held(sign))


def single(text: str) -> str:
    """``text`` on one line."""
    return " ".join(clean(text).split())


def short(text: str) -> str:
    """``text`` on one line, cut where a name of something would end."""
    return single(text)[:SHORT]


def _held(sign: str) -> bool:
    code = ord(sign)
    return sign in "\n\t" or (
        code >= ord(" ") and code not in _SURROGATES and code not in _NOT_SIGNS
    )
