"""The bulletin board: an event is written and pinned, read by keys and by thumb, kept and put away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import Scheme, Size, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("board")]

BOARD = "/notices/board/"
TITLE = "冬季运动会报名"


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company, its board filled."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def base(product: Instance) -> str:
    return f"http://127.0.0.1:{product.port}"


@pytest.fixture(scope="module")
def event(product: Instance, browser: Browser) -> str:
    """何青 writes an event with the ordinary form and publishes it; its id."""
    with visitor(browser, f"http://127.0.0.1:{product.port}") as author:
        page = author.sign_in("he", PASSWORD).page("/notices/new")
        _write(page)
        page.locator("button[name=then][value=publish]").click()
        page.wait_for_url(re.compile("/publish$"))
        with page.expect_navigation(url=re.compile("/echo$")):
            page.locator("button.btn--p.btn--l").click()
        found = re.search(r"/notices/([0-9a-f-]{36})/", page.url)
        assert found is not None
        assert author.faults == []
        return found[1]


def _write(page: Page) -> None:
    page.select_option("#id_kind", "event")
    page.fill("#id_title", TITLE)
    page.fill("input[name=to_q]", "全公司")
    page.locator("[data-audience-add]").first.click()
    page.fill("#id_gist", "12 月 18 日 13:30，体育中心。报名表交行政部。")
    page.fill("#id_held_at", "2030-12-18T13:30")
    expect(page.locator("button[name=then][value=publish]")).to_be_enabled()


@pytest.mark.timeout(300)
@pytest.mark.req("N25")
def test_an_event_is_owed_by_nobody_and_read_by_keys(
    product: Instance, browser: Browser, base: str, event: str
) -> None:
    owed = product.one("SELECT count(*) FROM obligation WHERE subject = %s", event)
    assert owed == 0
    with visitor(browser, base) as reader:
        page = reader.sign_in("chen", PASSWORD).page(BOARD)
        entry = page.locator(f"#entry-{event}")
        expect(entry).to_have_class(re.compile("is-new"))
        expect(entry.locator(".day-tile")).to_contain_text("18")
        for _press in range(page.locator(".row[tabindex]").count()):
            page.keyboard.press("j")
            if entry.evaluate("one => one.contains(document.activeElement)"):
                break
        with page.expect_navigation(url=re.compile(f"/notices/{event}")):
            page.keyboard.press("Enter")
        assert page.locator("button:has-text('收到')").count() == 0
        reader.open(page, BOARD)
        expect(page.locator(f"#entry-{event}")).not_to_have_class(re.compile("is-new"))
        assert reader.faults == []


@pytest.mark.timeout(300)
@pytest.mark.req("N25")
def test_kept_put_away_and_taken_back(browser: Browser, base: str, event: str) -> None:
    with visitor(browser, base) as reader:
        page = reader.sign_in("zhao", PASSWORD).page(BOARD)
        entry = page.locator(f"#entry-{event}")
        entry.get_by_label(re.compile("^收藏")).click()
        expect(entry.locator("[aria-pressed=true]")).to_be_visible()
        entry.get_by_label(re.compile("^归档")).click()
        expect(entry).to_contain_text("已归档")
        reader.open(page, f"{BOARD}?tab=away")
        expect(page.locator(f"#entry-{event}")).to_be_visible()
        page.locator(f"#entry-{event}").get_by_label(re.compile("^放回")).click()
        expect(page.locator(f"#entry-{event}").get_by_label(re.compile("^归档"))).to_be_visible()
        reader.open(page, f"{BOARD}?tab=kept")
        expect(page.locator(f"#entry-{event}")).to_be_visible()
        assert reader.faults == []


@pytest.mark.timeout(300)
@pytest.mark.req("N25")
def test_a_publisher_pins_and_the_search_narrows(browser: Browser, base: str, event: str) -> None:
    with visitor(browser, base) as author:
        page = author.sign_in("he", PASSWORD).page(BOARD)
        page.locator(f"#entry-{event} .pin-menu summary").click()
        with page.expect_navigation():
            page.locator(f"#entry-{event} .pin-box button[value='7']").click()
        expect(page.locator(f"#entry-{event}")).to_contain_text("置顶")
        page.fill("input[name=q]", "运动会")
        expect(page.locator("#board .entry")).to_have_count(1)
        page.fill("input[name=q]", "没有这样的公告")
        expect(page.locator("#board")).to_contain_text("没有符合的公告")
        assert author.faults == []


@pytest.mark.timeout(300)
@pytest.mark.req("N25", "N28")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_part_is_sound(
    product: Instance, browser: Browser, base: str, event: str, size: Size, scheme: Scheme
) -> None:
    group = product.one("SELECT id FROM directory_group WHERE closed_at IS NULL ORDER BY id")
    tabs = [f"{BOARD}?tab={tab}" for tab in ("all", "unread", "kept", "files", "away")]
    faults: list[str] = []
    with visitor(browser, base, size=size, scheme=scheme) as person:
        page = person.sign_in("lin", PASSWORD).page()
        places = (f"/notices/{event}", "/groups", f"/groups/{group}", f"/groups/{group}/edit")
        for path in (*tabs, *places, "/groups/new"):
            person.open(page, path)
            faults += [f"{path}: {fault}" for fault in grave_faults(page)]
            if size == "phone" and overflows(page):
                faults.append(f"{path}: wider than the phone")
        assert faults + person.faults == []
