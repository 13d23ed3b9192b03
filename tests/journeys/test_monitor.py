"""A monitor is connected in a browser; what its page offers to copy is run, and a problem is there."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Visitor, chromium, grave_faults, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "nobody-waits-without-an-answer"
TITLE = "db-1 磁盘将满"


@pytest.fixture(scope="module")
def people() -> Iterator[tuple[Instance, Visitor, Visitor]]:
    """An administrator and the desk that registers problems, each in a browser of their own."""
    with instance.running() as product, chromium() as browser, ExitStack() as stack:
        inside.call(product, "cast", password=PASSWORD)
        inside.call(product, "office", name="邱然", role="compliance")
        base = f"http://127.0.0.1:{product.port}"
        two = [stack.enter_context(visitor(browser, base, size="desktop")) for _ in range(2)]
        yield product, two[0].sign_in("罗一鸣", PASSWORD), two[1].sign_in("邱然", PASSWORD)


@pytest.mark.timeout(600)
@pytest.mark.req("B01")
def test_from_the_monitor_to_the_desk(people: tuple[Instance, Visitor, Visitor]) -> None:
    product, administrator, desk = people
    page, waiting = administrator.page(), desk.page()
    desk.open(waiting, "/problems/")
    administrator.open(page, "/monitors/new")
    page.get_by_label("名称").fill("自建脚本")
    page.get_by_label("来源").select_option("generic")
    page.get_by_label("怎样证明自己").select_option("standard")
    page.get_by_label("告警成为").select_option("problems")
    page.get_by_role("button", name="接入并显示密钥").click()
    expect(page.get_by_text("密钥，只显示这一次")).to_be_visible()
    assert grave_faults(page) == []
    command = page.locator("pre.intake-code").inner_text()
    copied = command.replace("http://localhost", "http://127.0.0.1")
    for _ in range(2):
        subprocess.run(["bash", "-c", copied], check=True, capture_output=True, timeout=60)
    sql = "SELECT count(*) FROM problems_problem WHERE source = 'alert'"
    assert product.one(sql) == 1
    desk.open(waiting, "/problems/")
    expect(waiting.get_by_text(TITLE).first).to_be_visible()
    page.get_by_role("button", name="发一条测试").click()
    expect(page.get_by_text("测试通过").first).to_be_visible()
    assert product.one(sql) == 1
    assert administrator.faults == []
    assert desk.faults == []
