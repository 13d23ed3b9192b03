"""Writing with the margin beside it: what is found, one click, and the browser's own undo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import (
    Size,
    Visitor,
    chromium,
    grave_faults,
    overflows,
    visitor,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("wording")]

ITEMS = (
    "1. 12 月 1 日 14:00 起停止出库 4 小时。\n"
    "2. 差异单走 OA 报批，由仓储组长复核。\n"
    "3. 各业务组尽快完成往来对账。"
)
REQUIREMENTS = "1. 12 月 5 日 18:00 前回传盘点表，负责人：秦朗。\n2. 对账结果汇总后报财务部。"
CONTACT = "叶蓁，分机 8206，138 0013 8000"


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company with its glossary."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def _writing(person: Visitor) -> Page:
    """A notice with faults of every kind, once the margin has answered."""
    page = person.sign_in("lin", PASSWORD).page("/notices/new")
    page.fill("#id_title", "年终盘点与对账安排")
    page.fill("#id_items", ITEMS)
    page.fill("#id_requirements", REQUIREMENTS)
    page.fill("#id_contact", CONTACT)
    expect(_finding(page, "138")).to_be_visible()
    return page


def _finding(page: Page, was: str) -> Locator:
    return page.locator(f'#side li[data-lint][data-was*="{was}"]')


def _selected(page: Page) -> str:
    chosen: str = page.evaluate(
        "(one => one.value.slice(one.selectionStart, one.selectionEnd))(document.activeElement)"
    )
    return chosen


@pytest.mark.timeout(180)
@pytest.mark.req("N07", "O08")
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_click_mends_the_words(product: Instance, browser: Browser, size: Size) -> None:
    with visitor(browser, f"http://127.0.0.1:{product.port}", size=size) as person:
        page = _writing(person)
        items = page.locator("#id_items")
        marks = page.locator(".ed-wrap:has(#id_items) .ed-marks mark")
        assert marks.all_inner_texts() == ["OA 报批", "尽快"]
        page.locator("#id_title").scroll_into_view_if_needed()  # nothing under the fixed bars
        assert grave_faults(page) == []
        assert not overflows(page)

        _finding(page, "OA 报批").locator("[data-lint-mend]").click()
        expect(items).to_have_value(ITEMS.replace("OA 报批", "OA 审批"))
        expect(_finding(page, "OA 报批")).to_have_count(0)
        _finding(page, "尽快").locator("[data-lint-mend]").click()
        assert "尽快" not in items.input_value()
        assert "18:00 前完成往来对账" in items.input_value()
        expect(marks).to_have_count(0)

        items.focus()
        page.keyboard.press("Control+z")
        expect(items).to_have_value(ITEMS.replace("OA 报批", "OA 审批"))
        page.keyboard.press("Control+z")
        expect(items).to_have_value(ITEMS)
        expect(_finding(page, "尽快")).to_be_visible()
        assert person.faults == []


@pytest.mark.timeout(180)
@pytest.mark.req("N07", "N26")
def test_a_finding_shows_its_place_and_what_must_be_mended_blocks(
    product: Instance, browser: Browser
) -> None:
    with visitor(browser, f"http://127.0.0.1:{product.port}") as person:
        page = _writing(person)
        publish = page.locator("button[name=then][value=publish]")
        expect(publish).to_be_disabled()
        _finding(page, "尽快").locator("a[data-lint-go]").first.click()
        assert _selected(page) == "尽快"

        gap = _finding(page, "对账结果")
        expect(gap).to_contain_text("执行要求第 2 条缺少负责人和时间")
        gap.locator("a.btn").click()
        page.keyboard.type("，由叶蓁 12 月 6 日 12:00 前完成")
        expect(page.locator("#id_requirements")).to_have_value(
            f"{REQUIREMENTS[:-1]}，由叶蓁 12 月 6 日 12:00 前完成。"
        )
        expect(gap).to_have_count(0)

        _finding(page, "138").locator("[data-lint-mend]").click()
        expect(page.locator("#id_contact")).to_have_value("叶蓁，分机 8206")
        expect(page.locator("#side li[data-tone=w-miss]")).to_have_count(0)
        assert person.faults == []


@pytest.mark.timeout(180)
@pytest.mark.req("N07")
def test_without_scripts_a_button_mends_on_the_server(product: Instance, browser: Browser) -> None:
    base = f"http://127.0.0.1:{product.port}"
    with visitor(browser, base) as person:
        page = _writing(person)
        expect(page.locator("[data-autosave-status]")).to_contain_text("已自动保存")
        address = page.url
        state = person.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(address)
        page.fill("#id_copy_to", "各部门负责人")
        _finding(page, "OA 报批").locator("[data-lint-mend]").click()
        assert page.url == address
        assert "OA 审批" in page.locator("#id_items").input_value()
        assert page.locator("#id_copy_to").input_value() == "各部门负责人"
    finally:
        context.close()


@pytest.mark.timeout(120)
@pytest.mark.req("O08")
def test_a_new_term_is_known_while_writing(product: Instance, browser: Browser) -> None:
    base = f"http://127.0.0.1:{product.port}"
    with visitor(browser, base) as person:
        page = person.sign_in("he", PASSWORD).page("/glossary/new")
        page.fill("#id_word", "盘点表")
        page.fill("#id_variants", "清点单、点货单")
        page.click("[data-submit]")
        expect(page.locator("main")).to_contain_text("清点单")
        person.open(page, "/notices/new")
        page.fill("#id_items", "1. 各组 12 月 5 日前交清 点单。")
        page.wait_for_timeout(6000)  # another process trusts its glossary for five seconds
        page.locator("#id_items").press("End")
        page.keyboard.type(" ")
        expect(_finding(page, "清 点单")).to_contain_text("盘点表")
        assert person.faults == []
