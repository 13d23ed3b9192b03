"""A compliance officer changes a deadline in a real browser, without writing any code."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "what-is-written-is-what-happens"
OFFICER = "邱然"
DEADLINE = '[name="rule[0].within.amount"]'
THEN = '[name="story[0].then"]'


class House:
    """A running product with a draft; ``address`` is where clause 3.3.1 is edited."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        found = product.one("SELECT case_ptr_id FROM regulation_amendment")
        self.address = f"/policy/edit/{found}?clause=3.3.1"

    def source(self) -> str:
        """What is kept."""
        return str(self.product.one("SELECT source FROM regulation_amendment"))


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """邱然 is compliance officer and has begun a draft."""
    with instance.running() as product, chromium() as browser:
        inside.call(product, "cast", password=PASSWORD)
        inside.call(product, "amendment", officer=OFFICER)
        yield House(product, browser)


@pytest.mark.timeout(300)
@pytest.mark.req("Z01")
def test_a_deadline_is_changed_in_the_forms(house: House) -> None:
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in(OFFICER, PASSWORD).page(house.address)
        expect(page.locator("#verdict")).to_contain_text("6 个例子全部成立")
        page.fill(DEADLINE, "2")
        expect(page.locator("#verdict")).to_contain_text("2 / 6 个例子不成立")
        expect(page.locator("#told-0")).to_contain_text("实际：截止是")
        expect(page.locator("#meaning-0")).to_contain_text("11:00 前")
        mend(page)
        expect(page.locator("#told-0")).not_to_contain_text("不成立")
        page.keyboard.press("Control+s")
        expect(page.locator("#pen-state")).to_contain_text("保存")
        expect(page.locator('#clauses [data-clause="3.3.1"]')).to_have_attribute("data-changed", "")
        expect(page.locator("#difference del").first).to_have_text("1 小时内")
        expect(page.locator("#difference ins").first).to_have_text("2 小时内")
        assert 'within = "2h"' in house.source()
        wrong(page)
        toml(page)
        assert grave_faults(page) == []
        assert not overflows(page)
        assert unexpected(officer) == []


def mend(page: Page) -> None:
    """The story says what shall hold now."""
    said = page.locator(THEN).input_value()
    page.fill(THEN, said.replace("by 10:00", "by 11:00"))


def wrong(page: Page) -> None:
    """A term that is none is named where it stands, and nothing is kept."""
    page.fill(DEADLINE, "soon")
    expect(page.locator(DEADLINE)).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[data-field="rule[0].within"] .wrong')).to_contain_text("整数")
    page.fill(DEADLINE, "3")
    expect(page.locator(DEADLINE)).not_to_have_attribute("aria-invalid", "true")


def toml(page: Page) -> None:
    """The same clause as TOML, and back."""
    page.get_by_role("button", name="TOML").click()
    text = page.locator("#toml")
    expect(text).to_have_value(re.compile('within = "3h"'))
    text.fill(text.input_value().replace('within = "3h"', 'within = "45min"'))
    expect(page.locator("#difference")).to_contain_text("45 分钟内")
    page.get_by_role("button", name="表单").click()
    expect(page.locator(DEADLINE)).to_have_value("45")


@pytest.mark.timeout(300)
@pytest.mark.req("Z01")
def test_it_is_written_with_the_keyboard_alone(house: House) -> None:
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in(OFFICER, PASSWORD).page(house.address)
        page.keyboard.press("j")
        expect(page.locator("#clause")).to_have_attribute("data-clause", "3.3.2")
        page.keyboard.press("e")
        expect(page.locator('[name="rule[0].on"]')).to_be_focused()
        page.locator(DEADLINE).focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("3")
        expect(page.locator("#difference")).to_contain_text("3 个工作日内")
        page.keyboard.press("Control+s")
        expect(page.locator('#clauses [data-clause="3.3.2"]')).to_have_attribute("data-changed", "")
        page.locator("h1").click()
        page.keyboard.press("Control+z")
        expect(page.locator("#difference")).to_contain_text("与现行版相同")
        assert unexpected(officer) == []


@pytest.mark.timeout(300)
@pytest.mark.req("Z01")
def test_it_fits_a_phone(house: House) -> None:
    with visitor(house.browser, house.base, size="phone", scheme="dark") as officer:
        page = officer.sign_in(OFFICER, PASSWORD).page(house.address)
        for pane in ("目录", "规则", "例子", "条文"):
            page.locator(".pen-panes").get_by_role("button", name=pane).click()
            assert not overflows(page), pane
            assert grave_faults(page) == [], pane
        assert unexpected(officer) == []


def unexpected(officer: Visitor) -> list[str]:
    """Faults besides the refusal of what was deliberately wrong, and questions overtaken by typing."""
    known = ("/save", "422", "htmx:sendAbort", "htmx:afterRequest")
    return [fault for fault in officer.faults if not any(one in fault for one in known)]
