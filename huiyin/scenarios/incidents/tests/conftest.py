"""The company at night, the shipped regulation in force, a kind of incident prepared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.directory.audience import Audience
from huiyin.directory.models import Account, Person, Role, RoleGrant
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations import clock as obligations_clock
from huiyin.obligations import coverage
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.incidents import actions, kinds
from huiyin.scenarios.incidents.models import Incident, IncidentKind

NIGHT = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
"""Thursday, 02:00 in Shanghai."""

LINE = "官网与下单页无法访问"


@dataclass(frozen=True)
class Stage:
    """顾北辰 finds out, 秦朗 leads, 陈屿 and 韩墨 are on duty, 赵衡 is the management."""

    company: Company
    kind: IncidentKind

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def raise_(self, *, by: str = "顾北辰", **more: Any) -> Incident:
        """An incident in one line."""
        given: dict[str, Any] = {"kind": self.kind, "title": LINE}
        return actions.raise_incident(by=self[by], **(given | more))

    def staffed(self) -> Incident:
        """One whose team is named: 陈屿, 韩墨 and 苏晴."""
        incident = self.raise_()
        calls = [
            actions.Call(self["陈屿"].pk, "查日志，准备回滚"),
            actions.Call(self["韩墨"].pk, "联系云服务商", "scribe"),
            actions.Call(self["苏晴"].pk, "统一客服口径", "speaker"),
        ]
        actions.name_team(incident.pk, calls, by=self["秦朗"])
        return incident

    def later(self, minutes: float) -> datetime:
        """The clock moves on, and whoever waits for it is woken."""
        at = kit_clock.advance(timedelta(minutes=minutes))
        self.settle()
        return at

    def settle(self) -> None:
        """What was done is added up, what fell due is taken."""
        coverage.fold()
        obligations_clock.wake()
        coverage.fold()

    def owes(self, incident: Incident, verb: str) -> set[str]:
        """Who still owes ``verb``."""
        duties = Obligation.objects.filter(subject=incident.pk, verb=verb)
        rows = Bearer.objects.filter(obligation_id__in=duties.values("pk"), state=0)
        people = Person.objects.filter(pk__in=rows.values("person_id"))
        return set(people.values_list("name", flat=True))

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
    with kit_clock.frozen(NIGHT):
        in_force.install_shipped()
        company = make_company()
        RoleGrant.objects.create(person=company["赵衡"], role=Role.MANAGEMENT)
        kinds.install_shipped()
        kind = IncidentKind.objects.get(key="system_failure")
        kind.commander = company["秦朗"]
        kind.on_duty = Audience(people=(company["陈屿"].pk, company["韩墨"].pk)).to_json()
        kind.save()
        yield Stage(company, kind)
    in_force.forget()
