"""The demo company's meetings: a kick-off that was held, series that go on, some still to come."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.daily import Cast
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings import actions, rules
from huiyin.scenarios.meetings.agenda import actions as sheet
from huiyin.scenarios.meetings.agenda import items
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.live import actions as running
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.models import Answer, Attendee, MeetingKind, Room
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.rooms import actions as rooms
from huiyin.scenarios.meetings.series import actions as series
from huiyin.worktime import calendars

ROOMS = (
    ("云海", "3 楼", 12, "投影、视频会议"),
    ("青屏", "5 楼", 6, "白板"),
    ("大会议室", "2 楼", 60, "投影、音响"),
)
TEAM = ("林若溪", "孟夏", "江予安", "苏晴")
DAY = timedelta(days=1)


def plan(agenda: Agenda, cast: Cast, now: datetime) -> None:
    """Put them on the agenda."""
    Convening(agenda, cast, now).plan()


class Convening:
    """Acts of the cast, each at its moment."""

    def __init__(self, agenda: Agenda, cast: Cast, now: datetime) -> None:
        self.agenda = agenda
        self.people = cast.people
        self.now = now

    def plan(self) -> None:
        """Rooms first, then what was announced in them."""
        self._rooms()
        self._kick_off(self._workday(-1, time(14)))
        self._weekly(self._workday(1, time(15, 30)))
        self._standup(self._workday(1, time(9, 30)))
        self._partners(self._workday(4, time(10)))
        self._management(self._workday(5, time(14)))
        self.agenda.at(self.now - timedelta(minutes=20), self._draft)

    def _rooms(self) -> None:
        for name, place, capacity, equipment in ROOMS:
            words = rooms.RoomWords(name, place, capacity, equipment)
            rooms.keep(words, by=self.people["罗一鸣"])

    def _kick_off(self, at: datetime) -> None:
        """Held yesterday afternoon; its minutes are still missing."""
        meeting, shen = new_id(), self.people["沈言"]
        people = ("陈屿", "秦朗", "林若溪", "韩墨")
        self._announce(
            at - 4 * DAY,
            meeting,
            "沈言",
            self._plan("会员中心 3.0 启动会", "kick_off", at, "沈言", "韩墨", people, room="云海"),
        )
        self._answers(meeting, at - 3 * DAY, {"陈屿": "", "秦朗": "", "林若溪": "", "韩墨": ""})
        words = items.ItemWords("范围与里程碑", minutes=30, expected="定下第一个版本的范围")
        self.agenda.at(at - 2 * DAY, lambda: items.add(meeting, words, by=shen))
        self.agenda.at(at - 2 * DAY, lambda: sheet.share(meeting, by=shen))
        self.agenda.at(at, lambda: running.begin(meeting, _seats(meeting), by=shen))
        self.agenda.at(
            at + timedelta(minutes=40),
            lambda: resolving.resolve(meeting, "第一个版本只做积分与等级", by=shen),
        )
        self.agenda.at(
            at + timedelta(minutes=55), lambda: running.close(meeting, by=shen, anyway=True)
        )

    def _weekly(self, at: datetime) -> None:
        meeting, lin = new_id(), self.people["林若溪"]
        plan = self._plan("运营周例会", "weekly_meeting", at, "林若溪", "孟夏", TEAM, room="云海")
        rule = rules.weekly(at)
        when = self.now - 5 * DAY
        self.agenda.at(when, lambda: series.draft(plan, rule, None, by=lin, meeting_id=meeting))
        self.agenda.at(when, lambda: series.begin(meeting, by=lin))
        self._answers(meeting, when + timedelta(hours=2), {"江予安": "", "苏晴": ""})
        later = self.now - timedelta(hours=3)
        self.agenda.at(later, lambda: self._propose(meeting, "孟夏", at + timedelta(hours=1)))

    def _standup(self, at: datetime) -> None:
        meeting, qin = new_id(), self.people["秦朗"]
        people = ("陈屿", "韩墨", "罗一鸣")
        plan = self._plan("技术每日站会", "daily_standup", at, "秦朗", None, people)
        when = self.now - 5 * DAY
        rule = rules.workdays()
        self.agenda.at(when, lambda: series.draft(plan, rule, None, by=qin, meeting_id=meeting))
        self.agenda.at(when, lambda: series.begin(meeting, by=qin))

    def _partners(self, at: datetime) -> None:
        meeting = new_id()
        guests = (Outsider("李工", "li.gong@xinghai.invalid", "星海物流"),)
        people = ("林若溪", "苏晴", "唐果")
        plan = self._plan(
            "星海物流联席会", "partner_meeting", at, "江予安", "唐果", people, guests=guests
        )
        self._announce(self.now - DAY, meeting, "江予安", plan)
        self._answers(meeting, self.now - timedelta(hours=20), {"苏晴": "带上投诉清单"})

    def _management(self, at: datetime) -> None:
        meeting = new_id()
        people = ("林若溪", "叶蓁", "何青", "邱然", "秦朗")
        plan = self._plan(
            "明年预算沟通会", "management_meeting", at, "赵衡", "何青", people, room="大会议室"
        )
        self._announce(self.now - 2 * DAY, meeting, "赵衡", plan)

    def _draft(self) -> None:
        at = self._workday(6, time(16))
        plan = self._plan("双十二复盘", "department_review", at, "林若溪", "孟夏", TEAM)
        actions.draft(plan, by=self.people["林若溪"])

    def _announce(self, when: datetime, meeting: UUID, by: str, plan: Plan) -> None:
        who = self.people[by]
        self.agenda.at(when, lambda: actions.draft(plan, by=who, meeting_id=meeting))
        self.agenda.at(when, lambda: actions.announce(meeting, "上周才定下来", by=who))

    def _answers(self, meeting: UUID, at: datetime, said: dict[str, str]) -> None:
        for number, (name, words) in enumerate(said.items()):
            moment = at + timedelta(minutes=7 * number)
            self.agenda.at(moment, partial(self._come, meeting, name, words))

    def _come(self, meeting: UUID, name: str, words: str) -> None:
        person = self.people[name]
        seat = answering.seat_of(meeting, person)
        answering.answer(seat.pk, Answer.ACCEPTED, words, by=person)

    def _propose(self, meeting: UUID, name: str, at: datetime) -> None:
        person = self.people[name]
        seat = answering.seat_of(meeting, person)
        end = at + timedelta(hours=1)
        answering.propose_time(seat.pk, at, end, "前一个会可能拖后", by=person)

    def _plan(
        self,
        title: str,
        kind: str,
        at: datetime,
        chair: str,
        recorder: str | None,
        people: tuple[str, ...],
        *,
        room: str = "",
        **more: Any,
    ) -> Plan:
        asked = MeetingKind.objects.get(key=kind)
        return Plan(
            title=title,
            kind=asked,
            starts_at=at,
            ends_at=at + timedelta(minutes=asked.length_minutes),
            chair=self.people[chair],
            recorder=self.people[recorder] if recorder else None,
            room=Room.objects.filter(name=room).first(),
            place="" if room else "5 楼工位旁",
            purpose="对齐进展，定下要做的事",
            expected="每件事有负责人和完成时间",
            required=tuple(self.people[name].pk for name in people),
            **more,
        )

    def _workday(self, number: int, hour: time) -> datetime:
        """``hour`` of the working day so many working days from today."""
        day, step = timezone.localtime(self.now).date(), DAY if number > 0 else -DAY
        left = abs(number)
        while left:
            day += step
            left -= calendars.current().is_working_day(day)
        return datetime.combine(day, hour, timezone.get_default_timezone())


def _seats(meeting: UUID) -> list[int]:
    return list(Attendee.objects.filter(meeting=meeting).values_list("pk", flat=True))
