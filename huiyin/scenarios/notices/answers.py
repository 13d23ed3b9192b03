"""What recipients answer, and what the publisher learns by phone: the echo of a notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.cases.comprehension import matters
from huiyin.cases.comprehension.actions import AttemptRefused, read_back
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.obligation import State
from huiyin.delivery import receipts
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.confirm import confirm as meet
from huiyin.obligations.queries import BearerRow
from huiyin.obligations.record import record
from huiyin.scenarios.notices import events, publisher, words
from huiyin.scenarios.notices.actions import NotOpen
from huiyin.scenarios.notices.models import (
    CallOutcome,
    CallRecord,
    Notice,
    NoticeState,
    Reply,
)


class NotConcerned(Exception):
    """Somebody who owes nothing here, and acts for nobody who does."""


class CallError(ValueError):
    """A call's result lacks something; ``field`` says what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Call:
    """The result of a phone call. ``again_at`` goes with nobody answering, ``note`` with a reason.

    ``ticks`` say what was said back about each key point (a verdict by its id), where the notice
    asks for understanding; ``channel`` is the phone, or face to face.
    """

    outcome: CallOutcome
    note: str = ""
    again_at: datetime | None = None
    ticks: Mapping[int, str] = field(default_factory=dict)
    channel: Channel = Channel.PHONE


def open_notice(notice: Notice, *, by: Person) -> None:
    """The first opening of the page by a recipient is a receipt: opened, and nothing more."""
    mine = [share for _verb, share in shares(notice, by.pk) if share.person_id == by.pk]
    if any(share.state == State.OPEN and share.evidence < Evidence.OPENED for share in mine):
        receipts.show(notice.pk, by.pk, Proof.PAGE_OPENED, Channel.INBOX, clock.now())


@action(events.CONFIRMED)
def confirm(
    notice_id: UUID,
    *,
    by: Person,
    person_id: int | None = None,
    proof: Proof = Proof.BUTTON,
    channel: Channel = Channel.INBOX,
) -> bool:
    """``by`` says 收到, for themselves or for ``person_id`` who is away.

    Returns whether it was still owed; twice is once. ``NotConcerned`` for anybody else.
    """
    about = person_id or by.pk
    notice = Notice.objects.get(pk=notice_id)
    require(by, Action.CONFIRM, notice)
    require_concern(notice, by, about)
    return meet(
        str(notice_id),
        about,
        actor_id=by.pk,
        proof=proof,
        channel=channel,
        at=clock.now(),
        kind=events.CONFIRMED,
    )


@action(events.REPLIED)
def reply(
    notice_id: UUID,
    text: str,
    *,
    by: Person,
    person_id: int | None = None,
    proof: Proof = Proof.BUTTON,
    channel: Channel = Channel.INBOX,
) -> Reply:
    """Answer a notice in words (N24); a second answer replaces the first while it is open.

    Whoever answers has also received: an open confirmation is met by the same act.
    """
    about = person_id or by.pk
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    require(by, Action.REPLY, notice)
    require_concern(notice, by, about)
    if notice.state != NoticeState.PUBLISHED:
        raise NotOpen
    at = clock.now()
    known = Reply.objects.filter(notice=notice, person_id=about).first()
    if known is not None and known.text == text:
        return known
    row, _created = Reply.objects.update_or_create(
        notice=notice, person_id=about, defaults={"text": text, "replied_at": at}
    )
    facts: dict[str, Fact] = {"person": about, "proof": proof.name, "channel": channel.name}
    record(Event(events.REPLIED, str(notice_id), at, by.pk, facts), private={"text": text})
    confirm(notice_id, by=by, person_id=about, proof=proof, channel=channel)
    return row


def record_call(notice_id: UUID, person_id: int, call: Call, *, by: Person) -> CallRecord:
    """Write down what came of phoning ``person_id`` (N16), and what follows from it.

    ``CallError`` when a moment for the next call or a reason is missing.
    """
    if call.outcome == CallOutcome.UNDERSTOOD:
        return understood_by_phone(notice_id, person_id, call, by=by)
    if call.outcome == CallOutcome.UNREACHABLE:
        return name_unreachable(notice_id, person_id, call, by=by)
    return call_without_answer(notice_id, person_id, call, by=by)


@action(events.CONFIRMED)
def understood_by_phone(notice_id: UUID, person_id: int, call: Call, *, by: Person) -> CallRecord:
    """They answered and said back what it is about."""
    row = _write_down(notice_id, person_id, call, by)
    _heard(row.notice, person_id, call, by)
    meet(
        str(notice_id),
        person_id,
        actor_id=by.pk,
        proof=Proof.SPOKEN,
        channel=call.channel,
        at=row.called_at,
        kind=events.CONFIRMED,
    )
    return row


@action(events.CALLED)
def call_without_answer(notice_id: UUID, person_id: int, call: Call, *, by: Person) -> CallRecord:
    """Nobody answered, or the number is wrong: the duty stays open."""
    if call.outcome == CallOutcome.NO_ANSWER and (
        call.again_at is None or call.again_at <= clock.now()
    ):
        raise CallError("again_at")
    row = _write_down(notice_id, person_id, call, by)
    facts: dict[str, Fact] = {
        "person": person_id,
        "outcome": str(call.outcome),
        "again_at": call.again_at,
    }
    event = Event(events.CALLED, str(notice_id), row.called_at, by.pk, facts)
    record(event, private={"note": call.note} if call.note else None)
    return row


@action(events.UNREACHABLE)
def name_unreachable(notice_id: UUID, person_id: int, call: Call, *, by: Person) -> CallRecord:
    """There is no way to reach them now; the reason stands in the record."""
    if not call.note.strip():
        raise CallError("note")
    row = _write_down(notice_id, person_id, call, by)
    event = Event(events.UNREACHABLE, str(notice_id), row.called_at, by.pk, {"person": person_id})
    record(event, private={"reason": call.note})
    return row


def _heard(notice: Notice, person_id: int, call: Call, by: Person) -> None:
    """Keep what was said back, where understanding is asked for; ``CallError`` without ticks."""
    if not matters.of(notice).mode(notice, person_id):
        return
    try:
        read_back(notice.pk, person_id, call.ticks, by=by, channel=call.channel)
    except AttemptRefused as error:
        raise CallError("ticks") from error


def _write_down(notice_id: UUID, person_id: int, call: Call, by: Person) -> CallRecord:
    notice = Notice.objects.get(pk=notice_id)
    require(by, Action.RECORD_CALL, notice)
    if notice.state != NoticeState.PUBLISHED:
        raise NotOpen
    owed = [share for _verb, share in shares(notice, person_id) if share.person_id == person_id]
    within = publisher.reach(notice, by)
    if not owed or (within is not None and owed[0].department_id not in within):
        raise NotConcerned
    return CallRecord.objects.create(
        notice=notice,
        person_id=person_id,
        caller=by,
        outcome=call.outcome,
        again_at=call.again_at if call.outcome == CallOutcome.NO_ANSWER else None,
        note=call.note.strip(),
        called_at=clock.now(),
    )


def shares(notice: Notice, person_id: int) -> list[tuple[str, BearerRow]]:
    """The duties of recipients that concern ``person_id``, rungs of ladders left out."""
    return [
        (verb, share)
        for verb, share in obligations.shares(notice.pk, person_id)
        if verb in {words.CONFIRM, words.REPLY}
    ]


def require_concern(notice: Notice, by: Person, about: int) -> None:
    """``NotConcerned`` unless ``by`` owes something here for ``about``, as themselves or a deputy."""
    for _verb, share in shares(notice, by.pk):
        if share.person_id == about and by.pk in {share.person_id, share.delegate_id}:
            return
    raise NotConcerned
