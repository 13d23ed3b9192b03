"""Simulated colleagues: they look at what they owe and do what somebody like them would do.

They remember nothing. What each of them does about a notice follows from who they are and when it
was published, so a simulation can be stopped and taken up again, and several ticks of one moment
do nothing twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from huiyin.config.demo import cast, texts, understanding
from huiyin.config.demo.names import fraction
from huiyin.config.demo.temperament import Matter, Reaction, Temperament, reaction
from huiyin.core.evidence import Evidence
from huiyin.directory.models import Person
from huiyin.directory.roles import remember
from huiyin.kit import clock
from huiyin.scenarios.notices import answers, publisher, words
from huiyin.scenarios.notices.actions import NotOpen
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, CallRecord, Notice
from huiyin.scenarios.notices.subject import bare

BETWEEN_CALLS = timedelta(minutes=2)
BUSY = 0.2
"""The share of people who do not pick up the first time."""

MOST_CALLS = 10
"""A caller makes up for lost time after a long tick, but not without end."""

CALLED_TWICE = 2


@dataclass(frozen=True, slots=True)
class Share:
    """What one simulated person still owes about one notice, and who answers for them."""

    subject: UUID
    verb: str
    person_id: int
    number: str
    evidence: int
    born_at: datetime
    actor_id: int
    actor_number: str
    title: str
    urgency: str
    wants_reply: bool

    @property
    def matter(self) -> Matter:
        """What decides how soon people react."""
        return Matter(bare(self.title), self.urgency, self.wants_reply)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did, for the running line."""

    who: str
    what: str
    title: str


def live() -> list[Deed]:
    """Let everybody do what is due at this moment; what was done."""
    return [*_react(), *_call()]


def say(notice: Notice, who: Person, person: Person) -> None:
    """``who`` answers ``notice`` in words, for ``person``."""
    drawn = fraction("answer", person.employee_no, notice.number)
    text = texts.ANSWERS[int(drawn * len(texts.ANSWERS))]
    answers.reply(notice.pk, text, by=who, person_id=person.pk)


def open_shares() -> list[Share]:
    """Everything that simulated people owe now, replies before confirmations."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [words.REPLY, words.CONFIRM, words.REPLY])
        rows = cursor.fetchall()
    return [Share(*row) for row in rows]


def _react() -> Iterator[Deed]:
    now = clock.now()
    due = [(share, done) for share in open_shares() if (done := _due(share, now))]
    notices = Notice.objects.in_bulk({share.subject for share, _ in due})
    ids = {pk for share, _ in due for pk in (share.person_id, share.actor_id)}
    people = Person.objects.select_related("department").in_bulk(ids)
    for person in people.values():
        remember(person)
    for share, what in due:
        notice = notices[share.subject]
        who, person = people[share.actor_id], people[share.person_id]
        if _do(what, notice, who, person):
            yield Deed(who.name, what, share.matter.title)


def _due(share: Share, now: datetime) -> str:
    """What is to be done about ``share`` by now; empty for nothing."""
    kind = cast.temperament_of(share.actor_number)
    found: Reaction = reaction(share.actor_number, kind, share.matter)
    passed = now - share.born_at
    if share.verb == words.REPLY:
        return "replied" if found.replies is not None and found.replies <= passed else ""
    if found.confirms is not None and found.confirms <= passed:
        return "confirmed"
    unopened = share.evidence < Evidence.OPENED and share.actor_id == share.person_id
    opens = unopened and found.opens is not None and found.opens <= passed
    return "opened" if opens else ""


def _do(what: str, notice: Notice, who: Person, person: Person) -> bool:
    """Whether it came to that: a visitor or the worker may have been quicker."""
    try:
        if what == "replied":
            say(notice, who, person)
        elif what == "opened":
            answers.open_notice(notice, by=who)
        elif understanding.asked(notice, person):
            return understanding.show(notice, who, person)
        else:
            return answers.confirm(notice.pk, by=who, person_id=person.pk)
    except (NotOpen, answers.NotConcerned, PermissionDenied, Http404):
        return False
    return True


def _call() -> Iterator[Deed]:
    """Every publisher with a phone list goes on with it, a call every two minutes."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CALLERS)
        rows = cursor.fetchall()
    for subject, caller, since in rows:
        calls = min((now - since) // BETWEEN_CALLS, MOST_CALLS)
        if calls <= 0:
            continue
        notice = Notice.objects.select_related("department", "initiator").get(pk=subject)
        by = Person.objects.select_related("department").get(pk=caller)
        for row in _next_on(notice, now)[:calls]:
            made = answers.record_call(notice.pk, row.person_id, _outcome(notice, row), by=by)
            what = f"phoned {row.name}: {_SAID[CallOutcome(made.outcome)]} about"
            yield Deed(by.name, what, bare(notice.title))


def _next_on(notice: Notice, now: datetime) -> list[publisher.Silent]:
    """Who is to be called next, new ones first: nobody before the moment that was agreed on."""
    rows = publisher.silent(notice, 500)
    ready = [row for row in rows if row.again_at is None or row.again_at <= now]
    return sorted(ready, key=lambda row: row.called_at is not None)


def _outcome(notice: Notice, row: publisher.Silent) -> Call:
    """How the call ends: most pick up, some at the second time, a few never."""
    number = Person.objects.values_list("employee_no", flat=True).get(pk=row.person_id)
    before = CallRecord.objects.filter(notice=notice, person=row.person_id).count()
    lost = cast.temperament_of(number) is Temperament.LOST
    if lost and before >= CALLED_TWICE:
        return Call(CallOutcome.UNREACHABLE, note="三次未接，站内也未打开，已请其主管转达")
    if lost or (before == 0 and fraction("call", number, notice.number) < BUSY):
        again = clock.now() + timedelta(minutes=20 * (before + 1))
        return Call(CallOutcome.NO_ANSWER, again_at=again)
    said = understanding.read_back(notice)
    return Call(CallOutcome.UNDERSTOOD, note="口述要点，无误", ticks=said)


_SAID = {
    CallOutcome.UNDERSTOOD: "understood",
    CallOutcome.NO_ANSWER: "no answer",
    CallOutcome.WRONG_NUMBER: "wrong number",
    CallOutcome.UNREACHABLE: "unreachable, named",
}

_SHARES = """
SELECT o.subject, o.verb, b.person_id, p.employee_no, b.evidence, o.born_at, a.id, a.employee_no,
       c.title, c.urgency,
       EXISTS (SELECT 1 FROM obligation r WHERE r.subject = o.subject AND r.verb = %s)
  FROM obligation o
  JOIN cases_case c ON c.id = o.subject AND c.scenario = 'notices'
  JOIN obligation_bearer b ON b.obligation_id = o.id AND b.state = 0
  JOIN directory_person p ON p.id = b.person_id
  JOIN directory_person a ON a.id = coalesce(b.delegate_id, p.id) AND a.active AND a.simulated
 WHERE o.parent IS NULL AND o.closed_at IS NULL AND o.verb IN (%s, %s)
 ORDER BY o.verb DESC, o.id, b.person_id
"""

_CALLERS = """
SELECT o.subject, b.person_id,
       greatest(o.born_at, (SELECT max(called_at) FROM notices_call WHERE notice_id = o.subject))
  FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id AND b.state = 0
  JOIN directory_person p ON p.id = b.person_id AND p.active AND p.simulated
 WHERE o.verb = 'phone_unread' AND o.closed_at IS NULL ORDER BY o.id
"""
