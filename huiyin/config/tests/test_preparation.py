"""What a start makes true before the first request."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from huiyin.config import preparation
from huiyin.config.demo import company
from huiyin.directory.models import Account, Person

LAST_MONTH = datetime(2026, 10, 26, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_starting_without_the_demo_closes_its_accounts_and_starting_with_it_opens_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setenv("HUIYIN_DEMO", "0")
    preparation.prepare(said.append)
    assert not Person.objects.exists()
    company.found(LAST_MONTH)
    preparation.prepare(said.append)
    assert company.accounts() == []
    assert not Account.objects.filter(is_active=True).exists()
    monkeypatch.delenv("HUIYIN_DEMO")
    preparation.prepare(said.append)
    assert len(company.accounts()) == len(company.LOGINS)
    assert said == []


@pytest.mark.parametrize(
    ("wish", "days"), [("0", None), ("1", 0), ("365", 365), ("yes", 0), ("", 0)]
)
def test_the_wish_for_a_demo(wish: str, days: int | None) -> None:
    assert preparation.demo_days(wish) == days
