from datetime import UTC, datetime

import pytest

from huiyin.scenarios.notices.subject import bare, reply_mark, subject

AT = datetime(2026, 11, 25, 6, 22, tzinfo=UTC)
FIFTH = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)


@pytest.mark.req("N18", "N24")
@pytest.mark.parametrize(
    ("urgency", "reply_by", "expected"),
    [
        ("routine", None, "年终盘点安排"),
        ("important", None, "【重要】年终盘点安排"),
        ("urgent", None, "【紧急】年终盘点安排"),
        ("routine", FIFTH, "【需12月5日回复】年终盘点安排"),
        ("urgent", FIFTH, "【紧急】【需12月5日回复】年终盘点安排"),
    ],
)
def test_the_subject_says_first_what_must_be_seen_first(
    urgency: str, reply_by: datetime | None, expected: str
) -> None:
    assert subject("年终盘点安排", urgency, reply_by, AT) == expected


def test_the_day_is_that_of_the_company_and_another_year_is_named() -> None:
    late_evening_in_utc = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert reply_mark(late_evening_in_utc, AT) == "需2027年1月1日回复"


def test_marks_typed_by_hand_are_not_doubled() -> None:
    assert subject("【重要】【需3月5日回复】盘点", "important", FIFTH, AT) == (
        "【重要】【需12月5日回复】盘点"
    )


@pytest.mark.parametrize("title", ["【内部】系统升级", "说明【重要】", "【重要】"])
def test_other_brackets_belong_to_the_title(title: str) -> None:
    assert bare(title) == title
