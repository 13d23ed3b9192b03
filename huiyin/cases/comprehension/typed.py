"""Key points and questions as an author types them into a form, alone or within a larger one."""

from typing import Any

from django.http import QueryDict

from huiyin.cases.comprehension import matters, queries, writing
from huiyin.cases.comprehension.models import QuestionKind
from huiyin.cases.comprehension.wording import writing_problem
from huiyin.cases.comprehension.writing import PointText, QuestionText, WritingRefused
from huiyin.cases.models import Case
from huiyin.core.restating.turning import statement
from huiyin.directory.models import Person

BLANK = QuestionText(QuestionKind.SINGLE, "", [], [])


def context(case: Case) -> dict[str, Any]:
    """What ``comprehension/_fields.html`` needs: what is kept so far."""
    revision = matters.of(case).revision(case)
    return {
        "case": case,
        "key_points": [PointText(one.text, one.hint) for one in queries.points(case.pk, revision)],
        "quiz_rows": [
            QuestionText(
                one.kind,
                one.text,
                one.options,
                one.answer,
                one.key_point.order if one.key_point else 0,
            )
            for one in queries.questions(case.pk, revision)
        ],
    }


def keep(case: Case, form: QueryDict, by: Person) -> str:
    """Keep what the form holds; what is wrong with it in words, empty when nothing is.

    A form without these fields changes nothing, one without questions leaves them alone: it may
    have been sent before they were shown. ``writing.NotDraft`` for what went out.
    """
    if "point" not in form:
        return ""
    points, questions = _points(form), _questions(form)
    if "propose" in form:
        questions += proposed(points, questions)
    try:
        writing.set_points(case.pk, points, by=by)
        if "q-text" in form or questions:
            writing.set_questions(case.pk, questions, by=by, unfinished=True)
    except WritingRefused as error:
        return writing_problem(error.row, error.field, error.code)
    return ""


def proposed(points: list[PointText], known: list[QuestionText]) -> list[QuestionText]:
    """A true or false statement per point that has no question yet, every other one turned."""
    asked = {one.point for one in known}
    found = []
    for place, point in enumerate(points, 1):
        if place not in asked:
            made = statement(point.text, false=place % 2 == 0)
            right = 0 if made.true else 1
            found.append(QuestionText(QuestionKind.TRUE_FALSE, made.text, [], [right], place))
    return found


def _points(form: QueryDict) -> list[PointText]:
    hints = form.getlist("hint")
    return [
        PointText(text.strip(), (hints[at] if at < len(hints) else "").strip())
        for at, text in enumerate(form.getlist("point"))
        if text.strip()
    ]


def _questions(form: QueryDict) -> list[QuestionText]:
    """Rows ``q-kind q-text q-options q-truth q-point``; options one per line, ``*`` marks right."""
    found = []
    for at, text in enumerate(form.getlist("q-text")):
        kind, point = _at(form, "q-kind", at), _at(form, "q-point", at)
        options, answer = _marked(_at(form, "q-options", at))
        if kind == QuestionKind.TRUE_FALSE:
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
