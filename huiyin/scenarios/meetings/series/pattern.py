"""The agenda that the times of a series have in common: one of them gives it to those after it."""

from collections.abc import Sequence
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import AgendaItem, ItemOrigin, ItemState, Meeting, Series

KEY = "agenda"


def spread(meeting: Meeting, series: Series, others: Sequence[Meeting]) -> None:
    """Let ``others``, and what the series makes later, have the items that ``meeting`` has of its own.

    What came back from earlier meetings, and problems, stay where they are.
    """
    rows = AgendaItem.objects.filter(meeting=meeting, origin=ItemOrigin.OWN)
    series.template = {**series.template, KEY: [_plain(row) for row in rows]}
    series.save(update_fields=["template"])
    for other in others:
        if other.pk != meeting.pk:
            own = AgendaItem.objects.filter(meeting=other, origin=ItemOrigin.OWN)
            own.filter(state=ItemState.WAITING, began_at=None, spent_seconds=0).delete()
            lay_out(other, series)


def lay_out(meeting: Meeting, series: Series) -> int:
    """Put the series' items on an agenda; how many."""
    kept: list[dict[str, Any]] = series.template.get(KEY, [])
    owners = Person.objects.filter(active=True).in_bulk(
        [one["owner"] for one in kept if one["owner"]]
    )
    last = AgendaItem.objects.filter(meeting=meeting).order_by("position").last()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=position,
            title=one["title"],
            owner=owners.get(one["owner"]),
            minutes=one["minutes"],
            expected=one["expected"],
        )
        for position, one in enumerate(kept, last.position + 1 if last else 1)
    )
    return len(kept)


def _plain(row: AgendaItem) -> dict[str, Any]:
    return {
        "title": row.title,
        "owner": row.owner_id,
        "minutes": row.minutes,
        "expected": row.expected,
    }
