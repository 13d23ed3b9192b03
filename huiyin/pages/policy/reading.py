"""The regulation as one person reads it: chapter by chapter, with what concerns them marked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.terms import term
from huiyin.core.policy import Clause, Kind, Policy
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.directory.roles import roles_of
from huiyin.insight.compliance import queries as compliance
from huiyin.insight.compliance.binding import binds, holders
from huiyin.insight.compliance.figures import Figures
from huiyin.pages import clauses
from huiyin.pages.clauses import ClauseWords
from huiyin.pages.policy import drawn
from huiyin.pages.regulation import Section, sections

MARKS = ("acting", "waiting", "guidance", "out", "mine", "tension")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A known contradiction: the other clauses, what it is about, which clause wins and why."""

    others: tuple[str, ...]
    about: str
    wins: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause with its marks (``MARKS``), its contradictions and how it is kept at present.

    ``clocks`` are its times, each once: ``1 小时内``, ``开始前 3 天``.
    """

    words: ClauseWords
    marks: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    figures: Figures | None
    clocks: tuple[str, ...]
    shown: bool
    version: int

    @property
    def rules(self) -> SafeString:
        """Its rules, conditions and steps as they are drawn for everybody."""
        return drawn.rules(self.version, self.words.id, get_language() or "")

    @property
    def details(self) -> bool:
        """Whether there is more to it than its text."""
        words = self.words
        return any((words.rules, words.guards, words.signings, words.weights, words.stories))


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its entries; ``place`` names it in the address."""

    place: str
    number: str
    title: str
    depth: int
    entries: tuple[Entry, ...]
    under: int = 0

    @property
    def shown(self) -> int:
        """How many of its entries the filter leaves; ``under``: of the chapters below it."""
        return sum(entry.shown for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader filters by: a mark, and words."""

    mark: str = ""
    words: str = ""

    def fits(self, clause: Clause, marks: Collection[str]) -> bool:
        """Whether ``clause`` has the mark and all the words."""
        text = f"{clause.id} {clause.title} {clause.text} {' '.join(clause.requirement)}".lower()
        return (not self.mark or self.mark in marks) and all(
            word in text for word in self.words.lower().split()
        )


def wish(given: Mapping[str, str]) -> Wish:
    """From an address; a mark that does not exist filters nothing."""
    mark = given.get("show", "")
    return Wish(mark if mark in MARKS else "", given.get("q", "").strip()[:60])


def parts(policy: Policy, reader: Person, wanted: Wish) -> list[Part]:
    """All chapters in legal order."""
    marks = _marks(policy, reader)
    kept = compliance.compliance_of([clause.id for clause in policy.clauses], reader)
    found = []
    for section in sections(policy):
        entries = (
            _entry(clause, policy, marks[clause.id], kept, wanted) for clause in section.clauses
        )
        found.append(_part(section, tuple(entries)))
    return [replace(part, under=_under(found[place:])) for place, part in enumerate(found)]


def _under(rest: list[Part]) -> int:
    """What the filter leaves in the chapters below the first of ``rest``."""
    first, *following = rest
    below = takewhile(lambda part: part.depth > first.depth, following)
    return sum(part.shown for part in below)


def counts(read: Iterable[Part]) -> dict[str, int]:
    """How many entries carry each mark; all of them under ``""``."""
    entries = [entry for part in read for entry in part.entries]
    counted = Counter(mark for entry in entries for mark in entry.marks)
    return {"": len(entries)} | {mark: counted[mark] for mark in MARKS}


def _part(section: Section, entries: tuple[Entry, ...]) -> Part:
    chapter = section.chapter
    if chapter is None:
        return Part("rest", "", _("未分章的条文"), 0, entries)
    number = "" if chapter.id.isalpha() else chapter.id
    return Part(chapter.id, number, chapter.title, section.depth, entries)


def _entry(
    clause: Clause,
    policy: Policy,
    marks: tuple[str, ...],
    kept: Mapping[str, Figures],
    wanted: Wish,
) -> Entry:
    against = tuple(
        Contradiction(
            tuple(other for other in one.between if other != clause.id),
            one.about,
            one.wins,
            one.why,
        )
        for one in policy.tensions
        if clause.id in one.between
    )
    return Entry(
        words=clauses.words(clause),
        marks=marks,
        contradictions=against,
        figures=kept.get(clause.id),
        clocks=_clocks(clause),
        shown=wanted.fits(clause, marks),
        version=policy.version,
    )


def _clocks(clause: Clause) -> tuple[str, ...]:
    terms = [rule.within for rule in clause.rules]
    terms += [guard.not_before or guard.not_after for guard in clause.guards]
    return tuple(dict.fromkeys(term(one) for one in terms if one is not None))


def _marks(policy: Policy, reader: Person) -> dict[str, tuple[str, ...]]:
    held, chain = holders(roles_of(reader)), chain_of(reader.department_id)
    contradictory = {number for one in policy.tensions for number in one.between}
    found = {}
    for clause in policy.clauses:
        mine = any(binds(rule, held, chain) for rule in clause.rules)
        flags = {"mine": mine, "tension": clause.id in contradictory}
        found[clause.id] = (_state(clause), *(name for name, is_so in flags.items() if is_so))
    return found


def _state(clause: Clause) -> str:
    if clause.waits_for:
        return "waiting"
    return {Kind.EXECUTABLE: "acting", Kind.GUIDANCE: "guidance", Kind.OUT_OF_SCOPE: "out"}[
        clause.kind
    ]
