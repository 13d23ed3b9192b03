"""Meetings as iCalendar objects (RFC 5545), for invitations (RFC 5546) and for a private feed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from huiyin.cases.models import Classification
from huiyin.delivery import links
from huiyin.delivery.content import ORGANIZER
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import (
    Answer,
    Attendee,
    Meeting,
    MeetingState,
    Part,
    Series,
)

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Huiyin//Meetings//ZH"
DOMAIN = "huiyin"
"""Behind the ``@`` of every UID: what stands before it is unique in the world already."""

_PARTSTAT = {
    Answer.NONE: "NEEDS-ACTION",
    Answer.ACCEPTED: "ACCEPTED",
    Answer.TENTATIVE: "TENTATIVE",
    Answer.DECLINED: "DECLINED",
}
_ROLES = {Part.REQUIRED: "REQ-PARTICIPANT", Part.OPTIONAL: "OPT-PARTICIPANT"}


def uid(meeting: Meeting) -> str:
    """What calendars call it: occurrences share the name of their series."""
    return f"{meeting.series_id or meeting.pk}@{DOMAIN}"


def invitation(meeting: Meeting, method: str, path: str) -> bytes:
    """One meeting, or one time of a series, asked for or called off; ``path`` is its page."""
    return _object(method, [_invited(meeting, method, path)])


def series(meeting: Meeting, of: Series, method: str, path: str) -> bytes:
    """The whole series, as its ``meeting`` describes it."""
    event = _invited(meeting, method, path, whole=True)
    start = local(of.first_start)
    event.pop("DTSTART")
    event.pop("DTEND")
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=of.length_minutes))
    event.add("rrule", _repeated(of))
    for name, days in (("exdate", of.exdates), ("rdate", of.rdates)):
        for day in days:
            event.add(name, local(datetime.fromisoformat(day)))
    event["SEQUENCE"] = of.sequence
    return _object(method, [event])


def feed(events: Iterable[Event], name: str) -> bytes:
    """A calendar to subscribe to, called ``name``."""
    return _object(PUBLISH, events, name)


def plain(meeting: Meeting, *, secret: bool) -> Event:
    """A meeting as somebody's own calendar shows it; ``secret``: its number alone."""
    event = _event(f"{meeting.pk}@{DOMAIN}", meeting, secret=secret)
    event.add("url", links.absolute(f"/meetings/{meeting.pk}"))
    return event


def deadline(name: str, key: str, at: datetime, title: str, address: str) -> Event:
    """Something that is due at an instant and takes no time."""
    event = Event()
    event.add("uid", f"{key}@{DOMAIN}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", local(at))
    event.add("dtend", local(at))
    event.add("summary", f"{name} {title}")
    event.add("transp", "TRANSPARENT")
    event.add("url", address)
    return event


def local(at: datetime) -> datetime:
    """``at`` in the organisation's zone, which calendars are told by its name."""
    return timezone.localtime(at, timezone.get_default_timezone())


def place_of(meeting: Meeting) -> str:
    """Where to go, in one line."""
    room = meeting.room
    parts = [room.name, room.place] if room is not None else []
    return " · ".join(part for part in (*parts, meeting.place, meeting.link) if part)


def _invited(meeting: Meeting, method: str, path: str, *, whole: bool = False) -> Event:
    secret = meeting.classification == Classification.CONFIDENTIAL
    event = _event(uid(meeting), meeting, secret=secret)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", _organizer(meeting.initiator, secret=secret))
    if meeting.occurrence is not None and not whole:
        event.add("recurrence-id", local(meeting.occurrence))
    for seat in [] if secret else meeting.attendees.select_related("person", "guest"):
        if seat.email:
            event.add("attendee", _attendee(seat), encode=False)
    said = [] if secret else [_named(_("目的"), meeting.purpose)]
    said += [] if secret else [_named(_("预期结果"), meeting.expected)]
    address = links.absolute(path)
    event.add("url", address)
    event.add("description", "\n\n".join([*(part for part in said if part), address]))
    return event


def _event(name: str, meeting: Meeting, *, secret: bool) -> Event:
    event = Event()
    event.add("uid", name)
    event.add("dtstamp", clock.now())
    event.add("dtstart", local(meeting.starts_at))
    event.add("dtend", local(meeting.ends_at))
    event.add("summary", meeting.number if secret else meeting.title)
    where = "" if secret else place_of(meeting)
    if where:
        event.add("location", where)
    if secret:
        event.add("class", "CONFIDENTIAL")
    if meeting.state == MeetingState.CANCELLED:
        event["STATUS"] = vText("CANCELLED")
    return event


def _repeated(of: Series) -> vRecur:
    """Its rule, with the end as a part of it (``UNTIL`` is in UTC, RFC 5545 3.3.10)."""
    rule: vRecur = vRecur.from_ical(of.rrule)
    if of.until is not None and "COUNT" not in rule:
        rule["UNTIL"] = [of.until.astimezone(UTC)]
    return rule


def _object(method: str, events: Iterable[Event], name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _organizer(person: Person, *, secret: bool) -> Any:
    address = vCalAddress(ORGANIZER)
    address.params["CN"] = vText(settings.ENV.organisation if secret else _plain(person.name))
    return address


def _attendee(seat: Attendee) -> Any:
    address = vCalAddress(f"mailto:{seat.email}")
    address.params["CN"] = vText(_plain(seat.name))
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText(_ROLES[Part(seat.part)])
    address.params["PARTSTAT"] = vText(_PARTSTAT[Answer(seat.answer)])
    address.params["RSVP"] = vText("TRUE")
    return address


def _plain(name: str) -> str:
    """A parameter's value cannot hold quotes or controls (RFC 5545 3.1)."""
    return "".join(sign for sign in name if sign.isprintable() and sign != '"')


def _named(name: str, text: str) -> str:
    return f"{name}：{text.strip()}" if text.strip() else ""
