"""What changed between two texts, in words that a reader takes in: kept, deleted, inserted.

Chinese has no spaces: a sign is a word there, while a number, a Latin word or an address is one
word as a whole. Islands of one or two kept signs between changes are joined to them, since nobody
reads 「把三改成四」 sign by sign.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

KEPT, DELETED, INSERTED = "kept", "deleted", "inserted"

_WORD = re.compile(r"[0-9A-Za-z]+(?:[-.:/@_][0-9A-Za-z]+)*|\s+|.", re.DOTALL)
_ISLAND = 2
_CLOSE_ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that was ``kept``, ``deleted`` or ``inserted``."""

    kind: str
    text: str


def between(old: str, new: str) -> list[Piece]:
    """The pieces that lead from ``old`` to ``new``.

    Kept and deleted ones together are ``old``, kept and inserted ones ``new``.
    """
    pieces: list[Piece] = []
    olds, news = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = SequenceMatcher(a=olds, b=news, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        before, after = olds[left:left_end], news[right:right_end]
        if tag == "equal":
            pieces.append(Piece(KEPT, "".join(before)))
        else:
            pieces += _lines(before, after)
    return _joined(pieces)


def changed(old: str, new: str, around: int = 24) -> list[Piece]:
    """The same with long kept runs cut to ``around`` signs beside the changes, shown as …."""
    pieces = between(old, new)
    last = len(pieces) - 1
    return [_cut(piece, place > 0, place < last, around) for place, piece in enumerate(pieces)]


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Lines that were rewritten: line against line where they are alike, else as a whole."""
    paired = min(len(before), len(after))
    for old, new in zip(before[:paired], after[:paired], strict=True):
        yield from _words(old, new)
    yield from (Piece(DELETED, line) for line in before[paired:])
    yield from (Piece(INSERTED, line) for line in after[paired:])


def _words(old: str, new: str) -> list[Piece]:
    olds, news = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(a=olds, b=news, autojunk=False)
    if matcher.ratio() < _CLOSE_ENOUGH:
        return [Piece(DELETED, old), Piece(INSERTED, new)]
    pieces: list[Piece] = []
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        before, after = "".join(olds[left:left_end]), "".join(news[right:right_end])
        if tag == "equal":
            pieces.append(Piece(KEPT, before))
        else:
            pieces += [Piece(DELETED, before), Piece(INSERTED, after)]
    return _without_islands(pieces)


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """A short kept run between two changes becomes part of the change."""
    islands = {
        place
        for place, piece in enumerate(pieces)
        if piece.kind == KEPT and 0 < place < len(pieces) - 1 and len(piece.text) <= _ISLAND
    }
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        if place in islands:
            found += [Piece(DELETED, piece.text), Piece(INSERTED, piece.text)]
        else:
            found.append(piece)
    return found


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of a kind as one, what was deleted before what was inserted in its place."""
    found: list[Piece] = []
    deleted = inserted = ""
    for piece in [*pieces, Piece(KEPT, "")]:
        if piece.kind == DELETED:
            deleted += piece.text
        elif piece.kind == INSERTED:
            inserted += piece.text
        else:
            found += [Piece(DELETED, deleted), Piece(INSERTED, inserted), piece]
            deleted = inserted = ""
    return _merged([piece for piece in found if piece.text])


def _merged(pieces: list[Piece]) -> list[Piece]:
    found = pieces[:1]
    for before, piece in pairwise(pieces):
        if before.kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _cut(piece: Piece, after: bool, before: bool, around: int) -> Piece:
    """``after`` a change its beginning counts, ``before`` one its end."""
    text = piece.text
    keep = around * (int(after) + int(before))
    if piece.kind != KEPT or len(text) <= keep + 1:
        return piece
    head = text[:around] if after else ""
    tail = text[-around:] if before else ""
    return Piece(KEPT, f"{head}…{tail}")
