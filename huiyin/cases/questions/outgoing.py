"""What e-mail says about a question and its answer, and what may come back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Classification
from huiyin.cases.questions import actions, events
from huiyin.cases.questions.finding import QuestionRefused
from huiyin.cases.questions.models import Question
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.content import Message
from huiyin.delivery.replies import Answer, Refused
from huiyin.directory.models import Person
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.ui import zh
from huiyin.ui.markdown import render


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The answer in its own words to those who may share the doubt; the question to who owes it.

    Of a confidential case only that something waits.
    """
    del people
    case = Case.objects.get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    question = of_part(cohort)
    secret = case.classification == Classification.CONFIDENTIAL
    reading = cohort.verb == events.READ_ANSWER
    parts = [] if secret else _parts(question, with_answer=reading)
    lead = _lead(case, cohort, secret=secret)
    return Message(
        subject=_subject(case, cohort, notification, secret=secret),
        plain="\n\n".join([lead, *(f"{name}\n{text}" for name, text in parts)]),
        html=str(_html(lead, parts)),
        action=_("看答复") if reading else _("去答复"),
        link_path=reverse("questions:board", args=[case.pk]),
        may_reply=cohort.parent is None and not secret,
        classification=case.classification,
    )


def on_confirm(answer: Answer) -> None:
    """收到 in reply to an answer: it was read. In reply to a question it says nothing."""
    by = Person.objects.get(pk=answer.person_id)
    shown: dict[str, Any] = {"proof": Proof(answer.proof), "channel": Channel(answer.channel)}
    for question in _waiting(answer, events.READ_ANSWER):
        _taken(partial(actions.read, question.pk, by=by, **shown))


def on_reply(answer: Answer) -> None:
    """Words in reply to a question are its answer, when exactly one is waiting.

    Words in reply to an answer are another question.
    """
    waiting = _waiting(answer, events.ANSWER)
    if len(waiting) > 1:
        words = _("有 %(count)d 个提问待答复，请在页面上逐个答复") % {"count": len(waiting)}
        raise Refused(words)
    by = Person.objects.get(pk=answer.person_id)
    if not waiting and _waiting(answer, events.READ_ANSWER):
        _taken(partial(actions.ask, answer.subject, answer.text, by=by))
    for question in waiting:
        _taken(partial(actions.answer, question.pk, answer.text, by=by))


def of_part(cohort: Obligation) -> Question:
    """The question that a duty is about."""
    return Question.objects.get(pk=int(cohort.part.removeprefix("q")))


def _taken(act: Callable[[], object]) -> None:
    try:
        act()
    except (QuestionRefused, PermissionDenied, Http404) as error:
        raise Refused(_("这个提问已经结束，或不由你答复")) from error


def _waiting(answer: Answer, verb: str) -> list[Question]:
    mine = Q(person_id=answer.person_id) | Q(delegate_id=answer.person_id)
    share = Bearer.objects.filter(mine, obligation_id=OuterRef("pk"), state=0)
    owed = Obligation.objects.filter(subject=answer.subject, verb=verb, parent=None)
    return [of_part(cohort) for cohort in owed.filter(Exists(share)).order_by("pk")]


def _subject(case: Case, cohort: Obligation, notification: Notification, *, secret: bool) -> str:
    about = case.number if secret else case.title
    if cohort.verb == events.READ_ANSWER:
        return _("答复：关于「%(title)s」的提问") % {"title": about}
    if cohort.parent is not None:
        return _("请督促答复：关于「%(title)s」的提问") % {"title": about}
    text = _("待答复：关于「%(title)s」的提问") % {"title": about}
    return f"{text}（{_('提醒')}）" if notification.purpose == "remind" else text


def _lead(case: Case, cohort: Obligation, *, secret: bool) -> str:
    if cohort.verb == events.READ_ANSWER:
        text = _("关于「%(title)s」有了答复，可能也解开你的疑问。") % {
            "title": case.number if secret else case.title
        }
    elif cohort.parent is not None:
        text = _("这个提问已过答复期限，请督促或直接答复。")
    else:
        text = _("有人对你发起的事项有疑问。")
    if cohort.due_at is None:
        return text
    return text + _("期限 %(until)s。") % {"until": zh.moment(cohort.due_at)}


def _parts(question: Question, *, with_answer: bool) -> list[tuple[str, str]]:
    parts = [(_("提问"), question.text)]
    last = question.answers.order_by("-pk").select_related("by").first()
    if with_answer and last is not None:
        parts.append((_("%(name)s的答复") % {"name": last.by.name}, last.text))
    return parts


def _html(lead: str, parts: list[tuple[str, str]]) -> SafeString:
    body = format_html("<p>{}</p>", lead)
    for name, text in parts:
        body = format_html("{}<h3>{}</h3>{}", body, name, render(text))
    return body
