"""Series: announced once, made some weeks ahead, with exceptions, and ended in one word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiyin.directory.access import NotVisible
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Notification
from huiyin.scenarios.meetings import actions, events, rules
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.models import Answer, Booking, Meeting, MeetingKind, Room, Series
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.series import actions as series
from huiyin.scenarios.meetings.series import beginning, making
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, kinds_of, owed

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)


def planned(hall: Hall, **more: object) -> Plan:
    plan = Plan(
        title="运营周例会",
        kind=MeetingKind.objects.get(key="weekly_meeting"),
        starts_at=FRIDAY,
        ends_at=FRIDAY + timedelta(hours=1),
        chair=hall["林若溪"],
        recorder=hall["白露"],
        place="3 楼云海",
        required=(hall["孟夏"].pk,),
    )
    return replace(plan, **more)  # type: ignore[arg-type]


def begun(hall: Hall, **more: object) -> Meeting:
    plan = planned(hall, **more)
    rule = rules.weekly(FRIDAY)
    return beginning.begun(plan, rule, None, "", by=hall["林若溪"], key=None, send=True)


def coming(meeting: Meeting) -> list[Meeting]:
    return list(Meeting.objects.filter(series=meeting.series_id).order_by("starts_at"))


@pytest.mark.req("M01", "M04", "M20")
def test_one_announcement_and_five_weeks_in_the_calendar(hall: Hall, mail: None) -> None:
    first = begun(hall)
    rows = coming(first)
    assert [row.starts_at for row in rows] == [FRIDAY + n * WEEK for n in range(5)]
    assert [row.recurring for row in rows] == [False, True, True, True, True]
    assert {row.state for row in rows} == {"announced"}
    assert len({row.number for row in rows}) == 5
    told = Notification.objects.filter(purpose__startswith="meetings.")
    assert list(told.values_list("purpose", flat=True)) == ["meetings.series"]
    assert owed(rows[2].pk, "share_agenda") == {"林若溪": "open"}


@pytest.mark.req("M01")
def test_only_the_first_time_has_to_be_announced_three_days_before(hall: Hall) -> None:
    soon = clock.now() + timedelta(days=1)
    plan = planned(hall, starts_at=soon, ends_at=soon + timedelta(hours=1))
    rule = rules.weekly(soon)
    with pytest.raises(Exception, match="提前 3 天"):
        beginning.begun(plan, rule, None, "", by=hall["林若溪"], key=None, send=True)
    made = beginning.begun(plan, rule, None, "客户催", by=hall["林若溪"], key=None, send=True)
    assert len(coming(made)) == 5
    breaches = [kinds_of(row.pk).count("policy.breached") for row in coming(made)]
    assert breaches == [1, 0, 0, 0, 0]


def test_time_goes_on_and_the_next_ones_are_made_once(hall: Hall) -> None:
    first = begun(hall)
    assert making.make_due(clock.now()) == 0
    with clock.frozen(FRIDAY + WEEK + timedelta(hours=1)):
        assert making.make_due(clock.now()) == 2
        assert making.make_due(clock.now()) == 0
    assert len(coming(first)) == 7


def test_answers_to_the_series_hold_for_what_is_made_later(hall: Hall) -> None:
    first = begun(hall)
    for row in coming(first):
        seat = answering.seat_of(row.pk, hall["孟夏"])
        answering.answer(seat.pk, Answer.ACCEPTED, by=hall["孟夏"])
    with clock.frozen(FRIDAY + WEEK):
        assert making.make_due(clock.now()) == 1
    last = coming(first)[-1]
    assert answering.seat_of(last.pk, hall["孟夏"]).answer == Answer.ACCEPTED


@pytest.mark.req("M20")
def test_a_time_that_is_called_off_is_not_made_again(hall: Hall, mail: None) -> None:
    first = begun(hall)
    second = coming(first)[1]
    actions.cancel(second.pk, "放假", by=hall["林若溪"])
    assert owed(second.pk, "share_agenda") == {"林若溪": "excused"}
    made = Series.objects.get()
    assert made.exdates == [second.occurrence.isoformat()] if second.occurrence else False
    making.make_due(clock.now())
    assert len(coming(first)) == 5


@pytest.mark.req("M20")
def test_one_more_time_is_asked_for_by_itself(hall: Hall, mail: None) -> None:
    first = begun(hall)
    assert first.series_id is not None
    start = FRIDAY + timedelta(days=3)
    made = series.add_time(first.series_id, start, by=hall["林若溪"])
    assert made.starts_at == start
    assert events.TIME_ADDED in kinds_of(made.pk)
    with pytest.raises(PlanRefused):
        series.add_time(first.series_id, start, by=hall["林若溪"])
    last = Notification.objects.filter(subject=made.pk, purpose="meetings.request")
    assert last.count() == 1


@pytest.mark.req("M20")
def test_a_series_ends_in_one_word(hall: Hall, mail: None) -> None:
    first = begun(hall)
    assert first.series_id is not None
    with clock.frozen(FRIDAY + timedelta(days=1)):
        assert series.end(first.series_id, "并入周一例会", by=hall["林若溪"]) == 4
        assert series.end(first.series_id, by=hall["林若溪"]) == 0
        assert making.make_due(clock.now()) == 0
    assert [row.state for row in coming(first)] == ["announced", *["cancelled"] * 4]
    ends = Notification.objects.filter(purpose="meetings.series_stop")
    assert ends.count() == 1
    assert owed(coming(first)[2].pk, "share_agenda") == {"林若溪": "excused"}
    with pytest.raises(NotVisible):
        series.end(new_id(), by=hall["林若溪"])


def test_a_draft_of_a_series_makes_nothing(hall: Hall) -> None:
    plan, rule = planned(hall), rules.weekly(FRIDAY)
    made = beginning.begun(plan, rule, None, "", by=hall["林若溪"], key=None, send=False)
    assert made.state == "draft"
    assert making.make_due(clock.now()) == 0
    again = beginning.begun(
        replace(plan, title="周会"), rule, None, "", by=hall["林若溪"], key=made.pk, send=False
    )
    assert (again.pk, again.title) == (made.pk, "周会")
    assert Series.objects.count() == 1


@pytest.mark.parametrize(("rule", "field"), [("FREQ=NEVER", "repeat"), ("", "")])
def test_what_is_wrong_with_a_rule_stands_at_its_field(hall: Hall, rule: str, field: str) -> None:
    if not field:
        made = beginning.begun(
            planned(hall), rule, None, "", by=hall["林若溪"], key=None, send=False
        )
        assert made.series is None
        return
    with pytest.raises(PlanRefused) as refused:
        beginning.begun(planned(hall), rule, None, "", by=hall["林若溪"], key=None, send=True)
    assert set(refused.value.errors) == {field}
    early = FRIDAY - WEEK
    with pytest.raises(PlanRefused) as refused:
        beginning.begun(
            planned(hall), "FREQ=WEEKLY", early, "", by=hall["林若溪"], key=None, send=True
        )
    assert set(refused.value.errors) == {"until"}


@pytest.mark.req("M20")
def test_rooms_of_a_series_are_looked_at_beforehand_and_told_when_they_go(hall: Hall) -> None:
    room = Room.objects.create(name="云海", capacity=8)
    begun(hall, room=room)
    assert Booking.objects.count() == 5
    with pytest.raises(PlanRefused, match="会议室在"):
        begun(hall, room=room, starts_at=FRIDAY + WEEK, ends_at=FRIDAY + WEEK + timedelta(hours=2))
    late = FRIDAY + 6 * WEEK
    hall.meeting(room=room, starts_at=late)
    with clock.frozen(FRIDAY + 2 * WEEK):
        making.make_due(clock.now())
    without = Meeting.objects.get(series__isnull=False, starts_at=late)
    assert without.room is None
    assert without.place == "云海 已被占用，地点待定"
