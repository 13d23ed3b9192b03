"""Resolutions, ticks and objections, and a meeting that may not end quietly."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.scenarios.meetings.live import actions, closing, resolving
from huiyin.scenarios.meetings.models import Answered, MeetingState, Understanding
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed, tick

VERB = "understand_resolution"


@pytest.mark.req("M09")
def test_everybody_who_is_there_owes_a_word_until_the_end(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        here = [hall.seat(meeting, name).pk for name in ("林若溪", "白露")]
        actions.begin(meeting.pk, here, by=hall["林若溪"])
        made = resolving.resolve(meeting.pk, "排班表周四前定稿", by=hall["白露"])
    assert owed(meeting.pk, VERB) == {"白露": "open"}
    assert due(meeting.pk, VERB) == meeting.ends_at
    with clock.frozen(FRIDAY + timedelta(minutes=10)):
        resolving.understand(made.pk, by=hall["白露"])
        with pytest.raises(PermissionDenied):
            resolving.understand(made.pk, by=hall["孟夏"])
    assert owed(meeting.pk, VERB) == {"白露": "met"}


@pytest.mark.req("M09")
def test_a_meeting_does_not_end_quietly_while_somebody_has_not_ticked(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        made = resolving.resolve(meeting.pk, "排班表周四前定稿", by=hall["林若溪"])
        resolving.understand(made.pk, by=hall["白露"])
        with pytest.raises(closing.NotFinished) as stopped:
            actions.close(meeting.pk, by=hall["林若溪"])
        assert [one.name for one in stopped.value.left.unticked] == ["孟夏"]
        meeting.refresh_from_db()
        assert meeting.state == MeetingState.RUNNING
        actions.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert kinds_of(meeting.pk).count("policy.breached") == 3  # no agenda, not ticked, not heard
    with clock.frozen(meeting.ends_at + timedelta(minutes=30)):
        tick(meeting.pk)
        assert owed(meeting.pk, "confirm_understanding") == {"林若溪": "open"}
        resolving.understand(made.pk, by=hall["林若溪"], person=hall["孟夏"])
    assert owed(meeting.pk, VERB) == {"白露": "met", "孟夏": "met_late"}
    assert Understanding.objects.get(person=hall["孟夏"]).confirmed_by == hall["林若溪"]


@pytest.mark.req("M09")
def test_an_objection_stays_open_until_it_was_talked_about_and_its_words_stay(hall: Hall) -> None:
    meeting = hall.running()
    made = resolving.resolve(meeting.pk, "排班表周四前定稿", by=hall["白露"])
    with pytest.raises(WordsRefused, match="words"):
        resolving.object_to(made.pk, " ", by=hall["孟夏"])
    resolving.object_to(made.pk, "周四前拿不到客服的人数", by=hall["孟夏"])
    answer = Understanding.objects.get(person=hall["孟夏"])
    assert (answer.state, answer.words) == (Answered.OBJECTION, "周四前拿不到客服的人数")
    assert owed(meeting.pk, VERB)["孟夏"] == "open"
    resolving.understand(made.pk, by=hall["孟夏"])
    answer.refresh_from_db()
    assert (answer.state, answer.words) == (Answered.UNDERSTOOD, "周四前拿不到客服的人数")
    assert owed(meeting.pk, VERB)["孟夏"] == "met"


@pytest.mark.req("M09")
def test_who_leaves_early_and_what_is_withdrawn_owe_nothing(hall: Hall) -> None:
    meeting = hall.running()
    first = resolving.resolve(meeting.pk, "排班表周四前定稿", by=hall["白露"])
    actions.leave(meeting.pk, by=hall["孟夏"])
    actions.leave(meeting.pk, by=hall["孟夏"])
    second = resolving.resolve(meeting.pk, "客服加两人", by=hall["白露"])
    assert owed(meeting.pk, VERB) == {"白露": "open", "孟夏": "excused"}
    resolving.withdraw(first.pk, by=hall["林若溪"])
    resolving.withdraw(first.pk, by=hall["林若溪"])
    with pytest.raises(WordsRefused, match="withdrawn"):
        resolving.understand(first.pk, by=hall["白露"])
    resolving.understand(second.pk, by=hall["白露"])
    left = closing.left_open(meeting)
    assert left.unticked == ()
    assert kinds_of(meeting.pk).count("meetings.left_early") == 1
    actions.arrive(meeting.pk, by=hall["孟夏"])
    assert hall.seat(meeting, "孟夏").left_at is None


@pytest.mark.req("M09", "M11")
def test_a_resolution_after_the_announced_end_moves_the_end(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY):
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    late = meeting.ends_at + timedelta(minutes=2)
    with clock.frozen(late):
        resolving.resolve(meeting.pk, "下周再议", by=hall["白露"])
        assert due(meeting.pk, VERB) == late + resolving.STRETCH
        ends = resolving.extend(meeting.pk, 10, by=hall["林若溪"])
        assert ends == late + resolving.STRETCH + timedelta(minutes=10)


def test_words_are_judged_and_only_who_writes_may_write(hall: Hall) -> None:
    meeting = hall.running()
    for text, code in ((" ", "empty"), ("长" * 1001, "long")):
        with pytest.raises(WordsRefused, match=code):
            resolving.resolve(meeting.pk, text, by=hall["白露"])
    with pytest.raises(PermissionDenied):
        resolving.resolve(meeting.pk, "我说了算", by=hall["孟夏"])
    actions.close(meeting.pk, by=hall["林若溪"], anyway=True)
    with pytest.raises(WrongState):
        resolving.resolve(meeting.pk, "会后再加一条", by=hall["白露"])
