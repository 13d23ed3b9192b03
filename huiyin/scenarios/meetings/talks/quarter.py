"""The talks of a quarter on its page: mine, and those of all heads for who began it."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.models import Period
from huiyin.scenarios.meetings.talks import queries


def context(period: Period, actor: Person) -> dict[str, Any]:
    """My progress and my duty; how many heads have held theirs."""
    shares = owed.whole(period.pk, "hold_talks")
    return {
        "talks_mine": queries.progress(period, actor),
        "talks_duty": next((row for row in shares if row.person_id == actor.pk), None),
        "talks_heads": len(shares),
        "talks_done": sum(not row.open for row in shares),
    }
