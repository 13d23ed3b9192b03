"""Texts that say the same are found, others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.likeness import ALIKE, ASKING, bigrams, likeness, most_alike, ranked

SAME = [
    ("跨区出差的住宿按哪一档报销", "跨区出差住宿按哪档报销？"),
    ("排班表什么时候交", "请问排班表什么时候要交"),
    ("年终盘点当天能不能出库", "年终盘点当天可以出库吗"),
    ("ERP 停机多久", "erp停机要多久"),
    ("发票抬头写总公司还是分公司", "发票的抬头写总公司还是写分公司呢"),
]
OTHER = [
    ("跨区出差的住宿按哪一档报销", "跨区调岗的绩效按哪个部门算"),
    ("排班表什么时候交", "值班电话打给谁"),
    ("年终盘点当天能不能出库", "年终奖什么时候发"),
    ("发票抬头写总公司还是分公司", "报销单交给哪个窗口"),
    ("食堂几点开门", "机房几点断电"),
]
texts = st.text(max_size=60)


@pytest.mark.req("N20")
@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_question_in_other_words(left: str, right: str) -> None:
    assert likeness(left, right, without=ASKING) >= ALIKE
    assert most_alike(right, [("无关的一句话", 1), (left, 2)], without=ASKING) == [2]


@pytest.mark.req("N20")
@pytest.mark.parametrize(("left", "right"), OTHER)
def test_another_question(left: str, right: str) -> None:
    assert likeness(left, right, without=ASKING) < ALIKE
    assert most_alike(right, [(left, 1)], without=ASKING) == []


def test_the_likest_comes_first_and_few_signs_are_like_nothing() -> None:
    others = [("排班表何时上交给谁", 1), ("排班表何时上交", 2)]
    assert most_alike("排班表何时上交", others) == [2, 1]
    assert most_alike("排班表何时上交", others, limit=1) == [2]
    assert most_alike("几点", [("几点", 1)]) == []


def test_degrees_and_the_order_given() -> None:
    others = [("年终盘点安排", "one"), ("食堂菜单更新", "two"), ("年终盘点安排", "three")]
    assert ranked("年终盘点安排", others) == [(1.0, "one"), (1.0, "three")]
    assert len(ranked("年终盘点安排", others, at_least=0)) == 3
    near = ranked("年终盘点的安排", others, at_least=0.7, limit=1)
    assert [(round(degree, 2), name) for degree, name in near] == [(0.73, "one")]


@given(texts, texts)
def test_likeness_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert 0 <= likeness(left, right) <= 1
    assert likeness(left, left) == (1.0 if bigrams(left) else 0.0)


def test_likeness_looks_at_what_is_said() -> None:
    assert likeness("年终盘点安排", "年终盘点 「安排」。") == 1
    assert likeness("ＡＢ", "ab") == 1
    assert likeness("年终盘点", "食堂菜单") == 0
    assert likeness("", "") == 0
    assert bigrams("好") == {"好": 1}
    assert bigrams("好的", without="的") == {"好": 1}
