"""An update goes out: to the management always, and to whom else it names."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from huiyin.delivery import telling
from huiyin.delivery.content import Message
from huiyin.directory.audience import Audience
from huiyin.directory.offices import office_sql
from huiyin.obligations.models import Notification
from huiyin.obligations.roles import PeopleSql, one
from huiyin.scenarios.incidents.ending import client_lead
from huiyin.scenarios.incidents.models import Incident, MemberState, Update

TOLD = "incidents.update"
"""The purpose of a message that carries an update; nobody owes an answer to it."""

CHANNELS = ("inbox", "mail")
"""Nobody waits for an update who is asked for nothing: who must act has a duty of their own."""


def tell(update: Update) -> int | None:
    """Send ``update`` to everybody it is for, whoever gave it left out."""
    people = people_of(update.incident, update.audience)
    sql, params = people
    others = f"SELECT person_id, department_id FROM ({sql}) told WHERE person_id <> %s"  # noqa: S608 - SQL of our own
    meant = (others, [*params, update.by_id])
    return telling.tell(update.incident_id, TOLD, meant, CHANNELS, update.at)


def people_of(incident: Incident, audience: Sequence[str]) -> PeopleSql:
    """The management, and the team, the client lead and the group as ``audience`` says."""
    parts: list[PeopleSql] = [_management()]
    if "team" in audience:
        rows = incident.members.exclude(state=MemberState.REPLACED)
        named = tuple(rows.values_list("person_id", flat=True))
        parts.append(Audience(people=named).select_sql())
    if "clients" in audience:
        parts.append(one(client_lead(incident).pk))
    if "group" in audience and incident.kind.group_id is not None:
        parts.append(Audience(groups=(incident.kind.group_id,)).select_sql())
    sql = " UNION ".join(f"({part})" for part, _params in parts)
    params: list[Any] = [value for _part, given in parts for value in given]
    return f"SELECT person_id, department_id FROM ({sql}) everybody", params  # noqa: S608 - SQL of our own


def describe(notification: Notification, incident: Incident, link: str) -> Message:
    """What is known, done and next."""
    rows = Update.objects.filter(incident=incident, at__lte=notification.created_at)
    update = rows.select_related("by").order_by("-number").first()
    words = parts_of(update) if update is not None else []
    number = update.number if update is not None else 0
    subject = _("【突发】%(matter)s：第 %(n)d 次进展通报") % {"matter": incident.title, "n": number}
    lines = [f"{name}：{said}" for name, said in words]
    return Message(
        subject=subject,
        plain="\n".join(lines),
        html=format_html_join("", "<p><b>{}</b>：{}</p>", words),
        action=_("进入应急室"),
        link_path=link,
        may_reply=False,
        classification=incident.classification,
        gist=lines[0] if lines else "",
        topic=str(incident.pk),
    )


def parts_of(update: Update) -> list[tuple[str, str]]:
    """What an update says, each part with its name."""
    parts = [(_("已知"), update.known), (_("已做"), update.done), (_("下一步"), update.next)]
    return [(name, said) for name, said in parts if said]


def _management() -> PeopleSql:
    sql, params = office_sql("management")
    return sql, list(params)
