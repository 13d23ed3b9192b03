"""Reads of the intake: the sources, their last posts, the troubles that go on."""

from dataclasses import dataclass

from django.db.models import Max, OuterRef, QuerySet, Subquery

from huiyin.cases.intake import sources
from huiyin.cases.intake.models import Outcome, Post, Signal, Source

POSTS = 30
SIGNALS = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A source as the list shows it."""

    source: Source
    target: str
    last: Post | None


def listed() -> list[Row]:
    """All sources by name, those that work first, each with its last post."""
    latest = Post.objects.filter(source=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    rows = list(
        Source.objects.select_related("actor")
        .annotate(last_post=Subquery(latest))
        .order_by("-stopped_at", "name")
    )
    posts = Post.objects.in_bulk([row.last_post for row in rows if row.last_post])
    ordered = sorted(rows, key=lambda row: (row.stopped_at is not None, row.name))
    return [Row(row, label_of(row.target), posts.get(row.last_post or 0)) for row in ordered]


def label_of(target: str) -> str:
    """What alerts of this target become, in words; its key when nobody knows it any more."""
    known = sources.target(target)
    return str(known.label) if known else target


def posts(source: Source) -> QuerySet[Post]:
    """The last posts, the newest first."""
    return source.posts.order_by("-at", "-pk")[:POSTS]


def firing(source: Source) -> QuerySet[Signal]:
    """Troubles that are not over, by the monitor's word."""
    return source.signals.filter(status="firing").order_by("-changed_at")[:SIGNALS]


def failing(source: Source) -> bool:
    """Whether the last post of ``source`` was not taken whole."""
    last = source.posts.order_by("-at", "-pk").first()
    return last is not None and last.outcome not in (Outcome.TAKEN, Outcome.TEST)


def last_taken(source: Source) -> object:
    """When a post was taken last; ``None`` for never."""
    taken = source.posts.filter(outcome__in=(Outcome.TAKEN, Outcome.PARTLY))
    return taken.aggregate(at=Max("at"))["at"]
