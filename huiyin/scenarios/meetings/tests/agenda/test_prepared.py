"""What was not prepared is written down when a meeting begins, and nobody is asked for it any more."""

from datetime import timedelta

import pytest

from huiyin.kit import clock
from huiyin.scenarios.meetings import preparing
from huiyin.scenarios.meetings.agenda import opinions
from huiyin.scenarios.meetings.live import actions
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, kinds_of, owed


@pytest.mark.req("M02", "M13")
def test_a_meeting_that_was_not_prepared(hall: Hall) -> None:
    meeting = hall.meeting("management_meeting")
    with clock.frozen(FRIDAY):
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    said = kinds_of(meeting.pk)
    assert said.count("policy.breached") == 2  # no agenda, no topics
    assert "meetings.preparation_ended" in said
    for verb in preparing.BEFORE[:2]:
        assert owed(meeting.pk, verb) == {"林若溪": "excused"}


@pytest.mark.req("M13")
def test_an_opinion_that_comes_late_is_late(hall: Hall) -> None:
    from huiyin.scenarios.meetings.agenda import actions as before

    meeting = hall.meeting("management_meeting")
    hall.item(meeting, "明年预算")
    before.send_topics(meeting.pk, by=hall["林若溪"])
    before.share(meeting.pk, by=hall["林若溪"])
    with clock.frozen(FRIDAY):
        assert not preparing.facts(meeting)["opinions_in"]
        actions.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    assert "meetings.preparation_ended" not in kinds_of(meeting.pk)
    with clock.frozen(FRIDAY + timedelta(minutes=5)):
        opinions.prepare(meeting.pk, {opinions.WHOLE: "先看回款"}, by=hall["孟夏"])
    assert owed(meeting.pk, "prepare_opinion")["孟夏"] == "met_late"
