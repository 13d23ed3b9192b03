"""The wording of a notice: what is said, what blocks, what a click takes over, what guards refuse."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.attachments import attach
from huiyin.cases.facts.findings import Fault
from huiyin.cases.glossary import actions as glossary
from huiyin.cases.glossary import known
from huiyin.cases.glossary.entry import Entry
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.notices import actions, checks, linting
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import NOON, Stage

REPLY_BY = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
TABLE = "| 城市 | 标准 |\n| --- | --- |\n| 上海 | 500 元 |"


def told(notice: Notice) -> dict[str, Finding]:
    return {one.code: one for one in linting.of_text(notice, NOON)}


def define(stage: Stage, word: str, *variants: str) -> None:
    by = stage["何青"]
    glossary.set_term(Entry(word, by.department, NOON.date(), variants=variants), by=by)


def test_a_good_notice_has_nothing_to_mend(stage: Stage) -> None:
    assert linting.of_text(stage.draft(), NOON) == []


@pytest.mark.req("N07", "O08")
def test_each_finding_has_its_place_words_weight_and_clause(stage: Stage) -> None:
    define(stage, "OA审批", "OA报批")
    notice = stage.draft(items="1. 尽快走 OA 报批。", requirements="1. 汇总后报财务部。")
    found = told(notice)
    assert set(found) == {"vague_time", "term", "no_owner_time"}
    term = found["term"]
    assert (term.was, term.mend, term.must) == ("OA 报批", "OA 审批", False)
    assert term.title == "术语：「OA 报批」应为「OA 审批」"
    gap = found["no_owner_time"]
    assert (gap.must, gap.clause, gap.mendable, gap.caret) == (True, "K4.1", False, True)
    known.forget()


@pytest.mark.req("N07")
def test_the_date_that_is_offered_comes_from_the_clause_or_the_reply_date(stage: Stage) -> None:
    vague: dict[str, Any] = {"items": "1. 请尽快核对。"}
    assert told(stage.draft(**vague))["vague_time"].mend == " 11 月 30 日 18:00 前"
    asked = stage.draft(**vague, reply_by=REPLY_BY)
    assert told(asked)["vague_time"].mend == " 12 月 8 日 18:00 前"
    over = stage.draft(**vague, reply_by=datetime(2026, 11, 1, tzinfo=UTC))
    assert told(over)["vague_time"].mend == " 11 月 30 日 18:00 前"


def change_policy(old: str, new: str) -> None:
    """Put the regulation in force with one passage changed."""
    source = PolicyVersion.objects.order_by("-id")[0].source
    assert old in source
    PolicyVersion.objects.create(
        digest=f"{PolicyVersion.objects.count():064}",
        title="改",
        source=source.replace(old, new),
        in_force_from=clock.now(),
        created_at=clock.now(),
    )
    in_force.forget()


@pytest.mark.req("N07")
def test_the_regulation_decides_what_blocks(stage: Stage) -> None:
    notice = stage.draft(items="1. 请尽快核对。", requirements="1. 汇总后报财务部。")
    change_policy('code = "no_owner_time"\nlevel = "must"', 'code = "no_owner_time"\nlevel = "off"')
    assert set(told(notice)) == {"vague_time"}
    change_policy('level = "should"\nwithin = "3wd"', 'level = "must"')
    found = told(notice)
    assert (found["vague_time"].must, found["vague_time"].mend) == (True, None)
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(notice.pk, by=stage["林若溪"])
    assert set(refused.value.errors) == {"items"}


@pytest.mark.req("N26")
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("items", "1. 报名人身份证号 11010519491231002X。"),
        ("items", "1. 白露的月薪调整为 13,500 元。"),
        ("background", "测试环境密码：Yq@2026test。"),
        ("contact", "林若溪 13800138000"),
    ],
)
def test_what_is_sensitive_goes_out_confidentially_only(
    stage: Stage, field: str, text: str
) -> None:
    written: dict[str, Any] = {field: text}
    notice = stage.draft(**written)
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(notice.pk, by=stage["林若溪"])
    assert set(refused.value.errors) == {field}
    sealed = stage.draft(**written, classification="confidential")
    assert actions.publish(sealed.pk, by=stage["林若溪"]).notice.number


@pytest.mark.req("N26")
def test_the_guard_stands_even_where_no_finding_blocks(stage: Stage) -> None:
    change_policy('"sensitive_mobile", ', "")
    change_policy(
        '"phone_list", "email_list"]\nlevel = "must"', '"phone_list", "email_list"]\nlevel = "off"'
    )
    notice = stage.draft(items="1. 报名人身份证号 11010519491231002X。")
    assert linting.of_text(notice, NOON) == []
    with pytest.raises(Refused) as refused:
        actions.publish(notice.pk, by=stage["林若溪"])
    assert [one.guard.clause for one in refused.value.broken] == ["1.2.1-2"]


@pytest.mark.req("N26")
def test_a_private_number_gives_way_to_the_extension_of_whoever_is_named(stage: Stage) -> None:
    person = stage["叶蓁"]
    person.extension = "8206"
    person.save()
    notice = stage.draft(contact="请联系叶蓁 138 0013 8000")
    found = told(notice)["sensitive_mobile"]
    assert (found.was, found.mend, found.button) == ("138 0013 8000", "分机 8206", "改为分机")
    assert linting.mended(notice, [found], found.key) == {"contact": "请联系叶蓁 分机 8206"}


@pytest.mark.req("N06")
def test_a_complex_matter_needs_a_written_aid(stage: Stage) -> None:
    author = stage["林若溪"]
    notice = stage.draft(complexity="complex", items="新规则按职级和城市分成十二种标准。")
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(notice.pk, by=author)
    assert set(refused.value.errors) == {"items"}
    attach(notice, SimpleUploadedFile("标准.csv", "上海,500".encode()), by=author)
    assert told(notice) == {}
    assert linting.has_aid(notice)


@pytest.mark.req("N06")
@pytest.mark.parametrize(
    ("over", "aided"),
    [
        ({"items": TABLE}, True),
        ({"background": f"如下：\r\n\r\n{TABLE}".replace("\n", "\r\n")}, True),
        ({"items": "1. 上海 500 元\n2. 成都 400 元\n3. 武汉 400 元"}, True),
        ({"items": "1. 上海\n2. 成都\n3. 武汉"}, False),
        ({"items": "甲 | 乙"}, False),
    ],
)
def test_what_counts_as_an_aid(stage: Stage, over: dict[str, Any], aided: bool) -> None:
    assert linting.facts(stage.draft(**over))["has_aid"] is aided


@pytest.mark.req("N06")
def test_a_reason_does_not_replace_the_aid(stage: Stage) -> None:
    notice = stage.draft(
        complexity="complex",
        items="新规则按职级和城市分成十二种标准。",
        override_reason="对照表今晚补发",
    )
    with pytest.raises(checks.NotReady):
        actions.publish(notice.pk, by=stage["林若溪"])


def test_places_are_counted_as_browsers_do(stage: Stage) -> None:
    notice = stage.draft(items="1. 先核对。\r\n2. 尽快归档。")
    found = told(notice)["vague_time"]
    assert "1. 先核对。\n2. 尽快归档。"[found.start : found.end] == "尽快"
    assert linting.mended(notice, [found], "vague_time:items:0") == {}
    changed = linting.mended(notice, [found], found.key)
    assert changed == {"items": "1. 先核对。\n2. 11 月 30 日 18:00 前归档。"}


def test_a_fault_of_a_fact_has_its_place_too(stage: Stage) -> None:
    notice = stage.draft(items="客服热线 8111。")
    wrong = linting.placed(Fault("items", "不是现值", "现值为 8110", "8111", "8110"), notice)
    assert linting.mended(notice, [wrong], wrong.key) == {"items": "客服热线 8110。"}
    unknown = linting.placed(Fault("items", "没有这条口径", ""), notice)
    assert (unknown.placed, unknown.mendable, unknown.anchor) == (False, False, "id_items")


@pytest.mark.req("N07")
def test_a_button_without_scripts_keeps_what_was_typed_and_mends(stage: Stage) -> None:
    notice = stage.draft(items="1. 尽快核对。")
    found = told(notice)["vague_time"]
    browser = stage.client("林若溪")
    page = browser.get(f"/notices/{notice.pk}/edit").content.decode()
    assert f'value="{found.key}"' in page
    assert "「尽快」会有不同理解" in page
    audience = f"department:{stage.company.department('运营部').pk}"
    typed = {"items": notice.items, "copy_to": "各部门负责人", "to": audience}
    for _again in range(2):
        answer = browser.post(f"/notices/{notice.pk}/mend", typed | {"mend": found.key})
        assert (answer.status_code, answer["Location"]) == (302, f"/notices/{notice.pk}/edit")
        notice.refresh_from_db()
        assert notice.items == "1. 11 月 30 日 18:00 前核对。"
        assert notice.copy_to == "各部门负责人"
    gone = browser.post(f"/notices/{notice.pk}/mend", typed | {"mend": "term:items:0"}, follow=True)
    assert "没有替换" in gone.content.decode()


def test_what_is_published_is_not_mended(stage: Stage) -> None:
    notice = stage.published()
    answer = stage.client("林若溪").post(f"/notices/{notice.pk}/mend", {"mend": "x"})
    assert answer.status_code == 303
    notice.refresh_from_db()
    assert notice.items.startswith("1. 12 月 12 日")


@pytest.mark.req("N07")
def test_the_margin_says_what_is_well(stage: Stage) -> None:
    notice = stage.draft(items="1. 尽快核对。")
    page = stage.client("林若溪").get(f"/notices/{notice.pk}/edit").content.decode()
    assert "核心信息已前置，术语规范，无敏感信息" in page
    blank = stage.draft(items="")
    page = stage.client("林若溪").get(f"/notices/{blank.pk}/edit").content.decode()
    assert "核心信息已前置" not in page
