"""CSV as it comes out of office programs: some encoding, some delimiter, sometimes broken."""

import codecs
import csv
import io

from django.utils.translation import gettext as _

from huiyin.directory.importing.table import MAX_ROWS, Line, checked, refuse

_DELIMITERS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(data: bytes) -> list[Line]:
    """All lines; ``ImportRefused`` names the row of a quote that is never closed."""
    text = decode(data)
    if "\x00" in text:
        raise refuse(_("不是文本文件"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    lines: list[Line] = []
    starts = 1
    try:
        for cells in reader:
            lines.append(Line(starts, tuple(cells)))
            starts = reader.line_num + 1
            if len(lines) > MAX_ROWS:
                break
    except csv.Error as error:
        raise refuse(_("引号不成对或字段过长"), row=starts) from error
    return checked(lines)


def decode(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030 (which holds GBK)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def delimiter(text: str) -> str:
    """The delimiter that parts the most columns somewhere in the first lines; a comma if none."""
    head = [_unquoted(line) for line in text.splitlines()[:20]]
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in head), default=0))


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise refuse(_("文字编码无法识别，请另存为 UTF-8"), row=row) from error
