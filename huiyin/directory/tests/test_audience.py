"""The audience rule against a plain reading of the same rule in Python (N23)."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.directory.audience import Audience, AudienceError
from huiyin.directory.models import Department, Person
from huiyin.directory.tests.factories import make_company, make_department, make_person

POSITIONS = ("工程师", "专员", "主管")


@dataclass(frozen=True)
class Tree:
    """A small organisation as plain lists: parents by place, people by place of department."""

    parents: tuple[int | None, ...]
    people: tuple[tuple[int, str, bool, bool], ...]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    size = draw(st.integers(1, 12))
    parents = [draw(st.none() | st.integers(0, at - 1)) if at else None for at in range(size)]
    person = st.tuples(
        st.integers(0, size - 1), st.sampled_from(POSITIONS), st.booleans(), st.booleans()
    )
    return Tree(tuple(parents), tuple(draw(st.lists(person, max_size=14))))


def places(limit: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, limit), max_size=3, unique=True)


def oracle(tree: Tree, rule: dict[str, Any]) -> set[int]:
    """Read the rule person by person."""

    def under(place: int, chosen: list[int], *, sub: bool) -> bool:
        here: int | None = place
        while here is not None:
            if here in chosen:
                return True
            here = tree.parents[here] if sub else None
        return False

    meant = set()
    for at, (place, position, active, external) in enumerate(tree.people):
        general = rule["company"] or position in rule["positions"]
        general = general or under(place, rule["departments"], sub=rule["with_sub"])
        general = general and not external
        general = general and not under(place, rule["except_departments"], sub=True)
        if active and at not in rule["except_people"] and (general or at in rule["people"]):
            meant.add(at)
    return meant


@pytest.mark.req("N23")
class TestAgainstTheOracle(TestCase):
    @given(tree=trees(), data=st.data())
    def test_the_same_people_are_meant(self, tree: Tree, data: st.DataObject) -> None:
        rule = {
            "company": data.draw(st.booleans()),
            "departments": data.draw(places(len(tree.parents) - 1)),
            "with_sub": data.draw(st.booleans()),
            "positions": data.draw(st.lists(st.sampled_from(POSITIONS), max_size=2, unique=True)),
            "people": data.draw(places(13)),
            "except_departments": data.draw(places(len(tree.parents) - 1)),
            "except_people": data.draw(places(13)),
        }
        departments: list[Department] = []
        for at, up in enumerate(tree.parents):
            parent = None if up is None else departments[up]
            departments.append(make_department(f"部门{at}", parent))
        people = [
            make_person(
                department=departments[place],
                position=position,
                active=active,
                party="外部" if external else "",
            )
            for place, position, active, external in tree.people
        ]
        audience = Audience.from_json(_with_ids(rule, departments, people))
        expected = {people[at].pk for at in oracle(tree, rule)}
        assert set(audience.people_query().values_list("pk", flat=True)) == expected
        assert audience.count() == len(expected)
        assert sum(audience.by_department().values()) == len(expected)
        assert set(_run(*audience.select_sql())) == set(
            Person.objects.filter(pk__in=expected).values_list("pk", "department_id")
        )


def _with_ids(
    rule: dict[str, Any], departments: list[Department], people: list[Person]
) -> dict[str, Any]:
    ids = dict(rule)
    for name in ("departments", "except_departments"):
        ids[name] = [departments[at].pk for at in rule[name]]
    for name in ("people", "except_people"):
        ids[name] = [people[at].pk for at in rule[name] if at < len(people)]
    return ids


def _run(sql: str, params: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_one_statement_resolves_it(django_assert_num_queries: Any) -> None:
    company = make_company()
    audience = Audience(departments=(company.department("技术部").pk,))
    with django_assert_num_queries(1):
        names = {person.name for person in audience.people_query()}
    assert names == {"秦朗", "陈屿", "韩墨", "罗一鸣"}


@pytest.mark.django_db
@pytest.mark.req("N23")
def test_joiners_and_leavers_follow_the_rule() -> None:
    company = make_company()
    audience = Audience(departments=(company.department("运营部").pk,))
    assert audience.count() == 3
    make_person(department=company.department("运营部"))
    company["白露"].active = False
    company["白露"].save()
    company["孟夏"].department = company.department("市场部")
    company["孟夏"].save()
    assert audience.count() == 2


@pytest.mark.django_db
def test_it_says_in_words_who_is_meant() -> None:
    company = make_company()
    team = company.department("技术部").pk
    audience = Audience(
        departments=(team,),
        positions=("运营专员",),
        people=tuple(company[name].pk for name in ("叶蓁", "何青", "苏晴", "邱然", "沈言")),
        except_people=(company["陈屿"].pk,),
    )
    assert audience.describe() == (
        "技术部（含下级部门）、职位“运营专员”、叶蓁、何青、苏晴等另外 2 人；不含 陈屿"
    )
    assert Audience(company=True, except_departments=(team,)).describe() == "全体员工；不含 技术部"
    assert Audience(departments=(team,), with_sub=False).describe() == "技术部"
    assert Audience().describe() == "未选择接收人"
    assert Audience().names_nobody()
    assert not audience.names_nobody()


@pytest.mark.django_db
def test_ids_of_nobody_are_named() -> None:
    person = make_person()
    audience = Audience(departments=(person.department_id, 987654), people=(person.pk, 876543))
    assert audience.unknown() == [("departments", 987654), ("people", 876543)]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ([], "audience"),
        ({"company": 1}, "company"),
        ({"with_sub": "yes"}, "with_sub"),
        ({"departments": 3}, "departments"),
        ({"departments": ["3"]}, "departments"),
        ({"people": [True]}, "people"),
        ({"people": [0]}, "people"),
        ({"except_people": [2**40]}, "except_people"),
        ({"positions": [" "]}, "positions"),
        ({"everyone": True}, "everyone"),
    ],
)
def test_a_wrong_field_is_named(value: Any, field: str) -> None:
    with pytest.raises(AudienceError) as caught:
        Audience.from_json(value)
    assert caught.value.field == field


def test_it_comes_back_from_json_as_it_was() -> None:
    audience = Audience(
        company=True, departments=(1, 2), with_sub=False, positions=("x",), except_people=(4,)
    )
    assert Audience.from_json(audience.to_json()) == audience
    assert Audience.from_json({}) == Audience()
