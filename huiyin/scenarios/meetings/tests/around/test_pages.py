"""The pages around meetings: form, page, calendar, rooms, feed, guests; and REST."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.kit import clock
from huiyin.scenarios.meetings import events, kinds
from huiyin.scenarios.meetings import guestlinks as links
from huiyin.scenarios.meetings.calendar import week as grid
from huiyin.scenarios.meetings.calendar.blocks import Block
from huiyin.scenarios.meetings.models import (
    Answer,
    Attendee,
    Booking,
    Feed,
    Meeting,
    MeetingKind,
    Room,
)
from huiyin.scenarios.meetings.plan import Outsider
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall, due, kinds_of, owed

pytestmark = pytest.mark.django_db

GUEST = Outsider("李工", "li@xinghai.test", "星海物流")


def form(hall: Hall, **more: Any) -> dict[str, Any]:
    kind = MeetingKind.objects.get(key="weekly_meeting")
    return {
        "title": "排班碰头",
        "kind": kind.pk,
        "starts_at": "2026-11-27T10:00",
        "minutes": "60",
        "place": "云海",
        "required": [f"person:{hall['孟夏'].pk}"],
        "chair": [f"person:{hall['林若溪'].pk}"],
        **more,
    }


@pytest.fixture
def lin(hall: Hall) -> Client:
    return hall.client("林若溪")


@pytest.mark.req("M01")
def test_a_meeting_is_announced_by_the_form(hall: Hall, lin: Client) -> None:
    assert "谁有空" in lin.get("/meetings/new?at=2026-11-27T10:00").content.decode()
    room = Room.objects.create(name="云海", capacity=4)
    guests = "李工 <li@xinghai.test> 星海物流\n王总 wang@xinghai.test"
    sent = lin.post("/meetings/new", form(hall, room=room.pk, guests=guests, place=""))
    meeting = Meeting.objects.get()
    assert sent.headers["Location"] == f"/meetings/{meeting.pk}"
    assert meeting.starts_at == FRIDAY
    assert Booking.objects.get().room == room
    names = sorted(seat.name for seat in meeting.attendees.all())
    assert names == sorted(["林若溪", "孟夏", "李工", "王总"])
    assert hall.seat(meeting, "林若溪").answer == Answer.ACCEPTED
    assert owed(meeting.pk, "share_agenda") == {"林若溪": "open"}
    assert due(meeting.pk, "share_agenda") == FRIDAY - timedelta(days=1)


@pytest.mark.req("M01")
def test_what_comes_too_late_is_refused_or_recorded_with_a_reason(hall: Hall, lin: Client) -> None:
    late = form(hall, starts_at="2026-11-25T10:00")
    refused = lin.post("/meetings/new", late)
    assert refused.status_code == 422
    assert "至少提前 3 天" in refused.content.decode()
    assert not Meeting.objects.exists()
    lin.post("/meetings/new", late | {"reason": "客户后天到"})
    meeting = Meeting.objects.get()
    assert meeting.late_reason == "客户后天到"
    assert "policy.breached" in kinds_of(meeting.pk)


@pytest.mark.req("M01")
def test_nobody_is_asked_to_nowhere(hall: Hall, lin: Client) -> None:
    refused = lin.post("/meetings/new", form(hall, place=""))
    assert "地点或会议链接" in refused.content.decode()
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "写明会议的主题"),
        ({"starts_at": "明天"}, "写成日期和时刻"),
        ({"minutes": "0"}, "5"),
        ({"guests": "李工"}, "看不懂"),
        ({"guests": "li@xinghai.test"}, "看不懂|姓名"),
        ({"starts_at": "2026-11-01T10:00"}, "已经过了|3 天"),
        ({"required": [], "chair": []}, "请一个人"),
        ({"repeat": "own", "rule": "FREQ=NIE"}, "看不懂这条重复规则"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    hall: Hall, lin: Client, change: dict[str, Any], words: str
) -> None:
    answer = lin.post("/meetings/new", form(hall, **change))
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert not Meeting.objects.exists()


@pytest.mark.req("M20")
def test_the_look_names_who_has_no_time_and_what_would_fit(hall: Hall, lin: Client) -> None:
    hall.meeting()
    html = lin.post("/meetings/look", form(hall, optional=[f"person:{hall['白露'].pk}"])).content
    said = html.decode()
    assert "必须到的人里有 2 人那时没空" in said
    assert said.count("is-clash") == 3
    assert 'data-slot="2026-11-27T08' not in said
    assert "data-slot=" in said
    assert lin.post("/meetings/look", {"title": "x"}).content.decode().strip() == ""


def test_the_picker_finds_people_and_for_one_seat_only_people(hall: Hall, lin: Client) -> None:
    everybody = lin.get("/meetings/people?kind=required&required_q=运营").content.decode()
    assert "department:" in everybody
    alone = lin.get("/meetings/people?kind=chair&chair_q=运营").content.decode()
    assert "department:" not in alone
    assert "person:" in lin.get("/meetings/people?kind=x&required_q=陈屿").content.decode()


@pytest.mark.req("M01", "M20")
def test_a_draft_is_changed_announced_moved_and_called_off(hall: Hall, lin: Client) -> None:
    lin.post("/meetings/new", form(hall, draft="1"))
    meeting = Meeting.objects.get()
    assert meeting.state == "draft"
    address = f"/meetings/{meeting.pk}"
    assert hall.client("孟夏").get(address).status_code == 404
    lin.post(f"{address}/edit", form(hall, title="排班", draft="1"))
    assert "排班" in lin.get(address).content.decode()
    lin.post(f"{address}/announce")
    meng = hall.client("孟夏")
    assert meng.get(address).status_code == 200
    meng.post(f"{address}/answer", {"answer": "accepted"})
    moved = lin.post(f"{address}/edit", form(hall, starts_at="2026-11-30T10:00"))
    assert moved.status_code == 303
    assert hall.seat(meeting, "孟夏").answer == Answer.NONE
    assert due(meeting.pk, "share_agenda") is not None
    assert sorted(set(owed(meeting.pk, "share_agenda").values())) == ["open"]
    lin.post(f"{address}/edit", form(hall, starts_at="2026-11-30T10:00", place="青屏"))
    lin.post(f"{address}/cancel", {"reason": "并入周会"})
    assert "并入周会" in lin.get(address).content.decode()
    assert lin.get(f"{address}/edit").status_code == 303
    told = [kind for kind in kinds_of(meeting.pk) if kind.startswith("meetings.")]
    assert told == [
        events.ANNOUNCED, events.ANSWERED, events.MOVED, events.CHANGED, events.CANCELLED,
    ]  # fmt: skip


def test_only_who_leads_it_changes_it(hall: Hall) -> None:
    meeting = hall.meeting()
    meng, chen = hall.client("孟夏"), hall.client("陈屿")
    for path in ("edit", "cancel", "announce", "again"):
        assert meng.post(f"/meetings/{meeting.pk}/{path}").status_code == 403
        assert chen.post(f"/meetings/{meeting.pk}/{path}").status_code == 404


@pytest.mark.req("M20")
def test_answers_and_counter_proposals(hall: Hall) -> None:
    meeting = hall.meeting()
    meng = hall.client("孟夏")
    address = f"/meetings/{meeting.pk}"
    assert meng.post(f"{address}/answer", {"answer": "perhaps"}).status_code == 422
    meng.post(f"{address}/answer", {"answer": "declined", "comment": "出差"})
    assert "出差" in hall.client("林若溪").get(address).content.decode()
    assert meng.post(f"{address}/propose", {"starts_at": "x"}).status_code == 422
    assert meng.post(f"{address}/propose", {"starts_at": "2026-01-01T10:00"}).status_code == 422
    meng.post(f"{address}/propose", {"starts_at": "2026-11-27T15:00"})
    page = hall.client("林若溪").get(address).content.decode()
    assert "孟夏提议改到 11 月 27 日 15:00" in page
    part = meng.get(f"{address}?part=people", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    with clock.frozen(FRIDAY):
        hall.client("林若溪").post(f"{address}/cancel")
    assert meng.post(f"{address}/answer", {"answer": "accepted"}).status_code == 422
    assert meng.post(f"{address}/propose", {"starts_at": "2026-12-27T15:00"}).status_code == 422


@pytest.mark.req("M20")
def test_a_series_by_the_form_answered_whole_and_ended(hall: Hall, lin: Client) -> None:
    lin.post("/meetings/new", form(hall, repeat="weekly", until="2026-12-20"))
    rows = list(Meeting.objects.order_by("starts_at"))
    assert len(rows) == 4
    meng = hall.client("孟夏")
    meng.post(f"/meetings/{rows[0].pk}/answer", {"answer": "accepted", "whole": "1"})
    said = Attendee.objects.filter(person=hall["孟夏"]).values_list("answer", flat=True)
    assert set(said) == {"accepted"}
    assert "每周五 10:00" in lin.get(f"/meetings/{rows[0].pk}").content.decode()
    assert lin.post(f"/meetings/{rows[0].pk}/again", {"starts_at": "x"}).status_code == 422
    lin.post(f"/meetings/{rows[0].pk}/again", {"starts_at": "2026-11-30T10:00"})
    again = lin.post(f"/meetings/{rows[0].pk}/again", {"starts_at": "2026-11-30T10:00"})
    assert again.status_code == 422
    lin.post(f"/meetings/{rows[1].pk}/cancel", {"scope": "all", "reason": "并入"})
    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.req("M20", "M16")
def test_a_guest_sees_what_concerns_them_and_answers(hall: Hall, mail: None) -> None:
    meeting = hall.meeting(guests=(GUEST,))
    seat = Attendee.objects.get(guest__isnull=False)
    address = f"/meetings/guest/{links.token(seat)}"
    guest = Client()
    page = guest.get(address)
    assert "李工，您好" in page.content.decode()
    assert "孟夏" not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert guest.post(address, {"answer": "x"}).status_code == 422
    assert guest.post(address, {"answer": "accepted", "comment": "两位"}).status_code == 303
    seat.refresh_from_db()
    assert (seat.answer, seat.comment) == (Answer.ACCEPTED, "两位")
    assert guest.post(address, {"starts_at": "gestern"}).status_code == 422
    guest.post(address, {"starts_at": "2026-11-27T16:00"})
    seat.refresh_from_db()
    assert seat.proposed_start is not None
    file = guest.get(f"{address}/file")
    event = icalendar.Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == meeting.title
    with clock.frozen(FRIDAY + timedelta(days=40)):
        assert guest.get(address).status_code == 404
    assert guest.get(address + "x").status_code == 404
    Attendee.objects.filter(pk=seat.pk).update(pass_number=1)
    assert guest.get(address).status_code == 404


@pytest.mark.req("M20")
def test_the_feed_holds_meetings_and_deadlines_until_it_is_taken_back(
    hall: Hall, lin: Client
) -> None:
    hall.meeting()
    hall.meeting(title="裁撤", classification="confidential")
    assert "建立订阅地址" in lin.get("/calendar/subscription").content.decode()
    made = lin.post("/calendar/subscription/new").content.decode()
    secret = made.rpartition("/calendar/feed/")[2].partition(".ics")[0]
    body = Client().get(f"/calendar/feed/{secret}.ics")
    assert body.headers["Cache-Control"] == "private, no-store"
    said = [
        str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(body.content).walk("VEVENT")
    ]
    assert "运营周例会" in said
    assert "截止 发议程和材料 运营周例会" in said
    assert not any("裁撤" in words for words in said)
    assert Feed.objects.get().digest != secret
    lin.post("/calendar/subscription/new")
    assert Client().get(f"/calendar/feed/{secret}.ics").status_code == 404
    lin.post("/calendar/subscription/end")
    assert not Feed.objects.exists()


@pytest.mark.req("M20")
def test_the_calendar_shows_a_week_a_day_and_a_list(hall: Hall, lin: Client) -> None:
    hall.meeting()
    for path in ("/calendar", "/calendar?view=day&day=2026-11-27", "/meetings/"):
        assert "运营周例会" in lin.get(path).content.decode()
    assert "运营周例会" not in lin.get("/calendar?day=2026-12-11").content.decode()
    assert lin.get("/calendar?day=gestern").status_code == 200
    assert lin.get("/calendar?day=9999-12-31").status_code == 200
    with clock.frozen(FRIDAY):
        assert "接下来" in lin.get("/calendar").content.decode()


def test_what_overlaps_stands_side_by_side() -> None:
    def block(start: int, minutes: int) -> Block:
        return Block(start, minutes, str(start), "", "", "meeting")

    placed = grid.lanes([block(600, 60), block(630, 60), block(690, 30), block(800, 10)])
    assert [(one.start, one.lane, one.lanes) for one in placed] == [
        (600, 0, 2), (630, 1, 2), (690, 0, 1), (800, 0, 1),
    ]  # fmt: skip
    assert grid.lanes([]) == ()


def test_rooms_are_seen_by_all_and_kept_by_the_administrator(hall: Hall, lin: Client) -> None:
    grant(hall["罗一鸣"], Role.ADMINISTRATOR)
    luo = hall.client("罗一鸣")
    words = {"name": "云海", "capacity": "8", "active": "on"}
    assert lin.post("/meetings/rooms", words).status_code == 403
    assert luo.post("/meetings/rooms", words).status_code == 303
    assert luo.post("/meetings/rooms", words).status_code == 422
    room = Room.objects.get()
    assert "改 云海" in luo.get(f"/meetings/rooms?room={room.pk}").content.decode()
    luo.post("/meetings/rooms", words | {"room": room.pk, "place": "3 楼"})
    with clock.frozen(FRIDAY):
        hall.meeting(room=room, starts_at=FRIDAY + timedelta(hours=1), announced=False)
        assert "全天空闲" in lin.get("/meetings/rooms").content.decode()


def test_the_shipped_kinds_stay_as_they_were_changed(hall: Hall) -> None:
    MeetingKind.objects.filter(key="kick_off").update(length_minutes=45)
    kinds.ensure()
    assert MeetingKind.objects.get(key="kick_off").length_minutes == 45
    assert MeetingKind.objects.count() == len(kinds.SHIPPED)


def test_the_administrator_adds_kinds_of_the_house(hall: Hall, lin: Client) -> None:
    grant(hall["罗一鸣"], Role.ADMINISTRATOR)
    luo = hall.client("罗一鸣")
    words = {"name": "选品会", "form": "weekly_meeting", "length_minutes": "45", "active": "on"}
    assert lin.get("/meetings/kinds").status_code == 403
    assert luo.post("/meetings/kinds", words).status_code == 303
    made = MeetingKind.objects.get(name="选品会")
    assert (made.shipped, made.form) == (False, "weekly_meeting")
    assert luo.post("/meetings/kinds", words).status_code == 422
    assert "改 选品会" in luo.get(f"/meetings/kinds?kind={made.pk}").content.decode()
    luo.post("/meetings/kinds", words | {"kind": made.pk, "length_minutes": "30"})
    made.refresh_from_db()
    assert made.length_minutes == 30
    assert "选品会" in lin.get("/meetings/new").content.decode()
