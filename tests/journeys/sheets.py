"""Reads the exported confirmation record as whoever receives it does: by its words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

SUMS = ("应确认", "按时确认", "逾期确认", "已列明未达", "未确认")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sums of the head in the order of ``SUMS``; name, time, calls of each employee number."""

    figures: tuple[int, ...]
    lines: dict[str, tuple[Any, ...]]


def read(file: Path) -> Sheet:
    """The record in ``file`` (XLSX)."""
    rows = list(load_workbook(file, read_only=True).active.iter_rows(values_only=True))
    begins = next(place for place, row in enumerate(rows) if row[:1] == ("序号",))
    head = {row[0]: row[1] for row in rows[:begins] if len(row) > 1}
    columns = {name: place for place, name in enumerate(rows[begins])}
    wanted = [columns[name] for name in ("姓名", "确认时间", "电话次数")]
    lines = {
        row[columns["工号"]]: tuple(_plain(row[place]) for place in wanted)
        for row in rows[begins + 1 :]
    }
    return Sheet(tuple(int(head[name]) for name in SUMS), lines)


def _plain(value: Any) -> Any:
    return "" if value is None else value
