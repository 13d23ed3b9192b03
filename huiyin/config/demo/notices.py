"""The notices of the demo company: published by their authors, answered person by person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from huiyin.cases.absence import register_absence
from huiyin.config.demo import connections, daily, incidents, meetings, sittings, texts
from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.echoes import echo
from huiyin.config.demo.practice import Practice
from huiyin.config.demo.problems import Raising
from huiyin.config.demo.regulation import Amending
from huiyin.config.demo.texts import Text
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person
from huiyin.scenarios.notices import actions, answers
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.worktime import calendars

DUTY_AGO = timedelta(hours=2, minutes=20)
TRAVEL_AGO = timedelta(minutes=25)


@dataclass(frozen=True, slots=True)
class Company:
    """The people and departments of the demo by name, as they were imported."""

    people: dict[str, Person]
    departments: dict[str, Department]

    @classmethod
    def read(cls) -> "Company":
        """From the directory: simulated people only."""
        everybody = Person.objects.filter(simulated=True, active=True).select_related("department")
        departments = Department.objects.filter(active=True)
        return cls({one.name: one for one in everybody}, {one.name: one for one in departments})

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def ids(self, *names: str) -> tuple[int, ...]:
        """The ids of departments."""
        return tuple(self.departments[name].pk for name in names)


def draft(author: Person, text: Text, audience: Audience, **more: object) -> Notice:
    """``author`` writes ``text`` down."""
    made = actions.create_draft(by=author)
    values = {**text.values(), "audience": audience.to_json(), **more}
    return actions.save_draft(made.pk, values, by=author)


def put_out(author: Person, text: Text, audience: Audience, **more: object) -> Notice:
    """``author`` publishes ``text``, through the door like anybody."""
    return actions.publish(draft(author, text, audience, **more).pk, by=author).notice


class Story:
    """What happened before the first visitor came, relative to ``now``."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now
        self.agenda = Agenda()

    def tell(self) -> None:
        """Put everything on the agenda and play it up to now."""
        yesterday = self._working_day_before()
        self.agenda.at(yesterday - timedelta(minutes=5), self._go_on_leave)
        self._plan(yesterday, texts.DRILL, Audience(company=True))
        duty = self.now - DUTY_AGO
        names = ("技术部", "客服部", "运营部", "市场部")
        lin = self.company["林若溪"].pk
        audience = Audience(departments=self.company.ids(*names), except_people=(lin,))
        self._plan(duty, texts.DUTY, audience, self._phone)
        self._plan(self.now - timedelta(minutes=50), texts.CLIENT, self._heads())
        rest = Audience(company=True, except_departments=self.company.ids("仓储组"))
        self._plan(self.now - TRAVEL_AGO, texts.TRAVEL, rest)
        Practice(self.company, self.agenda, self.now, draft, put_out).plan(yesterday)
        Amending(self.company, self.agenda, self.now).plan()
        Raising(self.company, self.agenda, self.now).plan()
        connections.plan(self.agenda, self.company, self.now)
        self.agenda.at(self.now - timedelta(minutes=10), self._begin_draft)
        daily.plan(self.agenda, self.company, self.now)
        incidents.plan(self.agenda, self.company, self.now)
        meetings.plan(self.agenda, self.company, self.now)
        sittings.plan(self.agenda, self.company, self.now)
        self.agenda.play(self.now)

    def _plan(
        self,
        at: datetime,
        text: Text,
        audience: Audience,
        then: Callable[[Notice], None] = lambda _notice: None,
    ) -> None:
        bai, meng = self.company["白露"].pk, self.company["孟夏"]

        def publish() -> None:
            more = {"reply_by": self._reply_by()} if text.wants_reply else {}
            notice = put_out(self.company[text.author], text, audience, **more)
            people = audience.people_query().select_related("department")
            echo(self.agenda, notice, text.matter(), people, {bai: meng})
            then(notice)

        self.agenda.at(at, publish)

    def _phone(self, notice: Notice) -> None:
        """Two calls from the list: one was not answered, one said back what it is about."""
        at = (notice.published_at or self.now) + timedelta(hours=2, minutes=6)
        again = Call(CallOutcome.NO_ANSWER, again_at=at + timedelta(minutes=14))
        lin, jiang, gu = (self.company[name] for name in ("林若溪", "江予安", "顾北辰"))
        self.agenda.at(at, lambda: answers.record_call(notice.pk, jiang.pk, again, by=lin))
        understood = Call(CallOutcome.UNDERSTOOD, note="口述值守时段与故障电话，无误")
        self.agenda.at(
            at + timedelta(minutes=5),
            lambda: answers.record_call(notice.pk, gu.pk, understood, by=lin),
        )

    def _go_on_leave(self) -> None:
        bai, meng = self.company["白露"], self.company["孟夏"]
        ends = calendars.current().add_working_days(self.now, 3).at
        register_absence(
            bai,
            starts_at=self.now - timedelta(days=6),
            ends_at=ends,
            delegate=meng,
            reason="年假",
            by=bai,
        )

    def _begin_draft(self) -> None:
        audience = Audience(departments=self.company.ids("仓储组", "运营部"))
        draft(self.company["林若溪"], texts.STOCKTAKING, audience)

    def _heads(self) -> Audience:
        heads = Department.objects.filter(active=True, parent__parent=None, head__isnull=False)
        zhao = self.company["赵衡"].pk
        ids = set(heads.values_list("head_id", flat=True)) - {zhao}
        return Audience(people=tuple(sorted(ids)))

    def _working_day_before(self) -> datetime:
        """10:00 of the last working day before the local day of now."""
        calendar = calendars.current()
        day = timezone.localtime(self.now).date() - timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(10), timezone.get_default_timezone())

    def _reply_by(self) -> datetime:
        """17:00 two working days from now."""
        moment = timezone.localtime(calendars.current().add_working_days(self.now, 2).at)
        return moment.replace(hour=17, minute=0, second=0, microsecond=0)
