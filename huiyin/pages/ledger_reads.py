"""What the ledger's pages read: the newest entries somebody may see, and where the tree stands."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.naming import word
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.ledger.models import Checkpoint, Entry, QueuedLeaf, Seal
from huiyin.pages.clauses import duty
from huiyin.pages.queries import CaseFace, cases
from huiyin.ui import zh

PAGE = 50
LONGEST = 80
PEOPLE = ("person", "initiator", "delegate", "heir", "asker", "answerer", "recorder")
"""Facts that hold a person's id."""

SEVERAL = "with"
"""The fact that holds the ids of several people."""

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. ``case`` and ``details`` are empty for those who see metadata only."""

    id: int
    seq: int | None
    at: datetime
    kind: str
    title: str
    subject: UUID | None
    actor: str
    case: CaseFace | None
    details: tuple[tuple[str, str], ...]
    leaf: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Where the record stands; ``waiting`` entries have no number yet."""

    size: int
    root: str
    at: datetime | None
    signed: bool
    waiting: int


def sees_all(actor: Person) -> bool:
    """Whether ``actor`` may see that entries exist, of every case."""
    return may(actor, Action.VERIFY_LEDGER)


def newest(actor: Person, *, before: int = 0) -> tuple[list[Line], int]:
    """The newest entries below the id ``before`` (0: all), and where the next page begins (0: end).

    Auditors and administrators see the metadata of all entries; everybody sees the entries of the
    cases they may see.
    """
    rows = Entry.objects.filter(id__lt=before or _LARGEST).order_by("-id")
    if not sees_all(actor):
        own = Case.objects.visible_to(actor).values("pk")
        rows = rows.filter(subject__in=own)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return _lines(actor, shown), shown[-1].pk if len(found) > PAGE else 0


def of_case(actor: Person, case: Case) -> list[Line]:
    """Every entry of one case, oldest first; the caller has checked that ``actor`` may see it."""
    return _lines(actor, list(Entry.objects.filter(subject=case.pk).order_by("id")[:2000]))


def tree() -> Tree:
    """The newest checkpoint and how many entries wait for the sealer."""
    last = Checkpoint.objects.order_by("-size").first()
    waiting = QueuedLeaf.objects.count()
    if last is None:
        return Tree(0, "", None, signed=False, waiting=waiting)
    return Tree(last.size, bytes(last.root).hex(), last.at, signed=bool(last.note), waiting=waiting)


def _lines(actor: Person, entries: list[Entry]) -> list[Line]:
    subjects = {entry.subject for entry in entries if entry.subject}
    seen = set(Case.objects.visible_to(actor).filter(pk__in=subjects).values_list("pk", flat=True))
    faces = cases(seen)
    places = dict(
        Seal.objects.filter(entry_id__in=[entry.pk for entry in entries]).values_list(
            "entry_id", "seq"
        )
    )
    bodies = {entry.pk: json.loads(entry.body) for entry in entries}
    names = _names(bodies.values())
    return [_line(entry, bodies[entry.pk], places.get(entry.pk), faces, names) for entry in entries]


def _line(
    entry: Entry,
    body: dict[str, Any],
    seq: int | None,
    faces: dict[UUID, CaseFace],
    names: dict[int, str],
) -> Line:
    case = faces.get(entry.subject) if entry.subject else None
    actor = body.get("actor")
    facts = body.get("facts", {}) if case else {}
    return Line(
        id=entry.pk,
        seq=seq,
        at=entry.at,
        kind=entry.kind,
        title=word(entry.kind),
        subject=entry.subject,
        actor=names.get(actor, "") if isinstance(actor, int) else "",
        case=case,
        details=tuple((word(name), _plain(name, value, names)) for name, value in facts.items()),
        leaf=bytes(entry.leaf).hex(),
    )


def _names(bodies: Any) -> dict[int, str]:
    ids: set[Any] = set()
    for body in bodies:
        facts = body.get("facts", {})
        ids |= {body.get("actor"), *(facts.get(name) for name in PEOPLE)}
        ids |= set(_several(facts.get(SEVERAL)))
    people = Person.objects.filter(pk__in=[key for key in ids if type(key) is int])
    return dict(people.values_list("pk", "name"))


def _several(value: Any) -> list[int]:
    """The ids in a fact that names several people."""
    given = value if isinstance(value, list) else []
    return [int(one) for one in given if isinstance(one, str) and one.isdecimal()]


def _plain(name: str, value: Any, names: dict[int, str]) -> str:
    """A fact in words: people by name, moments in the viewer's zone, codes translated."""
    if name in PEOPLE and value in names:
        return names[value]
    if name == SEVERAL:
        return _("、").join(names[one] for one in _several(value) if one in names)
    if name == "verb":
        return duty(str(value))
    if name.endswith(("_at", "_by")) and isinstance(value, str):
        at = parse_datetime(value)
        return zh.moment(at) if at else value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return word(text) if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
