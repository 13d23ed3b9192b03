"""Compliance in a browser: the worst clause and its cases, a head's own departments, one's own duties."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import Scheme, Size, chromium, grave_faults, overflows, visitor

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("compliance"),
    pytest.mark.req("G02"),
]

TABLE = "/compliance"


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company with its history."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def base(product: Instance) -> str:
    return f"http://127.0.0.1:{product.port}"


def _rates(page: Page) -> list[int]:
    """The rates of the clauses as they stand, without those that have none yet."""
    texts = page.locator(".heat-table tbody td.heat-sum .sr").all_inner_texts()
    found = (re.search(r"(\d+)%", text) for text in texts)
    return [int(one[1]) for one in found if one]


def test_an_officer_finds_the_worst_clause_and_goes_down_to_a_case(
    browser: Browser, base: str
) -> None:
    with visitor(browser, base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(TABLE)
        page.get_by_role("link", name="最差在前").click()
        page.wait_for_url(re.compile("sort=worst"))
        rates = _rates(page)
        assert rates == sorted(rates)
        assert rates[0] < 100
        worst = page.locator(".heat-table tbody tr").first
        number = worst.locator(".heat-name .num").inner_text()
        worst.locator("td.heat-sum a").click()
        page.wait_for_url(re.compile(f"/compliance/clause/{re.escape(number)}"))
        expect(page.locator("h1")).to_contain_text(number)
        officer.open(page, "/compliance/clause/3.3.2")
        case = page.locator(".heat-case a").first
        title = case.inner_text()
        case.click()
        page.wait_for_url(re.compile("/notices/"))
        expect(page.locator("main")).to_contain_text(title)
        assert officer.faults == []


def test_the_table_is_walked_by_arrow_keys(browser: Browser, base: str) -> None:
    with visitor(browser, base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(TABLE)
        first = page.locator(".heat-table tbody a").first
        first.focus()
        page.keyboard.press("ArrowRight")
        inside = page.locator(".heat-table tbody a:focus")
        expect(inside).to_have_count(1)
        assert "heat" in (inside.get_attribute("class") or "")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".heat-table tbody a:focus")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/compliance/clause/"))


def test_a_head_sees_their_own_departments_only(browser: Browser, base: str) -> None:
    with visitor(browser, base) as head:
        page = head.sign_in("lin", PASSWORD).page(TABLE)
        names = page.locator(".heat-table thead th").all_inner_texts()
        assert "运营部" in names
        assert not {"技术部", "客服部", "财务部"} & set(names)


@pytest.mark.req("O03")
def test_an_employee_sees_their_duties_and_no_table(browser: Browser, base: str) -> None:
    with visitor(browser, base) as employee:
        page = employee.sign_in("chen", PASSWORD).page("/duties")
        expect(page.get_by_role("heading", name="作为接收人")).to_be_visible()
        assert page.get_by_role("link", name="合规").count() == 0
        answer = page.request.get(f"{base}{TABLE}")
        assert answer.status == 404


@pytest.mark.parametrize(
    "path", [TABLE, "/compliance/clause/3.3.1", "/duties", "/duties?tab=company"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_it_fits_every_screen(
    browser: Browser, base: str, path: str, scheme: Scheme, size: Size
) -> None:
    with visitor(browser, base, size=size, scheme=scheme) as management:
        page = management.sign_in("zhao", PASSWORD).page(path)
        assert not overflows(page)
        assert grave_faults(page) == []
