"""The company, its accounts, and a glossary of two terms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.glossary import actions, known
from huiyin.cases.glossary.entry import Entry
from huiyin.cases.glossary.models import Term
from huiyin.directory.models import Account
from huiyin.directory.tests.factories import Company, make_company
from huiyin.policies import in_force

SINCE = date(2026, 7, 1)


class Room:
    """The company, and what its keeper 何青 writes."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.keeper = company["何青"]

    def entry(self, word: str, *variants: str, **over: Any) -> Entry:
        given: dict[str, Any] = {"department": self.keeper.department, "since": SINCE} | over
        return Entry(word=word, variants=variants, **given)

    def set(self, word: str, *variants: str, **over: Any) -> Term:
        return actions.set_term(self.entry(word, *variants, **over), by=self.keeper)

    def client(self, name: str) -> Client:
        person = self.company[name]
        account, _new = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client()
        browser.force_login(account)
        return browser


@pytest.fixture
def room(db: None, clock: Any) -> Iterator[Room]:
    in_force.forget()
    known.forget()
    in_force.install_shipped()
    yield Room(make_company())
    in_force.forget()
    known.forget()
