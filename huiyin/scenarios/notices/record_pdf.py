"""The confirmation record as PDF: what the workbook says, on paper, with the ledger's state."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from huiyin.cases.papers import fonts
from huiyin.cases.spreadsheets import moment
from huiyin.scenarios.notices import outcome, record
from huiyin.scenarios.notices.assigned import queries as assigned
from huiyin.scenarios.notices.models import Notice

CONTENT_TYPE = "application/pdf"
_RED = colors.HexColor("#be241b")
_LINE = colors.HexColor("#b9b6b0")
_WIDTHS = (10, 18, 20, 32, 20, 34, 18, 32, 20, 55)
"""Millimetres, together the width of a page on its side within its margins."""

_CELL = ParagraphStyle("cell", fontName=fonts.TEXT, fontSize=8, leading=11, wordWrap="CJK")
_TEXT = ParagraphStyle("text", fontName=fonts.TEXT, fontSize=9.5, leading=15, wordWrap="CJK")
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7.5, leading=11)
_TITLE = ParagraphStyle(
    "title", parent=_TEXT, fontName=fonts.BOLD, fontSize=16, leading=24, alignment=TA_CENTER
)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName=fonts.BOLD)
_KIND = ParagraphStyle("kind", parent=_TITLE, fontSize=11, leading=18, textColor=_RED)


def write(notice: Notice) -> bytes:
    """The document: letterhead, figures, effect against result, action items, all rows, ledger."""
    fonts.ready()
    out = BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=landscape(A4),
        leftMargin=19 * mm,
        rightMargin=19 * mm,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=f"{_('通知确认记录表')} {notice.number}",
        author=notice.department.name,
        invariant=1,
    )
    anchor = record.anchor()
    foot = _("台账 %(size)d 条，根 %(root)s") % {"size": anchor.size, "root": anchor.root}
    page.build(
        [*_head(notice), *_summary(notice), _table(notice), *_foot(notice, anchor)],
        onFirstPage=lambda canvas, _page: _number(canvas, foot),
        onLaterPages=lambda canvas, _page: _number(canvas, foot),
    )
    return out.getvalue()


def file_name(notice: Notice) -> str:
    """What the download is called."""
    return f"{_('通知确认记录表')}-{notice.number}.pdf"


def _head(notice: Notice) -> Iterator[Any]:
    yield Paragraph(fonts.marked(_("通知确认记录表"), bold=True), _KIND)
    yield Paragraph(fonts.marked(notice.title, bold=True), _TITLE)
    facts = [
        (_("编号"), notice.number),
        (_("发文部门"), notice.department.name),
        (_("发布人"), notice.initiator.name),
        (_("发布时间"), moment(notice.published_at)),
        (_("闭环时间"), moment(notice.closed_at) or _("尚未闭环")),
    ]
    said = " · ".join(f"{name} {value}" for name, value in facts)
    yield Paragraph(fonts.marked(said), _TEXT)


def _summary(notice: Notice) -> Iterator[Any]:
    sums = record.figures(notice)
    parts = [
        (_("应确认"), sums.total),
        (_("按时确认"), sums.in_time),
        (_("逾期确认"), sums.late),
        (_("已列明未达"), sums.excused),
        (_("未确认"), sums.open),
    ]
    yield Paragraph(fonts.marked(" · ".join(f"{name} {value}" for name, value in parts)), _TEXT)
    found = outcome.of(notice)
    if found is not None:
        said = f"{_('预期效果')}：{found.sentence}。{_('结果')}：{found.word}，{found.why}"
        yield Paragraph(fonts.marked(said), _TEXT)
    for item in assigned.of_notice(notice):
        owner = item.owner.name if item.owner else ""
        state = moment(item.done_at) or _("未完成")
        line = f"{_('行动项')} {item.order}：{item.text}，{owner}，{moment(item.due_at)}，{state}"
        yield Paragraph(fonts.marked(line), _TEXT)
    yield Spacer(1, 4 * mm)


def _table(notice: Notice) -> LongTable:
    names = [
        _("序号"), _("工号"), _("姓名"), _("部门"), _("状态"), _("确认时间"), _("渠道"),
        _("凭证"), _("代为确认"), _("备注"),
    ]  # fmt: skip
    rows = [[Paragraph(fonts.marked(name, bold=True), _HEAD) for name in names]]
    rows += [
        [Paragraph(fonts.marked(str(value)), _CELL) for value in (number, *_cells(row))]
        for number, row in enumerate(record.rows(notice), 1)
    ]
    table = LongTable(rows, colWidths=[width * mm for width in _WIDTHS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
                ("LINEABOVE", (0, 0), (-1, 0), 1, _RED),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _cells(row: record.Row) -> tuple[str, ...]:
    answered = row.confirmed_at is not None
    note = "；".join(part for part in (row.call_word, row.reason, row.reply) if part)
    return (
        row.employee_no,
        row.name,
        row.department,
        row.state_word,
        moment(row.confirmed_at),
        row.channel_word if answered else "",
        row.proof_word if answered else "",
        row.answered_by,
        note,
    )


def _foot(notice: Notice, anchor: record.Anchor) -> Iterator[Any]:
    yield Spacer(1, 4 * mm)
    made = f"{_('制表时间')} {moment(record.made_at())}"
    size = f"{_('台账条数')} {anchor.size} · {_('台账根')} {anchor.root}"
    for line in (made, size, f"{_('正文摘要 SHA-256')} {notice.digest}"):
        yield Paragraph(fonts.marked(line), _SMALL)


def _number(canvas: Any, foot: str) -> None:
    """Page number and ledger state on every sheet: a page alone still says what it belongs to."""
    canvas.saveState()
    number = str(canvas.getPageNumber())
    fonts.draw(canvas, 19 * mm, 9 * mm, foot, 7)
    fonts.draw(canvas, landscape(A4)[0] - 19 * mm - fonts.width(number, 7), 9 * mm, number, 7)
    canvas.restoreState()
