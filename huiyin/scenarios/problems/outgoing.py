"""What e-mail says about the duties of a problem."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Case, Classification
from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.models import Answer, PlanStep
from huiyin.ui import zh


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """Which duty waits and until when; with the answer or the step that it is about."""
    del people
    case = Case.objects.get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    verb = verbs.of(cohort.verb)
    duty = str(verb.title or verb.label) if verb else ""
    secret = case.classification == Classification.CONFIDENTIAL
    subject = _("%(duty)s：%(matter)s") % {
        "duty": duty,
        "matter": case.number if secret else case.title,
    }
    if notification.purpose == "remind":
        subject = f"{subject}（{_('提醒')}）"
    lines = [subject]
    said = "" if secret else _about(cohort)
    lines += [said] if said else []
    if cohort.due_at is not None:
        lines.append(_("请在 %(until)s 前完成。") % {"until": zh.moment(cohort.due_at)})
    text = "\n\n".join(lines)
    return Message(
        subject=subject,
        plain=text,
        html=format_html("{}", linebreaks(text, autoescape=True)),
        action=str(verb.label) if verb else _("查看"),
        link_path=_path(cohort, case),
        may_reply=False,
        classification=case.classification,
        gist=subject,
    )


def _about(cohort: Obligation) -> str:
    """The answer that is to be confirmed, the step that is to be done."""
    if cohort.verb == events.CONFIRM:
        answers = Answer.objects.filter(problem=cohort.subject).select_related("by")
        answer = answers.order_by("-at", "-pk").first()
        return f"{answer.by.name}：{answer.text}" if answer else ""
    if cohort.verb == events.STEP:
        steps = PlanStep.objects.filter(solution__problem=cohort.subject)
        return next((step.text for step in steps if step.part == cohort.part), "")
    return ""


def _path(cohort: Obligation, case: Case) -> str:
    verb = verbs.of(cohort.verb)
    return verb.address(case.pk) if verb else reverse("problems:show", args=[case.pk])
