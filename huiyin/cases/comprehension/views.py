"""The reader's side: the card with its steps, answered with one thumb."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.comprehension import actions, cards, queries
from huiyin.cases.comprehension.actions import AttemptRefused
from huiyin.cases.comprehension.cards import Card
from huiyin.cases.comprehension.models import QuestionKind, QuizQuestion
from huiyin.cases.comprehension.opening import about, go, is_partial, open_case, page, shown
from huiyin.cases.comprehension.wording import why_not
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible
from huiyin.directory.models import Person


@require_safe
@page(Action.CONFIRM)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The card, alone for htmx, else on a page of its own."""
    actor, case, person = _mine(request, case_id)
    return _card(request, case, cards.card(case, person, by=actor))


@require_POST
@page(Action.CONFIRM)
def coverage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """While typing: which points are there; nothing is kept."""
    actor, case, person = _mine(request, case_id)
    words = request.POST.get("words", "")[: actions.LONGEST]
    held = queries.standing(case, person.pk).points
    lines = cards.mentioned(case, held, words)
    del actor
    return shown(request, "comprehension/_coverage.html", {"points": lines})


@require_POST
@page(Action.CONFIRM)
def restate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One try in own words; what is still missing is said in a friendly way."""
    actor, case, person = _mine(request, case_id)
    words = request.POST.get("words", "")
    try:
        actions.restate(case.pk, words, by=actor, person_id=person.pk)
    except AttemptRefused as error:
        card = cards.card(case, person, by=actor, typed=words)
        return _card(request, case, cards.with_problem(card, why_not(error.code)), status=422)
    return _after(request, case, actor, person)


@require_POST
@page(Action.CONFIRM)
def quiz(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One answer after the other; the last one hands all of them in."""
    actor, case, person = _mine(request, case_id)
    standing = queries.standing(case, person.pk)
    asked = {one.pk: one for one in standing.open_questions}
    carried = _carried(request, asked)
    so_far: list[int] = []
    status = 200
    if "back" in request.POST:
        carried = dict(list(carried.items())[:-1])
    elif "again" not in request.POST:
        picked, so_far = _picked(request, asked)
        carried |= picked
        status = 200 if picked or so_far else 422
    if asked and len(carried) == len(asked):
        actions.answer_quiz(case.pk, carried, by=actor, person_id=person.pk)
        return _after(request, case, actor, person)
    typed = request.POST.get("words")
    card = cards.card(case, person, by=actor, typed=typed, carried=carried, so_far=so_far)
    if status != 200:  # noqa: PLR2004 - the status of a good answer
        card = cards.with_problem(card, _("先选一个答案"))
    return _card(request, case, card, status=status)


def _mine(request: HttpRequest, case_id: UUID) -> tuple[Person, Case, Person]:
    actor, case = open_case(request, case_id, Action.CONFIRM)
    if case.opened_at is None:
        raise NotVisible
    return actor, case, about(request, case, actor)


def _carried(request: HttpRequest, asked: dict[int, QuizQuestion]) -> dict[int, list[int]]:
    """The answers given before, which travel with the form until all are there."""
    found: dict[int, list[int]] = {}
    for text in request.POST.getlist("given"):
        key, _colon, places = text.partition(":")
        if key.isdecimal() and int(key) in asked:
            found[int(key)] = _places(places.split(","), asked[int(key)])
    return found


def _picked(
    request: HttpRequest, asked: dict[int, QuizQuestion]
) -> tuple[dict[int, list[int]], list[int]]:
    """The answer to the question that was shown, or how far an ordering has come."""
    key = request.POST.get("question", "")
    question = asked.get(int(key)) if key.isdecimal() else None
    if question is None:
        return {}, []
    places = _places(request.POST.getlist("option"), question)
    if question.kind != QuestionKind.ORDERING:
        return ({question.pk: places} if places else {}), []
    before = _places(request.POST.getlist("picked"), question)
    order = list(dict.fromkeys([*before, *places]))
    return ({question.pk: order}, []) if len(order) == len(question.options) else ({}, order)


def _places(texts: list[str], question: QuizQuestion) -> list[int]:
    most = len(question.options) or 2
    return [int(text) for text in texts if text.isdecimal() and int(text) < most]


def _after(request: HttpRequest, case: Case, actor: Person, person: Person) -> HttpResponse:
    card = cards.card(case, person, by=actor, typed=request.POST.get("words"))
    if card.standing.complete:
        messages.success(request, _("要点都对上了，已确认理解"))
        return go(request, _page_of(case))
    return _card(request, case, card)


def _card(request: HttpRequest, case: Case, card: Card, *, status: int = 200) -> HttpResponse:
    context = {"card": card, "case": case, "href": _page_of(case)}
    template = "comprehension/_card.html" if is_partial(request) else "comprehension/card.html"
    return shown(request, template, context, status=status)


def _page_of(case: Case) -> str:
    own = reverse("comprehension:show", args=[case.pk])
    return verbs.page_of(case.scenario, case.pk) or own
