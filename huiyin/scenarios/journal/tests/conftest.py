"""The company on a Wednesday afternoon, the shipped regulation in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.scenarios.journal import actions
from huiyin.scenarios.journal.actions import Words
from huiyin.scenarios.journal.models import Entry, EntryKind

AFTERNOON = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
"""Wednesday, 15:00 in Shanghai."""

CONTENT = "对账口径按新表"


@dataclass(frozen=True)
class Stage:
    """陈屿 keeps a log; 韩墨 heads the group, 秦朗 the department."""

    company: Company

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def entry(self, kind: str = "phone", *, by: str = "陈屿", ago: int = 40, **more: Any) -> Entry:
        """An entry of ``by`` about something ``ago`` minutes ago, with 叶蓁."""
        words: dict[str, Any] = {
            "kind": EntryKind(kind),
            "happened_at": kit_clock.now() - timedelta(minutes=ago),
            "content": CONTENT,
            "result": "已同意",
            "people": (self["叶蓁"].pk,),
        }
        return actions.record_entry(Words(**(words | more)), by=self[by])

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
    with kit_clock.frozen(AFTERNOON):
        in_force.install_shipped()
        yield Stage(make_company())
    in_force.forget()
