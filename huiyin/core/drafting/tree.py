"""The clause tree of a regulation, read from its numbering."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.core.drafting.furniture import furniture, lines
from huiyin.core.drafting.marks import Mark, mark_of
from huiyin.core.drafting.view import Place

_RANKS = {"part": 0, "chapter": 1, "closing": 1, "annex": 0, "section": 2, "article": 3}
_ENDS = "。;!?:|"
_SENTENCE = re.compile(r"[。;!?,:]")
_TITLE = 40
_SAME = 12
_WRAPPED = 15


@dataclass(slots=True)
class Clause:
    """One numbered clause or unnumbered passage.

    ``id`` is the company's own number, its parents before it where it would not be unique;
    ``label`` the number as it stands. ``passages`` are its own lines, joined where a line was only
    broken; each passage is a list of places. ``same_as`` is the id of an equal clause before it.
    ``heads`` is the first row of a table.
    """

    id: str
    label: str
    style: str
    depth: int
    value: int
    passages: list[list[Place]] = field(default_factory=list)
    children: "list[Clause]" = field(default_factory=list)
    same_as: str = ""
    heading: bool = False
    table: bool = False

    def place(self) -> Place:
        """From its first to its last own character, without its children."""
        return self.passages[0][0][0], self.passages[-1][-1][1]

    def walk(self) -> "Iterator[Clause]":
        """Itself and all below, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Tree:
    """``roots`` in order; ``dropped`` are the lines that only a page had; ``title`` or nothing."""

    roots: list[Clause]
    dropped: list[Place]
    title: str

    def clauses(self) -> list[Clause]:
        """All clauses in the order of the text."""
        return [clause for root in self.roots for clause in root.walk()]


def read_tree(whole: str) -> Tree:
    """The clause tree of a plain text; every line that says something is in it or dropped."""
    places = [place for place in lines(whole) if whole[place[0] : place[1]].strip()]
    extra = furniture(whole, places)
    kept = [place for index, place in enumerate(places) if index not in extra]
    builder = _Builder(whole)
    for place in kept:
        builder.line(place)
    builder.finish()
    dropped = [places[index] for index in sorted(extra)]
    return Tree(builder.roots, dropped, builder.title)


class _Builder:
    """Takes line after line; keeps the open clauses from the outermost to the innermost."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.roots: list[Clause] = []
        self.open: list[Clause] = []
        self.title = ""
        self.last: Place | None = None

    def line(self, place: Place) -> None:
        """One line: it opens a clause, goes on with one, or is a passage without a number."""
        text = self.whole[place[0] : place[1]]
        row = "|" in text.strip("| ")
        mark = None if row else mark_of(text)
        if mark is not None:
            self._opens(mark, place)
        elif row:
            self._row(place)
        elif self._goes_on(text):
            self._current().passages[-1].append(place)
        else:
            self._unnumbered(place, text)
        self.last = place

    def _current(self) -> Clause:
        return self.open[-1]

    def _opens(self, mark: Mark, place: Place) -> None:
        del self.open[self._level(mark) :]
        clause = Clause("", mark.words, mark.style, mark.depth, mark.value)
        clause.passages.append([place])
        self._add(clause)

    def _level(self, mark: Mark) -> int:
        """How many of the open clauses stay open around a new one with ``mark``."""
        self._close_passages()
        rank = _RANKS.get(mark.style)
        for level, clause in enumerate(self.open):
            same = clause.style == mark.style
            if same and clause.depth >= mark.depth:
                return level
            if rank is not None and _RANKS.get(clause.style, 9) >= rank:
                return level
            if mark.style == "heading" and clause.style != "heading":
                return level
        return len(self.open)

    def _close_passages(self) -> None:
        while self.open and self.open[-1].style in {"plain", "table"}:
            self.open.pop()

    def _add(self, clause: Clause) -> None:
        (self.open[-1].children if self.open else self.roots).append(clause)
        self.open.append(clause)

    def _row(self, place: Place) -> None:
        if not (self.open and self.open[-1].table):
            self._close_passages()
            self._add(Clause("", "", "table", 1, 0, table=True))
        self._current().passages.append([place])

    def _goes_on(self, text: str) -> bool:
        """Whether a line was only broken: the one before is as long as lines get and open-ended."""
        if not self.open or self.last is None or self.open[-1].table:
            return False
        before = self.whole[self.last[0] : self.last[1]].rstrip()
        if before[-1] in _ENDS or (not self.open[-1].passages):
            return False
        full = len(before) >= max(_WRAPPED, 0.8 * len(text.rstrip()))
        return before[-1] in ",、" or full

    def _unnumbered(self, place: Place, text: str) -> None:
        if not self.roots and not self.title and _is_title(text):
            self.title = text.strip()
        self._close_passages()
        self._add(Clause("", "", "plain", 1, 0, passages=[[place]]))

    def finish(self) -> None:
        """Name all, tell headings from clauses, link what was pasted twice."""
        seen: dict[str, str] = {}
        taken: set[str] = set()
        for count, root in enumerate(self.roots, 1):
            root.value = root.value or count
            _name(root, None, taken)
        for root in self.roots:
            for clause in root.walk():
                self._judge(clause, seen)

    def _judge(self, clause: Clause, seen: dict[str, str]) -> None:
        start, end = clause.place()
        words = self.whole[start:end]
        mark = mark_of(words)
        body = re.sub(r"\s+", "", words[mark.length if mark else 0 :])
        clause.heading = not clause.table and not _SENTENCE.search(body) and _headed(clause, body)
        if len(body) >= _SAME and not clause.heading:
            clause.same_as = seen.get(body, "")
            seen.setdefault(body, clause.id)


def _headed(clause: Clause, body: str) -> bool:
    return bool(clause.children) or not body or clause.style in {"chapter", "section", "part"}


def _is_title(text: str) -> bool:
    return len(text.strip()) <= _TITLE and not _SENTENCE.search(text)


def _name(clause: Clause, parent: Clause | None, taken: set[str]) -> None:
    """An id for ``clause`` and all below it: own number first, parents' where it is not enough."""
    clause.id = _fresh(_candidates(clause, parent), taken)
    taken.add(clause.id)
    count = 0
    for child in clause.children:
        if child.style in {"plain", "table", "bullet"}:
            count += 1
            child.value = count
        _name(child, clause, taken)


def _candidates(clause: Clause, parent: Clause | None) -> list[str]:
    above = parent.id if parent else ""
    if not clause.label or clause.style in {"plain", "table", "bullet"}:
        return [f"{above}·{clause.value or 1}" if above else f"前言·{clause.value or 1}"]
    own = clause.label.lstrip("#").strip(".)、") if clause.style != "letter_paren" else clause.label
    own = own + ")" if own.startswith("(") and not own.endswith(")") else own
    joined = own if not above else above + (own if own[0] == "(" else f"-{own}")
    free = clause.style in {"part", "chapter", "article", "annex", "closing", "heading"}
    dotted = clause.style == "dotted" and (clause.depth > 1 or parent is None)
    return [own, joined] if free or dotted else [joined]


def _fresh(candidates: list[str], taken: set[str]) -> str:
    for each in candidates:
        if each not in taken:
            return each
    count = 2
    while f"{candidates[-1]}~{count}" in taken:
        count += 1
    return f"{candidates[-1]}~{count}"
