"""Delegation and inheritance, against a plain walk in Python (O01)."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.directory.absence import delegates, heir_of, heirs_of, is_away
from huiyin.directory.heads import head_of, headed_by, heads_of
from huiyin.directory.models import Absence, Department, Person
from huiyin.directory.tests.factories import (
    MONDAY,
    Company,
    make_company,
    make_department,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("O01")]
DAY = timedelta(days=1)


def away(person: Person, delegate: Person | None = None, **over: Any) -> Absence:
    over.setdefault("starts_at", MONDAY)
    over.setdefault("ends_at", MONDAY + DAY)
    return Absence.objects.create(person=person, delegate=delegate, **over)


def answers(company: Company, at: datetime = MONDAY) -> dict[str, str]:
    names = {person.pk: person.name for person in company.people.values()}
    return {names[one]: names[other] for one, other in delegates(at).items()}


def test_the_delegate_answers_while_somebody_is_away() -> None:
    company = make_company()
    away(company["白露"], company["孟夏"])
    assert answers(company) == {"白露": "孟夏"}
    assert answers(company, MONDAY - timedelta(microseconds=1)) == {}
    assert answers(company, MONDAY + DAY) == {}
    assert is_away(company["白露"], MONDAY)
    assert not is_away(company["白露"], MONDAY + DAY)


def test_a_delegate_who_is_away_passes_on_three_times_at_most() -> None:
    company = make_company()
    chain = [company[name] for name in ("白露", "孟夏", "唐果", "顾北辰", "陈屿")]
    for one, other in pairwise(chain[:4]):
        away(one, other)
    assert answers(company)["白露"] == "顾北辰"
    away(chain[3], chain[4])
    assert answers(company)["白露"] == "林若溪"
    assert answers(company)["孟夏"] == "陈屿"


def test_a_loop_ends_at_the_head() -> None:
    company = make_company()
    away(company["白露"], company["孟夏"])
    away(company["孟夏"], company["白露"])
    assert answers(company) == {"白露": "林若溪", "孟夏": "林若溪"}


def test_an_own_delegate_is_none() -> None:
    company = make_company()
    away(company["白露"], company["白露"])
    assert answers(company) == {"白露": "林若溪"}


def test_a_delegate_who_left_hands_to_the_head() -> None:
    company = make_company()
    Person.objects.filter(pk=company["孟夏"].pk).update(active=False)
    away(company["白露"], company["孟夏"])
    assert answers(company) == {"白露": "林若溪"}


def test_a_head_who_is_away_too_hands_further_up() -> None:
    company = make_company()
    away(company["白露"])
    away(company["林若溪"])
    assert answers(company) == {"白露": "赵衡", "林若溪": "赵衡"}
    away(company["赵衡"])
    assert answers(company) == {}


def test_of_two_absences_the_later_begun_counts() -> None:
    company = make_company()
    away(company["白露"], company["孟夏"], starts_at=MONDAY - DAY)
    away(company["白露"], company["唐果"])
    assert answers(company) == {"白露": "唐果"}


def test_nobody_answers_for_those_who_left() -> None:
    company = make_company()
    away(company["白露"], company["孟夏"])
    Person.objects.filter(pk=company["白露"].pk).update(active=False)
    assert answers(company) == {}


class TestRandomDelegation(TestCase):
    @given(
        st.lists(
            st.tuples(st.booleans(), st.booleans(), st.none() | st.integers(0, 6)),
            min_size=7,
            max_size=7,
        )
    )
    def test_the_walk_and_the_statement_agree(
        self, facts: list[tuple[bool, bool, int | None]]
    ) -> None:
        department = make_department()
        people = [make_person(department=department, active=active) for active, _a, _d in facts]
        department.head = people[0]
        department.save()
        for person, (_active, is_gone, to) in zip(people, facts, strict=True):
            if is_gone:
                away(person, None if to is None else people[to])
        expected = {
            people[at].pk: people[found].pk
            for at in range(7)
            if (found := self._walk(facts, at)) is not None
        }
        assert delegates(MONDAY) == expected

    def _walk(self, facts: list[tuple[bool, bool, int | None]], start: int) -> int | None:
        active, is_gone, here = facts[start]
        if not active or not is_gone:
            return None
        seen = {start}
        for _hop in range(3):
            if here is None or here in seen or not facts[here][0]:
                break
            if not facts[here][1]:
                return here
            seen.add(here)
            here = facts[here][2]
        head_active, head_gone, _to = facts[0]
        return 0 if start != 0 and head_active and not head_gone else None


def test_the_head_of_a_head_is_further_up() -> None:
    company = make_company()
    names = {person.pk: person.name for person in company.people.values()}
    found = heads_of([person.pk for person in company.people.values()])
    above = {names[one]: names[other] for one, other in found.items()}
    assert above["陈屿"] == "韩墨"
    assert above["韩墨"] == "秦朗"
    assert above["罗一鸣"] == "秦朗"
    assert above["秦朗"] == "赵衡"
    assert "赵衡" not in above
    assert head_of(company["赵衡"]) is None


def test_a_head_who_left_heads_nobody() -> None:
    company = make_company()
    Person.objects.filter(pk=company["韩墨"].pk).update(active=False)
    assert head_of(company["陈屿"]) == company["秦朗"]


def test_what_somebody_heads() -> None:
    company = make_company()
    assert headed_by(company["秦朗"]) == [company.department("技术部")]
    assert headed_by(company["陈屿"]) == []


class TestRandomTrees(TestCase):
    @given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=8), st.data())
    def test_head_of_is_the_nearest_other_head(
        self, facts: list[tuple[int, bool]], data: st.DataObject
    ) -> None:
        places: list[Department] = []
        for at, (up, _has_head) in enumerate(facts):
            places.append(make_department(parent=places[up % at] if at else None))
        people = [make_person(department=place) for place in places]
        for place, (_up, has_head) in zip(places, facts, strict=True):
            if has_head:
                place.head = people[data.draw(st.integers(0, len(people) - 1))]
                place.save()
        by_id = {place.pk: place for place in places}
        for person in people:
            here: Department | None = by_id[person.department_id]
            while here is not None and here.head_id in (None, person.pk):
                here = by_id.get(here.parent_id) if here.parent_id else None
            expected = here.head_id if here else None
            assert heads_of([person.pk]).get(person.pk) == expected


def test_heirs_delegate_then_manager_then_heads(clock: Any) -> None:
    company = make_company()
    clock.move_to(MONDAY)
    bai = company["白露"]
    bai.manager = company["唐果"]
    bai.save()
    absence = away(bai, company["孟夏"])
    assert heir_of(bai) == company["孟夏"]
    absence.delete()
    assert heir_of(bai) == company["唐果"]
    Person.objects.filter(pk=company["唐果"].pk).update(active=False)
    assert heir_of(bai) == company["林若溪"]
    Department.objects.filter(name="运营部").update(head=None)
    assert heir_of(bai) == company["赵衡"]
    Person.objects.filter(pk=company["赵衡"].pk).update(active=False)
    assert heir_of(bai) is None


def test_those_who_leave_together_do_not_inherit() -> None:
    company = make_company()
    leaving = [company[name].pk for name in ("白露", "林若溪")]
    assert heirs_of(leaving, MONDAY) == dict.fromkeys(leaving, company["赵衡"].pk)
