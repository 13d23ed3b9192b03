"""Minutes of two kick-offs in real browsers: one in time, one too late, which is seen where it must be."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("meetings")]

PASSWORD = "said-once-to-everybody"
IN_TIME, LATE = "会员中心启动会", "门店系统启动会"
MEETING = """
SELECT m.case_ptr_id::text FROM meetings_meeting m JOIN cases_case c ON c.id = m.case_ptr_id
 WHERE c.title = %s
"""
STATE = """
SELECT b.state FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s::uuid AND o.verb = 'publish_minutes'
"""
NUMBER = "SELECT number FROM cases_case WHERE title = %s"
MET, MET_LATE = 1, 2


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The company of the stories: one kick-off ended half an hour ago, the other three hours ago."""
    with instance.running() as started:
        inside.call(started, "cast", password=PASSWORD)
        inside.call(started, "office", name="邱然", role="compliance")
        for title, ended in ((IN_TIME, 30), (LATE, 190)):
            inside.call(
                started,
                "held_meeting",
                title=title,
                kind="kick_off",
                chair="林若溪",
                recorder="白露",
                people=["孟夏"],
                ended=ended,
            )
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.timeout(600)
@pytest.mark.req("M06", "M10", "M12")
def test_minutes_in_time_and_too_late(product: Instance, browser: Browser) -> None:
    base = f"http://127.0.0.1:{product.port}"
    with (
        visitor(browser, base) as recorder,
        visitor(browser, base) as head,
        visitor(browser, base, size="phone") as reader,
        visitor(browser, base) as officer,
    ):
        leads = head.sign_in("林若溪", PASSWORD).page("/")
        expect(leads.locator("main")).to_contain_text("督促会议纪要", timeout=90_000)
        expect(leads.locator("main")).to_contain_text(LATE)
        page = recorder.sign_in("白露", PASSWORD).page("/")
        expect(page.locator("main")).to_contain_text("发会议纪要")
        _write(page, product, IN_TIME)
        expect(page.locator("article")).to_contain_text("按时发出")
        assert grave_faults(page) == []
        _write(page, product, LATE)
        expect(page.locator("article")).to_contain_text("逾期发出")
        assert product.one(STATE, product.one(MEETING, IN_TIME)) == MET
        assert product.one(STATE, product.one(MEETING, LATE)) == MET_LATE
        _read(reader.sign_in("孟夏", PASSWORD).page("/"), product)
        page.goto(base + _address(product, IN_TIME))
        expect(page.locator("#minutes-readers")).to_contain_text("读过")
        watched = officer.sign_in("邱然", PASSWORD).page("/compliance/clause/G2.1.1-2")
        expect(watched.locator("main")).to_contain_text("启动会纪要")
        _until(watched, str(product.one(NUMBER, LATE)))
        expect(watched.locator("main")).to_contain_text("1 人迟办")
        assert recorder.faults == reader.faults == []


def _address(product: Instance, title: str) -> str:
    return f"/meetings/{product.one(MEETING, title)}/minutes"


def _write(page: Page, product: Instance, title: str) -> None:
    """What wrote itself is there; a line is added, saved by itself, and sent."""
    page.goto(
        page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + _address(product, title)
    )
    text = page.locator("#body")
    expect(text).to_be_visible()
    text.fill("## 里程碑\n\n- 十二月十五日前定稿")
    expect(page.locator("[data-autosave-status]")).to_contain_text("保存")
    expect(page.locator("#side .preview")).to_contain_text("十二月十五日前定稿")
    expect(page.locator("#side")).to_contain_text("第一个版本只做积分与等级")
    page.get_by_role("button", name="发出纪要").click()
    expect(page.locator("#toasts")).to_contain_text("纪要已发出")


def _read(page: Page, product: Instance) -> None:
    """The one who got an action item finds it in the inbox and reads the minutes on a phone."""
    expect(page.locator("main")).to_contain_text("完成会议待办")
    page.goto(page.url.rstrip("/") + _address(product, IN_TIME))
    expect(page.locator("article")).to_contain_text("十二月十五日前定稿")
    expect(page.locator("article")).to_contain_text("列出里程碑")
    assert grave_faults(page) == []
    assert not overflows(page)


def _until(page: Page, words: str) -> None:
    """Look again until the roll-up behind the page has the newest rows."""
    for _again in range(20):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(3_000)
        page.reload()
    expect(page.locator("main")).to_contain_text(words)
