"""What the clock column of ``docs/requirements.tsv`` says, compared by value with a clause."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path
from typing import NamedTuple

from huiyin.core.policy import Anchor, Clause, Otherwise
from huiyin.core.terms import WEEKDAYS, After, At, Before, By, Duration, Every, Term, Unit, Within

REQUIREMENTS = Path(__file__).parents[2] / "docs" / "requirements.tsv"
TWO_YEARS = Duration(731, Unit.DAY)
BOOKS = {"Reg": "", "Kit": "K", "Report": "R", "Guide": "G"}
ELSEWHERE = {"beyond", "expected by users", "needed by all"}

Says = Callable[[Clause], bool]


class Row(NamedTuple):
    """A requirement with its clocks and the clauses that it cites."""

    id: str
    clocks: tuple[str, ...]
    cites: tuple[str, ...]


def rows() -> list[Row]:
    """Every requirement."""
    with REQUIREMENTS.open(encoding="utf-8") as file:
        return [
            Row(row["id"], tuple(_clocks(row["clock"])), tuple(_cites(row["source"])))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def stands_under(clause: Clause, number: str) -> bool:
    """Whether ``clause`` is the one cited, one beside it (``-2``) or one below it (``.2``)."""
    return clause.id == number or clause.id.startswith((f"{number}-", f"{number}."))


def says(clock: str) -> Says:
    """Whether a clause says ``clock``; ``KeyError`` for one that nobody explained."""
    lead = re.fullmatch(r"(\d+ \w+) before", clock)
    if lead:
        return _leads(_duration(lead[1]))
    if re.fullmatch(r"\d+ (min|h|d|wd)", clock):
        wanted = _duration(clock)
        return lambda clause: wanted in _spans(clause)
    hour = re.fullmatch(r"(?:(\w{3}) )?(\d\d:\d\d)", clock)
    if hour:
        weekday = WEEKDAYS.index(hour[1].lower()) if hour[1] else None
        return _has(By(time.fromisoformat(hour[2]), weekday))
    return _WORDS[clock]


def _cites(source: str) -> Iterator[str]:
    book = ""
    for part in re.split("[;,]", source):
        first, _, rest = part.strip().partition(" ")
        if part.strip() in ELSEWHERE:
            return
        if first in BOOKS:
            book = BOOKS[first]
        number = rest if first in BOOKS else part.strip()
        yield book + re.sub(r" \((\d)\)", r".\1", number)


def _clocks(column: str) -> Iterator[str]:
    yield from filter(None, (part.strip() for part in re.split("[;/]|, ", column)))


def _duration(text: str) -> Duration:
    amount, unit = text.split()
    return Duration(int(amount), Unit(unit))


def _terms(clause: Clause) -> Iterator[Term]:
    yield from (rule.within for rule in clause.rules if rule.within is not None)


def _limits(clause: Clause) -> Iterator[Term]:
    for guard in clause.guards:
        yield from (term for term in (guard.not_before, guard.not_after) if term is not None)


def _spans(clause: Clause) -> Iterator[Duration]:
    for term in _terms(clause):
        if isinstance(term, Within | After):
            yield term.duration
        elif isinstance(term, Every) and isinstance(term.beat, Duration):
            yield term.beat
    for rule in clause.rules:
        yield from (rung.after for rung in rule.ladder if rung.anchor is Anchor.BIRTH)


def _leads(wanted: Duration) -> Says:
    def said(clause: Clause) -> bool:
        terms = (*_terms(clause), *_limits(clause))
        return any(isinstance(one, Before | After) and one.duration == wanted for one in terms)

    return said


def _has(wanted: Term) -> Says:
    return lambda clause: wanted in _terms(clause)


def _by(fact: str = "") -> Says:
    return lambda clause: any(
        isinstance(one, At) and fact in {"", one.fact} for one in _terms(clause)
    )


def _begins(event: str) -> Says:
    """A rhythm: something is owed whenever the calendar begins anew."""
    return lambda clause: any(
        rule.on.endswith(f".{event}") and rule.within is not None for rule in clause.rules
    )


def _ahead(clause: Clause) -> bool:
    return any(isinstance(one, Before) and one.fact == "starts_at" for one in _terms(clause))


def _on_friday(clause: Clause) -> bool:
    return any(
        isinstance(one, By) and one.weekday == WEEKDAYS.index("fri") for one in _terms(clause)
    )


def _at_once(clause: Clause) -> bool:
    """A step without any delay, or people asked by the very act that mends the fault."""
    rungs = (rung for rule in clause.rules for rung in rule.ladder)
    return any(rung.anchor is Anchor.BIRTH and not rung.after.amount for rung in rungs) or any(
        rule.on.endswith(".corrected") for rule in clause.rules
    )


def _kept_two_years(clause: Clause) -> bool:
    return any(
        isinstance(guard.not_before, After)
        and guard.not_before.duration == TWO_YEARS
        and guard.otherwise is Otherwise.REFUSE
        for guard in clause.guards
    )


_WORDS: dict[str, Says] = {
    "0": _at_once,
    "at once": _at_once,
    "policy": lambda clause: any(True for _ in _terms(clause)),
    "before": _ahead,
    "meeting end": _by("ends_at"),
    "date": _by(),
    "next day": _has(Within(Duration(1, Unit.WORKING_DAY))),
    "Fri": _on_friday,
    "weekly": _begins("week_began"),
    "monthly": _begins("month_began"),
    "quarterly": _begins("quarter_began"),
    "quarter": _begins("quarter_began"),
    "half-year": _begins("half_year_began"),
    "June": _begins("review_began"),
    "December": _begins("review_began"),
    "2 y": _kept_two_years,
}
