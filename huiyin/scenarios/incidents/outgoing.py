"""What a message says about a duty of an incident: enough to act on before anything is opened."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Classification
from huiyin.delivery.content import Message, Words
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.incidents import events, kinds
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.updates import telling
from huiyin.ui import zh

TAPS = (events.TAKE_NOTICE, events.REPORT_READY)
"""What a press on the signed link answers, without signing in."""


def describe(notification: Notification, people: Sequence[int]) -> Words:
    """What happened, what is owed and until when; to each of the team their own task."""
    incident = Incident.objects.select_related("kind", "commander").get(pk=notification.subject)
    room = reverse("incidents:room", args=[incident.pk])
    if notification.purpose == telling.TOLD:
        return telling.describe(notification, incident, room)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    remind = notification.purpose == "remind"
    common = _message(incident, cohort, room, remind=remind)
    if cohort.verb != events.REPORT_READY:
        return common
    tasks = dict(incident.members.filter(person__in=people).values_list("person_id", "task"))
    return {
        person: _message(incident, cohort, room, remind=remind, task=tasks.get(person, ""))
        for person in people
    }


def _message(
    incident: Incident, cohort: Obligation, room: str, *, remind: bool, task: str = ""
) -> Message:
    verb = verbs.of(cohort.verb)
    title = str(verb.title or verb.label) if verb else cohort.verb
    lines = lines_of(incident)
    if task and incident.classification != Classification.CONFIDENTIAL:
        lines.insert(0, _("你的任务：%(task)s") % {"task": task})
    if cohort.due_at is not None:
        until = {"until": zh.moment(cohort.due_at), "duty": title}
        lines.append(_("请在 %(until)s 前完成：%(duty)s") % until)
    tap = cohort.verb in TAPS
    return Message(
        subject=_subject(incident, title, remind=remind),
        plain="\n".join(lines),
        html=format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
        action=str(verb.label) if verb and tap else _("进入应急室"),
        link_path="/incidents/tap/{token}" if tap else room,
        may_reply=False,
        classification=incident.classification,
        topic=str(incident.pk),
    )


def lines_of(incident: Incident) -> list[str]:
    """The first report as lines; of what is confidential only that something happened."""
    if incident.classification == Classification.CONFIDENTIAL:
        return [incident.number]
    level = kinds.level(incident.kind, incident.severity)
    said = [
        f"{kinds.name_of(incident.kind)} · {level.name} · {incident.number}",
        _("发生：%(at)s") % {"at": zh.moment(incident.happened_at)},
    ]
    fields = (
        (_("范围"), incident.scope),
        (_("影响"), incident.impact),
        (_("临时措施"), incident.measures),
        (_("应急负责人"), incident.commander.name),
    )
    return [*said, *(_("%(name)s：%(value)s") % {"name": n, "value": v} for n, v in fields if v)]


def _subject(incident: Incident, title: str, *, remind: bool) -> str:
    hidden = incident.classification == Classification.CONFIDENTIAL
    name = incident.number if hidden else incident.title
    subject = _("【突发】%(matter)s") % {"matter": name}
    if title:
        subject = f"{subject}：{title}"
    return f"{subject}（{_('提醒')}）" if remind else subject
