"""Files become text, and hostile ones a clear word."""

import contextlib
import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from huiyin.cases.drafting.reading import docx as word
from huiyin.cases.drafting.reading.child import answer
from huiyin.cases.drafting.reading.files import LARGEST_FILE, read_file, read_pasted
from huiyin.cases.drafting.reading.refusal import Unreadable
from huiyin.cases.drafting.reading.script import simplified
from huiyin.cases.drafting.reading.texts import decode

pytestmark = pytest.mark.req("Z16")

WORDS = "第一条　接收人应在2小时内确认。\n第二条　會議紀要於會後24小時內發出。\n"


def _refused(name: str, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_file(name, data)
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_in_any_encoding(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == WORDS


def test_line_ends_become_one() -> None:
    assert read_file("a.txt", b"a\r\nb\rc").text == "a\nb\nc"
    assert read_pasted("a\x00\r\nb").text == "a\nb"


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\xff", b"\x89PNG\r\n\x1a\n\x00\x00\x01\x02" * 20, b"\x81\xff" * 30]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert _refused("a.txt", data).problem == "encoding"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(decode(data), str)


def test_kinds_sizes_and_nothing() -> None:
    assert _refused("a.doc", b"x").problem == "kind"
    assert _refused("a.txt", b" \n").problem == "empty"
    assert _refused("a.txt", b"x" * (LARGEST_FILE + 1)).problem == "large"
    with pytest.raises(Unreadable, match="large"):
        read_pasted("字" * 400_001)


_NUMBERS = (
    f"<w:numbering {nsdecls('w')}>"
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def _numbered() -> bytes:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in parse_xml(_NUMBERS):
        numbering.append(child)
    for words, num, level in (
        ("通知。", 7, 0), ("发布。", 7, 1), ("确认。", 7, 1), ("会议。", 7, 0), ("纪要。", 7, 1), ("决议。", 8, 1),
    ):  # fmt: skip
        paragraph = document.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
            )
        )
    table = document.add_table(2, 3)
    for row, cells in enumerate((("级别", "时限", "负责人"), ("P0", "5分钟", "值班"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    return _saved(document)


def _saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def test_word_counts_its_lists_and_rows_keep_their_cells() -> None:
    brought = read_file("制度.docx", _numbered())
    assert brought.text.split("\n") == [
        "第一条 通知。", "（1） 发布。", "（2） 确认。", "第二条 会议。", "（1） 纪要。", "（5） 决议。",
        "级别\t时限\t负责人", "P0\t5分钟\t值班",
    ]  # fmt: skip


def test_styles_of_word_number_too() -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    assert word.read_docx(_saved(document)).split("\n") == ["1. 甲", "2. 乙", "• 丙"]


def _pdf(pages: list[list[str]], **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, **options)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for index, line in enumerate(lines):
            canvas.drawString(72, 740 - 20 * index, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def test_the_text_of_a_pdf_and_the_pages_without_one() -> None:
    brought = read_file(
        "制度.pdf", _pdf([["第一条 接收人应在2小时内确认。"], [], ["第二条 每周五17:00前报送。"]])
    )
    assert brought.text.split("\f") == [
        "第一条 接收人应在2小时内确认。",
        "",
        "第二条 每周五17:00前报送。",
    ]
    assert brought.without_text == (2,)


def test_a_scan_needs_ocr_and_a_locked_file_its_password() -> None:
    scan = _refused("a.pdf", _pdf([[], []]))
    assert (scan.problem, scan.pages) == ("ocr", (1, 2))
    locked = _pdf([["密"]], encrypt=StandardEncryption("secret"))
    assert _refused("a.pdf", locked).problem == "encrypted"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 nothing", b"PK\x03\x04 nothing", b"", b"\xd0\xcf\x11\xe0 old"]
)
def test_broken_files_are_named(data: bytes) -> None:
    assert answer("pdf", data) == {"problem": "damaged"}
    assert answer("docx", data)["problem"] in {"damaged", "encrypted"}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (49 * 2**20))
    assert len(data.getvalue()) < 2**20
    assert _refused("a.docx", data.getvalue()).problem == "large"


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + f"]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
    )
    source, made = io.BytesIO(_saved(docx.Document())), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, bomb if part.filename == "word/document.xml" else old.read(part))
    with contextlib.suppress(Unreadable):
        assert "aaaa" not in read_file("a.docx", made.getvalue()).text


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_damaged_file_never_raises_anything_else(data: st.DataObject) -> None:
    whole = bytearray(_numbered())
    for _each in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert set(answer("docx", bytes(whole))) <= {"problem", "text", "without_text"}


@given(st.text(max_size=100))
def test_simplified_characters_keep_every_place(text: str) -> None:
    assert len(simplified(text)) == len(text)
    assert simplified("會議紀要於會後兩小時內發出") == "会议纪要于会后两小时内发出"
