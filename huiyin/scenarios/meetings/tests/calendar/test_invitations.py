"""Invitations as two independent readers of iCalendar see them, and the answers that come back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]  # it ships no types

from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import attention, replies
from huiyin.delivery.content import ORGANIZER, Message
from huiyin.delivery.models import OutsideMail
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.delivery.replies import Answer as Reply
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.scenarios.meetings import actions, outgoing, rules
from huiyin.scenarios.meetings.answering import incoming
from huiyin.scenarios.meetings.calendar import answers
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.series import beginning
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall

pytestmark = pytest.mark.django_db

GUEST = Outsider("李工", "li@xinghai.test", "星海物流")
HOUR = timedelta(hours=1)
UNKNOWN = "0199c0de-0000-7000-8000-000000000001"


def told(purpose: str, meeting: Meeting) -> Message:
    """What the newest message of a kind says."""
    rows = Notification.objects.filter(subject=meeting.pk, purpose=purpose)
    said = outgoing.describe(rows.latest("pk"), [])
    assert isinstance(said, Message)
    return said


def event_of(body: bytes) -> Any:
    return icalendar.Calendar.from_ical(body).walk("VEVENT")[0]


def reply(meeting: Meeting, said: str, method: str = "REPLY", **more: str) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", f"METHOD:{method}",
        "BEGIN:VEVENT", f"UID:{meeting.series_id or meeting.pk}@huiyin",
        "DTSTAMP:20261123T020000Z",
        f"ATTENDEE;PARTSTAT={said}:mailto:someone@yunqiao.test",
        *(f"{name.replace('_', '-').upper()}:{value}" for name, value in more.items()),
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def comes(hall: Hall, name: str, meeting: Meeting, calendar: str) -> None:
    incoming.on_calendar(
        Reply(
            subject=meeting.pk,
            person_id=hall[name].pk,
            channel=Channel.MAIL,
            proof=Proof.REPLY,
            at=clock.now(),
            calendar=calendar,
        )
    )


@pytest.mark.req("M20")
def test_two_readers_find_the_same_meeting(hall: Hall, mail: None) -> None:
    for name in ("孟夏", "陈屿", "白露"):
        Person.objects.filter(name=name).update(email=f"{hall[name].pk}@yunqiao.test")
    meeting = hall.meeting(
        title='双十二 "大促"；排班, 第一轮', optional=(hall["陈屿"].pk,), link="https://meet.test/x"
    )
    said = told("meetings.request", meeting)
    assert said.calendar_method == "REQUEST"
    assert said.subject == f"会议邀请：{meeting.title}"
    one = event_of(said.calendar)
    other = vobject.readOne(said.calendar.decode()).vevent
    assert str(one["SUMMARY"]) == other.summary.value == meeting.title
    assert str(one["UID"]) == other.uid.value == f"{meeting.pk}@huiyin"
    for start in (one.decoded("DTSTART"), other.dtstart.value):
        assert start.astimezone(UTC) == FRIDAY
    assert other.dtend.value.astimezone(UTC) == FRIDAY + HOUR
    assert str(one["ORGANIZER"]) == other.organizer.value == ORGANIZER
    assert str(one["ORGANIZER"].params["CN"]) == "林若溪"
    assert "3 楼云海" in str(one["LOCATION"])
    asked = {str(each.params["CN"]): str(each.params["ROLE"]) for each in one["ATTENDEE"]}
    assert asked["孟夏"] == "REQ-PARTICIPANT"
    assert asked["陈屿"] == "OPT-PARTICIPANT"
    assert len(other.attendee_list) == len(asked)
    assert int(one["SEQUENCE"]) == 0


@pytest.mark.req("M20")
def test_a_series_is_one_invitation_with_its_rule(hall: Hall, mail: None) -> None:
    plan = Plan(
        title="周例会",
        kind=hall.meeting(announced=False).kind,
        starts_at=FRIDAY,
        ends_at=FRIDAY + HOUR,
        chair=hall["林若溪"],
        place="云海",
        required=(hall["孟夏"].pk,),
    )
    until = FRIDAY + timedelta(weeks=3)
    rule = rules.weekly(FRIDAY)
    first = beginning.begun(plan, rule, until, "", by=hall["林若溪"], key=None, send=True)
    said = told("meetings.series", first)
    one, other = event_of(said.calendar), vobject.readOne(said.calendar.decode()).vevent
    counted = [at.astimezone(UTC) for at in other.getrruleset(addRDate=True)]
    assert counted == [FRIDAY + timedelta(weeks=n) for n in range(4)]
    assert one["RRULE"]["FREQ"] == ["WEEKLY"]
    assert "TZID" in one["DTSTART"].params
    zones = icalendar.Calendar.from_ical(said.calendar).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Asia/Shanghai"]
    second = Meeting.objects.filter(series=first.series_id).order_by("starts_at")[1]
    actions.cancel(second.pk, "放假", by=hall["林若溪"])
    off = told("meetings.cancel", second)
    gone = event_of(off.calendar)
    assert off.calendar_method == "CANCEL"
    assert str(gone["UID"]) == str(one["UID"])
    assert gone.decoded("RECURRENCE-ID").astimezone(UTC) == second.occurrence
    assert "放假" in off.plain


@pytest.mark.req("M20")
def test_a_change_is_the_same_meeting_with_a_higher_number(hall: Hall, mail: None) -> None:
    meeting = hall.meeting(guests=(GUEST,))
    first = Notification.objects.get(subject=meeting.pk, purpose="meetings.request").pk
    plan = Plan(
        title=meeting.title,
        kind=meeting.kind,
        starts_at=FRIDAY + HOUR,
        ends_at=FRIDAY + 2 * HOUR,
        chair=meeting.chair,
        place="青屏",
        required=(hall["孟夏"].pk,),
        guests=(),
    )
    actions.change(meeting.pk, plan, by=hall["林若溪"])
    said = told("meetings.request", meeting)
    event = event_of(said.calendar)
    assert said.subject.startswith("会议变更")
    assert int(event["SEQUENCE"]) == 1
    assert event.decoded("DTSTART").astimezone(UTC) == FRIDAY + HOUR
    assert said.calendar_answers_to == first
    kinds = OutsideMail.objects.order_by("pk").values_list("purpose", "message__calendar_method")
    assert list(kinds) == [("meetings.request", "REQUEST"), ("meetings.cancel", "CANCEL")]


def test_of_a_confidential_meeting_only_its_number_leaves_the_house(hall: Hall, mail: None) -> None:
    meeting = hall.meeting(title="裁撤华东组", classification="confidential")
    said = told("meetings.request", meeting)
    whole = f"{said.subject}{said.plain}{said.html}{said.calendar.decode()}"
    for word in ("裁撤", "云海", "上周", "孟夏", "林若溪"):
        assert word not in whole
    assert meeting.number in said.subject


@pytest.mark.req("M20")
def test_a_calendar_answers_by_mail(hall: Hall, mail: None) -> None:
    meeting = hall.meeting()
    comes(hall, "孟夏", meeting, reply(meeting, "ACCEPTED", comment="会带上数据"))
    seat = hall.seat(meeting, "孟夏")
    assert (seat.answer, seat.comment) == (Answer.ACCEPTED, "会带上数据")
    counter = reply(
        meeting, "TENTATIVE", "COUNTER", dtstart="20261127T060000Z", dtend="20261127T070000Z"
    )
    comes(hall, "孟夏", meeting, counter)
    seat.refresh_from_db()
    assert seat.proposed_start == datetime(2026, 11, 27, 6, tzinfo=UTC)
    assert seat.answer == Answer.TENTATIVE
    same = reply(
        meeting, "TENTATIVE", "COUNTER", dtstart="20261127T020000Z", dtend="20261127T030000Z"
    )
    comes(hall, "孟夏", meeting, same)
    seat.refresh_from_db()
    assert seat.proposed_start is None


@pytest.mark.req("M20")
def test_an_answer_to_a_time_that_is_past_counts_no_more(hall: Hall, mail: None) -> None:
    meeting = hall.meeting()
    plan = Plan(
        title=meeting.title,
        kind=meeting.kind,
        starts_at=FRIDAY + HOUR,
        ends_at=FRIDAY + 2 * HOUR,
        chair=meeting.chair,
        place="青屏",
        required=(hall["孟夏"].pk,),
    )
    actions.change(meeting.pk, plan, by=hall["林若溪"])
    with pytest.raises(replies.Refused):
        comes(hall, "孟夏", meeting, reply(meeting, "ACCEPTED", sequence="0"))
    comes(hall, "孟夏", meeting, reply(meeting, "ACCEPTED", sequence="1"))
    assert hall.seat(meeting, "孟夏").answer == Answer.ACCEPTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        *(
            f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\n{event}END:VCALENDAR\r\n"
            for method, event in (
                ("REQUEST", "BEGIN:VEVENT\r\nEND:VEVENT\r\n"),
                ("REPLY", ""),
                ("REPLY", "BEGIN:VEVENT\r\nUID:1@elsewhere\r\nEND:VEVENT\r\n"),
                ("REPLY", "BEGIN:VEVENT\r\nUID:x@huiyin\r\nEND:VEVENT\r\n"),
                ("REPLY", f"BEGIN:VEVENT\r\nUID:{UNKNOWN}@huiyin\r\nEND:VEVENT\r\n"),
            )
        ),
    ],
)
def test_what_is_no_answer_is_refused(hall: Hall, text: str) -> None:
    with pytest.raises(answers.Unreadable):
        answers.read(text)
    with pytest.raises(replies.Refused):
        comes(hall, "孟夏", hall.meeting(announced=False), text)


def test_who_is_not_asked_cannot_answer(hall: Hall, mail: None) -> None:
    meeting = hall.meeting()
    with pytest.raises(replies.Refused):
        comes(hall, "陈屿", meeting, reply(meeting, "ACCEPTED"))
    actions.cancel(meeting.pk, by=hall["林若溪"])
    with pytest.raises(replies.Refused):
        comes(hall, "孟夏", meeting, reply(meeting, "ACCEPTED", sequence="9"))


@pytest.mark.req("M20", "M16")
def test_a_guest_answers_with_a_calendar_or_with_words(hall: Hall, mail: None) -> None:
    meeting = hall.meeting(guests=(GUEST,))
    sent = OutsideMail.objects.get()
    seat = Attendee.objects.get(guest__isnull=False)
    asked = event_of(sent.message["calendar"].encode())
    assert str(asked["UID"]) == f"{meeting.pk}@huiyin"
    incoming.on_outside(
        OutsideAnswer(sent, clock.now(), calendar=reply(meeting, "DECLINED", comment="出差"))
    )
    seat.refresh_from_db()
    assert (seat.answer, seat.comment) == (Answer.DECLINED, "出差")
    incoming.on_outside(OutsideAnswer(sent, clock.now(), text="我让同事来。"))
    seat.refresh_from_db()
    assert (seat.answer, seat.comment) == (Answer.DECLINED, "我让同事来。")
    with pytest.raises(replies.Refused):
        incoming.on_outside(OutsideAnswer(sent, clock.now()))


def test_an_invitation_is_no_interruption_other_messages_are(hall: Hall, mail: None) -> None:
    meeting = hall.meeting()
    asked = Notification.objects.get(subject=meeting.pk, purpose="meetings.request")
    assert attention.facts_of(asked)["calendar_entry"] is True
    duty = Notification.objects.filter(subject=meeting.pk, obligation_id__gt=0).latest("pk")
    assert attention.facts_of(duty)["calendar_entry"] is False
    said = outgoing.describe(duty, [])
    assert isinstance(said, Message)
    assert said.subject == f"发议程和材料：{meeting.title}"
    assert "前完成" in said.plain
