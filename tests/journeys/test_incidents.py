"""An incident from its declaration to its end, three people at once, one update missed."""

import re
import time as real_time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.kit import clock
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import PATIENCE, Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "ten-seconds-to-everybody"
LINE = "官网与下单页无法访问"
OFFLINE = "断线时写下：厂商确认机房无故障"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
ENTRIES = "SELECT count(*) FROM incidents_entry WHERE text = %s"
LATE = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.verb = 'update_management' AND b.state = 2
"""


class Journey:
    """A house whose clock is moved; ``faults`` is what any page complained about."""

    def __init__(self, product: Instance, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.base = f"http://127.0.0.1:{product.port}"
        self._clock_file = Path(product.environment["HUIYIN_CLOCK_FILE"])
        zone = ZoneInfo("Asia/Shanghai")
        today = clock.real_now().astimezone(zone).date()
        self._began = datetime.combine(today + timedelta(days=1), time(10), zone)
        self.move(0)

    def move(self, minutes: float) -> None:
        """Set everybody's clock to so many minutes after ten; it runs on from there."""
        clock.simulate(self._clock_file, at=self._began + timedelta(minutes=minutes))


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    """The company of the stories, its system failures prepared."""
    expect.set_options(timeout=PATIENCE)
    with instance.running(start=False) as product, chromium() as browser:
        product.environment["HUIYIN_CLOCK_FILE"] = str(product.home / "clock.json")
        product.start()
        made = Journey(product, browser)
        inside.call(product, "cast", password=PASSWORD)
        inside.call(
            product,
            "incident_kind",
            leads="秦朗",
            on_duty=["陈屿", "韩墨"],
            management="赵衡",
            officer="邱然",
        )
        yield made


@pytest.mark.timeout(600)
@pytest.mark.req("I01", "I02", "I03", "I04", "N13")
def test_from_the_declaration_to_the_end(journey: Journey) -> None:
    with ExitStack() as people:
        reporter, commander, member, manager = (
            people.enter_context(visitor(journey.browser, journey.base, size=size))
            for size in ("desktop", "desktop", "phone", "desktop")
        )
        room = declare(reporter.sign_in("顾北辰", PASSWORD).page("/"))
        board = name_the_team(commander.sign_in("秦朗", PASSWORD).page("/"), room)
        board.evaluate("window.neverReloaded = true")
        journey.move(4)
        desk = be_ready(member.sign_in("陈屿", PASSWORD).page("/"), room)
        expect(board.locator("#room-team li", has_text="陈屿")).to_contain_text("到位")
        expect(board.locator("#room-lines")).to_contain_text("陈屿 回报就位")
        boss = manager.sign_in("赵衡", PASSWORD).page(room)
        miss_an_update(journey, board, boss)
        lost_line(journey, member, desk, board)
        assert board.evaluate("window.neverReloaded")
        say_it_late(journey, board, boss)
        observe(journey, board)
        end(board, desk)
        for page in (board, desk, boss):
            assert grave_faults(page) == []
            assert not overflows(page)
        journey_is_kept(journey)
        faults = [*reporter.faults, *commander.faults, *manager.faults]
    assert faults == []


def declare(page: Page) -> str:
    """Two keys, one line, one press: ten seconds; the form is completed in the room."""
    began = real_time.monotonic()
    page.keyboard.press("c")
    page.keyboard.press("e")
    page.wait_for_url("**/incidents/new")
    page.locator(".seg label", has_text="系统故障").click()
    page.fill("input[name=title]", LINE)
    page.get_by_role("button", name="立即上报").click()
    expect(page.locator("h1.name")).to_have_text(LINE)
    assert real_time.monotonic() - began < 10
    page.fill("#id_scope", "全国用户")
    page.fill("#id_impact", "访问失败 1,180 次/分")
    page.fill("#id_measures", "重启服务器，无效")
    page.locator("#first-report form button", has_text="保存").click()
    expect(page.locator("#first-report dl")).to_contain_text("全国用户")
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def name_the_team(page: Page, room: str) -> Page:
    """The commander finds it in the inbox, and calls two people with a task each."""
    row = page.locator(".row", has_text="指定应急小组")
    expect(row).to_be_visible()
    row.get_by_role("link", name="去分工").click()
    page.wait_for_url(f"**{room}/team")
    for place, (who, task) in enumerate((("陈屿", "查日志"), ("韩墨", "联系云服务商"))):
        page.locator("input[name=who]").nth(place).fill(who)
        page.locator("input[name=task]").nth(place).fill(task)
    page.get_by_role("button", name="叫人").click()
    expect(page.locator("#ck-team")).to_contain_text("按时")
    expect(page.locator("#ck-ready")).to_contain_text("0")
    return page


def be_ready(page: Page, room: str) -> Page:
    """One tap in the inbox of a phone."""
    row = page.locator(".row", has_text="回报就位")
    row.get_by_role("button", name="就位").click()
    expect(row.locator(".clock")).to_contain_text("按时")
    page.goto(page.url.rstrip("/") + room)
    expect(page.locator("#room-team li", has_text="陈屿")).to_contain_text("到位")
    return page


def miss_an_update(journey: Journey, board: Page, boss: Page) -> None:
    """Half past passes without a word: the room says so, and the management is to ask."""
    journey.move(37)
    board.locator("#ck-update.is-late").wait_for()
    journey.move(46)
    expect(board.locator("#ck-update")).to_contain_text("的通报没有发出")
    expect(board.locator("#room-lines")).to_contain_text("到期没有完成：向管理层通报进展")
    expect(boss.locator("#ck-update")).to_contain_text("通报已超时")
    inbox = boss.context.new_page()
    inbox.goto(f"{journey.base}/")
    expect(inbox.locator(".row", has_text="追问进展")).to_be_visible()
    inbox.close()
    boss.locator("#note-text").fill("还要多久")
    boss.locator(".composer--note .seg label", has_text="追问").click()
    boss.get_by_role("button", name="记下").click()
    expect(board.locator("#room-lines")).to_contain_text("还要多久")


def lost_line(journey: Journey, member: Visitor, desk: Page, board: Page) -> None:
    """What is typed without a line is kept, sent when it is back, and kept once."""
    member.context.set_offline(offline=True)
    desk.locator("#note-text").fill(OFFLINE)
    desk.get_by_role("button", name="记下").click()
    expect(desk.locator("[data-notes-status]")).to_contain_text("1 条留在本机")
    assert journey.product.one(ENTRIES, OFFLINE) == 0
    member.context.set_offline(offline=False)
    expect(board.locator("#room-lines")).to_contain_text(OFFLINE)
    expect(desk.locator("[data-notes-status]")).to_have_text("")
    desk.reload()
    desk.set_input_files("#timeline input[type=file]", {
        "name": "screen.png", "mimeType": "image/png", "buffer": PNG,
    })  # fmt: skip
    desk.get_by_role("button", name="记下").click()
    expect(board.locator("#room-lines")).to_contain_text("screen.png")
    assert journey.product.one(ENTRIES, OFFLINE) == 1


def say_it_late(journey: Journey, board: Page, boss: Page) -> None:
    """The update comes, late; it stands in the timeline, and the clock begins anew."""
    board.fill("textarea[name=known]", "数据库连接池溢出")
    board.fill("textarea[name=done]", "重启两台")
    board.fill("textarea[name=ahead]", "扩容，30 分钟后恢复")
    with board.expect_response(re.compile("/update$")):
        board.get_by_role("button", name="发布通报").click()
    expect(board.locator("#room-lines")).to_contain_text("第 1 次进展通报")
    expect(boss.locator("#room-lines")).to_contain_text("扩容，30 分钟后恢复")
    expect(board.locator("#ck-update:not(.is-late)")).to_be_visible()
    journey.product.until(lambda: journey.product.one(LATE) == 1, "the late update is counted")
    board.get_by_role("button", name="套用上次通报").click()
    expect(board.locator("textarea[name=known]")).to_have_value("数据库连接池溢出")


def observe(journey: Journey, board: Page) -> None:
    """A link for somebody without an account; it ends when it is taken back."""
    board.fill("#watch-name", "董事长")
    board.locator("#watches").get_by_role("button", name="生成").click()
    link = board.locator("#watches input[readonly]").input_value()
    with visitor(journey.browser, journey.base) as guest:
        page = guest.page()
        page.goto(link)
        expect(page.locator("h1.name")).to_have_text(LINE)
        assert page.locator("form").count() == 0
        assert grave_faults(page) == []
        assert guest.faults == []
        board.locator("#watches").get_by_role("button", name="收回").click()
        expect(board.locator("#watches input[readonly]")).to_have_count(0)
        assert page.request.get(link).status == 404


def end(board: Page, desk: Page) -> None:
    """Solved: everybody's room says so at once."""
    board.fill("textarea[name=cause]", "连接池没有上限")
    board.locator("#end").get_by_role("button", name="宣布已解决").click()
    expect(board.locator(".room-head")).to_contain_text("已解决")
    expect(desk.locator("#ck-update")).to_contain_text("次通报")


def journey_is_kept(journey: Journey) -> None:
    """Compliance counts the late one, and the ledger holds."""
    with visitor(journey.browser, journey.base) as officer:
        page = officer.sign_in("邱然", PASSWORD).page("/compliance/clause/G2.2.2-3")
        expect(page.locator("main")).to_contain_text("每半小时通报")
        expect(page.locator("main")).to_contain_text("逾期")
        expect(page.locator("main")).to_contain_text("内容只给有关的人看")
        assert officer.faults == []
    for command, said in ((("ledger", "verify"), "完好"), (("doctor",), "0 findings")):
        done = journey.product.huiyin(*command, url=journey.product.url)
        assert done.code == 0, done.out
        assert said in done.out
