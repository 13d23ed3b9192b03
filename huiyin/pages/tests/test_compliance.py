"""合规 and 我的职责: who sees which figures, down to the cases, on screen and as files."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from huiyin.directory.audience import Audience
from huiyin.directory.models import Role, RoleGrant
from huiyin.insight.compliance import periods
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.models import Breach
from huiyin.kit import clock
from huiyin.pages.compliance import heat, numbering, wording
from huiyin.policies import in_force
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import Stage

pytestmark = pytest.mark.req("G02")


@pytest.fixture
def late(stage: Stage) -> Notice:
    """An important notice to 运营部 and 市场部; 白露 confirmed in time, the hour has passed."""
    stage_aim = Audience(
        departments=tuple(stage.company.department(name).pk for name in ("运营部", "市场部"))
    )
    RoleGrant.objects.get_or_create(person=stage["林若溪"], role=Role.PUBLISHER)
    notice = stage.published(audience=stage_aim)
    stage.client("白露").post(f"/notices/{notice.pk}/confirm")
    clock.advance(timedelta(minutes=61))
    return notice


@pytest.fixture
def officer(stage: Stage) -> str:
    """A compliance officer who got no notice."""
    RoleGrant.objects.create(person=stage["邱然"], role=Role.COMPLIANCE)
    return "邱然"


def test_the_table_says_how_many_were_in_time(stage: Stage, late: Notice, officer: str) -> None:
    del late
    page = stage.client(officer).get("/compliance").content.decode()
    assert "3.3.1" in page
    assert "运营部：按时率" in page
    assert "合计：按时率" in page
    assert "2026 年第 4 季度" in page
    assert "件数少" in page
    worst = stage.client(officer).get("/compliance?sort=worst&period=2026-11").content.decode()
    assert 'aria-current="true">最差在前' in worst
    assert "2026 年 11 月" in worst
    assert "没有到期的事项" in stage.client(officer).get("/compliance?period=2025").content.decode()


@pytest.mark.parametrize(
    "query",
    ["period=x", "sort=x", "department=x", "department=99999999999", "department=999999",
     "first=2026-11-20&last=2026-01-01"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(stage: Stage, officer: str, query: str) -> None:
    assert stage.client(officer).get(f"/compliance?{query}").status_code == 404


def test_a_head_sees_only_the_departments_they_head(stage: Stage, late: Notice) -> None:
    browser = stage.client("江予安")
    page = browser.get("/compliance").content.decode()
    assert "市场部" in page
    assert "运营部：" not in page
    theirs = stage.company.department("运营部").pk
    assert browser.get(f"/compliance?department={theirs}").status_code == 404
    clause = browser.get("/compliance/clause/3.3.1").content.decode()
    assert late.title in clause, "a head of recipients may see the case"
    assert str(late.pk) in clause


@pytest.mark.parametrize("name", ["白露", "罗一鸣"])
def test_for_others_there_is_no_such_page(stage: Stage, late: Notice, name: str) -> None:
    del late
    browser = stage.client(name)
    for address in ("", "/clause/3.3.1", "/table.csv"):
        assert browser.get(f"/compliance{address}").status_code == 404
    assert "/compliance" not in browser.get("/duties").content.decode()


def test_cases_that_may_not_be_seen_are_named_by_number_alone(
    stage: Stage, late: Notice, officer: str
) -> None:
    page = stage.client(officer).get("/compliance/clause/3.3.1?failed=1").content.decode()
    assert late.title not in page
    assert late.number in page
    assert "内容只给有关的人看" in page
    inside = stage.company.department("市场部").pk
    one = stage.client(officer).get(f"/compliance/clause/3.3.1?department={inside}&own=1")
    assert "市场部本级" in one.content.decode()
    assert stage.client(officer).get("/compliance/clause/9.9.9").status_code == 404


def test_files_hold_every_count(stage: Stage, late: Notice, officer: str) -> None:
    del late
    browser = stage.client(officer)
    text = browser.get("/compliance/table.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("条款,标题,章节,部门,按时率")
    line = next(one for one in text.splitlines() if one.startswith("3.3.1,") and "合计" in one)
    sheet = load_workbook(BytesIO(browser.get("/compliance/table.xlsx").content)).active
    assert sheet is not None
    rows = {(row[0], row[3]): row for row in sheet.iter_rows(values_only=True)}
    assert str(rows["3.3.1", "合计"][5]) == line.split(",")[5]
    assert browser.get("/compliance/table.pdf").status_code == 404


def test_breaches_of_guards_are_listed(stage: Stage, late: Notice, officer: str) -> None:
    for entry, overridden in enumerate((True, False)):
        Breach.objects.create(
            entry_id=entry,
            at=clock.now(),
            day=clock.now().date(),
            clause="1.1.1-3",
            guard="1.1.1-3/g0",
            act="notices.published",
            subject=late.pk,
            actor_id=stage["林若溪"].pk,
            department_id=stage["林若溪"].department_id,
            overridden=overridden,
        )
    page = stage.client(officer).get("/compliance").content.decode()
    assert "破例放行" in page
    assert "已记录" in page
    assert "你无权查看的事项" in page
    theirs = stage.client("林若溪").get("/compliance/clause/1.1.1-3").content.decode()
    assert late.title in theirs


@pytest.mark.req("O03")
def test_everybody_sees_which_clauses_bind_them(stage: Stage, late: Notice) -> None:
    del late
    page = stage.client("白露").get("/duties").content.decode()
    assert "作为接收人" in page
    assert "3.3.1" in page
    assert "按时 1，迟 0" in page
    assert "作为发起人" in page
    assert "我的部门" not in page
    assert stage.client("白露").get("/duties?tab=department").status_code == 404
    missing = stage.client("唐果").get("/duties").content.decode()
    assert "欠 1 件，1 件逾期" in missing


@pytest.mark.req("O03")
def test_a_head_sees_how_the_department_does(stage: Stage, late: Notice) -> None:
    page = stage.client("江予安").get("/duties?tab=department").content.decode()
    assert "市场部" in page
    assert "3.2.1" in page
    assert "部门主管的职责" in page
    assert late.title in page, "what is overdue in it"
    assert stage.client("江予安").get("/duties?tab=company").status_code == 404


@pytest.mark.req("O03")
def test_management_sees_the_whole_and_its_targets(stage: Stage, late: Notice) -> None:
    del late
    RoleGrant.objects.create(person=stage["赵衡"], role=Role.MANAGEMENT)
    page = stage.client("赵衡").get("/duties?tab=company").content.decode()
    assert "误传率" in page
    assert "不高于 5%" in page
    assert "还没有可用的测量" in page
    assert "3.1.1" in page
    assert "2026 年第 3 季度" in page


def test_words_of_periods_and_figures() -> None:
    assert wording.period_words(periods.parse("2026-W47")) == "第 47 周，11 月 16 日–11 月 22 日"
    assert wording.period_words(periods.parse("2026-H1")) == "2026 年上半年"
    assert wording.period_words(periods.parse("2026-H2")) == "2026 年下半年"
    assert wording.period_words(periods.parse("2026-01-02..2026-01-03")) == "1 月 2 日–1 月 3 日"
    assert heat.figure_words(Figures()) == "没有记录"
    assert heat.figure_words(Figures(owed=1, open=1)) == "未到期 1"
    assert heat.cell(Figures(breached=1), "", "").heat == "breached"
    assert heat.cell(Figures(owed=100, met=99, breach=1), "", "").heat == "0"
    assert heat.cell(Figures(owed=100, met=10, breach=90), "", "").heat == "4"
    assert heat.cell(Figures(owed=2, breach=2), "", "").heat == "2", "few"


def test_a_clause_has_its_heading_and_chapter(stage: Stage) -> None:
    del stage
    policy = in_force.current()
    assert numbering.named("3.3.1", policy).chapter.startswith("3.3 ")
    gone = numbering.named("9.9.9", policy)
    assert (gone.known, gone.text) == (False, "")
    assert (
        numbering.short("一二三四五六七八九十一二三四五六七八九十。后面")
        == "一二三四五六七八九十一二三四五六七…"
    )
