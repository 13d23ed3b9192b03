"""What people are told before a meeting without owing an answer: its agenda, its action plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.attachments import of_case
from huiyin.cases.models import Attachment, Classification
from huiyin.core import route
from huiyin.core.event import Fact
from huiyin.delivery import outsiders, telling
from huiyin.delivery.content import File, Message
from huiyin.obligations.models import Notification
from huiyin.policies import in_force
from huiyin.scenarios.meetings import guestlinks as links
from huiyin.scenarios.meetings import seats, told
from huiyin.scenarios.meetings.models import AgendaItem, Attendee, Meeting
from huiyin.ui import zh

SCENARIO = "agendas"
AGENDA = f"{SCENARIO}.shared"
PLAN = f"{SCENARIO}.plan"
NEEDS = f"{SCENARIO}.needs"
CHANNELS = ("mail",)
_SUBJECTS = {
    AGENDA: gettext_noop("会议议程：%(title)s"),
    PLAN: gettext_noop("行动计划：%(title)s"),
    NEEDS: gettext_noop("请说明你的需要：%(title)s"),
}


def tell(meeting: Meeting, purpose: str, at: datetime) -> None:
    """Tell all colleagues whom the meeting concerns, by the channels of the matrix, and the guests.

    A guest's mail carries the signed link by which they answer.
    """
    telling.tell(meeting.pk, purpose, seats.everybody_sql(meeting), _channels(meeting), at)
    rows = Attendee.objects.filter(meeting=meeting, guest__isnull=False).select_related("guest")
    for seat in rows:
        path = reverse("meetings:guest_need", args=[links.token(seat)])
        key = f"{purpose}:{seat.pk}:{at.timestamp():.0f}"
        message = replace(words(meeting, purpose), link_path=path, files=())
        outsiders.tell(seat.email, seat.name, message, key, purpose=purpose, subject=meeting.pk)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The agenda with its files, or the action plan; of a confidential meeting its number alone."""
    del people
    meeting = Meeting.objects.select_related("kind").get(pk=notification.subject)
    return words(meeting, notification.purpose)


def words(meeting: Meeting, purpose: str) -> Message:
    """The message of ``purpose``: ``AGENDA``, ``PLAN`` or ``NEEDS``."""
    open_to_mail = meeting.classification != Classification.CONFIDENTIAL
    title = meeting.title if open_to_mail else meeting.number
    parts = _parts(meeting, purpose) if open_to_mail else []
    when = zh.moment(meeting.starts_at)
    said = _("%(title)s，%(when)s") % {"title": title, "when": when}
    html = format_html_join("", "<h3>{}</h3><p>{}</p>", parts)
    subject = _(_SUBJECTS[purpose])
    with_files = open_to_mail and purpose == AGENDA
    return Message(
        subject=subject % {"title": title},
        plain="\n\n".join([said, *(f"{name}\n{text}" for name, text in parts)]),
        html=str(format_html("<p><strong>{}</strong></p>{}", said, html)),
        action=_("查看"),
        link_path=reverse("meetings:agenda", args=[meeting.pk]),
        may_reply=False,
        classification=meeting.classification,
        topic=title,
        files=tuple(map(_file, of_case(meeting))) if with_files else (),
        encloses=True,
    )


def facts(notification: Notification) -> Mapping[str, Fact]:
    """What the interruption budget asks about such a message."""
    rows = Meeting.objects.select_related("kind").filter(pk=notification.subject)
    return next((told.facts(meeting) for meeting in rows), {})


def _parts(meeting: Meeting, purpose: str) -> list[tuple[str, str]]:
    if purpose == PLAN:
        return [(_("行动计划"), meeting.course.plan)]
    lines = [_line(item) for item in AgendaItem.objects.filter(meeting=meeting)]
    parts = [
        (_("目的"), meeting.purpose),
        (_("预期结果"), meeting.expected),
        (_("议程"), "\n".join(lines)),
    ]
    return [(name, text.strip()) for name, text in parts if text.strip()]


def _line(item: AgendaItem) -> str:
    said = f"{item.position}. {item.title}"
    more = [item.owner.name] if item.owner else []
    more += [_("%(count)d 分钟") % {"count": item.minutes}] if item.minutes else []
    more += [item.expected] if item.expected else []
    return f"{said}（{'，'.join(more)}）" if more else said


def _channels(meeting: Meeting) -> tuple[str, ...]:
    """What the matrix gives, and mail in any case: nobody owes anything that an inbox would show."""
    try:
        asked = {**told.facts(meeting), "audience": "attendees"}
        given = tuple(route.channels(in_force.current(), asked).channels)
    except route.NoRouteError:
        given = ()
    return tuple(dict.fromkeys((*given, *CHANNELS)))


def _file(row: Attachment) -> File:
    return File(
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        path=reverse("cases:attachment", args=[row.pk]),
        read=partial(_read, row),
    )


def _read(row: Attachment) -> bytes:
    with row.file.open("rb") as stored:
        return bytes(stored.read())
