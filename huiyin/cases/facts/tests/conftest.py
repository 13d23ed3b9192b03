"""The company, and one fact of 客服部."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from huiyin.cases.facts import actions
from huiyin.cases.facts.actions import Definition
from huiyin.cases.facts.models import Fact
from huiyin.directory.models import Account
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock
from huiyin.policies import in_force

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Wednesday, 12:00 in Shanghai."""


@pytest.fixture
def company(db: None) -> Iterator[Company]:
    """The cast at Wednesday noon, with the shipped regulation."""
    in_force.forget()
    with clock.frozen(NOON):
        in_force.install_shipped()
        yield make_company()
    in_force.forget()


@pytest.fixture
def hotline(company: Company) -> Fact:
    """客服热线, kept by 客服部."""
    return define(company, "hotline", "客服热线", "400-820-1600")


def define(
    company: Company,
    key: str,
    name: str,
    value: str,
    *,
    by: str = "苏晴",
    unit: str = "",
    classification: str = "internal",
) -> Fact:
    """A fact of the department of ``by``."""
    keeper = company[by]
    new = Definition(key, name, keeper.department, value, "会议纪要", unit, classification)
    return actions.define(new, by=keeper)


def browser(company: Company, name: str) -> Client:
    """A browser in which ``name`` is signed in."""
    person = company[name]
    account, _new = Account.objects.get_or_create(
        person=person, defaults={"username": person.employee_no}
    )
    client = Client()
    client.force_login(account)
    return client
