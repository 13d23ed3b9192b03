"""What heads do with the week's list: one line for what stays open, and the end of it."""

from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.journal import events, week
from huiyin.scenarios.journal.models import Explanation, Week

LONGEST = 200


class StillOpen(Exception):
    """Some matters are neither evidenced nor explained; ``left`` is how many."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} matters are open")
        self.left = left


class NoWords(ValueError):
    """An explanation needs one line."""


@action(events.EXPLAINED)
def explain(of_week: Week, case_id: UUID, text: str, *, by: Person) -> Explanation:
    """Say in one line why a matter stays open, or how it was passed on; the newest line counts."""
    words = " ".join(text.split())[:LONGEST]
    if not words:
        raise NoWords
    if case_id not in {item.case_id for item in week.items(of_week, by)}:
        raise NotVisible
    at = clock.now()
    row, _new = Explanation.objects.update_or_create(
        week=of_week, head=by, case_id=case_id, defaults={"text": words, "at": at}
    )
    facts: dict[str, Fact] = {"person": by.pk, "case": str(case_id)}
    record(Event(events.EXPLAINED, str(of_week.pk), at, by.pk, facts), private={"text": words})
    return row


@action(events.PASSED)
def pass_list(of_week: Week, *, by: Person) -> bool:
    """Everything is passed on or explained; whether that was still owed.

    Raises ``StillOpen``; ``NotVisible`` for who owes no list.
    """
    share = week.share(of_week, by.pk)
    if share is None:
        raise NotVisible
    if share.state != State.OPEN:
        return False
    left = _left(of_week, by)
    if left:
        raise StillOpen(left)
    facts: dict[str, Fact] = {"proof": Proof.BUTTON.name, "channel": Channel.INBOX.name}
    _record(of_week, by, facts, actor=by.pk)
    return True


def pass_unasked(of_week: Week, head: Person) -> bool:
    """End the list of ``head`` when the record itself shows everything; whether it did."""
    if any(not item.evidenced for item in week.items(of_week, head)):
        return False
    _record(of_week, head, {"unasked": True}, actor=None)
    return True


def _left(of_week: Week, head: Person) -> int:
    return sum(not item.settled for item in week.items(of_week, head))


def _record(of_week: Week, head: Person, facts: dict[str, Fact], *, actor: int | None) -> None:
    of = facts | {"person": head.pk}
    record(Event(events.PASSED, str(of_week.pk), clock.now(), actor, of))
