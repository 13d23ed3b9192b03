"""A real Chromium for journeys: people who sign in, and everything that a page complains about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

from scripts import needs

AXE = Path(__file__).parents[2] / "huiyin/ui/sources/node_modules/axe-core/axe.min.js"
PATIENCE = 30_000
"""Milliseconds for anything on a page."""

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Size = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=needs.browser(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


@dataclass
class Visitor:
    """One browser profile: a person at a desk or with a phone; ``faults`` is what went wrong."""

    context: BrowserContext
    base: str
    faults: list[str] = field(default_factory=list)

    def page(self, path: str = "") -> Page:
        """A new page, watched; opened at ``path`` when one is given."""
        page = self.context.new_page()
        page.on("console", lambda said: self._heard(page, said.type, said.text))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        if path:
            self.open(page, path)
        return page

    def open(self, page: Page, path: str) -> None:
        """Go to ``path`` and wait until its scripts and fonts are there."""
        page.goto(f"{self.base}{path}", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")

    def sign_in(self, login: str, password: str) -> "Visitor":
        """By the form, as people do."""
        page = self.page("/account/login/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")
        assert "/login" not in page.url, page.inner_text("main")
        page.close()
        return self

    def _heard(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"{page.url}: {text}")

    def _failed(self, request: Request) -> None:
        given_up = request.failure == "net::ERR_ABORTED"  # the page went on, or it was a download
        if not given_up:
            self.faults.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.url}: {response.status}")


@contextmanager
def visitor(
    browser: Browser, base: str, *, size: Size = "desktop", scheme: Scheme = "light"
) -> Iterator[Visitor]:
    """A fresh profile that speaks Chinese and lives in Shanghai; closed at the end."""
    width, height = _SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=size == "phone",
        has_touch=size == "phone",
        color_scheme=scheme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield Visitor(context, base)
    finally:
        context.close()


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds on the page that is serious or critical (WCAG 2.2 A and AA)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(result => result.violations)", _RULES
    )
    return [
        f"{fault['id']} at {fault['nodes'][0]['target']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))
