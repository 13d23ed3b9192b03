"""What follows an incident, walked by its people: announced, reported, told to clients, reviewed."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.kit import clock
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Size, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "said-once-to-everybody"
LINE = "官网与下单页无法访问"
WORDING = "下单页已恢复，给您带来不便深表歉意。"
OWED = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN cases_case c ON c.id = o.subject
 WHERE c.title = %s AND o.verb = %s AND b.state = 0
"""


class Journey:
    """The company of the stories, an incident that was just solved."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        pk = product.one("SELECT id FROM cases_case WHERE title = %s", LINE)
        self.room = f"/incidents/{pk}"

    def owes(self, verb: str) -> bool:
        """Whether anybody still owes ``verb``."""
        return int(str(self.product.one(OWED, LINE, verb))) > 0


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    with instance.running() as product, chromium() as browser:
        inside.call(product, "cast", password=PASSWORD)
        people = {"leads": "秦朗", "on_duty": ["陈屿"], "management": "赵衡", "officer": "邱然"}
        inside.call(product, "incident_kind", **people)
        inside.call(product, "solved_incident", title=LINE, by="顾北辰", clients="顾北辰")
        yield Journey(product, browser)


PEOPLE: tuple[tuple[str, Size], ...] = (
    ("秦朗", "desktop"),
    ("顾北辰", "desktop"),
    ("江予安", "phone"),
    ("陈屿", "phone"),
    ("邱然", "desktop"),
)


@pytest.mark.timeout(600)
@pytest.mark.req("I05", "I06", "I07")
def test_from_the_end_to_the_review_and_a_proposal(journey: Journey) -> None:
    with ExitStack() as people:
        commander, service, marketing, member, officer = (
            people.enter_context(visitor(journey.browser, journey.base, size=size)).sign_in(
                name, PASSWORD
            )
            for name, size in PEOPLE
        )
        announce_and_report(journey, commander.page("/"))
        write_to_clients(service.page("/"))
        agree(marketing.page("/"))
        send(journey, service.page(f"{journey.room}/clients"))
        look_into_it(member.page(f"{journey.room}/review"))
        complete(journey, commander.page(f"{journey.room}/review"))
        finish(journey, member.page("/"))
        draft(officer.page("/"))
        board = commander.page(journey.room)
        expect(board.locator(".follow-up.is-done")).to_have_count(4)
        for page in (board, member.page(f"{journey.room}/review")):
            assert grave_faults(page) == []
            assert not overflows(page)
        faults = [fault for one in (commander, service, marketing, member) for fault in one.faults]
    assert faults == []
    doctor = journey.product.huiyin("doctor", url=journey.product.url)
    assert "0 findings" in doctor.out, doctor.out


def announce_and_report(journey: Journey, page: Page) -> None:
    """Both are drafted; both are two presses from the inbox."""
    page.locator(".row", has_text="公告解决").get_by_role("link", name="去公告").click()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("连接池配置错误"))
    page.get_by_role("button", name=re.compile("告知 \\d+ 人")).click()
    page.wait_for_url(f"**{journey.room}")
    expect(page.locator(".follow-up", has_text="公告解决")).to_have_class(re.compile("is-done"))
    page.locator(".follow-up", has_text="事件报告").click()
    expect(page.locator("textarea[name=measures]")).to_have_value(re.compile("扩容"))
    page.get_by_role("button", name="提交管理层").click()
    expect(page.locator("main")).to_contain_text("已提交")
    with page.expect_download() as kept:
        page.get_by_role("link", name="PDF").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"%PDF")
    assert not journey.owes("announce_end")
    assert not journey.owes("report_incident")


def write_to_clients(page: Page) -> None:
    """Client service writes, and puts it forward; unagreed there is no way to send it."""
    page.locator(".row", has_text="告知客户").get_by_role("link", name="去告知").click()
    page.get_by_role("button", name="起草客户告知函").click()
    page.wait_for_url("**/incidents/statements/**")
    page.fill("textarea[name=compensation]", "赠送 1 个月会员权益。")
    page.fill("input[name=wording]", WORDING)
    page.fill("textarea[name=clients]", "王小姐 <wang@client.invalid>")
    page.get_by_role("button", name="提交市场部门").click()
    expect(page.locator("main")).to_contain_text("审签中")
    expect(page.get_by_role("button", name="告知客户")).to_have_count(0)


def agree(page: Page) -> None:
    """The marketing department agrees on its phone."""
    page.locator("a.btn[href*='/sign/']").first.click()
    page.wait_for_url("**/sign/**")
    expect(page.locator("main")).to_contain_text(WORDING)
    page.locator("#dock button[value=approve]").click()
    expect(page.locator("body")).to_contain_text("已记录")


def send(journey: Journey, page: Page) -> None:
    """It goes out by mail and on the website; the wording is a fact that all can quote."""
    page.wait_for_url("**/incidents/statements/**")
    page.locator("label", has_text="官网公告").locator("input[name=where]").fill("官网首页")
    page.get_by_role("button", name="告知客户").click()
    expect(page.locator("main")).to_contain_text("官网首页")
    assert not journey.owes("notify_clients")
    page.get_by_role("link", name=re.compile("客服口径")).click()
    expect(page.locator("main")).to_contain_text(WORDING)


def look_into_it(page: Page) -> None:
    """A member asks why, twice, on a phone."""
    page.locator("#causes > .in > form input[name=text]").fill("连接池溢出")
    page.locator("#causes > .in > form button").click()
    page.get_by_text("再问一次为什么").click()
    page.locator("li.why-row form.why-form input[name=text]").fill("上线前没有容量评审")
    page.locator("li.why-row form.why-form button").click()
    expect(page.locator("li.why-row--1")).to_contain_text("根本原因")
    room = page.url
    page.locator("li.why-row--1").get_by_role("link", name="作为问题提出").click()
    expect(page.locator("input[name=title]")).to_have_value("上线前没有容量评审")
    page.get_by_role("button", name="上报").click()
    expect(page.locator("main")).to_contain_text("由此引出：")
    page.goto(room)


def complete(journey: Journey, page: Page) -> None:
    """The commander plans an improvement, completes it, and proposes to change a clause."""
    page.fill("input[name=process_owner]", "罗一鸣")
    page.locator("form", has=page.locator("[name=course]")).get_by_role(
        "button", name="保存"
    ).click()
    due = (clock.real_now() + timedelta(days=5)).strftime("%Y-%m-%dT18:00")
    page.locator("#improvements input[name=text]").fill("加容量评审")
    page.locator("#improvements input[name=owner]").fill("陈屿")
    page.locator("#improvements input[name=due_at]").fill(due)
    page.get_by_role("button", name="添加").click()
    expect(page.locator("#improvements")).to_contain_text("加容量评审")
    page.get_by_role("button", name="完成复盘").click()
    expect(page.locator("#process")).to_contain_text("罗一鸣")
    page.fill("input[name=clause]", "G2.2.4")
    page.fill("textarea[name=reason]", "容量评审应写进制度")
    page.get_by_role("button", name="提出修订建议").click()
    expect(page.locator("main aside")).to_contain_text("修订 G2.2.4")
    assert not journey.owes("review_incident")


def finish(journey: Journey, page: Page) -> None:
    """The improvement is in the inbox of its owner."""
    page.locator(".row", has_text="完成改进项").get_by_role("link", name="去完成").click()
    page.get_by_role("button", name="已完成").click()
    expect(page.locator("#improvements")).to_contain_text("陈屿")
    assert not journey.owes("do_improvement")


def draft(page: Page) -> None:
    """The compliance officer finds the draft, with its reason."""
    page.locator(".row", has_text="答复修订建议").get_by_role("link", name="去起草").click()
    page.wait_for_url("**/regulation/**")
    expect(page.locator("main")).to_contain_text("修订 G2.2.4")
