"""A company, a rule of two working days, and somebody who keeps the calendar."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from huiyin.directory.models import Account, Person, Role, RoleGrant
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock
from huiyin.obligations.tests.conftest import Matter, install
from huiyin.obligations.tests.test_moving import RULES
from huiyin.policies import in_force

FRIDAY = datetime(2026, 11, 20, 9, 20, tzinfo=UTC)  # 17:20 in Shanghai


@pytest.fixture
def company(db: None) -> Any:
    """The cast, on a Friday at 17:20; 邱然 keeps the calendar."""
    del db
    with kit_clock.frozen(FRIDAY):
        install(RULES)
        found = make_company()
        RoleGrant.objects.create(person=found["邱然"], role=Role.COMPLIANCE)
        yield found
    in_force.forget()


@pytest.fixture
def keeper(company: Company) -> Person:
    """Who may set the calendar."""
    return company["邱然"]


@pytest.fixture
def published(company: Company) -> Matter:
    """A matter that 陈屿 and 秦朗 owe an answer to by Tuesday 17:20."""
    case = Matter(company["林若溪"])
    case.publish(company["陈屿"], company["秦朗"])
    return case


def signed_in(person: Person) -> Client:
    """A browser in which ``person`` is signed in."""
    account = Account.objects.create(username=f"u{person.pk}", person=person)
    client = Client()
    client.force_login(account)
    return client
