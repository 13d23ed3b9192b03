"""Reads: the tree, the picker, one person (O01)."""

from typing import Any

import pytest

from huiyin.directory.models import Person
from huiyin.directory.picker import Choice, search
from huiyin.directory.queries import department_tree, find_person, people_of
from huiyin.directory.tests.factories import make_company, make_department, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.req("O01")]


def labels(found: list[Choice], kind: str) -> list[str]:
    return [choice.label for choice in found if choice.kind == kind]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("林若", ["林若溪"]),
        ("若溪", ["林若溪"]),
        ("linruo", ["林若溪"]),
        ("lin ruo", ["林若溪"]),
        ("LRX", ["林若溪"]),
        ("yq007", ["林若溪"]),
        ("ＹＱ００７", ["林若溪"]),
        ("ruoxi", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("  ", []),
    ],
)
def test_people_are_found_by_name_pinyin_initials_and_number(text: str, people: list[str]) -> None:
    company = make_company()
    assert labels(search(text, company["陈屿"]), "person") == people


def test_departments_and_positions_come_with_their_numbers() -> None:
    company = make_company()
    found = search("技术", company["陈屿"])
    assert found[0] == Choice(
        "department", company.department("技术部").pk, "技术部", "云桥科技", 4
    )
    assert Choice("position", "技术部主管", "技术部主管", "", 1) in found
    assert labels(search("jsb", company["陈屿"]), "department") == ["技术部"]
    assert search("专员", company["陈屿"])[0] == Choice("position", "运营专员", "运营专员", "", 2)


def test_the_picker_is_bounded_and_shows_only_the_present() -> None:
    company = make_company()
    for at in range(12):
        make_person(name=f"王{at}", active=at != 0)
    found = labels(search("王", company["陈屿"], limit=5), "person")
    assert len(found) == 5
    assert "王0" not in found


def test_outsiders_find_nothing() -> None:
    make_company()
    assert search("林", make_person(party="客户")) == []
    assert search("林", make_person(active=False)) == []


def test_a_contact_shows_the_party() -> None:
    company = make_company()
    make_person(name="周客户", party="蓝海公司")
    assert search("周", company["陈屿"])[-1].detail == "蓝海公司"


def test_the_tree_in_order_with_numbers(django_assert_num_queries: Any) -> None:
    company = make_company()
    make_department("停用组", company.department("技术部"), active=False)
    make_person(department=company.department("运营部"), party="外部")
    make_person(department=company.department("运营部"), active=False)
    actor = Person.objects.get(pk=company["陈屿"].pk)
    with django_assert_num_queries(3):
        tree = department_tree(actor)
    names = [(node.name, node.depth, node.own, node.total) for node in tree]
    assert names[0] == ("云桥科技", 0, 1, 16)
    at = names.index(("技术部", 1, 1, 4))
    assert [node.name for node in tree[at + 1 : at + 3]] == ["后端组", "数据组"]
    assert ("运营部", 1, 3, 3) in names
    assert {node.name: node.head for node in tree}["数据组"] == ""
    assert {node.name: node.head for node in tree}["技术部"] == "秦朗"
    assert len(tree) == 11
    assert department_tree(make_person(party="客户")) == []


def test_people_of_a_department_by_name() -> None:
    company = make_company()
    team = company.department("技术部")
    assert [person.name for person in people_of(team)] == ["陈屿", "韩墨", "罗一鸣", "秦朗"]
    assert [person.name for person in people_of(team, sub=False)] == ["秦朗"]


def test_one_person_by_number_address_or_name() -> None:
    company = make_company()
    twin = make_person(name="林若溪", email="lin@yq.example")
    assert find_person("YQ007") == company["林若溪"]
    assert find_person("LIN@yq.example") == twin
    assert find_person("林若溪") is None
    assert find_person(" 白露 ") == company["白露"]
    assert find_person("") is None
