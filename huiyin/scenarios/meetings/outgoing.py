"""What e-mail says about meetings: invitations, and the duties about any case of this scenario."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.cases import urgency, verbs
from huiyin.cases.models import Case, Classification
from huiyin.core.event import Fact
from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.meetings import invitations
from huiyin.ui import zh


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """An invitation, or which duty waits and until when; of a confidential case its number alone."""
    if invitations.is_invitation(notification):
        return invitations.describe(notification, people)
    case = Case.objects.get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    verb = verbs.of(cohort.verb)
    duty = str(verb.title or verb.label) if verb else _("待办")
    secret = case.classification == Classification.CONFIDENTIAL
    subject = _("%(duty)s：%(matter)s") % {
        "duty": duty,
        "matter": case.number if secret else case.title,
    }
    if notification.purpose == "remind":
        subject = f"{subject}（{_('提醒')}）"
    lead = subject
    if cohort.due_at is not None:
        lead += "\n\n" + _("请在 %(until)s 前完成。") % {"until": zh.moment(cohort.due_at)}
    address = verb.address(case.pk) if verb else reverse("meetings:show", args=[case.pk])
    return Message(
        subject=subject,
        plain=lead,
        html=str(format_html("<p>{}</p>", lead)),
        action=str(verb.label) if verb else _("查看"),
        link_path=address,
        may_reply=False,
        classification=case.classification,
        topic=case.number if secret else case.title,
    )


def facts(notification: Notification) -> Mapping[str, Fact]:
    """What the interruption budget asks: an entry for the calendar is no interruption."""
    known = urgency.facts(notification)
    return {**known, "calendar_entry": invitations.is_invitation(notification)}
