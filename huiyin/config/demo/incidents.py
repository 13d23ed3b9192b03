"""The demo company's incidents: one solved yesterday, a false alarm, and one that runs now."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from huiyin.config.demo.agenda import Act, Agenda
from huiyin.config.demo.daily import Cast
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.audience import Audience
from huiyin.kit.ids import new_id
from huiyin.scenarios.incidents import actions, kinds
from huiyin.scenarios.incidents.afterwards import actions as afterwards
from huiyin.scenarios.incidents.afterwards import drafting
from huiyin.scenarios.incidents.clients import actions as clients
from huiyin.scenarios.incidents.models import Incident, IncidentKind
from huiyin.scenarios.incidents.review import actions as review

RUNNING = timedelta(minutes=41)
"""For how long the running one has gone on when the first visitor comes."""

SOLVED = timedelta(days=1, hours=2)
FALSE = timedelta(days=3, hours=1)

PLAYBOOK = """1. 先止血，再找原因：能回滚就回滚。
2. 运维查监控和日志，后端准备回滚包。
3. 客服统一口径，只说已知的事实和下次通报时间。
4. 影响客户的，解决后 4 小时内告知。"""


def plan(agenda: Agenda, cast: Cast, now: datetime) -> None:
    """Put the three on the agenda; the kinds are prepared first."""
    story = Incidents(agenda, cast)
    agenda.at(now - FALSE - timedelta(minutes=5), story.prepare)
    story.false_alarm(now - FALSE)
    story.solved(now - SOLVED)
    story.running(now - RUNNING)


class Incidents:
    """Acts of the cast, each at its moment."""

    def __init__(self, agenda: Agenda, cast: Cast) -> None:
        self.agenda = agenda
        self.people = cast.people

    def prepare(self) -> None:
        """Who leads, whom to call, what is given out: for both shipped kinds."""
        kinds.install_shipped()
        pk = {name: self.people[name].pk for name in ("陈屿", "韩墨", "顾北辰", "苏晴")}
        failure = IncidentKind.objects.get(key="system_failure")
        failure.commander = self.people["秦朗"]
        failure.client_lead = self.people["苏晴"]
        failure.on_duty = Audience(people=(pk["陈屿"], pk["韩墨"], pk["苏晴"])).to_json()
        failure.group_words = "技术应急群"
        failure.tasks = ["排查日志，准备回滚", "对接云服务商", "统一客服口径"]
        failure.playbook = PLAYBOOK
        failure.save()
        complaint = IncidentKind.objects.get(key="client_complaint")
        complaint.commander = complaint.client_lead = self.people["苏晴"]
        complaint.on_duty = Audience(people=(pk["顾北辰"], pk["苏晴"])).to_json()
        complaint.save()

    def false_alarm(self, at: datetime) -> None:
        """Seen by 唐果, stood down after four minutes."""
        case = new_id()
        self._raise(case, at, "唐果", "活动页打不开", "system_failure")
        said = "浏览器插件拦截，页面正常"
        self._later(at, 4, lambda: actions.stand_down(case, said, by=self.people["秦朗"]))

    def solved(self, at: datetime) -> None:
        """An hour and a half; the update of the second half hour came late."""
        case, qin = new_id(), self.people["秦朗"]
        report = actions.FirstReport("华东区客户", "对账单延迟 2 小时", "切换到备用任务", at)
        self._raise(case, at, "叶蓁", "对账任务积压", "system_failure")
        self._later(at, 3, lambda: actions.describe(case, report, by=self.people["叶蓁"]))
        self._team(case, at, 7, {"陈屿": "清理积压任务", "罗一鸣": "核对数据"})
        self._ready(case, at, {"陈屿": 12, "罗一鸣": 19})
        self._update(case, at, 27, "任务队列堵塞", "已停掉两个大任务", "逐个放行，看恢复速度")
        self._update(case, at, 68, "队列恢复一半", "已放行全部普通任务", "预计半小时后清空")
        self._later(
            at,
            92,
            lambda: actions.resolve(
                case, by=qin, cause="大任务没有限速", measures_taken="限速，增加一个执行器"
            ),
        )
        self._later(at, 115, partial(self._end, case))

    def running(self, at: datetime) -> None:
        """The team is named and nearly there; one update was given."""
        case, han = new_id(), self.people["韩墨"]
        report = actions.FirstReport(
            "全国用户", "访问失败 1,180 次/分", "重启服务器，无效", at, clients_affected=True
        )
        self._raise(case, at, "韩墨", "官网与下单页无法访问", "system_failure")
        self._later(at, 2, lambda: actions.describe(case, report, by=han))
        self._notice(case, at, {"韩墨": 1, "陈屿": 3})
        tasks = {
            "陈屿": "排查日志，回滚方案就绪",
            "韩墨": "对接云服务商",
            "苏晴": "客服口径与用户告知",
        }
        self._team(case, at, 6, tasks, {"苏晴": "speaker", "韩墨": "scribe"})
        self._ready(case, at, {"陈屿": 9, "韩墨": 11})
        self._by_phone(case, at, 8, "苏晴")
        self._later(at, 20, lambda: actions.note(case, "厂商确认机房无故障，工单 88213。", by=han))
        self._update(
            case,
            at,
            28,
            "初步判断为数据库连接池溢出",
            "已重启两台应用服务器",
            "扩容，预计 40 分钟后恢复",
        )
        decision = "先扩容，不回滚；扩容后 10 分钟不见好转再回滚。"
        self._later(
            at,
            31,
            lambda: actions.note(case, decision, by=self.people["秦朗"], kind="decision"),
        )

        self._later(at, 36, partial(self._statement, case))

    def _end(self, case: UUID) -> None:
        """Announced in time; the causes are being looked for."""
        qin, luo = self.people["秦朗"], self.people["罗一鸣"]
        row = Incident.objects.get(pk=case)
        afterwards.announce(case, drafting.announcement(row), by=qin)
        afterwards.write_report(case, afterwards.Words(cause="大任务没有限速"), by=qin)
        first = review.add_cause(case, "两个大任务占满了执行器", by=luo, kind="tool")
        review.add_cause(case, "上线时没有给任务限速", by=luo, parent=first.pk)

    def _statement(self, case: UUID) -> None:
        """What clients will be told waits for the marketing department."""
        su = self.people["苏晴"]
        made = clients.begin(case, by=su)
        words = clients.Words(
            happened="今天起部分用户无法打开官网和下单页。",
            measures="我们已定位原因，正在扩容恢复。",
            apology="给您带来不便，我们深表歉意。",
            compensation="受影响的会员赠送 1 个月会员权益。",
            contact="客服热线 400-820-1600",
            wording="官网和下单页部分用户无法访问，正在恢复；受影响的会员将获赠 1 个月权益。",
        )
        clients.write(made.pk, words, by=su)
        clients.put_forward(made.pk, by=su)

    def _raise(self, case: UUID, at: datetime, who: str, line: str, kind: str) -> None:
        def declare() -> None:
            row = IncidentKind.objects.get(key=kind)
            actions.raise_incident(by=self.people[who], kind=row, title=line, incident_id=case)

        self.agenda.at(at, declare)

    def _team(
        self,
        case: UUID,
        at: datetime,
        minutes: int,
        tasks: dict[str, str],
        roles: dict[str, str] | None = None,
    ) -> None:
        given = roles or {}
        calls = [
            actions.Call(self.people[who].pk, task, given.get(who, "member"))
            for who, task in tasks.items()
        ]
        self._later(at, minutes, lambda: actions.name_team(case, calls, by=self.people["秦朗"]))

    def _notice(self, case: UUID, at: datetime, people: dict[str, int]) -> None:
        for who, minutes in people.items():
            person = self.people[who]
            self._later(at, minutes, partial(actions.notice, case, by=person))

    def _ready(self, case: UUID, at: datetime, people: dict[str, int]) -> None:
        for who, minutes in people.items():
            person = self.people[who]
            self._later(at, minutes, partial(actions.report_ready, case, by=person))

    def _by_phone(self, case: UUID, at: datetime, minutes: int, who: str) -> None:
        about, han = self.people[who].pk, self.people["韩墨"]
        self._later(
            at,
            minutes,
            lambda: actions.notice(
                case, by=han, person_id=about, proof=Proof.SPOKEN, channel=Channel.PHONE
            ),
        )

    def _update(
        self, case: UUID, at: datetime, minutes: int, known: str, done: str, following: str
    ) -> None:
        words = actions.Words(known, done, following)
        audience = ["management", "team"]
        self._later(
            at,
            minutes,
            lambda: actions.give_update(case, words, by=self.people["秦朗"], audience=audience),
        )

    def _later(self, at: datetime, minutes: int, act: Act) -> None:
        self.agenda.at(at + timedelta(minutes=minutes), act)
