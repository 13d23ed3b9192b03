"""The register as a workbook that no spreadsheet program will run as formulas."""

from datetime import datetime
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from huiyin.scenarios.problems.models import Problem

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDTHS = (18, 40, 14, 16, 16, 10, 8, 16, 12, 18, 12, 12, 18, 18, 8)


def write(problems: list[Problem]) -> bytes:
    """One row for each problem under a head that stays."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("问题登记表"))
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C2"
    head = []
    for name in _columns():
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F4F2EE")
        head.append(cell)
    sheet.append(head)
    for problem in problems:
        sheet.append([inert(value) for value in _cells(problem)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def inert(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236)."""
    plain = "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")
    runs = plain.startswith(_RUNS) or plain.lstrip(" \u3000").startswith(_RUNS)
    return f"'{plain}" if runs else plain


def _columns() -> list[str]:
    return [
        _("编号"), _("问题"), _("来源"), _("提出人"), _("上报时间"), _("性质"), _("重大"),
        _("责任部门"), _("负责人"), _("解决期限"), _("状态"), _("分类"), _("常见问题"),
        _("结束时间"), _("退回次数"),
    ]  # fmt: skip


def _cells(row: Problem) -> list[str]:
    return [
        row.number,
        row.title,
        row.get_source_display(),
        row.raised_by,
        _at(row.created_at),
        row.get_nature_display(),
        _("是") if row.is_major else _("否"),
        row.in_charge.name if row.in_charge else "",
        row.owner.name if row.owner else "",
        _at(row.due_at),
        row.get_state_display(),
        row.get_category_display(),
        row.topic,
        _at(row.closed_at),
        str(row.bounced),
    ]


def _at(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
