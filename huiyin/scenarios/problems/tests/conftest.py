"""The company on a Monday at ten, the shipped regulation in force, and a desk for problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.actions import Entry
from huiyin.scenarios.problems.models import Desk, Problem

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

    def owes(self, problem: Problem, verb: str) -> list[str]:
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


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    in_force.forget()
    with kit_clock.frozen(MONDAY):
        in_force.install_shipped()
        made = Stage(make_company())
        Desk.objects.create(department=None, person=made["何青"])
        yield made
    in_force.forget()
