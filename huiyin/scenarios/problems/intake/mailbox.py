"""A letter to a configured address becomes a problem; a later one goes to the problem it is about.

A sender proves nothing: a letter opens a problem or adds words to one, it never acts for anybody.
"""

import re
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.delivery.letters import Letter
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.directory.models import Person
from huiyin.kit import clock, digest
from huiyin.scenarios.problems.intake import mails, words
from huiyin.scenarios.problems.intake.models import Mailbox
from huiyin.scenarios.problems.models import LONGEST, AnswerBy, Problem
from huiyin.scenarios.problems.reporting import report

MOST_A_DAY = 20
"""Problems that one address may open in a day; further letters are added to its latest one."""

_DAY = timedelta(days=1)
_NUMBER = re.compile(r"\bHY-[A-Z]{2,4}-\d{4}-\d{4,}\b", re.IGNORECASE)
_MARKS = re.compile(
    r"^\s*(?:(?:re|aw|回复|答复|回覆|fw|fwd|转发)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)


def take(letter: Letter) -> str | None:
    """Read a letter to one of the mailboxes: ``reported``, ``added``; ``None`` for others."""
    mailbox = _mailbox(letter)
    if mailbox is None:
        return None
    sender = _colleague(letter.sender)
    about = _about(letter, sender) or _overflow(letter, sender)
    if about is not None:
        _add(about, letter, sender)
        return "added"
    problem = _reported(letter, mailbox, sender)
    if letter.sender:
        mails.acknowledge(problem, letter.sender, letter.sender_name)
    return "reported"


def hear(answer: OutsideAnswer) -> None:
    """What somebody outside answered to a mail about their problem."""
    subject = answer.mail.subject
    problem = Problem.objects.filter(pk=subject).first() if subject else None
    if problem is None:
        return
    sender = _colleague(answer.mail.address)
    key = digest.sha256_hex(f"{answer.mail.pk}:{answer.at.isoformat()}:{answer.text}")
    text = answer.text or ("" if answer.files else _("（没有文字的回复）"))
    name = answer.mail.name or answer.mail.address
    words.heard(problem, text, name=name, key=key, files=answer.files, by=sender)


def _colleague(address: str) -> Person | None:
    rows = Person.objects.filter(email__iexact=address, active=True, party="")
    return rows.first() if address else None


def _mailbox(letter: Letter) -> Mailbox | None:
    match = Q()
    for address in letter.addresses:
        match |= Q(address__iexact=address)
    found = Mailbox.objects.filter(match, stopped_at=None) if letter.addresses else None
    return found.select_related("keeper").order_by("pk").first() if found is not None else None


def _about(letter: Letter, sender: Person | None) -> Problem | None:
    """The problem whose number stands in the subject, when it was this sender who raised it."""
    numbers = _NUMBER.findall(letter.subject)
    rows = Problem.objects.filter(number__in=[one.upper() for one in numbers])
    return rows.filter(_raised_by(letter, sender)).first() if numbers else None


def _overflow(letter: Letter, sender: Person | None) -> Problem | None:
    """Of a sender who floods us the latest problem."""
    if not letter.sender:
        return None
    today = Problem.objects.filter(_raised_by(letter, sender), created_at__gt=clock.now() - _DAY)
    latest = list(today.order_by("-created_at", "-pk")[:MOST_A_DAY])
    return latest[0] if len(latest) == MOST_A_DAY else None


def _raised_by(letter: Letter, sender: Person | None) -> Q:
    if sender is not None:
        return Q(reporter=sender)
    return Q(reporter=None, reporter_contact__iexact=letter.sender)


def _add(problem: Problem, letter: Letter, sender: Person | None) -> None:
    name = letter.sender_name or letter.sender
    text = letter.text or letter.body
    words.heard(problem, text, name=name, key=_key(letter), files=letter.files, by=sender)


def _reported(letter: Letter, mailbox: Mailbox, sender: Person | None) -> Problem:
    body = letter.body or letter.text
    title = _MARKS.sub("", letter.subject).strip() or (body.strip().splitlines() or [""])[0]
    problem = report(
        by=mailbox.keeper,
        title=title or _("没有主题的来信"),
        text=_fitting(body),
        source=mailbox.source,
        source_ref=_key(letter),
        reporter=sender,
        reporter_name="" if sender else letter.sender_name or letter.sender or _("未署名"),
        reporter_contact=letter.sender,
        answer_by=AnswerBy.MAIL,
    )
    unsaved = words.keep(problem, letter.files, mailbox.keeper)
    if unsaved:
        problem.text = _fitting("\n\n".join([problem.text, *unsaved]))
        problem.save(update_fields=["text"])
    return problem


def _fitting(text: str) -> str:
    """As much as a problem holds; that something is missing is said."""
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) <= LONGEST:
        return plain
    cut = _("（来信过长，后面没有保存）")
    return plain[: LONGEST - len(cut) - 1] + "\n" + cut


def _key(letter: Letter) -> str:
    """The sender's own name for the letter; without one, what it says and when it came."""
    named = letter.message_id or f"{letter.sender}\n{letter.subject}\n{letter.body}\n{letter.at}"
    return digest.sha256_hex(named)
