"""Three people say back what a notice means, one of them wrongly: the rate is that of a hand count."""

from collections.abc import Iterator
from math import sqrt
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import PATIENCE, Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(400)]

PASSWORD = "a-journey-of-a-thousand-miles"
AUTHOR, DESK, PHONE, MISTAKEN = "林若溪", "白露", "陈屿", "孟夏"
TITLE = "双十二大促值班安排"
POINTS = [
    ["12 月 12 日 08:00 至 22:00 轮班", "什么时候轮班"],
    ["故障先打给值守组长", "故障先找谁"],
    ["各组长 11 月 30 日 18:00 前交排班表", "排班表什么时候交"],
]
QUIZ: list[list[Any]] = [
    ["single", "故障先打给谁", ["值守组长", "客服部"], [0], 2],
    ["true_false", "排班表 11 月 30 日 18:00 前交", [], [0], 3],
]
RIGHT = "12月12号早上八点到晚上十点轮班，故障先打给值守组长，组长11月30日18点前交排班表"
WRONG = "12月12号早上八点到晚上十点轮班，组长11月30日20点前交排班表"
Z = 1.959964
THUMB = 40
"""Pixels that a thumb needs."""


@pytest.fixture(scope="module")
def product() -> Iterator[Instance]:
    """The company of the stories, with one notice to be restated."""
    with instance.running() as started:
        inside.call(started, "cast", password=PASSWORD)
        told = {"title": TITLE, "author": AUTHOR, "readers": [DESK, PHONE, MISTAKEN]}
        inside.call(started, "understanding", **told, points=POINTS, quiz=QUIZ)
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started
    expect.set_options(timeout=5_000)  # its default


@pytest.mark.req("N14", "Z04", "Z06")
def test_one_of_three_is_wrong_and_the_rate_says_so(product: Instance, browser: Browser) -> None:
    base = f"http://127.0.0.1:{product.port}"
    notice = str(product.one("SELECT case_ptr_id FROM notices_notice"))
    faults: list[str] = []
    with visitor(browser, base) as reader:
        faults += at_the_desk(reader.sign_in(DESK, PASSWORD), notice)
    with visitor(browser, base, size="phone") as reader:
        faults += on_the_phone(reader.sign_in(PHONE, PASSWORD), notice)
    with visitor(browser, base, size="phone") as reader:
        faults += mistaken(reader.sign_in(MISTAKEN, PASSWORD), notice)
    # First tries: 2 answers and 3 points each. 孟夏 got an answer and a point wrong, left one out.
    with visitor(browser, base) as author:
        page = author.sign_in(AUTHOR, PASSWORD).page(f"/notices/{notice}/echo")
        expect_rate(page, wrong=2, answered=14, missing=1)
        judge(page)
        expect_rate(page, wrong=1, answered=14, missing=1)
        faults += grave_faults(page) + author.faults
    assert faults == []
    assert product.one("SELECT count(*) FROM obligation_bearer WHERE state IN (1, 2)") == 3


def at_the_desk(reader: Visitor, notice: str) -> list[str]:
    """Question by question, then own words, while the points light up."""
    page = reader.page(f"/notices/{notice}")
    expect(page.locator("form[data-confirms]")).to_have_count(0)
    page.get_by_label("值守组长").check()
    page.get_by_role("button", name="下一题").click()
    expect(page.locator(".quiz-q")).to_have_text(QUIZ[1][1])
    page.get_by_label("对", exact=True).check()
    page.get_by_role("button", name="提交答案").click()
    expect(page.locator("#understanding")).to_contain_text("2 题都答对了")
    page.locator("#restatement").fill("故障先打给值守组长")
    expect(page.locator("#coverage .is-in")).to_have_count(1)
    page.locator("#restatement").fill(RIGHT)
    expect(page.locator("#coverage .is-in")).to_have_count(3)
    found = grave_faults(page)
    page.locator("#restatement").press("Control+Enter")
    expect(page.locator("#panel .bigclock.is-done")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("要点都对上了")
    return found + reader.faults


def on_the_phone(reader: Visitor, notice: str) -> list[str]:
    """The same with one thumb: everything is large, nothing is beside the screen."""
    page = reader.page(f"/notices/{notice}")
    thumb(page.locator("#dock button"))
    thumb(page.locator(".quiz .opt", has_text="值守组长"))
    thumb(page.get_by_role("button", name="下一题"))
    expect(page.locator(".quiz-q")).to_have_text(QUIZ[1][1])
    thumb(page.locator(".quiz .opt").first)
    thumb(page.get_by_role("button", name="提交答案"))
    expect(page.locator("#understanding")).to_contain_text("2 题都答对了")
    assert not overflows(page)
    page.locator("#restatement").fill(RIGHT)
    found = grave_faults(page)
    thumb(page.get_by_role("button", name="提交复述"))
    expect(page.locator("#toasts")).to_contain_text("要点都对上了")
    return found + reader.faults


def mistaken(reader: Visitor, notice: str) -> list[str]:
    """Wrong at first, told kindly, right in the end."""
    page = reader.page(f"/notices/{notice}")
    thumb(page.locator("#dock button"))
    thumb(page.locator(".quiz .opt", has_text="客服部"))
    thumb(page.get_by_role("button", name="下一题"))
    expect(page.locator(".quiz-q")).to_have_text(QUIZ[1][1])
    thumb(page.locator(".quiz .opt").first)
    thumb(page.get_by_role("button", name="提交答案"))
    expect(page.locator("#understanding")).to_contain_text("还差一点")
    thumb(page.locator(".quiz .opt", has_text="值守组长"))
    thumb(page.get_by_role("button", name="提交答案"))
    expect(page.locator("#understanding")).to_contain_text("2 题都答对了")
    page.locator("#restatement").fill(WRONG)
    thumb(page.get_by_role("button", name="提交复述"))
    expect(page.locator("#coverage .is-off")).to_contain_text("把 18:00 说成了 20点")
    expect(page.locator("#coverage")).to_contain_text("还差一点：故障先找谁")
    page.locator("#restatement").fill(RIGHT)
    thumb(page.get_by_role("button", name="提交复述"))
    expect(page.locator("#toasts")).to_contain_text("要点都对上了")
    return reader.faults


def judge(page: Page) -> None:
    """The author asked 孟夏: it was a slip of the pen."""
    said = page.locator("#understood li", has_text="把 18:00 说成了 20点")
    said.locator("summary").click()
    said.locator("select").select_option("right")
    said.get_by_label("改判的理由").fill("口头问过，她记的是 18:00")
    said.get_by_role("button", name="改判").click()
    expect(page.locator("#toasts")).to_contain_text("已改判")


def expect_rate(page: Page, *, wrong: int, answered: int, missing: int) -> None:
    """The figures, and the interval worked out here as the textbook does."""
    share = wrong / answered
    centre = share + Z * Z / (2 * answered)
    half = Z * sqrt(share * (1 - share) / answered + Z * Z / (4 * answered**2))
    low, high = ((centre + side * half) / (1 + Z * Z / answered) for side in (-1, 1))
    card = page.locator("#understood")
    expect(card.locator(".stat").nth(0)).to_contain_text(f"{100 * share:.1f}%")
    expect(card.locator(".stat").nth(1)).to_contain_text(f"{wrong} / {answered}")
    expect(card.locator(".stat").nth(2)).to_contain_text(str(missing))
    expect(card).to_contain_text(f"95% 置信区间 {100 * low:.1f}% 至 {100 * high:.1f}%")
    expect(card).to_contain_text("尚不能判定")


def thumb(target: Locator) -> None:
    """Tap it, when a thumb can."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    assert box["height"] >= THUMB, f"{target}: {box}"
    target.tap()
