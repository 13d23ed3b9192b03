"""Papers say what they were given, in DOCX and in PDF, whatever people wrote."""

from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from huiyin.cases.papers import handing, markdown, sheet, word
from huiyin.cases.papers.paper import Paper, Section, Table, clean

ROWS = [["更新门店手册", "林若溪", "11 月 27 日"], ["通知客户", "陈屿"]]
PAPER = Paper(
    title="第四十七周运营部周例会",
    kind="会议纪要",
    number="HY-HY-2026-0012",
    facts=[("主持人", "林若溪"), ("地点", "东会议室")],
    sections=[
        Section("进展", ["客服系统升级完成。", "<b>不是粗体</b> & 其他"]),
        Section("决议", bullets=["十二月起改到周二"], numbered=True),
        Section("待办", table=Table(["内容", "负责人", "期限"], ROWS, [6, 2, 2])),
    ],
    classification="内部",
    foot="由回音生成",
    issuer="云桥科技",
)


def pdf_text(paper: Paper) -> list[str]:
    document = pypdfium2.PdfDocument(sheet.pdf(paper))
    return [page.get_textpage().get_text_bounded() for page in document]


def docx_text(paper: Paper) -> str:
    document = Document(BytesIO(word.docx(paper)))
    lines = [line.text for line in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    lines += [line.text for line in document.sections[0].footer.paragraphs]
    return "\n".join(lines)


WORDS = (
    "云桥科技 会议纪要", "HY-HY-2026-0012", "内部", "主持人", "林若溪", "<b>不是粗体</b> & 其他",
    "十二月起改到周二", "更新门店手册", "由回音生成",
)  # fmt: skip


@pytest.mark.req("M12")
@pytest.mark.parametrize("words", WORDS)
def test_both_papers_say_everything(words: str) -> None:
    assert words in docx_text(PAPER)
    assert words in "".join(pdf_text(PAPER))


def test_pages_are_numbered() -> None:
    long = Paper("长", "纪要", sections=[Section("", ["尾" * 4000])])
    pages = pdf_text(long)
    assert len(pages) > 2
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert "NUMPAGES" in Document(BytesIO(word.docx(long))).sections[0].footer._element.xml


@pytest.mark.parametrize(
    "text", ["\x00\x07\x1b", "\ud800", "<para></b>&amp;", "]]>", "字" * 30_000, "\r\n\n\t", "😀𠮷"]
)
def test_nothing_that_people_write_stops_a_paper(text: str) -> None:
    paper = Paper(
        text, text, text, [(text, text)],
        [Section(text, [text], [text], Table([text, "b"], [[text], [text] * 3]))],
        text, text, text,
    )  # fmt: skip
    assert word.docx(paper).startswith(b"PK")
    assert sheet.pdf(paper).startswith(b"%PDF")


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert sheet.pdf(PAPER) == sheet.pdf(PAPER)


def test_signs_that_no_document_can_hold_are_gone() -> None:
    assert clean("a\r\nb\x00\ufffe") == "a\nb"


def test_tables_are_squared_and_shared_out() -> None:
    table = Table(["a", "b"], [["1"], ["1", "2", "3"]], [3, 1])
    assert table.squared() == [["1", ""], ["1", "2"]]
    assert table.shares() == [0.75, 0.25]
    assert Table(["a", "b"], [], [1]).shares() == [0.5, 0.5]
    assert Table(["a", "b"], [], [1, 0]).shares() == [0.5, 0.5]


def test_a_section_without_a_head_of_its_table_has_no_table() -> None:
    paper = Paper("a", "b", sections=[Section("空表", table=Table([], []))])
    assert "空表" in docx_text(paper)
    assert "空表" in "".join(pdf_text(paper))


def test_markdown_becomes_sections() -> None:
    text = (
        "前言 **要紧**，见 [报告](https://example.com/a)\n第二行\n\n# 决议\n\n- 甲\n  - 甲之一\n- 乙\n\n"
        "1. 先\n2. 后\n\n| a | b |\n|---|---|\n| `1` | 2 |\n\n```\n代码\n```\n\n> 引文\n\n[https://x.cn](https://x.cn)"
    )
    found = markdown.sections(text)
    assert [each.title for each in found] == ["", "决议", "", "", ""]
    assert found[0].paragraphs == ("前言 要紧，见 报告 (https://example.com/a)\n第二行",)
    assert found[1].bullets == ("甲", "　甲之一", "乙")
    assert not found[1].numbered
    assert found[2].bullets == ("先", "后")
    assert found[2].numbered
    assert found[3].table == Table(["a", "b"], [["1", "2"]])
    assert found[4].paragraphs == ("代码", "引文", "https://x.cn")


def test_nothing_becomes_no_section() -> None:
    assert markdown.sections("") == []
    assert markdown.sections("[a](https://x.cn)[](b)")[0].paragraphs == ("a (https://x.cn) (b)",)


def test_it_is_handed_out_as_a_file_that_is_kept_nowhere() -> None:
    answer = handing.hand_out(PAPER, "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "HY-HY-2026-0012.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert handing.hand_out(PAPER, "docx").content.startswith(b"PK")
    assert handing.file_name(Paper('标/题:"', "纪要"), "pdf") == "纪要-标题.pdf"
    with pytest.raises(KeyError):
        handing.hand_out(PAPER, "exe")
