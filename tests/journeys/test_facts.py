"""A fact changes, in a real browser: exactly those who carry the old value are corrected (Z05, N21)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Size, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "a-journey-of-a-thousand-miles"
OLD, NEW = "400-820-1600", "400-100-2000"
FIRST, SECOND = "客服电话张贴安排", "客服培训安排"
KEEPER, HEAD, AUTHOR = "顾北辰", "苏晴", "何青"
TEN = ("陈屿", "韩墨", "罗一鸣", "沈言", "白露", "孟夏", "江予安", "唐果", "叶蓁", "邱然")
CONFIRMED, OPENED = ("陈屿", "韩墨", "白露"), ("孟夏", "唐果", "叶蓁")
"""What they did with the first notice; the others did nothing."""

LEARNED, GLANCED, STALE = ("孟夏", "沈言"), "唐果", "陈屿"
"""Of the second: two confirm it, one opens it, one opens it who had confirmed the first."""


class House:
    """A running product, its pages and its tables."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self.faults: list[str] = []

    @contextmanager
    def seen_by(self, name: str, size: Size = "desktop") -> Iterator[Page]:
        """A page of somebody who signed in; what it complains about is kept."""
        with visitor(self.browser, self.base, size=size) as person:
            yield person.sign_in(name, PASSWORD).page()
            self.faults += person.faults

    def notice(self, title: str) -> str:
        """The address of the notice called ``title``."""
        key = self.product.one("SELECT id FROM cases_case WHERE title LIKE %s", f"%{title}%")
        return f"{self.base}/notices/{key}"

    def names(self, sql: str, *params: object) -> set[str]:
        """One column of names."""
        return {row[0] for row in self.product.rows(sql, *params)}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with instance.running() as product, chromium() as browser:
        inside.call(product, "cast", password=PASSWORD)
        yield House(product, browser)


@pytest.mark.timeout(600)
@pytest.mark.req("Z05", "N21")
def test_a_changed_fact_reaches_exactly_the_right_people(house: House) -> None:
    enter_the_fact(house)
    quote(house, FIRST, "1. 各处张贴新电话 {{客服热线}}。", TEN)
    for name in CONFIRMED:
        confirm(house, name, FIRST)
    for name in OPENED:
        look(house, name, FIRST)
    change_the_fact(house)
    house.product.until(lambda: bool(house.names(LISTED)), "a drafted correction")
    assert house.names(LISTED) == set(TEN)
    quote(house, SECOND, "1. 培训时使用 {{客服热线}}。", (*LEARNED, GLANCED, STALE))
    for name in LEARNED:
        confirm(house, name, SECOND)
    look(house, GLANCED, SECOND)
    look(house, STALE, SECOND)
    publish_the_correction(house)
    expected = set(TEN) - {*LEARNED, GLANCED}
    assert house.names(ORACLE, OLD, NEW) == expected
    assert house.names(ADDRESSED) == expected
    revise_the_first(house)
    see_the_difference(house)
    assert house.faults == []


def enter_the_fact(house: House) -> None:
    """Its department enters it; the list has it."""
    with house.seen_by(KEEPER) as page:
        page.goto(f"{house.base}/facts/new")
        values = {"name": "客服热线", "key": "hotline", "value": OLD, "reason": "年初合同"}
        for name, value in values.items():
            page.fill(f"#id_{name}", value)
        page.get_by_role("button", name="登记").click()
        expect(page.locator(".fact-big")).to_have_text(OLD)
        assert grave_faults(page) == []
        page.goto(f"{house.base}/facts/")
        expect(page.locator(".fact-tbl")).to_contain_text("{{客服热线}}")


def quote(house: House, title: str, items: str, readers: tuple[str, ...]) -> None:
    """A notice that quotes it goes out."""
    inside.call(
        house.product, "notice", title=title, author=AUTHOR, readers=list(readers), items=items
    )


def confirm(house: House, name: str, title: str) -> None:
    """One press in the inbox."""
    with house.seen_by(name, "phone") as page:
        page.goto(house.base)
        row = page.locator(".row", has_text=title)
        row.get_by_role("button", name="收到").tap()
        expect(row.locator(".clock")).to_contain_text("按时")


def look(house: House, name: str, title: str) -> None:
    """Open it, see the value with its owner, and do no more."""
    with house.seen_by(name) as page:
        page.goto(house.notice(title))
        value = OLD if title == FIRST else NEW
        expect(page.locator("data.fact").first).to_have_text(value)
        title_of = page.locator("data.fact").first.get_attribute("title") or ""
        assert "口径「客服热线」，客服部" in title_of


def change_the_fact(house: House) -> None:
    """Before it changes, the page says how many people carry the value."""
    with house.seen_by(KEEPER) as page:
        page.goto(f"{house.base}/facts/")
        page.get_by_role("link", name="客服热线").first.click()
        page.get_by_role("link", name="更改取值").click()
        expect(page.locator(".note").first).to_contain_text(f"{len(TEN)} 人看到的是 {OLD}")
        page.fill("#id_value", NEW)
        page.locator("#id_reason").first.fill("更换运营商")
        page.get_by_role("button", name="设为现值").click()
        expect(page.locator(".fact-big")).to_have_text(NEW)
        expect(page.locator(".fact-history li")).to_have_count(2)
        expect(page.locator(".fact-carried")).to_contain_text(f"{len(TEN)} 人")


def publish_the_correction(house: House) -> None:
    """The head finds the draft among their duties and sends it."""
    with house.seen_by(HEAD) as page:
        page.goto(house.base)
        row = page.locator(".row", has_text="发出口径更正")
        row.get_by_role("link", name="去发布").click()
        expect(page.locator(".news--wrong")).to_contain_text("客服热线")
        assert grave_faults(page) == []
        page.locator(".sendbar button", has_text="发布").click()
        people = len(TEN) - len(LEARNED) - 1
        page.get_by_role("button", name="发布给").click()
        expect(page.locator(".head p")).to_contain_text(f"{people} 人")
        page.goto(house.base)
        expect(page.locator(".row", has_text="发出口径更正")).to_have_count(0)


def revise_the_first(house: House) -> None:
    """The author brings the first notice itself up to date; it counts as an error."""
    with house.seen_by(AUTHOR) as page:
        page.goto(f"{house.notice(FIRST)}/revise")
        page.get_by_text("更正：发出的内容有误").click()
        page.fill("#id_what", "客服热线换了号码")
        page.select_option("#id_cause", "stale_fact")
        assert grave_faults(page) == []
        page.get_by_role("button", name="发出新版").click()
        expect(page.locator(".revision-line")).to_contain_text("更正 1 次")


def see_the_difference(house: House) -> None:
    """A reader with a phone sees the old number struck out and the new one beside it."""
    with house.seen_by(CONFIRMED[0], "phone") as page:
        page.goto(house.notice(FIRST))
        expect(page.locator(".changes del")).to_contain_text(OLD)
        expect(page.locator(".changes ins")).to_contain_text(NEW)
        assert grave_faults(page) == []
        assert not overflows(page)
        page.get_by_role("link", name="查看全部版本").click()
        page.get_by_role("link", name="读这一版全文").last.click()
        expect(page.locator(".doc data.fact")).to_have_text(OLD)


LISTED = """
SELECT p.name FROM directory_listed_person l JOIN directory_person p ON p.id = l.person_id
"""
ADDRESSED = """
SELECT p.name FROM notices_notice n JOIN cases_case c ON c.id = n.case_ptr_id
  JOIN facts_fact f ON f.id = c.origin
  JOIN obligation o ON o.subject = c.id AND o.verb = 'confirm_notice' AND o.parent IS NULL
  JOIN obligation_bearer b ON b.obligation_id = o.id JOIN directory_person p ON p.id = b.person_id
"""
ORACLE = """
WITH held AS (
  SELECT b.person_id, v.value,
         max(b.evidence) AS evidence, max(b.evidence_at) AS at
    FROM facts_quotation q JOIN facts_value v ON v.id = q.fact_value_id
    JOIN cases_case c ON c.id = q.case_id AND c.origin IS NULL
    JOIN obligation o ON o.subject = c.id AND o.verb = 'confirm_notice' AND o.parent IS NULL
    JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE q.revision = 1 GROUP BY 1, 2)
SELECT p.name FROM directory_person p
  JOIN held a ON a.person_id = p.id AND a.value = %s
  LEFT JOIN held n ON n.person_id = p.id AND n.value = %s
 WHERE n.person_id IS NULL OR (a.evidence, a.at) > (n.evidence, n.at)
"""
"""From what stands with each person's duty, not from the ledger as the product decides."""
