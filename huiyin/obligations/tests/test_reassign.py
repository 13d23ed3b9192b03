"""Duties that change hands keep their bearer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from huiyin.directory.models import Absence, Person
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.obligations import queries, reassign
from huiyin.obligations.models import Bearer
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_confirm import press

New = Callable[[], Matter]


def away(person: Person, delegate: Person | None, days: int = 3) -> Absence:
    """``person`` is away from now on."""
    now: datetime = kit_clock.now()
    return Absence.objects.create(
        person=person, delegate=delegate, starts_at=now, ends_at=now + timedelta(days=days)
    )


def answering(person: Person) -> int | None:
    """Who answers for ``person``."""
    return Bearer.objects.get(person_id=person.pk).delegate_id


@pytest.mark.req("O01")
def test_heirs_take_what_is_open(company: Company, matter: New) -> None:
    done, still = matter(), matter()
    for case in (done, still):
        case.publish(company["陈屿"])
    press(done, company["陈屿"])
    assert reassign.to_heirs({}) == 0
    assert reassign.to_heirs({company["陈屿"].pk: company["韩墨"].pk}) == 1
    mine = queries.owed_by(company["韩墨"].pk)
    assert [(str(duty.subject), duty.person_id) for duty in mine] == [
        (still.id, company["陈屿"].pk)
    ]


def test_a_delegate_answers_and_gives_back(company: Company, matter: New) -> None:
    matter().publish(company["白露"])
    assert reassign.to_delegate(company["白露"].pk, company["孟夏"].pk) == 1
    assert answering(company["白露"]) == company["孟夏"].pk
    assert queries.count_owed(company["孟夏"].pk) == 1
    reassign.to_delegate(company["白露"].pk, None)
    assert answering(company["白露"]) is None


def test_what_is_sealed_stays(company: Company, matter: New) -> None:
    case = matter()
    case.publish(company["白露"])
    kept = "SELECT subject FROM obligation"
    assert reassign.to_delegate(company["白露"].pk, company["孟夏"].pk, except_sql=kept) == 0
    away(company["白露"], company["孟夏"])
    assert reassign.follow_absences(kit_clock.now(), kept) == 0


def test_duties_follow_who_is_away_and_come_back(company: Company, matter: New) -> None:
    matter().publish(company["白露"], company["唐果"])
    away(company["白露"], company["孟夏"], days=2)
    assert reassign.follow_absences(kit_clock.now()) == 1
    assert reassign.follow_absences(kit_clock.now()) == 0, "followed twice is followed once"
    assert answering(company["白露"]) == company["孟夏"].pk
    assert answering(company["唐果"]) is None
    kit_clock.advance(timedelta(days=2))
    assert reassign.follow_absences(kit_clock.now()) == 1
    assert answering(company["白露"]) is None


def test_heirs_of_leavers_are_not_sent_back(company: Company, matter: New) -> None:
    matter().publish(company["陈屿"])
    reassign.to_heirs({company["陈屿"].pk: company["韩墨"].pk})
    Person.objects.filter(pk=company["陈屿"].pk).update(active=False)
    assert reassign.follow_absences(kit_clock.now()) == 0
    assert answering(company["陈屿"]) == company["韩墨"].pk


def test_one_part_of_a_case_may_have_its_own_stand_in(company: Company, matter: New) -> None:
    cases = matter(), matter()
    for case in cases:
        case.publish(company["白露"])
    here, who, other = UUID(cases[0].id), company["白露"].pk, company["孟夏"].pk
    assert reassign.let_act(here, "another", who, other) == 0
    assert [reassign.let_act(here, "", who, other) for _twice in range(2)] == [1, 0]
    mine = queries.owed_by(other)
    assert [str(duty.subject) for duty in mine] == [cases[0].id]
