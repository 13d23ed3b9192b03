"""How the demo company keeps its regulation: a department's stricter rules, and a change in draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from huiyin.cases.signoff import answers as signing
from huiyin.cases.signoff.models import Seat, SeatState
from huiyin.config.demo.agenda import Agenda
from huiyin.core.evidence import Channel, Proof
from huiyin.core.writing.source import clause_text, with_clause
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.confirm import confirm
from huiyin.policies import in_force
from huiyin.scenarios.notices import actions as notices
from huiyin.scenarios.notices.events import CONFIRMED
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.regulation import actions, announcing
from huiyin.scenarios.regulation.models import Amendment

CLAUSE = "3.3.1"
_URGENT = """heads=li:sun",
  "11:00 clock.passed",
]
then = [
  "li owes confirm_notice by 10:00",
  "li is reminded 1 times",
  "wang owes phone_unread by 11:00\""""
SLOWER = (
    ('when = { urgency = "important" }\nbearer = "recipients"\nowes = "confirm_notice"\nwithin = "1h"',
     'when = { urgency = "important" }\nbearer = "recipients"\nowes = "confirm_notice"\nwithin = "2h"'),
    ("员工收到重要或紧急信息后，应在 1 小时内确认", "员工收到紧急信息后 1 小时内、收到重要信息后 2 小时内确认"),
    ("重要通知：一小时内确认的人", "重要通知：两小时内确认的人"),
    ("li owes confirm_notice by 10:00", "li owes confirm_notice by 11:00"),
    ("满一小时的最后一秒", "满两小时的最后一秒"),
    ("10:00 notices.confirmed notice:8", "11:00 notices.confirmed notice:8"),
    ("10:00:01 notices.confirmed notice:8", "11:00:01 notices.confirmed notice:8"),
    (_URGENT.replace("10:00", "11:00"), _URGENT),
)  # fmt: skip
"""What the draft changes in the clause; the examples go along."""

FASTER = """[[clause]]
id = "3.3.1"
title = "收到后确认"
kind = "executable"
text = "客服部收到紧急信息后 30 分钟内确认，重要信息仍为 1 小时；步骤与全公司相同，提醒提前到 15 分钟。"
{rules}
[[clause.story]]
title = "客服部：紧急通知半小时内确认，一刻钟时先提醒"
events = [
  "09:00 notices.published notice:7 by wang recipients=li,zhao urgency=urgent",
  "09:10 notices.confirmed notice:7 by li",
  "09:20 clock.passed",
]
then = ["li owes confirm_notice by 09:30", "li met confirm_notice", "zhao is reminded 1 times"]
"""


class House(Protocol):
    """People by name, departments by name."""

    @property
    def departments(self) -> Mapping[str, Department]:
        """Every department by name."""
        ...

    def __getitem__(self, name: str) -> Person: ...


class Amending:
    """Puts the life of two amendments on the agenda."""

    def __init__(self, house: House, agenda: Agenda, now: datetime) -> None:
        self.house, self.agenda, self.now = house, agenda, now

    def plan(self) -> None:
        """The department's rules are in force for a week, the draft was begun yesterday."""
        begun = self.now - timedelta(days=10)
        self.agenda.at(begun, self._begin_own)
        self.agenda.at(self.now - timedelta(hours=20), self._begin_draft, opens=False)

    def _begin_own(self) -> None:
        head = self.house["苏晴"]
        made = actions.create(by=head, binds=self.house.departments["客服部"])
        source = with_clause(made.source, CLAUSE, FASTER.format(rules=_faster_rules()))
        made = actions.save(made.pk, source, by=head, seen=made.digest)
        made = actions.describe(
            made.pk,
            by=head,
            title="客服部紧急信息确认细则",
            reason="大促期间故障要在一刻钟内有人响应",
        )
        actions.submit(made.pk, None, by=head)
        start = self.now - timedelta(days=10)
        self.agenda.at(start + timedelta(hours=3), partial(self._sign, made))
        self.agenda.at(start + timedelta(hours=5), partial(self._announce, made))

    def _sign(self, amendment: Amendment) -> None:
        waiting = Seat.objects.filter(
            case=amendment, outcome=SeatState.OPEN, asked_at__isnull=False
        )
        for seat in waiting.select_related("person"):
            signing.approve(seat.pk, by=seat.person)

    def _announce(self, amendment: Amendment) -> None:
        head, draft = self.house["苏晴"], announcing.draft_of(amendment.pk)
        begun = notices.create_draft(by=head)
        audience = draft.audience or Audience()
        values = {
            "title": draft.title,
            "background": draft.background,
            "items": draft.items,
            "urgency": draft.urgency,
            "classification": draft.classification,
            "audience": audience.to_json(),
            "origin": amendment.pk,
            "gist": "紧急信息 30 分钟内确认，15 分钟时先提醒一次；重要信息不变。",
            "requirements": "- 客服部全员从现在起执行。",
            "contact": "苏晴（客服部），分机 8110",
        }
        notices.save_draft(begun.pk, values, by=head)
        notice = notices.publish(begun.pk, by=head).notice
        at = self.now - timedelta(days=10) + timedelta(hours=5)
        self.agenda.at(at + timedelta(minutes=1), partial(actions.enact, amendment.pk, by=None))
        for place, person in enumerate(audience.people_query()):
            moment = at + timedelta(minutes=2, seconds=30 * place)
            self.agenda.at(moment, partial(_confirm, notice, person), opens=False)

    def _begin_draft(self) -> None:
        officer = self.house["邱然"]
        made = actions.create(by=officer, title="重要通知的确认时限放宽到 2 小时")
        text = clause_text(made.source, CLAUSE)
        for old, new in SLOWER:
            text = text.replace(old, new)
        actions.save(made.pk, with_clause(made.source, CLAUSE, text), by=officer, seen=made.digest)
        actions.describe(
            made.pk,
            by=officer,
            title=made.title,
            reason="门店和仓储同事轮班时 1 小时内看不到重要通知，提醒和致电多半是空打扰；紧急通知不变。",
        )


def _confirm(notice: Notice, person: Person) -> None:
    confirm(
        str(notice.pk),
        person.pk,
        actor_id=person.pk,
        proof=Proof.BUTTON,
        channel=Channel.INBOX,
        at=clock.now(),
        kind=CONFIRMED,
    )


def _faster_rules() -> str:
    """The company's rules of the clause, the urgent one tightened."""
    text = clause_text(in_force.shipped_source(), CLAUSE)
    start, end = text.index("[[clause.rule]]"), text.index("[[clause.story]]")
    first, second = text[start:end].split("[[clause.rule]]")[1:]
    second = second.replace('within = "1h"', 'within = "30min"', 1)
    second = second.replace(
        '{ after = "30min", who = "bearer"', '{ after = "15min", who = "bearer"'
    )
    return f"[[clause.rule]]{first}[[clause.rule]]{second}"
