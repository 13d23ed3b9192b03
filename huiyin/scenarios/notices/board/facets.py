"""What a board can be narrowed to: departments, topics and kinds that have entries."""

from dataclasses import dataclass, field

from django.db.models import Count

from huiyin.directory.models import Department, Person
from huiyin.scenarios.notices.board import queries
from huiyin.scenarios.notices.kinds import ON_BOARD

MOST = 12


@dataclass(frozen=True, slots=True)
class Facets:
    """What the board can be narrowed to, with the number of entries of each."""

    departments: list[tuple[Department, int]] = field(default_factory=list)
    topics: list[tuple[str, int]] = field(default_factory=list)
    kinds: list[tuple[str, str, int]] = field(default_factory=list)


def facets(actor: Person) -> Facets:
    """Departments, topics and kinds that have entries, the fullest first."""
    rows = queries.board(actor).order_by()
    counted = dict(rows.values_list("department").annotate(n=Count("pk", distinct=True)))
    found = Department.objects.in_bulk(list(counted))
    departments = sorted(((found[pk], n) for pk, n in counted.items()), key=_fullest)
    topics = rows.exclude(topic="").values_list("topic").annotate(n=Count("pk", distinct=True))
    kinds = dict(rows.values_list("kind").annotate(n=Count("pk", distinct=True)))
    return Facets(
        departments=departments[:MOST],
        topics=list(topics.order_by("-n", "topic")[:MOST]),
        kinds=[
            (kind.value, str(kind.label), kinds[kind.value])
            for kind in ON_BOARD
            if kinds.get(kind.value)
        ],
    )


def _fullest(one: tuple[Department, int]) -> tuple[int, str]:
    return -one[1], one[0].sort_key
