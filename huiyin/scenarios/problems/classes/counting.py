"""What comes again and again: the problems of a month by what they are called (B08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from huiyin.scenarios.problems.models import Problem, ProblemState


@dataclass(frozen=True, slots=True)
class Figure:
    """One frequent problem: how often, and the running share of all in percent."""

    topic: str
    category: str
    number: int
    share: int = 0

    def plain(self) -> dict[str, str | int]:
        """As it is kept when a month is published."""
        return {"topic": self.topic, "category": self.category, "number": self.number}


def first_of(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def before(first: date) -> date:
    """The first day of the month before."""
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def after(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + (first.month == 12), first.month % 12 + 1, 1)  # noqa: PLR2004 - December


def raised_in(first: date) -> QuerySet[Problem]:
    """Everything raised in the month that begins on ``first``, what was withdrawn left out."""
    rows = Problem.objects.exclude(state=ProblemState.WITHDRAWN)
    return rows.filter(created_at__gte=_midnight(first), created_at__lt=_midnight(after(first)))


def unsorted(rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """Those that nobody classified yet."""
    return rows.filter(category="")


def figures(rows: QuerySet[Problem]) -> list[Figure]:
    """The problems by topic, the most frequent first, with running shares (Pareto).

    What has no topic counts under its category; a topic of two categories under the later one.
    """
    counted = rows.values("topic", "category").annotate(number=Count("pk"), last=Max("created_at"))
    found: dict[tuple[str, str], int] = {}
    named: dict[str, str] = {}
    for row in counted.order_by("last"):
        if row["topic"] and row["category"]:
            named[row["topic"]] = row["category"]
    for row in counted.order_by("last"):
        topic = row["topic"]
        key = (topic, named.get(topic, "") if topic else row["category"])
        found[key] = found.get(key, 0) + row["number"]
    return running(Figure(topic, category, number) for (topic, category), number in found.items())


def running(figures_: Iterable[Figure]) -> list[Figure]:
    """The most frequent first, each with the share of all up to it, in percent rounded down."""
    ordered = sorted(figures_, key=lambda one: (-one.number, not one.topic, one.topic))
    whole, so_far, made = sum(one.number for one in ordered), 0, []
    for one in ordered:
        so_far += one.number
        made.append(Figure(one.topic, one.category, one.number, so_far * 100 // whole))
    return made


def by_category(figures_: Iterable[Figure]) -> dict[str, int]:
    """How many problems of each category."""
    found: dict[str, int] = {}
    for one in figures_:
        found[one.category] = found.get(one.category, 0) + one.number
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
