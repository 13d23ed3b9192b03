"""Invitations go out: to colleagues as messages of the meeting, to guests by mail of their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.delivery import outsiders, telling
from huiyin.delivery.content import Message
from huiyin.delivery.models import OutsideMail
from huiyin.obligations.models import Notification
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import guestlinks as links
from huiyin.scenarios.meetings import queries, seats
from huiyin.scenarios.meetings.calendar import ical
from huiyin.scenarios.meetings.models import Attendee, Meeting

REQUEST, SERIES, CANCEL = "meetings.request", "meetings.series", "meetings.cancel"
END, CUT, STOP = "meetings.series_end", "meetings.series_cut", "meetings.series_stop"
"""``END`` takes all times off the calendar; ``CUT`` and ``STOP`` leave those that were held."""

PURPOSES = (REQUEST, SERIES, CANCEL, END, CUT, STOP)
CHANNELS = ("mail",)
"""An invitation belongs into the calendar program, which reads mail."""


def request(meeting: Meeting, at: datetime, purpose: str = REQUEST) -> None:
    """Ask everybody, or tell them what changed; with ``SERIES`` for all its times."""
    telling.tell(meeting.pk, purpose, seats.everybody_sql(meeting), CHANNELS, at)
    _write_to(meeting, _guests(meeting), purpose)


def cancel(
    meeting: Meeting,
    at: datetime,
    gone: Sequence[Attendee] | None = None,
    purpose: str = CANCEL,
) -> None:
    """Tell everybody, or only those who are ``gone``, that they need not come; ``END``: ever again."""
    people = seats.everybody_sql(meeting) if gone is None else _named(gone)
    telling.tell(meeting.pk, purpose, people, CHANNELS, at)
    _write_to(meeting, _guests(meeting) if gone is None else gone, purpose)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The words of an invitation to colleagues, with what their calendar needs."""
    del people
    meeting = _meeting(notification.subject)
    path = reverse("meetings:show", args=[meeting.pk])
    return _message(meeting, notification.purpose, path, _first_told(meeting))


def is_invitation(notification: Notification) -> bool:
    """Whether it carries an entry for the calendar."""
    return notification.purpose in PURPOSES


def _guests(meeting: Meeting) -> Iterable[Attendee]:
    rows = Attendee.objects.filter(meeting=meeting, guest__isnull=False)
    return rows.select_related("guest")


def _write_to(meeting: Meeting, seated: Iterable[Attendee], purpose: str) -> None:
    """One mail to each guest among them, once per change."""
    for seat in seated:
        if seat.guest is None:
            continue
        path = reverse("meetings:guest", args=[links.token(seat)])
        first = OutsideMail.objects.filter(
            subject__in=_same(meeting), address=seat.guest.email, purpose__in=PURPOSES
        ).order_by("pk")
        answers_to = first.values_list("pk", flat=True).first() or 0
        outsiders.tell(
            seat.guest.email,
            seat.guest.name,
            _message(meeting, purpose, path, answers_to),
            f"meetings/{meeting.pk}/{seat.guest_id}/{purpose}/{meeting.sequence}",
            purpose=purpose,
            subject=meeting.pk,
        )


def _message(meeting: Meeting, purpose: str, path: str, answers_to: int) -> Message:
    secret = meeting.classification == Classification.CONFIDENTIAL
    title = meeting.number if secret else meeting.title
    off = purpose in (CANCEL, END)
    lines = _lines(meeting, secret=secret)
    heads = {
        CANCEL: _("会议取消：%(title)s"),
        END: _("例会不再开：%(title)s"),
        STOP: _("例会不再开：%(title)s"),
        SERIES: (_("例会邀请：%(title)s"), _("例会变更：%(title)s"))[_again(meeting)],
        CUT: _("例会变更：%(title)s（原来的安排到此为止）"),
    }
    head = (
        heads.get(purpose)
        or (_("会议邀请：%(title)s"), _("会议变更：%(title)s"))[meeting.sequence > 0]
    )
    method = ical.CANCEL if off else ical.REQUEST
    if purpose in (SERIES, END, CUT, STOP) and meeting.series is not None:
        calendar = ical.series(meeting, meeting.series, method, path)
    else:
        calendar = ical.invitation(meeting, method, path)
    return Message(
        subject=head % {"title": title},
        plain="\n".join(f"{name}：{text}" for name, text in lines),
        html=str(
            format_html("<p>{}</p>", format_html_join("", "<strong>{}</strong>：{}<br>", lines))
        ),
        action=_("看会议") if off else _("答复邀请"),
        link_path=path,
        may_reply=False,
        classification=meeting.classification,
        topic=title,
        calendar=calendar,
        calendar_method=method,
        calendar_answers_to=answers_to,
    )


def _again(meeting: Meeting) -> bool:
    """Whether its series was announced before, or follows one that was."""
    series = meeting.series
    return series is not None and (series.sequence > 0 or series.follows_id is not None)


def _lines(meeting: Meeting, *, secret: bool) -> list[tuple[str, str]]:
    lines = [(_("时间"), queries.when(meeting))]
    if not secret:
        lines += [
            (_("地点"), ical.place_of(meeting)),
            (_("主持人"), meeting.chair.name),
            (_("目的"), meeting.purpose),
            (_("预期结果"), meeting.expected),
            (_("取消原因"), meeting.cancel_reason),
        ]
    return [(name, text.strip()) for name, text in lines if text.strip()]


def _first_told(meeting: Meeting) -> int:
    """The first invitation to it (or its series): calendars keep answering to that address."""
    told = Notification.objects.filter(subject__in=_same(meeting), purpose__in=PURPOSES)
    return told.order_by("pk").values_list("pk", flat=True).first() or 0


def _same(meeting: Meeting) -> list[UUID]:
    """It, or all times of its series: one thing for a calendar."""
    if meeting.series_id is None:
        return [meeting.pk]
    return list(Meeting.objects.filter(series=meeting.series_id).values_list("pk", flat=True))


def _meeting(key: UUID) -> Meeting:
    rows = Meeting.objects.select_related("kind", "room", "chair", "initiator", "series")
    return rows.get(pk=key)


def _named(gone: Sequence[Attendee]) -> PeopleSql:
    return (
        "SELECT id AS person_id, department_id FROM directory_person WHERE id = ANY(%s::bigint[])",
        [[one.person_id for one in gone if one.person_id]],
    )
