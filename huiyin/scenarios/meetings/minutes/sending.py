"""Minutes go to all whom they concern: without owing an answer, unless the clause wants one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.core import route
from huiyin.core.event import Fact
from huiyin.core.obligation import State
from huiyin.delivery import outsiders, telling
from huiyin.delivery.content import Message
from huiyin.directory.models import Person
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.roles import PeopleSql
from huiyin.policies import in_force
from huiyin.scenarios.meetings import guestlinks, told
from huiyin.scenarios.meetings.minutes import contents
from huiyin.scenarios.meetings.models import Attendee, Meeting, MinutesRevision
from huiyin.ui import zh
from huiyin.ui.markdown import render

SCENARIO = "minutes"
SENT = f"{SCENARIO}.sent"
PARTIES = "parties"
VERB = "confirm_record"


def send(meeting: Meeting, revision: MinutesRevision, people: PeopleSql) -> None:
    """Tell ``people`` by the channels of the matrix; whoever owes a confirmation is asked anyway."""
    sql, params = people
    owing = Bearer.objects.filter(
        state=State.OPEN, obligation_id__in=_asked(meeting).values("pk")
    ).values_list("person_id", flat=True)
    others = (
        f"SELECT person_id, department_id FROM ({sql}) p WHERE NOT person_id = ANY(%s::bigint[])"  # noqa: S608 - SQL of our own
    )
    telling.tell(
        meeting.pk,
        SENT,
        (others, [*params, list(owing)]),
        _channels(meeting),
        revision.published_at,
    )
    _send_outside(meeting, revision)


def _send_outside(meeting: Meeting, revision: MinutesRevision) -> None:
    """The same to the guests, by the link that is theirs; nothing of a confidential meeting."""
    if meeting.classification == Classification.CONFIDENTIAL:
        return
    seats = Attendee.objects.filter(meeting=meeting, guest__isnull=False).select_related("guest")
    for seat in seats:
        path = reverse("meetings:guest_minutes", args=[guestlinks.token(seat)])
        outsiders.tell(
            seat.email,
            seat.name,
            replace(said(revision), link_path=path),
            f"{SENT}/{meeting.pk}/{seat.guest_id}/{revision.number}",
            purpose=SENT,
            subject=meeting.pk,
        )


def owes_confirmation(meeting: Meeting, person: Person, actor: Person) -> bool:
    """Whether ``person`` still owes it, and ``actor`` may give it for them."""
    rows = Bearer.objects.filter(
        obligation_id__in=_asked(meeting).values("pk"), person_id=person.pk, state=State.OPEN
    )
    mine = Q() if person.pk == actor.pk else Q(delegate_id=actor.pk)
    return rows.filter(mine).exists()


def confirmations(meeting: Meeting) -> list[obligations.BearerRow]:
    """Everybody who was asked to confirm, those of the newest revision last."""
    return obligations.everyone(meeting.pk, VERB)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The minutes themselves; of a confidential meeting its number alone."""
    del people
    rows = MinutesRevision.objects.select_related("minutes__meeting__kind")
    return said(rows.filter(minutes=notification.subject).latest("number"))


def said(revision: MinutesRevision) -> Message:
    """The message about one revision; the link leads a colleague to its page."""
    meeting = revision.minutes.meeting
    secret = meeting.classification == Classification.CONFIDENTIAL
    title = meeting.number if secret else meeting.title
    subject = _("会议纪要：%(title)s") if revision.number == 1 else _("会议纪要（修订）：%(title)s")
    lead = _("%(title)s，%(when)s") % {"title": title, "when": zh.moment(meeting.starts_at)}
    blocks = [] if secret else _blocks(revision)
    text = "" if secret else revision.body
    html = format_html("<p><strong>{}</strong></p>{}", lead, render("\n\n".join([*blocks, text])))
    return Message(
        subject=subject % {"title": title},
        plain="\n\n".join([lead, *blocks, text]).strip(),
        html=str(html),
        action=_("看纪要"),
        link_path=reverse("meetings:minutes", args=[meeting.pk]),
        may_reply=False,
        classification=meeting.classification,
        gist="" if secret else lead,
        topic=title,
    )


def facts(notification: Notification) -> Mapping[str, Fact]:
    """What the interruption budget asks about such a message."""
    rows = Meeting.objects.select_related("kind", "series").filter(pk=notification.subject)
    return next((told.facts(meeting) for meeting in rows), {})


def _blocks(revision: MinutesRevision) -> list[str]:
    """What changed, what was decided and who does what, before the text."""
    kept = contents.of_revision(revision)
    blocks = [_("修订说明：%(change)s") % {"change": revision.change}] if revision.change else []
    if kept.resolutions:
        lines = [f"{row.number}. {row.text}" for row in kept.resolutions]
        blocks.append("\n".join([_("决议"), "", *lines]))
    if kept.items:
        blocks.append("\n".join([_("待办"), "", *map(_line, kept.items)]))
    return blocks


def _line(item: contents.Todo) -> str:
    until = zh.moment(item.due_at) if item.due_at else ""
    return f"{item.number}. {item.text}（{item.owner}，{until}）"


def _asked(meeting: Meeting) -> QuerySet[Obligation]:
    return Obligation.objects.filter(subject=meeting.pk, verb=VERB, parent=None, closed_at=None)


def _channels(meeting: Meeting) -> tuple[str, ...]:
    try:
        asked = {**told.facts(meeting), "audience": PARTIES}
        return tuple(route.channels(in_force.current(), asked).channels)
    except route.NoRouteError:
        return ()
