"""Everyone's turn: a minute each at a stand-up, everybody heard in any meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings.live import actions, closing, room, speaking
from huiyin.scenarios.meetings.live.speaking import Round
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Turn, TurnState
from huiyin.scenarios.meetings.rhythm import beginning
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed, tick

SAID = Round("对完账", "写月报", "周五交")


def standup(hall: Hall) -> Meeting:
    """Tomorrow's stand-up, 9:30 in Shanghai, announced and its day begun."""
    starts = FRIDAY - timedelta(minutes=30)
    meeting = hall.meeting("daily_standup", recorder=None, starts_at=starts, title="运营站会")
    with clock.frozen(starts - timedelta(minutes=25)):
        beginning.begin_days(clock.now())
    return meeting


@pytest.mark.req("M03")
def test_whoever_spoke_before_is_not_reminded_and_the_rest_is_collected(hall: Hall) -> None:
    meeting = standup(hall)
    assert set(owed(meeting.pk, "stand_up")) >= {"白露", "孟夏"}
    assert due(meeting.pk, "stand_up") == meeting.starts_at + timedelta(minutes=15)
    with clock.frozen(meeting.starts_at - timedelta(minutes=20)):
        speaking.note_absence(meeting.pk, SAID, by=hall["白露"])
        speaking.write_round(meeting.pk, SAID, by=hall["孟夏"])
    assert owed(meeting.pk, "stand_up")["白露"] == "excused"
    assert owed(meeting.pk, "stand_up")["孟夏"] == "met"
    with clock.frozen(meeting.starts_at + timedelta(minutes=1)), pytest.raises(WrongState):
        speaking.note_absence(meeting.pk, SAID, by=hall["孟夏"])
    with clock.frozen(meeting.starts_at):
        actions.begin(meeting.pk, [hall.seat(meeting, "林若溪").pk], by=hall["林若溪"])
        speaking.write_round(meeting.pk, SAID, by=hall["林若溪"])
        actions.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert owed(meeting.pk, "stand_up")["林若溪"] == "met"


@pytest.mark.req("M03", "M11")
def test_turns_are_timed_one_after_the_other(hall: Hall) -> None:
    meeting = standup(hall)
    seats = [hall.seat(meeting, name).pk for name in ("白露", "孟夏")]
    with clock.frozen(meeting.starts_at):
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        speaking.call(meeting.pk, seats[0], by=hall["林若溪"])
    with clock.frozen(meeting.starts_at + timedelta(seconds=50)):
        speaking.call(meeting.pk, seats[0], by=hall["林若溪"])
        speaking.call(meeting.pk, seats[1], by=hall["林若溪"])
    with clock.frozen(meeting.starts_at + timedelta(seconds=125)):
        speaking.heard(meeting.pk, seats[1], TurnState.SPOKEN, by=hall["孟夏"])
    turns = {turn.attendee_id: turn for turn in Turn.objects.all()}
    assert [(turns[pk].state, turns[pk].seconds) for pk in seats] == [
        ("spoken", 50),
        ("spoken", 75),
    ]
    assert owed(meeting.pk, "stand_up")["孟夏"] == "met"
    assert owed(meeting.pk, "stand_up")["白露"] == "met"
    with pytest.raises(PermissionDenied):
        speaking.heard(meeting.pk, seats[0], TurnState.SPOKEN, by=hall["孟夏"])
    with pytest.raises(WordsRefused, match="attendee"):
        speaking.call(meeting.pk, 0, by=hall["林若溪"])


@pytest.mark.req("M03")
def test_a_round_has_words_that_fit(hall: Hall) -> None:
    meeting = standup(hall)
    for words, code in ((Round(), "empty"), (Round(plan="长" * 301), "long")):
        with pytest.raises(WordsRefused, match=code):
            speaking.write_round(meeting.pk, words, by=hall["孟夏"])
    seat = hall.seat(meeting, "孟夏").pk
    with pytest.raises(PermissionDenied):
        speaking.write_round(meeting.pk, SAID, by=hall["白露"], attendee_id=seat)
    speaking.write_round(meeting.pk, SAID, by=hall["林若溪"], attendee_id=seat)
    assert Turn.objects.get().plan == "周五交"


@pytest.mark.req("M11")
def test_everybody_who_is_there_is_heard_before_the_end(hall: Hall) -> None:
    meeting = hall.running()
    assert {seat.name for seat in speaking.unheard(meeting)} == {"白露", "孟夏"}
    speaking.call(meeting.pk, hall.seat(meeting, "白露").pk, by=hall["林若溪"])
    speaking.heard(meeting.pk, hall.seat(meeting, "孟夏").pk, TurnState.PASSED, by=hall["孟夏"])
    assert speaking.unheard(meeting) == []
    actions.close(meeting.pk, by=hall["林若溪"])
    assert Turn.objects.get(attendee=hall.seat(meeting, "白露")).state == TurnState.SPOKEN
    assert kinds_of(meeting.pk).count("policy.breached") == 1  # no agenda


@pytest.mark.req("M12")
def test_without_a_recorder_a_weekly_meeting_does_not_begin(hall: Hall) -> None:
    meeting = hall.meeting(recorder=None)
    with pytest.raises(Refused):
        actions.begin(meeting.pk, [], by=hall["林若溪"])
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.ANNOUNCED


@pytest.mark.req("M11", "M04")
def test_an_overrun_is_written_down_and_explained(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        actions.begin(meeting.pk, [], by=hall["林若溪"])
    assert due(meeting.pk, "close_meeting") == FRIDAY + timedelta(hours=1)
    heard: list[Meeting] = []
    listener = lambda ended, _at, _by: heard.append(ended)  # noqa: E731 - one line says it
    closing.heed(listener)
    closing.heed(listener)
    try:
        with clock.frozen(meeting.ends_at + timedelta(minutes=6)):
            actions.close(meeting.pk, by=hall["白露"], anyway=True)
            actions.close(meeting.pk, by=hall["白露"])
    finally:
        closing._LISTENERS.remove(listener)
    assert heard == [meeting]
    assert owed(meeting.pk, "close_meeting") == {"林若溪": "met_late"}
    assert owed(meeting.pk, "explain_overrun") == {"林若溪": "open"}
    assert owed(meeting.pk, "publish_minutes") == {"白露": "open"}
    with pytest.raises(WordsRefused, match="reason"):
        actions.explain(meeting.pk, " ", by=hall["林若溪"])
    with pytest.raises(PermissionDenied):
        actions.explain(meeting.pk, "白露拖的", by=hall["孟夏"])
    with clock.frozen(meeting.ends_at + timedelta(hours=1)):
        actions.explain(meeting.pk, "预算多谈了六分钟", by=hall["林若溪"])
    assert owed(meeting.pk, "explain_overrun") == {"林若溪": "met"}
    with clock.frozen(meeting.ends_at + timedelta(days=4)):
        tick(meeting.pk)
    assert owed(meeting.pk, "urge_explanation") == {}


@pytest.mark.req("M11")
def test_who_comes_and_goes_is_written_down(hall: Hall) -> None:
    meeting = hall.running()
    seat = hall.seat(meeting, "孟夏").pk
    actions.leave(meeting.pk, by=hall["林若溪"], attendee_id=seat)
    assert hall.seat(meeting, "孟夏").left_at is not None
    actions.arrive(meeting.pk, by=hall["孟夏"])
    for who, other in (("孟夏", hall.seat(meeting, "白露").pk), ("林若溪", 0)):
        with pytest.raises(PermissionDenied):
            actions.leave(meeting.pk, by=hall[who], attendee_id=other)


def test_clocks_say_minutes_and_seconds() -> None:
    assert [room.spell(each) for each in (5, 65, 3725)] == ["0:05", "1:05", "1:02:05"]
    states = [room.Timer(None, spent, 100, FRIDAY).state for spent in (10, 80, 101)]
    assert states == ["ok", "soon", "late"]
    running = room.Timer(FRIDAY, 5, 0, FRIDAY + timedelta(seconds=10))
    assert (running.words, running.since) == ("0:15", str(int(FRIDAY.timestamp() * 1000)))
