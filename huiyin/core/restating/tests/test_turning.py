import pytest

from huiyin.core.restating.compare import Verdict, compare
from huiyin.core.restating.turning import Statement, hint, statement

pytestmark = pytest.mark.req("N14")


@pytest.mark.parametrize(
    ("point", "false"),
    [
        ("请于 18:00 前交至财务部。", "请于 20:00 前交至财务部"),
        ("23:00 停机", "21:00 停机"),
        ("12 月 5 日起执行", "12 月 10 日起执行"),
        ("12 月 30 日起执行", "12 月 25 日起执行"),
        ("单笔 5,000 元以上须审批", "单笔 10,000 元以上须审批"),
        ("扣 2 分", "扣 4 分"),
        ("不得代签", "可以代签"),
        ("领卡须携带工牌", "领卡不必携带工牌"),
        ("旗舰版价格不变", "旗舰版价格变"),
    ],
)
def test_a_false_statement_turns_one_thing(point: str, false: str) -> None:
    assert statement(point, false=True) == Statement(false, true=False)
    assert statement(point, false=False).true


def test_a_point_that_offers_nothing_stays_true() -> None:
    assert statement("集合点在广场", false=True) == Statement("集合点在广场", true=True)


def test_a_turned_statement_said_back_is_wrong() -> None:
    for point in ("请于 12 月 5 日 18:00 前交表", "单笔 5,000 元以上须审批", "不得带人进入机房"):
        said = statement(point, false=True).text
        assert compare([point], said)[0].verdict is Verdict.WRONG


def test_a_hint_asks_without_giving_away() -> None:
    assert hint("纸质单请于 11 月 30 日 18:00 前交") == "纸质单请于＿＿＿＿前交"
    assert hint("不得代签") == ""
    assert hint("12 月 5 日" + "很" * 40) == "＿＿" + "很" * 27 + "…"
