"""A person's judgement stands above the comparison's; both are kept."""

from huiyin.cases.actions import action
from huiyin.cases.comprehension import attempts, events
from huiyin.cases.comprehension.models import Assertion, Decider, Mode, Verdict
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record


class OverruleRefused(ValueError):
    """A judgement that cannot be taken; ``code``: ``verdict`` or ``reason``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@action(events.OVERRULED)
def overrule(assertion_id: int, verdict: str, reason: str, *, by: Person) -> bool:
    """``by`` decides otherwise about one assertion; whether that changed what counts.

    The verdict that counts in the statistic changes; a duty that is met stays met, one that is
    open is met when nothing is missing any more.
    """
    row = (
        Assertion.objects.select_for_update(of=("self",))
        .select_related("attempt__case", "key_point", "question")
        .filter(pk=assertion_id)
        .exclude(decided_by=Decider.MODEL)
        .first()
    )
    if row is None:
        raise NotVisible
    attempt, case = row.attempt, row.attempt.case
    require(by, Action.EDIT, case)
    if verdict not in Verdict.values:
        raise OverruleRefused("verdict")
    why = reason.strip()
    if not why:
        raise OverruleRefused("reason")
    before = row.counts
    if before == verdict:
        return False
    row.overruled, row.overruled_by, row.overruled_reason = verdict, by, why[:200]
    row.overruled_at = at = clock.now()
    row.save()
    thing = row.key_point or row.question
    facts: dict[str, Fact] = {
        "person": attempt.person_id,
        "attempt": attempt.number,
        "about": str(attempt.about),
        "revision": attempt.revision,
        "point": thing.order if thing else 0,
        "before": before,
        "verdict": verdict,
    }
    record(Event(events.OVERRULED, str(case.pk), at, by.pk, facts), private={"reason": why})
    attempts.settle(
        case,
        attempt.person_id,
        by=by,
        mode=Mode(attempt.mode),
        channel=Channel(attempt.channel),
    )
    return True
