"""A regulation that a company brings: from the file to a draft amendment, in a real browser (Z16)."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx
import opencc
import pytest
from playwright.sync_api import Page, Route, expect
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from huiyin.config.demo.company import PASSWORD
from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys.browsing import Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.req("Z16")]

CLAUSES = (
    "第一章 总则",
    "第一条 为规范信息沟通，特制定本办法。",
    "第二章 通知",
    "第二条 接收人应在通知发布后24小时内回复收到。",
    "第三条 督查室应在每月5日前汇总上月情况。",
    "第四条 每年6月和12月修订本办法。",
    "第五条 发生突发事件应立即上报。",
    "第六条 会议记录保存2年。",
    "第七条 员工应爱护公物。",
)
TRADITIONAL = opencc.OpenCC("s2t")


def as_text(lines: tuple[str, ...], encoding: str) -> bytes:
    return "\n".join(lines).encode(encoding)


def as_docx(lines: tuple[str, ...]) -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def as_pdf(lines: tuple[str, ...]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("STSong-Light", 12)
    for place, line in enumerate(lines):
        canvas.drawString(70, 760 - 24 * place, line)
    canvas.save()
    return file.getvalue()


FILES: dict[str, tuple[str, Callable[[tuple[str, ...]], bytes]]] = {
    "utf-8": ("通知办法.txt", lambda lines: as_text(lines, "utf-8")),
    "gb18030": ("旧通知办法.txt", lambda lines: as_text(lines, "gb18030")),
    "docx": ("通知办法.docx", as_docx),
    "pdf": ("通知办法.pdf", as_pdf),
}


@dataclass
class House:
    """The demo company and its compliance officer at the browser."""

    product: Instance
    officer: Visitor

    def brought(self, name: str, data: bytes) -> Page:
        """The page of the text that was read from a file."""
        page = self.officer.page("/policy/import")
        page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": data})
        page.get_by_role("button", name="读出条款和期限").click()
        page.wait_for_url(re.compile(r"/policy/import/[0-9a-f-]{36}$"))
        return page


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with (
        instance.running(HUIYIN_DEMO="1") as product,
        chromium() as browser,
        visitor(browser, f"http://127.0.0.1:{product.port}") as officer,
    ):
        yield House(product, officer.sign_in("qiu", PASSWORD))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("written", ["simplified", "traditional"])
@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_is_read(house: House, kind: str, written: str) -> None:
    name, write = FILES[kind]
    lines = tuple(map(TRADITIONAL.convert, CLAUSES)) if written == "traditional" else CLAUSES
    page = house.brought(name, write(lines))
    text = page.locator("[data-dr-text]")
    for words in ("24小時內" if written == "traditional" else "24小时内", "每月5日前", "每年6月"):
        expect(text).to_contain_text(words)
    cards = page.locator(".dr-card")
    expect(cards).to_have_count(5)
    expect(cards.filter(has_text="每月 5 日 18:00 前")).to_have_count(1)
    expect(cards.filter(has_text="六月、十二月最后一天 18:00 前")).to_have_count(1)
    expect(page.locator("#unread")).to_contain_text("公物")
    assert house.officer.faults == []
    page.close()


@pytest.mark.timeout(300)
def test_from_the_upload_to_a_draft_with_accepted_rules(house: House) -> None:
    page = house.brought("沟通办法.docx", as_docx(CLAUSES))
    page.get_by_role("button", name="采纳全部有把握的").click()
    expect(page.locator(".dr-card.is-accepted").first).to_be_visible()
    once = page.locator(".dr-card", has_text="请写明几分钟算立即")
    once.get_by_role("link", name="修改").click()
    page.get_by_label("期限", exact=True).fill("soon")
    page.get_by_role("button", name="采纳修改").click()
    expect(page.locator(".dr-card .wrong")).to_contain_text("“soon”不是时长")
    house.officer.faults.clear()  # the slip itself: 422
    page.get_by_label("期限", exact=True).fill("10min")
    page.get_by_role("button", name="采纳修改").click()
    expect(page.locator(".dr-card", has_text="10 分钟内")).to_have_class(re.compile("is-accepted"))
    month = page.locator(".dr-card", has_text="每月 5 日 18:00 前")
    month.get_by_role("button", name="采纳").click()
    expect(page.locator(".dr-card", has_text="每月 5 日 18:00 前")).to_have_class(
        re.compile("is-accepted")
    )
    assert grave_faults(page) == []
    page.get_by_label("编号前缀").fill("甲")
    page.get_by_role("button", name="生成修订草案").click()
    page.wait_for_url(re.compile(r"/regulation/[0-9a-f-]{36}$"))
    changed = page.locator("#changes")
    for words in ("24 小时内", "每月 5 日 18:00 前", "10 分钟内"):
        expect(changed).to_contain_text(words)
    amendment = page.url.rsplit("/", 1)[1]
    source = str(
        house.product.one(
            "SELECT source FROM regulation_amendment WHERE case_ptr_id = %s", amendment
        )
    )
    assert 'within = "by month 5 18:00"' in source
    assert 'within = "10min"' in source
    assert "员工应爱护公物" in source
    assert house.officer.faults == []
    page.close()


@pytest.mark.timeout(120)
def test_a_bar_runs_while_a_file_is_sent_and_read(house: House) -> None:
    page = house.officer.page("/policy/import")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if route.request.method == "POST" else route.continue_()

    page.route("**/policy/import", hold)
    bar = page.get_by_role("progressbar", name="读取进度")
    expect(bar).to_be_hidden()
    page.set_input_files(
        "#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": as_text(CLAUSES, "utf-8")}
    )
    page.get_by_role("button", name="读出条款和期限").click()
    expect(bar).to_be_visible()
    expect(page.get_by_role("button", name="读出条款和期限")).to_be_disabled()
    held[0].continue_()
    page.wait_for_url(re.compile(r"/policy/import/[0-9a-f-]{36}$"))
    page.close()


@pytest.mark.timeout(120)
def test_what_cannot_be_read_is_said_in_place_and_fits_a_phone(house: House) -> None:
    page = house.officer.page("/policy/import")
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_input_files("#file", {"name": "a.doc", "mimeType": "", "buffer": b"x"})
    page.get_by_role("button", name="读出条款和期限").click()
    expect(page.get_by_role("alert")).to_contain_text("只能读 TXT、DOCX 和 PDF")
    assert not overflows(page)
    assert grave_faults(page) == []
    house.officer.faults.clear()  # the refusal itself: 422
    page.close()
