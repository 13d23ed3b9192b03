"""Terms from a file: looked at first, then all of it or nothing."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from huiyin.cases.glossary import actions, importing
from huiyin.cases.glossary.columns import Row
from huiyin.cases.glossary.entry import TermError
from huiyin.cases.glossary.models import Term
from huiyin.cases.glossary.tests.conftest import Room
from huiyin.cases.glossary.views import imports
from huiyin.directory.importing import ImportRefused
from huiyin.ledger.models import Entry

pytestmark = pytest.mark.req("O08")

GOOD = (
    "术语表 2026\n"
    "规范写法,不用的写法,例外,释义,归口部门,类别,启用日期\n"
    "OA审批,OA报批；OA申批,,系统里的审批,,,\n"
    "登录,登陆,登陆作战,,技术部,术语,2026/8/1\n"
    "周报,,,1. 结论,运营部,报告格式,2026-07-01\n"
)
BAD = (
    "规范写法,不用的写法,归口部门,类别,启用日期\n"
    ",无,,,\n"
    "台账,台帐,没有的部门,,\n"
    "账号,台帐,,公文,2026-02-30\n"
    "台账,帐,,,\n"
)


@pytest.fixture
def browser(room: Room) -> Client:
    return room.client("何青")


def upload(browser: Client, data: bytes, name: str = "术语.csv") -> Any:
    return browser.post("/glossary/import", {"file": SimpleUploadedFile(name, data)})


def test_looking_changes_nothing_and_taking_it_enters_all(room: Room, browser: Client) -> None:
    room.set("登录", "登陆")
    before = Entry.objects.count()
    answer = upload(browser, GOOD.encode("gbk"))
    plan = answer.context["plan"]
    assert (len(plan.added), len(plan.changed), plan.unchanged) == (2, 1, 0)
    assert Entry.objects.count() == before
    done = browser.post("/glossary/import/apply", {"ticket": answer.context["ticket"]})
    assert done.status_code == 302
    assert set(Term.objects.values_list("word", "kind", "department__name")) == {
        ("OA审批", "term", "行政部"),
        ("登录", "term", "技术部"),
        ("周报", "format", "运营部"),
    }
    assert Entry.objects.count() == before + 3
    again = upload(browser, GOOD.encode())
    assert (again.context["plan"].unchanged, again.context["ticket"]) == (3, "")
    assert "无需导入" in again.content.decode()


def test_a_workbook_reads_alike(browser: Client) -> None:
    book = Workbook()
    for line in GOOD.splitlines()[1:]:
        book.active.append(line.split(","))
    data = io.BytesIO()
    book.save(data)
    answer = upload(browser, data.getvalue(), "术语.xlsx")
    assert [one.entry.word for one in answer.context["plan"].planned] == ["OA审批", "登录", "周报"]


def test_every_fault_is_named_by_row_and_field(browser: Client) -> None:
    answer = upload(browser, BAD.encode())
    assert answer.status_code == 422
    assert [(one.row, one.field) for one in answer.context["errors"]] == [
        (2, "规范写法"),
        (2, "不用的写法"),
        (3, "归口部门"),
        (4, "不用的写法"),
        (4, "启用日期"),
        (4, "类别"),
        (5, "不用的写法"),
        (5, "规范写法"),
    ]
    assert not Term.objects.exists()


def test_a_file_that_is_none(browser: Client) -> None:
    assert "缺少这一列" in upload(browser, b"a,b\n1,2\n").content.decode()
    assert upload(browser, b"").status_code == 422
    assert "请选择文件" in browser.post("/glossary/import").content.decode()


def test_a_ticket_is_for_its_owner_and_for_what_was_seen(room: Room, browser: Client) -> None:
    ticket = upload(browser, GOOD.encode()).context["ticket"]
    other = room.client("罗一鸣")
    for who, said in ((other, ticket), (browser, ticket + "x"), (browser, "")):
        answer = who.post("/glossary/import/apply", {"ticket": said})
        assert "预览已失效" in answer.content.decode()
    room.set("流程单", "OA报批")
    answer = browser.post("/glossary/import/apply", {"ticket": ticket})
    assert (answer.status_code, answer.context["errors"][0].row) == (422, 3)
    assert set(Term.objects.values_list("word", flat=True)) == {"流程单"}


def test_a_file_too_large_is_called_so(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "stopped", lambda _request: True)
    assert "文件超过 20 MB" in browser.post("/glossary/import").content.decode()


def test_what_fails_at_the_last_moment_leaves_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_entry: object, **_rest: object) -> None:
        raise TermError({"word": "刚刚有人登记了同一个词"})

    monkeypatch.setattr(actions, "set_term", refuse)
    with pytest.raises(ImportRefused, match="第 2 行 规范写法"):
        importing.apply([Row(2, "台账")], by=room.keeper)


def test_too_many_rows_are_refused(room: Room) -> None:
    rows = [Row(number, f"词{number}") for number in range(importing.MOST + 1)]
    assert importing.plan(rows, by=room.keeper).problems[0].row == 0


def test_the_template_reads_back(browser: Client) -> None:
    answer = browser.get("/glossary/import/template")
    assert answer["Content-Type"].startswith("text/csv")
    plan = upload(browser, answer.content).context["plan"]
    assert [one.entry.word for one in plan.planned] == ["OA审批"]
