"""Reads the table ``[attention]`` of the regulation: what may interrupt people, how often, when."""

import re
from collections.abc import Mapping
from datetime import time, timedelta

from huiyin.core.attention import Attention, Quiet
from huiyin.core.phrase import phrase
from huiyin.core.table import Table
from huiyin.core.terms import Duration, TermError, Unit, parse_duration

_QUIET = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_LENGTH = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}
_LEAD = "15min"


def read_attention(table: Table) -> Attention:
    """``clause``, ``budget_per_day``, ``quiet = "21:00-08:00"``, ``digest_at``, ``before_due``, ``exempt``.

    Raises ``PolicyError`` for what cannot be read or makes no sense.
    """
    clause, budget = table.text("clause"), table.left.pop("budget_per_day", None)
    if not isinstance(budget, int) or isinstance(budget, bool) or budget < 1:
        raise table.error("budget_per_day", phrase("必须是大于 0 的整数"))
    digests = tuple(table.parsed("digest_at", _clock, text) for text in table.texts("digest_at"))
    if not digests:
        raise table.error("digest_at", phrase("至少写一个汇总时刻"))
    found = Attention(
        clause=clause,
        budget=budget,
        quiet=table.parsed("quiet", parse_quiet, table.text("quiet")),
        digest_at=tuple(sorted(set(digests))),
        lead=_lead(
            table, table.parsed("before_due", parse_duration, table.text("before_due", _LEAD))
        ),
        exempt=tuple(map(_exempt, table.tables("exempt"))),
    )
    table.end()
    return found


def parse_quiet(text: str) -> Quiet:
    """``21:00-08:00``; ``TermError`` when it is none or takes no time."""
    match = _QUIET.fullmatch(text.strip())
    if match is None:
        raise TermError(phrase("“%(text)s”应写成 21:00-08:00", text=text))
    quiet = Quiet(_clock(match[1]), _clock(match[2]))
    if quiet.starts == quiet.ends:
        raise TermError(phrase("静默时段的起止不能相同"))
    return quiet


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise TermError(phrase("“%(text)s”不是时刻，应写成 09:00", text=text)) from error


def _lead(table: Table, duration: Duration) -> timedelta:
    if duration.unit not in _LENGTH:
        raise table.error("before_due", phrase("应为分钟或小时（15min、1h）"))
    return duration.amount * _LENGTH[duration.unit]


def _exempt(table: Table) -> Mapping[str, tuple[str, ...]]:
    """A row is a table of facts like ``when``, without the word."""
    row = Table(table.file, table.clause, table.place, {"when": dict(table.left)})
    wanted = row.when()
    if not wanted:
        raise table.error("exempt", phrase("不能为空：那样什么都不会等待"))
    return wanted
