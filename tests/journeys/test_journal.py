"""From a talk in the corridor to the written word, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("journal")]

TALK = "和叶蓁 当面 对账口径按新表执行 已同意"
OCCURRENCE = "和秦朗、苏晴 发生 华东仓出库扫码中断，改手工登记 待恢复"
CONTENT = "华东仓出库扫码中断，改手工登记"
OPEN = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN journal_entry e ON e.case_ptr_id = o.subject
 WHERE b.state = 0 AND e.content = %s AND o.verb = ANY(%s)
"""
WRITTEN = ["first_word", "full_detail"]


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company, as a first start makes it."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def base(product: Instance) -> str:
    return f"http://127.0.0.1:{product.port}"


@pytest.mark.timeout(180)
@pytest.mark.req("R07", "R04", "R05")
def test_a_talk_in_the_corridor_is_kept_in_one_line(
    product: Instance, browser: Browser, base: str
) -> None:
    with visitor(browser, base, size="phone") as person:
        page = person.sign_in("chen", PASSWORD).page("/journal/new")
        page.locator("#line").press_sequentially(TALK, delay=5)
        expect(page.locator("#id_content")).to_have_value("对账口径按新表执行")
        expect(page.locator("#id_people")).to_have_value("叶蓁")
        expect(page.locator("#id_result")).to_have_value("已同意")
        assert grave_faults(page) == []
        assert not overflows(page)
        page.get_by_role("button", name="记入日志").click()
        expect(page.locator("#toasts")).to_contain_text("已记入日志")
        line = page.locator(".logline", has_text="对账口径按新表执行")
        expect(line).to_contain_text("叶蓁")
        expect(line).to_contain_text("已同意")
        assert grave_faults(page) == []
        assert not overflows(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="导出表格").click()
        assert download.value.suggested_filename == "沟通日志-陈屿.xlsx"
        line.get_by_role("link").click()
        page.get_by_role("link", name="看台账记录与凭证").click()
        expect(page.locator("main")).to_contain_text("记入日志")
        assert person.faults == []
    kept = product.one("SELECT count(*) FROM ledger_entry WHERE body LIKE %s", "%对账口径%")
    assert kept == 0


@pytest.mark.timeout(240)
@pytest.mark.req("N11", "N22")
def test_an_occurrence_owes_two_words_and_both_end(
    product: Instance, browser: Browser, base: str
) -> None:
    with visitor(browser, base) as person:
        page = person.sign_in("lin", PASSWORD).page("/")
        page.keyboard.press("c")
        page.keyboard.press("l")
        expect(page.locator("#line")).to_be_focused()
        page.locator("#line").press_sequentially(OCCURRENCE, delay=5)
        expect(page.locator("#id_content")).to_have_value(CONTENT)
        page.get_by_role("button", name="记入日志").click()
        owed = page.locator("#owed .duty")
        expect(owed).to_have_count(2)
        assert product.one(OPEN, CONTENT, WRITTEN) == 2
        assert grave_faults(page) == []
        entry = page.url
        for left, button, stage in (
            (1, "写先行通报", "first_word"),
            (0, "写详细通报", "full_detail"),
        ):
            page.locator("#owed").get_by_role("link", name=button).click()
            _is_prefilled(page, stage)
            _publish(page)
            assert product.one(OPEN, CONTENT, WRITTEN) == left
            person.open(page, entry.removeprefix(base))
        expect(page.locator("#owed .duty .btn")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("后续文件")
        assert person.faults == []


def _is_prefilled(page: Page, stage: str) -> None:
    expect(page.locator("#id_title")).to_have_value(re.compile("扫码中断"))
    expect(page.locator("#id_items")).to_have_value(re.compile(CONTENT))
    expect(page.locator("#id_background")).to_have_value(re.compile("林若溪记录"))
    expect(page.locator("#id_stage")).to_have_value(stage)
    for name in ("秦朗", "苏晴"):
        expect(page.locator(".chip", has_text=name).first).to_be_visible()


def _publish(page: Page) -> None:
    page.fill("#id_requirements", "1. 秦朗负责，今天 18:00 前恢复扫码。")
    page.fill("#id_contact", "林若溪，分机 8206")
    page.locator("#id_contact").press("Tab")
    page.wait_for_url(re.compile("/edit$"))
    page.get_by_role("button", name=re.compile("预览|发布")).first.click()
    page.wait_for_url(re.compile("/publish$"))
    page.get_by_role("button", name=re.compile("发布")).last.click()
    page.wait_for_url(re.compile("/echo"))


@pytest.mark.timeout(120)
@pytest.mark.req("O06")
def test_the_week_of_a_head_is_sound_on_every_screen(browser: Browser, base: str) -> None:
    faults: list[str] = []
    for size in ("desktop", "phone"):
        with visitor(browser, base, size=size) as person:
            page = person.sign_in("lin", PASSWORD).page("/journal/week")
            faults += grave_faults(page)
            assert not overflows(page)
            faults += person.faults
    assert faults == []
