"""The pages of the log and of the week, with and without scripts."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.journal import rhythm
from huiyin.scenarios.journal.models import Entry, Explanation
from huiyin.scenarios.journal.tests.conftest import CONTENT, Stage
from huiyin.scenarios.journal.tests.test_week import TEAM, confirm, tell

LINE = "和叶蓁 14:20 电话 对账口径按新表 已同意"
PART = {"HX-Request": "true"}


@pytest.mark.req("R07")
def test_one_line_is_enough_without_scripts(stage: Stage) -> None:
    browser = stage.client("陈屿")
    answer = browser.post("/journal/new", {"line": LINE, "entry": str(new_id())})
    assert answer.status_code == 303
    assert answer["Location"] == "/journal/"
    entry = Entry.objects.get()
    assert (entry.kind, entry.content, entry.result) == ("phone", CONTENT, "已同意")
    assert entry.parties.get().person == stage["叶蓁"]
    assert entry.happened_at == kit_clock.now() - timedelta(minutes=40)
    page = browser.get("/journal/").content.decode()
    assert CONTENT in page
    assert "叶蓁" in page


@pytest.mark.req("R07")
def test_the_line_is_read_while_it_is_typed(stage: Stage) -> None:
    browser = stage.client("陈屿")
    part = browser.get("/journal/preview", {"line": LINE}, headers=PART).content.decode()
    for text in ("2026-11-25T14:20", "叶蓁", CONTENT, "已同意", 'value="phone" checked'):
        assert text in part
    assert browser.get("/journal/preview", {"line": " "}).content.decode().strip() == ""
    page = browser.get("/journal/new", {"line": "和老王 微信 改期"}).content.decode()
    assert "老王" in page


def test_fields_that_were_put_right_count(stage: Stage) -> None:
    browser = stage.client("陈屿")
    fields = {
        "line": LINE,
        "entry": str(new_id()),
        "kind": "im",
        "happened_at": "2026-11-25T14:30",
        "people": "叶蓁、何青,审计王老师",
        "content": "口径改为旧表",
        "result": "待定",
        "decision": "on",
    }
    answer = browser.post("/journal/new", fields)
    entry = Entry.objects.get()
    assert answer["Location"] == f"/journal/{entry.pk}"
    assert (entry.kind, entry.content, entry.others) == ("im", "口径改为旧表", "审计王老师")
    assert {party.person.name for party in entry.parties.all()} == {"叶蓁", "何青"}
    assert browser.post("/journal/new", fields).status_code == 303
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": ""}, "写明说了什么"),
        ({"happened_at": "gestern"}, "写成日期和时刻"),
        ({"happened_at": "2026-11-26T14:30"}, "时间不能晚于现在"),
    ],
)
def test_what_is_wrong_stands_at_its_field(stage: Stage, wrong: dict[str, str], said: str) -> None:
    fields = {"kind": "talk", "happened_at": "2026-11-25T14:30", "content": "说好了"} | wrong
    answer = stage.client("陈屿").post("/journal/new", fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Entry.objects.count() == 0


@pytest.mark.req("N11", "N22")
def test_an_entry_leads_to_its_formal_text_in_one_tap(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    browser = stage.client("陈屿")
    page = browser.get(f"/journal/{entry.pk}").content.decode()
    assert f"/journal/{entry.pk}/first_word" in page
    assert "误报" in page
    answer = browser.get(f"/journal/{entry.pk}/first_word")
    assert answer["Location"] == f"/notices/new?origin={entry.pk}&stage=first_word"
    compose = browser.get(answer["Location"]).content.decode()
    assert CONTENT in compose
    assert "叶蓁" in compose
    answer = browser.post(f"/journal/{entry.pk}/drop", {"reason": ""})
    assert answer.status_code == 422
    assert browser.post(f"/journal/{entry.pk}/drop", {"reason": "误报"}).status_code == 303


@pytest.mark.req("R07", "R04")
def test_an_entry_is_shown_to_whom_it_concerns(stage: Stage) -> None:
    entry = stage.entry("talk", secret=True)
    path = f"/journal/{entry.pk}"
    assert CONTENT in stage.client("叶蓁").get(path).content.decode()
    assert stage.client("唐果").get(path).status_code == 404
    head = stage.client("韩墨").get(path)
    assert CONTENT not in head.content.decode()
    assert stage.client("唐果").get(f"{path}/first_word").status_code == 404
    assert stage.client("叶蓁").get(f"/journal/{new_id()}").status_code == 404


@pytest.mark.req("R07")
def test_the_log_is_exported_as_it_is_filtered(stage: Stage) -> None:
    stage.entry("talk")
    tell(stage, "陈屿")
    browser = stage.client("陈屿")
    answer = browser.get("/journal/log.xlsx", {"kind": "noted"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert [row[4] for row in sheet.iter_rows(min_row=5, values_only=True)] == [CONTENT]
    days = {"since": "2026-11-01", "until": "2026-11-02"}
    assert "这段时间没有沟通记录" in browser.get("/journal/", days).content.decode()
    part = browser.get("/journal/", {"q": "新表"}, headers=PART | {"HX-Target": "log"})
    assert "<html" not in part.content.decode()
    assert CONTENT in part.content.decode()
    assert browser.get("/journal/", {"since": "never", "kind": "odd"}).status_code == 200


@pytest.mark.req("O06")
def test_the_week_of_a_head_on_its_page(stage: Stage) -> None:
    browser = stage.client("林若溪")
    assert "还没有开始" in browser.get("/journal/week").content.decode()
    case = tell(stage, *TEAM)
    made = rhythm.begin_week(kit_clock.now())
    assert made is not None
    page = browser.get("/journal/week").content.decode()
    assert "团队 0/2 人已回音" in page
    assert "差 2 人" in page
    assert browser.get(f"/journal/{made.pk}")["Location"] == "/journal/week"
    assert (
        "还有 1 项没有传达到位" in browser.post("/journal/week/done", follow=True).content.decode()
    )
    path = f"/journal/week/{case.pk}/explain"
    assert browser.post(path, {"text": " "}).status_code == 422
    part = browser.post(path, {"text": "周一面谈"}, headers=PART)
    assert "周一面谈" in part.content.decode()
    assert browser.post(path, {"text": "周一面谈时说"}).status_code == 303
    assert Explanation.objects.get().text == "周一面谈时说"
    for name in TEAM:
        confirm(stage, case, name)
    assert "已到位" in browser.get("/journal/week").content.decode()
    assert "本周清单已完成" in browser.post("/journal/week/done", follow=True).content.decode()


def test_the_week_is_for_heads(stage: Stage) -> None:
    rhythm.begin_week(kit_clock.now())
    assert stage.client("白露").get("/journal/week").status_code == 403
    assert "各部门进度" in stage.client("赵衡").get("/journal/week").content.decode()
    assert "各部门进度" not in stage.client("林若溪").get("/journal/week").content.decode()


def test_the_menu_leads_there(stage: Stage) -> None:
    page = stage.client("林若溪").get("/journal/").content.decode()
    assert 'data-keys="c l"' in page
    assert "/journal/week" in page
    assert "/journal/week" not in stage.client("白露").get("/journal/").content.decode()
