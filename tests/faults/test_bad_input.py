"""What should not come in, sent over HTTP to a running product: a clear word, and nothing changed."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import psutil
import pytest

from huiyin.directory.tests import sheets
from tests.faults import instance, staff, verdict
from tests.faults.browser import Browser
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE = 60
MEGABYTE = 1024 * 1024
HUGE = 100 * MEGABYTE
MORE_AT_MOST = 60 * MEGABYTE
"""How much the process that serves pages may grow while a file of 100 MB comes in."""

Counts = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class House:
    """A running product with a notice that went out."""

    product: Instance
    author: Browser
    reader: Browser
    notice: str
    notification: int
    person: int

    def contents(self, *but: str) -> Counts:
        """Rows and digest of every table, but for sessions, tallies, jobs, signs of life and ``but``."""
        self.product.until(lambda: verdict.is_over(self.product), "quiet")
        left_out = {"directory_sign_in", "directory_tally", "config_node", "config_mark", *but}
        names = [
            row[0]
            for row in self.product.rows(_TABLES)
            if row[0] not in left_out and not row[0].startswith("procrastinate_")
        ]
        return {name: self.product.rows(_CONTENT.replace("{table}", name))[0] for name in names}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One product for all tests here."""
    file = staff.write(tmp_path_factory.mktemp("staff") / "staff.csv", PEOPLE)
    with instance.running() as product:
        done = product.huiyin("people", "import", str(file), url=product.url)
        assert done.code == 0, done.out
        first = staff.number(0)
        signed = product.inside("sign_in", publisher=first, people=1, administrator=first)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        product.inside("begin_periods")  # by us, or by the worker in the middle of a test
        person, key = signed["crowd"][0]
        sql = "SELECT id FROM obligation_notification WHERE subject = %s"
        yield House(
            product,
            product.browser(signed["publisher"]),
            product.browser(key),
            notice,
            product.one(sql, notice),
            person,
        )


def bomb() -> bytes:
    """A workbook that would be 200 MB."""
    return _workbook({"xl/worksheets/sheet1.xml": b"<c/>" * (50 * MEGABYTE)})


def far_cell() -> bytes:
    """A workbook with one cell in the last row there is."""
    sheet = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )
    return _workbook({"xl/worksheets/sheet1.xml": sheet})


def _workbook(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with(row: int, column: int, value: str) -> bytes:
    return sheets.text(sheets.changed(row, column, value)).encode()


def row(number: int) -> str:
    """How the page names a row of the file."""
    return f'<td class="num">{number}</td>'


BROKEN: dict[str, tuple[bytes | Callable[[], bytes], list[str]]] = {
    "empty": (b"", ["文件是空的"]),
    "blank": (b" \r\n \r\n", ["文件是空的"]),
    "no-heading": (b"a,b,c\n1,2,3\n", ["工号"]),
    "encoding": ("工号,姓名,部门\nA1,赵衡,".encode() + b"\xff\xff\n", [row(2), "编码"]),
    "quote": ('工号,姓名,部门\nA1,赵衡,运营部\nA2,"秦朗,技术部\n'.encode(), [row(3), "引号"]),
    "binary": (b"\x00\x01\x02" * 100, ["不是文本文件"]),
    "old-excel": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, [".xls"]),
    "no-workbook": (b"PK\x03\x04" + b"x" * 200, ["不是有效的 Excel 文件"]),
    "cut-off": (sheets.xlsx([sheets.HEADER, *sheets.ROWS])[:-300], ["不是有效的 Excel 文件"]),
    "bomb": (bomb, ["过大"]),
    "far-cell": (far_cell, ["超过"]),
    "too-many-rows": (b"A,B\n" * 300_002, ["超过", "行"]),
    "too-large": (b"A1,B\n" * 4_500_000, ["超过", "MB"]),
    "same-number": (_with(2, 0, "A2"), [row(4), "工号"]),
    "no-name": (_with(2, 1, ""), [row(4), "姓名"]),
    "bad-mail": (_with(2, 5, "chen at example"), [row(4), "邮箱"]),
    "bad-mobile": (_with(2, 4, "not a number"), [row(4), "手机"]),
}


@pytest.mark.req("R05")
@pytest.mark.parametrize("kind", list(BROKEN))
def test_a_broken_staff_list_is_named_and_changes_nothing(house: House, kind: str) -> None:
    content, words = BROKEN[kind]
    before = house.contents()
    data = content() if callable(content) else content
    name = "people.xlsx" if data[:2] == b"PK" else "people.csv"
    answer = house.author.upload("/people/import", "file", name, data)
    assert answer.status == 422, (answer.status, answer.text[-2000:])
    for word in words:
        assert word in answer.text, _told(answer.text)
    assert house.contents() == before


def test_an_empty_audience_goes_nowhere(house: House) -> None:
    notice = draft(house.author, to="department:999999")
    before = house.contents()
    answer = house.author.post(f"/notices/{notice}/publish", {})
    assert answer.status == 422
    assert "还没有接收人" in answer.text
    assert house.contents() == before
    assert (
        house.product.one(
            "SELECT state FROM notices_notice n JOIN cases_case c ON c.id = n.case_ptr_id WHERE c.id = %s",
            notice,
        )
        == "draft"
    )


@pytest.mark.parametrize(
    ("hours", "spoil", "status", "word"),
    [(-1.0, "", 410, "已过期"), (24.0, "x", 404, "不可用"), (24.0, "person", 404, "不可用")],
    ids=["expired", "forged", "for-somebody-else"],
)
def test_a_bad_link_opens_nothing(
    house: House, hours: float, spoil: str, status: int, word: str
) -> None:
    asked = {"notification": house.notification, "person": house.person, "hours": hours}
    token: str = house.product.inside("link", **asked)
    if spoil == "person":
        number, rest = token.split(".", 1)
        token = f"{number}.{house.person + 1}.{rest.split('.', 1)[1]}"
    elif spoil:
        token += spoil
    before = house.contents()
    visitor = house.product.browser()
    for answer in (visitor.get(f"/n/{token}"), visitor.post(f"/n/{token}", {})):
        assert answer.status in (status, 403), answer.text[:500]
        assert answer.status != 403 or "CSRF" in answer.text or "来源" in answer.text
    assert word in visitor.get(f"/n/{token}").text
    assert house.contents() == before


@pytest.mark.req("Z03")
@pytest.mark.parametrize("spoil", ["person", "signature"])
def test_a_forged_reply_token_confirms_nothing(house: House, spoil: str) -> None:
    good = {"notification": house.notification, "person": house.person}
    address: str = house.product.inside("answer_address", **good)
    if spoil == "person":
        other = house.product.inside("answer_address", **(good | {"person": house.person + 1}))
        address = ".".join([*other.split(".")[:3], address.split(".", 3)[3]])
    else:
        local, _, domain = address.rpartition("@")
        address = f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"
    mail = EmailMessage()
    mail["From"] = house.product.one(
        "SELECT email FROM directory_person WHERE id = %s", house.person
    )
    mail["To"], mail["Subject"], mail["Message-ID"] = address, "Re: 通知", f"<{spoil}@elsewhere>"
    mail.set_content("收到")
    before = house.contents("delivery_inbound")
    assert house.product.inside("mail", raw=mail.as_string()) == "forged"
    assert house.contents("delivery_inbound") == before


def test_a_huge_attachment_is_refused_while_it_comes(house: House) -> None:
    notice = draft(house.author)
    before = house.contents()
    web = house.product.processes("web")
    held = _memory(web)
    pieces = (b"x" * MEGABYTE for _ in range(HUGE // MEGABYTE))
    path = f"/notices/{notice}/attachments"
    answer = house.author.stream(path, "files", "large.pdf", pieces, HUGE)
    assert answer.status in (413, 422), answer.text[-1000:]
    assert "上限" in answer.text
    assert _memory(web) - held < MORE_AT_MOST
    assert house.contents() == before
    media = house.product.home / "media"
    assert not [file for file in media.rglob("*") if file.is_file()]


SCRIPT = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"


def test_a_script_in_the_words_stays_words(house: House) -> None:
    over = dict.fromkeys(("gist", "background", "items", "requirements"), SCRIPT)
    notice = draft(house.author, title="盘点<script>alert(1)</script>", **over)
    publish(house.product, house.author.session, notice)
    for browser, page in (
        (house.author, f"/notices/{notice}/echo"),
        (house.reader, f"/notices/{notice}"),
        (house.reader, "/"),
        (house.reader, "/notices/"),
    ):
        text = browser.get(page).text
        assert "alert(1)" in text, page
        for bad in ("<script>alert", "<img src=x", 'href="javascript:', "onerror=alert(1)>"):
            assert bad not in text, page


def _told(page: str) -> str:
    return page[page.find("<main") :][:3000]


def _memory(processes: list[psutil.Process]) -> int:
    """The most that these processes ever held (bytes)."""
    most = 0
    for process in processes:
        status = Path(f"/proc/{process.pid}/status").read_text()
        lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        most += int(lines[0].split()[1]) * 1024
    return most


_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_CONTENT = """
SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} t
"""
