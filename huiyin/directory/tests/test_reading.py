"""Files from everywhere: encodings, headings, broken and hostile ones (O01)."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.directory.importing import ImportRefused, read_table, xlsx_file
from huiyin.directory.importing.rows import read_rows
from huiyin.directory.tests import sheets

pytestmark = pytest.mark.req("O01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_any_usual_encoding_gives_the_same_table(encoding: str) -> None:
    table = read_table(sheets.text().encode(encoding), "people.csv")
    assert [table.cell(line, "name") for line in table.lines][:2] == ["赵衡", "秦朗"]
    assert [line.row for line in table.lines] == [2, 3, 4, 5, 6]


def test_rare_han_characters_survive() -> None:
    rows = [("A1", "𠮷田䶮", "公司")]
    for encoding in ("utf-8", "gb18030"):
        table = read_table(sheets.text(rows, ("工号", "姓名", "部门")).encode(encoding), "x.csv")
        assert table.cell(table.lines[0], "name") == "𠮷田䶮"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    data = f'工号{mark}姓名{mark}部门\nA1{mark}"陈,;屿"{mark}技术部\n'.encode()
    table = read_table(data, "x.csv")
    assert table.cell(table.lines[0], "name") == "陈,;屿"
    assert table.cell(table.lines[0], "department") == "技术部"


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            (
                "姓名",
                "账号",
                "别名",
                "职务",
                "部门",
                "性别",
                "手机",
                "座机",
                "企业邮箱",
                "激活状态",
            ),
            {
                "name",
                "employee_no",
                "position",
                "department",
                "mobile",
                "extension",
                "email",
                "status",
            },
        ),
        (
            (
                "员工UserID",
                "手机号",
                "*姓名",
                "部门",
                "直属主管",
                "职位",
                "工号",
                "是否部门主管(必填)",
            ),
            {"employee_no", "mobile", "name", "department", "manager", "position", "head"},
        ),
        (
            (
                "姓名",
                "手机号码",
                "工作邮箱",
                "部门",
                "员工编号",
                "直属上级",
                "入职日期",
                "人员状态",
            ),
            {"name", "mobile", "email", "department", "employee_no", "manager", "joined", "status"},
        ),
        (
            ("user_id", "Full Name", "Department", "Job Title", "Mobile", "E-mail", "Hire Date"),
            {"employee_no", "name", "department", "position", "mobile", "email", "joined"},
        ),
    ],
    ids=["wecom", "dingtalk", "feishu", "english"],
)
def test_headings_of_usual_exports_are_known(header: tuple[str, ...], fields: set[str]) -> None:
    table = sheets.table([("x",) * len(header)], header)
    assert set(table.columns) == fields


def test_the_more_telling_heading_wins() -> None:
    table = sheets.table([("u-77", "A1", "陈屿")], ("账号", "工号", "姓名"))
    assert table.cell(table.lines[0], "employee_no") == "A1"
    assert table.ignored == ("账号",)


def test_notes_above_the_heading_are_passed_over() -> None:
    rows: list[list[object]] = [
        ["填写须知：请勿修改表头"],
        [],
        ["工号", "姓名", "部门"],
        [1001, "陈屿", "技术部"],
    ]
    table = read_table(sheets.xlsx(rows), "people.xlsx")
    assert [(line.row, line.cells[:3]) for line in table.lines] == [(4, ("1001", "陈屿", "技术部"))]


def test_content_decides_not_the_name() -> None:
    data = sheets.xlsx([["工号", "姓名"], ["A1", "陈屿"]])
    assert len(read_table(data, "people.csv").lines) == 1


def test_a_short_line_has_empty_cells() -> None:
    table = read_table("工号,姓名,部门\nA1\n".encode(), "x.csv")
    assert table.cell(table.lines[0], "department") == ""
    assert table.title("department") == "部门"


def test_an_unknown_heading_is_refused_and_named() -> None:
    with pytest.raises(ImportRefused) as caught:
        sheets.table([("1", "2")], ("甲", "乙"))
    assert [problem.field for problem in caught.value.problems] == ["工号", "姓名", "未识别的列"]
    assert "甲、乙" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.csv", "空"),
        (b" \r\n \n", "x.csv", "空"),
        (b",,\n,,\n", "x.csv", "空"),
        (b"not a zip at all", "x.xlsx", "不是有效的 Excel"),
        (b"PK\x03\x04broken", "x.xlsx", "不是有效的 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "x.xls", "旧版"),
        ('工号,姓名\nA1,"陈屿\nA2,秦朗\n'.encode(), "x.csv", "第 2 行"),
        (b"\xff\xff\xff,\x80", "x.csv", "编码"),
        ("工号,姓名\x00\nA,b\n".encode(), "x.csv", "不是文本"),
    ],
)
def test_a_broken_file_is_refused_in_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        read_table(data, name)


def test_a_line_of_too_many_columns_is_refused() -> None:
    with pytest.raises(ImportRefused, match="第 2 行"):
        read_table(b"a,b\n" + b"," * 300, "x.csv")


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(ImportRefused, match="MB"):
        read_table(b"a" * (21 * 2**20), "x.csv")


def test_a_file_of_too_many_rows_is_refused() -> None:
    with pytest.raises(ImportRefused, match="300000 行"):
        read_table("工号,姓名\n".encode() + b"a,b\n" * 300_001, "x.csv")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(ImportRefused, match="压缩比"):
        read_table(zipped({"xl/worksheets/sheet1.xml": b" " * (8 * 2**20)}), "x.xlsx")


def test_many_entries_are_refused() -> None:
    with pytest.raises(ImportRefused, match="文件过多"):
        read_table(zipped({f"f{at}": b"" for at in range(201)}), "x.xlsx")


def test_a_large_whole_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_UNPACKED", 1000)
    with pytest.raises(ImportRefused, match="解压后过大"):
        read_table(sheets.xlsx([["工号", "姓名"]]), "x.xlsx")


@pytest.mark.parametrize(
    ("cell", "words"),
    [("A1048576", "行"), ("XFD1", "列"), ("xfd1", "列"), ("CV150000", "单元格过多")],
)
def test_one_cell_far_away_is_refused(cell: str, words: str) -> None:
    sheet = f'<sheetData><row r="1"><c s=">" r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    with pytest.raises(ImportRefused, match=words):
        read_table(zipped({"xl/workbook.xml": b"", "xl/hidden.part": sheet}), "x.xlsx")


def test_one_row_far_away_is_refused() -> None:
    sheet = b"<sheetData><row spans='1:1' r='1048576'><c><v>1</v></c></row></sheetData>"
    with pytest.raises(ImportRefused, match="行"):
        read_table(zipped({"xl/workbook.xml": b"", "a": sheet}), "x.xlsx")


def test_one_long_text_in_many_cells_is_refused() -> None:
    shared = b"<si><t>" + bytes(range(97, 123)) * 4000 + b"</t></si>"
    cells = b'<c r="A1" t="s"><v>0</v></c>' * 3000
    parts = {"xl/workbook.xml": b"", "xl/texts.xml": shared, "xl/worksheets/sheet1.xml": cells}
    with pytest.raises(ImportRefused, match="文字过多"):
        read_table(zipped(parts), "x.xlsx")


def test_a_lying_size_is_found_by_counting() -> None:
    honest = zipped({"xl/worksheets/sheet1.xml": b"0123456789" * 10})
    lying = honest.replace((100).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(ImportRefused):
        read_table(lying, "x.xlsx")


def test_a_workbook_without_a_filled_sheet_is_empty() -> None:
    with pytest.raises(ImportRefused, match="空"):
        read_table(sheets.xlsx([]), "x.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(ImportRefused, match="不是有效的 Excel"):
        read_table(zipped({"readme.txt": b"hello"}), "x.xlsx")


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_other_formats_in_a_zip_are_refused(name: str) -> None:
    with pytest.raises(ImportRefused, match="不是有效的 Excel"):
        read_table(zipped({"xl/workbook.xml": b"", name: b"x"}), "x.xlsx")


def test_something_before_the_zip_is_refused() -> None:
    data = b"\x00" + sheets.xlsx([["工号", "姓名"], ["A1", "陈屿"]])
    with pytest.raises(ImportRefused, match="不是有效的 Excel"):
        read_table(data, "x.xlsx")


@pytest.mark.parametrize(
    "body",
    [
        "A1,a,a" + " " * 100_000 + "b\n",
        "A1,a," + "/" * 100_000 + "\n",
        "A1,a," + "a；" * 50_000 + "\n",
        "A1," + "1-" * 50_000 + ",x\n",
    ],
)
def test_long_cells_cost_no_time(body: str) -> None:
    begun = time.process_time()
    reading = read_rows(read_table(f"工号,姓名,部门\n{body}".encode(), "x.csv"), [])
    assert reading.records or reading.errors
    assert time.process_time() - begun < 2


@given(
    st.sampled_from([sheets.text().encode("gb18030"), sheets.xlsx([sheets.HEADER, *sheets.ROWS])]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=12)), max_size=6),
    st.sampled_from(["x.csv", "x.xlsx"]),
)
def test_a_damaged_file_is_read_or_refused(
    data: bytes, damages: list[tuple[int, bytes]], name: str
) -> None:
    for place, piece in damages:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + len(piece) :]
    try:
        columns = read_table(data, name).columns
    except ImportRefused as refused:
        columns = {}
        problems = refused.problems
    else:
        problems = ()
    assert problems or {"employee_no", "name"} <= set(columns)
