"""The whole circle in a real browser: a notice to a staff list goes out, its echo comes back."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.config.demo import staff
from huiyin.kit import clock
from huiyin.worktime.calendars import chinese_calendar
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside, postbox, sheets
from tests.journeys.browsing import PATIENCE, chromium, grave_faults, visitor
from tests.journeys.postbox import Postbox
from tests.mailserver import DOMAIN, MailServer, mailserver

__all__ = ["mailserver"]

pytestmark = [pytest.mark.journey, pytest.mark.mailserver, pytest.mark.slow]

ORGANISATION = "云桥科技"
PASSWORD = "a-journey-of-a-thousand-miles"
PEOPLE = 1000
ABROAD = 200
"""People of the region that is left out."""

INITIATOR, TAPS, REPLIES, FOLLOWS = "HQ00001", "HQ00002", "HQ00003", "HQ00004"
TITLE = "年终盘点安排"


class Journey:
    """One house, its clock, and the mail server it speaks to."""

    def __init__(self, product: Instance, server: MailServer, browser: Browser) -> None:
        self.product = product
        self.server = server
        self.browser = browser
        self.base = f"http://127.0.0.1:{product.port}"
        self._clock_file = Path(product.environment["HUIYIN_CLOCK_FILE"])
        self._began = _working_monday()
        self.move(timedelta())

    def move(self, by: timedelta) -> None:
        """Set everybody's clock to ``by`` after ten o'clock; it runs on from there."""
        clock.simulate(self._clock_file, at=self._began + by)

    def box(self, employee_no: str) -> Postbox:
        """Somebody's mailbox."""
        return Postbox(self.server, employee_no.lower())

    def count(self, sql: str, *params: object) -> int:
        """One number, straight from the tables."""
        return int(self.product.one(sql, *params))


@pytest.fixture(scope="module")
def journey(mailserver: MailServer) -> Iterator[Journey]:
    """An empty house with a real mail server on a Monday at ten."""
    settings = {
        "HUIYIN_MAIL_URL": mailserver.mail_url,
        "HUIYIN_IMAP_URL": mailserver.imap_url(),
        "HUIYIN_MAIL_FROM": f"echo@{DOMAIN}",
        "HUIYIN_ORGANISATION": ORGANISATION,
    }
    with instance.running(start=False, **settings) as product, chromium() as browser:
        product.environment["HUIYIN_CLOCK_FILE"] = str(product.home / "clock.json")
        product.start()
        yield Journey(product, mailserver, browser)


@pytest.mark.timeout(400)
@pytest.mark.req("N08", "N10", "N15", "N16", "N18", "N23", "O01", "R04", "R05", "Z03")
def test_a_notice_to_a_thousand_people_comes_full_circle(journey: Journey, tmp_path: Path) -> None:
    faults = import_staff(journey, tmp_path)
    with visitor(journey.browser, journey.base) as initiator:
        initiator.sign_in(INITIATOR, PASSWORD)
        page = initiator.page("/notices/new")
        people = compose(page)
        notice = publish(page, people)
        check_audience(journey, notice, people)
        page.evaluate("window.neverReloaded = true")
        faults += confirm_in_three_ways(journey, page, notice)
        assert page.evaluate("window.neverReloaded")
        remind_after_an_hour(journey, notice)
        phone_after_two(journey, page)
        export(journey, page, notice, tmp_path)
        faults += initiator.faults
    assert faults == []
    for command, said in ((("ledger", "verify"), "完好"), (("doctor",), "0 findings")):
        done = journey.product.huiyin(*command, url=journey.product.url)
        assert done.code == 0, done.out
        assert said in done.out


def import_staff(journey: Journey, folder: Path) -> list[str]:
    """The administrator brings the staff list in by the page; a look first, then all of it."""
    inside.call(
        journey.product,
        "administrator",
        login="admin",
        password=PASSWORD,
        name="罗一鸣",
        organisation=ORGANISATION,
    )
    file = staff.workbook(folder / "staff.xlsx", PEOPLE, domain=DOMAIN)
    with visitor(journey.browser, journey.base) as administrator:
        page = administrator.sign_in("admin", PASSWORD).page("/people/import")
        page.set_input_files("#file", file)
        page.get_by_role("button", name="先看会改什么").click()
        expect(page.get_by_role("heading", name="预览")).to_be_visible()
        expect(page.locator(".kpis")).to_contain_text(f"{PEOPLE}")
        assert journey.count("SELECT count(*) FROM directory_person") == 1
        page.get_by_role("button", name="确认导入").click()
        expect(page.locator("#toasts")).to_contain_text(f"{PEOPLE}")
        assert journey.count("SELECT count(*) FROM directory_person") == PEOPLE + 1
        faults = administrator.faults
    for number, role in ((INITIATOR, "publisher"), (TAPS, "")):
        accounts = {"employee_no": number, "login": number, "password": PASSWORD, "role": role}
        inside.call(journey.product, "account", **accounts)
    return faults


def compose(page: Page) -> int:
    """An important notice to the company without its region abroad; how many people that are."""
    page.fill("#id_title", TITLE)
    page.locator(".seg label", has_text="重要").click()
    pick(page, "to_q", "全公司")
    expect(page.locator("#head-count")).to_contain_text(f"共 {PEOPLE + 1} 人")
    page.locator("summary", has_text="除外").click()
    pick(page, "except_q", "海外区")
    people = PEOPLE + 1 - ABROAD
    expect(page.locator("#head-count")).to_contain_text(f"共 {people} 人")
    page.fill("#id_background", "年终盘点每年一次，**数量须与台账一致**。")
    page.fill("#id_items", "1. 盘点 12 月 5 日 09:00 开始\n2. 停止出入库到 18:00")
    page.fill("#id_requirements", "各部门负责人 12 月 4 日 18:00 前报名单。")
    page.fill("#id_contact", "行政部 何青，分机 8101")
    expect(page.locator("#side .preview strong")).to_have_text("数量须与台账一致")
    expect(page.locator("#side .preview li")).to_have_count(2)
    return people


def pick(page: Page, name: str, text: str) -> None:
    """Choose the first that the picker finds for ``text``."""
    page.locator(f"input[name={name}]").press_sequentially(text)
    page.locator(".found-item", has_text=text).first.click()
    expect(page.locator(".chip[data-chip]", has_text=text)).to_be_visible()


def publish(page: Page, people: int) -> str:
    """One more look, then out; the publisher's page is there while mails are still being sent."""
    page.locator(".sendbar button", has_text="发布").click()
    expect(page.locator(".deed")).to_contain_text(f"{people} 人")
    page.get_by_role("button", name=f"发布给 {people} 人").click()
    expect(page.locator("#progress progress")).to_be_visible()
    expect(page.locator(".head p")).to_contain_text(f"{people} 人")
    expect_ring(page, met=0)
    return page.url.split("/notices/")[1].split("/")[0]


def check_audience(journey: Journey, notice: str, people: int) -> None:
    """Everybody meant owes once, nobody from abroad does."""
    assert journey.count(BEARERS, notice) == people
    assert journey.count(BEARERS + ABROAD_SQL, notice) == 0


def confirm_in_three_ways(journey: Journey, page: Page, notice: str) -> list[str]:
    """By a tap, by an answer, by the link in the mail; the open page follows each by itself."""
    faults = tap(journey, notice)
    expect_ring(page, met=1)
    letter = journey.box(REPLIES).letters(1)[0]
    assert str(letter["Subject"]) == f"【重要】{TITLE}"
    journey.box(REPLIES).answer(letter, "收到")
    expect_ring(page, met=2)
    faults += follow(journey, notice, postbox.link_in(journey.box(FOLLOWS).letters(1)[0]))
    expect_ring(page, met=3)
    return faults


def tap(journey: Journey, notice: str) -> list[str]:
    """One tap on the phone, in the inbox; the row says so at once."""
    with visitor(journey.browser, journey.base, size="phone") as reader:
        page = reader.sign_in(TAPS, PASSWORD).page("/")
        row = page.locator(".row", has_text=TITLE)
        owed = int(page.locator("#n-owed").inner_text())  # other journeys may have asked as well
        with page.expect_response(lambda one: f"{notice}/confirm" in one.url) as answered:
            row.get_by_role("button", name="收到").tap()
        assert answered.value.status == 204
        expect(row.locator(".clock")).to_contain_text("按时")
        expect(page.locator("#n-owed")).to_have_text(str(owed - 1))
        page.reload()
        expect(page.locator(".row")).to_have_count(owed - 1)
        expect(row).to_have_count(0)
        return reader.faults


def follow(journey: Journey, notice: str, path: str) -> list[str]:
    """Mail scanners follow links: looking changes nothing, pressing does."""
    with visitor(journey.browser, journey.base, size="phone") as guest:
        page = guest.page(path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        assert journey.count(MET, notice) == 2
        assert grave_faults(page) == []
        page.get_by_role("button", name="收到").tap()
        expect(page.locator(".note--done")).to_contain_text("你的确认已记录")
        assert journey.count(MET, notice) == 3
        return guest.faults


def remind_after_an_hour(journey: Journey, notice: str) -> None:
    """Who has not confirmed is reminded by mail; who has is left alone."""
    journey.product.until(lambda: not journey.count(WAITING), "all sent", PATIENCE / 500)
    journey.move(timedelta(hours=1, minutes=1))
    assert len(journey.box("HQ00006").letters(2)) == 2
    journey.product.until(lambda: not journey.count(WAITING), "all reminded", PATIENCE / 500)
    assert [len(journey.box(one).now()) for one in (TAPS, REPLIES, FOLLOWS)] == [1, 1, 1]
    assert journey.count(MET, notice) == 3


def phone_after_two(journey: Journey, page: Page) -> None:
    """The initiator has the duty to phone, a list with numbers, and a form for each result."""
    journey.move(timedelta(hours=2, minutes=1))
    duty = "SELECT count(*) FROM obligation WHERE verb = 'phone_unread'"
    journey.product.until(lambda: journey.count(duty) == 1, "a phone list", PATIENCE / 1000)
    page.goto(f"{journey.base}/")
    row = page.locator(".row", has_text="电话通知未确认的人")
    row.get_by_role("link", name="去致电").click()
    numbers = page.locator("#unread a[href^='tel:']")
    expect(numbers.first).to_be_visible()
    assert numbers.first.get_attribute("href") != "tel:"
    call(page, "已接通并确认理解")
    call(page, "未接", again_at=journey._began + timedelta(hours=3))
    call(page, "无法触达", note="出海作业，卫星电话关机")
    expect_ring(page, met=4)
    expect(page.locator("#ring .nums")).to_contain_text("已列明未达")


def call(page: Page, outcome: str, *, note: str = "", again_at: datetime | None = None) -> None:
    """Write down the result of a call to the first who was not called yet."""
    row = page.locator("#unread tbody tr", has_text="未拨").first
    row.get_by_role("link", name="记录结果").click()
    form = page.locator(".callform")
    form.get_by_text(outcome, exact=True).click()
    if note:
        form.get_by_label("说明").fill(note)
    if again_at:
        local = again_at.astimezone(ZoneInfo("Asia/Shanghai"))
        form.get_by_label("再拨时间").fill(f"{local:%Y-%m-%dT%H:%M}")
    form.get_by_role("button", name="记录结果").click()
    expect(form).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("已记录")


def export(journey: Journey, page: Page, notice: str, folder: Path) -> None:
    """The workbook and the printed page say what the tables say."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="导出确认记录表").click()
    file = folder / "record.xlsx"
    downloading.value.save_as(file)
    sheet = sheets.read(file)
    figures = journey.product.rows(FIGURES, notice)[0]
    assert sheet.figures == figures
    assert sheet.lines == {row[0]: tuple(row[1:]) for row in journey.product.rows(LINES, notice)}
    page.get_by_role("link", name="打印").click()
    expect(page.locator("table.record tbody tr")).to_have_count(figures[0])
    expect(page.locator(".plain-table")).to_contain_text(f"{figures[1]} / {figures[2]}")


def expect_ring(page: Page, *, met: int) -> None:
    """The big figure beside the ring, in time."""
    shown = page.locator("#ring .nums .stat b").first
    expect(shown).to_have_text(str(met), timeout=PATIENCE)


def _working_monday() -> datetime:
    """Ten o'clock in Shanghai of the next Monday that is worked."""
    zone = ZoneInfo("Asia/Shanghai")
    today = clock.real_now().astimezone(zone).date()
    calendar = chinese_calendar(today.year, today.year + 1)
    day = today + timedelta(days=7 - today.weekday())
    while not calendar.is_working_day(day):
        day += timedelta(days=7)
    return datetime.combine(day, time(10), zone)


BEARERS = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id JOIN directory_department d ON d.id = p.department_id
 WHERE o.subject = %s AND o.verb = 'confirm_notice'
"""
ABROAD_SQL = " AND EXISTS (SELECT FROM directory_department u WHERE u.id = d.parent_id AND u.name = '海外区')"
MET = BEARERS + " AND b.state IN (1, 2)"
WAITING = "SELECT count(*) FROM delivery WHERE state IN (0, 1, 4)"
FIGURES = """
SELECT count(*), sum((b.closed_at <= o.due_at AND b.state <> 4)::int),
       sum((b.closed_at > o.due_at AND b.state <> 4)::int), sum((b.state = 4)::int),
       sum((b.closed_at IS NULL)::int)
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.verb = 'confirm_notice'
"""
LINES = """
SELECT p.employee_no, p.name, CASE b.closed_at IS NOT NULL AND b.state <> 4 WHEN true
       THEN to_char(b.closed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') ELSE '' END,
       (SELECT count(*) FROM notices_call c WHERE c.notice_id = o.subject AND c.person_id = p.id)
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
 WHERE o.subject = %s AND o.verb = 'confirm_notice'
"""
