"""What is typed into the one line of a meeting: a resolution, or something to do."""

from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.items import actions as items
from huiyin.scenarios.meetings.live import line, resolving
from huiyin.scenarios.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendee,
    ItemState,
    Meeting,
    Resolution,
)
from huiyin.worktime import calendars

TODO = "todo"


def take(meeting: Meeting, kind: str, text: str, *, by: Person) -> Resolution | ActionItem:
    """Write the line down under the item that runs; ``kind`` ``TODO`` or a resolution.

    Raises what ``resolving.resolve`` and ``items.note`` raise.
    """
    running = AgendaItem.objects.filter(meeting=meeting, state=ItemState.RUNNING).first()
    if kind == TODO:
        return items.note(meeting.pk, read(meeting, text), by=by, item=running)
    return resolving.resolve(meeting.pk, text, by=by, item=running)


def read(meeting: Meeting, text: str) -> items.Words:
    """The words of an action item; who is meant may be anybody of the house, those who are asked first."""
    today = timezone.localtime(clock.now()).date()
    found = line.read(text, _people(meeting), today)
    owner = _owner(found)
    return items.Words(found.text, owner, _due(found))


def words_of(text: str, name: str, due: datetime | None) -> items.Words:
    """The words of an action item whose fields were put right one by one."""
    found = line.Line(text=text, name=name.strip().lstrip("@"))
    return items.Words(text, _owner(found), due)


def item_of(meeting_id: UUID, item_id: str) -> ActionItem | None:
    """The action item of a meeting; ``None`` when there is none of that id."""
    try:
        return ActionItem.objects.filter(meeting=meeting_id, pk=UUID(item_id)).first()
    except ValueError:
        return None


def _people(meeting: Meeting) -> dict[str, int]:
    rows = Attendee.objects.filter(meeting=meeting, person__isnull=False)
    return dict(rows.values_list("person__name", "person"))


def _owner(found: line.Line) -> Person | None:
    """Whoever is meant; of several people of one name nobody."""
    if found.person is not None:
        return Person.objects.get(pk=found.person)
    if not found.name:
        return None
    people = list(Person.objects.filter(name=found.name, active=True)[:2])
    return people[0] if len(people) == 1 else None


def _due(found: line.Line) -> datetime | None:
    """The moment; without a time of day the end of that day's work."""
    if found.day is None and found.clock is None:
        return None
    now = timezone.localtime(clock.now())
    day = found.day or now.date()
    at = found.clock
    if at is None:
        calendar = calendars.current()
        hours = calendar.hours_on(day) or calendar.usual_on(day)
        at = hours[-1][1] if hours else time(23, 59)
    return timezone.make_aware(datetime.combine(day, at))
