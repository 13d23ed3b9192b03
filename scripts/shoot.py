"""Take pictures of pages, as a person would see them, with the machine's Chromium.

    shoot.py http://127.0.0.1:8031 /guide /notices --user lin --password … --out build/shots
    shoot.py BASE PATH… --phone --dark --axe

One PNG per page and form: ``guide-1440.png``, ``guide-390-dark.png``. With ``--axe`` the faults
that axe-core finds are printed, and the exit code is 1 when one is serious or critical.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "huiyin/ui/sources/node_modules/axe-core/axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1440, 900), "phone": (390, 844), "tablet": (1024, 768)}
GRAVE = {"serious", "critical"}


def main() -> int:
    """Shoot every page; the exit code."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    faults = 0
    with sync_playwright() as playwright:
        own = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        for size in [name for name in SIZES if getattr(options, name)] or ["desktop"]:
            for theme in (
                ["light", "dark"] if options.both else ["dark" if options.dark else "light"]
            ):
                faults += shoot(browser, options, size, theme)
        browser.close()
    return 1 if faults else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("base", help="http://127.0.0.1:8031")
    parser.add_argument("paths", nargs="+", help="/guide /notices …")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--out", type=Path, default=Path("build/shots"))
    for size in SIZES:
        parser.add_argument(f"--{size}", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--both", action="store_true", help="light and dark")
    parser.add_argument("--full", action="store_true", help="the whole length of the page")
    parser.add_argument("--lang", default="zh-CN")
    parser.add_argument("--keys", default="", help="keys to press first, e.g. 'Control+k'")
    parser.add_argument("--axe", action="store_true", help="look for accessibility faults")
    return parser.parse_args()


def shoot(browser: Browser, options: argparse.Namespace, size: str, theme: str) -> int:
    """All pages in one size and theme; the number of grave faults."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale=options.lang,
        timezone_id="Asia/Shanghai",
        device_scale_factor=1.5 if size == "desktop" else 2,
        is_mobile=size == "phone",
        has_touch=size == "phone",
    )
    if options.user:
        sign_in(context, options)
    faults = sum(shoot_page(context, options, path, f"{width}", theme) for path in options.paths)
    context.close()
    return faults


def sign_in(context: BrowserContext, options: argparse.Namespace) -> None:
    """Sign in by the form, as people do."""
    page = context.new_page()
    page.goto(f"{options.base}/account/login/")
    page.fill("input[name=login]", options.user)
    page.fill("input[name=password]", options.password)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    if "/login" in page.url:
        raise SystemExit(f"shoot: could not sign in as {options.user}: {page.inner_text('main')}")
    page.close()


def shoot_page(
    context: BrowserContext, options: argparse.Namespace, path: str, size: str, theme: str
) -> int:
    """One picture; what the console and axe say is printed."""
    page = context.new_page()
    page.on("console", lambda said: report(path, said.type, said.text))
    page.on("pageerror", lambda error: report(path, "error", str(error)))
    answer = page.goto(f"{options.base}{path}", wait_until="load")
    page.evaluate("document.fonts.ready")
    for key in options.keys.split():
        page.keyboard.press(key)
    name = re.sub(r"[^\w-]+", "-", path.strip("/")) or "home"
    file = options.out / f"{name}-{size}{'-dark' if theme == 'dark' else ''}.png"
    page.screenshot(path=str(file), full_page=options.full)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    status = answer.status if answer else 0
    print(f"{file} {status}{' OVERFLOWS' if wide else ''}")
    faults = axe(page, path) if options.axe else 0
    page.close()
    return faults


def report(path: str, kind: str, text: str) -> None:
    """Print warnings and errors of the page."""
    if kind in {"error", "warning"}:
        print(f"  {path} {kind}: {text}", file=sys.stderr)


def axe(page: Page, path: str) -> int:
    """Run axe-core (WCAG 2.2 A and AA); the number of serious and critical faults."""
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run({runOnly: tags}).then(result => result.violations)", tags
    )
    for fault in found:
        places = json.dumps([node["target"] for node in fault["nodes"][:4]], ensure_ascii=False)
        print(f"  {path} axe {fault['impact']}: {fault['id']} x{len(fault['nodes'])} {places}")
    return sum(fault["impact"] in GRAVE for fault in found)


if __name__ == "__main__":
    raise SystemExit(main())
