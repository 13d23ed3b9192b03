"""A clause is changed in a real browser: from the draft to the first duty that is owed under it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

TITLE = "重要通知的确认时限放宽到 2 小时"
NOTICE = "周五机房巡检"
HOURS = """
SELECT DISTINCT extract(epoch FROM o.due_at - o.born_at) / 3600, o.policy_version
  FROM obligation o JOIN cases_case c ON c.id = o.subject
 WHERE c.title LIKE %s AND o.rule LIKE '3.3.1/%%' AND o.parent IS NULL ORDER BY 2
"""


class House:
    """The demo company, whose compliance officer has begun a draft; ``faults`` of any page."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self.faults: list[str] = []
        self.found = product.one("SELECT id FROM cases_case WHERE title = %s", TITLE)
        self.amendment = f"/regulation/{self.found}"

    def versions(self) -> int:
        """How many have ever been in force."""
        return int(str(self.product.one("SELECT count(*) FROM policies_version")))


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with instance.running(HUIYIN_DEMO="1") as product, chromium() as browser:
        yield House(product, browser)


@pytest.mark.timeout(400)
@pytest.mark.req("Z01", "Z02", "G04")
def test_a_clause_is_changed_from_the_draft_to_the_first_duty(house: House) -> None:
    before = house.versions()
    replay(house)
    put_forward(house)
    sign(house)
    announce(house)
    in_force(house)
    assert house.versions() == before + 1
    assert house.product.rows(HOURS, "%双十二大促值班安排") == [(1, before)]
    items = "- 11 月 27 日 14:00 至 16:00 巡检。"
    inside.call(
        house.product, "notice", title=NOTICE, author="林若溪", readers=["陈屿"], items=items
    )
    assert house.product.rows(HOURS, f"%{NOTICE}") == [(2, before + 1)]
    assert house.faults == []
    doctor = house.product.huiyin("doctor", url=house.product.url)
    assert "0 findings" in doctor.out, doctor.out


def replay(house: House) -> None:
    """What would have happened: duties moved, none created, none dropped."""
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(house.amendment)
        expect(page.locator("#changes")).to_contain_text("由 1 小时内 改为 2 小时内")
        page.get_by_role("link", name="在历史上推演").click()
        page.get_by_label("最近一年").check()
        page.get_by_role("button", name="开始推演").click()
        expect(page.locator("main")).to_contain_text("改期", timeout=60_000)
        look(house, page)
        page.goto(house.base + house.amendment)
        expect(page.locator("main")).not_to_contain_text("还没有推演")
        house.faults += officer.faults


def put_forward(house: House) -> None:
    """Nothing stands against it; management is asked to sign."""
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(house.amendment)
        look(house, page)
        page.get_by_label("例子不成立仍提交的理由").fill("别条的例子随下次修订改写")
        page.get_by_role("button", name="提交审签").click()
        expect(page.locator(".head")).to_contain_text("审签中")
        house.faults += officer.faults


def sign(house: House) -> None:
    """The general manager sees what changes, and agrees."""
    with visitor(house.browser, house.base) as manager:
        page = manager.sign_in("zhao", PASSWORD).page("/")
        page.locator(f"a.btn[href='/sign/{house.found}']").first.click()
        expect(page.locator("main")).to_contain_text("2 小时")
        look(house, page)
        page.get_by_role("button", name="同意").first.click()
        expect(page.locator("body")).to_contain_text("已记录")
        house.faults += manager.faults


def announce(house: House) -> None:
    """The notice is drafted; its reader sees what changes for them."""
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(house.amendment)
        page.get_by_role("link", name="写公告").click()
        page.wait_for_url(re.compile("/notices/"))
        page.locator(".sendbar button", has_text="发布").click()
        page.get_by_role("button", name=re.compile("发布给")).click()
        page.wait_for_url(re.compile("/notices/.+/echo"))
        house.faults += officer.faults


def in_force(house: House) -> None:
    """Nobody presses anything: it comes into force by itself."""
    with visitor(house.browser, house.base) as officer:
        page = officer.sign_in("qiu", PASSWORD).page(house.amendment)
        for _look in range(20):
            if "已生效" in page.locator(".head").inner_text():
                break
            page.wait_for_timeout(1000)
            page.reload()
        expect(page.locator(".head")).to_contain_text("已生效")
        look(house, page)
        house.faults += officer.faults


def look(house: House, page: Page) -> None:
    """The page is sound and fits."""
    house.faults += grave_faults(page)
    assert not overflows(page)
