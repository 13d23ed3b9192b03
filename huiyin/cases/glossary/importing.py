"""Terms from a table: read it, see what would change, change it; all of it, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.glossary import actions
from huiyin.cases.glossary.columns import Columns, Row
from huiyin.cases.glossary.entry import Entry, TermError, errors, key
from huiyin.cases.glossary.models import Term
from huiyin.directory.access import Action, require
from huiyin.directory.importing import ImportRefused, Problem
from huiyin.directory.models import Department, Person
from huiyin.directory.names import fold
from huiyin.kit import clock

MOST = 2000


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do; ``term_id`` is the term that it changes, ``None`` for a new one."""

    row: int
    entry: Entry
    term_id: UUID | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between a file and the glossary, and what stands in the way."""

    planned: tuple[Planned, ...]
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def added(self) -> list[Planned]:
        """Rows that enter a term."""
        return [one for one in self.planned if one.term_id is None]

    @property
    def changed(self) -> list[Planned]:
        """Rows that change one."""
        return [one for one in self.planned if one.term_id is not None]


def plan(rows: Sequence[Row], *, by: Person) -> Plan:
    """Compare the rows of a file with the glossary; nothing is written.

    A department that is not named is the importer's, a day that is not named is today.
    """
    if len(rows) > MOST:
        limit = _("一次最多导入 %(most)d 条") % {"most": MOST}
        return Plan((), 0, (Problem(0, "", limit),))
    return _Comparison(by).of(rows)


def apply(rows: Sequence[Row], *, by: Person) -> Plan:
    """Enter everything that ``plan`` shows; ``ImportRefused`` and nothing changed on any problem."""
    require(by, Action.MANAGE_GLOSSARY)
    with transaction.atomic():
        found = plan(rows, by=by)
        if found.problems:
            raise ImportRefused(*found.problems)
        for one in found.planned:
            try:
                actions.set_term(one.entry, by=by, term_id=one.term_id)
            except TermError as error:
                raise ImportRefused(*_told(one.row, error.errors)) from error
    return found


class _Comparison:
    """Judges row by row, each beside the terms in force and the rows before it."""

    def __init__(self, by: Person) -> None:
        self.by = by
        self.known = {one.folded: one for one in Term.objects.filter(retired_at=None)}
        self.departments: dict[str, list[Department]] = {}
        for one in Department.objects.filter(active=True):
            self.departments.setdefault(fold(one.name), []).append(one)

    def of(self, rows: Sequence[Row]) -> Plan:
        planned: list[Planned] = []
        problems: list[Problem] = []
        unchanged = 0
        seen: dict[str, int] = {}
        for row in rows:
            wrong: dict[str, str] = {}
            entry = self._entry(row, wrong)
            folded = key(entry.word)
            if folded in seen:
                wrong["word"] = _("与第 %(row)d 行重复") % {"row": seen[folded]}
            seen.setdefault(folded, row.number)
            was = self.known.get(folded)
            others = [one for one in self.known.values() if one is not was]
            wrong = errors(entry, others) | wrong
            if wrong:
                problems += _told(row.number, wrong)
            elif was is not None and actions.said(was) == actions.said_of(entry):
                unchanged += 1
            else:
                planned.append(Planned(row.number, entry, was.pk if was else None))
            self.known[folded] = _as_row(entry, was)
        return Plan(tuple(planned), unchanged, tuple(problems))

    def _entry(self, row: Row, wrong: dict[str, str]) -> Entry:
        try:
            since = row.since()
        except ValueError as error:
            wrong["since"], since = str(error), None
        return Entry(
            word=row.word,
            department=self._department(row.department, wrong),
            since=since or _today(),
            kind=row.kind(wrong),
            variants=row.variants,
            unless=row.unless,
            meaning=row.meaning,
        ).cleaned()

    def _department(self, name: str, wrong: dict[str, str]) -> Department:
        if not name:
            return self.by.department
        found = self.departments.get(fold(name), [])
        if len(found) != 1:
            text = _("没有“%(name)s”这个部门") if not found else _("有几个部门叫“%(name)s”")
            wrong["department"] = text % {"name": name}
        return found[0] if found else self.by.department


def _as_row(entry: Entry, was: Term | None) -> Term:
    row = Term(word=entry.word, folded=key(entry.word), variants=list(entry.variants))
    if was is not None:
        row.pk = was.pk
    return row


def _told(row: int, wrong: dict[str, str]) -> Iterator[Problem]:
    titles = Columns.titles()
    return (Problem(row, titles.get(field, field), why) for field, why in wrong.items())


def _today() -> date:
    return timezone.localdate(clock.now())
