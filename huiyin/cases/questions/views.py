"""Questions over HTTP: a card that lives in the pages of a case, and a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.cases.questions import actions, queries
from huiyin.cases.questions.finding import QuestionRefused
from huiyin.cases.questions.models import Question
from huiyin.cases.questions.words import LONGEST, why_not
from huiyin.directory.access import Action, NotVisible, actor_of, permission, require
from huiyin.directory.models import Person

View = Callable[..., HttpResponse]


def _page(view: View) -> View:
    """Whoever may read a case may ask about it; the rest is decided by the duty to answer."""
    return permission(Action.READ)(login_required(view))


@require_safe
@_page
def board(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The questions of a case that concern me; the card alone when htmx asks."""
    actor, case = _open(request, case_id)
    return _shown(request, actor, case)


@require_safe
@_page
def alike(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was asked before that is like the words typed so far; nobody is named."""
    actor, case = _open(request, case_id)
    text = request.GET.get("text", "")[:LONGEST]
    context = {"case": case, "found": queries.alike(case, text, actor), "text": text}
    return _render(request, "questions/_alike.html", context)


@require_POST
@_page
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask; the card comes back with the question in it."""
    actor, case = _open(request, case_id)
    text = request.POST.get("text", "")
    return _done(
        request,
        actor,
        case,
        lambda: actions.ask(case.pk, text, by=actor),
        _("已提问，答复后会通知你"),
        typed={"text": text},
    )


@require_POST
@_page
def follow(request: HttpRequest, case_id: UUID, question_id: int) -> HttpResponse:
    """我也想问: told together with whoever asked first."""
    actor, case, question = _find(request, case_id, question_id)
    like = request.POST.get("text", "")
    return _done(
        request,
        actor,
        case,
        lambda: actions.follow(question.pk, by=actor, like=like),
        _("已一起等答复"),
    )


@require_POST
@_page
def answer(request: HttpRequest, case_id: UUID, question_id: int) -> HttpResponse:
    """Answer, or correct the answer; 422 keeps what was typed."""
    actor, case, question = _find(request, case_id, question_id)
    text, shared = request.POST.get("text", ""), request.POST.get("to") == "all"
    return _done(
        request,
        actor,
        case,
        lambda: actions.answer(question.pk, text, by=actor, shared=shared),
        _("已答复，有同样疑问的人会收到"),
        typed={"answer": text, "at": question.pk},
    )


@require_POST
@_page
def read(request: HttpRequest, case_id: UUID, question_id: int) -> HttpResponse:
    """看明白了: the doubt is over."""
    actor, case, question = _find(request, case_id, question_id)
    about = request.POST.get("person", "")
    person_id = int(about) if about.isdecimal() else None
    return _done(
        request,
        actor,
        case,
        lambda: actions.read(question.pk, by=actor, person_id=person_id),
        _("疑问已解除"),
    )


@require_POST
@_page
def withdraw(request: HttpRequest, case_id: UUID, question_id: int) -> HttpResponse:
    """The asker found out alone."""
    actor, case, question = _find(request, case_id, question_id)
    return _done(
        request,
        actor,
        case,
        lambda: actions.withdraw(question.pk, by=actor),
        _("提问已撤回"),
    )


def _open(request: HttpRequest, case_id: UUID) -> tuple[Person, Case]:
    actor = actor_of(request)
    rows = Case.objects.select_related("initiator", "department")
    case = rows.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    require(actor, Action.READ, case)
    return actor, case


def _find(request: HttpRequest, case_id: UUID, question_id: int) -> tuple[Person, Case, Question]:
    actor, case = _open(request, case_id)
    question = Question.objects.filter(pk=question_id, case=case).first()
    if question is None:
        raise NotVisible
    return actor, case, question


def _done(
    request: HttpRequest,
    actor: Person,
    case: Case,
    act: Callable[[], object],
    said: str,
    *,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    try:
        act()
    except QuestionRefused as error:
        wrong = {"problem": why_not(error.code), "typed": typed or {}}
        return _shown(request, actor, case, more=wrong, status=422)
    if _is_partial(request):
        return _shown(request, actor, case)
    messages.success(request, said)
    response = HttpResponseRedirect(reverse("questions:board", args=[case.pk]))
    response.status_code = 303
    return response


def _shown(
    request: HttpRequest,
    actor: Person,
    case: Case,
    *,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"board": queries.board(case, actor), "case": case} | (more or {})
    if _is_partial(request):
        return _render(request, "questions/_list.html", context, status=status)
    context["href"] = verbs.page_of(case.scenario, case.pk)
    return _render(request, "questions/board.html", context, status=status)


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response
