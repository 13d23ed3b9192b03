"""What the demo company did after and around its meetings: minutes, rhythms, talks, a blocked matter."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.daily import Cast
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings import actions
from huiyin.scenarios.meetings.agenda import actions as sheet
from huiyin.scenarios.meetings.agenda import items as topics
from huiyin.scenarios.meetings.cooperation import actions as cooperation
from huiyin.scenarios.meetings.items import actions as items
from huiyin.scenarios.meetings.items.actions import Words
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.minutes import actions as minutes
from huiyin.scenarios.meetings.models import (
    Attendee,
    MeetingKind,
    PeriodKind,
    TalkForm,
)
from huiyin.scenarios.meetings.plan import Plan
from huiyin.scenarios.meetings.rhythm import beginning
from huiyin.scenarios.meetings.rhythm.calendar import span
from huiyin.scenarios.meetings.talks import actions as talks
from huiyin.worktime import calendars

DAY = timedelta(days=1)
BODY = """## 双十二排班

- 周日加开两席，先排熟手
- 投诉高峰按去年的 1.3 倍准备

## 门店培训

- 已办三场，还差华东两家门店
- 教材里退换货一节按新口径改
"""


def plan(agenda: Agenda, cast: Cast, now: datetime) -> None:
    """Put them on the agenda."""
    Sittings(agenda, cast, now).plan()


class Sittings:
    """Acts of the cast, each at its moment."""

    def __init__(self, agenda: Agenda, cast: Cast, now: datetime) -> None:
        self.agenda = agenda
        self.people = cast.people
        self.now = now

    def plan(self) -> None:
        """Periods first, then what was held in them."""
        self.agenda.at(self.now - 4 * DAY, lambda: self._begin(PeriodKind.MONTH))
        self.agenda.at(self.now - 4 * DAY, lambda: self._begin(PeriodKind.QUARTER))
        self._held(self._workday(3, time(10)))
        self._talks()
        self._blocked()

    def _begin(self, kind: PeriodKind) -> None:
        top = beginning.leader()
        today = timezone.localtime(self.now).date()
        if top is not None:
            beginning.open_period(kind, span(kind, today).begins, top, self.now - 4 * DAY)

    def _held(self, at: datetime) -> None:
        """A meeting whose minutes are out."""
        meeting, lin = new_id(), self.people["林若溪"]
        meng = self.people["孟夏"]
        asked = self._plan(at)
        self.agenda.at(at - 4 * DAY, lambda: actions.draft(asked, by=lin, meeting_id=meeting))
        self.agenda.at(at - 4 * DAY, lambda: actions.announce(meeting, "排班要先定", by=lin))
        for title, owner in (("双十二排班", "孟夏"), ("门店培训", "苏晴")):
            words = topics.ItemWords(title, owner=self.people[owner], minutes=20)
            self.agenda.at(at - 3 * DAY, partial(topics.add, meeting, words, by=lin))
        self.agenda.at(at - 2 * DAY, lambda: sheet.share(meeting, by=lin))
        self.agenda.at(at, lambda: live.begin(meeting, _seats(meeting), by=lin))
        later = at + timedelta(minutes=25)
        self.agenda.at(later, lambda: resolving.resolve(meeting, "周日加开两席", by=lin))
        self.agenda.at(later, lambda: self._note(meeting, at))
        self.agenda.at(at + timedelta(minutes=70), lambda: live.close(meeting, by=lin, anyway=True))
        end = at + timedelta(hours=3)
        self.agenda.at(end, lambda: minutes.save(meeting, minutes.Text(BODY, 0), by=meng))
        self.agenda.at(end, lambda: minutes.publish(meeting, by=meng))
        self.agenda.at(end + timedelta(hours=1), lambda: self._read(meeting))

    def _note(self, meeting: UUID, at: datetime) -> None:
        for text, owner in (("排出双十二班表", "孟夏"), ("补齐华东两家门店的培训", "苏晴")):
            words = Words(text, self.people[owner], at + 6 * DAY)
            items.note(meeting, words, by=self.people["孟夏"])

    def _read(self, meeting: UUID) -> None:
        found = Attendee.objects.select_related("meeting").get(
            meeting=meeting, person=self.people["苏晴"]
        )
        minutes.read(found.meeting, by=self.people["苏晴"])

    def _talks(self) -> None:
        lin, at = self.people["林若溪"], self._workday(2, time(16))
        held = talks.Plan(
            form=TalkForm.ONE_ON_ONE,
            planned_at=at,
            partner=self.people["孟夏"],
            topic="季度谈话",
            goal="听一听沟通不顺的地方",
        )
        coming = talks.Plan(
            form=TalkForm.PERFORMANCE,
            planned_at=self.now + 2 * DAY,
            partner=self.people["苏晴"],
            topic="培训工作的下一步",
            goal="定下明年的培训安排",
        )
        self.agenda.at(at - DAY, lambda: self._talk(held, at))
        self.agenda.at(self.now - timedelta(hours=5), lambda: talks.plan(coming, by=lin))

    def _talk(self, words: talks.Plan, at: datetime) -> None:
        lin = self.people["林若溪"]
        talk = talks.plan(words, by=lin)
        course = talks.Course(at, asked=True, friction="跨部门的需求常常没有截止时间")
        notes = "- 需求单一律写明截止时间\n- 周报改为每两周一次"
        self.agenda.at(at, lambda: talks.hold(talk.pk, course, by=lin))
        self.agenda.at(at + timedelta(hours=1), lambda: talks.keep_notes(talk.pk, notes, by=lin))

    def _blocked(self) -> None:
        jiang = self.people["江予安"]
        departments = [self.people[name].department for name in ("林若溪", "秦朗")]
        words = "活动页要的库存接口提了三次，两边都说不归自己管。"
        self.agenda.at(
            self._workday(1, time(11)),
            lambda: cooperation.block("双十二活动页的库存接口", words, departments, by=jiang),
        )

    def _plan(self, at: datetime) -> Plan:
        return Plan(
            title="运营部双十二筹备会",
            kind=MeetingKind.objects.get(key="issue_meeting"),
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            chair=self.people["林若溪"],
            recorder=self.people["孟夏"],
            place="3 楼云海",
            purpose="定下双十二的人手和培训",
            expected="班表和培训计划",
            required=tuple(self.people[name].pk for name in ("江予安", "苏晴")),
        )

    def _workday(self, back: int, hour: time) -> datetime:
        """``hour`` of the working day so many working days before today."""
        day = timezone.localtime(self.now).date()
        while back:
            day -= DAY
            back -= calendars.current().is_working_day(day)
        return datetime.combine(day, hour, timezone.get_default_timezone())


def _seats(meeting: UUID) -> list[int]:
    return list(Attendee.objects.filter(meeting=meeting).values_list("pk", flat=True))
