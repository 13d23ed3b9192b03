"""Talks: topic and goal before, notes after, confirmed by both; a quarter's talks end by themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import Period, PeriodKind, Talk, TalkForm, TalkState
from huiyin.scenarios.meetings.rhythm import beginning, holding
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.talks import actions, completing, queries
from huiyin.scenarios.meetings.talks.actions import Course, Plan
from huiyin.scenarios.meetings.tests.hall import MONDAY, Hall, due, kinds_of, owed
from huiyin.scenarios.meetings.tests.periods import QUARTER


def planned(hall: Hall, name: str = "孟夏", **more: object) -> Talk:
    values: dict[str, object] = {
        "form": TalkForm.PERFORMANCE,
        "planned_at": MONDAY,
        "partner": hall[name],
        "topic": "试用期总结",
        "goal": "定下转正与下半年目标",
    }
    return actions.plan(Plan(**(values | more)), by=hall["林若溪"])  # type: ignore[arg-type]  # by name


@pytest.mark.req("M17")
def test_a_talk_is_held_noted_and_confirmed(hall: Hall) -> None:
    talk = planned(hall)
    talk = actions.hold(talk.pk, Course(MONDAY), by=hall["林若溪"])
    assert actions.hold(talk.pk, Course(MONDAY), by=hall["林若溪"]).state == TalkState.HELD
    assert owed(talk.pk, "write_notes") == {"林若溪": "open"}
    assert due(talk.pk, "write_notes") == MONDAY + timedelta(days=1)
    actions.keep_notes(talk.pk, "- 转正", by=hall["林若溪"])
    assert owed(talk.pk, "write_notes") == {"林若溪": "met"}
    assert owed(talk.pk, "confirm_notes") == {"孟夏": "open"}
    actions.doubt(talk.pk, "目标写错了", by=hall["孟夏"])
    talk = actions.keep_notes(talk.pk, "- 转正，目标三项", by=hall["林若溪"])
    assert talk.doubt == ""
    assert kinds_of(talk.pk).count("meetings.notes_kept") == 1
    assert actions.confirm(talk.pk, by=hall["孟夏"]).state == TalkState.CONFIRMED
    assert actions.confirm(talk.pk, by=hall["孟夏"]).state == TalkState.CONFIRMED
    assert owed(talk.pk, "confirm_notes") == {"孟夏": "met"}
    assert "policy.breached" not in kinds_of(talk.pk)


@pytest.mark.req("M17")
def test_a_talk_without_a_goal_is_recorded_as_a_breach(hall: Hall) -> None:
    talk = planned(hall, goal="")
    actions.hold(talk.pk, Course(MONDAY), by=hall["林若溪"])
    assert kinds_of(talk.pk).count("policy.breached") == 1


@pytest.mark.req("O05")
@pytest.mark.parametrize(("asked", "breaches"), [(True, 0), (False, 1)])
def test_one_on_one_asks_the_standing_question(hall: Hall, asked: bool, breaches: int) -> None:
    talk = planned(hall, form=TalkForm.ONE_ON_ONE)
    actions.hold(talk.pk, Course(MONDAY, asked=asked, friction="周报太多"), by=hall["林若溪"])
    assert kinds_of(talk.pk).count("policy.breached") == breaches


@pytest.mark.req("M17")
def test_a_client_confirms_nothing(hall: Hall) -> None:
    talk = planned(hall, partner=None, outsider="远航贸易 周总")
    actions.hold(talk.pk, Course(MONDAY), by=hall["林若溪"])
    talk = actions.keep_notes(talk.pk, "- 续约", by=hall["林若溪"])
    assert talk.state == TalkState.CONFIRMED
    assert owed(talk.pk, "confirm_notes") == {}


def test_what_is_wrong_is_named(hall: Hall) -> None:
    with pytest.raises(WordsRefused):
        planned(hall, partner=None)
    with pytest.raises(WordsRefused):
        planned(hall, "林若溪")
    talk = planned(hall)
    with pytest.raises(WordsRefused):
        actions.hold(talk.pk, Course(MONDAY + timedelta(days=1)), by=hall["林若溪"])
    with pytest.raises(WrongState):
        actions.keep_notes(talk.pk, "x", by=hall["林若溪"])
    with pytest.raises(WrongState):
        actions.confirm(talk.pk, by=hall["孟夏"])
    with pytest.raises(WrongState):
        actions.doubt(talk.pk, "x", by=hall["孟夏"])
    actions.hold(talk.pk, Course(MONDAY), by=hall["林若溪"])
    with pytest.raises(WordsRefused):
        actions.keep_notes(talk.pk, " ", by=hall["林若溪"])
    again = Plan(TalkForm.CLIENT, MONDAY, outsider="x")
    with pytest.raises(WrongState):
        actions.plan(again, by=hall["林若溪"], talk_id=talk.pk)
    actions.keep_notes(talk.pk, "x", by=hall["林若溪"])
    with pytest.raises(WordsRefused):
        actions.doubt(talk.pk, " ", by=hall["孟夏"])


def test_only_the_two_see_and_act(hall: Hall) -> None:
    talk = planned(hall)
    with pytest.raises(Http404):
        actions.hold(talk.pk, Course(MONDAY), by=hall["白露"])
    with pytest.raises(PermissionDenied):
        actions.hold(talk.pk, Course(MONDAY), by=hall["孟夏"])
    with pytest.raises(PermissionDenied):
        actions.confirm(talk.pk, by=hall["林若溪"])
    with pytest.raises(Http404):
        queries.find(talk.pk, hall["白露"])
    assert list(queries.mine(hall["孟夏"])) == [talk]
    assert list(queries.mine(hall["白露"])) == []


@pytest.mark.req("O05")
def test_the_last_talk_ends_the_quarter_s_duty(hall: Hall) -> None:
    head = hall["林若溪"]
    Person.objects.exclude(name__in=("林若溪", "白露", "孟夏")).filter(
        department=head.department
    ).update(active=False)
    Department.objects.exclude(pk=head.department_id).filter(head=head).update(head=None)
    with clock.frozen(QUARTER):
        period = beginning.begin(PeriodKind.QUARTER, QUARTER)
        assert period is not None
        people = completing.left(period, head)
        assert people
        for person in people:
            assert owed(period.pk, "hold_talks")[head.name] == "open"
            plan = Plan(TalkForm.ONE_ON_ONE, QUARTER, partner=person, topic="近况", goal="听意见")
            talk = actions.plan(plan, by=head)
            actions.hold(talk.pk, Course(QUARTER, asked=True), by=head)
        assert owed(period.pk, "hold_talks")[head.name] == "met"
        progress = queries.progress(period, head)
    assert progress is not None
    assert (progress.done, progress.left) == (progress.total, ())
    assert queries.progress(period, hall["孟夏"]) is None


@pytest.mark.req("O05")
def test_who_cannot_be_talked_to_is_named(hall: Hall) -> None:
    with clock.frozen(QUARTER):
        beginning.begin(PeriodKind.QUARTER, QUARTER)
        period = Period.objects.get()
        holding.talks(period.pk, "白露产假", by=hall["林若溪"])
    assert owed(period.pk, "hold_talks")["林若溪"] == "met"
