import string
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.restating.compare import Because, Finding, Verdict, compare

pytestmark = pytest.mark.req("N14")

POINTS = ("12月5日18:00前交表", "由叶蓁负责核对名单", "不得带外部人员进入机房")
NAMES = ("叶蓁", "陈屿")


def verdicts(said: str, points: tuple[str, ...] = POINTS) -> list[str]:
    return [one.verdict.value for one in compare(points, said, names=NAMES)]


def only(point: str, said: str) -> Finding:
    return compare([point], said, names=NAMES)[0]


@pytest.mark.parametrize(
    "said",
    [
        "12月5日18:00前交表",
        "十二月五日下午六点之前交表",
        "12/5 18点前交表",
        "2026-12-05 18:00 前交表",
        "表在12月5号晚上6点以前交",
        "12 月 5 号下班前交表",
        "１２月５日１８：００前交表",
    ],
)
def test_forms_of_dates_and_times_are_equal(said: str) -> None:
    assert only(POINTS[0], said).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("point", "said", "wanted", "heard"),
    [
        (POINTS[0], "12月5日20:00前交表", "18:00", "20:00"),
        (POINTS[0], "12月6日18:00前交表", "12月5日", "12月6日"),
        (POINTS[0], "12月5日上午6点前交表", "18:00", "上午6点"),
        (POINTS[0], "12月5日18:00以后交表", "18:00前", "18:00起"),
        (POINTS[1], "陈屿核对名单", "叶蓁", "陈屿"),
        ("补办收费 50 元", "补办收费三十块", "50元", "30块"),
        ("价格下调 15%", "价格下调百分之二十五", "15%", "百分之25"),
        ("单笔 5,000 元以上须审批", "单笔五千元以下须审批", "5000元以上", "5000元以下"),
        ("2 小时内答复客户", "3小时内答复客户", "2小时", "3小时"),
        ("值班电话分机 8021", "值班电话分机 8012", "8021", "8012"),
        ("每周三在东门值班", "每周三在西门值班", "东门", "西门"),
        ("名单交财务部", "名单交行政部", "财务部", "行政部"),
    ],
)
def test_a_changed_value_is_wrong_and_both_are_shown(
    point: str, said: str, wanted: str, heard: str
) -> None:
    found = only(point, said)
    assert found.verdict is Verdict.WRONG
    assert (found.reasons[0].because, found.reasons[0].wanted, found.reasons[0].said) == (
        Because.CHANGED,
        wanted,
        heard,
    )


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (POINTS[2], "可以带外部人员进入机房"),
        (POINTS[2], "带外部人员进入机房"),
        ("纸质单不再受理", "纸质单继续受理"),
        ("领卡须携带工牌", "领卡不用携带工牌"),
        ("旗舰版价格不变", "旗舰版价格下调"),
        ("上线时间推迟", "上线时间提前了"),
        ("标准版价格上调", "标准版价格下调"),
        ("加班事后不予补批", "加班事后可以补批"),
    ],
)
def test_a_turned_sentence_is_wrong(point: str, said: str) -> None:
    found = only(point, said)
    assert found.verdict is Verdict.WRONG
    assert found.reasons[0].because is Because.TURNED


@pytest.mark.parametrize("said", ["不准带外部人员进机房", "机房禁止外部人员进入"])
def test_another_way_to_forbid_is_no_turn(said: str) -> None:
    assert only(POINTS[2], said).verdict is Verdict.RIGHT


def test_what_was_left_out_is_named() -> None:
    found = only(POINTS[0], "12月5日交表")
    assert found.verdict is Verdict.MISSING
    assert [(one.because, one.wanted) for one in found.reasons] == [
        (Because.OMITTED, "18:00"),
        (Because.SAID, "12月5日"),
    ]
    assert only(POINTS[1], "收到").reasons[0].because is Because.UNSAID


def test_a_right_value_in_the_wrong_place_is_wrong() -> None:
    points = ("12月1日起用OA报销", "11月30日前交纸质单")
    assert verdicts("OA报销11月30日起，纸质单12月1日前交", points) == ["wrong", "wrong"]
    assert verdicts("纸质单11月30日前交，12月1日起OA报销", points) == ["right", "right"]


def test_days_counted_from_today_need_a_day() -> None:
    def asked(said: str, on: date | None) -> Verdict:
        return compare(["12月5日交表"], said, said_on=on)[0].verdict

    assert asked("明天交表", date(2026, 12, 4)) is Verdict.RIGHT
    assert asked("明天交表", date(2026, 12, 5)) is Verdict.WRONG
    assert asked("下个月5号交表", date(2026, 11, 22)) is Verdict.RIGHT
    assert asked("本月5号交表", date(2026, 11, 22)) is Verdict.WRONG
    assert asked("明天交表", None) is Verdict.MISSING


def test_no_points_and_no_words_are_no_accident() -> None:
    assert compare([], "收到") == []
    assert compare(POINTS, "") == [Finding(Verdict.MISSING, compare(POINTS, "")[0].reasons)] * 3


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=200))
def test_any_text_gets_a_verdict_for_every_point(points: list[str], said: str) -> None:
    assert len(compare(points, said, names=["叶蓁"])) == len(points)


TOPICS = ("提交经营报表", "参加消防演练", "领取新门禁卡", "登记年会家属")
DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals, written for this test."""
    ten, one = divmod(number, 10)
    return ("" if ten < 2 else DIGITS[ten]) + ("十" if ten else "") + (DIGITS[one] if one else "")


MOMENTS = st.tuples(st.integers(1, 12), st.integers(1, 28), st.integers(13, 23))
SAMPLES = st.lists(
    st.tuples(st.sampled_from(TOPICS), MOMENTS),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one[0],
)


def written(topic: str, moment: tuple[int, int, int]) -> str:
    return f"{moment[0]}月{moment[1]}日{moment[2]}:00前{topic}"


def spoken(topic: str, moment: tuple[int, int, int]) -> str:
    month, day, hour = moment
    return f"{numeral(month)}月{numeral(day)}号晚上{numeral(hour - 12)}点之前{topic}"


@given(SAMPLES, st.randoms())
def test_the_same_in_other_numerals_and_any_order_is_right(
    samples: list[tuple[str, tuple[int, int, int]]], random: Random
) -> None:
    points = [written(*one) for one in samples]
    said = [spoken(*one) for one in samples]
    random.shuffle(said)
    assert {one.verdict for one in compare(points, "；".join(said))} == {Verdict.RIGHT}


@given(SAMPLES, st.data())
def test_one_changed_hour_makes_exactly_that_point_wrong(
    samples: list[tuple[str, tuple[int, int, int]]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(samples) - 1))
    topic, (month, day, hour) = samples[at]
    other = data.draw(st.integers(13, 23).filter(lambda one: one != hour))
    said = [spoken(*one) for one in samples]
    said[at] = spoken(topic, (month, day, other))
    found = [one.verdict for one in compare([written(*one) for one in samples], "。".join(said))]
    assert found == [Verdict.WRONG if n == at else Verdict.RIGHT for n in range(len(samples))]


@given(SAMPLES, st.text(string.whitespace, max_size=3))
def test_gaps_between_the_words_change_nothing(
    samples: list[tuple[str, tuple[int, int, int]]], gap: str
) -> None:
    points = [written(*one) for one in samples]
    said = "。".join(f"{gap}{spoken(*one)}{gap}" for one in samples)
    assert {one.verdict for one in compare(points, said)} == {Verdict.RIGHT}
