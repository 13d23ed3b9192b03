"""The company with one important matter that 运营部 and 陈屿 still have to confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.directory.audience import Audience
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations.record import record
from huiyin.policies import in_force

MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""Wednesday, 09:00 in Shanghai."""

READERS = ("林若溪", "白露", "孟夏", "陈屿")


@dataclass(frozen=True)
class Stage:
    """何青 of 行政部 told ``READERS`` something."""

    company: Company
    case: Case

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def confirm(self, name: str) -> None:
        """Somebody confirms the matter itself."""
        facts: dict[str, Fact] = {"person": self[name].pk, "proof": "button", "channel": "inbox"}
        at = kit_clock.now()
        record(Event("notices.confirmed", str(self.case.pk), at, self[name].pk, facts))

    def client(self, name: str) -> Client:
        """A browser in which ``name`` is signed in."""
        person = self[name]
        account, _new = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client()
        browser.force_login(account)
        return browser


def open_case(company: Company, *, classification: str = "internal") -> Case:
    """An important case of 何青 that ``READERS`` owe a confirmation for."""
    author, at = company["何青"], kit_clock.now()
    case = Case.objects.create(
        scenario="notices",
        number=f"HY-{Case.objects.count() + 1:04}",
        title="差旅报销标准",
        initiator=author,
        department=author.department,
        urgency="important",
        classification=classification,
        created_at=at,
        opened_at=at,
    )
    facts: dict[str, Fact] = {
        "initiator": author.pk,
        "urgency": case.urgency,
        "classification": case.classification,
        "has_reply_by": False,
        "kind": "notice",
        "confirm": "acknowledge",
    }
    people = Audience(people=tuple(company[name].pk for name in READERS))
    event = Event("notices.published", str(case.pk), at, author.pk, facts)
    nobody = Audience()
    sets = {"recipients": people.select_sql(), "key_people": nobody.select_sql()}
    record(event, sets=sets)
    return case


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """Wednesday morning, the shipped regulation in force."""
    in_force.forget()
    with kit_clock.frozen(MORNING):
        in_force.install_shipped()
        company = make_company()
        yield Stage(company, open_case(company))
    in_force.forget()
