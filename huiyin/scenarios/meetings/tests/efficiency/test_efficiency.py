"""The use of meetings: price, decisions per person-hour, overrun, twins, the quarter's review."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.scenarios.meetings import actions as around
from huiyin.scenarios.meetings.efficiency import figures, merging, reviewing, twins
from huiyin.scenarios.meetings.efficiency.price import Price, hours, price
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Attendee,
    MeetingState,
    PeriodKind,
    Twins,
)
from huiyin.scenarios.meetings.rhythm import beginning
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, owed
from huiyin.scenarios.meetings.tests.periods import QUARTER, held
from huiyin.scenarios.meetings.tests.series.test_series import begun

QUARTER_FOUR = (date(2026, 10, 1), date(2027, 1, 1))


@pytest.mark.req("M19")
def test_the_price_is_said_before_inviting() -> None:
    one = price(8, FRIDAY, FRIDAY + timedelta(minutes=90))
    assert one == Price(8, 90)
    assert one.words == "8 人 × 90 分 = 12 人时"
    weekly = price(3, FRIDAY, FRIDAY + timedelta(minutes=30), weekly=1)
    assert weekly.words == "3 人 × 30 分 = 1.5 人时，每季度 13 次共 19.5 人时"
    assert price(-1, FRIDAY, FRIDAY - timedelta(hours=1)) == Price(0, 0)
    assert (hours(8.0), hours(1.25)) == ("8", "1.2")


@pytest.mark.req("M19")
def test_decisions_per_person_hour_and_overrun(hall: Hall) -> None:
    meeting = held(hall, 90, 3)
    Attendee.objects.filter(meeting=meeting, person=hall["孟夏"]).update(
        left_at=FRIDAY + timedelta(minutes=30)
    )
    held(hall, 30, 0, starts_at=FRIDAY + timedelta(hours=3), kind="kick_off")
    rows = figures.by_kind(*QUARTER_FOUR)
    assert [(row.meetings, row.decisions, row.overran) for row in rows] == [(1, 3, 1), (1, 0, 0)]
    assert rows[0].person_minutes == pytest.approx(90 + 90 + 30)
    assert (rows[0].per_hour, rows[0].per_person_hour) == ("2.00", "0.86")
    assert rows[0].over_minutes == pytest.approx(30)
    assert rows[0].overran_share == "100%"
    both = figures.together(rows)
    assert (both.meetings, both.decisions, both.person_hours) == (2, 3, "5")
    assert figures.by_kind(date(2026, 7, 1), date(2026, 10, 1)) == []
    assert figures.by_kind(*QUARTER_FOUR, departments=[]) == []


def test_where_nobody_ticked_everybody_counts(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, [], by=hall["林若溪"])
    with clock.frozen(FRIDAY + timedelta(minutes=20)):
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert figures.by_kind(*QUARTER_FOUR)[0].person_minutes == pytest.approx(60)


@pytest.mark.req("M19")
def test_the_goal_is_a_fifth_less() -> None:
    empty = figures.together([])
    assert (empty.per_hour, empty.overran_share) == ("", "")
    old = figures.Use("", 1, 60, 1000, 0, 0, 0, 0)
    now = figures.Use("", 1, 60, 800, 0, 0, 0, 0)
    assert figures.change(now, empty) is None
    assert not figures.reached(None)
    assert figures.reached(figures.change(now, old))
    assert not figures.reached(figures.change(old, old))
    assert reviewing.words(figures.change(now, old)) == "-20%"
    assert reviewing.words(None) == "—"


@pytest.mark.req("M19")
def test_the_quarter_s_meetings_are_reviewed(hall: Hall) -> None:
    held(hall, 60, 2)
    with clock.frozen(QUARTER):
        period = beginning.begin(PeriodKind.QUARTER, QUARTER)
        evaluator = beginning.evaluator()
        assert period is not None
        assert evaluator is not None
        with pytest.raises(WordsRefused):
            reviewing.review_meetings(period.pk, " ", by=evaluator)
        row = reviewing.review_meetings(period.pk, "周会并入例会", by=evaluator)
        assert (
            reviewing.review_meetings(period.pk, "再写", by=evaluator).meetings_words
            == "周会并入例会"
        )
    assert row.meetings["now"]["decisions"] == 2
    assert row.meetings["change"] is None
    assert owed(period.pk, "review_meetings") == {evaluator.name: "met"}


@pytest.mark.req("M19")
def test_twins_are_found_and_merged(hall: Hall) -> None:
    first = hall.meeting(title="双十二备货协调会")
    second = hall.meeting(title="双十二备货协调", starts_at=FRIDAY + timedelta(days=3))
    hall.meeting(title="年会节目彩排", starts_at=FRIDAY + timedelta(days=4))
    hall.meeting(title="双十二备货协调会", starts_at=FRIDAY + timedelta(days=30))
    hall.item(first, "备货量")
    hall.item(second, "仓位")
    reader = hall["林若溪"]
    pairs = twins.pairs(FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=40), reader)
    assert [(pair.first, pair.second) for pair in pairs] == [(first, second)]
    assert (pairs[0].people_percent, pairs[0].mergeable) == (100, True)
    assert pairs[0].subject_percent > 80
    assert pairs[0].saves.person_hours == pytest.approx(3)
    kept = merging.merge(first.pk, second.pk, by=reader)
    assert [item.title for item in AgendaItem.objects.filter(meeting=kept)] == ["备货量", "仓位"]
    second.refresh_from_db()
    assert (second.state, second.cancel_reason) == (MeetingState.CANCELLED, "并入双十二备货协调会")
    assert Twins.objects.get().merged
    with pytest.raises(WrongState):
        merging.merge(first.pk, second.pk, by=reader)


@pytest.mark.req("M19")
def test_people_of_the_second_come_to_the_first(hall: Hall) -> None:
    first = hall.meeting(title="备货协调会", people=("林若溪", "白露"))
    second = hall.meeting(title="备货协调", starts_at=FRIDAY + timedelta(days=3))
    assert twins.missing(first, second) == [hall["孟夏"].pk]
    with pytest.raises(PermissionDenied):
        merging.merge(first.pk, second.pk, by=hall["白露"])
    merging.merge(first.pk, second.pk, by=hall["林若溪"])
    assert Attendee.objects.filter(meeting=first, person=hall["孟夏"]).exists()


@pytest.mark.req("M19")
def test_two_that_are_two_are_not_named_again(hall: Hall) -> None:
    first = hall.meeting(title="备货协调会")
    second = hall.meeting(title="备货协调", starts_at=FRIDAY + timedelta(days=3))
    reader = hall["林若溪"]
    merging.keep_apart(first.pk, second.pk, "两个仓", by=reader)
    assert twins.pairs(FRIDAY, FRIDAY + timedelta(days=5), reader) == []


@pytest.mark.req("M19")
def test_before_inviting_the_like_is_named(hall: Hall) -> None:
    first = hall.meeting(title="双十二备货协调会")
    people = [hall[name].pk for name in ("林若溪", "白露", "孟夏")]
    asked = ("双十二备货协调", people, FRIDAY + timedelta(days=2), hall["林若溪"])
    assert twins.like(*asked) == [first]
    assert twins.like(*asked, but=first.pk) == []
    assert twins.like("年会", people, FRIDAY, hall["林若溪"]) == []
    around.cancel(first.pk, by=hall["林若溪"])
    assert twins.like(*asked) == []


@pytest.mark.req("M19")
def test_the_times_of_one_series_are_no_duplicates_of_each_other(hall: Hall) -> None:
    first = begun(hall)
    people = [one.person_id for one in first.attendees.all() if one.person_id]
    found = twins.like(first.title, people, first.starts_at, hall["林若溪"], but=first.pk)
    assert found == []
    assert twins.like(first.title, people, first.starts_at, hall["林若溪"]) != []
