"""A notice of an employee in a real browser: head, review, double check, co-sign, and out it goes."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Size, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "signed-and-sealed-by-everybody"
TITLE = "双十二大促值班安排"


class Journey:
    """A house whose people sign; ``faults`` is what any page complained about."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self.faults: list[str] = []
        sql = "SELECT id FROM cases_case WHERE title = %s"
        self.notice = str(product.one(sql, TITLE))

    def seats(self, step: str) -> list[tuple[str, str, str]]:
        """Who was asked at a step, what came of it, who acted; in the order of asking."""
        rows = self.product.rows(_SEATS, step)
        return [(str(name), str(outcome), str(acted or "")) for name, outcome, acted in rows]

    def signs(self, name: str, *, size: Size = "desktop") -> None:
        """From the inbox to the sign page, one button; the page is sound."""
        with visitor(self.browser, self.base, size=size) as person:
            page = person.sign_in(name, PASSWORD).page("/")
            page.locator(f"a.btn[href='/sign/{self.notice}']").first.click()
            page.wait_for_url(f"**/sign/{self.notice}")
            self.faults += [f"{name}: {fault}" for fault in grave_faults(page)]
            assert not overflows(page)
            if size == "phone":
                page.locator("#dock button[value=approve]").click()
            else:
                agree(page)
            page.wait_for_url("**/sign/**")
            expect(page.locator("body")).to_contain_text("已记录")
            self.faults += person.faults


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    """The company of the stories; 叶蓁 is on leave, 何青 answers for her."""
    with instance.running() as product, chromium() as browser:
        inside.call(product, "cast", password=PASSWORD)
        inside.call(product, "leave", name="叶蓁", delegate="何青", days=20)
        concerned = ["财务部", "客服部"]
        inside.call(
            product, "draft", title=TITLE, author="白露", sources=["技术部"], concerned=concerned
        )
        yield Journey(product, browser)


@pytest.mark.timeout(400)
@pytest.mark.req("N02", "N03", "N04", "N05", "R05")
def test_a_notice_is_signed_by_all_and_goes_out(journey: Journey) -> None:
    submit(journey)
    journey.signs("林若溪")
    review(journey)
    double_check(journey)
    co_sign(journey)
    published(journey)
    assert journey.faults == []
    done = journey.product.huiyin("ledger", "verify", url=journey.product.url)
    assert done.code == 0, done.out
    doctor = journey.product.huiyin("doctor", url=journey.product.url)
    assert "0 findings" in doctor.out, doctor.out


def submit(journey: Journey) -> None:
    """The author sees the path with both names of the absent signer, and puts it forward."""
    with visitor(journey.browser, journey.base) as author:
        page = author.sign_in("白露", PASSWORD).page(f"/notices/{journey.notice}/publish")
        path = page.locator("ol.path")
        for words in ("林若溪", "何青", "苏晴", "何青（代 叶蓁）", "数据双核对", "会签"):
            expect(path).to_contain_text(words)
        page.get_by_role("button", name="提交审核").click()
        page.wait_for_url(f"**/sign/{journey.notice}")
        expect(page.locator("#panel")).to_contain_text("审签中，文稿已冻结")
        expect(page.locator("#panel")).to_contain_text("前可发布")
        journey.faults += author.faults


def review(journey: Journey) -> None:
    """The reviewer ticks every point with its evidence; without it nothing is signed."""
    with visitor(journey.browser, journey.base) as reviewer:
        page = reviewer.sign_in("何青", PASSWORD).page(f"/sign/{journey.notice}")
        for point in ("facts", "wording", "conduct"):
            page.check(f"input[name=tick_{point}]")
            page.fill(f"input[name=evidence_{point}]", "值班系统导出表")
        agree(page)
        expect(page.locator("body")).to_contain_text("已记录")
        journey.faults += reviewer.faults


def double_check(journey: Journey) -> None:
    """Two people of the department; the author and the same person twice are refused."""
    first, second = (name for name, _outcome, _acted in journey.seats("double_check"))
    assert first != second
    assert "白露" not in {first, second}
    assert attempt(journey, "白露", second) == 403
    journey.signs(first, size="phone")
    assert attempt(journey, first, second) == 200
    outcomes = [(outcome, acted) for _name, outcome, acted in journey.seats("double_check")]
    assert outcomes == [("approved", first), ("open", "")]
    journey.signs(second)


def co_sign(journey: Journey) -> None:
    """One head is on leave: her delegate signs, and both names stay."""
    with visitor(journey.browser, journey.base) as delegate:
        page = delegate.sign_in("何青", PASSWORD).page(f"/sign/{journey.notice}")
        expect(page.get_by_role("button", name="代叶蓁同意")).to_be_visible()
        agree(page)
        expect(page.locator("body")).to_contain_text("已记录")
        journey.faults += delegate.faults
    assert ("叶蓁", "approved", "何青") in journey.seats("co_sign")
    sql = "SELECT published_at IS NULL FROM notices_notice WHERE case_ptr_id = %s"
    assert journey.product.one(sql, journey.notice)
    journey.signs("苏晴")


def published(journey: Journey) -> None:
    """It went out by itself; the recipient has it, the author sees who signed for whom."""
    sql = "SELECT state FROM notices_notice WHERE case_ptr_id = %s"
    assert journey.product.one(sql, journey.notice) == "published"
    with visitor(journey.browser, journey.base) as reader:
        page = reader.sign_in("孟夏", PASSWORD).page("/")
        expect(page.locator("#inbox")).to_contain_text(TITLE)
        journey.faults += reader.faults
    with visitor(journey.browser, journey.base) as author:
        page = author.sign_in("白露", PASSWORD).page(f"/sign/{journey.notice}")
        expect(page.locator("ol.path")).to_contain_text("何青（代 叶蓁）")
        expect(page.locator(".tl")).to_contain_text("值班系统导出表")
        journey.faults += author.faults + grave_faults(page)


def agree(page: Page) -> None:
    """Press 同意 on the panel."""
    page.locator("#panel button[value=approve]").first.click()


def attempt(journey: Journey, name: str, seat_of: str) -> int:
    """``name`` tries to sign for a seat that is not theirs, past the page; the status."""
    sql = """SELECT s.id FROM signoff_seat s JOIN directory_person p ON p.id = s.person_id
              JOIN signoff_step t ON t.id = s.step_id
             WHERE t.step = 'double_check' AND p.name = %s"""
    seat = journey.product.one(sql, seat_of)
    with visitor(journey.browser, journey.base) as person:
        page = person.sign_in(name, PASSWORD).page("/me")
        headers = json.loads(page.get_attribute("body", "hx-headers") or "{}")
        answer = person.context.request.post(
            f"{journey.base}/sign/{journey.notice}/act",
            form={"seat": str(seat), "decision": "approve"},
            headers={**headers, "Referer": journey.base},
        )
        return answer.status


_SEATS = """
SELECT p.name, s.outcome, a.name FROM signoff_seat s
  JOIN signoff_step t ON t.id = s.step_id
  JOIN directory_person p ON p.id = s.person_id
  LEFT JOIN directory_person a ON a.id = s.acted_by_id
 WHERE t.step = %s ORDER BY s.id
"""
