"""Action items: whole or not, assigned, done, dropped, and back on the next agenda."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings.agenda import carrying
from huiyin.scenarios.meetings.items import actions, lists
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    Meeting,
    Series,
)
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed, tick

DUE = FRIDAY + timedelta(days=5)


def noted(
    hall: Hall, meeting: Meeting, text: str = "整理排班表", owner: str = "孟夏"
) -> ActionItem:
    """A whole item."""
    words = actions.Words(text, hall[owner], DUE)
    return actions.note(meeting.pk, words, by=hall["白露"])


@pytest.mark.req("M10")
def test_an_item_becomes_its_owners_duty_when_it_is_assigned(hall: Hall) -> None:
    meeting = hall.running()
    item = noted(hall, meeting)
    assert owed(meeting.pk, "do_item") == {}
    assert lists.assign_all(meeting, by=hall["白露"]) == 1
    assert lists.assign_all(meeting, by=hall["白露"]) == 0
    assert owed(meeting.pk, "do_item") == {"孟夏": "open"}
    assert due(meeting.pk, "do_item") == DUE
    with pytest.raises(PermissionDenied):
        actions.done(item.pk, by=hall["白露"])
    actions.done(item.pk, "已发群里", by=hall["孟夏"])
    actions.done(item.pk, "又做了一遍", by=hall["孟夏"])
    item.refresh_from_db()
    assert (item.state, item.result, item.closed_by) == (ActionState.DONE, "已发群里", hall["孟夏"])
    assert owed(meeting.pk, "do_item") == {"孟夏": "met"}
    assert kinds_of(meeting.pk).count("meetings.item_done") == 1


@pytest.mark.req("M10")
def test_without_owner_or_date_nothing_is_assigned(hall: Hall) -> None:
    meeting = hall.running()
    noted(hall, meeting)
    bare = actions.note(meeting.pk, actions.Words("谁来写"), by=hall["白露"])
    assert not lists.is_complete(meeting)
    with pytest.raises(WordsRefused, match="owner: empty"):
        actions.assign(bare, by=hall["白露"])
    actions.rewrite(bare.pk, actions.Words("谁来写", hall["白露"]), by=hall["白露"])
    bare.refresh_from_db()
    with pytest.raises(WordsRefused, match="due_at: empty"):
        actions.assign(bare, by=hall["白露"])
    actions.rewrite(bare.pk, actions.Words("写通报", hall["白露"], DUE), by=hall["白露"])
    assert lists.is_complete(meeting)


@pytest.mark.req("M10")
def test_an_item_is_dropped_for_a_reason(hall: Hall) -> None:
    meeting = hall.running()
    item = noted(hall, meeting)
    with pytest.raises(WordsRefused, match="unassigned"):
        actions.drop(item.pk, "不做了", by=hall["孟夏"])
    lists.assign_all(meeting, by=hall["白露"])
    with pytest.raises(WordsRefused, match="reason"):
        actions.drop(item.pk, " ", by=hall["孟夏"])
    actions.drop(item.pk, "需求取消", by=hall["林若溪"])
    actions.drop(item.pk, "需求取消", by=hall["林若溪"])
    assert owed(meeting.pk, "do_item") == {"孟夏": "excused"}
    item.refresh_from_db()
    with pytest.raises(WordsRefused, match="assigned"):
        actions.strike(item.pk, by=hall["白露"])


@pytest.mark.req("M10", "M03")
def test_a_stand_up_assigns_its_items_when_it_ends(hall: Hall) -> None:
    meeting = hall.meeting("daily_standup", recorder=None)
    with clock.frozen(FRIDAY):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        words = actions.Words("修复导出", hall["孟夏"], DUE)
        actions.note(meeting.pk, words, by=hall["林若溪"])
        live.close(meeting.pk, by=hall["林若溪"], anyway=True)
    assert owed(meeting.pk, "do_item") == {"孟夏": "open"}


@pytest.mark.req("M10")
def test_what_is_not_done_comes_back_to_the_next_agenda_until_it_is(hall: Hall) -> None:
    first, second = series_of(hall, 2)
    live.begin(first.pk, hall.seats(first), by=hall["林若溪"])
    item = noted(hall, first)
    done = noted(hall, first, "订会议室")
    lists.assign_all(first, by=hall["白露"])
    actions.done(done.pk, by=hall["孟夏"])
    live.close(first.pk, by=hall["林若溪"], anyway=True)
    assert carrying.carry_on(first) == 1
    assert carrying.carry_on(first) == 0
    hall.item(second, "本周")
    (back, _other) = AgendaItem.objects.filter(meeting=second)
    assert (back.title, back.origin, back.carried_from, back.owner) == (
        "整理排班表",
        "carried",
        item,
        hall["孟夏"],
    )
    item.refresh_from_db()
    assert item.carried == 1
    live.begin(second.pk, hall.seats(second), by=hall["林若溪"])
    assert AgendaItem.objects.filter(meeting=second).count() == 2
    actions.done(item.pk, by=hall["孟夏"])
    assert not carrying.coming_back(second).exists()


@pytest.mark.req("M10")
def test_without_a_series_the_next_of_its_kind_takes_them_up(hall: Hall) -> None:
    first = hall.running()
    noted(hall, first)
    lists.assign_all(first, by=hall["白露"])
    later = hall.meeting(starts_at=FRIDAY + timedelta(days=7))
    other = hall.meeting("monthly_meeting", starts_at=FRIDAY + timedelta(days=7))
    assert carrying.carry_in(later.pk, by=hall["白露"]) == 1
    assert not carrying.coming_back(other).exists()


@pytest.mark.req("M10")
def test_a_late_item_is_followed_by_the_head(hall: Hall) -> None:
    meeting = hall.running()
    noted(hall, meeting)
    lists.assign_all(meeting, by=hall["白露"])
    with clock.frozen(DUE + timedelta(days=3)):
        tick(meeting.pk)
    assert owed(meeting.pk, "follow_item") == {"林若溪": "open"}


@pytest.mark.req("M10")
def test_owners_end_their_items_on_a_page_of_their_own(hall: Hall) -> None:
    meeting = hall.running()
    item, other = noted(hall, meeting), noted(hall, meeting, "订会议室", "林若溪")
    lists.assign_all(meeting, by=hall["白露"])
    browser = hall.client("孟夏")
    path = f"/meetings/{meeting.pk}/items"
    page = browser.get(path).content.decode()
    assert "整理排班表" in page
    assert "其他待办" in page
    assert browser.post(f"{path}/{other.pk}").status_code == 403
    answer = browser.post(f"{path}/{item.pk}", {"words": "发了", "next": "//evil.test/"})
    assert answer["Location"] == path
    chair = hall.client("林若溪")
    chair.post(f"{path}/{other.pk}", {"drop": "1", "words": ""})
    chair.post(f"{path}/{other.pk}", {"drop": "1", "words": "换了地方"})
    assert [one.state for one in ActionItem.objects.all()] == ["done", "dropped"]
    assert hall.client("唐果").get(path).status_code == 404


def series_of(hall: Hall, count: int) -> list[Meeting]:
    """Meetings of one series, a week apart."""
    made = [hall.meeting(starts_at=FRIDAY + timedelta(days=7 * week)) for week in range(count)]
    series = Series.objects.create(
        kind=made[0].kind,
        rrule="FREQ=WEEKLY",
        first_start=made[0].starts_at,
        length_minutes=60,
        chair=hall["林若溪"],
        initiator=hall["林若溪"],
        department=hall["林若溪"].department,
        created_at=clock.now(),
    )
    for meeting in made:
        meeting.series, meeting.occurrence = series, meeting.starts_at
        meeting.save()
    return made


@pytest.mark.req("M10")
def test_minutes_with_an_item_that_lacks_something_are_refused_by_the_regulation(
    hall: Hall,
) -> None:
    from huiyin.core.event import Event
    from huiyin.obligations.record import record

    meeting = hall.running()
    actions.note(meeting.pk, actions.Words("谁来写"), by=hall["白露"])
    facts = {"items_complete": lists.is_complete(meeting)}
    with pytest.raises(Refused):
        record(Event("meetings.minutes_published", str(meeting.pk), clock.now(), None, facts))
