"""The calendar begins weeks, months, quarters and days; what is held in them is said once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.directory.access import NotVisible
from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import speaking
from huiyin.scenarios.meetings.models import (
    Held,
    Matter,
    Period,
    PeriodKind,
)
from huiyin.scenarios.meetings.rhythm import beginning, evaluating, figures, holding, queries
from huiyin.scenarios.meetings.rhythm.calendar import Span, before, span
from huiyin.scenarios.meetings.rhythm.evaluating import Goal
from huiyin.scenarios.meetings.rhythm.holding import Findings
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.tests.hall import FRIDAY, MONDAY, Hall, due, kinds_of, owed, tick
from huiyin.scenarios.meetings.tests.periods import QUARTER, TUESDAY_FIRST, begun


@pytest.mark.parametrize(
    ("kind", "day", "begins", "ends"),
    [
        (PeriodKind.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 30)),
        (PeriodKind.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 4)),
        (PeriodKind.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (PeriodKind.MONTH, date(2026, 2, 1), date(2026, 2, 1), date(2026, 3, 1)),
        (PeriodKind.QUARTER, date(2026, 11, 22), date(2026, 10, 1), date(2027, 1, 1)),
        (PeriodKind.QUARTER, date(2026, 4, 1), date(2026, 4, 1), date(2026, 7, 1)),
    ],
)
def test_spans(kind: PeriodKind, day: date, begins: date, ends: date) -> None:
    assert span(kind, day) == Span(begins, ends)
    assert before(kind, begins).ends == begins


@pytest.mark.req("M04")
def test_a_week_asks_every_head_for_a_meeting(hall: Hall) -> None:
    period = begun(PeriodKind.WEEK, MONDAY)
    assert period.begins == date(2026, 11, 23)
    assert owed(period.pk, "hold_weekly")["林若溪"] == "open"
    assert due(period.pk, "hold_weekly") == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert beginning.begin(PeriodKind.WEEK, MONDAY) is None
    assert Period.objects.count() == 1
    del hall


@pytest.mark.req("M04")
def test_a_weekly_meeting_that_ends_counts_by_itself(hall: Hall) -> None:
    Department.objects.filter(name="运营部").update(head=hall["林若溪"])
    period = begun(PeriodKind.WEEK, MONDAY)
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert owed(period.pk, "hold_weekly")["林若溪"] == "met"
    held = Held.objects.get(period=period, person=hall["林若溪"])
    assert (held.matter, held.meeting_id) == (Matter.WEEKLY, meeting.pk)
    rows = queries.standings(period, Matter.WEEKLY)
    assert not queries.of(rows, hall["林若溪"]).duty.open  # type: ignore[union-attr]  # there
    assert rows[0].duty.open


@pytest.mark.req("M04")
def test_one_that_was_held_elsewhere_is_told(hall: Hall) -> None:
    period = begun(PeriodKind.WEEK, MONDAY)
    with pytest.raises(WordsRefused):
        holding.weekly(period.pk, " ", by=hall["林若溪"])
    first = holding.weekly(period.pk, "周二下午在门店", by=hall["林若溪"])
    assert holding.weekly(period.pk, "再说一次", by=hall["林若溪"]) == first
    assert kinds_of(period.pk).count("meetings.weekly_held") == 1
    with pytest.raises(PermissionDenied):
        holding.weekly(period.pk, "我也开了", by=hall["白露"])
    with pytest.raises(NotVisible):
        holding.weekly(new_id(), "x", by=hall["林若溪"])


def test_nothing_begins_on_a_day_off_nor_late_in_a_month(hall: Hall) -> None:
    saturday = MONDAY + timedelta(days=5)
    assert beginning.begin(PeriodKind.WEEK, saturday) is None
    assert beginning.begin(PeriodKind.MONTH, MONDAY) is None
    assert beginning.begin(PeriodKind.QUARTER, MONDAY) is None
    assert beginning.begin_days(saturday) == 0
    Department.objects.update(head=None)
    assert beginning.begin(PeriodKind.WEEK, MONDAY) is None
    assert beginning.leader() is None
    del hall


@pytest.mark.req("M05")
def test_the_month_s_meeting_names_its_problems(hall: Hall) -> None:
    period = begun(PeriodKind.MONTH, TUESDAY_FIRST)
    top = period.initiator
    assert owed(period.pk, "hold_monthly") == {top.name: "open"}
    assert due(period.pk, "hold_monthly") == TUESDAY_FIRST + timedelta(days=7)
    with clock.frozen(TUESDAY_FIRST + timedelta(days=2)):
        holding.monthly(period.pk, "库存接口每周停一次", by=top)
    assert owed(period.pk, "hold_monthly") == {top.name: "met"}
    assert "policy.breached" not in kinds_of(period.pk)
    del hall


@pytest.mark.req("M05")
@pytest.mark.parametrize(("none", "breaches"), [(True, 0), (False, 1)])
def test_a_month_without_problems_says_so(hall: Hall, none: bool, breaches: int) -> None:
    period = begun(PeriodKind.MONTH, TUESDAY_FIRST)
    with clock.frozen(TUESDAY_FIRST + timedelta(days=2)):
        holding.monthly(period.pk, "", none=none, by=period.initiator)
    assert kinds_of(period.pk).count("policy.breached") == breaches
    del hall


@pytest.mark.req("M15")
def test_a_department_looks_back_at_what_it_left_out(hall: Hall) -> None:
    week = begun(PeriodKind.WEEK, MONDAY)
    with clock.frozen(MONDAY + timedelta(days=5)):
        tick(week.pk)
    period = begun(PeriodKind.MONTH, TUESDAY_FIRST)
    head = hall["林若溪"]
    departments = figures.below(head)
    november = before(PeriodKind.MONTH, period.begins)
    found = figures.of(november.begins, november.ends, departments)
    assert found.never >= 1
    slips = figures.omissions(november.begins, november.ends, departments)
    assert slips[0].title == week.title
    assert figures.misunderstandings(november.begins, november.ends, departments) == []
    with clock.frozen(TUESDAY_FIRST):
        for field in ("omissions", "misunderstandings", "changes"):
            words = {"omissions": "a", "misunderstandings": "b", "changes": "c"} | {field: " "}
            with pytest.raises(WordsRefused, match=field):
                holding.review(period.pk, Findings(**words), by=head)
        holding.review(period.pk, Findings("忘了周会", "没有", "日历里定好"), by=head)
    assert owed(period.pk, "hold_review")["林若溪"] == "met"


@pytest.mark.req("G03")
def test_a_quarter_is_evaluated_and_goals_are_set(hall: Hall) -> None:
    period = begun(PeriodKind.QUARTER, QUARTER)
    evaluator = beginning.evaluator()
    assert evaluator is not None
    assert owed(period.pk, "evaluate_quarter") == {evaluator.name: "open"}
    goal = Goal("邮件回音率", "80%", "90%", date(2027, 3, 31))
    with clock.frozen(QUARTER + timedelta(days=1)):
        with pytest.raises(PermissionDenied):
            evaluating.set_goals(period.pk, [goal], by=evaluator)
        with pytest.raises(WordsRefused):
            evaluating.evaluate(period.pk, " ", by=evaluator)
        row = evaluating.evaluate(period.pk, "回音率还要提高", by=evaluator)
        assert evaluating.evaluate(period.pk, "再写", by=evaluator).assessment == row.assessment
        assert set(row.figures) == set(figures.of(period.begins, period.ends).frozen())
        with pytest.raises(WordsRefused):
            evaluating.set_goals(period.pk, [], by=evaluator)
        with pytest.raises(WordsRefused):
            evaluating.set_goals(period.pk, [Goal("x", "", " ", period.ends)], by=evaluator)
        set_ = evaluating.set_goals(period.pk, [goal], by=evaluator)
        assert evaluating.set_goals(period.pk, [goal, goal], by=evaluator).goals == set_.goals
    assert set_.goals[0]["until"] == "2027-03-31"
    assert owed(period.pk, "evaluate_quarter") == {evaluator.name: "met"}
    assert owed(period.pk, "set_goals") == {evaluator.name: "met"}
    assert kinds_of(period.pk).count("meetings.goals_set") == 1
    with pytest.raises(PermissionDenied):
        evaluating.evaluate(period.pk, "x", by=hall["白露"])
    with pytest.raises(NotVisible):
        evaluating.evaluate(new_id(), "x", by=evaluator)


def test_shares_of_nothing_are_a_dash() -> None:
    empty = figures.Figures(0, 0, 0, 0, 0, 0, 0, 0, 0)
    shares = (empty.overdue, empty.mail_response, empty.misinformed)
    assert [figures.percent(one) for one in shares] == ["—"] * 3
    full = figures.Figures(8, 1, 1, 4, 3, 10, 1, 0, 0)
    shares = (full.overdue, full.mail_response, full.misinformed)
    assert [figures.percent(one) for one in shares] == ["25.0%", "75.0%", "10.0%"]
    assert figures.read(full.frozen()) == full
    assert figures.read({}) is None


@pytest.mark.req("M03")
def test_the_day_of_a_stand_up_asks_its_people(hall: Hall) -> None:
    at = FRIDAY - timedelta(minutes=30)
    meeting = hall.meeting("daily_standup")
    early = FRIDAY - timedelta(hours=12)
    assert beginning.begin_days(early) == 0
    with clock.frozen(at):
        assert beginning.begin_days(at) == 1
        assert beginning.begin_days(at) == 0
        beginning.beat(at)
    assert owed(meeting.pk, "stand_up") == dict.fromkeys(("林若溪", "白露", "孟夏"), "open")
    assert due(meeting.pk, "stand_up") == FRIDAY + timedelta(minutes=15)
    with clock.frozen(at):
        said = speaking.Round("排班表", "接口", "上线")
        speaking.write_round(meeting.pk, said, by=hall["孟夏"])
    assert owed(meeting.pk, "stand_up")["孟夏"] == "met"


def test_a_loop_looks_until_it_is_stopped(hall: Hall) -> None:
    class Stop:
        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 1

        def wait(self, _seconds: float) -> None:
            return

    stop: Any = Stop()
    beginning.run(stop)
    assert Period.objects.filter(kind=PeriodKind.WEEK).count() == 1
    del hall
