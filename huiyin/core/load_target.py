"""Reads ``[[clause.target]]``: what a measured share must keep."""

import re

from huiyin.core.measure import Target
from huiyin.core.phrase import phrase
from huiyin.core.policy import Aim
from huiyin.core.table import Table

_MEASURE = re.compile(r"[a-z][a-z0-9_]*")


def read_target(table: Table) -> Aim:
    """``measure`` and exactly one of ``at_most`` and ``at_least``, shares between 0 and 1.

    Raises ``PolicyError`` for anything else.
    """
    measure = table.match("measure", _MEASURE)
    most, least = (_share(table, key) for key in ("at_most", "at_least"))
    try:
        limit = Target(at_most=most, at_least=least)
    except ValueError as error:
        raise table.error(
            "at_most", phrase("at_most 和 at_least 写且只写一个，在 0 与 1 之间")
        ) from error
    table.end()
    return Aim(table.clause, measure, limit)


def _share(table: Table, key: str) -> float | None:
    value = table.left.pop(key, None)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise table.error(key, phrase("必须是数"))
    return value
