"""The cast is whole: everybody has a place, every head sits in the department they lead."""

import pytest

from huiyin.directory.models import Department, Person, RoleGrant
from huiyin.directory.tests.factories import CAST, ROLES, make_company, make_person

pytestmark = pytest.mark.django_db


def test_the_cast_stands_in_its_tree() -> None:
    company = make_company()
    assert Person.objects.count() == len(CAST)
    assert RoleGrant.objects.count() == len(ROLES)
    backend = company.department("后端组")
    parents = [company.department(name).pk for name in ("云桥科技", "技术部", "后端组")]
    assert backend.path == "/" + "".join(f"{pk}/" for pk in parents)
    for department in Department.objects.select_related("head"):
        assert department.head is None or department.head.department_id == department.pk


def test_a_made_person_stands_alone() -> None:
    one, other = make_person(name="曾小贤"), make_person()
    assert one.sort_key == "zeng xiao xian"
    assert one.department_id != other.department_id
