"""A weekly meeting with three people at once: chair and recorder at desks, one with a phone."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.kit import clock
from huiyin.worktime.calendars import chinese_calendar
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "understood-by-everybody-before-the-end"
TITLE = "运营周例会"
CHAIR, SCRIBE, MEMBER = "林若溪", "白露", "孟夏"
RESOLUTION = "双十二值班表周四 18:00 前由各部门确认"
DOUBT = "客服的人数周四前拿不到"
BEGINS = timedelta(days=3, hours=1)
"""From Monday at ten to the meeting."""


class Journey:
    """A house on a Monday at ten, and a meeting on Thursday."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self._clock_file = Path(product.environment["HUIYIN_CLOCK_FILE"])
        self.monday = _working_monday()
        self.move(timedelta())

    def move(self, by: timedelta) -> None:
        """Set everybody's clock to ``by`` after ten o'clock on Monday."""
        clock.simulate(self._clock_file, at=self.monday + by)

    def owed(self, verb: str) -> dict[str, int]:
        """Who bears ``verb``: name -> state (0 open, 1 met, 2 met late, 4 excused)."""
        return {str(name): int(state) for name, state in self.product.rows(_OWED, verb)}


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    """The company of the stories; the meeting is announced in time."""
    with instance.running(start=False) as product, chromium() as browser:
        product.environment["HUIYIN_CLOCK_FILE"] = str(product.home / "clock.json")
        product.start()
        made = Journey(product, browser)
        inside.call(product, "cast", password=PASSWORD)
        starts = (made.monday + BEGINS).isoformat()
        inside.call(
            product,
            "meeting",
            title=TITLE,
            kind="weekly_meeting",
            chair=CHAIR,
            recorder=SCRIBE,
            people=[CHAIR, SCRIBE, MEMBER],
            starts_at=starts,
        )
        yield made


@pytest.mark.timeout(500)
@pytest.mark.req("M02", "M09", "M10", "M11")
def test_three_people_hold_a_meeting(journey: Journey) -> None:
    base, faults = journey.base, list[str]()
    room = f"/meetings/{journey.product.one(_MEETING, TITLE)}"
    with (
        visitor(journey.browser, base) as chair,
        visitor(journey.browser, base) as scribe,
        visitor(journey.browser, base, size="phone") as member,
    ):
        for person, name in ((chair, CHAIR), (scribe, SCRIBE), (member, MEMBER)):
            person.sign_in(name, PASSWORD)
        prepare(chair.page(f"{room}/agenda"))
        journey.move(BEGINS)
        desk, notes, phone = begin(room, chair, scribe, member)
        decide(notes, desk, phone)
        object_and_understand(desk, notes, phone)
        note_something_to_do(notes, desk)
        faults += grave_faults(desk) + grave_faults(phone)
        assert not overflows(phone)
        journey.move(BEGINS + timedelta(minutes=64))
        end(desk, phone)
        faults += [
            each for each in (*chair.faults, *scribe.faults, *member.faults) if "422" not in each
        ]
    assert faults == []
    assert journey.owed("understand_resolution") == {SCRIBE: 1, MEMBER: 1}
    assert journey.owed("share_agenda") == {CHAIR: 1}
    assert journey.owed("close_meeting") == {CHAIR: 2}
    assert journey.owed("publish_minutes") == {SCRIBE: 0}
    assert journey.owed("explain_overrun") == {CHAIR: 1}
    for command, said in ((("ledger", "verify"), "完好"), (("doctor",), "0 findings")):
        done = journey.product.huiyin(*command, url=journey.product.url)
        assert said in done.out, done.out


def prepare(page: Page) -> None:
    """Two items, typed one after the other, then out to everybody."""
    for title, minutes in (("上周总结", "10"), ("双十二排班", "20")):
        page.fill("form[data-line] input[name=title]", title)
        page.fill("form[data-line] input[name=minutes]", minutes)
        page.press("form[data-line] input[name=minutes]", "Enter")
        expect(page.locator("#agenda")).to_contain_text(title)
    expect(page.locator("#agenda header")).to_contain_text("30 / 60 分钟")
    page.get_by_role("button", name="发出议程和材料").click()
    expect(page.locator(".head")).to_contain_text("已发出")
    page.close()


def begin(room: str, chair: Visitor, scribe: Visitor, member: Visitor) -> tuple[Page, Page, Page]:
    """Everybody looks; the chair calls the roll, and all pages follow by themselves."""
    desk, notes, phone = (one.page(f"{room}/room") for one in (chair, scribe, member))
    expect(phone.locator("main")).to_contain_text("由林若溪主持")
    desk.get_by_role("button", name="开始会议").click()
    for page in (desk, notes, phone):
        expect(page.locator("#resolutions")).to_be_visible()
    desk.locator("#agenda").get_by_role("button", name="开始").first.click()
    expect(phone.locator("#agenda .is-now")).to_contain_text("上周总结")
    expect(phone.locator("#agenda .is-now .timer")).to_contain_text("/ 10:00")
    return desk, notes, phone


def decide(notes: Page, *others: Page) -> None:
    """One key, one line, Enter: it stands on every screen."""
    notes.locator("body").press("r")
    expect(notes.locator("#write input[name=line]")).to_be_focused()
    notes.keyboard.type(RESOLUTION)
    notes.keyboard.press("Enter")
    for page in (notes, *others):
        expect(page.locator("#resolutions")).to_contain_text(RESOLUTION)
    expect(notes.locator("#write input[name=line]")).to_have_value("")


def object_and_understand(desk: Page, notes: Page, phone: Page) -> None:
    """The one with the phone does not agree; it is talked about; then both tick."""
    phone.locator("#resolutions summary", has_text="有异议").click()
    phone.fill("#resolutions input[name=words]", DOUBT)
    phone.get_by_role("button", name="提出").click()
    expect(desk.locator("#resolutions")).to_contain_text(f"孟夏有异议：{DOUBT}")
    expect(desk.locator("#bar")).to_contain_text("孟夏")
    for page in (phone, notes):
        page.locator("#resolutions").get_by_role("button", name="已理解").click()
        expect(page.locator("#resolutions")).to_contain_text("你已理解")
    expect(desk.locator("#resolutions")).to_contain_text("已理解 2 / 2")
    expect(desk.locator("#resolutions")).to_contain_text("曾有异议，已说清")


def note_something_to_do(notes: Page, desk: Page) -> None:
    """An action item with its owner and date, read from one line."""
    notes.locator("#write input[name=line]").blur()
    notes.locator("body").press("t")
    notes.keyboard.type("整理值班表 @孟夏 明天 18:00")
    notes.keyboard.press("Enter")
    for page in (notes, desk):
        expect(page.locator("#items")).to_contain_text("整理值班表")
        expect(page.locator("#items")).to_contain_text("孟夏")
    expect(desk.locator("#bar")).to_contain_text("都写全了")


def end(desk: Page, phone: Page) -> None:
    """It has run over; it does not end before everybody was heard; then the chair says why."""
    desk.reload()
    expect(desk.locator("#bar")).to_contain_text("已到预定的结束时间")
    expect(desk.locator("#agenda .is-now .timer.is-late")).to_be_visible()
    desk.get_by_role("button", name="散会").click()
    stopped = desk.locator("#stopped")
    expect(stopped).to_contain_text("2 人没有发言的机会")
    stopped.get_by_role("link", name="回去补齐").click()
    for name in (MEMBER, SCRIBE):
        seat = desk.locator("#people li", has_text=name)
        seat.get_by_role("button", name="无补充").click()
        expect(seat).not_to_contain_text("请发言")
    desk.get_by_role("button", name="散会").click()
    expect(desk.locator(".head")).to_contain_text("已结束")
    expect(phone.locator(".head")).to_contain_text("已结束")
    desk.fill("#bar input[name=reason]", "排班多谈了四分钟")
    desk.get_by_role("button", name="写明原因").click()
    expect(desk.locator("#bar")).to_contain_text("排班多谈了四分钟")


def _working_monday() -> datetime:
    """Ten o'clock in Shanghai of the next Monday whose week is worked."""
    zone = ZoneInfo("Asia/Shanghai")
    today = clock.real_now().astimezone(zone).date()
    calendar = chinese_calendar(today.year, today.year + 1)
    day = today + timedelta(days=7 - today.weekday())
    while not all(calendar.is_working_day(day + timedelta(days=one)) for one in range(5)):
        day += timedelta(days=7)
    return datetime.combine(day, time(10), zone)


_MEETING = "SELECT id FROM cases_case WHERE title = %s AND scenario = 'meetings'"
_OWED = """
SELECT p.name, b.state FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id WHERE o.verb = %s AND o.parent IS NULL
"""
