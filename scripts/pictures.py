"""Take the pictures of the README from a running demo company (``huiyin run``).

    pictures.py http://127.0.0.1:8000

Writes ``docs/pictures/*.png`` and fails when one is larger than 250 KB.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts import shoot

TARGET = shoot.ROOT / "docs" / "pictures"
LOGIN, PASSWORD = "lin", "demo"
MOST_BYTES = 250 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who looks at it on what, and how to get there."""

    name: str
    login: str
    size: str
    theme: str
    go: Callable[[Page, str], None]


def main() -> int:
    """Take all; 1 when one is too large."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README.")
    parser.add_argument("base", help="http://127.0.0.1:8000")
    base = parser.parse_args().base
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        own = str(shoot.CHROMIUM) if shoot.CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=own, args=shoot.FLAGS)
        files = [slim(take(browser, base, picture)) for picture in PICTURES]
        browser.close()
    for file in files:
        print(f"{file.relative_to(shoot.ROOT)} {file.stat().st_size // 1024} KB")
    return int(any(file.stat().st_size > MOST_BYTES for file in files))


def slim(file: Path) -> Path:
    """The same picture with 256 colours: a page has hardly more."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def take(browser: Browser, base: str, picture: Picture) -> Path:
    """One picture, as sharp as its readers' screens."""
    width, height = shoot.SIZES[picture.size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=1.25 if picture.size == "desktop" else 2,
        is_mobile=picture.size == "phone",
        has_touch=picture.size == "phone",
    )
    shoot.sign_in(context, argparse.Namespace(base=base, user=picture.login, password=PASSWORD))
    page = context.new_page()
    picture.go(page, base)
    page.evaluate("document.fonts.ready.then(() => true)")
    file = TARGET / f"{picture.name}.png"
    page.screenshot(path=str(file), animations="disabled")
    context.close()
    return file


def inbox(page: Page, base: str) -> None:
    """What I owe."""
    page.goto(f"{base}/", wait_until="load")


def coverage(page: Page, base: str) -> None:
    """How far the echo of a notice came, on the day after its calls."""
    page.goto(f"{base}/notices/?tab=issued", wait_until="load")
    page.locator(".row h3 a", has_text="值班安排").first.click()
    page.wait_for_selector("#ring")


def reader(page: Page, base: str) -> None:
    """A notice that waits for a confirmation."""
    page.goto(f"{base}/", wait_until="load")
    page.locator(".row h3 a", has_text="差旅报销").first.click()
    page.wait_for_selector("#dock")


def compose(page: Page, base: str) -> None:
    """A notice half written, checked while one types."""
    page.goto(f"{base}/notices/new", wait_until="load")
    page.fill("#id_title", "年终盘点安排")
    page.locator(".seg label", has_text="重要").click()
    for words in ("仓储组", "财务部"):
        page.locator("input[name=to_q]").press_sequentially(words)
        page.locator(".found-item", has_text=words).first.click()
        page.locator(".chip[data-chip]", has_text=words).wait_for()
    page.fill("#id_gist", "12 月 5 日 09:00 起盘点全部仓库，当天停止出入库。")
    page.fill("#id_background", "年终盘点每年一次，**数量须与台账一致**，差异在当月处理。")
    page.fill(
        "#id_items",
        "1. 盘点 12 月 5 日 09:00 开始，18:00 前结束\n2. 当天停止出入库，急件由值班主管签字",
    )
    page.fill("#id_requirements", "请尽快报盘点人员名单。")
    page.locator("#side .preview li").nth(1).wait_for()
    page.locator("#id_requirements").blur()
    page.evaluate("scrollTo(0, 0)")


def compliance(page: Page, base: str) -> None:
    """How each clause is kept, department by department."""
    page.goto(f"{base}/compliance", wait_until="load")
    page.wait_for_selector(".heat-table")


def editor(page: Page, base: str) -> None:
    """A clause of a draft as forms that read as sentences."""
    page.goto(f"{base}/regulation/", wait_until="load")
    page.get_by_role("link", name="重要通知的确认时限").first.click()
    page.get_by_role("link", name="编辑").click()
    page.locator('#clauses [data-clause="3.3.1"] a, #clauses a[data-clause="3.3.1"]').first.click()
    page.locator("#verdict").wait_for()


def calendar(page: Page, base: str) -> None:
    """The week: meetings, and what is owed at its hour."""
    page.goto(f"{base}/calendar", wait_until="load")
    page.wait_for_selector(".cal-grid, .cal-list")


def meeting(page: Page, base: str) -> None:
    """The room of a meeting that is over: who spoke, what was decided and understood."""
    page.goto(f"{base}/meetings/", wait_until="load")
    page.get_by_role("link", name="运营部双十二筹备会").click()
    page.locator("a[href$='/room']").first.click()
    page.wait_for_selector("#bar")


def problem(page: Page, base: str) -> None:
    """A solution report with its alternatives, waiting for the decision."""
    page.goto(f"{base}/problems/", wait_until="load")
    page.get_by_role("link", name="仓配与订单两套系统的库存对不上").click()
    page.wait_for_selector(".steps, .path")


def incident(page: Page, base: str) -> None:
    """The room of an incident that is not solved: its four clocks, its timeline, its team."""
    page.goto(f"{base}/incidents/", wait_until="load")
    page.get_by_role("link", name="官网与下单页无法访问").click()
    page.wait_for_selector(".cks")


OFFICER = "qiu"
MANAGEMENT = "zhao"
PICTURES = (
    Picture("inbox", LOGIN, "desktop", "light", inbox),
    Picture("inbox-dark", LOGIN, "desktop", "dark", inbox),
    Picture("inbox-phone", LOGIN, "phone", "light", inbox),
    Picture("coverage", LOGIN, "desktop", "light", coverage),
    Picture("compose", LOGIN, "desktop", "light", compose),
    Picture("reader-phone", LOGIN, "phone", "light", reader),
    Picture("compliance", OFFICER, "desktop", "light", compliance),
    Picture("editor", OFFICER, "desktop", "light", editor),
    Picture("calendar", LOGIN, "desktop", "light", calendar),
    Picture("meeting", LOGIN, "desktop", "light", meeting),
    Picture("problem", MANAGEMENT, "desktop", "light", problem),
    Picture("incident", MANAGEMENT, "desktop", "light", incident),
    Picture("incident-phone", MANAGEMENT, "phone", "dark", incident),
)

if __name__ == "__main__":
    raise SystemExit(main())
