"""Leave: without a delegate the clock of that person stands still, and goes on when they are back."""

from datetime import UTC, datetime

import pytest

from huiyin.cases.absence import end_absence, register_absence
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.obligations.models import Notification
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_moving import dues, healthy

pytestmark = pytest.mark.req("Z07")
MONDAY = datetime(2026, 11, 23, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 0, tzinfo=UTC)


def leave(person: Person, delegate: Person) -> None:
    register_absence(person, starts_at=MONDAY, ends_at=TUESDAY, delegate=delegate, by=person)


def test_leave_with_a_delegate_moves_nothing(company: Company, published: Matter) -> None:
    del published
    leave(company["秦朗"], company["陈屿"])
    assert dues() == {"11-24 17:20": {"陈屿", "秦朗"}}


def test_leave_without_one_moves_what_that_person_owes(company: Company, published: Matter) -> None:
    del published
    made = register_absence(
        company["秦朗"], starts_at=MONDAY, ends_at=TUESDAY, delegate=None, by=company["秦朗"]
    )
    assert dues() == {"11-24 17:20": {"陈屿"}, "11-25 17:20": {"秦朗"}}
    assert [row.total for row in Notification.objects.filter(purpose="moved")] == [1]
    healthy()
    assert end_absence(made, by=company["秦朗"])
    assert dues() == {"11-24 17:20": {"陈屿", "秦朗"}}
    healthy()
