"""The log as a workbook that no spreadsheet program will run as formulas."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from huiyin.directory.models import Person
from huiyin.scenarios.journal.logline import Line, Wanted

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDTHS = (6, 18, 16, 20, 44, 10, 30, 14, 20, 12)


def write(person: Person, wanted: Wanted, lines: list[Line]) -> bytes:
    """The workbook: whose log and of which days, then its lines."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("沟通日志"))
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A5"
    sheet.append([_("沟通日志")])
    sheet.append([inert(f"{person.name}　{person.department.name}")])
    sheet.append([f"{_day(wanted.start)} – {_day(wanted.end)}"])
    sheet.append([_heading(sheet, name) for name in _columns()])
    for number, line in enumerate(lines, 1):
        sheet.append([number, *(inert(value) for value in _cells(line))])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(person: Person) -> str:
    """What the download is called."""
    return f"{_('沟通日志')}-{person.name}.xlsx"


def inert(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236)."""
    plain = "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")
    runs = plain.startswith(_RUNS) or plain.lstrip(" \u3000").startswith(_RUNS)
    return f"'{plain}" if runs else plain


def _columns() -> list[str]:
    return [
        _("序号"), _("时间"), _("事项"), _("对象"), _("内容"), _("渠道"), _("结果"), _("凭证"),
        _("编号"), _("台账序号"),
    ]  # fmt: skip


def _cells(line: Line) -> list[str]:
    at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    entry = str(line.entry) if line.entry else ""
    what = " ".join([line.what, *line.tags])
    return [
        at, what, line.people, line.title, line.channel, line.result, line.proof, line.number,
        entry,
    ]  # fmt: skip


def _day(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")


def _heading(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F4F2EE")
    return cell
