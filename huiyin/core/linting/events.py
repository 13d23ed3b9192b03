"""Whether somebody records the events that rules and guards wait for."""

from collections.abc import Iterator

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Events that no scenario records. The end of a rhythm is looked at by ``ends``."""
    if around.events is None:
        return
    awaited = [
        (clause, field + name, getattr(rule, name))
        for clause, field, rule in reading.rules(policy)
        for name in ("on", "met_by", "excused_by", "ended_by")
    ]
    awaited += [(clause, f"{field}on", guard.on) for clause, field, guard in reading.guards(policy)]
    for clause, field, event in awaited:
        if event and event not in around.events:
            yield error(
                clause, field, "unrecorded_event", phrase("没有场景记录 %(event)s", event=event)
            )
