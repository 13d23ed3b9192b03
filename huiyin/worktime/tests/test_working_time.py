"""Deadlines of 2024 to 2026, worked out by walking minute by minute over the announced days.

``working_time.tsv``: start, term (``+2wd`` forward, ``-4wh`` back), due; Shanghai wall clock. The
days off and made up were written down by hand from the announcements, not taken from a library.
"""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huiyin.worktime.calendars import chinese_calendar

CALENDAR = chinese_calendar(2023, 2027)
with (Path(__file__).parent / "working_time.tsv").open(encoding="utf-8") as _file:
    VECTORS = [tuple(row) for row in list(csv.reader(_file, delimiter="\t"))[1:]]


def derived(start: datetime, term: str) -> datetime:
    """What the calendar says, as local wall-clock time."""
    amount, unit = int(term[1:-2]), term[-2:]
    forward = term.startswith("+")
    if unit == "wd":
        move = CALENDAR.add_working_days if forward else CALENDAR.take_working_days
        moment = move(start, amount)
    else:
        shift = CALENDAR.add_working_time if forward else CALENDAR.take_working_time
        moment = shift(start, timedelta(hours=amount))
    assert not moment.provisional
    return moment.at.astimezone(CALENDAR.zone)


def test_there_are_enough_of_every_kind() -> None:
    assert len(VECTORS) >= 200
    assert {term[0] + term[-2:] for _start, term, _due in VECTORS} == {"+wd", "+wh", "-wd", "-wh"}
    assert {start[:4] for start, _term, _due in VECTORS} == {"2024", "2025", "2026"}


@pytest.mark.req("Z07")
@pytest.mark.parametrize(("start", "term", "due"), VECTORS)
def test_working_time(start: str, term: str, due: str) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=CALENDAR.zone)
    assert f"{derived(at, term):%Y-%m-%d %H:%M}" == due
