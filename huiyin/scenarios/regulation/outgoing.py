"""What e-mail says about the duties of the regulation's own scenario."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification, Obligation
from huiyin.ui import zh


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """Which duty waits, about which amendment or review, and until when."""
    del people
    case = Case.objects.get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    verb = verbs.of(cohort.verb)
    duty = str(verb.title or verb.label) if verb else ""
    subject = _("%(duty)s：%(matter)s") % {"duty": duty, "matter": case.title or case.number}
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
        link_path=reverse("regulation:show", args=[case.pk]),
        may_reply=False,
        classification=case.classification,
    )
