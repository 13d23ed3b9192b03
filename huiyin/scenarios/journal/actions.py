"""Everything that can be done to the log: one function per verb, each records its event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.models import Classification, Urgency
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Obligation
from huiyin.obligations.record import record
from huiyin.scenarios.journal import events
from huiyin.scenarios.journal.models import Entry, EntryKind, Party

TITLE = 80
LONGEST = 4000


class EntryRefused(ValueError):
    """An entry lacks something, or cannot be; ``field`` and ``code`` say what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True)
class Words:
    """What is written down; ``people`` are ids of colleagues, ``secret`` hides it from heads."""

    kind: EntryKind
    happened_at: datetime
    content: str
    result: str = ""
    people: tuple[int, ...] = ()
    others: str = ""
    decision: bool = False
    urgent: bool = False
    secret: bool = False


@action(events.RECORDED)
def record_entry(words: Words, *, by: Person, entry_id: UUID | None = None) -> Entry:
    """Write one line into the log; asked twice with one id, it is written once.

    Raises ``EntryRefused``: ``content`` empty or long, ``happened_at`` in the future, ``people``
    unknown. Whoever took part may read it.
    """
    require(by, Action.WRITE_NOTICE)
    known = Entry.objects.filter(pk=entry_id, initiator=by).first() if entry_id else None
    if known is not None:
        return known
    at = clock.now()
    people = _checked(words, at, by)
    entry = _create(words, by, at, entry_id or new_id())
    Party.objects.bulk_create([Party(entry=entry, person_id=pk) for pk in people])
    readers.tell(entry.pk, Audience(people=tuple(people)).select_sql())
    facts = _facts(entry, people)
    private = {"content": entry.content, "result": entry.result, "others": entry.others}
    record(
        Event(events.RECORDED, str(entry.pk), at, by.pk, facts),
        private={name: text for name, text in private.items() if text},
    )
    close_if_done(entry, at)
    return entry


def take_follower(
    entry_id: UUID, stage: str, follower: UUID, *, at: datetime, by: Person
) -> list[str]:
    """A formal text of ``stage`` about the entry is out; the events that this was.

    A whole text is both the first word and the detail of an occurrence, and a detail in time is a
    first word as well.
    """
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    kinds = [events.FORMAL]
    if entry.kind == EntryKind.OCCURRENCE:
        kinds = [events.FIRST_WORD, events.DETAIL]
        kinds = kinds[:1] if stage == events.STAGES[events.GIVE_FIRST_WORD] else kinds
    facts: dict[str, Fact] = {"person": entry.initiator_id, "follower": str(follower)}
    for kind in kinds:
        record(Event(kind, str(entry.pk), at, by.pk, facts))
    return kinds


@action(events.DROPPED)
def drop(entry_id: UUID, reason: str, *, by: Person) -> bool:
    """No formal text will follow (a false alarm, somebody else told everybody); the reason stays.

    Whether anything was still owed. ``EntryRefused`` without a reason.
    """
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    require(by, Action.READ, entry)
    if entry.initiator_id != by.pk:
        raise PermissionDenied
    if not reason.strip():
        raise EntryRefused("reason", "empty")
    at = clock.now()
    if not _owed(entry):
        return False
    facts: dict[str, Fact] = {"person": entry.initiator_id}
    record(
        Event(events.DROPPED, str(entry.pk), at, by.pk, facts), private={"reason": reason.strip()}
    )
    return True


def close_if_done(entry: Entry, at: datetime) -> bool:
    """Close an entry about which nobody owes anything any more; whether it did."""
    if entry.closed_at is not None or _owed(entry):
        return False
    entry.closed_at = at
    entry.save(update_fields=["closed_at"])
    return True


def _owed(entry: Entry) -> bool:
    return Obligation.objects.filter(subject=entry.pk, parent=None, closed_at=None).exists()


def _checked(words: Words, at: datetime, by: Person) -> list[int]:
    if not words.content.strip():
        raise EntryRefused("content", "empty")
    if len(words.content) > LONGEST:
        raise EntryRefused("content", "long")
    if words.happened_at > at:
        raise EntryRefused("happened_at", "future")
    wanted = [pk for pk in dict.fromkeys(words.people) if pk != by.pk]
    known = set(Person.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != set(wanted):
        raise EntryRefused("people", "unknown")
    return wanted


def _create(words: Words, by: Person, at: datetime, entry_id: UUID) -> Entry:
    secret = words.secret
    content = words.content.strip()
    plain = " ".join(content.split())
    return Entry.objects.create(
        id=entry_id,
        scenario="journal",
        number=next_number("journal", at),
        title=str(words.kind.label) if secret else plain[:TITLE],
        initiator=by,
        department=by.department,
        urgency=Urgency.URGENT if words.urgent else Urgency.ROUTINE,
        classification=Classification.CONFIDENTIAL if secret else Classification.INTERNAL,
        created_at=at,
        opened_at=at,
        kind=words.kind,
        happened_at=words.happened_at,
        content=content,
        result=words.result.strip()[:300],
        others=words.others.strip()[:200],
        decision=words.decision,
    )


def _facts(entry: Entry, people: list[int]) -> dict[str, Fact]:
    return {
        "number": entry.number,
        "initiator": entry.initiator_id,
        "recorder": entry.initiator_id,
        "kind": entry.kind,
        "happened_at": entry.happened_at,
        "decision": entry.decision,
        "urgent": entry.urgency == Urgency.URGENT,
        "urgency": entry.urgency,
        "classification": entry.classification,
        "with": tuple(str(pk) for pk in people),
    }
