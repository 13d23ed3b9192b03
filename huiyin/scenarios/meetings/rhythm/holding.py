"""What heads hold in a week and a month, said once each: weekly and monthly meetings, reviews."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.models import (
    Held,
    Matter,
    Meeting,
    Period,
)
from huiyin.scenarios.meetings.standing import WordsRefused

LONGEST = 4000

DUTIES = {
    Matter.WEEKLY: "hold_weekly",
    Matter.MONTHLY: "hold_monthly",
    Matter.REVIEW: "hold_review",
    Matter.TALKS: "hold_talks",
}
"""The verb of the regulation that each matter discharges."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a department's review found: what was left out, what was misunderstood, what changes."""

    omissions: str = ""
    misunderstandings: str = ""
    changes: str = ""


@action(events.WEEKLY_HELD)
def weekly(
    period_id: UUID,
    note: str = "",
    *,
    by: Person,
    meeting: Meeting | None = None,
    head: Person | None = None,
) -> Held:
    """The weekly meeting of ``by``'s department was held; said twice is once.

    ``head`` is named when a ``meeting`` that ended says it by itself. ``WordsRefused`` when it was
    none of ours and no word says when and where.
    """
    period, bearer = _asked(period_id, Matter.WEEKLY, head or by)
    if meeting is None and not note.strip():
        raise WordsRefused("note", "empty")
    return _hold(period, Matter.WEEKLY, bearer, by, {"note": _cut(note)}, {}, meeting)


@action(events.MONTHLY_HELD)
def monthly(
    period_id: UUID,
    problems: str,
    *,
    by: Person,
    none: bool = False,
    meeting: Meeting | None = None,
    head: Person | None = None,
) -> Held:
    """The monthly meeting was held; ``problems`` are those that were named in it.

    ``none`` says that there were no important ones. Without either it is recorded as a breach of
    clause 1.2.3-3. ``head`` is named when a ``meeting`` that ended says it by itself.
    """
    period, bearer = _asked(period_id, Matter.MONTHLY, head or by)
    words = {"problems": _cut(problems), "none": none}
    named: dict[str, Fact] = {"problems_named": bool(problems.strip()) or none}
    return _hold(period, Matter.MONTHLY, bearer, by, words, named, meeting)


@action(events.REVIEW_HELD)
def review(
    period_id: UUID,
    findings: Findings,
    *,
    by: Person,
    meeting: Meeting | None = None,
    head: Person | None = None,
) -> Held:
    """A department looked at what it left out and misunderstood last month, and what it changes.

    ``WordsRefused`` naming the field that is empty: a review without causes and changes is none.
    ``head`` is named when a ``meeting`` that ended says it by itself.
    """
    period, bearer = _asked(period_id, Matter.REVIEW, head or by)
    words: dict[str, Any] = {}
    for name in ("omissions", "misunderstandings", "changes"):
        said = _cut(getattr(findings, name))
        if not said:
            raise WordsRefused(name, "empty")
        words[name] = said
    return _hold(period, Matter.REVIEW, bearer, by, words, {}, meeting)


@action(events.TALKS_HELD)
def talks(period_id: UUID, left: str = "", *, by: Person, head: Person | None = None) -> Held:
    """A head talked to everybody this quarter; ``left`` says why somebody is left out.

    ``head`` is named when the last talk says it by itself.
    """
    period, bearer = _asked(period_id, Matter.TALKS, head or by)
    return _hold(period, Matter.TALKS, bearer, by, {"left": _cut(left)}, {}, None)


def waits(period: Period, matter: Matter, person: Person) -> bool:
    """Whether ``person`` still owes it."""
    return any(
        verb == DUTIES[matter] and share.person_id == person.pk and share.state == State.OPEN
        for verb, share in obligations.shares(period.pk, person.pk)
    )


def _asked(period_id: UUID, matter: Matter, by: Person) -> tuple[Period, Person]:
    """The period and whose duty it is: of ``by``, or of whom they stand in for."""
    period = Period.objects.select_for_update(of=("self",)).filter(pk=period_id).first()
    if period is None:
        raise NotVisible
    for verb, share in obligations.shares(period.pk, by.pk):
        if verb == DUTIES[matter]:
            head = by if share.person_id == by.pk else Person.objects.get(pk=share.person_id)
            return period, head
    raise PermissionDenied


def _hold(
    period: Period,
    matter: Matter,
    head: Person,
    by: Person,
    words: dict[str, Any],
    facts: dict[str, Fact],
    meeting: Meeting | None,
) -> Held:
    known = Held.objects.filter(period=period, person=head, matter=matter).first()
    if known is not None:
        return known
    at = clock.now()
    made = Held.objects.create(
        period=period, person=head, matter=matter, meeting=meeting, words=words, at=at
    )
    told: dict[str, Fact] = {
        "person": head.pk,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
        **({"meeting": str(meeting.pk)} if meeting else {}),
        **facts,
    }
    private = {name: text for name, text in words.items() if isinstance(text, str) and text}
    record(Event(_KINDS[matter], str(period.pk), at, by.pk, told), private=private)
    return made


def _cut(text: str) -> str:
    return text.strip()[:LONGEST]


_KINDS = {
    Matter.WEEKLY: events.WEEKLY_HELD,
    Matter.MONTHLY: events.MONTHLY_HELD,
    Matter.REVIEW: events.REVIEW_HELD,
    Matter.TALKS: events.TALKS_HELD,
}
"""What each matter records."""
