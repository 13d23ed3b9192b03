"""From bytes to a table whose columns are known."""

from django.utils.translation import gettext as _

from huiyin.directory.importing.csv_file import read_csv
from huiyin.directory.importing.headers import find_header, recognise
from huiyin.directory.importing.table import MAX_BYTES, Line, Table, refuse
from huiyin.directory.importing.xlsx_file import ZIP_START, read_xlsx

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(data: bytes, filename: str) -> Table:
    """Read CSV or XLSX by content, whatever the file is called.

    ``ImportRefused`` says why a file cannot be read: empty, too large, broken, or without the
    columns for employee number and name.
    """
    lines = read_lines(data, filename)
    place = find_header(lines)
    columns, ignored = recognise(lines[place].cells)
    titles = {field: lines[place].cells[at].strip() for field, at in columns.items()}
    return Table(filename, columns, titles, ignored, tuple(lines[place + 1 :]))


def read_lines(data: bytes, filename: str) -> list[Line]:
    """The lines of any table that say something; ``ImportRefused`` as ``read_table``."""
    if not data.strip():
        raise refuse(_("文件是空的"))
    if len(data) > MAX_BYTES:
        raise refuse(_("文件超过 %(limit)d MB") % {"limit": MAX_BYTES // 2**20})
    if data.startswith(_OLD_EXCEL):
        raise refuse(_("不支持旧版 .xls，请另存为 .xlsx 或 CSV"))
    is_sheet = data.startswith(ZIP_START) or filename.lower().endswith((".xlsx", ".xlsm"))
    return [line for line in _lines(data, is_sheet=is_sheet) if any(map(str.strip, line.cells))]


def _lines(data: bytes, *, is_sheet: bool) -> list[Line]:
    return read_xlsx(data) if is_sheet else read_csv(data)
