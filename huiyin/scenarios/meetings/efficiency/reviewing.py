"""The use of meetings is reviewed once a quarter (clause 3.1.1-2)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import events, owed
from huiyin.scenarios.meetings.efficiency import figures
from huiyin.scenarios.meetings.models import Evaluation, Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import evaluating
from huiyin.scenarios.meetings.rhythm.calendar import before
from huiyin.scenarios.meetings.standing import WordsRefused

REVIEW = "review_meetings"


@action(events.EFFICIENCY_REVIEWED)
def review_meetings(period_id: UUID, words: str, *, by: Person) -> Evaluation:
    """How the time in meetings was used in the quarter that ended, and which may go. Once.

    ``WordsRefused`` without words, ``PermissionDenied`` for who was not asked.
    """
    period, evaluator = evaluating.asked(period_id, REVIEW, by)
    row = evaluating.of(period)
    if row.reviewed_at is not None:
        return row
    if not words.strip():
        raise WordsRefused("words", "empty")
    row.meetings = sums(period)
    row.meetings_words = words.strip()[: evaluating.LONGEST]
    row.reviewed_at = clock.now()
    row.save()
    reached = figures.reached(row.meetings["change"])
    more: dict[str, Fact] = {"goal_reached": reached}
    evaluating.write_down(events.EFFICIENCY_REVIEWED, period, evaluator, by, more)
    return row


def sums(period: Period) -> dict[str, Any]:
    """The sums of the quarter that ended and of the one before, and the change between them."""
    ended = evaluating.span_of(period)
    earlier = before(PeriodKind.QUARTER, ended.begins)
    now = figures.together(figures.by_kind(ended.begins, ended.ends))
    old = figures.together(figures.by_kind(earlier.begins, earlier.ends))
    return {"now": asdict(now), "before": asdict(old), "change": figures.change(now, old)}


def context(period: Period, actor: Person) -> dict[str, Any]:
    """The use of meetings on the page of a quarter, for who may see figures of all."""
    duty = next((row for row in owed.by(period.pk, actor, REVIEW)), None)
    if duty is None and not may(actor, Action.SEE_COMPLIANCE):
        return {"use_shown": False}
    ended = evaluating.span_of(period)
    earlier = before(PeriodKind.QUARTER, ended.begins)
    now = figures.together(figures.by_kind(ended.begins, ended.ends))
    old = figures.together(figures.by_kind(earlier.begins, earlier.ends))
    return {
        "use_shown": True,
        "use_now": now,
        "use_old": old,
        "use_span": ended,
        "use_change": words(figures.change(now, old)),
        "use_reached": figures.reached(figures.change(now, old)),
        "use_goal": words(figures.GOAL),
        "use_duty": duty,
        "use_review": Evaluation.objects.filter(period=period, reviewed_at__isnull=False).first(),
    }


def words(change: float | None) -> str:
    """A change as people read it: ``-20%``; a dash without one."""
    return "—" if change is None else f"{100 * change:+.0f}%"
