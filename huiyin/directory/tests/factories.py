"""The cast: one small company that tests, stories and the demonstration share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from huiyin.directory.models import Department, Person, Role, RoleGrant
from huiyin.directory.names import department_sort_key, person_sort_key, search_key

ROOT = "云桥科技"
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)

TREE: tuple[tuple[str, str], ...] = (
    ("技术部", ROOT),
    ("产品部", ROOT),
    ("运营部", ROOT),
    ("市场部", ROOT),
    ("客服部", ROOT),
    ("财务部", ROOT),
    ("行政部", ROOT),
    ("人力资源部", ROOT),
    ("后端组", "技术部"),
    ("数据组", "技术部"),
)
CAST: tuple[tuple[str, str, str], ...] = (
    ("赵衡", ROOT, "总经理"),
    ("秦朗", "技术部", "技术部主管"),
    ("陈屿", "后端组", "后端工程师"),
    ("韩墨", "后端组", "运维工程师"),
    ("罗一鸣", "数据组", "数据工程师"),
    ("沈言", "产品部", "产品部主管"),
    ("林若溪", "运营部", "运营部主管"),
    ("白露", "运营部", "运营专员"),
    ("孟夏", "运营部", "运营专员"),
    ("江予安", "市场部", "市场部主管"),
    ("唐果", "市场部", "市场专员"),
    ("苏晴", "客服部", "客服部主管"),
    ("顾北辰", "客服部", "客服专员"),
    ("叶蓁", "财务部", "财务部主管"),
    ("何青", "行政部", "行政部主管"),
    ("邱然", "人力资源部", "人力资源部主管"),
)
HEADS: dict[str, str] = {
    ROOT: "赵衡",
    "技术部": "秦朗",
    "后端组": "韩墨",
    "产品部": "沈言",
    "运营部": "林若溪",
    "市场部": "江予安",
    "客服部": "苏晴",
    "财务部": "叶蓁",
    "行政部": "何青",
    "人力资源部": "邱然",
}
ROLES: tuple[tuple[str, Role], ...] = (
    ("何青", Role.PUBLISHER),
    ("罗一鸣", Role.ADMINISTRATOR),
    ("叶蓁", Role.AUDITOR),
)

_serial = count(1)


@dataclass(frozen=True)
class Company:
    """The cast by name: ``company["林若溪"]``, ``company.department("运营部")``."""

    people: dict[str, Person]
    departments: dict[str, Department]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def department(self, name: str) -> Department:
        """The department called ``name``."""
        return self.departments[name]


def make_company() -> Company:
    """The whole cast with departments, heads and roles; 数据组 has no head of its own."""
    departments = {ROOT: make_department(ROOT)}
    for name, parent in TREE:
        departments[name] = make_department(name, departments[parent])
    people = {
        name: make_person(
            name=name, department=departments[where], position=position, employee_no=f"YQ{at:03}"
        )
        for at, (name, where, position) in enumerate(CAST, start=1)
    }
    for where, name in HEADS.items():
        departments[where].head = people[name]
        departments[where].save(update_fields=["head"])
    for name, role in ROLES:
        RoleGrant.objects.create(person=people[name], role=role)
    return Company(people, departments)


def make_department(name: str = "", parent: Department | None = None, **over: Any) -> Department:
    """A department with its path and sort key."""
    name = name or f"部门{next(_serial)}"
    key = department_sort_key(name)
    made = Department.objects.create(
        name=name, parent=parent, sort_key=key, search_key=search_key(name, key), **over
    )
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def make_person(**over: Any) -> Person:
    """An active employee; a department of its own unless one is given."""
    number = next(_serial)
    name = str(over.setdefault("name", f"员工{number}"))
    over.setdefault("employee_no", f"T{number:06}")
    over.setdefault("joined_at", MONDAY)
    if "department" not in over:
        over["department"] = make_department()
    key = person_sort_key(name)
    return Person.objects.create(sort_key=key, search_key=search_key(name, key), **over)
