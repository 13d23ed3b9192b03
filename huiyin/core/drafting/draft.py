"""A text becomes a draft: the one door of this package (Z16)."""

import re
from collections.abc import Iterator

from huiyin.core.drafting.clock import Timing
from huiyin.core.drafting.duties import Parts, duties
from huiyin.core.drafting.kinds import OBLIGED, guess
from huiyin.core.drafting.marks import mark_of
from huiyin.core.drafting.naming import Namer
from huiyin.core.drafting.proposal import Draft, Duty, Guess, Proposal, Unread
from huiyin.core.drafting.sentence import Read, read_passage, read_row
from huiyin.core.drafting.tree import Clause, read_tree
from huiyin.core.drafting.view import View, plain, view
from huiyin.core.drafting.vocabulary import Vocabulary

_TIME = re.compile(
    r"\d|[一二两三四五六七八九十半]+(?:个|天|日|小时|分钟|周|月|年|次)|及时|尽快|定期|按时|近期|当日|次日"
)
LARGEST = 400_000
"""Characters of a text that are read at once; a regulation has rarely a tenth of it."""


class TooLong(ValueError):
    """More than ``LARGEST`` characters."""


def draft(text: str, vocabulary: Vocabulary, *, read_as: str | None = None) -> Draft:
    """What ``text`` says. ``read_as`` is the same in simplified characters, one for one.

    Offsets and words are those of ``text``. Raises ``TooLong``, and ``ValueError`` when
    ``read_as`` has another length.
    """
    if len(text) > LARGEST:
        raise TooLong(len(text))
    if read_as is not None and len(read_as) != len(text):
        raise ValueError("the text to read has another length")
    whole = plain(text if read_as is None else read_as)
    tree = read_tree(whole)
    reader = _Reader(text, whole, vocabulary)
    for clause in tree.clauses():
        reader.clause(clause)
    return Draft(
        tree.title,
        tuple(tree.roots),
        tuple(sorted(reader.proposals, key=lambda each: (each.start, each.end, each.sort))),
        tuple(reader.duties),
        tuple(reader.guesses),
        tuple(reader.unread),
        tuple(tree.dropped),
    )


class _Reader:
    """Reads clause after clause and collects."""

    def __init__(self, text: str, whole: str, vocabulary: Vocabulary) -> None:
        self.text, self.whole, self.vocabulary = text, whole, vocabulary
        self.proposals: list[Proposal] = []
        self.duties: list[Duty] = []
        self.guesses: list[Guess] = []
        self.unread: list[Unread] = []

    def clause(self, clause: Clause) -> None:
        """One clause; a heading has nothing to read, a repeated one was read before."""
        if clause.heading or clause.same_as:
            return
        headers: list[str] | None = None
        running = noted = 0
        for seen in self._views(clause):
            if clause.table and headers is None:
                headers = seen.text.split("|")
                continue
            read = read_row(seen.text, headers) if headers else read_passage(seen.text)
            self._passage(clause, seen, read)
            running += len(read.running())
            noted += len(read.timings) - len(read.running())
        start, end = clause.place()
        self.guesses.append(guess(clause.id, self.whole[start:end], running=running, noted=noted))

    def _views(self, clause: Clause) -> Iterator[View]:
        for index, places in enumerate(clause.passages):
            spans = list(places)
            if index == 0 and not clause.table:
                start, end = spans[0]
                mark = mark_of(self.whole[start:end])
                spans[0] = (start + (mark.length if mark else 0), end)
            yield view(self.whole, spans)

    def _passage(self, clause: Clause, seen: View, read: Read) -> None:
        namer = Namer(clause.id, self.text, seen, self.vocabulary)
        for parts in duties(read):
            duty = namer.duty(parts, until=_until(read, parts))
            self.duties.append(duty)
            self.proposals += namer.taken(duty)
        running = read.running()
        for timing in read.timings:
            if timing not in running:
                self.proposals.append(namer.timing(timing))
        self._left(clause, seen, read)

    def _left(self, clause: Clause, seen: View, read: Read) -> None:
        """Sentences that speak of time or duty and gave nothing."""
        for start, end in read.sentences():
            words = read.text[start:end]
            if any(start <= at < end for at in read.starts()):
                continue
            reason = _reason(words)
            if reason:
                place = seen.place(start, end)
                shown = self.text[place[0] : place[1]]
                self.unread.append(Unread(clause.id, *place, shown, reason))


def _reason(words: str) -> str:
    if _TIME.search(words):
        return "time"
    return "obligation" if OBLIGED.search(words) else ""


_UNTIL = re.compile(r"(?:直至|直到|至)(?P<what>[^,。;]{2,12}?)(?:为止|止|[,。;]|$)")


def _until(read: Read, parts: Parts) -> str:
    timing: Timing | None = parts.timing
    if timing is None:
        return ""
    found = _UNTIL.search(read.text, timing.end, parts.end)
    return found["what"] if found else ""
