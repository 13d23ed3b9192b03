"""Whether the calendar is published for the years into which working time runs."""

from collections.abc import Iterator

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, warning
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Years without a calendar, when some term counts working time."""
    clauses = {
        clause
        for clause, _field, rule in reading.rules(policy)
        if any(duration.unit in reading.WORKING for duration in reading.durations(rule))
    }
    for year in sorted(set(around.needed_years) - set(around.years)):
        if clauses:
            problem = phrase(
                "%(year)s 年的放假安排尚未公布，%(count)s 条条款的工作日期限只能暂定",
                year=year,
                count=len(clauses),
            )
            yield warning("", "calendar", "no_calendar", problem)
