"""What a meeting will cost, and what it resembles: shown before anybody is invited (M19)."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.efficiency import twins
from huiyin.scenarios.meetings.efficiency.price import price
from huiyin.scenarios.meetings.plan import Plan


def context(plan: Plan, actor: Person) -> dict[str, Any]:
    """The price of everybody's time, and meetings to come with the same people and subject."""
    leading = [one.pk for one in (plan.chair, plan.recorder) if one is not None]
    required = list(dict.fromkeys([*leading, *plan.required]))
    people = list(dict.fromkeys([*required, *plan.optional]))
    like = (
        twins.like(plan.title, people, plan.starts_at, actor, but=plan.anew)
        if plan.title.strip()
        else []
    )
    return {
        "price": price(len(people) + len(plan.guests), plan.starts_at, plan.ends_at),
        "like_meetings": [row for row in like if row.starts_at != plan.starts_at],
    }
