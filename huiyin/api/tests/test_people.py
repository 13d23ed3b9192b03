"""The directory over REST: pages without gaps, and imports all or nothing."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from huiyin.api.routes import people as routes
from huiyin.cases.tests.rest_client import Program, fields, read
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import make_department, make_person
from huiyin.ledger.models import Entry
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]
HEADER = "工号,姓名,部门,邮箱\n"
NEW = HEADER + "N1,新人甲,云桥科技/运营部,a@example.com\nN2,新人乙,云桥科技/新部门,\n"


def csv(text: str, name: str = "people.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def names(rows: list[Any]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.mark.req("O01")
def test_everybody_is_listed_by_name(stage: Stage, caller: Caller) -> None:
    rows = caller("白露").pages("/people", 3)
    expected = Person.objects.filter(active=True).order_by("sort_key", "pk")
    assert [row["id"] for row in rows] == [person.pk for person in expected]
    assert set(rows[0]) == {
        "id", "employee_no", "name", "department", "position", "email", "extension", "mobile",
        "manager_id", "party",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=bailu", ["白露"]), ("q=白", ["白露"]), ("q=YQ008", ["白露"]), ("q=nobody", [])],
)
def test_people_are_found(stage: Stage, caller: Caller, query: str, found: list[str]) -> None:
    assert names(caller("陈屿").pages(f"/people?{query}", 50)) == found


def test_a_department_comes_with_those_below(stage: Stage, caller: Caller) -> None:
    technology = stage.company.department("技术部").pk
    rows = caller("白露").pages(f"/people?department={technology}", 2)
    assert sorted(names(rows)) == sorted(["秦朗", "陈屿", "韩墨", "罗一鸣"])
    caller("白露").get("/people?department=999999", status=404)
    assert fields(caller("白露").get("/people?department=x", status=422)) == {"department"}
    assert fields(caller("白露").get("/people?q=%00", status=422)) == {"q"}


def test_a_contact_of_another_firm_sees_nobody(stage: Stage, caller: Caller) -> None:
    person = stage["白露"]
    program = caller("白露")
    person.party = "客户公司"
    person.save()
    program.get("/people", status=403)


@pytest.mark.req("O01")
@given(
    before=st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=6),
    limits=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    between=st.lists(st.sampled_from("甲乙丙丁"), max_size=4),
)
@settings(max_examples=15)
def test_no_insert_hides_or_repeats_anybody(
    stage: Stage, caller: Caller, before: list[str], limits: list[int], between: list[str]
) -> None:
    home = make_department()
    there = {make_person(name=name, department=home).pk for name in before}
    program, seen, following, turn = caller("白露"), [], "", 0
    while following is not None:
        limit = limits[turn % len(limits)]
        page = program.get(f"/people?department={home.pk}&limit={limit}&cursor={following}")
        seen += [row["id"] for row in page["items"]]
        following = page["next"]
        if turn < len(between):
            make_person(name=between[turn], department=home)
        turn += 1
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


@pytest.mark.req("O01")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_list_is_taken(stage: Stage, caller: Caller, encoding: str) -> None:
    program = caller("罗一鸣")
    answer = program.upload("/people/import", file=csv(NEW, encoding=encoding))
    done = read(answer, 200)
    assert (done["joined"], done["departments"], done["left"]) == (2, 1, 0)
    assert Person.objects.get(employee_no="N1").department.name == "运营部"
    again = read(program.upload("/people/import", file=csv(NEW)), 200)
    assert (again["joined"], again["unchanged"]) == (0, 2)


def test_a_workbook_is_taken(stage: Stage, caller: Caller) -> None:
    book, out = Workbook(), io.BytesIO()
    for line in NEW.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    file = SimpleUploadedFile("people.xlsx", out.getvalue())
    assert read(caller("罗一鸣").upload("/people/import", file=file), 200)["joined"] == 2


def test_a_dry_run_changes_nothing(stage: Stage, caller: Caller) -> None:
    before = (Person.objects.count(), Entry.objects.count())
    answer = caller("罗一鸣").upload("/people/import", file=csv(NEW), dry_run="true")
    told = read(answer, 200)
    assert (told["dry_run"], told["joined"], told["departments"]) == (True, 2, 1)
    assert (Person.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize("dry", ["true", "false"])
def test_faults_are_named_by_row_and_column(stage: Stage, caller: Caller, dry: str) -> None:
    before = (Person.objects.count(), Entry.objects.count())
    bad = csv(HEADER + "N1,,云桥科技,\nN2,乙,云桥科技,nonsense\n")
    answer = caller("罗一鸣").upload("/people/import", file=bad, dry_run=dry)
    problem = read(answer, 422)
    assert problem["type"].endswith("import-refused")
    assert {(error["row"], error["field"]) for error in problem["errors"]} == {
        (2, "姓名"),
        (3, "邮箱"),
    }
    assert (Person.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_refused(
    stage: Stage, caller: Caller, content: bytes
) -> None:
    file = SimpleUploadedFile("people.xlsx", content)
    problem = read(caller("罗一鸣").upload("/people/import", file=file), 422)
    assert fields(problem) == {"file"}


def test_many_leavers_must_be_allowed(stage: Stage, caller: Caller) -> None:
    program = caller("罗一鸣")
    left = csv(HEADER + "YQ005,罗一鸣,云桥科技/技术部/数据组,\n")
    read(program.upload("/people/import", file=left, complete="true"), 422)
    left.seek(0)
    told = read(program.upload("/people/import", file=left, complete="true", dry_run="true"), 200)
    assert told["many_leavers"]
    left.seek(0)
    done = read(
        program.upload("/people/import", file=left, complete="true", allow_many_leavers="true"),
        200,
    )
    assert done["left"] == 15


@pytest.mark.req("O01")
@pytest.mark.parametrize("name", ["白露", "林若溪", "何青", "叶蓁"])
def test_only_an_administrator_imports(stage: Stage, caller: Caller, name: str) -> None:
    read(caller(name).upload("/people/import", file=csv(NEW)), 403)
    assert not Person.objects.filter(employee_no="N1").exists()


def test_a_file_is_needed(caller: Caller) -> None:
    assert fields(read(caller("罗一鸣").upload("/people/import"), 422)) == {"file"}


def test_a_large_file_is_413(
    caller: Caller, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = caller("罗一鸣")
    monkeypatch.setattr(routes, "MAX_BYTES", 10)
    read(program.upload("/people/import", file=csv(NEW)), 413)
    settings.ATTACHMENT_LIMIT = 10
    read(program.upload("/people/import", file=csv("x" * 70_000)), 413)
