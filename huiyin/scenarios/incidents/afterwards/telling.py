"""Messages after the end: that it is over, that it came back, that the report is there."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.delivery import telling
from huiyin.delivery.content import Message
from huiyin.directory.offices import office_sql
from huiyin.obligations.models import Notification
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.incidents.afterwards.models import Announcement, Report
from huiyin.scenarios.incidents.models import Incident
from huiyin.ui import zh

SCENARIO = "endings"
ENDED, REPORTED, RETURNED = f"{SCENARIO}.ended", f"{SCENARIO}.reported", f"{SCENARIO}.returned"
CHANNELS = ("inbox", "mail")


def everybody_told(incident: Incident) -> PeopleSql:
    """All who had a word of it: those who owed something, readers, the team, who declared it."""
    return _TOLD, [incident.pk] * 4


def count(people: PeopleSql) -> int:
    """How many a set holds."""
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) m", params)  # noqa: S608 - SQL of our own
        return int(cursor.fetchone()[0])


def tell_end(incident: Incident, at: datetime) -> int:
    """Queue the word that it is over; to how many."""
    return _tell(incident, ENDED, everybody_told(incident), at)


def tell_return(incident: Incident, at: datetime) -> int:
    """Queue the word that it came back."""
    return _tell(incident, RETURNED, everybody_told(incident), at)


def tell_report(incident: Incident, at: datetime) -> int:
    """Tell the management that the report is there."""
    sql, params = office_sql("management")
    return _tell(incident, REPORTED, (sql, list(params)), at)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The announcement itself; of what is confidential only its number."""
    del people
    incident = Incident.objects.get(pk=notification.subject)
    hidden = incident.classification == Classification.CONFIDENTIAL
    name = incident.number if hidden else incident.title
    subjects = {
        ENDED: _("【已解决】%(matter)s"),
        REPORTED: _("【事件报告】%(matter)s"),
        RETURNED: _("【又出现】%(matter)s"),
    }
    lines = [incident.number] if hidden else _lines(incident, notification)
    pages = {REPORTED: "incidents:report"}
    return Message(
        subject=subjects[notification.purpose] % {"matter": name},
        plain="\n".join(lines),
        html=format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
        action=_("查看"),
        link_path=reverse(pages.get(notification.purpose, "incidents:room"), args=[incident.pk]),
        may_reply=False,
        classification=incident.classification,
        topic=str(incident.pk),
    )


def _lines(incident: Incident, notification: Notification) -> list[str]:
    if notification.purpose == ENDED:
        rows = Announcement.objects.filter(incident=incident, at__lte=notification.created_at)
        last = rows.order_by("-at").first()
        return last.text.splitlines() if last is not None else [incident.number]
    if notification.purpose == REPORTED:
        row = Report.objects.filter(incident=incident).first()
        span = zh.duration(incident.lasted(notification.created_at))
        told = _("持续时间：%(span)s") % {"span": span}
        return [incident.number, told, *(row.cause.splitlines() if row is not None else [])]
    return [incident.number, _("解决之后又出现，已重新打开，恢复通报。")]


def _tell(incident: Incident, purpose: str, people: PeopleSql, at: datetime) -> int:
    told = telling.tell(incident.pk, purpose, people, CHANNELS, at)
    return count(people) if told is not None else 0


_TOLD = """
SELECT p.id AS person_id, p.department_id FROM directory_person p
 WHERE p.active AND p.id IN (
   SELECT b.person_id FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
    WHERE o.subject = %s
   UNION SELECT r.person_id FROM cases_reader r WHERE r.case_id = %s
   UNION SELECT m.person_id FROM incidents_member m WHERE m.incident_id = %s
   UNION SELECT c.initiator_id FROM cases_case c WHERE c.id = %s)
"""
