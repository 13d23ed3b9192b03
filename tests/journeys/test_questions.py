"""A question on a notice, from the doubt to its end, by three people in real browsers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.xdist_group("questions")]

WORDS = "项目现场补贴是否也走新的审批入口"
LIKE = "项目现场的补贴是不是走新审批入口"
ANSWER = "也走新入口，科目选「差旅」。"
NOTICE = "SELECT id FROM cases_case WHERE title LIKE %s AND number <> ''"
STATE = """
SELECT b.state FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
 WHERE o.subject = %s AND o.verb = 'confirm_notice' AND p.name = %s
"""


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The demo company, as a first start makes it."""
    with instance.running(HUIYIN_DEMO="1") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.timeout(240)
@pytest.mark.req("N20")
def test_a_doubt_is_asked_shared_answered_and_ended(product: Instance, browser: Browser) -> None:
    base = f"http://127.0.0.1:{product.port}"
    notice = product.one(NOTICE, "%差旅报销%")
    with (
        visitor(browser, base, size="phone") as asker,
        visitor(browser, base) as other,
        visitor(browser, base) as owner,
    ):
        asker.sign_in("chen", PASSWORD)
        other.sign_in("lin", PASSWORD)
        owner.sign_in("auditor", PASSWORD)
        _ask(asker, notice)
        _ask_too(other, notice)
        _answer(owner, notice)
        page = asker.page(f"/notices/{notice}")
        expect(page.locator("#questions")).to_contain_text(ANSWER)
        page.get_by_role("button", name="看明白了").click()
        expect(page.locator("#questions header")).not_to_contain_text("有疑问")
        assert asker.faults + other.faults + owner.faults == []


def _ask(asker: Visitor, notice: str) -> None:
    page = asker.page(f"/notices/{notice}")
    page.fill("#question-text", WORDS)
    page.get_by_role("button", name="提问").click()
    expect(page.locator("#questions header")).to_contain_text("有疑问")
    assert grave_faults(page) == []
    assert not overflows(page)
    page.close()


def _ask_too(other: Visitor, notice: str) -> None:
    page = other.page(f"/notices/{notice}")
    page.locator("#question-text").press_sequentially(LIKE, delay=5)
    page.get_by_role("button", name="我也想问").click()
    expect(page.locator("#questions")).to_contain_text("2 人想知道")
    expect(page.locator("#questions")).to_contain_text(WORDS)
    page.close()


def _answer(owner: Visitor, notice: str) -> None:
    page = owner.page(f"/notices/{notice}/echo")
    expect(page.locator("main")).to_contain_text("不算已确认")
    row = page.locator(".question", has_text=WORDS)
    expect(row).to_contain_text("陈屿")
    row.locator("textarea").fill(ANSWER)
    row.get_by_role("button", name="答复").click()
    expect(page.locator("#questions")).to_contain_text(ANSWER)
    assert grave_faults(page) == []
    page.close()


@pytest.mark.timeout(180)
@pytest.mark.req("N20")
def test_who_has_a_question_is_asked_before_they_confirm(
    product: Instance, browser: Browser
) -> None:
    base = f"http://127.0.0.1:{product.port}"
    notice = product.one(NOTICE, "%差旅报销%")
    with visitor(browser, base) as person:
        page = person.sign_in("he", PASSWORD).page(f"/notices/{notice}")
        if product.one(STATE, notice, "何青"):
            pytest.skip("何青 confirmed before the visitor came")
        page.fill("#question-text", "旧系统里的单据还报不报")
        page.get_by_role("button", name="提问").click()
        expect(page.locator("#questions header")).to_contain_text("有疑问")
        page.locator("#panel form button", has_text="收到").click()
        expect(page.locator("#ask-first")).to_be_visible()
        assert product.one(STATE, notice, "何青") == 0
        page.get_by_role("button", name="仍要确认").click()
        expect(page.locator("#questions header")).not_to_contain_text("有疑问")
        assert product.one(STATE, notice, "何青") in {1, 2}
        assert person.faults == []
