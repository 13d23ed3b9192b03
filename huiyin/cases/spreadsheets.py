"""Tables as files for spreadsheet programs: XLSX and CSV, nothing in them runs as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BEFORE = re.compile(r"^[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_BOLD = Font(bold=True)
_GROUND = PatternFill("solid", fgColor="F4F2EE")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``head`` are lines above the table, ``columns`` its headings, which stay in sight.

    ``widths`` are in characters; ``fixed`` columns stay when one scrolls to the right; ``shares``
    are the places (from 0) of columns that are shown in per cent.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    head: Sequence[Sequence[Any]] = ()
    widths: Sequence[int] = ()
    fixed: int = 0
    shares: frozenset[int] = frozenset()


def workbook(*sheets: Sheet) -> bytes:
    """An XLSX file of ``sheets``; numbers stay numbers."""
    book = Workbook(write_only=True)
    for one in sheets:
        _fill(book.create_sheet(one.name), one)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def text(lines: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file (RFC 4180, UTF-8 with the mark that lets spreadsheets read Chinese)."""
    out = StringIO()
    csv.writer(out).writerows([inert(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def inert(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236).

    Full-width forms count too: some programs fold them. Control characters are dropped, and blanks
    or invisible signs before a formula hide nothing.
    """
    if not isinstance(value, str):
        return value
    plain = "".join(sign for sign in value if sign in "\t\n\r" or sign >= " ")
    runs = plain.startswith(_RUNS) or _BEFORE.sub("", plain).startswith(_RUNS)
    return f"'{plain}" if runs else plain


def moment(at: datetime | None) -> str:
    """Local date and time to the second; empty for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _fill(sheet: Any, one: Sheet) -> None:
    for place, width in enumerate(one.widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"{get_column_letter(one.fixed + 1)}{len(one.head) + 2}"
    for line in one.head:
        sheet.append([inert(value) for value in line])
    sheet.append([_heading(sheet, name) for name in one.columns])
    for row in one.rows:
        sheet.append([_cell(sheet, v, share=i in one.shares) for i, v in enumerate(row)])


def _heading(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=inert(name))
    cell.font, cell.fill = _BOLD, _GROUND
    return cell


def _cell(sheet: Any, value: Any, *, share: bool) -> Any:
    if not share:
        return inert(value)
    cell = WriteOnlyCell(sheet, value=inert(value))
    cell.number_format = "0.0%"
    return cell
