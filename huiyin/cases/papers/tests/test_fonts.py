"""Papers as PDF bring their fonts along: they look alike in every reader, and their text is text."""

import ctypes
import importlib
import struct
import tomllib
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from huiyin.cases.papers import fonts, sheet
from huiyin.cases.papers.paper import SUBSTITUTE, Paper, Section

NAMES = "林若溪、喆、堃、犇、突發事件報告與覆盤、䶮、𬭎"
PAPER = Paper("关于暂停下单的说明", "突发事件报告", "HY-SJ-0001", [("记录", NAMES)],
              [Section("经过", [f"{NAMES}：第 1 步"])], foot="由回音生成", issuer="云桥科技")  # fmt: skip

pytestmark = pytest.mark.skipif(not fonts.CARRIED, reason="scripts/build_ui.py was never run")


def fonts_of(content: bytes) -> dict[str, bool]:
    """Every font that a text of the document is set in; whether it is embedded."""
    raw = pypdfium2.raw
    found: dict[str, bool] = {}
    for page in pypdfium2.PdfDocument(content):
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(one.raw)
            size = raw.FPDFFont_GetBaseFontName(font, None, 0)
            name = ctypes.create_string_buffer(size)
            raw.FPDFFont_GetBaseFontName(font, name, size)
            found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.req("M12", "I05")
def test_the_fonts_are_inside() -> None:
    plain = Paper("关于暂停下单的说明", "突发事件报告", "HY-1", [("地点", "东会议室")])
    found = fonts_of(sheet.pdf(plain))
    assert set(found) == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all(found.values())
    assert len(sheet.pdf(plain)) < 60_000


def test_a_character_that_they_lack_is_left_to_the_reader() -> None:
    found = fonts_of(sheet.pdf(PAPER))
    assert found.pop(fonts.READERS) is False
    assert all(found.values())


def test_the_text_can_be_copied_rare_names_too() -> None:
    said = text_of(sheet.pdf(PAPER))
    assert said.count(NAMES) == 2
    assert "关于暂停下单的说明" in said
    assert "由回音生成" in said


@pytest.mark.parametrize(
    ("text", "bold", "wanted"),
    [
        ("回音", False, [(fonts.TEXT, "回音")]),
        ("回喆", True, [(fonts.BOLD, "回"), (fonts.TEXT, "喆")]),
        ("回 㐱\n", False, [(fonts.TEXT, "回 "), (fonts.READERS, "㐱"), (fonts.TEXT, "\n")]),
        ("好😀😀", True, [(fonts.BOLD, "好"), (fonts.BOLD, SUBSTITUTE * 2)]),
        ("", False, []),
    ],
)
def test_each_character_is_set_in_the_font_that_has_it(
    text: str, bold: bool, wanted: list[tuple[str, str]]
) -> None:
    assert list(fonts.runs(text, bold=bold)) == wanted


def test_what_people_write_is_no_markup() -> None:
    assert fonts.marked("<b>\n&㐱") == f'&lt;b&gt;<br/>&amp;<font name="{fonts.READERS}">㐱</font>'


def test_a_line_is_as_long_as_it_is_drawn() -> None:
    out = BytesIO()
    canvas = Canvas(out)
    fonts.draw(canvas, 10, 20, "回㐱音", 10)
    assert fonts.width("回㐱音", 10) == pytest.approx(30)
    canvas.save()
    assert text_of(out.getvalue()).strip() == "回㐱音"


@pytest.fixture
def cutter() -> Any:
    return importlib.import_module("scripts.fonts")


def test_a_font_is_cut_to_what_is_wanted(cutter: Any) -> None:
    whole = (fonts.FOLDER / fonts.TEXT_FILE).read_bytes()
    small = cutter.cut(whole, {ord("回"), ord("音"), ord("é"), 0x10FFFF})
    assert len(small) < 5_000
    assert set(cutter._characters(cutter._tables(small)["cmap"])) == {
        ord("回"),
        ord("音"),
        ord("é"),
    }
    assert cutter.cut(small, {ord("回"), ord("音"), ord("é")}) == small
    words = struct.unpack(f">{len(small) // 4}I", small)
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA


def test_what_is_no_such_font_is_said(cutter: Any) -> None:
    with pytest.raises(cutter.FontError, match="glyf"):
        cutter.cut(b"OTTO" + b"\0" * 20, {65})
    with pytest.raises(cutter.FontError, match="format 12"):
        cutter._characters(struct.pack(">HHHHIH", 0, 1, 3, 1, 12, 4))


def test_a_composite_glyph_brings_its_parts(cutter: Any) -> None:
    head = struct.pack(">h8x", -1)
    both = head + struct.pack(">HHHHH", 0x21, 7, 0, 0, 0x0) + struct.pack(">HH", 9, 0)
    assert cutter._parts(both) == [(12, 7), (20, 9)]
    scaled = head + struct.pack(">HHHHHH", 0x28, 3, 0, 0, 0x0, 4) + b"\0\0"
    assert cutter._parts(scaled) == [(12, 3), (20, 4)]
    outlines = [b"", both, *[b""] * 8]
    assert cutter._closed({0, 1}, outlines) == [0, 1, 7, 9]
    moved = cutter._moved(both, {7: 2, 9: 3})
    assert [glyph for _at, glyph in cutter._parts(moved)] == [2, 3]
    assert len(moved) % 4 == 0


def test_the_everyday_characters_are_simplified_and_traditional(cutter: Any) -> None:
    assert all(ord(sign) in cutter.everyday() for sign in "回音体體A。：")
    assert ord("喆") not in cutter.everyday()
    assert all(ord(sign) in cutter.whole() for sign in "喆𬭎é—•")


def test_they_go_into_the_wheel() -> None:
    tool = importlib.import_module("scripts.build_ui")
    settings = tomllib.loads((tool.ROOT / "pyproject.toml").read_text())
    assert "data/**/*" in settings["tool"]["setuptools"]["package-data"]["*"]
    assert [file.name for file in tool.paper_files()] == [
        fonts.TEXT_FILE, fonts.BOLD_FILE, "OFL.txt",
    ]  # fmt: skip
    assert all(file.exists() and file.parent == fonts.FOLDER for file in tool.paper_files())
