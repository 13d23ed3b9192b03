"""A million deadlines in working time on one core, over the announced calendar of three years."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.core.due import after
from huiyin.core.due_many import due_many
from huiyin.core.terms import parse_duration
from huiyin.worktime.calendars import chinese_calendar
from tests.benchmarks import sizes

LIMIT = 2.0
"""Seconds of processor time for a million (Z07)."""

MILLION = 1_000_000


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """Working days and working hours, many at once and one by one."""
    number = size.of(tiny=1_000, quick=100_000, full=MILLION)
    chance = random.Random(20_261_122)  # noqa: S311 - a workload, no secret
    first = datetime(2024, 1, 1, tzinfo=UTC)
    span = 3 * 365 * 86_400
    starts = [first + timedelta(seconds=chance.randrange(span)) for _ in range(number)]
    calendar = chinese_calendar(2023, 2027)
    for text in ("2wd", "4wh"):
        duration = parse_duration(text)
        began = time.process_time()
        due_many(starts, duration, calendar)
        many = time.process_time() - began
        began = time.process_time()
        for start in starts[: number // 10]:
            after(start, duration, calendar)
        single = (time.process_time() - began) * 10
        yield {
            "name": f"{number} deadlines of {text}",
            "value": round(many, 3),
            "unit": "s of processor time",
            "limit": LIMIT * number / MILLION,
            "ratio": round(LIMIT * number / MILLION / many, 2),
            "one_by_one": round(single, 3),
        }
