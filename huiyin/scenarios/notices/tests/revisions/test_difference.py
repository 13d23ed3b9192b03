"""Differences that people can read, and that lose nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.scenarios.notices.revisions.difference import (
    DELETED,
    INSERTED,
    KEPT,
    Piece,
    between,
    changed,
)
from huiyin.scenarios.notices.revisions.telling import marked, said
from huiyin.scenarios.notices.templatetags.revisions import difference

texts = st.text(alphabet="甲乙丙丁 ab19.-\n，。", max_size=40)


def pairs(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces]


@pytest.mark.req("N21")
@given(texts, texts)
def test_nothing_is_lost(old: str, new: str) -> None:
    pieces = between(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != INSERTED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != DELETED) == new
    kinds = [piece.kind for piece in pieces]
    assert all(left != right for left, right in pairwise(kinds))


@pytest.mark.req("N21")
def test_a_number_changes_as_a_whole() -> None:
    assert pairs(between("12 月 5 日 18:00 前交", "12 月 5 日 17:30 前交")) == [
        (KEPT, "12 月 5 日 "),
        (DELETED, "18:00"),
        (INSERTED, "17:30"),
        (KEPT, " 前交"),
    ]


def test_single_signs_between_changes_join_them() -> None:
    found = between("请在周三上午到东区大厅", "请在周五下午到东区大厅")
    assert pairs(found)[:3] == [(KEPT, "请在周"), (DELETED, "三上"), (INSERTED, "五下")]


def test_a_line_that_was_rewritten_stands_as_a_whole() -> None:
    found = between("第一条：交报表\n第二条", "全体放假\n第二条")
    assert pairs(found)[:2] == [(DELETED, "第一条：交报表\n"), (INSERTED, "全体放假\n")]


def test_lines_that_came_and_went() -> None:
    assert pairs(between("一\n二\n", "一\n二\n三\n"))[-1] == (INSERTED, "三\n")
    assert pairs(between("一\n二\n三\n", "一\n二\n"))[-1] == (DELETED, "三\n")
    assert between("同", "同") == [Piece(KEPT, "同")]
    assert between("", "") == []


def test_long_kept_runs_are_cut_around_the_change() -> None:
    long = "甲乙丙丁" * 30
    first, gone, come, last = changed(f"{long}旧{long}", f"{long}新{long}", around=4)
    assert (first.text, last.text) == ("…甲乙丙丁", "甲乙丙丁…")
    assert (gone.text, come.text) == ("旧", "新")


@pytest.mark.req("N21")
def test_a_difference_is_said_shown_and_escaped() -> None:
    pieces = between("拨 <b>1</b>", "拨 <b>2</b>")
    assert said(pieces) == "「1」改为「2」"
    assert said(between("", "新")) == "新增「新」"
    assert said(between("旧", "")) == "删去「旧」"
    for html in (marked(pieces), difference(pieces)):
        assert "<b>" not in html
        assert "</del><ins>" in html
    assert '<span class="sr">删去：</span>1</del>' in difference(pieces)
    assert "<br>" in difference(between("一\n", "一\n二\n三"))
