"""The text that was brought, cut where something was read in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from huiyin.cases.drafting.models import Card, ImportedText

_FIRST = (
    "deadline",
    "rhythm",
    "lead",
    "retention",
    "length",
    "mode",
    "channel",
    "bearer",
    "trigger",
)
"""Which mark stands when two lie on the same words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text: plain, a mark of the card ``number``, ``unread`` or ``dropped``."""

    words: str
    sort: str = ""
    number: int = -1
    first: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it stands in the text, in pieces."""

    number: str
    depth: int
    heading: bool
    kind: str
    reason: str
    same_as: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    sort: str
    number: int = -1
    first: bool = False


def passages(text: ImportedText, cards: Iterable[Card]) -> list[Passage]:
    """The clauses of ``text`` in order; together they hold all that the tree holds."""
    spans = _spans(text, cards)
    depths: dict[str, int] = {"": -1}
    found = []
    for one in text.reading["clauses"]:
        depths[one["id"]] = depths.get(one["parent"], -1) + 1
        inside = [span for span in spans if one["start"] <= span.start and span.end <= one["end"]]
        pieces = list(_pieces(text.text, one["start"], one["end"], inside))
        found.append(
            Passage(
                one["id"],
                min(depths[one["id"]], 4),
                one["heading"],
                one["kind"],
                one["reason"],
                one["same_as"],
                pieces,
            )
        )
    return found


def _spans(text: ImportedText, cards: Iterable[Card]) -> list[_Span]:
    """Marks that do not overlap, the more telling before the others."""
    wanted = [_Span(start, end, "dropped") for start, end in text.reading["dropped"]]
    wanted += [span for card in cards for span in _of(card)]
    wanted.sort(key=lambda span: (_weight(span.sort), span.start))
    wanted += [_Span(one["start"], one["end"], "unread") for one in text.reading["unread"]]
    taken: list[_Span] = []
    for span in wanted:
        if not any(other.start < span.end and span.start < other.end for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def _of(card: Card) -> Iterator[_Span]:
    for index, mark in enumerate(card.marks):
        yield _Span(mark["start"], mark["end"], _shown(mark), card.number, index == 0)


def _shown(mark: dict[str, Any]) -> str:
    return str(mark["sort"])


def _weight(sort: str) -> int:
    return _FIRST.index(sort) if sort in _FIRST else len(_FIRST)


def _pieces(text: str, start: int, end: int, spans: list[_Span]) -> Iterator[Piece]:
    at = start
    for span in spans:
        if at < span.start:
            yield Piece(text[at : span.start])
        yield Piece(text[span.start : span.end], span.sort, span.number, span.first)
        at = span.end
    if at < end:
        yield Piece(text[at:end])
