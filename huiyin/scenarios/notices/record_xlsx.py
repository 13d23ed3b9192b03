"""The confirmation record as a workbook that no spreadsheet program will run as formulas."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from huiyin.scenarios.notices import outcome, record
from huiyin.scenarios.notices.assigned import queries as assigned
from huiyin.scenarios.notices.models import Notice

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDTHS = (6, 12, 12, 18, 16, 12, 18, 18, 10, 20, 12, 8, 18, 18, 12, 30, 40, 10)
_BOLD = Font(bold=True)
_GROUND = PatternFill("solid", fgColor="F4F2EE")


def write(notice: Notice) -> bytes:
    """The workbook of ``notice``: its head with figures and the ledger's state, then all rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("通知确认记录表"))
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [*_head(notice), []]
    sheet.freeze_panes = f"A{len(head) + 2}"
    for line in head:
        sheet.append([inert(value) for value in line])
    sheet.append([_heading(sheet, name) for name in columns()])
    for number, row in enumerate(record.rows(notice), 1):
        sheet.append([number, *(inert(value) for value in cells(row))])
    _after_all(book, notice)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(notice: Notice) -> str:
    """What the download is called."""
    return f"{_('通知确认记录表')}-{notice.number}.xlsx"


def columns() -> list[str]:
    """The headings, in order."""
    return [
        _("序号"), _("工号"), _("姓名"), _("部门"), _("职务"), _("状态"), _("确认期限"),
        _("确认时间"), _("渠道"), _("凭证"), _("代为确认"), _("电话次数"), _("最近电话结果"),
        _("最近电话时间"), _("拨打人"), _("无法触达原因"), _("回复"), _("确认版本"),
    ]  # fmt: skip


def cells(row: record.Row) -> list[Any]:
    """One row under the headings, without its number."""
    answered = row.confirmed_at is not None
    return [
        row.employee_no, row.name, row.department, row.position, row.state_word,
        moment(row.due_at), moment(row.confirmed_at),
        row.channel_word if answered else "", row.proof_word if answered else "",
        row.answered_by, row.calls, row.call_word, moment(row.last_call_at), row.caller,
        row.reason, row.reply, row.revision or "",
    ]  # fmt: skip


def inert(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236).

    Full-width forms count too: some programs fold them. Control characters are dropped.
    """
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if sign in "\t\n\r" or sign >= " ")
    return (
        f"'{text}" if text.lstrip(" \u3000").startswith(_RUNS) or text.startswith(_RUNS) else text
    )


def moment(at: datetime | None) -> str:
    """Local date and time to the second; empty for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _head(notice: Notice) -> Iterator[list[Any]]:
    sums, anchor = record.figures(notice), record.anchor()
    yield [_("通知确认记录表")]
    yield [_("编号"), notice.number]
    yield [_("标题"), notice.title]
    yield [_("发文部门"), notice.department.name]
    yield [_("发布人"), notice.initiator.name]
    yield [_("发布时间"), moment(notice.published_at)]
    yield [_("应确认"), sums.total]
    yield [_("按时确认"), sums.in_time]
    yield [_("逾期确认"), sums.late]
    yield [_("已列明未达"), sums.excused]
    yield [_("未确认"), sums.open]
    yield [_("制表时间"), moment(record.made_at())]
    yield [_("台账条数"), anchor.size]
    yield [_("台账根"), anchor.root]
    yield [_("正文摘要 SHA-256"), notice.digest]


def _after_all(book: Workbook, notice: Notice) -> None:
    """A sheet of what was to come of it: the expected effect, and every action item."""
    found, items = outcome.of(notice), assigned.of_notice(notice)
    if found is None and not items:
        return
    sheet = book.create_sheet(_("效果与行动项"))
    if found is not None:
        for name, value in (
            (_("预期效果"), found.sentence),
            (_("结果"), f"{found.word}，{found.why}"),
        ):
            sheet.append([inert(name), inert(value)])
        sheet.append([])
    names = (_("序号"), _("行动项"), _("负责人"), _("截止"), _("完成时间"), _("结果"))
    sheet.append([_heading(sheet, name) for name in names])
    for item in items:
        owner = item.owner.name if item.owner else item.named
        line = [item.text, owner, moment(item.due_at), moment(item.done_at), item.result]
        sheet.append([item.order, *(inert(value) for value in line)])


def _heading(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font, cell.fill = _BOLD, _GROUND
    return cell
