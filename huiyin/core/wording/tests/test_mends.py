"""What is offered in place of a finding, and that the text is right after taking it."""

import dataclasses
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.wording import FIELDS, Draft, Finding, Level, Rules, Term, Terms, check
from huiyin.core.wording.tests.measure import REPLY_BY, RULES, SHANGHAI, TERMS


def found(draft: Draft, rules: Rules = RULES, terms: Terms = TERMS) -> list[Finding]:
    return check(draft, terms, rules)


def mended(draft: Draft) -> Draft:
    """``draft`` after every offer was taken, last first."""
    for one in reversed(found(draft)):
        if one.mend is not None:
            text = draft.text(one.field)
            changed = text[: one.start] + one.mend + text[one.end :]
            change: dict[str, Any] = {one.field: changed}
            draft = dataclasses.replace(draft, **change)
    return draft


@pytest.mark.req("N07")
def test_a_vague_time_becomes_the_date() -> None:
    draft = Draft(items="各业务组尽快完成往来对账。")
    (one,) = found(draft)
    assert (one.code, one.start, one.end, one.facts["word"]) == ("vague_time", 4, 6, "尽快")
    assert mended(draft).items == "各业务组 12 月 4 日 18:00 前完成往来对账。"
    assert found(mended(draft)) == []


def test_without_a_date_nothing_is_offered() -> None:
    assert [one.mend for one in found(Draft(items="尽快。定期检查。"), Rules(at=RULES.at))] == [
        None
    ] * 2
    assert [one.mend for one in found(Draft(items="定期检查。"))] == [None]


@pytest.mark.req("O08")
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("走 OA 报批，", "走 OA 审批，"),
        ("走ＯＡ报批，", "走OA审批，"),
        ("走oa 报 批，", "走OA 审批，"),
        ("登陆后登陆演习", "登录后登陆演习"),
    ],
)
def test_the_right_term_takes_the_place_of_the_wrong_one(wrong: str, right: str) -> None:
    assert mended(Draft(items=wrong)).items == right


def test_terms_keep_to_words_and_to_lines() -> None:
    terms = Terms([Term("大客户", ("KA", "")), Term("分机号", ("分机",)), Term("台账", ("台帐",))])
    assert list(terms.find("OKAY，KAB，Ka")) == [(9, 11, "大客户")]
    assert list(terms.find("请写分机号")) == []
    assert list(terms.find("台\n帐")) == []
    assert list(terms.find("《台帐》")) == [(1, 3, "台账")]
    assert found(Draft(items="《台帐管理办法》"), terms=terms) == []


def test_a_paragraph_of_steps_becomes_a_list() -> None:
    draft = Draft(
        items="一是核对库存数量，二是核对往来账款，三是核对固定资产，四是整理合同档案并归档。"
    )
    assert mended(draft).items == (
        "1. 核对库存数量。\n2. 核对往来账款。\n3. 核对固定资产。\n4. 整理合同档案并归档。"
    )
    listed = dataclasses.replace(draft, items=f"- {draft.items}")
    assert [one.mend for one in found(listed)] == [None]


def test_a_long_paragraph_is_cut_by_its_sentences() -> None:
    part = "仓储组核对三个仓库的全部实物并把结果写进盘点表交给运营部逐行复核以后再行归档"
    text = f"{part}。{part}；{part}。"
    assert mended(Draft(items=text)).items == f"1. {part}。\n2. {part}。\n3. {part}。"
    assert found(Draft(background=text)) == []


def test_the_preamble_is_marked_up_to_the_conclusion() -> None:
    text = "为了进一步规范差旅费用管理，根据公司财务管理制度的有关规定，经研究决定，12 月 1 日起改走 OA 审批。"
    (one,) = found(Draft(gist=text))
    assert text[one.start : one.end].endswith("经研究决定，")
    (same,) = found(Draft(items=f"1. {text}"))
    assert (same.field, same.code) == ("items", "core_late")
    only = "为了进一步规范差旅费用管理，根据公司财务管理制度的有关规定，加强内部控制。"
    assert [one.code for one in found(Draft(gist=only))] == ["core_late"]


@pytest.mark.req("N07")
def test_the_mark_of_a_list_alone_asks_for_nothing() -> None:
    (one,) = found(Draft(requirements="①\n- 盘点差异要写明原因。"))
    assert (one.code, one.facts) == ("no_owner_time", {"item": 1})


@pytest.mark.req("N07")
def test_titles() -> None:
    assert mended(Draft(title="（紧急）支付网关今晚切换")).title == "【紧急】支付网关今晚切换"
    assert mended(Draft(title="【】供应商名单核对")).title == "供应商名单核对"
    assert found(Draft(title="   ")) == []
    reasons = {
        "【需2月30日回复】名单核对": "invalid",
        "【需11月25日8:59回复】名单核对": "past",
        "【需下周回复】名单核对": "none",
    }
    for title, reason in reasons.items():
        (one,) = found(Draft(title=title))
        assert (one.code, one.facts["reason"]) == ("title_date", reason)
    for title in (
        "【需3月5日回复】名单核对",
        "【需2027年3月5日回复】名单核对",
        "【需11月25日回复】名单核对",
    ):
        assert found(Draft(title=title, reply_by=REPLY_BY)) == []


@pytest.mark.req("N26")
def test_a_private_number_gives_way_to_the_office() -> None:
    assert mended(Draft(contact="叶蓁，分机 8206，138 0013 8000")).contact == "叶蓁，分机 8206"
    draft = Draft(contact="叶蓁 13800138000", extension="8206")
    assert mended(draft).contact == "叶蓁 分机 8206"
    assert [one.mend for one in found(Draft(contact="叶蓁 13800138000"))] == [None]
    assert mended(Draft(contact="13800138000，分机 8206")).contact == "，分机 8206"


@pytest.mark.req("N26")
def test_numbers_keep_their_tail_only() -> None:
    draft = Draft(items="证件 11010519491231002X，卡号 6222 0212 3456 7890 128。")
    assert mended(draft).items == "证件 尾号 002X，卡号 尾号 0128。"
    assert found(mended(draft)) == []


def test_keys_are_secrets_wherever_they_stand() -> None:
    for text in (
        "AKIAABCDEFGHIJKLMNOP",
        "-----BEGIN PRIVATE KEY-----",
        "口令：abcd1234",
        "pwd=Zx81aa",
    ):
        assert [one.code for one in found(Draft(background=text))] == ["sensitive_secret"], text
    assert found(Draft(background="密码：abcdefgh")) == []


def test_every_finding_lies_in_its_text_and_weighs_something() -> None:
    for one in found(
        Draft(title="通知", items="尽快", requirements="盘点", contact="何青", complex=True)
    ):
        assert one.level in Level


@given(
    texts=st.lists(
        st.text(
            alphabet="尽快OA报批登陆由财务部完成12月5日。，\n-1.一是二是三是为了根据【需回复】 @a.com138001380000密码：",
            max_size=80,
        ),
        min_size=6,
        max_size=6,
    )
)
def test_any_text_is_judged_and_offsets_lie_inside(texts: list[str]) -> None:
    written: dict[str, Any] = dict(zip(FIELDS, texts, strict=True))
    draft = Draft(**written, reply_by=datetime(2026, 12, 1, tzinfo=SHANGHAI))
    for one in found(draft):
        assert 0 <= one.start <= one.end <= len(draft.text(one.field))
