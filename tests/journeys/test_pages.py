"""Every page in a real browser, as everybody sees it: no fault, no overflow, nothing left in Chinese."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import (
    Scheme,
    Size,
    Visitor,
    chromium,
    grave_faults,
    overflows,
    visitor,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("pages")]

SHARED = (
    "/",
    "/?tab=owing",
    "/?tab=done",
    "/notices/",
    "/people",
    "/me",
    "/policy",
    "/search?q=值班",
    "/journal/",
    "/journal/new?line=和叶蓁 14:20 电话 口径按新表 已同意",
)
WRITING = ("/journal/week", "/notices/new", "/notices/?tab=issued", "/?tab=handled")
PAGES = {
    "chen": SHARED,
    "lin": (*SHARED, *WRITING),
    "admin": (*SHARED, "/people/import", "/status", "/ledger", "/account/password/change/"),
    "auditor": (*SHARED, "/ledger", "/guide"),
}
HAN = re.compile(r"[\u3400-\u9fff]")


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


@pytest.mark.timeout(300)
@pytest.mark.req("Z06")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("login", sorted(PAGES))
def test_every_page_is_sound(
    product: Instance, browser: Browser, base: str, login: str, size: Size, scheme: Scheme
) -> None:
    faults: list[str] = []
    with visitor(browser, base, size=size, scheme=scheme) as person:
        page = person.sign_in(login, PASSWORD).page()
        for path in (*PAGES[login], *_pages_of_cases(product, login)):
            person.open(page, path)
            faults += [f"{path}: {fault}" for fault in grave_faults(page)]
            if size == "phone" and overflows(page):
                faults.append(f"{path}: wider than the phone")
        assert faults + person.faults == []


def _pages_of_cases(product: Instance, login: str) -> list[str]:
    """The pages of one notice, as far as this person may see them."""
    sql = "SELECT id FROM cases_case WHERE title LIKE %s AND number <> ''"
    notice = product.one(sql, "%值班安排%")
    mine = {
        "lin": ["", "/echo", "/record"],
        "auditor": ["/echo"],
        "chen": [""],
    }.get(login, [])
    pages = [f"/notices/{notice}{rest}" for rest in mine]
    if login == "auditor":
        pages.append(f"/ledger/case/{notice}")
    return pages


@pytest.mark.timeout(240)
@pytest.mark.parametrize("login", sorted(PAGES))
def test_the_shell_speaks_english(browser: Browser, base: str, login: str) -> None:
    """Every label, button and heading; what people wrote stays as they wrote it."""
    left: set[str] = set()
    with visitor(browser, base) as person:
        page = person.sign_in(login, PASSWORD).page("/me")
        page.locator("button[name=language][value=en]").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        for path in PAGES[login]:
            person.open(page, path)
            words: list[str] = page.evaluate(OWN_WORDS)
            left |= {f"{path}: {text}" for text in words if HAN.search(text)}
        assert left == set()
        assert person.faults == []


@pytest.mark.timeout(120)
@pytest.mark.req("N23")
def test_the_inbox_goes_by_keys_and_confirms_once(
    product: Instance, browser: Browser, base: str
) -> None:
    with visitor(browser, base) as person:
        page = person.sign_in("he", PASSWORD).page("/")
        rows = page.locator(".row")
        page.keyboard.press("j")
        expect(rows.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(rows.nth(0)).to_be_focused()
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.type("林若溪")
        expect(page.locator(".pal-item", has_text="林若溪").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Home")
        _confirm_by_key(product, page)
        assert person.faults == []


def _confirm_by_key(product: Instance, page: Page) -> None:
    row = first_to_confirm(page)
    before = product.one(CONFIRMATIONS)
    row.focus()
    page.keyboard.press("a")
    expect(row).to_have_class(re.compile("is-done"))
    assert product.one(CONFIRMATIONS) == before + 1


def first_to_confirm(page: Page) -> Locator:
    """The first row with a confirmation to give; the same row when it is given."""
    row = page.locator(".row", has=page.locator("form[data-confirms]")).first
    return page.locator(f"#{row.get_attribute('id')}")


@pytest.mark.timeout(120)
def test_two_clicks_confirm_once(product: Instance, browser: Browser, base: str) -> None:
    with visitor(browser, base) as person:
        page = person.sign_in("zhao", PASSWORD).page("/")
        row = first_to_confirm(page)
        before = product.one(CONFIRMATIONS)
        row.locator("form button").dblclick()
        expect(row).to_have_class(re.compile("is-done"))
        page.reload()
        assert product.one(CONFIRMATIONS) == before + 1
        assert person.faults == []


@pytest.mark.timeout(120)
def test_a_lost_line_is_said_and_comes_back(browser: Browser, base: str) -> None:
    with visitor(browser, base) as person:
        page = person.sign_in("lin", PASSWORD).page("/")
        expect(page.locator("#live")).to_have_text("实时")
        cut(person, page)
        page.reload()
        expect(page.locator("#live")).to_contain_text("正在重连")
        page.unroute_all()
        expect(page.locator("#live")).to_have_text("实时")


def cut(person: Visitor, page: Page) -> None:
    """Nothing reaches the live application any more."""
    live = str(page.evaluate("document.body.dataset.liveUrl"))
    page.route(re.compile(re.escape(live)), lambda route: route.abort())
    person.faults.clear()


@pytest.mark.timeout(120)
def test_a_file_that_is_sent_shows_how_far_it_is(browser: Browser, base: str) -> None:
    with visitor(browser, base) as person:
        page = person.sign_in("lin", PASSWORD).page("/notices/new")
        page.evaluate(WATCH_PROGRESS)
        content = FilePayload(
            name="名单.txt", mimeType="text/plain", buffer="一行\n".encode() * 300_000
        )
        page.set_input_files("#id_files", [content])
        expect(page.locator("#files .file")).to_contain_text("名单.txt")
        assert page.evaluate("window.farthest") == 100
        assert person.faults == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_a_page_is_sound(browser: Browser, base: str, scheme: Scheme) -> None:
    faults: list[str] = []
    with visitor(browser, base, size="phone", scheme=scheme) as person:
        page = person.sign_in("lin", PASSWORD).page("/")
        for opener in ("[data-palette]", "[data-open=settings]"):
            page.locator(f".tabbar {opener}").last.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            faults += grave_faults(page)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.locator(".row h3 a", has_text="差旅报销").first.tap()
        page.locator("#dock [data-sheet]").tap()
        expect(page.get_by_role("dialog")).to_be_visible()
        faults += grave_faults(page)
        assert not overflows(page)
        page.mouse.click(195, 20)  # the ground beside the sheet
        expect(page.locator("body.sheet-open")).to_have_count(0)
        assert faults + person.faults == []


CONFIRMATIONS = "SELECT count(*) FROM ledger_entry WHERE kind = 'notices.confirmed'"
OWN_WORDS = """
() => [...document.querySelectorAll(
    "nav a span:not(.n), main h2, main button, main .btn, main label, th, .tabs a, .empty b, .help"
  )].filter(one => !one.closest("[lang], .md, .tree, .people-tbl, .guide") || one.closest("[lang]") === document.documentElement)
    .filter(one => !one.closest(".md, .tree, .people-tbl, .clause"))
    .map(one => one.innerText.trim())
"""
WATCH_PROGRESS = """
document.addEventListener("htmx:xhr:progress", () => {
  const bar = document.querySelector("form[data-upload] progress");
  if (!bar.hidden) window.farthest = Math.max(window.farthest || 0, bar.value);
})
"""
