"""A paper as PDF: the same letterhead, text and page numbers as the DOCX."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from django.conf import settings
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from huiyin.cases.papers import fonts
from huiyin.cases.papers.paper import Paper, Section, Table, short, single

CONTENT_TYPE = "application/pdf"
_RED = colors.HexColor("#be241b")
_LINE = colors.HexColor("#b9b6b0")
_GREY = colors.HexColor("#5c5953")
_MARGIN = 22 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_PADDING = 6
"""Points that a frame keeps free on each side."""

_UNDER_A_HEADING = 30 * mm
_FOOT = 90
"""Signs of the foot that fit beside the page number."""

_TEXT = ParagraphStyle(
    "text", fontName=fonts.TEXT, fontSize=10.5, leading=17, spaceAfter=5, wordWrap="CJK"
)
_POINT = ParagraphStyle(
    "point", parent=_TEXT, leftIndent=6 * mm, bulletIndent=1 * mm, bulletFontName=fonts.TEXT
)
_HEADING = ParagraphStyle(
    "heading", parent=_TEXT, fontName=fonts.BOLD, fontSize=12.5, spaceBefore=9
)
_TITLE = ParagraphStyle(
    "title", parent=_HEADING, fontSize=17, leading=25, spaceBefore=0, alignment=TA_CENTER
)
_ISSUER = ParagraphStyle("issuer", parent=_TITLE, fontSize=20, leading=28, textColor=_RED)
_CELL = ParagraphStyle("cell", parent=_TEXT, fontSize=9.5, leading=14, spaceAfter=0)
_LABEL = ParagraphStyle("label", parent=_CELL, textColor=_GREY)
_RIGHT = ParagraphStyle("right", parent=_LABEL, alignment=2)


def pdf(paper: Paper) -> bytes:
    """The document; the same paper gives the same bytes."""
    fonts.ready()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN - _PADDING,
        rightMargin=_MARGIN - _PADDING,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
        title=single(paper.title),
        author=_issuer(paper),
        subject=short(paper.kind),
        lang="zh-CN",
        invariant=1,
    )
    flow = [*_head(paper), *_facts(paper)]
    for section in paper.sections:
        flow += _section(section)
    document.build(flow, canvasmaker=partial(_Numbered, foot=_foot(paper)))
    return out.getvalue()


class _Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Writes the foot of all pages at the end, when it is known how many there are."""

    def __init__(self, *args: Any, foot: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._foot = foot
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._write_foot(f"{number} / {len(self._kept)}")
            super().showPage()
        super().save()

    def _write_foot(self, number: str) -> None:
        self.setStrokeColor(_LINE)
        self.line(_MARGIN, 15 * mm, A4[0] - _MARGIN, 15 * mm)
        self.setFillColor(_GREY)
        fonts.draw(self, _MARGIN, 10.5 * mm, self._foot, 8)
        fonts.draw(self, A4[0] - _MARGIN - fonts.width(number, 8), 10.5 * mm, number, 8)


def _head(paper: Paper) -> Iterator[Any]:
    yield Paragraph(_heading(f"{_issuer(paper)} {short(paper.kind)}"), _ISSUER)
    yield Spacer(1, 3 * mm)
    row = [
        Paragraph(fonts.marked(short(paper.number)), _LABEL),
        Paragraph(fonts.marked(short(paper.classification)), _RIGHT),
    ]
    under = [("LINEBELOW", (0, 0), (-1, -1), 1.5, _RED), *_TIGHT]
    yield _grid([row], [_WIDTH * 0.6, _WIDTH * 0.4], under, head=0)
    yield Spacer(1, 5 * mm)
    yield Paragraph(_heading(single(paper.title)), _TITLE)
    yield Spacer(1, 2 * mm)


def _facts(paper: Paper) -> Iterator[Any]:
    if not paper.facts:
        return
    rows = [
        [Paragraph(fonts.marked(short(label)), _LABEL), Paragraph(fonts.marked(value), _CELL)]
        for label, value in paper.facts
    ]
    yield _grid(rows, [32 * mm, _WIDTH - 32 * mm], _TIGHT, head=0)
    yield Spacer(1, 3 * mm)


def _section(section: Section) -> Iterator[Any]:
    if section.title:
        yield CondPageBreak(_UNDER_A_HEADING)
        yield Paragraph(_heading(single(section.title)), _HEADING)
    for paragraph in section.paragraphs:
        yield Paragraph(fonts.marked(paragraph), _TEXT)
    for number, point in enumerate(section.bullets, 1):
        mark = f"{number}." if section.numbered else "•"
        yield Paragraph(fonts.marked(point), _POINT, bulletText=mark)
    if section.table is not None and section.table.head:
        yield _table(section.table)
        yield Spacer(1, 3 * mm)


def _table(table: Table) -> LongTable:
    rows = [[Paragraph(fonts.marked(cell), _CELL) for cell in row] for row in table.squared()]
    head = [Paragraph(fonts.marked(short(name)), _LABEL) for name in table.head]
    widths = [share * _WIDTH for share in table.shares()]
    return _grid([head, *rows], widths, [("GRID", (0, 0), (-1, -1), 0.4, _LINE)], head=1)


def _grid(rows: list[Any], widths: list[float], style: list[Any], *, head: int) -> LongTable:
    """A table whose rows may be longer than a page: what somebody wrote never stops the paper."""
    made = LongTable(rows, colWidths=widths, repeatRows=head, splitInRow=1)
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    return made


_TIGHT: list[Any] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def _heading(text: str) -> str:
    return fonts.marked(text, bold=True)


def _foot(paper: Paper) -> str:
    return single(paper.foot)[:_FOOT]


def _issuer(paper: Paper) -> str:
    return single(paper.issuer or settings.ORGANISATION)
