"""The daily matters of the demo company: talks in the corridor, questions, the week's list."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from huiyin.cases.models import Case
from huiyin.cases.questions import actions as questions
from huiyin.cases.questions.models import Question
from huiyin.config.demo import texts
from huiyin.config.demo.agenda import Agenda
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.journal import rhythm
from huiyin.scenarios.journal.actions import Words, record_entry
from huiyin.scenarios.journal.models import EntryKind

ASKED = "大促当天调休的同事要不要进值守群"
ANSWER = "要进群，但只在值守时段在线；调休时段由组长转达。"
ASKED_TOO = "跨区出差的住宿按出发城市还是到达城市的标准报"


class Cast(Protocol):
    """People by name."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody by name."""
        ...


def plan(agenda: Agenda, cast: Cast, now: datetime) -> None:
    """Put the daily matters of the last hours on the agenda."""
    people = cast.people
    agenda.at(now - timedelta(hours=6), lambda: rhythm.begin_week(clock.now()))
    agenda.at(now - timedelta(minutes=95), lambda: _ask(texts.DUTY.title, ASKED, people["韩墨"]))
    agenda.at(now - timedelta(minutes=70), lambda: _answer(ASKED, ANSWER, people["林若溪"]))
    agenda.at(
        now - timedelta(minutes=12), lambda: _ask(texts.TRAVEL.title, ASKED_TOO, people["唐果"])
    )
    agenda.at(now - timedelta(minutes=38), lambda: _talk(people, clock.now()))
    agenda.at(now - timedelta(minutes=20), lambda: _outage(people, clock.now()))


def _talk(people: Mapping[str, Person], at: datetime) -> None:
    words = Words(
        kind=EntryKind.PHONE,
        happened_at=at - timedelta(minutes=2),
        content="对账口径按新表，11 月起执行",
        result="已同意",
        people=(people["叶蓁"].pk,),
    )
    record_entry(words, by=people["陈屿"])


def _outage(people: Mapping[str, Person], at: datetime) -> None:
    words = Words(
        kind=EntryKind.OCCURRENCE,
        happened_at=at - timedelta(minutes=25),
        content="华东仓出库扫码中断，改手工登记，系统组在查",
        result="待恢复",
        people=(people["秦朗"].pk, people["苏晴"].pk),
    )
    record_entry(words, by=people["林若溪"])


def _ask(title: str, text: str, by: Person) -> None:
    """Ask about the notice of this title, if ``by`` may read it."""
    seen = Case.objects.visible_to(by).filter(title__contains=title).order_by("-opened_at")
    case = seen.exclude(initiator=by).first()
    if case is not None:
        questions.ask(case.pk, text, by=by)


def _answer(text: str, answer: str, by: Person) -> None:
    question = Question.objects.filter(text=text, owner=by).first()
    if question is not None:
        questions.answer(question.pk, answer, by=by)
