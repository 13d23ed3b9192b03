"""Mail to people outside the directory: guests, clients, reporters who left an address.

Nobody of them owes anything and no page is theirs, so a mail is a row of its own (``OutsideMail``)
with attempts and an outcome like every delivery. Before an attempt the row is marked durably, so
after a kill it becomes ``UNKNOWN`` and is never sent a second time.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel as Code
from huiyin.delivery import links, reasons, runs
from huiyin.delivery.channel import Outcome, Outgoing, Result, Unreachable
from huiyin.delivery.content import Message
from huiyin.delivery.models import DeliveryState, OutsideMail
from huiyin.delivery.received import Received
from huiyin.delivery.registry import by_name
from huiyin.directory.models import Person
from huiyin.kit import clock, jobs
from huiyin.obligations.record import record

JOB = "delivery.tell_outsider"
NOBODY = 0
"""Stands where the number of a person would in addresses and results."""

SENT, FAILED, UNKNOWN = "outsiders.sent", "outsiders.failed", "outsiders.unknown"
EVENTS = (SENT, FAILED, UNKNOWN)

_KEPT = (
    "subject", "plain", "html", "action", "link_path", "may_reply", "classification", "topic",
    "calendar_method", "calendar_answers_to",
)  # fmt: skip
_KINDS = {
    DeliveryState.SENT: SENT,
    DeliveryState.FAILED: FAILED,
    DeliveryState.UNKNOWN: UNKNOWN,
}
_CHANNEL = "mail"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """What came back from the address of ``mail``; nothing proves more than that it came from there."""

    mail: OutsideMail
    at: datetime
    text: str = ""
    calendar: str = ""
    files: tuple[Received, ...] = ()


Hear = Callable[[OutsideAnswer], object]

_hearers: dict[str, Hear] = {}


def register(scenario: str, hear: Hear) -> None:
    """Let ``scenario`` hear answers to what it told outsiders (``purpose`` begins with it)."""
    _hearers[scenario] = hear


def tell(
    address: str,
    name: str,
    message: Message,
    key: str,
    *,
    purpose: str,
    subject: UUID | None = None,
) -> OutsideMail:
    """Queue ``message`` to ``address`` in the caller's transaction, once per ``key``.

    ``link_path`` is a whole path (a signed one of the case); files do not go along. ``subject`` is
    the case that the ledger names.
    """
    with transaction.atomic():
        mail, new = OutsideMail.objects.get_or_create(
            key=key,
            defaults={
                "address": address,
                "name": name[:120],
                "purpose": purpose,
                "subject": subject,
                "message": _to_json(message),
                "created_at": clock.now(),
            },
        )
        if new:
            jobs.defer(JOB, mail_id=mail.pk)
    return mail


def deliver(mail_id: int) -> None:
    """Send one mail if it is queued; safe to repeat and to run twice at once."""
    run = secrets.randbits(62)
    with runs.lock(run):
        claimed = OutsideMail.objects.filter(pk=mail_id, state=DeliveryState.QUEUED)
        if claimed.update(state=DeliveryState.SENDING, run=run, attempts=F("attempts") + 1):
            mail = OutsideMail.objects.get(pk=mail_id)
            _conclude(mail, _attempt(mail))


def bury_dead() -> int:
    """Mails whose sender died during the call may have been sent: they stay so; how many."""
    found = 0
    for mail in OutsideMail.objects.filter(state=DeliveryState.SENDING, run__isnull=False):
        with runs.lock(mail.run or 0) as free:
            if free:
                _conclude(mail, Result(NOBODY, Outcome.UNKNOWN))
                found += 1
    return found


def retry_due() -> int:
    """Queue the mails again whose next try has come; how many."""
    with transaction.atomic():
        due = OutsideMail.objects.select_for_update(skip_locked=True).filter(
            state=DeliveryState.RETRY, next_at__lte=clock.now()
        )
        keys = [mail.pk for mail in due.order_by("next_at")[:500]]
        OutsideMail.objects.filter(pk__in=keys).update(state=DeliveryState.QUEUED, next_at=None)
        jobs.defer_many(JOB, [{"mail_id": key} for key in keys])
    return len(keys)


def find(mail_id: int) -> OutsideMail | None:
    """The mail of that number."""
    return OutsideMail.objects.filter(pk=mail_id).first()


def heard(answer: OutsideAnswer) -> bool:
    """Hand an answer to the scenario; false when it does not listen."""
    hear = _hearers.get(answer.mail.purpose.partition(".")[0])
    if hear is None:
        return False
    hear(answer)
    return True


def bounced(mail: OutsideMail, reason: str) -> None:
    """What had been sent came back."""
    with transaction.atomic():
        came = OutsideMail.objects.filter(
            pk=mail.pk,
            state__in=(DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.UNKNOWN),
        )
        if came.update(state=DeliveryState.FAILED, reason=reason):
            _write_down(mail, DeliveryState.FAILED, reason)


def arrived(mail: OutsideMail) -> None:
    """The other side says that it is there."""
    there = OutsideMail.objects.filter(
        pk=mail.pk, state__in=(DeliveryState.SENT, DeliveryState.UNKNOWN)
    )
    there.update(state=DeliveryState.DELIVERED, reason="")


def _attempt(mail: OutsideMail) -> Result:
    channel = by_name(_CHANNEL)
    if channel is None or not channel.available():
        return Result(NOBODY, Outcome.RETRY, reasons.UNREACHABLE)
    person = Person(pk=NOBODY, name=mail.name, email=mail.address)
    message = _from_json(mail.message)
    link = links.absolute(message.link_path)
    try:
        return next(iter(channel.send([Outgoing(mail.pk, person, message, link)])))
    except Unreachable as fault:
        log.warning("channel %s is unreachable: %s", _CHANNEL, type(fault).__name__)
        return Result(NOBODY, Outcome.RETRY, reasons.told(reasons.UNREACHABLE, str(fault)))


def _conclude(mail: OutsideMail, result: Result) -> None:
    at = clock.now()
    state, reason, next_at = _judged(mail, result, at)
    values: dict[str, Any] = {"state": state, "reason": reason, "next_at": next_at, "run": None}
    if state == DeliveryState.SENT:
        values["sent_at"] = at
    with transaction.atomic():
        mine = OutsideMail.objects.filter(pk=mail.pk, run=mail.run)
        if mine.update(**values):
            _write_down(mail, state, reason)


def _judged(
    mail: OutsideMail, result: Result, at: datetime
) -> tuple[DeliveryState, str, datetime | None]:
    """State, reason and next try, by the channel's policy of retrying."""
    if result.outcome is Outcome.SENT:
        return DeliveryState.SENT, "", None
    if result.outcome is Outcome.UNKNOWN:
        return DeliveryState.UNKNOWN, reasons.MAYBE_SENT, None
    channel = by_name(_CHANNEL)
    wait = channel.retry.after(mail.attempts) if channel is not None else None
    if result.outcome is Outcome.RETRY and wait is not None:
        return DeliveryState.RETRY, result.reason, at + max(wait, result.retry_after or wait)
    given_up = result.outcome is Outcome.RETRY
    reason = reasons.told(reasons.GIVEN_UP, result.reason) if given_up else result.reason
    return DeliveryState.FAILED, reason, None


def _write_down(mail: OutsideMail, state: DeliveryState, reason: str) -> None:
    """One entry without the address: who it was stands in the row, which can be erased."""
    if state not in _KINDS or mail.subject is None:
        return
    facts: dict[str, Fact] = {"outside": mail.pk, "channel": Code.MAIL.name, "on": mail.purpose}
    if reason:
        facts["reason"] = reason.partition(reasons.SEPARATOR)[0]
    record(Event(_KINDS[state], str(mail.subject), clock.now(), None, facts))


def _to_json(message: Message) -> dict[str, Any]:
    kept = {name: getattr(message, name) for name in _KEPT}
    return {**kept, "html": str(message.html), "calendar": message.calendar.decode()}


def _from_json(kept: dict[str, Any]) -> Message:
    calendar = str(kept.get("calendar", "")).encode()
    return Message(**{name: kept[name] for name in _KEPT}, calendar=calendar)
