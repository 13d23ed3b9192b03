"""The author's side: key points and questions of a draft, and judging over what was said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.comprehension import matters, overruling, queries, writing
from huiyin.cases.comprehension.models import Assertion
from huiyin.cases.comprehension.opening import go, is_partial, open_case, page, shown
from huiyin.cases.comprehension.overruling import OverruleRefused
from huiyin.cases.comprehension.wording import writing_problem
from huiyin.cases.comprehension.writing import PointText, QuestionText
from huiyin.cases.models import Case
from huiyin.core.restating.turning import statement
from huiyin.directory.access import Action, NotVisible

BLANK_ROWS = 3


@require_safe
@page(Action.EDIT)
def editor(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Key points and questions of a draft; a part for htmx, else a page of its own."""
    _actor, case = open_case(request, case_id, Action.EDIT)
    return _editor(request, case)


@require_POST
@page(Action.EDIT)
def save(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what was typed; ``add`` gives more rows, ``propose`` makes questions of the points."""
    actor, case = open_case(request, case_id, Action.EDIT)
    points, questions = _points(request.POST), _questions(request.POST)
    if "propose" in request.POST:
        questions += _proposed(points, questions)
    try:
        writing.set_points(case.pk, points, by=actor)
        writing.set_questions(case.pk, questions, by=actor)
    except writing.NotDraft:
        return go(request, verbs.page_of(case.scenario, case.pk))
    except writing.WritingRefused as error:
        problem = writing_problem(error.row, error.field, error.code)
        typed = {"problem": problem, "points": _rows(points), "questions": questions}
        return _editor(request, case, more=typed, status=422)
    return _editor(request, case, more=_one_more(case) if "question" in request.POST else None)


@require_POST
@page(Action.EDIT)
def overrule(request: HttpRequest, case_id: UUID, assertion_id: int) -> HttpResponse:
    """A person's judgement of one assertion; both are kept."""
    actor, case = open_case(request, case_id, Action.EDIT)
    if not Assertion.objects.filter(pk=assertion_id, attempt__case=case).exists():
        raise NotVisible
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        overruling.overrule(assertion_id, verdict, reason, by=actor)
    except OverruleRefused as error:
        words = _("写明改判的理由") if error.code == "reason" else _("选择改判的结果")
        messages.error(request, words)
    else:
        messages.success(request, _("已改判，原判定保留在记录里"))
    wanted = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return go(request, wanted if local else verbs.page_of(case.scenario, case.pk))


def context(case: Case) -> dict[str, Any]:
    """What ``comprehension/_editor.html`` needs, for pages that include it."""
    revision = matters.of(case).revision(case)
    held = queries.points(case.pk, revision)
    questions = [
        QuestionText(
            one.kind, one.text, one.options, one.answer, one.key_point.order if one.key_point else 0
        )
        for one in queries.questions(case.pk, revision)
    ]
    return {
        "case": case,
        "points": _rows([PointText(one.text, one.hint) for one in held]),
        "questions": questions,
    }


def _editor(
    request: HttpRequest, case: Case, *, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    if not matters.of(case).is_draft(case):
        return go(request, verbs.page_of(case.scenario, case.pk))
    shown_context = context(case) | (more or {})
    template = "_editor.html" if is_partial(request) else "editor.html"
    return shown(request, f"comprehension/{template}", shown_context, status=status)


def _one_more(case: Case) -> dict[str, Any]:
    return {"questions": [*context(case)["questions"], QuestionText("single", "", [], [])]}


def _rows(points: list[PointText]) -> list[PointText]:
    return [*points, *[PointText("")] * BLANK_ROWS]


def _points(form: QueryDict) -> list[PointText]:
    texts, hints = form.getlist("point"), form.getlist("hint")
    return [
        PointText(text.strip(), (hints[at] if at < len(hints) else "").strip())
        for at, text in enumerate(texts)
        if text.strip()
    ]


def _questions(form: QueryDict) -> list[QuestionText]:
    """Rows ``q-kind q-text q-options q-answer q-point``; options one per line, ``*`` marks right."""
    found = []
    for at, text in enumerate(form.getlist("q-text")):
        kind, point = _at(form, "q-kind", at), _at(form, "q-point", at)
        options, answer = _marked(_at(form, "q-options", at))
        if kind == "true_false":
            options, answer = [], [0 if _at(form, "q-truth", at) == "true" else 1]
        place = int(point) if point.isdecimal() else 0
        if text.strip():
            found.append(QuestionText(kind, text.strip(), options, answer, place))
    return found


def _marked(lines: str) -> tuple[list[str], list[int]]:
    given = [line.strip() for line in lines.splitlines() if line.strip()]
    right = [place for place, line in enumerate(given) if line.startswith(("*", "＊"))]
    return [line.lstrip("*＊").strip() for line in given], right


def _at(form: QueryDict, name: str, place: int) -> str:
    values = form.getlist(name)
    return values[place] if place < len(values) else ""


def _proposed(points: list[PointText], known: list[QuestionText]) -> list[QuestionText]:
    """A true or false statement per point that has no question yet, every other one turned."""
    asked = {one.point for one in known}
    found = []
    for place, point in enumerate(points, 1):
        if place not in asked:
            made = statement(point.text, false=place % 2 == 0)
            found.append(QuestionText("true_false", made.text, [], [0 if made.true else 1], place))
    return found
