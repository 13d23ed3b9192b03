"""All that a passage says about time, each word read once."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from huiyin.core.drafting.clock import Timing
from huiyin.core.drafting.moments import moments
from huiyin.core.drafting.rhythms import rhythms
from huiyin.core.drafting.spans import spans

_NO_CLOCK = re.compile(
    r"自?(?:\d{4}年)?\d{1,2}月\d{1,2}日起(?:施行|执行|生效|实施)?|\d{4}年\d{1,2}月\d{1,2}日(?!前|之前|以前)"
    r"|(?:夜里|晚上|早上|上午|下午)?\d{1,2}(?:点|时|:\d\d)(?:\d\d分)?(?:至|到|-|~)(?:次日|第二天|早上|上午|下午|晚上)?\d{1,2}(?:点|时|:\d\d)"
    r"|《[^》]*》|\(\d{4}\)\d+号"
)


def clocks(text: str) -> list[Timing]:
    """The timings of a passage in the order of its words; rows of tables by their cells."""
    return _of(text, spans)


def clocks_in_row(text: str, headers: list[str]) -> list[Timing]:
    """The timings of a table's row, each cell read below its header."""
    found: list[Timing] = []
    start = 0
    for index, cell in enumerate(text.split("|")):
        header = headers[index] if index < len(headers) else ""
        found += [_moved(each, start) for each in _cell(cell, header)]
        start += len(cell) + 1
    return found


def _cell(cell: str, header: str) -> list[Timing]:
    return _of(cell, lambda masked: spans(masked, header=header, cell=True))


def _of(text: str, amounts: Callable[[str], Iterable[Timing]]) -> list[Timing]:
    masked = _NO_CLOCK.sub(lambda found: "×" * len(found[0]), text)
    taken: list[Timing] = []
    for source in (rhythms, moments, amounts):
        for timing in source(masked):
            if not any(timing.overlaps(other) for other in taken):
                taken.append(timing)
    return sorted(taken, key=lambda each: each.start)


def _moved(timing: Timing, by: int) -> Timing:
    return replace(timing, start=timing.start + by, end=timing.end + by)
