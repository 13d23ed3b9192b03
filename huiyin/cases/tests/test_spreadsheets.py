"""Whatever people typed, a spreadsheet shows it and runs nothing."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from huiyin.cases.spreadsheets import Sheet, inert, text, workbook

HARMFUL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\u3000＝1",
    "＋1",
    "\r=1",
    "\n=cmd|'/c x'!A1",
]


@pytest.mark.parametrize("typed", HARMFUL)
def test_what_would_run_gets_an_apostrophe(typed: str) -> None:
    assert inert(typed) == f"'{typed}"


def test_other_values_stay_as_they_are() -> None:
    assert [inert(value) for value in ("a=1", "", 5, None, 0.5)] == ["a=1", "", 5, None, 0.5]
    assert inert("a\x00b\x1fc") == "abc"


def test_a_workbook_has_its_head_its_headings_and_no_formula() -> None:
    made = workbook(
        Sheet(
            "表",
            ["名", "=数"],
            [["=1+1", 0.25], ["李", 7]],
            head=[["=题"]],
            widths=[12],
            fixed=1,
            shares=frozenset({1}),
        ),
        Sheet("其他", ["甲"], []),
    )
    book = load_workbook(BytesIO(made))
    assert book.sheetnames == ["表", "其他"]
    sheet = book["表"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["'=题", None], ["名", "'=数"], ["'=1+1", 0.25], ["李", 7],
    ]  # fmt: skip
    assert {cell.data_type for row in sheet for cell in row} == {"s", "n"}
    assert sheet.freeze_panes == "B3"
    assert sheet["B3"].number_format == "0.0%"
    assert sheet["A2"].font.bold


def test_a_csv_file_reads_back() -> None:
    made = text([["名", "值"], ["=1", '含,"引号"\n换行']])
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(made.decode("utf-8-sig"))))
    assert rows == [["名", "值"], ["'=1", '含,"引号"\n换行']]
