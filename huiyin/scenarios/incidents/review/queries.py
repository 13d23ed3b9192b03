"""Reads of a review: its causes as a tree."""

from dataclasses import dataclass

from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.review.models import Cause, Improvement, Review


@dataclass(frozen=True, slots=True)
class Why:
    """One cause with how deep it lies; ``last``: nothing is under it, so it is a root cause."""

    cause: Cause
    depth: int
    last: bool


def of_incident(incident: Incident) -> Review | None:
    """The review, with its people."""
    rows = Review.objects.select_related("process_owner", "completed_by", "saved_by")
    return rows.filter(incident=incident).first()


def tree(review: Review | None) -> list[Why]:
    """Every cause under the one that it explains, in the order in which they were asked."""
    rows = list(Cause.objects.filter(review=review).order_by("pk")) if review else []
    under: dict[int | None, list[Cause]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    found: list[Why] = []
    waiting = [(row, 0) for row in reversed(under.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        below = under.get(row.pk, [])
        found.append(Why(row, depth, last=not below))
        waiting += [(each, depth + 1) for each in reversed(below)]
    return found


def improvements(review: Review | None) -> list[Improvement]:
    """What is done about it, in order."""
    rows = Improvement.objects.filter(review=review).select_related("owner", "done_by")
    return list(rows.order_by("order")) if review else []
