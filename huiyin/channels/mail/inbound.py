"""Mail that came in, read exactly once, and what follows from it.

A reading counts only with a good token in the address it came to; words count only from the
address of the person whom the token names. What has no token is offered as a letter. Everything
else is kept and changes nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Event as Stop

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from huiyin.channels.mail import address, options, outside, strangers
from huiyin.channels.mail.address import Forged, Use
from huiyin.channels.mail.channel import WRONG_ADDRESS, MailChannel
from huiyin.channels.mail.mailbox import LARGEST, Lost, watch
from huiyin.channels.mail.reading import Kind, Reading, read
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import letters, outcomes, outsiders, reasons, receipts, replies
from huiyin.delivery.models import InboundMessage
from huiyin.delivery.replies import Answer, NobodyListens, Refused
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Notification

PAUSE = 10.0
"""Seconds before a mailbox that could not be reached is tried again."""

KEPT = 1_000_000
"""Bytes kept of a mail that was read; its files are kept with the answer."""

UNREAD = "unread"
_NO_EFFECT = frozenset({letters.FOREIGN, "forged", "untrusted", UNREAD, receipts.TAKEN})

log = logging.getLogger(__name__)


def run(stop: Stop) -> None:
    """Read the mailbox until ``stop`` is set; nothing to do when none is configured."""
    while not stop.is_set():
        server = options.incoming()
        if server is None:
            stop.wait(PAUSE)
            continue
        try:
            reread()
            watch(server, stop, last_uid, accept)
        except (Lost, DatabaseError) as fault:
            log.warning("the mailbox is not being read: %s", type(fault).__name__)
            connection.close()
            stop.wait(PAUSE)


def accept(provider_id: str, raw: bytes) -> str:
    """Read one mail; its outcome. Keeps it for ``reread`` when our own code fails on it."""
    try:
        with transaction.atomic():
            inbound = receipts.take(Channel.MAIL, provider_id, raw, message_id="")
            if inbound is None:
                return "seen"
            return _settled(inbound, raw)
    except DatabaseError:
        raise
    except Exception:
        log.exception("a mail could not be read: %s", provider_id)
        kept = receipts.take(Channel.MAIL, provider_id, raw)
        if kept is not None:
            receipts.settle(kept, UNREAD)
        return UNREAD


def reread() -> int:
    """Try again the mails that an earlier version failed on; how many were read."""
    done = 0
    for inbound in InboundMessage.objects.filter(channel=Channel.MAIL, outcome=UNREAD):
        try:
            with transaction.atomic():
                _settled(inbound, bytes(inbound.raw))
        except DatabaseError:
            raise
        except Exception:
            log.exception("a mail still cannot be read: %s", inbound.provider_id)
        else:
            done += 1
    return done


def last_uid(validity: int) -> int:
    """The highest UID read so far in a mailbox of this UIDVALIDITY; 0 for a new one."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [int(Channel.MAIL), f"imap:{validity}/%"])
        return int(cursor.fetchone()[0] or 0)


def _settled(inbound: InboundMessage, raw: bytes) -> str:
    reading = _whole(read(raw), raw)
    inbound.message_id = reading.message_id
    inbound.raw = raw[:KEPT]
    inbound.save(update_fields=["message_id", "raw"])
    outcome = "copy" if _is_copy(inbound) else _follow(reading)
    receipts.settle(inbound, outcome)
    return outcome


def _whole(reading: Reading, raw: bytes) -> Reading:
    """Of a mail that was cut off the files are not whole; its answer says that they are missing."""
    if len(raw) < LARGEST or not reading.files:
        return reading
    said = "\n".join(part for part in (reading.text, _("（附件过大，没有保存）")) if part)
    return replace(reading, text=said, files=())


def _is_copy(inbound: InboundMessage) -> bool:
    same = InboundMessage.objects.filter(channel=Channel.MAIL, message_id=inbound.message_id)
    others = same.exclude(pk=inbound.pk).exclude(outcome__in=_NO_EFFECT)
    return bool(inbound.message_id) and others.exists()


def _follow(reading: Reading) -> str:
    try:
        token = address.find(reading.addresses)
    except Forged:
        return "forged"
    if token is None:
        return strangers.offer(reading)
    if token.person_id == outsiders.NOBODY:
        return outside.follow(reading, token)
    notification = Notification.objects.filter(pk=token.notification_id).first()
    person = Person.objects.filter(pk=token.person_id).first()
    use, act = _ACTS.get(reading.kind, (token.use, _nothing))
    if notification is None or person is None or token.use is not use:
        return "forged"
    return act(reading, notification, person)


def _answered(reading: Reading, notification: Notification, person: Person) -> str:
    if not person.email or reading.sender != person.email.lower():
        return "untrusted"
    bare = reading.kind is Kind.CONFIRM
    answer = Answer(
        subject=notification.subject,
        person_id=person.pk,
        channel=Channel.MAIL,
        proof=Proof.REPLY,
        at=clock.now(),
        text="" if bare else reading.text,
        files=reading.files,
        calendar=reading.calendar,
    )
    try:
        with transaction.atomic():
            _HAND_OVER[reading.kind](notification, answer)
    except Refused:
        return "refused"
    except NobodyListens:
        return "unheard"
    return reading.kind.value


def _arrived(reading: Reading, notification: Notification, person: Person) -> str:
    proof = Proof.DISPOSITION if reading.kind is Kind.DISPLAYED else Proof.PROVIDER_DELIVERED
    receipts.show_delivery(notification, person.pk, proof, Channel.MAIL, clock.now())
    return reading.kind.value


def _bounced(reading: Reading, notification: Notification, person: Person) -> str:
    reason = reasons.told(reasons.BOUNCED, f"{reading.status} {reading.detail}")
    news = outcomes.bounce(notification, person.pk, Channel.MAIL, reason=reason)
    if news and reading.status in WRONG_ADDRESS:
        MailChannel().distrust([person.pk])
    return reading.kind.value


def _nothing(reading: Reading, notification: Notification, person: Person) -> str:
    del notification, person
    return reading.kind.value


_HAND_OVER = {
    Kind.CONFIRM: replies.confirm,
    Kind.REPLY: replies.reply,
    Kind.CALENDAR: replies.calendar,
}

_ACTS: dict[Kind, tuple[Use, Callable[[Reading, Notification, Person], str]]] = {
    Kind.CONFIRM: (Use.ANSWER, _answered),
    Kind.REPLY: (Use.ANSWER, _answered),
    Kind.CALENDAR: (Use.ANSWER, _answered),
    Kind.DISPLAYED: (Use.DISPOSITION, _arrived),
    Kind.DELIVERED: (Use.BOUNCE, _arrived),
    Kind.FAILED: (Use.BOUNCE, _bounced),
}

_LAST = """
SELECT max(split_part(provider_id, '/', 2)::bigint) FROM delivery_inbound
 WHERE channel = %s AND provider_id LIKE %s
"""
