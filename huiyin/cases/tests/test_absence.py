"""Absence: duties follow their people out and back, confidential ones stay (O01)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event as Stop
from typing import Any

import pytest

from huiyin.cases import absence
from huiyin.cases.models import Case
from huiyin.core.due import Due
from huiyin.core.event import Event
from huiyin.core.obligation import Open
from huiyin.directory.models import Absence
from huiyin.directory.tests.factories import Company, make_company, make_person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer
from huiyin.obligations.open import open_cohort
from huiyin.obligations.queries import owed_by
from huiyin.policies import in_force

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def company(db: None) -> Iterator[Company]:
    in_force.forget()
    with clock.frozen(NOON):
        in_force.install_shipped()
        yield make_company()
    in_force.forget()


def owe(company: Company, who: str, classification: str = "internal") -> None:
    """``who`` owes something about a case of that class."""
    author = company["林若溪"]
    case = Case.objects.create(
        scenario="notices",
        title="事项",
        initiator=author,
        department=author.department,
        classification=classification,
        created_at=NOON,
        opened_at=NOON,
    )
    facts: dict[str, Any] = {"initiator": author.pk, "classification": classification}
    event = Event("notices.published", str(case.pk), NOON, author.pk, facts)
    due = Due(NOON + timedelta(hours=1), provisional=False, why=("一小时",))
    number = in_force.current().version
    change = Open(
        subject=str(case.pk), rule="3.3.1/0", policy_version=number, verb="confirm_notice",
        bearers="recipients", beneficiary="initiator", born_at=NOON, due=due, next_at=None,
        met_by="notices.confirmed", excused_by="",
    )  # fmt: skip
    people = "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s"
    open_cohort(change, event, {"recipients": (people, [company[who].pk])})


def leave(
    company: Company, who: str, delegate: str | None, after: timedelta = timedelta()
) -> Absence:
    return absence.register_absence(
        company[who],
        starts_at=NOON + after,
        ends_at=NOON + after + DAY,
        delegate=company[delegate] if delegate else None,
        by=company[who],
    )


@pytest.mark.req("O01")
def test_what_is_open_goes_to_the_delegate_at_once(company: Company) -> None:
    owe(company, "白露")
    leave(company, "白露", "孟夏")
    assert [duty.person_id for duty in owed_by(company["孟夏"].pk)] == [company["白露"].pk]


def test_without_a_delegate_the_head_answers(company: Company) -> None:
    owe(company, "白露")
    leave(company, "白露", None)
    assert len(owed_by(company["林若溪"].pk)) == 1


def test_confidential_matters_stay_with_the_person(company: Company) -> None:
    owe(company, "白露", "confidential")
    leave(company, "白露", "孟夏")
    assert owed_by(company["孟夏"].pk) == []
    assert absence.settle(NOON) == 0
    assert len(owed_by(company["白露"].pk)) == 1


@pytest.mark.req("O01")
def test_a_later_absence_hands_over_when_it_begins_and_back_when_it_ends(company: Company) -> None:
    owe(company, "白露")
    leave(company, "白露", "孟夏", after=DAY)
    assert owed_by(company["孟夏"].pk) == []
    assert absence.settle(NOON) == 0
    assert absence.settle(NOON + DAY) == 1
    assert absence.settle(NOON + DAY) == 0
    assert len(owed_by(company["孟夏"].pk)) == 1
    assert absence.settle(NOON + 2 * DAY) == 1
    assert owed_by(company["孟夏"].pk) == []


def test_what_a_leaver_left_stays_with_the_heir(company: Company) -> None:
    owe(company, "白露")
    company["白露"].active = False
    company["白露"].save(update_fields=["active"])
    Bearer.objects.filter(person_id=company["白露"].pk).update(delegate_id=company["孟夏"].pk)
    assert absence.settle(NOON) == 0
    assert len(owed_by(company["孟夏"].pk)) == 1


def test_ending_twice_is_once_and_one_that_never_began_goes(company: Company) -> None:
    row = leave(company, "白露", "孟夏")
    clock.advance(timedelta(hours=1))
    assert absence.end_absence(row, by=company["白露"])
    assert not absence.end_absence(row, by=company["白露"])
    later = leave(company, "孟夏", None, after=DAY)
    assert absence.end_absence(later, by=company["孟夏"])
    assert not Absence.objects.filter(pk=later.pk).exists()


def test_an_outsider_is_no_delegate(company: Company) -> None:
    company.people["王经理"] = make_person(name="王经理", party="星海物流")
    with pytest.raises(absence.AbsenceRefused) as refusal:
        leave(company, "白露", "王经理")
    assert refusal.value.field == "delegate"


def test_the_loop_settles_until_it_is_told_to_stop(company: Company) -> None:
    class OneRound(Stop):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout == absence.PERIOD
            self.set()
            return True

    owe(company, "白露")
    leave(company, "白露", "孟夏", after=timedelta(hours=1))
    clock.advance(timedelta(hours=1))
    absence.run(OneRound())
    assert len(owed_by(company["孟夏"].pk)) == 1
