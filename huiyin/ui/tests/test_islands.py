"""The scripts in a real browser: keys, palette, dialogs, clocks, toasts, sheet, live updates."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from huiyin.directory.models import Account
from huiyin.directory.tests.factories import make_person

pytestmark = pytest.mark.journey

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
        own = str(CHROMIUM) if CHROMIUM.exists() else None
        started = playwright.chromium.launch(executable_path=own, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live_server: Any, client: Any) -> Iterator[Page]:
    """The guide, signed in; console errors fail the test."""
    account = Account.objects.create_user("lin", password="x", person=make_person(name="林若溪"))
    client.force_login(account)
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(8000)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{live_server.url}/guide")
    yield opened
    context.close()
    assert faults == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_rows_move_and_act_by_keys_but_never_while_typing(page: Page) -> None:
    page.evaluate("addEventListener('click', e => window.hit = e.target.textContent)")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "差旅报销" in focused(page)
    page.keyboard.press("k")
    assert "支付网关" in focused(page)
    page.keyboard.press("a")
    assert page.evaluate("window.hit") == "接听并确认"
    page.fill("#g1", "")
    page.focus("#g1")
    page.keyboard.type("jk?")
    assert page.input_value("#g1") == "jk?"
    expect(page.locator(".keys")).to_have_count(0)


def test_dialogs_keep_the_focus_and_give_it_back(page: Page) -> None:
    page.focus("[data-open=help]")
    page.keyboard.press("Enter")
    expect(page.locator("[role=dialog]")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('[role=dialog]')")
    page.keyboard.press("Escape")
    expect(page.locator("[role=dialog]")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.open") == "help"


def test_the_palette_filters_and_says_when_nothing_fits(page: Page) -> None:
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    page.keyboard.type("qqqq")
    expect(page.locator(".pal-none")).to_have_text("没有找到。换个说法试试。")
    page.keyboard.press("Escape")
    expect(page.locator(".pal")).to_have_count(0)


def test_the_theme_is_kept_and_applied_before_the_first_paint(page: Page) -> None:
    page.click("[data-open=settings]")
    page.click("[data-theme-choice=dark]")
    page.keyboard.press("Escape")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("[data-open=settings]")
    page.keyboard.press("Tab")
    page.focus("[data-theme-choice=dark]")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_clocks_run_by_the_servers_time(page: Page) -> None:
    label = page.locator(".row .clock.is-soon [data-left]")
    page.evaluate("document.documentElement.dataset.skew = String(3600 * 1000)")
    expect(label).to_have_count(0, timeout=4000)
    expect(page.locator(".row .clock.is-late [data-left]").first).to_contain_text("逾期")


def test_a_toast_says_text_as_text_and_z_takes_it_back(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast',"
        "{detail: {text: '<b>收到</b>', undo: '/undo/7'}}))"
    )
    expect(page.locator(".toast > span").first).to_have_text("<b>收到</b>")
    with page.expect_request("**/undo/7"):
        page.keyboard.press("z")
    assert any(line.startswith("POST") and line.endswith("/undo/7") for line in asked)


def test_what_is_announced_refetches_what_listens(page: Page) -> None:
    name = page.evaluate("document.querySelector('#nav').getAttribute('hx-trigger').split(' ')[0]")
    with page.expect_response("**/shell/nav*") as answer:
        page.evaluate("name => document.body.dispatchEvent(new CustomEvent(name))", name)
    assert answer.value.ok
    expect(page.locator("#nav")).to_have_count(1)


def test_a_lost_line_is_said(page: Page) -> None:
    assert page.locator("#live").inner_text() == "实时"
    page.evaluate(
        "document.body.dataset.liveUrl = '/nothing-here';"
        "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    )
    expect(page.locator("#live")).to_contain_text("正在重连")
