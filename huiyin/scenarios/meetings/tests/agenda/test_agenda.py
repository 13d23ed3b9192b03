"""Before a meeting: items, what comes back, what is offered, what is sent."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.obligations.record import record
from huiyin.scenarios.meetings.agenda import actions, items, offers
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import timing
from huiyin.scenarios.meetings.models import AgendaItem, ItemOrigin, ItemState
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed, tick


def titles(meeting_id: UUID) -> list[str]:
    """The agenda from top to bottom."""
    return list(AgendaItem.objects.filter(meeting=meeting_id).values_list("title", flat=True))


@pytest.mark.req("M02")
def test_items_are_written_moved_and_taken_off(hall: Hall) -> None:
    meeting = hall.meeting()
    first, second = hall.item(meeting, "上周", minutes=10), hall.item(meeting, "本周")
    third = hall.item(meeting, "风险", expected="定下对策", owner=hall["白露"])
    items.move(meeting.pk, third.pk, -1, by=hall["白露"])
    assert titles(meeting.pk) == ["上周", "风险", "本周"]
    items.move(meeting.pk, first.pk, -1, by=hall["林若溪"])
    assert titles(meeting.pk) == ["上周", "风险", "本周"]
    items.take_off(meeting.pk, second.pk, by=hall["林若溪"])
    items.rewrite(
        meeting.pk, third.pk, items.ItemWords(" 风险与对策 ", minutes=5), by=hall["林若溪"]
    )
    assert titles(meeting.pk) == ["上周", "风险与对策"]
    assert [one.position for one in AgendaItem.objects.all()] == [1, 2]


@pytest.mark.req("M02")
def test_what_cannot_be_an_item_is_refused_by_field(hall: Hall) -> None:
    meeting = hall.meeting()
    item = hall.item(meeting)
    for words, said in (
        (items.ItemWords(" "), "title: empty"),
        (items.ItemWords("预算", minutes=601), "minutes: range"),
    ):
        with pytest.raises(WordsRefused, match=said):
            items.add(meeting.pk, words, by=hall["林若溪"])
    with pytest.raises(PermissionDenied):
        items.add(meeting.pk, items.ItemWords("我的事"), by=hall["孟夏"])
    items.take_off(meeting.pk, item.pk, by=hall["林若溪"])
    with pytest.raises(WordsRefused, match="gone"):
        items.take_off(meeting.pk, item.pk, by=hall["林若溪"])
    for number in range(items.MOST_ITEMS):
        hall.item(meeting, f"第 {number} 项")
    with pytest.raises(WordsRefused, match="many"):
        hall.item(meeting, "再一项")


@pytest.mark.req("M02")
@pytest.mark.usefixtures("mail")
def test_the_agenda_is_sent_in_time_and_the_meeting_begins_without_a_breach(hall: Hall) -> None:
    meeting = hall.meeting()
    assert owed(meeting.pk, "share_agenda") == {"林若溪": "open"}
    assert due(meeting.pk, "share_agenda") == FRIDAY - timedelta(days=1)
    with pytest.raises(WordsRefused, match="agenda: empty"):
        actions.share(meeting.pk, by=hall["林若溪"])
    hall.item(meeting)
    actions.share(meeting.pk, by=hall["白露"])
    assert owed(meeting.pk, "share_agenda") == {"林若溪": "met"}
    told = Notification.objects.filter(subject=meeting.pk, purpose="agendas.shared")
    assert told.get().total == 3
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    assert "policy.breached" not in kinds_of(meeting.pk)


@pytest.mark.req("M02")
def test_an_agenda_says_what_the_meeting_is_for(hall: Hall) -> None:
    meeting = hall.meeting(purpose="")
    hall.item(meeting)
    with pytest.raises(WordsRefused, match="purpose"):
        actions.share(meeting.pk, by=hall["林若溪"])


@pytest.mark.req("M02", "M12")
def test_a_meeting_without_agenda_may_begin_but_it_is_written_down(hall: Hall) -> None:
    meeting = hall.meeting()
    with clock.frozen(FRIDAY - timedelta(hours=20)):
        tick(meeting.pk)
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    assert kinds_of(meeting.pk).count("policy.breached") == 1
    assert owed(meeting.pk, "urge_agenda") == {"赵衡": "open"}


@pytest.mark.req("M11")
def test_one_item_runs_at_a_time_and_its_seconds_are_kept(hall: Hall) -> None:
    meeting = hall.meeting()
    first, second = hall.item(meeting, "上周", minutes=5), hall.item(meeting, "本周")
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        timing.start_item(meeting.pk, first.pk, by=hall["林若溪"])
    with clock.frozen(FRIDAY + timedelta(minutes=7)):
        timing.start_item(meeting.pk, first.pk, by=hall["林若溪"])
        timing.start_item(meeting.pk, second.pk, by=hall["白露"])
        with pytest.raises(WordsRefused, match="running"):
            items.take_off(meeting.pk, second.pk, by=hall["林若溪"])
    with clock.frozen(FRIDAY + timedelta(minutes=9)):
        timing.end_item(meeting.pk, second.pk, ItemState.POSTPONED, by=hall["林若溪"])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.spent_seconds, first.began_at) == ("done", 420, None)
    assert (second.state, second.spent_seconds) == ("postponed", 120)
    assert timing.over(300, 420) == 120
    assert timing.over(0, 420) == 0


@pytest.mark.req("M02")
def test_overdue_duties_of_its_people_offer_themselves(hall: Hall) -> None:
    entry = occurrence("客服系统中断", by=hall["林若溪"])
    meeting = hall.meeting()
    assert offers.offers(meeting, hall["林若溪"], clock.now()) == []
    with clock.frozen(FRIDAY - timedelta(hours=1)):
        (found,) = offers.offers(meeting, hall["林若溪"], clock.now())
        assert (found.about, found.owner, found.origin) == (entry, hall["林若溪"], "duty")
        assert found.duty
        items.add(meeting.pk, items.ItemWords(found.title, about=found.about), by=hall["林若溪"])
        assert offers.offers(meeting, hall["林若溪"], clock.now()) == []
    assert offers.offers(hall.meeting(), hall["唐果"], FRIDAY) == []


def occurrence(content: str, *, by: Person) -> UUID:
    """A case of somewhere else about which ``by`` owes something within hours."""
    at = clock.now()
    case = Case.objects.create(
        scenario="journal",
        title=content,
        initiator=by,
        department=by.department,
        created_at=at,
        opened_at=at,
    )
    facts: dict[str, Fact] = {"initiator": by.pk, "recorder": by.pk, "kind": "occurrence"}
    facts |= {"happened_at": at, "urgency": "routine", "classification": "internal"}
    record(Event("journal.recorded", str(case.pk), at, by.pk, facts))
    return case.pk


@pytest.mark.req("M02")
def test_a_case_stands_on_an_agenda_once(hall: Hall) -> None:
    meeting, other = hall.meeting(), hall.meeting(title="客服周会")
    words = items.ItemWords("客诉上升", origin=ItemOrigin.PROBLEM, about=other.pk)
    first = items.add(meeting.pk, words, by=hall["林若溪"])
    assert items.add(meeting.pk, words, by=hall["林若溪"]) == first
    live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
    live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    with pytest.raises(WrongState):
        hall.item(meeting, "会后再加")
