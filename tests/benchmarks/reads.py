"""W1, W5: what pages read while a notice has a million recipients: coverage as a tree, an inbox, who is silent.

Each is a fixed number of statements; the limit is the same answer counted from the rows. Goals: 10 ms
for inbox and silent list, 5 ms for the tree (p99).
"""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from huiyin.directory.models import Person
from huiyin.obligations import coverage, queries
from tests.benchmarks import limits, sizes, world
from tests.benchmarks.fanout import draft, publish

ROUNDS = 100
VERB = "confirm"

COUNTED = """
SELECT b.department_id, count(*), count(*) FILTER (WHERE b.state = 1)
  FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
 WHERE o.subject = %s AND o.parent IS NULL GROUP BY 1
"""
ONE = """
SELECT o.* FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
 WHERE b.person_id = %s AND b.state = 0
"""
SILENT = """
SELECT b.* FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
 WHERE o.subject = %s AND b.state = 0 ORDER BY b.person_id LIMIT 50
"""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """A line for each question."""
    people = size.of(tiny=1_000, quick=10_000, full=1_000_000)
    world.populate(people)
    notice = draft(people)
    publish(notice)
    while coverage.fold():
        pass
    limits.run("VACUUM ANALYZE obligation_bearer")
    person = Person.objects.order_by("pk")[people // 2].pk
    verb = _verb(notice)
    for name, ask, bare in (
        ("coverage of the tree", lambda: queries.coverage(notice, verb), (COUNTED, [notice])),
        ("an inbox", lambda: queries.owed_by(person), (ONE, [person])),
        ("the silent", lambda: queries.silent(notice, verb), (SILENT, [notice])),
    ):
        yield _line(f"{name}, {people} recipients", ask, bare)


def _line(name: str, ask: Callable[[], object], bare: tuple[str, list[Any]]) -> dict[str, Any]:
    mine, bound = _times(ask), _times(lambda: limits.run(*bare))
    return {
        "name": name,
        "value": round(mine[ROUNDS // 2], 2),
        "unit": "ms",
        "p99": round(mine[int(ROUNDS * 0.99)], 2),
        "limit": round(bound[ROUNDS // 2], 2),
        "ratio": round(bound[ROUNDS // 2] / mine[ROUNDS // 2], 2),
    }


def _times(act: Callable[[], object]) -> list[float]:
    """Milliseconds of each of ``ROUNDS``, in order of size."""
    act()
    taken = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        act()
        taken.append((perf_counter() - begun) * 1000)
    return sorted(taken)


def _verb(notice: Any) -> str:
    """What the recipients of ``notice`` owe."""
    from huiyin.obligations.models import Obligation

    largest = Obligation.objects.filter(subject=notice).order_by("-total").first()
    assert largest is not None
    return largest.verb
