"""What e-mail says about an entry's duties and the week's list."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Case, Classification
from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.journal import events
from huiyin.ui import zh


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """Which duty waits and until when; never what was said: that stays in the log."""
    del people
    case = Case.objects.get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    verb = verbs.of(cohort.verb)
    title = str(verb.title or verb.label) if verb else ""
    name = case.title
    if case.classification == Classification.CONFIDENTIAL or cohort.verb in events.STAGES:
        name = case.number
    subject = _("%(duty)s：%(matter)s") % {"duty": title, "matter": name}
    if cohort.verb == events.TEAM_LIST:
        subject = case.title
    if notification.purpose == "remind":
        subject = f"{subject}（{_('提醒')}）"
    lead = subject
    if cohort.due_at is not None:
        lead += "\n\n" + _("请在 %(until)s 前完成。") % {"until": zh.moment(cohort.due_at)}
    return Message(
        subject=subject,
        plain=lead,
        html=format_html("<p>{}</p>", lead),
        action=_("查看"),
        link_path=reverse("journal:show", args=[case.pk]),
        may_reply=False,
        classification=case.classification,
    )
