"""A paper as DOCX (ECMA-376): letterhead, title, facts, sections; page numbers at the foot.

The fonts are named, not brought along: a Chinese serif for text, as every office suite has one.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from huiyin.cases.papers.paper import Paper, Section, Table, clean, short, single
from huiyin.kit import clock

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "宋体"
_RED = RGBColor(0xBE, 0x24, 0x1B)
_GREY = RGBColor(0x5C, 0x59, 0x53)
_LINE = "B9B6B0"
_WIDTH = 166.0
"""Millimetres between the margins of A4."""


def docx(paper: Paper) -> bytes:
    """The document; the same paper at the same moment gives the same text."""
    document = Document()
    _page(document)
    _fonts(document)
    _properties(document, paper)
    _head(document, paper)
    _facts(document, paper)
    for section in paper.sections:
        _section(document, section)
    _foot(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(20), Mm(22)
    page.footer_distance = Mm(10)


def _fonts(document: Any) -> None:
    for name, size in (("Normal", 11), ("Heading 1", 13), ("Title", 20), ("List Bullet", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.append(language)
    text = document.styles["Normal"].paragraph_format
    text.space_after, text.line_spacing = Pt(6), 1.4
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(12), Pt(4), True


def _properties(document: Any, paper: Paper) -> None:
    about, at = document.core_properties, clock.now()
    about.title, about.subject = single(paper.title)[:255], short(paper.kind)[:255]
    about.author = about.last_modified_by = _issuer(paper)[:255]
    about.comments, about.language = "", "zh-CN"
    about.created = about.modified = at


def _head(document: Any, paper: Paper) -> None:
    issuer = document.add_paragraph()
    issuer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    issuer.paragraph_format.space_after = Pt(0)
    _run(issuer, f"{_issuer(paper)} {short(paper.kind)}", size=22, bold=True, color=_RED)
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    said = f"{short(paper.number)}\t{short(paper.classification)}"
    _run(line, said, size=10, color=_GREY)
    _edge(line, "bottom", "BE241B", 12)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(10)
    _run(title, single(paper.title), size=18, bold=True)


def _facts(document: Any, paper: Paper) -> None:
    if not paper.facts:
        return
    table = document.add_table(rows=0, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _columns(table, [32.0, _WIDTH - 32.0])
    for label, value in paper.facts:
        cells = table.add_row().cells
        _cell(cells[0], short(label), 32.0, color=_GREY)
        _cell(cells[1], clean(value), _WIDTH - 32.0)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _section(document: Any, section: Section) -> None:
    if section.title:
        document.add_heading("", level=1).add_run(single(section.title))
    for paragraph in section.paragraphs:
        _run(document.add_paragraph(), clean(paragraph))
    for number, point in enumerate(section.bullets, 1):
        line = document.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(8), Mm(-6)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        _run(line, f"{number}.\t" if section.numbered else "•\t")
        _run(line, clean(point))
    if section.table is not None and section.table.head:
        _table(document, section.table)


def _table(document: Any, content: Table) -> None:
    table = document.add_table(rows=1, cols=len(content.head))
    table.style, table.autofit = "Table Grid", False
    widths = [share * _WIDTH for share in content.shares()]
    _columns(table, widths)
    for cell, name, width in zip(table.rows[0].cells, content.head, widths, strict=True):
        _cell(cell, short(name), width, bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - no public way to repeat a head
    for row in content.squared():
        for cell, value, width in zip(table.add_row().cells, row, widths, strict=True):
            _cell(cell, clean(value), width)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _columns(table: Any, widths: list[float]) -> None:
    """Office programs go by the columns, others by the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _cell(cell: Any, text: str, width: float, *, bold: bool = False, color: Any = None) -> None:
    cell.width = Mm(width)
    line = cell.paragraphs[0]
    line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(2), 1.2
    _run(line, text, size=10, bold=bold, color=color)


def _foot(document: Any, paper: Paper) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Normal"]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _edge(line, "top", _LINE, 4)
    _run(line, f"{single(paper.foot)}\t", size=8, color=_GREY)
    _field(line, "PAGE")
    _run(line, " / ", size=8, color=_GREY)
    _field(line, "NUMPAGES")


def _field(line: Any, code: str) -> None:
    """A number that the reader's program works out (ECMA-376-1, 17.16)."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = line.add_run()
        run.font.size, run.font.color.rgb = Pt(8), _GREY
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 - fields have no public way


def _edge(line: Any, side: str, color: str, eighths: int) -> None:
    """A line above or below a paragraph, ``eighths`` of a point thick."""
    borders, edge = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "3"), ("color", color)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    line._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - borders have no public way
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _run(
    line: Any, text: str, *, size: int = 0, bold: bool | None = None, color: Any = None
) -> None:
    run = line.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color


def _issuer(paper: Paper) -> str:
    return single(paper.issuer or settings.ORGANISATION)
