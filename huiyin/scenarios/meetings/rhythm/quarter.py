"""The evaluation of a quarter on its page: figures, words, goals."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, actor_of, may
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.models import Evaluation, Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import evaluating, figures, queries
from huiyin.scenarios.meetings.rhythm.calendar import before
from huiyin.scenarios.meetings.rhythm.evaluating import Goal
from huiyin.scenarios.meetings.rhythm.figures import Figures, percent
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.views.pages import go, page

ROWS = 4
"""Empty rows for goals that the form offers."""


def context(period: Period, actor: Person) -> dict[str, Any]:
    """The figures of the quarter that ended beside those of the one before, and what was said."""
    mine = {row.verb: row for row in owed.by(period.pk, actor)}
    asked = any(verb in mine for verb in (evaluating.EVALUATE, evaluating.SET_GOALS))
    if not (asked or may(actor, Action.SEE_COMPLIANCE)):
        return {"evaluates": False}
    ended = evaluating.span_of(period)
    earlier = before(PeriodKind.QUARTER, ended.begins)
    row = Evaluation.objects.filter(period=period).first()
    now = figures.read(row.figures) if row and row.figures else None
    return {
        "evaluates": True,
        "evaluation": row,
        "ended": ended,
        "goals": [_goal(one) for one in row.goals] if row else [],
        "figure_rows": _rows(
            now or figures.of(ended.begins, ended.ends), figures.of(earlier.begins, earlier.ends)
        ),
        "evaluate_duty": _open(mine, evaluating.EVALUATE),
        "goals_duty": _open(mine, evaluating.SET_GOALS),
        "goal_rows": range(ROWS),
    }


@require_POST
@page(Action.READ)
def evaluate(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """What the figures mean."""
    actor = actor_of(request)
    queries.find(period_id, actor)
    try:
        evaluating.evaluate(period_id, request.POST.get("assessment", ""), by=actor)
        messages.success(request, _("季度评估已完成"))
    except WordsRefused:
        messages.error(request, _("写明评估的结论"))
    return go(reverse("meetings:period", args=[period_id]))


@require_POST
@page(Action.READ)
def set_goals(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """The plan with goals."""
    actor = actor_of(request)
    period = queries.find(period_id, actor)
    try:
        evaluating.set_goals(period_id, goals_of(request.POST, period.ends), by=actor)
        messages.success(request, _("改进计划已定"))
    except WordsRefused:
        messages.error(request, _("至少定一个目标，写明指标和目标值"))
    return go(reverse("meetings:period", args=[period_id]))


def goals_of(data: QueryDict, until: date) -> list[Goal]:
    """The rows that say anything; a day that is none is the end of the quarter."""
    columns = [data.getlist(name) for name in ("what", "now", "target", "until", "who")]
    return [
        Goal(what.strip()[:120], now[:60], target.strip()[:60], _day(day) or until, who[:60])
        for what, now, target, day, who in zip(*columns, strict=False)
        if what.strip() or target.strip()
    ]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _goal(kept: dict[str, str]) -> dict[str, Any]:
    return kept | {"until": parse_date(kept["until"])}


def _open(mine: dict[str, owed.Owed], verb: str) -> owed.Owed | None:
    found = mine.get(verb)
    return found if found is not None and found.open else None


def _rows(now: Figures, old: Figures) -> list[tuple[str, str, str, str]]:
    """What, of the quarter that ended, of the one before, and how it is counted."""
    return [
        (
            _("邮件回音率"),
            percent(now.mail_response),
            percent(old.mail_response),
            _("邮件送达 %(asked)d 件，回音 %(answered)d 件")
            % {"asked": now.mailed, "answered": now.mail_answered},
        ),
        (
            _("误传率"),
            percent(now.misinformed),
            percent(old.misinformed),
            _("首次作答 %(all)d 条，说错 %(wrong)d 条") % {"all": now.answered, "wrong": now.wrong},
        ),
        (
            _("逾期率"),
            percent(now.overdue),
            percent(old.overdue),
            _("到期 %(due)d 件，逾期 %(late)d 件，未办 %(never)d 件")
            % {"due": now.due, "late": now.late, "never": now.never},
        ),
    ]
