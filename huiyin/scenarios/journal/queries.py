"""Reads of the log: one line as fields with the colleagues it names, and what an entry owes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.core.obligation import State
from huiyin.directory import picker
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.policies import in_force
from huiyin.scenarios.journal import events
from huiyin.scenarios.journal.line import read
from huiyin.scenarios.journal.models import Entry, EntryKind, Week
from huiyin.ui.clocks import ClockFace, face

MOST_PEOPLE = 30


@dataclass(frozen=True, slots=True)
class Preview:
    """One typed line as the fields of an entry. ``others`` are names that no colleague has."""

    kind: str
    happened_at: datetime
    people: tuple[Person, ...]
    others: str
    content: str
    result: str
    decision: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty about an entry, as its page shows it."""

    verb: verbs.Verb | None
    href: str
    face: ClockFace
    due_at: datetime | None
    clause: str
    clause_text: str
    open: bool
    state: State


def preview(text: str, actor: Person) -> Preview:
    """What ``text`` says, colleagues found by their names; those of one's own department first."""
    now = timezone.localtime(clock.now())
    line = read(text[:2000], now.date())
    people, others = _people(line.names, actor)
    return Preview(
        kind=line.kind or EntryKind.TALK.value,
        happened_at=line.moment(now),
        people=tuple(people),
        others="、".join(others),
        content=line.content,
        result=line.result,
        decision=line.decision,
        urgent=line.urgent,
    )


def of_names(text: str, actor: Person) -> tuple[list[Person], list[str]]:
    """Names parted by 、 as colleagues, and those that no colleague has."""
    return _people(
        tuple(name for name in text.replace(",", "、").split("、") if name.strip()), actor
    )


def owed(entry: Entry, actor: Person) -> list[Owed]:
    """What ``actor`` owes or owed about ``entry``, the first due first."""
    found = obligations.shares(entry.pk, actor.pk)
    cohorts = Obligation.objects.in_bulk([share.obligation_id for _verb, share in found])
    rows = [
        _owed(cohorts[share.obligation_id], share)
        for verb, share in found
        if verb in events.STAGES and share.person_id == actor.pk
    ]
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at))


def follow_ups(entry: Entry, actor: Person) -> list[tuple[str, str]]:
    """The formal texts that follow from ``entry`` and that ``actor`` may see: title, address."""
    seen = Case.objects.filter(origin=entry.pk).visible_to(actor).order_by("created_at")
    return [
        (case.title or case.number, verbs.page_of(case.scenario, case.pk)) for case in seen[:20]
    ]


def week_of(monday: str) -> Week | None:
    """The week that begins on ``monday`` (ISO date), the newest without one."""
    weeks = Week.objects.order_by("-monday")
    if monday:
        weeks = weeks.filter(monday=monday)
    return weeks.first()


def _people(names: tuple[str, ...], actor: Person) -> tuple[list[Person], list[str]]:
    found: list[Person] = []
    others: list[str] = []
    for name in names[:MOST_PEOPLE]:
        person = _person(name.strip(), actor)
        if person is None:
            others.append(name.strip())
        elif person not in found:
            found.append(person)
    return found, others


def _person(name: str, actor: Person) -> Person | None:
    fitting = [one for one in picker.matching(name)[:20] if one.name == name and not one.party]
    fitting.sort(key=lambda one: one.department_id != actor.department_id)
    return fitting[0] if fitting else None


def _owed(row: Obligation, share: obligations.BearerRow) -> Owed:
    verb = verbs.of(row.verb)
    try:
        text = in_force.version(row.policy_version).clause(row.clause).text
    except KeyError:
        text = ""
    return Owed(
        verb=verb,
        href=verb.address(row.subject) if verb else "",
        face=face(row.due_at, row.born_at, clock.now(), done_at=share.closed_at),
        due_at=row.due_at,
        clause=row.clause,
        clause_text=text,
        open=share.state == State.OPEN,
        state=share.state,
    )
