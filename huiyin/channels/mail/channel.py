"""Mail as a channel: one kept connection, one letter per person, each result as it comes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db.models import Q

from huiyin.channels.mail import options
from huiyin.channels.mail.address import Use, tagged
from huiyin.channels.mail.letter import Letter
from huiyin.channels.mail.smtp import Answer, Envelope, Line, MaybeTaken, Stage
from huiyin.core.evidence import Channel as Code
from huiyin.delivery import reasons
from huiyin.delivery.channel import Outcome, Outgoing, Result, Retry, Unreachable
from huiyin.delivery.content import Message
from huiyin.directory.models import Person
from huiyin.kit import clock

WRONG_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""Enhanced status codes that blame the address itself (RFC 3463 3.2)."""

_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,255}"
)


class MailChannel:
    """SMTP out. What comes back is read by ``inbound``."""

    code = Code.MAIL
    name = "mail"
    pushes = True
    retry = Retry(tuple(timedelta(minutes=wait) for wait in (1, 5, 15, 60, 240)))

    def available(self) -> bool:
        return options.outgoing() is not None

    def reachable(self) -> Q:
        """Everybody with a good address; simulated people have no mailbox behind theirs."""
        return ~Q(email="") & Q(email_suspect=False, simulated=False)

    def distrust(self, person_ids: Sequence[int]) -> None:
        """Their mailbox does not exist: no mail until the directory has another address."""
        Person.objects.filter(pk__in=person_ids).update(email_suspect=True)

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
        """One after the other over one line; ``Unreachable`` when there is none."""
        server = options.outgoing()
        if server is None:
            raise Unreachable("HUIYIN_MAIL_URL is not set")
        letters: dict[int, tuple[Message, Letter]] = {}
        with Line(server) as line:
            for outgoing in batch:
                message = outgoing.message
                if id(message) not in letters:
                    letters[id(message)] = (message, Letter(message))
                yield _send_one(line, letters[id(message)][1], outgoing)


def mailbox(address: str) -> str | None:
    """``address`` as it may stand on the wire (the domain in ASCII); ``None`` when it may not."""
    if not _ADDRESS.fullmatch(address) or not address.isprintable():
        return None
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        return None


def _send_one(line: Line, letter: Letter, outgoing: Outgoing) -> Result:
    person = outgoing.person
    recipient = mailbox(person.email)
    if recipient is None or person.email_suspect:
        return Result(person.pk, Outcome.FAILED, reasons.NO_ADDRESS)
    utf8 = not recipient.isascii()
    if utf8 and not line.knows("smtputf8"):
        reason = reasons.told(reasons.REFUSED, "SMTPUTF8")
        return Result(person.pk, Outcome.FAILED, reason)
    envelope = Envelope(
        sender=tagged(Use.BOUNCE, outgoing.notification_id, person.pk),
        recipient=recipient,
        envid=f"n.{outgoing.notification_id}.{person.pk}",
        utf8=utf8,
    )
    try:
        answer = line.hand_over(envelope, letter.bytes_for(outgoing, recipient, clock.now()))
    except MaybeTaken:
        return Result(person.pk, Outcome.UNKNOWN)
    return _result(person.pk, answer)


def _result(person_id: int, answer: Answer) -> Result:
    if answer.accepted:
        return Result(person_id, Outcome.SENT)
    words = f"{answer.code} {answer.text}"
    if answer.transient:
        reason = reasons.told(reasons.LATER, words)
        return Result(person_id, Outcome.RETRY, reason, retry_after=answer.wait)
    wrong = answer.stage is Stage.RECIPIENT and answer.status in WRONG_ADDRESS
    return Result(person_id, Outcome.FAILED, reasons.told(reasons.REFUSED, words), suspect=wrong)
