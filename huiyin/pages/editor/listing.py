"""The clauses of a draft beside its editor, with what there is to see about each."""

from dataclasses import dataclass

from huiyin.core.policy import Clause
from huiyin.core.writing.order import legal_order
from huiyin.scenarios.regulation.editing import checked
from huiyin.scenarios.regulation.editing.draft import Draft

_CUT = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; ``gone`` is a clause in force that the draft leaves out."""

    id: str
    words: str
    chapter: str
    changed: bool
    findings: int
    failing: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All of them in legal order, with the sums."""

    entries: tuple[Entry, ...]
    changed: int
    wrong: int


def listing(draft: Draft) -> Listing:
    """The list for ``draft``; chapters stand at the first clause under them."""
    marks, changed = checked.marks(draft), draft.changed()
    own = {clause.id for clause in draft.whole.clauses}
    every = [*draft.whole.clauses, *(one for one in draft.now.clauses if one.id not in own)]
    chapters = {chapter.id: chapter.title for chapter in draft.whole.chapters}
    entries = [
        Entry(
            id=clause.id,
            words=_words(clause),
            chapter=_chapter(clause.id, chapters),
            changed=clause.id in changed,
            findings=marks.findings.get(clause.id, 0),
            failing=marks.failing.get(clause.id, 0),
            gone=clause.id not in own,
        )
        for clause in sorted(every, key=lambda one: legal_order(one.id))
    ]
    wrong = sum(bool(one.findings or one.failing) for one in entries if not one.gone)
    return Listing(tuple(entries), len(changed), wrong)


def _words(clause: Clause) -> str:
    return clause.title or clause.text.replace("\n", " ")[:_CUT]


def _chapter(number: str, left: dict[str, str]) -> str:
    """The heading that stands above this clause, the first time it is asked for."""
    fitting = [one for one in left if number == one or number.startswith((f"{one}.", f"{one}-"))]
    heading = max(fitting, key=len, default="")
    return left.pop(heading, "") if heading else ""
