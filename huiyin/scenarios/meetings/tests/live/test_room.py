"""The room in the browser: who sees and does what, with and without scripts."""

import json
from datetime import timedelta

import pytest

from huiyin.kit import clock
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.models import (
    ActionItem,
    AgendaItem,
    ItemState,
    Meeting,
    MeetingState,
    Resolution,
    Turn,
    TurnState,
    Understanding,
)
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, kinds_of

PART = {"HX-Request": "true"}


@pytest.mark.req("M09", "M10", "M11")
def test_a_meeting_from_roll_call_to_its_end(hall: Hall) -> None:
    meeting, item, made = under_way(hall)
    path = f"/meetings/{meeting.pk}"
    chair, member = hall.client("林若溪"), hall.client("孟夏")
    with clock.frozen(FRIDAY + timedelta(minutes=12)):
        part = member.get(f"{path}/room", {"part": "agenda"}, headers=PART).content.decode()
        assert "12:00 / 10:00" in part
        assert "is-late" in part
        mine = member.get(f"{path}/room", {"part": "resolutions"}, headers=PART).content.decode()
        assert "你还有 1 条没有勾选" in mine
        answer = chair.post(f"{path}/close")
        assert answer.status_code == 422
        assert "还不能散会" in answer.content.decode()
        assert "孟夏" in answer.content.decode()
        member.post(f"{path}/resolution/{made.pk}", {"object": "1", "words": "人不够"})
        hall.client("白露").post(f"{path}/resolution/{made.pk}")
        member.post(f"{path}/resolution/{made.pk}")
        for seat in hall.seats(meeting):
            chair.post(f"{path}/turn/{seat}", {"over": "passed"})
        assert chair.post(f"{path}/close").status_code == 303
    meeting.refresh_from_db()
    item.refresh_from_db()
    assert (meeting.state, item.state, item.spent_seconds) == ("closed", ItemState.DONE, 720)
    words = {one.person.name: one.words for one in Understanding.objects.all()}
    assert words == {"白露": "", "孟夏": "人不够"}
    assert "曾有异议" in member.get(f"{path}/room").content.decode()


def under_way(hall: Hall) -> tuple[Meeting, AgendaItem, Resolution]:
    """Begun from the page, an item runs, a resolution and an action item are written down."""
    meeting = hall.meeting()
    item = hall.item(meeting, minutes=10, owner=hall["孟夏"])
    path = f"/meetings/{meeting.pk}"
    chair, member = hall.client("林若溪"), hall.client("孟夏")
    with clock.frozen(FRIDAY):
        assert "点名，然后开始" in chair.get(f"{path}/room").content.decode()
        assert "点名，然后开始" not in member.get(f"{path}/room").content.decode()
        seats = [str(pk) for pk in hall.seats(meeting)]
        assert chair.post(f"{path}/begin", {"present": seats}).status_code == 303
        chair.post(f"{path}/run/{item.pk}")
        line = {"kind": "resolution", "line": "周四前定稿"}
        assert "周四前定稿" in chair.post(f"{path}/line", line, headers=PART).content.decode()
        chair.post(f"{path}/line", {"kind": "todo", "line": "排班表 @白露 周四 18:00"})
    made, todo = Resolution.objects.get(), ActionItem.objects.get()
    assert made.item == item
    assert (todo.text, todo.owner, todo.item, todo.is_whole) == ("排班表", hall["白露"], item, True)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.RUNNING
    return meeting, item, made


def test_a_page_of_the_old_state_is_asked_for_anew(hall: Hall) -> None:
    meeting = hall.running()
    browser = hall.client("孟夏")
    asked = {"part": "people", "seen": "announced"}
    answer = browser.get(f"/meetings/{meeting.pk}/room", asked, headers=PART)
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    asked["seen"] = "running"
    assert browser.get(f"/meetings/{meeting.pk}/room", asked, headers=PART).status_code == 200


def test_what_is_refused_is_said_beside_the_page_or_on_it(hall: Hall) -> None:
    meeting = hall.running()
    path = f"/meetings/{meeting.pk}"
    chair = hall.client("林若溪")
    answer = chair.post(f"{path}/line", {"kind": "resolution", "line": " "}, headers=PART)
    assert answer.status_code == 422
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "先写内容"
    assert answer["HX-Reswap"] == "none"
    page = chair.post(f"{path}/line", {"kind": "todo", "line": ""}, follow=True)
    assert "先写内容" in page.content.decode()


def test_the_room_is_for_those_who_may_read_the_meeting(hall: Hall) -> None:
    meeting = hall.running()
    path = f"/meetings/{meeting.pk}"
    outsider, member = hall.client("唐果"), hall.client("孟夏")
    assert outsider.get(f"{path}/room").status_code == 404
    assert outsider.post(f"{path}/close").status_code == 404
    assert member.post(f"{path}/close").status_code == 403
    assert member.post(f"{path}/line", {"kind": "resolution", "line": "x"}).status_code == 403
    seat = hall.seat(meeting, "白露").pk
    assert member.post(f"{path}/turn/{seat}", {"over": "passed"}).status_code == 403
    assert member.post(f"{path}/attend", {"seat": seat, "leave": "1"}).status_code == 403


@pytest.mark.req("M09")
def test_the_chair_asks_each_who_did_not_tick(hall: Hall) -> None:
    meeting = hall.running()
    made = resolving.resolve(meeting.pk, "周四前定稿", by=hall["林若溪"])
    chair = hall.client("林若溪")
    path = f"/meetings/{meeting.pk}"
    assert chair.post(f"{path}/close", {"anyway": "1"}).status_code == 303
    page = chair.get(f"{path}/room").content.decode()
    assert "已当面问过孟夏" in page
    answer = {"person": hall["孟夏"].pk}
    chair.post(f"{path}/resolution/{made.pk}", answer)
    assert Understanding.objects.get().confirmed_by == hall["林若溪"]
    refused = hall.client("白露").post(f"{path}/resolution/{made.pk}", {"person": hall["唐果"].pk})
    assert refused.status_code == 403


@pytest.mark.req("M10")
def test_an_item_is_put_right_field_by_field(hall: Hall) -> None:
    meeting = hall.running()
    path = f"/meetings/{meeting.pk}"
    scribe = hall.client("白露")
    scribe.post(f"{path}/line", {"kind": "todo", "line": "整理名单"})
    item = ActionItem.objects.get()
    assert not item.is_whole
    fields = {"text": "整理名单", "owner": "孟夏", "due_at": "2026-12-01T18:00"}
    scribe.post(f"{path}/todo/{item.pk}", fields)
    item.refresh_from_db()
    assert (item.owner, item.is_whole) == (hall["孟夏"], True)
    for wrong in ({"owner": "没有这人"}, {"due_at": "someday"}):
        answer = scribe.post(f"{path}/todo/{item.pk}", fields | wrong, headers=PART)
        assert answer.status_code == 422
    scribe.post(f"{path}/todo/{item.pk}", {"strike": "1"})
    assert not ActionItem.objects.exists()
    assert scribe.post(f"{path}/todo/{item.pk}", fields).status_code == 404


@pytest.mark.req("M03")
def test_a_stand_up_in_three_lines(hall: Hall) -> None:
    meeting = hall.meeting("daily_standup", recorder=None)
    path = f"/meetings/{meeting.pk}"
    member = hall.client("孟夏")
    said = {"done": "对完账", "doing": "写月报", "plan": "周五交"}
    assert "我不能到" in member.get(f"{path}/room").content.decode()
    member.post(f"{path}/words", said | {"absent": "1"})
    turn = Turn.objects.get()
    assert (turn.state, turn.plan) == (TurnState.ABSENT, "周五交")
    assert "meetings.absence_noted" in kinds_of(meeting.pk)
    with clock.frozen(FRIDAY):
        chair = hall.client("林若溪")
        seats = {name: hall.seat(meeting, name).pk for name in ("林若溪", "白露")}
        chair.post(f"{path}/begin", {"present": list(seats.values())})
        chair.post(f"{path}/turn/{seats['白露']}")
    with clock.frozen(FRIDAY + timedelta(seconds=75)):
        part = member.get(f"{path}/room", {"part": "people"}, headers=PART).content.decode()
        assert "1:15 / 1:00" in part
        chair.post(f"{path}/turn/{seats['白露']}", {"over": "spoken"})
    spoken = Turn.objects.get(attendee=seats["白露"])
    assert (spoken.state, spoken.seconds) == (TurnState.SPOKEN, 75)


@pytest.mark.req("M11")
def test_the_end_is_moved_and_overrun_explained(hall: Hall) -> None:
    meeting = hall.meeting()
    path = f"/meetings/{meeting.pk}"
    chair = hall.client("林若溪")
    with clock.frozen(FRIDAY):
        chair.post(f"{path}/begin", {"present": hall.seats(meeting)})
    with clock.frozen(meeting.ends_at + timedelta(minutes=1)):
        bar = chair.get(f"{path}/room", {"part": "bar"}, headers=PART).content.decode()
        assert "再 10 分钟" in bar
        moved = chair.post(f"{path}/extend", {"minutes": "10"}, headers=PART).content.decode()
        assert "延到 11:11" in moved
    with clock.frozen(meeting.ends_at + timedelta(minutes=8)):
        chair.post(f"{path}/close", {"anyway": "1"})
        assert "超时原因" in chair.get(f"{path}/room").content.decode()
        chair.post(f"{path}/explain", {"reason": "预算多谈了八分钟"})
        assert "预算多谈了八分钟" in hall.client("孟夏").get(f"{path}/room").content.decode()
    assert AgendaItem.objects.count() == 0
