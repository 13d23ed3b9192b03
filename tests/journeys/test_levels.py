"""From a request to the notice it becomes, and a notice passed on over three levels, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Size, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "from-the-top-to-the-last-desk"
MATTER = "排班改为在线提交"
TITLE = "双十二大促值班安排"


class Journey:
    """A house with its cast; ``faults`` is what any page complained about."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self.faults: list[str] = []

    def case(self, title: str, *, table: str) -> str:
        """The id of the newest case of that title."""
        sql = f"SELECT c.id FROM cases_case c JOIN {table} t ON t.case_ptr_id = c.id"  # noqa: S608 - names of ours
        return str(
            self.product.one(f"{sql} WHERE c.title LIKE %s ORDER BY c.created_at DESC", title)
        )

    def sound(self, page: Page, who: str) -> None:
        """The page has no grave fault and fits its window."""
        self.faults += [f"{who}: {fault}" for fault in grave_faults(page)]
        assert not overflows(page)


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    """The company of the stories."""
    with instance.running() as product, chromium() as browser:
        inside.call(product, "cast", password=PASSWORD)
        yield Journey(product, browser)


@pytest.mark.timeout(400)
@pytest.mark.req("N01", "N02")
def test_a_request_is_judged_and_becomes_a_notice(journey: Journey) -> None:
    with visitor(journey.browser, journey.base) as asks:
        page = asks.sign_in("林若溪", PASSWORD).page("/notices/requests/new")
        ask(page)
        journey.sound(page, "request")
        page.locator("button[value=submit]").click()
        expect(page.locator("main")).to_contain_text("待审核")
        request = journey.case(MATTER, table="notices_request")
        with visitor(journey.browser, journey.base, size="phone") as head:
            agree(head.sign_in("赵衡", PASSWORD).page(f"/sign/{request}"))
            journey.faults += head.faults
        asks.open(page, f"/notices/requests/{request}")
        expect(page.locator("main")).to_contain_text("已同意")
        page.get_by_role("button", name="写成通知").click()
        page.wait_for_url("**/edit")
        publish(page)
        expect(page.locator("#outcome")).to_contain_text("至少 95% 的人在期限内确认")
        notice = journey.case(f"%{MATTER}", table="notices_notice")
        asks.open(page, f"/notices/{notice}/closing")
        expect(page.locator("main")).to_contain_text("还不能判定")
        expect(page.get_by_role("link", name="来自需求单")).to_be_visible()
        journey.sound(page, "closing")
        with page.expect_download() as got:
            page.get_by_role("link", name="PDF").click()
        assert got.value.path().read_bytes().startswith(b"%PDF-")
        journey.faults += asks.faults
    assert journey.faults == []


def ask(page: Page) -> None:
    """Three noes offer to tell only a few; one yes asks for a notice."""
    page.fill("input[name=title]", MATTER)
    for name in ("affects_work", "must_synchronise", "may_be_misunderstood"):
        choose(page, name, "no")
    expect(page.get_by_text("不必发通知，只告诉这些人").first).to_be_visible()
    expect(page.locator("#side")).to_contain_text("不发通知，结束需求")
    choose(page, "affects_work", "yes")
    expect(page.get_by_role("button", name="结束需求，只告诉这些人")).to_be_hidden()
    page.fill("textarea[name=reason]", "纸质排班表常常漏交，上月有两个班次无人。")
    pick(page, "to", "运营部")
    page.select_option("select[name=effect_measure]", "on_time")
    page.fill("input[name=effect_target]", "95")
    page.fill("input[name=effect_by]", "2031-12-05T18:00")
    expect(page.locator("#side")).to_contain_text("可以提交")
    expect(page.locator("#side")).to_contain_text("至少 95% 的人在期限内确认")


def publish(page: Page) -> None:
    """What the request said stands there; the rest is written, and it goes out."""
    assert page.input_value("textarea[name=background]").startswith("纸质排班表")
    page.fill("textarea[name=items]", "1. 12 月 12 日起在值班系统提交排班表。")
    page.fill("textarea[name=requirements]", "各组长负责，2031 年 11 月 30 日 18:00 前提交。")
    page.fill("input[name=contact]", "林若溪，分机 8206")
    send(page)


@pytest.mark.timeout(500)
@pytest.mark.req("N19", "Z14", "N27")
def test_a_notice_is_passed_on_over_three_levels(journey: Journey) -> None:
    with visitor(journey.browser, journey.base) as author:
        page = author.sign_in("何青", PASSWORD).page("/notices/new")
        write(page)
        send(page)
        notice = journey.case(f"%{TITLE}", table="notices_notice")
        assert reads(journey, "秦朗", notice) == 404
        relay(journey, "赵衡", notice, "各部门今天内排好班。", size="phone")
        relay(journey, "秦朗", notice, "后端先排。")
        assert reads(journey, "陈屿", notice) == 404
        relay(journey, "韩墨", notice, "陈屿值第一班。", size="phone")
        last_desk(journey, notice)
        author.open(page, f"/notices/{notice}/echo")
        tree = page.locator("#cascade")
        for words in ("赵衡", "各部门今天内排好班", "韩墨", "陈屿值第一班", "没有孤岛", "3 次转达"):
            expect(tree).to_contain_text(words)
        journey.sound(page, "echo")
        journey.faults += author.faults
    edges = journey.product.rows(
        "SELECT p.name, r.hop, r.people FROM notices_relay r JOIN directory_person p"
        " ON p.id = r.person_id ORDER BY r.at"
    )
    assert [(name, hop) for name, hop, _people in edges] == [("赵衡", 1), ("秦朗", 2), ("韩墨", 3)]
    assert journey.faults == []
    doctor = journey.product.huiyin("doctor", url=journey.product.url)
    assert "0 findings" in doctor.out, doctor.out


def write(page: Page) -> None:
    """A whole notice to the company, level by level."""
    page.fill("input[name=title]", TITLE)
    choose(page, "urgency", "important")
    pick(page, "to", "全公司")
    page.locator("input[name=cascade]").check()
    page.fill("textarea[name=background]", "大促期间咨询量增加。")
    page.fill("textarea[name=items]", "1. 12 月 12 日 08:00–22:00 轮班。")
    page.fill("textarea[name=requirements]", "各组长负责，2031 年 11 月 30 日 18:00 前交排班表。")
    page.fill("input[name=contact]", "何青，分机 8101")


NEWS = """
() => document.body.dispatchEvent(
  new CustomEvent(document.querySelector("#panel").getAttribute("hx-trigger").split(" ")[0]))
"""
"""Something happens to whoever is typing: the panel looks again."""


def relay(journey: Journey, name: str, notice: str, words: str, *, size: Size = "desktop") -> None:
    """From the notice to one's team, with words of one's own."""
    with visitor(journey.browser, journey.base, size=size) as head:
        page = head.sign_in(name, PASSWORD).page(f"/notices/{notice}")
        if size == "phone":
            page.locator("#dock button[data-sheet]").first.click()
        page.fill("textarea[name=words]", words)
        with page.expect_response(f"**/notices/{notice}"):
            page.evaluate(NEWS)
        expect(page.locator("textarea[name=words]")).to_have_value(words)
        journey.sound(page, name)
        page.locator("#relay form button").click()
        expect(page.locator("body")).to_contain_text("已转达给")
        journey.faults += head.faults


def last_desk(journey: Journey, notice: str) -> None:
    """Three relays above the text, the nearest first; one tap says it arrived."""
    with visitor(journey.browser, journey.base, size="phone") as reader:
        page = reader.sign_in("陈屿", PASSWORD).page(f"/notices/{notice}")
        relays = page.locator(".passed-by")
        expect(relays).to_have_count(3)
        expect(relays.first).to_contain_text("陈屿值第一班。")
        journey.sound(page, "陈屿")
        page.locator("#dock form button").click()
        expect(page.locator("#dock")).to_contain_text("已确认")
        journey.faults += reader.faults


def reads(journey: Journey, name: str, notice: str) -> int:
    """What somebody gets who asks for the notice."""
    with visitor(journey.browser, journey.base) as person:
        page = person.sign_in(name, PASSWORD).page()
        answer = page.request.get(f"{journey.base}/notices/{notice}")
        return int(answer.status)


def choose(page: Page, name: str, value: str) -> None:
    """A press on the label: the radio itself is out of sight."""
    page.locator(f"label:has(> input[name={name}][value={value}])").click()


def pick(page: Page, name: str, words: str) -> None:
    """Search a department or the company, and take the first."""
    page.fill(f"input[name={name}_q]", words)
    page.locator(f"#{name}-found [data-audience-add]").first.click()
    expect(page.locator(f"[data-chip] input[name={name}]")).to_have_count(1)


def send(page: Page) -> None:
    """Nothing is missing; one more look, and out it goes."""
    button = page.locator("#side button[value=publish]")
    expect(button).to_be_enabled()
    button.click()
    page.wait_for_url("**/publish")
    page.locator("form[data-once] button", has_text="发布给").click()
    page.wait_for_url("**/echo")


def agree(page: Page) -> None:
    """The one button of a signer."""
    page.locator("#dock button[value=approve]").click()
    expect(page.locator("body")).to_contain_text("已记录")
