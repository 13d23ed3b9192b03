"""Files as the tests need them: CSV text and small workbooks."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from huiyin.directory.importing import Table, read_table

HEADER = ("工号", "姓名", "部门", "职务", "手机", "邮箱", "直属上级", "是否部门主管")
ROWS = (
    ("A1", "赵衡", "云桥科技", "总经理", "13800000001", "zhao@yq.example", "", "是"),
    ("A2", "秦朗", "云桥科技/技术部", "技术部主管", "13800000002", "qin@yq.example", "A1", "是"),
    ("A3", "陈屿", "云桥科技/技术部/后端组", "工程师", "13800000003", "chen@yq.example", "A2", ""),
    ("A4", "林若溪", "云桥科技/运营部", "运营部主管", "13800000004", "lin@yq.example", "A1", "是"),
    ("A5", "白露", "云桥科技/运营部", "专员", "13800000005", "bai@yq.example", "林若溪", "否"),
)


def text(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> str:
    """CSV of a heading and rows."""
    return "".join(",".join(row) + "\r\n" for row in (header, *rows))


def table(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Table:
    """The same, read."""
    return read_table(text(rows, header).encode(), "people.csv")


def xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(row: int, column: int, value: str) -> tuple[tuple[str, ...], ...]:
    """``ROWS`` with one other cell."""
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = value
    return tuple(tuple(cells) for cells in rows)
