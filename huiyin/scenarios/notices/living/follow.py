"""An audience follows the directory: joiners are asked, those who went are let go, set by set."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.cases import readers
from huiyin.core.event import Event, Fact
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.obligations.release import release
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import mode, published
from huiyin.scenarios.notices.living import events
from huiyin.scenarios.notices.living.membership import ROLES, Difference, difference, size
from huiyin.scenarios.notices.living.models import Change
from huiyin.scenarios.notices.models import Notice, NoticeState


@dataclass(frozen=True, slots=True)
class Settled:
    """How many people came to a notice, went elsewhere, and left the company."""

    joined: int = 0
    left: int = 0
    gone: int = 0


def concerned() -> list[UUID]:
    """The open notices that follow their audience, or wait for somebody who left the company."""
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, [NoticeState.PUBLISHED, list(ROLES)])
        return [row[0] for row in cursor.fetchall()]


def settle(notice_id: UUID) -> Settled:
    """Bring one open notice in step with the directory; done twice it is done once."""
    with transaction.atomic():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("initiator")
        notice = rows.filter(pk=notice_id, state=NoticeState.PUBLISHED).first()
        if notice is None:
            return Settled()
        at = clock.now()
        replies = notice.reply_by is not None and notice.reply_by > at
        found = difference(notice, replies=replies)
        done = Settled(size(found.coming), size(found.leaving), size(found.gone))
        if done != Settled():
            _carry_out(notice, found, done, at)
    return done


def _carry_out(notice: Notice, found: Difference, done: Settled, at: datetime) -> None:
    number = _next_number(notice.pk)
    for people, change, count in (
        (found.leaving, Change.LEFT, done.left),
        (found.gone, Change.GONE, done.gone),
    ):
        if count:
            facts = {"reason": change.name.lower(), "change": number, "count": count}
            release(events.LEFT, notice.pk, people, at, roles=ROLES, facts=facts)
            readers.forget(notice.pk, people)
            _write_down(notice.pk, number, people, change, at)
    if done.joined:
        _ask(notice, found, number, done.joined, at)
        _write_down(notice.pk, number, found.coming, Change.JOINED, at)


def _ask(notice: Notice, found: Difference, number: int, count: int, at: datetime) -> None:
    """The clauses give joiners the same duty, with their own time; what owes nothing is read."""
    facts = _facts(notice) | {"part": f"joiners-{number}", "count": count}
    event = Event(events.JOINED, str(notice.pk), at, None, facts)
    sets = {"joiners": found.joiners, "joiners_to_reply": found.joiners_to_reply}
    done = record(event, sets=sets)
    if not done.changes:
        readers.tell(notice.pk, found.coming)


def _facts(notice: Notice) -> dict[str, Fact]:
    """What the clauses were told at publishing; a mode that became too weak is the matrix's own."""
    try:
        return published.facts(notice, author=notice.initiator)
    except mode.TooWeak as weak:
        notice.confirm_mode = weak.least
        return published.facts(notice, author=notice.initiator)


def _next_number(notice_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [notice_id])
        return int(cursor.fetchone()[0])


def _write_down(
    notice_id: UUID, number: int, people: PeopleSql, change: Change, at: datetime
) -> None:
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE.replace("/*people*/", sql), [notice_id, number, change.value, at, *params]
        )


_CONCERNED = """
SELECT n.case_ptr_id FROM notices_notice n
 WHERE n.state = %s AND (n.follow OR n.case_ptr_id IN (
   SELECT o.subject FROM directory_person p
     JOIN obligation_bearer b ON b.person_id = p.id AND b.state = 0
     JOIN obligation o ON o.id = b.obligation_id
    WHERE NOT p.active AND o.parent IS NULL AND o.bearer_role = ANY(%s)))
 ORDER BY n.case_ptr_id
"""

_NEXT = "SELECT coalesce(max(number), 0) + 1 FROM notices_audience_change WHERE notice_id = %s"

_WRITE = """
INSERT INTO notices_audience_change (notice_id, number, change, at, person_id)
SELECT %s, %s, %s, %s, m.person_id FROM (/*people*/) m
"""
