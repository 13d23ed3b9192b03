"""A meeting is announced, in a real browser: found a time, asked, answered by a colleague and a guest."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo.company import PASSWORD
from huiyin.kit import clock
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("meetings")]

TITLE = "双十二排班碰头"
MEETING = "SELECT m.case_ptr_id::text FROM meetings_meeting m JOIN cases_case c ON c.id = m.case_ptr_id WHERE c.title = %s"
BREACH = """
SELECT count(*) FROM ledger_entry WHERE kind = 'policy.breached' AND subject = %s::uuid
   AND body LIKE '%%2.1.3-2%%'
"""
LATER = """
SELECT m.case_ptr_id::text FROM meetings_meeting m JOIN directory_person p ON p.id = m.chair_id
 WHERE m.series_id IS NOT NULL AND m.state = 'announced' AND p.name = '林若溪'
   AND m.starts_at > now() ORDER BY m.starts_at DESC LIMIT 1
"""
LINK = "SELECT message ->> 'link_path' FROM delivery_outside WHERE subject = %s::uuid"


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company, as a first start makes it."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def base(product: Instance) -> str:
    return f"http://127.0.0.1:{product.port}"


@pytest.mark.timeout(300)
@pytest.mark.req("M01", "M20", "M16")
def test_a_meeting_from_the_form_to_the_answers(
    product: Instance, browser: Browser, base: str
) -> None:
    with visitor(browser, base) as lin, visitor(browser, base, size="phone") as chen:
        page = lin.sign_in("lin", PASSWORD).page("/")
        page.keyboard.press("c")
        page.keyboard.press("m")
        expect(page.locator("#id_title")).to_be_visible()
        _fill(page)
        expect(page.locator("#look .note--soon")).to_contain_text("提前 3 天")
        expect(page.locator(".busy-row")).to_have_count(2)
        assert grave_faults(page) == []
        page.get_by_role("button", name="发会议通知").click()
        expect(page.locator("main")).to_contain_text("不能等的请写明理由")
        assert product.one("SELECT count(*) FROM cases_case WHERE title = %s", TITLE) == 0
        with page.expect_response("**/meetings/look"):
            page.locator("[name=reason]").first.fill("系统切换提前到后天")
            page.locator("[name=reason]").first.press("Tab")
        page.get_by_role("button", name="发会议通知").click()
        expect(page.locator("#toasts")).to_contain_text("已通知")
        expect(page.locator("#people")).to_contain_text("3 人，1 人已答复")
        meeting = product.one(MEETING, TITLE)
        assert product.one(BREACH, meeting) == 1
        assert grave_faults(page) == []

        _answer_by_phone(chen, meeting)
        expect(page.locator("#people")).to_contain_text("会晚五分钟")
        expect(page.locator("#people")).to_contain_text("3 人，2 人已答复")
        _answer_as_guest(browser, base, product.one(LINK, meeting))
        expect(page.locator("#people")).to_contain_text("3 人，3 人已答复")
        assert _without_refusals(lin.faults) == []
        assert chen.faults == []


@pytest.mark.timeout(200)
@pytest.mark.req("M20")
def test_a_calendar_is_fetched_by_its_secret_address_until_it_is_taken_back(
    browser: Browser, base: str
) -> None:
    with visitor(browser, base) as person, visitor(browser, base) as program:
        page = person.sign_in("lin", PASSWORD).page("/calendar")
        expect(page.locator(".cal-grid")).to_be_visible()
        assert grave_faults(page) == []
        page.get_by_role("link", name="订阅到自己的日历").click()
        page.get_by_role("button", name="建立订阅地址").click()
        address = page.locator("code").inner_text()
        path = "/calendar/feed/" + address.rpartition("/")[2]
        answer = program.context.request.get(base + path)
        assert answer.status == 200
        assert "BEGIN:VEVENT" in answer.text()
        page.get_by_role("button", name="作废").click()
        expect(page.locator("#toasts")).to_contain_text("已作废")
        assert program.context.request.get(base + path).status == 404
        assert person.faults == []


@pytest.mark.timeout(300)
@pytest.mark.req("M20", "M04")
def test_a_month_by_keys_and_a_series_changed_from_one_on(
    product: Instance, browser: Browser, base: str
) -> None:
    with visitor(browser, base) as person, visitor(browser, base, size="phone") as held:
        page = person.sign_in("lin", PASSWORD).page("/calendar")
        page.keyboard.press("m")
        expect(page.locator(".month")).to_be_visible()
        chosen = page.locator(".month-day[aria-current]").get_attribute("href")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".month-day:focus")).to_be_visible()
        assert page.locator(".month-day:focus").get_attribute("href") != chosen
        assert grave_faults(page) == []
        page.keyboard.press("w")
        expect(page.locator(".cal-grid")).to_be_visible()
        meeting = product.one(LATER)
        page = person.page(f"/meetings/{meeting}/edit")
        page.check("[name=scope][value=later]")
        page.fill("#id_place", "7 楼天台")
        page.locator("#id_place").dispatch_event("change")
        expect(page.locator("#series-preview")).to_contain_text("已有的答复保留")
        page.get_by_role("button", name="保存并告诉与会者").click()
        expect(page.locator("#facts")).to_contain_text("7 楼天台")
        assert person.faults == []
        phone = held.sign_in("lin", PASSWORD).page("/calendar?view=month")
        expect(phone.locator(".month-chosen")).to_be_visible()
        assert grave_faults(phone) == []
        assert not overflows(phone)


def _answer_by_phone(chen: Visitor, meeting: str) -> None:
    phone = chen.sign_in("chen", PASSWORD).page(f"/meetings/{meeting}")
    phone.locator("#answer [name=comment]").fill("会晚五分钟")
    phone.get_by_role("button", name="参加", exact=True).click()
    expect(phone.locator("#answer .tag")).to_have_text("参加")
    assert grave_faults(phone) == []
    assert not overflows(phone)


def _fill(page: Page) -> None:
    soon = timezone.localtime(clock.now()) + timedelta(days=1)
    page.fill("#id_title", TITLE)
    page.locator("[name=required_q]").press_sequentially("陈屿", delay=10)
    # What was found for the first letters stands there until the rest is answered.
    page.locator("#required-found .found-item", has_text="陈屿").first.click()
    page.fill("#id_guests", "李工 li.gong@xinghai.invalid 星海物流")
    page.fill("#id_place", "3 楼茶水间")
    page.fill("#id_starts_at", f"{soon:%Y-%m-%dT10:00}")
    page.locator("#id_starts_at").dispatch_event("change")


def _answer_as_guest(browser: Browser, base: str, path: str) -> None:
    """Without an account: the link in the mail is all it takes."""
    with visitor(browser, base, size="phone") as guest:
        page = guest.page(path)
        expect(page.locator("h1")).to_have_text(TITLE)
        assert grave_faults(page) == []
        assert not overflows(page)
        page.get_by_role("button", name="待定").click()
        expect(page.locator(".tag", has_text="待定")).to_be_visible()
        assert page.locator("nav a").count() == 0
        assert guest.faults == []


def _without_refusals(faults: list[str]) -> list[str]:
    """The refusal that this journey asks for is no fault of the page."""
    return [fault for fault in faults if "422" not in fault]
