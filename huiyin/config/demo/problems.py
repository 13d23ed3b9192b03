"""The demo company's problems: some solved and answered, some on their way, one bounced once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.db.models import QuerySet

from huiyin.cases.signoff import answers as signing
from huiyin.cases.signoff.models import Seat, SeatState
from huiyin.config.demo.agenda import Agenda
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.actions import Entry
from huiyin.scenarios.problems.models import Desk, PlanStep, Problem, StepState
from huiyin.scenarios.problems.solution import actions as solving
from huiyin.scenarios.problems.solution.content import Option, Planned, Words

H = timedelta(hours=1)


class House(Protocol):
    """People by name, departments by name."""

    @property
    def departments(self) -> Mapping[str, Department]:
        """Every department by name."""
        ...

    def __getitem__(self, name: str) -> Person: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as the demo tells it; who raised it, who has it, how far it came."""

    by: str
    title: str
    text: str
    place: str
    owner: str = ""
    head: str = ""
    source: str = "form"
    nature: str = "operational"
    category: str = ""
    topic: str = ""
    outside: tuple[str, str] = ("", "")
    is_major: bool = False
    until: str = "closed"


PAST = (
    Told("顾北辰", "退款页面写 3 天到账，实际要 7 天", "客户打电话来问，页面没有改。", "技术部", "陈屿", "秦朗", "ticket", "operational", "process", "页面说明与实际不符"),
    Told("白露", "新同事不会开退换货单", "两位新同事把换货开成了退货。", "运营部", "孟夏", "林若溪", "form", "operational", "skill", "退换货单开错"),
    Told("孟夏", "换货单又开成退货", "周末值班时开错三张。", "运营部", "白露", "林若溪", "form", "operational", "skill", "退换货单开错"),
    Told("唐果", "活动页的说明与客服口径不同", "页面写满 200 减 20，客服说满 300。", "市场部", "唐果", "江予安", "conflict", "coordination", "process", "页面说明与实际不符"),
    Told("顾北辰", "客服系统早上登录不上", "8 点半到 9 点打不开。", "技术部", "韩墨", "秦朗", "ticket", "operational", "tool", "系统登录慢"),
    Told("苏晴", "客服系统登录要等两分钟", "高峰时 12 个人同时登录。", "技术部", "韩墨", "秦朗", "form", "operational", "tool", "系统登录慢"),
    Told("江予安", "活动审批在两个部门之间来回", "谁先签没有说清。", "市场部", "唐果", "江予安", "conflict", "coordination", "process", "审批顺序不清"),
    Told("白露", "退货登记表有两个版本", "仓库用旧表，运营用新表。", "运营部", "孟夏", "林若溪", "form", "operational", "process", "页面说明与实际不符"),
)  # fmt: skip
"""Solved and answered, two days apart."""

PRINTER = Told("白露", "退货单打印慢，高峰时一张要等 40 秒", "每天 10 点到 11 点最明显，昨天积压 60 张，客户在柜台等。", "技术部", "陈屿", "秦朗", category="tool", topic="打印慢", until="doing")  # fmt: skip
INVOICE = Told("顾北辰", "客户发票抬头提交后改不了", "周经理说提交后发现抬头写错，页面上没有修改的地方。", "技术部", "陈屿", "秦朗", "hotline", outside=("海河商贸 周经理", "13800000000"), category="process", topic="发票", until="assigned")  # fmt: skip
STOCK = Told("林若溪", "仓配与订单两套系统的库存对不上", "大促期间超卖 18 单，两边各算各的。", "技术部", "秦朗", "赵衡", "conflict", "strategic", is_major=True, category="process", topic="库存口径", until="reported_solution")  # fmt: skip
REPORT = Told("林若溪", "日报里的退款率少算了换货", "和财务的数差 1.2 个百分点。", "技术部", "陈屿", "秦朗", category="tool", topic="报表口径", until="told")  # fmt: skip
COUPON = Told("唐果", "过期优惠券还能下单", "今天两单用了 11 月 20 日过期的券。", "运营部", until="reported")  # fmt: skip
NEW = Told("江予安", "活动页的图片在手机上打不开", "安卓微信里是白的，苹果正常。", "技术部", until="reported")  # fmt: skip


class Raising:
    """Puts the problems of the last weeks on the agenda."""

    def __init__(self, house: House, agenda: Agenda, now: datetime) -> None:
        self.house, self.agenda, self.now = house, agenda, now

    def plan(self) -> None:
        """Eight that are over, six that are not."""
        self._name_desk()
        for place, told in enumerate(PAST):
            self._tell(told, self.now - timedelta(days=25 - 2 * place))
        self._tell(STOCK, self.now - timedelta(days=4, hours=2))
        self._tell(PRINTER, self.now - timedelta(days=3, hours=3))
        self._tell(REPORT, self.now - timedelta(days=2, hours=20))
        self._tell(INVOICE, self.now - timedelta(hours=26))
        self.agenda.at(self.now - timedelta(hours=22), self._bounced)
        self._tell(NEW, self.now - timedelta(minutes=35))

    def _name_desk(self) -> None:
        Desk.objects.get_or_create(department=None, defaults={"person": self.house["何青"]})

    def _tell(self, told: Told, at: datetime) -> None:
        self.agenda.at(at, partial(self._report, told, at))

    def _report(self, told: Told, at: datetime) -> None:
        name, contact = told.outside
        made = actions.report(
            by=self.house[told.by],
            title=told.title,
            text=told.text,
            source=told.source,
            reporter_name=name,
            reporter_contact=contact,
            answer_by="phone" if name else "mail",
        )
        if told.until == "reported":
            return
        self.agenda.at(at + 1 * H, partial(self._register, told, made))
        self.agenda.at(at + 2 * H, partial(self._assign, told, made))
        if told.until == "assigned":
            return
        self.agenda.at(at + 20 * H, partial(self._submit, told, made))
        if told.until == "reported_solution":
            return
        self.agenda.at(at + 22 * H, partial(_sign, made))
        self.agenda.at(at + 26 * H, partial(self._first_step, told, made))
        if told.until == "doing":
            return
        self.agenda.at(at + 30 * H, partial(self._solve, told, made))
        self.agenda.at(at + 31 * H, partial(self._answer, told, made))
        if told.until == "closed":
            self.agenda.at(at + 33 * H, partial(self._confirm, told, made))

    def _register(self, told: Told, made: Problem, place: str = "") -> None:
        entry = Entry(
            nature=told.nature,
            in_charge=self.house.departments[place or told.place],
            due_at=clock.now() + timedelta(days=7),
            is_major=told.is_major,
            category=told.category,
            topic=told.topic,
        )
        actions.register(made.pk, entry, by=self.house["何青"])

    def _assign(self, told: Told, made: Problem) -> None:
        actions.assign(made.pk, self.house[told.owner], by=self.house[told.head])

    def _submit(self, told: Told, made: Problem) -> None:
        owner = self.house[told.owner]
        solving.write(made.pk, self._words(owner), by=owner)
        solving.submit(made.pk, by=owner)

    def _words(self, owner: Person) -> Words:
        soon = clock.now() + timedelta(days=1)
        return Words(
            cause="两项工作共用一台机器，高峰时互相等待；报表在 10 点整跑。",
            impact="每天高峰约一小时，涉及 3 个岗位，客户平均多等 6 分钟。",
            options=(
                Option(
                    "A",
                    "temporary",
                    "错开时间",
                    "报表改到 20 点以后跑，当天生效。",
                    "无",
                    "报表晚 2 小时",
                ),
                Option(
                    "B",
                    "long_term",
                    "分开机器",
                    "单独一台机器，配置与现在相同，两天装好。",
                    "6000 元",
                    "需停用 20 分钟",
                ),
            ),
            recommended="B",
            plan="先用 A 顶住，机器到后换成 B。",
            resources="一台 4 核 8G 机器，运维组 1 人 2 天。",
            steps=(
                Planned("报表改到 20 点以后跑", self.house["罗一鸣"], soon),
                Planned("装好新机器并切换", owner, soon + timedelta(days=4)),
            ),
        )

    def _first_step(self, told: Told, made: Problem) -> None:
        del told
        step = _steps(made).first()
        if step is not None:
            solving.done(step.pk, "已改，今晚第一次跑", by=step.owner)

    def _solve(self, told: Told, made: Problem) -> None:
        for step in _steps(made):
            solving.done(step.pk, by=step.owner)
        actions.solve(made.pk, "已经处理，连续观察一天没有再出现。", by=self.house[told.owner])

    def _answer(self, told: Told, made: Problem) -> None:
        text = "已经处理好了，今天起按新的来；再出现请直接回我。"
        actions.tell_reporter(made.pk, text, "mail", by=self.house[told.owner])

    def _confirm(self, told: Told, made: Problem) -> None:
        actions.confirm_answer(made.pk, by=self.house[told.by])

    def _bounced(self) -> None:
        """Raised yesterday, not the first department's, now with the second."""
        made = actions.report(
            by=self.house[COUPON.by], title=COUPON.title, text=COUPON.text, source="ticket"
        )
        begun = self.now - timedelta(hours=22)
        self.agenda.at(begun + 1 * H, partial(self._register, COUPON, made))
        lin = self.house["林若溪"]
        self.agenda.at(
            begun + 3 * H,
            lambda: actions.bounce(made.pk, "券的有效期由市场部设置", by=lin),
        )
        self.agenda.at(self.now - H, partial(self._register, COUPON, made, "市场部"))


def _steps(made: Problem) -> QuerySet[PlanStep]:
    open_ones = PlanStep.objects.filter(solution__problem=made, state=StepState.OPEN)
    return open_ones.select_related("owner")


def _sign(made: Problem) -> None:
    waiting = Seat.objects.filter(case=made.pk, outcome=SeatState.OPEN, asked_at__isnull=False)
    for seat in waiting.select_related("person")[:1]:
        signing.approve(seat.pk, by=seat.person)
