"""How the demo company lives by its regulation: signing, understanding, asking, passing on.

Everything goes through the actions that people use; the board, the facts, the groups and the log
are filled so that nobody's first look meets an empty page.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.utils import timezone

from huiyin.cases.comprehension import actions as comprehension
from huiyin.cases.comprehension import writing
from huiyin.cases.facts import actions as facts
from huiyin.cases.facts.actions import Definition
from huiyin.cases.groups import make_group
from huiyin.cases.signoff import answers as signing
from huiyin.cases.signoff.checklist import Finding
from huiyin.cases.signoff.models import PointKind, Seat, SeatState, StepKind
from huiyin.config.demo import practice_texts as texts
from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.texts import Text
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, GroupKind, Person
from huiyin.scenarios.notices.cascade import actions as cascade
from huiyin.scenarios.notices.models import Complexity, Notice, NoticeKind
from huiyin.scenarios.notices.signing.actions import submit

REVIEWS = (StepKind.NECESSITY, StepKind.INFORMATION)
EVIDENCE = "已与供应商升级公告逐条核对"
RELAYS = (
    ("秦朗", 40, "技术部今年的重点是首次响应：监控告警到人不超过 3 分钟。"),
    ("苏晴", 55, "客服部先把夜班排班补齐，首次响应 15 分钟从夜班做起。"),
    ("何青", 70, "行政部配合各部门，把会议时长再压缩 10%。"),
)
BOARD = (
    (texts.SURVEY, NoticeKind.NEWS, 30),
    (texts.STAR, NoticeKind.RECOGNITION, 24),
    (texts.PARTY, NoticeKind.EVENT, 6),
)


class House(Protocol):
    """What is needed of the company: people by name, departments by name, drafts and publishing."""

    @property
    def departments(self) -> Mapping[str, Department]:
        """Every department by name."""
        ...

    def __getitem__(self, name: str) -> Person: ...

    def ids(self, *names: str) -> tuple[int, ...]:
        """The ids of departments."""
        ...


Write = Callable[..., Notice]


class Practice:
    """Puts the practice of the company on the agenda, relative to ``now``."""

    def __init__(
        self, house: House, agenda: Agenda, now: datetime, write: Write, out: Write
    ) -> None:
        self.house, self.agenda, self.now = house, agenda, now
        self.write, self.out = write, out

    def plan(self, yesterday: datetime) -> None:
        """Everything, at its moment; ``yesterday`` is the morning of the last working day."""
        self.agenda.at(self.now - timedelta(days=20), self._agree_on_facts)
        self.agenda.at(self.now - timedelta(days=12), self._form_group)
        for text, kind, hours in BOARD:
            moment = yesterday - timedelta(hours=hours)
            self.agenda.at(moment, partial(self._post, text, kind))
        self.agenda.at(yesterday + timedelta(minutes=20), self._ask_to_understand)
        self.agenda.at(yesterday + timedelta(minutes=50), self._pass_on)
        self.agenda.at(yesterday + timedelta(hours=1), self._submit)

    def _agree_on_facts(self) -> None:
        for key, name, owner, value, unit in (
            ("hotline", "客服热线", "苏晴", "400-016-0012", ""),
            ("terms", "企业客户账期", "叶蓁", "30", "天"),
            ("hotel", "差旅住宿标准", "叶蓁", "450", "元"),
        ):
            by = self.house[owner]
            new = Definition(key, name, by.department, value, "年度口径统一", unit)
            facts.define(new, by=by)

    def _form_group(self) -> None:
        lin = self.house["林若溪"]
        members = tuple(
            self.house[name].pk for name in ("林若溪", "韩墨", "苏晴", "江予安", "陈屿")
        )
        rule = Audience(people=members)
        make_group(
            name="双十二项目组",
            kind=GroupKind.PROJECT,
            rule=rule,
            purpose="大促期间的值守、口径和复盘",
            by=lin,
        )

    def _post(self, text: Text, kind: NoticeKind) -> None:
        pinned = self.now + timedelta(days=20) if kind == NoticeKind.EVENT else None
        today = timezone.localtime(self.now)
        held = today.replace(month=12, day=26, hour=18, minute=0) if pinned else None
        everybody = Audience(company=True)
        author = self.house[text.author]
        self.out(
            author, text, everybody, kind=kind, pinned_until=pinned, held_at=held, topic="公司动态"
        )

    def _ask_to_understand(self) -> None:
        qin = self.house["秦朗"]
        audience = Audience(departments=self.house.ids("后端组", "运维组", "数据组"))
        draft = self.write(qin, texts.ACCESS, audience, complexity=Complexity.COMPLEX)
        points = [writing.PointText(text) for text in texts.ACCESS_POINTS]
        writing.set_points(draft.pk, points, by=qin)
        submit(draft.pk, by=qin)
        self._agree(draft)
        notice = Notice.objects.get(pk=draft.pk)
        at = notice.published_at or self.now
        for name, minutes, words in (
            ("韩墨", 18, texts.ACCESS_RIGHT),
            ("罗一鸣", 33, texts.ACCESS_WRONG),
        ):
            who = self.house[name]
            self.agenda.at(
                at + timedelta(minutes=minutes),
                partial(comprehension.restate, notice.pk, words, by=who),
            )

    def _pass_on(self) -> None:
        names = [name for name in self.house.departments if name != "仓储组"]
        zhao = self.house["赵衡"]
        audience = Audience(
            departments=self.house.ids(*names), with_sub=False, except_people=(zhao.pk,)
        )
        notice = self.out(zhao, texts.TARGETS, audience, cascade=True)
        at = notice.published_at or self.now
        for name, minutes, words in RELAYS:
            who = self.house[name]
            self.agenda.at(
                at + timedelta(minutes=minutes),
                partial(cascade.relay, notice.pk, words, by=who),
            )

    def _submit(self) -> None:
        """陈屿's text is with 运营部 and 客服部; his head and a reviewer have agreed."""
        chen = self.house["陈屿"]
        draft = self.write(
            chen,
            texts.UPGRADE,
            Audience(departments=(chen.department_id,)),
            concerned=list(self.house.ids("运营部", "客服部")),
        )
        submit(draft.pk, by=chen)
        for minutes in (95, 80):
            moment = self.now - timedelta(minutes=minutes)
            self.agenda.at(moment, partial(self._agree, draft, step__step__in=REVIEWS))

    def _agree(self, draft: Notice, **whose: object) -> None:
        """Whoever is asked now agrees; an information review says what it looked at."""
        asked = Seat.objects.filter(case=draft, outcome=SeatState.OPEN, asked_at__isnull=False)
        found: dict[str, Finding] = {
            kind: Finding(ticked=True, evidence=EVIDENCE) for kind in PointKind
        }
        for seat in asked.filter(**whose).select_related("person", "step"):
            reviewed = seat.step.step == StepKind.INFORMATION
            signing.approve(seat.pk, by=seat.person, findings=found if reviewed else None)
