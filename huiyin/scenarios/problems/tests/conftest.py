"""The company on a Monday at ten, the shipped regulation in force, and a desk for problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.signoff import answers
from huiyin.cases.signoff.models import Seat
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.actions import Entry
from huiyin.scenarios.problems.models import Desk, PlanStep, Problem
from huiyin.scenarios.problems.solution import actions as solution
from huiyin.scenarios.problems.solution.content import Option, Planned, Words

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Shanghai."""


@dataclass(frozen=True)
class Stage:
    """何青 registers what the house raises; 林若溪 heads 运营部, 秦朗 技术部."""

    company: Company

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def report(self, *, by: str = "白露", **more: Any) -> Problem:
        """A problem that ``by`` raises."""
        words: dict[str, Any] = {
            "title": "退货单打印慢",
            "text": "高峰时一张要等 40 秒。",
            "source": "form",
        }
        return actions.report(by=self[by], **(words | more))

    def registered(self, *, place: str = "技术部", **more: Any) -> Problem:
        """The same, in the register of ``place``."""
        problem = self.report(**more.pop("report", {}))
        return actions.register(problem.pk, self.entry(place, **more), by=self["何青"])

    def entry(self, place: str = "技术部", **more: Any) -> Entry:
        """What the register says."""
        words: dict[str, Any] = {
            "nature": "operational",
            "in_charge": self.company.department(place),
            "due_at": kit_clock.now() + timedelta(days=7),
        }
        return Entry(**(words | more))

    def assigned(self, owner: str = "陈屿", **more: Any) -> Problem:
        """The same, with an owner."""
        problem = self.registered(**more)
        return actions.assign(problem.pk, self[owner], by=self["秦朗"])

    def report_words(self, **more: Any) -> Words:
        """A whole solution report with one step for 罗一鸣."""
        words: dict[str, Any] = {
            "cause": "打印服务与报表共用一台机器。",
            "impact": "每天高峰退货单积压约 60 张。",
            "options": (
                Option("A", "temporary", "错峰打印", "报表改到 20:00 后跑", "无", "报表晚出"),
                Option("B", "long_term", "打印服务单独一台", "加一台机器", "6000 元", "无"),
            ),
            "recommended": "B",
            "plan": "先错峰，机器到了再迁。",
            "resources": "一台 4 核机器",
            "steps": (Planned("装好新机器", self["罗一鸣"], kit_clock.now() + timedelta(days=2)),),
        }
        return Words(**(words | more))

    def submitted(self, **more: Any) -> Problem:
        """A problem of 陈屿 whose solution is put forward."""
        problem = self.assigned("陈屿", **more)
        solution.write(problem.pk, self.report_words(), by=self["陈屿"])
        solution.submit(problem.pk, by=self["陈屿"])
        problem.refresh_from_db()
        return problem

    def doing(self, **more: Any) -> Problem:
        """The same, approved by whoever is asked."""
        problem = self.submitted(**more)
        seat = Seat.objects.get(case=problem.pk, asked_at__isnull=False)
        answers.approve(seat.pk, by=seat.person)
        problem.refresh_from_db()
        return problem

    def solved(self, **more: Any) -> Problem:
        """The same, carried out and solved."""
        problem = self.doing(**more)
        step = PlanStep.objects.get(solution__problem=problem)
        solution.done(step.pk, by=self["罗一鸣"])
        return actions.solve(problem.pk, "换了机器，一张 3 秒。", by=self["陈屿"])

    def told(self, **more: Any) -> Problem:
        """The same, and whoever raised it was told."""
        problem = self.solved(**more)
        actions.tell_reporter(problem.pk, "现在一张 3 秒。", "mail", by=self["陈屿"])
        problem.refresh_from_db()
        return problem

    def owes(self, problem: Case, verb: str) -> list[str]:
        """The names of who still owes ``verb``."""
        cohorts = Obligation.objects.filter(subject=problem.pk, verb=verb, closed_at=None)
        rows = Bearer.objects.filter(obligation_id__in=cohorts.values("pk"), state=0)
        people = Person.objects.filter(pk__in=rows.values("person_id"))
        return list(people.order_by("pk").values_list("name", flat=True))

    def client(self, name: str) -> Client:
        """A browser in which ``name`` is signed in."""
        person = self[name]
        account, _new = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client()
        browser.force_login(account)
        return browser


@contextmanager
def staged() -> Iterator[Stage]:
    """The stage, as long as a test lasts; the database is there."""
    in_force.forget()
    with kit_clock.frozen(MONDAY):
        in_force.install_shipped()
        made = Stage(make_company())
        Desk.objects.create(department=None, person=made["何青"])
        yield made
    in_force.forget()


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    del db
    with staged() as made:
        yield made
