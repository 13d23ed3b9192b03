"""The clause tree from numbering of every style, pages taken off, repeats linked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.drafting.marks import mark_of
from huiyin.core.drafting.tree import Clause, Tree, read_tree
from huiyin.core.drafting.view import plain, view

pytestmark = pytest.mark.req("Z16")


def _ids(text: str) -> list[str]:
    return [clause.id for clause in read_tree(plain(text)).clauses()]


def _shape(tree: Tree) -> list[tuple[str, list[str]]]:
    return [(clause.id, [child.id for child in clause.children]) for clause in tree.clauses()]


@pytest.mark.parametrize(
    ("line", "style", "words", "value"),
    [
        ("第一章 总则", "chapter", "第一章", 1),
        ("第 十二 条 通知", "article", "第十二条", 12),
        ("第12条 通知", "article", "第12条", 12),
        ("第三条之一 通知", "article", "第三条之一", 3),
        ("第二节 发布", "section", "第二节", 2),
        ("一、目的", "han", "一", 1),
        ("（二）确认", "han_paren", "(二)", 2),
        ("1.目的", "dotted", "1", 1),
        ("1、目的", "comma", "1", 1),
        ("2.1 分配", "dotted", "2.1", 1),
        ("2.1.3. 分配", "dotted", "2.1.3", 3),
        ("3 会议", "dotted", "3", 3),
        ("（3）病人", "paren", "(3)", 3),
        ("3) 重要", "half_paren", "3)", 3),
        ("③ 重要", "circled", "③", 3),
        ("(b) 重要", "letter_paren", "(b)", 2),
        ("b. 材料", "letter", "b", 2),
        ("附则", "closing", "附则", 0),
        ("附件2 表格", "annex", "附件2", 2),
        ("## 3. 会议", "heading", "3", 3),
        ("- 一项", "bullet", "-", 0),
    ],
)
def test_a_mark(line: str, style: str, words: str, value: int) -> None:
    mark = mark_of(plain(line))
    assert mark is not None
    assert (mark.style, mark.words, mark.value) == (style, words, value)


@pytest.mark.parametrize(
    "line",
    [
        "3天内完成",
        "2小时内确认",
        "1.5小时内",
        "第三条规定的时限",
        "2026年3月",
        "8:00召开",
        "附件见后",
    ],
)
def test_no_mark(line: str) -> None:
    assert mark_of(plain(line)) is None


def test_chapters_articles_and_items_nest() -> None:
    text = "第一章 总则\n第一条 甲。\n(一)乙;\n1.丙;\n(1)丁。\n(二)戊。\n第二条 己。\n第二章 附则\n第三条 庚。"
    assert _shape(read_tree(plain(text))) == [
        ("第一章", ["第一条", "第二条"]),
        ("第一条", ["第一条(一)", "第一条(二)"]),
        ("第一条(一)", ["第一条(一)-1"]),
        ("第一条(一)-1", ["第一条(一)-1(1)"]),
        ("第一条(一)-1(1)", []),
        ("第一条(二)", []),
        ("第二条", []),
        ("第二章", ["第三条"]),
        ("第三条", []),
    ]


def test_articles_that_begin_anew_carry_their_chapter() -> None:
    assert _ids("第一章 甲\n第一条 子。\n第二章 乙\n第一条 丑。") == [
        "第一章", "第一条", "第二章", "第二章-第一条",
    ]  # fmt: skip


def test_a_number_given_again_and_again_is_counted() -> None:
    text = "第一条 甲方应报告。\n第一条 乙方应报告。\n第一条 丙方应报告。"
    assert _ids(text) == ["第一条", "第一条~2", "第一条~3"]


def test_numbers_with_dots_and_lists_in_words() -> None:
    assert _ids("1 通知\n1.1 发。\n1.1.1 收。\n2 会议\n2.1 开。") == [
        "1",
        "1.1",
        "1.1.1",
        "2",
        "2.1",
    ]
    assert _ids("一、甲。\n(一)子。\n1.丑。\n二、乙。\n(一)寅。") == [
        "一", "一(一)", "一(一)-1", "二", "二(一)",
    ]  # fmt: skip


def test_headings_of_markdown_hold_their_lists() -> None:
    tree = read_tree(plain("# 约定\n## 1. 消息\n- 甲。\n- 乙。\n## 2. 会议\na. 丙。"))
    assert [each.id for each in tree.clauses()][1:] == ["1", "1·1", "1·2", "2", "2-a"]


def test_unnumbered_passages_have_a_place_of_their_own() -> None:
    tree = read_tree(plain("某公司沟通办法\n第一条 甲。\n材料应在会前1天送达。\n第二条 乙。"))
    assert tree.title == "某公司沟通办法"
    assert [each.id for each in tree.clauses()] == ["前言·1", "第一条", "第一条·1", "第二条"]


def test_a_broken_line_goes_on() -> None:
    text = "第一条 接收人应当在收到通知以后的2小\n时内确认并且转告本部门没有收到的同事。"
    clause = read_tree(plain(text)).clauses()[0]
    assert "2小时内" in view(plain(text), clause.passages[0]).text


def test_pages_lose_their_numbers_headers_and_footers() -> None:
    body = [f"第{index}条 内容{index}。" for index in "一二三四五六"]
    pages = [
        f"云桥科技内部文件\n{body[index]}\n{body[index + 1]}\n- {index} -" for index in (0, 2, 4)
    ]
    text = plain("\f".join(pages))
    tree = read_tree(text)
    assert [each.id for each in tree.clauses()] == [f"第{index}条" for index in "一二三四五六"]
    assert [text[start:end] for start, end in tree.dropped].count("云桥科技内部文件") == 3


def test_the_same_clause_pasted_twice_is_linked() -> None:
    words = "客服应在2小时内响应客户投诉并登记。"
    tree = read_tree(plain(f"1. {words}\n2. 另一条。\n3. {words}"))
    assert [each.same_as for each in tree.clauses()] == ["", "", "1"]


def test_a_table_is_one_clause_with_rows() -> None:
    tree = read_tree(plain("2.1 见下表:\n级别\t时限\nP0\t5分钟\nP1\t15分钟\n2.2 其他。"))
    table = tree.clauses()[1]
    assert (table.table, len(table.passages), table.id) == (True, 3, "2.1·1")
    assert plain("第一条\t为规范") == "第一条 为规范"


def test_words_in_letters_stay_apart_and_chinese_has_no_gaps() -> None:
    whole = plain("值班员 应通过 Cisco\nWebex 告知 主管")
    seen = view(whole, [(0, len(whole))])
    assert seen.text == "值班员应通过Cisco Webex告知主管"
    assert seen.place(6, 17) == (8, 19)
    assert whole[8:19] == "Cisco\nWebex"


_LINES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "第一条 甲。",
                "第二章 乙",
                "一、丙",
                "(一)丁",
                "1.1 戊",
                "(a) 己",
                "a\tb\tc",
                "- 4 -",
                "附则",
                "# 庚",
                "\f",
            ]
        ),
    ),
    max_size=25,
)


@given(_LINES)
def test_every_word_is_in_one_clause_or_dropped(lines: list[str]) -> None:
    text = plain("\n".join(lines))
    tree = read_tree(text)
    places = [
        place for clause in tree.clauses() for passage in clause.passages for place in passage
    ]
    taken = sorted([*places, *tree.dropped])
    assert all(one[1] <= other[0] for one, other in pairwise(taken))
    inside = {index for start, end in taken for index in range(start, end)}
    outside = "".join(char for index, char in enumerate(text) if index not in inside)
    assert not outside.strip("\x1c\x1d\x1e\x1f\x85\u2028\u2029\x0b\x0c") or not outside.strip()


@given(_LINES)
def test_ids_are_unique_and_children_follow_their_parents(lines: list[str]) -> None:
    tree = read_tree(plain("\n".join(lines)))
    ids = [each.id for each in tree.clauses()]
    assert len(ids) == len(set(ids))
    assert all(ids)
    for clause in tree.clauses():
        assert _ordered(clause)


def _ordered(clause: Clause) -> bool:
    starts = [each.place()[0] for each in clause.walk()]
    return starts == sorted(starts)
