"""XLSX, looked at from outside before anything is unpacked (reliability: hostile input)."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from huiyin.directory.importing.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    ImportRefused,
    Line,
    checked,
    refuse,
)

MAX_ENTRIES = 200
MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 100
MAX_CELLS = 4_000_000
MAX_SHARED_TEXT = 256 * 1024 * 1024
_SMALL = 1024 * 1024
ZIP_START = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"
_OTHER_FORMATS = frozenset({"content.xml", "xl/workbook.bin"})
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s[^<]*?\br\s?=\s?["']([A-Za-z]{1,3})(\d{1,9})""")
_ROW = re.compile(rb"""<(?:\w{1,20}:)?row\s[^<]*?\br\s?=\s?["'](\d{1,9})""")
_BETWEEN_TAGS = re.compile(rb"[^<]+")


def read_xlsx(data: bytes) -> list[Line]:
    """The lines of the first sheet that has any; ``ImportRefused`` for what is no honest sheet."""
    _look_inside(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                return checked([_line(at, row) for at, row in enumerate(rows, start=1)])
    except CalamineError as error:
        raise refuse(_("不是有效的 Excel 文件")) from error
    return []


def _look_inside(data: bytes) -> None:
    """Refuse bombs by the central directory, then by counting: headers may lie."""
    if not data.startswith(ZIP_START):
        raise refuse(_("不是有效的 Excel 文件"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive.infolist())
            if archive.testzip() is not None:
                raise refuse(_("压缩内容已损坏"))
            _check_sheets(archive)
    except ImportRefused:
        raise
    except _BROKEN as error:
        raise refuse(_("不是有效的 Excel 文件")) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise refuse(_("压缩包内文件过多"))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refuse(_("解压后过大"))
    for entry in entries:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _SMALL and entry.file_size / packed > MAX_RATIO:
            raise refuse(_("压缩比异常，拒绝打开"))


def _check_sheets(archive: zipfile.ZipFile) -> None:
    """A reader lays out a dense grid: one cell far away is enough to exhaust the memory.

    Every part is looked at: what is a sheet is said inside, and may be said of any part.
    """
    names = set(archive.namelist())
    if _WORKBOOK not in names or names & _OTHER_FORMATS:
        raise refuse(_("不是有效的 Excel 文件"))
    longest, shared = 0, 0
    for entry in archive.infolist():
        part = archive.read(entry)
        _check_grid(part)
        shared += part.count(b't="s"') + part.count(b"t='s'")
        texts = _BETWEEN_TAGS.finditer(part)
        longest = max(longest, max((text.end() - text.start() for text in texts), default=0))
    if longest * shared > MAX_SHARED_TEXT:
        raise refuse(_("单元格文字过多"))


def _check_grid(xml: bytes) -> None:
    rows, columns = 0, 0
    for found in _CELL.finditer(xml):
        rows = max(rows, int(found[2]))
        columns = max(columns, _number(found[1].upper()))
    for found in _ROW.finditer(xml):
        rows = max(rows, int(found[1]))
    if rows > MAX_ROWS:
        raise refuse(_("超过 %(limit)d 行") % {"limit": MAX_ROWS})
    if columns > MAX_COLUMNS:
        raise refuse(_("超过 %(limit)d 列") % {"limit": MAX_COLUMNS})
    if rows * columns > MAX_CELLS:
        raise refuse(_("单元格过多"))


@lru_cache(maxsize=1024)
def _number(column: bytes) -> int:
    value = 0
    for letter in column:
        value = value * 26 + letter - ord("A") + 1
    return value


def _line(row: int, cells: Sequence[object]) -> Line:
    return Line(row, tuple(_text(cell) for cell in cells))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
