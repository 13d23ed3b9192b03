"""Copies: key parties who are told without owing an answer, and may read the notice (N18)."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from huiyin.cases import readers
from huiyin.core import route
from huiyin.core.event import Event, Fact
from huiyin.delivery import telling
from huiyin.delivery.content import Message
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification
from huiyin.obligations.record import freeze, record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import mode, published
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.mailing.events import COPIED
from huiyin.scenarios.notices.mailing.files import files_of
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.outgoing import may_carry_text, secret_subject, sections
from huiyin.ui.markdown import render

SCENARIO = "copies"
PURPOSE = f"{SCENARIO}.told"


def tell(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """Let those who get a copy read the notice, and tell them; once, with the publishing.

    Who owes an answer anyway gets no copy.
    """
    chosen = published.read(notice.copies)
    at = notice.published_at
    if chosen.names_nobody() or at is None:
        return
    people = freeze(_beside(chosen.select_sql(), sets), "notice_copies")
    number = _count(people)
    if not number:
        return
    readers.tell(notice.pk, people)
    record(Event(COPIED, str(notice.pk), at, by.pk, {"people": number}))
    telling.tell(notice.pk, PURPOSE, people, _channels(notice), at)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The notice as a copy: marked 抄送, nothing to confirm, the page behind the usual sign-in."""
    del people
    rows = Notice.objects.select_related("department", "initiator")
    notice = rows.get(pk=notification.subject)
    with_text = may_carry_text(notice)
    title = notice.title if with_text else secret_subject(notice)
    parts = sections(notice) if with_text else []
    said = _("抄送给你，供知悉，无需确认。")
    facts = _facts(notice)
    html = format_html_join("", "<h3>{}</h3>{}", ((name, render(text)) for name, text in parts))
    return Message(
        subject=_("【抄送】%(title)s") % {"title": title},
        plain="\n\n".join([said, facts, *(f"{name}\n{text}" for name, text in parts)]),
        html=str(format_html("<p><strong>{}</strong></p><p>{}</p>{}", said, facts, html)),
        action=_("查看"),
        link_path=reverse("notices:show", args=[notice.pk]),
        may_reply=False,
        classification=notice.classification,
        gist=gist_of(notice) if with_text else "",
        topic=title,
        files=files_of(notice) if with_text else (),
        encloses=True,
    )


def facts(notification: Notification) -> Mapping[str, Fact]:
    """What the interruption budget asks about a copy: it is never let through by an override."""
    rows = Notice.objects.filter(pk=notification.subject)
    return next((mode.matrix_facts(notice) for notice in rows), {})


def _facts(notice: Notice) -> str:
    return "　".join(
        [
            notice.number,
            f"{_('发文部门')} {notice.department.name}",
            f"{_('发布人')} {notice.initiator.name}",
        ]
    )


def _channels(notice: Notice) -> tuple[str, ...]:
    try:
        return mode.row(mode.matrix_facts(notice)).channels
    except route.NoRouteError:
        return ()


def _beside(chosen: PeopleSql, sets: Mapping[str, PeopleSql]) -> PeopleSql:
    sql, params = chosen
    parts, values = [sql], [*params]
    for role in (mode.RECIPIENTS, mode.KEY_PEOPLE):
        if role in sets:
            inner, more = sets[role]
            parts.append(f"SELECT person_id, department_id FROM ({inner}) {role}")  # noqa: S608 - SQL of our own
            values += more
    return " EXCEPT ".join(f"({part})" for part in parts), values


def _count(people: PeopleSql) -> int:
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) p", params)  # noqa: S608 - SQL of our own
        return int(cursor.fetchone()[0])
