"""The pages of problems: what they show to whom, and what they refuse."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from huiyin.cases.models import Attachment
from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.kit import clock
from huiyin.scenarios.problems import actions, desks
from huiyin.scenarios.problems.forms import local
from huiyin.scenarios.problems.models import Desk, Problem, ProblemState, Solution
from huiyin.scenarios.problems.solution import actions as solution
from huiyin.scenarios.problems.tests.conftest import Stage


@pytest.mark.req("B01")
def test_a_sentence_is_enough_to_report(stage: Stage) -> None:
    browser = stage.client("白露")
    assert browser.get("/problems/new").status_code == 200
    answer = browser.post(
        "/problems/new", {"title": "退货单打印慢", "source": "form", "urgency": "important"}
    )
    made = Problem.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/problems/{made.pk}"
    assert "待登记" in browser.get(answer["Location"]).text


def test_an_empty_report_says_what_is_missing(stage: Stage) -> None:
    answer = stage.client("白露").post("/problems/new", {"title": "", "source": "form"})
    assert answer.status_code == 422
    assert "写明是什么问题" in answer.text
    assert not Problem.objects.exists()


@pytest.mark.req("B01")
def test_the_hotline_writes_down_whom_it_is_for(stage: Stage) -> None:
    browser = stage.client("何青")
    posted = {"title": "发票抬头改不了", "source": "form", "urgency": "urgent", "outside": "on"}
    assert browser.post("/problems/new", posted).status_code == 422
    posted |= {"reporter_name": "周经理", "reporter_contact": "13800000000", "answer_by": "phone"}
    browser.post("/problems/new", posted)
    made = Problem.objects.get()
    assert (made.source, made.reporter_name, made.answer_by) == ("hotline", "周经理", "phone")


def test_a_file_goes_along_and_a_bad_one_stops_the_report(stage: Stage) -> None:
    browser = stage.client("白露")
    posted = {"title": "打印慢", "source": "form", "urgency": "important"}
    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert browser.post("/problems/new", posted | {"files": bad}).status_code == 422
    assert not Problem.objects.exists()
    good = SimpleUploadedFile("a.txt", "慢".encode())
    browser.post("/problems/new", posted | {"files": good})
    assert Attachment.objects.get().case_id == Problem.objects.get().pk


@pytest.mark.req("B01")
def test_a_problem_follows_from_another_case(stage: Stage) -> None:
    origin = stage.solved(is_major=True)
    browser = stage.client("白露")
    assert "退货单打印慢" in browser.get(f"/problems/new?origin={origin.pk}").text
    posted = {"title": "又慢了", "source": "form", "urgency": "important", "origin": origin.pk}
    browser.post("/problems/new", posted)
    made = Problem.objects.get(title="又慢了")
    assert made.origin == origin.pk
    assert "由此引出" in browser.get(f"/problems/{made.pk}").text
    unseen = stage.report(by="叶蓁", classification="confidential")
    assert unseen.title not in stage.client("唐果").get(f"/problems/new?origin={unseen.pk}").text
    assert browser.get("/problems/new?origin=moon").status_code == 200


@pytest.mark.req("B02")
def test_the_register_lists_what_one_may_see(stage: Stage) -> None:
    made = stage.registered()
    assert made.title in stage.client("何青").get("/problems/").text
    assert made.title in stage.client("陈屿").get("/problems/").text
    assert made.title not in stage.client("唐果").get("/problems/").text
    assert stage.client("唐果").get(f"/problems/{made.pk}").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"show": "mine"}, True),
        ({"show": "major"}, False),
        ({"show": "over"}, False),
        ({"nature": "operational"}, True),
        ({"nature": "strategic"}, False),
        ({"source": "form", "q": "打印"}, True),
        ({"state": "registered"}, True),
        ({"state": "moon"}, True),
        ({"q": "HY-WT"}, True),
        ({"q": "没有这个"}, False),
    ],
)
def test_the_register_is_filtered(stage: Stage, query: dict[str, str], shown: bool) -> None:
    made = stage.registered()
    browser = stage.client("白露")
    for path in ("/problems/", "/problems/board"):
        text = browser.get(f"{path}?{urlencode(query)}").text
        every = path.endswith("board") and ("state" in query or query.get("show") == "over")
        assert (made.title in text) is (shown or every)
    part = browser.get(
        f"/problems/?{urlencode(query)}", headers={"HX-Request": "true", "HX-Target": "register"}
    )
    assert "<html" not in part.text


@pytest.mark.req("B02")
def test_the_board_has_a_column_for_each_state(stage: Stage) -> None:
    stage.report(title="等登记的")
    stage.registered(report={"title": "等分派的"})
    text = stage.client("何青").get("/problems/board").text
    columns = text.split('class="lane"')
    assert len(columns) == 8
    assert "等登记的" in columns[1]
    assert "等分派的" in columns[2]


@pytest.mark.req("B02")
def test_the_register_is_exported_and_runs_no_formula(stage: Stage) -> None:
    stage.registered(report={"title": "=HYPERLINK(1)"})
    answer = stage.client("何青").get("/problems/register.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "问题", "来源")
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert rows[1][7] == "技术部"


@pytest.mark.req("B02", "B03")
def test_the_desk_registers_on_its_page(stage: Stage) -> None:
    made = stage.report()
    browser, page = stage.client("何青"), f"/problems/{made.pk}/register"
    assert "登记表" in browser.get(page).text
    posted = {"nature": "strategic", "urgency": "urgent", "topic": "打印慢", "category": "tool"}
    refused = browser.post(page, posted)
    assert refused.status_code == 422
    assert "2.2.2" in refused.text
    posted["in_charge"] = str(stage.company.department("技术部").pk)
    posted["due_at"] = local(clock.now() - timedelta(days=1))
    assert "期限要在现在之后" in browser.post(page, posted).text
    posted["due_at"] = local(clock.now() + timedelta(days=5))
    assert browser.post(page, posted).status_code == 303
    made.refresh_from_db()
    assert (made.state, made.is_major, made.topic) == ("registered", True, "打印慢")
    assert browser.get(page).status_code == 303
    assert stage.client("白露").get(page).status_code == 403


@pytest.mark.req("B03")
def test_the_head_names_the_owner_on_the_page(stage: Stage) -> None:
    made = stage.registered()
    browser = stage.client("秦朗")
    assert "由谁解决" in browser.get(f"/problems/{made.pk}").text
    assert browser.post(f"/problems/{made.pk}/assign", {"person": "没有"}).status_code == 422
    assert browser.post(f"/problems/{made.pk}/assign", {"person": "陈屿"}).status_code == 303
    assert "写方案" in stage.client("陈屿").get(f"/problems/{made.pk}").text


def test_bounced_and_merged_and_withdrawn_on_the_page(stage: Stage) -> None:
    made, other = stage.registered(), stage.report(title="另一个")
    head, desk = stage.client("秦朗"), stage.client("何青")
    assert head.post(f"/problems/{made.pk}/bounce", {"reason": ""}).status_code == 422
    assert head.post(f"/problems/{made.pk}/bounce", {"reason": "归运营部"}).status_code == 303
    assert "归运营部" in desk.get(f"/problems/{made.pk}/register").text
    assert desk.post(f"/problems/{made.pk}/merge", {"into": "HY-0"}).status_code == 422
    answer = desk.post(f"/problems/{made.pk}/merge", {"into": other.number})
    assert answer.status_code == 303
    assert other.number in desk.get(f"/problems/{made.pk}").text
    raiser = stage.client("白露")
    assert raiser.post(f"/problems/{other.pk}/withdraw", {"reason": "好了"}).status_code == 303
    assert "已撤回" in raiser.get(f"/problems/{other.pk}").text


def _posted(**more: object) -> dict[str, object]:
    return {
        "cause": "共用一台机器",
        "impact": "积压 60 张",
        "name_A": "错峰",
        "text_A": "晚上跑报表",
        "name_B": "分开",
        "text_B": "加一台",
        "cost_B": "6000 元",
        "recommended": "B",
        "resources": "一台机器",
        "step_text": ["装机器", ""],
        "step_owner": ["罗一鸣", ""],
        "step_due": [local(clock.now() + timedelta(days=2)), ""],
    } | more


@pytest.mark.req("B04")
def test_the_report_is_written_saved_and_put_forward(stage: Stage) -> None:
    made = stage.assigned()
    browser, page = stage.client("陈屿"), f"/problems/{made.pk}/solution"
    assert "还差什么" in browser.get(page).text
    assert browser.post(page, _posted(cause="", then="save")).status_code == 303
    refused = browser.post(page, _posted(cause="", then="submit"))
    assert refused.status_code == 422
    assert "写明原因" in refused.text
    assert browser.post(page, _posted(then="more")).status_code == 303
    assert browser.post(page, _posted(then="submit")).status_code == 303
    kept = Solution.objects.get()
    assert [step.owner.name for step in kept.steps.all()] == ["罗一鸣"]
    assert [option["key"] for option in kept.options] == ["A", "B"]
    made.refresh_from_db()
    assert made.state == ProblemState.REPORTED_SOLUTION
    assert browser.get(page).status_code == 303
    assert stage.client("白露").get(page).status_code == 403


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("", "罗一鸣", ""), "写明做什么"),
        (("装机器", "没有", "2026-12-01T10:00"), "没有找到这位同事"),
        (("装机器", "罗一鸣", "明天"), "写成日期和时刻"),
    ],
)
def test_a_row_that_is_wrong_is_named(stage: Stage, row: tuple[str, ...], said: str) -> None:
    made = stage.assigned()
    text, owner, due = row
    posted = _posted(step_text=[text], step_owner=[owner], step_due=[due], then="submit")
    answer = stage.client("陈屿").post(f"/problems/{made.pk}/solution", posted)
    assert answer.status_code == 422
    assert "第 1 步" in answer.text
    assert said in answer.text


@pytest.mark.req("B04")
def test_the_report_goes_out_as_docx_and_pdf(stage: Stage) -> None:
    made = stage.told()
    browser = stage.client("陈屿")
    for ending, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = browser.get(f"/problems/{made.pk}/solution.{ending}")
        assert answer.content.startswith(begins)
    assert browser.get(f"/problems/{made.pk}/solution.exe").status_code == 404


def test_a_draft_is_for_its_owner_alone(stage: Stage) -> None:
    made = stage.assigned()
    solution.write(made.pk, stage.report_words(), by=stage["陈屿"])
    assert stage.client("白露").get(f"/problems/{made.pk}/solution.pdf").status_code == 404
    assert "打印服务与报表" not in stage.client("白露").get(f"/problems/{made.pk}").text
    assert "打印服务与报表" in stage.client("陈屿").get(f"/problems/{made.pk}").text


@pytest.mark.req("B04", "B06")
def test_from_the_step_to_the_confirmed_answer_on_the_page(stage: Stage) -> None:
    made = stage.doing()
    owner, raiser, page = stage.client("陈屿"), stage.client("白露"), f"/problems/{made.pk}"
    assert owner.post(f"{page}/solve", {"result": "好了"}).status_code == 422
    step = Solution.objects.get().steps.get()
    assert owner.post(f"{page}/steps/0", {}).status_code == 422
    mate = stage.client("罗一鸣")
    assert mate.post(f"{page}/steps/{step.pk}", {"note": "装好"}).status_code == 303
    assert owner.post(f"{page}/solve", {"result": "换了机器"}).status_code == 303
    assert owner.post(f"{page}/tell", {"text": "", "how": "mail"}).status_code == 422
    assert owner.post(f"{page}/tell", {"text": "好了", "how": "mail"}).status_code == 303
    assert "解决了吗" in raiser.get(page).text
    assert raiser.post(f"{page}/reopen", {"words": ""}).status_code == 422
    assert raiser.post(f"{page}/confirm", {"words": "谢谢"}).status_code == 303
    made.refresh_from_db()
    assert made.state == ProblemState.CLOSED
    assert owner.post(f"{page}/confirm", {}).status_code == 403


def test_a_step_is_dropped_on_the_page(stage: Stage) -> None:
    made = stage.doing()
    step = Solution.objects.get().steps.get()
    owner = stage.client("陈屿")
    posted = {"drop": "1", "note": "租机器"}
    assert owner.post(f"/problems/{made.pk}/steps/{step.pk}", posted).status_code == 303
    assert "租机器" in owner.get(f"/problems/{made.pk}").text


@pytest.mark.req("M05")
def test_a_major_one_is_explained_on_the_page(stage: Stage) -> None:
    made = stage.solved(is_major=True)
    owner = stage.client("陈屿")
    assert "公开说明" in owner.get(f"/problems/{made.pk}").text
    answer = owner.post(f"/problems/{made.pk}/explain", {"where": "11 月 30 日周例会"})
    assert answer.status_code == 303
    assert "11 月 30 日周例会" in owner.get(f"/problems/{made.pk}").text


def test_the_parts_that_stay_fresh(stage: Stage) -> None:
    made = stage.registered()
    browser = stage.client("秦朗")
    progress = browser.get(f"/problems/{made.pk}/parts?part=progress").text
    assert 'id="progress"' in progress
    assert "秦朗" in progress
    assert 'id="course"' in browser.get(f"/problems/{made.pk}/parts?part=course").text


def test_an_auditor_sees_no_more_of_a_secret_than_that_it_is(stage: Stage) -> None:
    made = stage.report(classification="confidential")
    text = stage.client("叶蓁").get(f"/problems/{made.pk}").text
    assert "只有经办的人能看内容" in text
    assert "每张要等" not in text
    part = stage.client("叶蓁").get(f"/problems/{made.pk}/parts?part=course").text
    assert 'id="progress"' in part


def test_the_administrator_names_who_registers(stage: Stage) -> None:
    browser = stage.client("罗一鸣")
    assert "何青" in browser.get("/problems/desks").text
    assert browser.post("/problems/desks", {"person": "没有"}).status_code == 422
    assert browser.post("/problems/desks", {"person": ""}).status_code == 422
    place = stage.company.department("技术部")
    posted = {"department": str(place.pk), "person": "韩墨"}
    assert browser.post("/problems/desks", posted).status_code == 303
    made = stage.report(by="陈屿")
    assert stage.owes(made, "register_problem") == ["韩墨"]
    assert stage.owes(stage.report(by="白露", title="别的"), "register_problem") == ["何青"]
    browser.post("/problems/desks", {"department": str(place.pk), "person": ""})
    assert not Desk.objects.filter(department=place).exists()
    assert stage.client("何青").get("/problems/desks").status_code == 403


def test_without_a_desk_the_compliance_officer_registers_else_the_head(stage: Stage) -> None:
    Desk.objects.all().delete()
    assert stage.owes(stage.report(), "register_problem") == ["赵衡"]
    grant(stage["邱然"], Role.COMPLIANCE)
    assert stage.owes(stage.report(title="别的"), "register_problem") == ["邱然"]
    with pytest.raises(actions.ProblemRefused):
        desks.name_desk(None, None, by=stage["罗一鸣"])
    assert "邱然" in stage.client("罗一鸣").get("/problems/desks").text
