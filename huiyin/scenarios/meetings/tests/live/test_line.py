"""An action item as it is typed while people talk."""

from datetime import date, time

import pytest

from huiyin.scenarios.meetings.live.line import read

WEDNESDAY = date(2026, 11, 25)
PEOPLE = {"白露": 3, "江予安": 5, "江予": 9}


@pytest.mark.req("M10")
@pytest.mark.parametrize(
    ("typed", "text", "name", "person", "day", "clock"),
    [
        ("整理排班表 @白露 周四 18:00", "整理排班表", "白露", 3, date(2026, 11, 26), time(18)),
        ("@白露 整理排班表 11-30前", "整理排班表", "白露", 3, date(2026, 11, 30), None),
        ("定稿 @江予安 下周三之前", "定稿", "江予安", 5, date(2026, 12, 2), None),
        ("定稿@江予安明天", "定稿", "江予安", 5, date(2026, 11, 26), None),
        ("复核 @老王 明天 9：30", "复核", "老王", None, date(2026, 11, 26), time(9, 30)),
        ("周一 上线 @白露", "上线", "白露", 3, date(2026, 11, 30), None),
        ("1月5日 复盘", "复盘", "", None, date(2027, 1, 5), None),
        ("2026/12/01 复盘 2月30日", "复盘 2月30日", "", None, date(2026, 12, 1), None),
        ("13-40 报告", "13-40 报告", "", None, None, None),
        (
            "问 @白露 和 @江予安 后天 今天",
            "问 和 @江予安 今天",
            "白露",
            3,
            date(2026, 11, 27),
            None,
        ),
        ("", "", "", None, None, None),
    ],
)
def test_what_who_and_until_when_are_read(
    typed: str, text: str, name: str, person: int | None, day: date | None, clock: time | None
) -> None:
    line = read(typed, PEOPLE, WEDNESDAY)
    assert (line.name, line.person, line.day, line.clock) == (name, person, day, clock)
    assert line.text == text
