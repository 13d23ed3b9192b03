"""The staff list by page: looked at first, then all of it or nothing (O01)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases.people import import_people
from huiyin.directory.importing import read_table
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.pages import uploads
from huiyin.scenarios.notices.tests.stage import Stage

GOOD = (
    "工号,姓名,部门,职务,手机\n"
    "YQ008,白露,云桥科技/市场部,市场专员,13800000001\n"
    "N1,新同事,云桥科技/运营部/增长组,专员,13911112222\n"
)
BAD = (
    "工号,姓名,部门,手机\nN1,,云桥科技/运营部,\nN2,乙,云桥科技/运营部,12\nN2,丙,云桥科技/运营部,\n"
)


@pytest.fixture
def browser(stage: Stage) -> Client:
    """The administrator's."""
    return stage.client("罗一鸣")


def upload(browser: Client, text: str, name: str = "名单.csv", **fields: str) -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return browser.post("/people/import", {"file": file} | fields)


@pytest.mark.req("O01")
def test_looking_changes_nothing_and_says_what_would(stage: Stage, browser: Client) -> None:
    before = Entry.objects.count()
    answer = upload(browser, GOOD)
    plan = answer.context["plan"]
    assert (len(plan.added), len(plan.moved), len(plan.changed), len(plan.left)) == (1, 1, 0, 0)
    page = answer.content.decode()
    assert "云桥科技/运营部/增长组" in page
    assert "<del" in page
    assert not Person.objects.filter(employee_no="N1").exists()
    assert Entry.objects.count() == before


@pytest.mark.req("O01")
def test_confirming_applies_exactly_that(stage: Stage, browser: Client) -> None:
    ticket = upload(browser, GOOD).context["ticket"]
    answer = browser.post("/people/import/apply", {"ticket": ticket}, follow=True)
    assert "新增 1 人，调动 1 人" in answer.content.decode()
    assert Person.objects.get(employee_no="N1").department.name == "增长组"
    assert Person.objects.get(name="白露").department.name == "市场部"
    assert Entry.objects.filter(kind="directory.imported").count() == 1
    again = browser.post("/people/import/apply", {"ticket": ticket})
    assert again.status_code == 422
    assert "预览已失效" in again.content.decode()


@pytest.mark.req("O01")
def test_errors_name_row_and_field_and_nothing_can_be_confirmed(
    stage: Stage, browser: Client
) -> None:
    answer = upload(browser, BAD)
    assert answer.status_code == 422
    found = {(one.row, one.field) for one in answer.context["errors"]}
    assert found == {(2, "姓名"), (3, "手机"), (4, "工号")}
    assert not answer.context["ticket"]
    assert not Person.objects.filter(employee_no__startswith="N").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", "  \n", "文件是空的"),
        ("缺列.csv", "姓名,部门\n甲,乙\n", "缺少这一列"),
        ("旧.xls", "\xd0", "缺少"),
        ("坏.xlsx", "PK not a workbook", ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    stage: Stage, browser: Client, name: str, content: str, said: str
) -> None:
    answer = upload(browser, content, name)
    assert answer.status_code == 422
    assert "通讯录未改动" in answer.content.decode()
    assert said in answer.content.decode()


def test_no_file_is_an_error_too(stage: Stage, browser: Client) -> None:
    answer = browser.post("/people/import", {})
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


@pytest.mark.req("O01")
def test_many_leavers_need_an_explicit_tick(stage: Stage, browser: Client) -> None:
    rows = [f"YQ{at:03},{stage_name}" for at, stage_name in ((5, "罗一鸣"), (8, "白露"))]
    text = "工号,姓名\n" + "\n".join(rows) + "\n"
    answer = upload(browser, text, complete="1")
    assert answer.context["plan"].many_leavers
    assert 'name="allow"' in answer.content.decode()
    ticket = answer.context["ticket"]
    refused = browser.post("/people/import/apply", {"ticket": ticket})
    assert refused.status_code == 422
    assert Person.objects.filter(active=True).count() == 16
    browser.post("/people/import/apply", {"ticket": ticket, "allow": "1"})
    assert Person.objects.filter(active=True).count() == 2


def test_a_directory_that_changed_meanwhile_is_looked_at_again(
    stage: Stage, browser: Client
) -> None:
    ticket = upload(browser, GOOD).context["ticket"]
    other = "工号,姓名,部门\nN9,别人,云桥科技/运营部\n"
    import_people(read_table(other.encode(), "other.csv"), by=None)
    answer = browser.post("/people/import/apply", {"ticket": ticket})
    assert answer.status_code == 422
    assert "重新预览" in answer.content.decode()
    assert not Person.objects.filter(employee_no="N1").exists()


def test_a_ticket_is_for_whoever_looked(stage: Stage, browser: Client) -> None:
    ticket = upload(browser, GOOD).context["ticket"]
    with pytest.raises(uploads.PreviewLost):
        uploads.read(ticket, by=stage["白露"].pk)
    with pytest.raises(uploads.PreviewLost):
        uploads.read(ticket + "x", by=stage["罗一鸣"].pk)
    forged = browser.post("/people/import/apply", {"ticket": "forged"})
    assert forged.status_code == 422


def test_the_same_list_twice_has_nothing_to_do(stage: Stage, browser: Client) -> None:
    ticket = upload(browser, GOOD).context["ticket"]
    browser.post("/people/import/apply", {"ticket": ticket})
    answer = upload(browser, GOOD)
    assert answer.context["empty"]
    assert not answer.context["ticket"]


def test_forgotten_files_are_swept(stage: Stage) -> None:
    uploads.keep("x.csv", b"x", by=1, basis="", complete=False)
    assert uploads.sweep() == 0
    clock.advance(uploads.LIFETIME * 2)
    assert uploads.sweep() == 1
    assert uploads.sweep() == 0


def test_markup_in_a_cell_stays_text(stage: Stage, browser: Client) -> None:
    text = "工号,姓名,部门\nN1,<img src=x>,云桥科技/运营部\n"
    page = upload(browser, text).content.decode()
    assert "<img" not in page


def test_the_template_can_be_imported(stage: Stage, browser: Client) -> None:
    content = browser.get("/people/import/template.csv").content
    table = read_table(content, "huiyin-people.csv")
    assert len(table.lines) == 2
    assert not table.ignored
    assert Department.objects.filter(name="增长组").count() == 0
