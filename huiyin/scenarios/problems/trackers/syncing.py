"""One link brought into step: asked for, tried again, given up, and written down either way.

Before a call the link is marked durably with its sender, who holds an advisory lock while it lives.
After a kill the call may have been made: everything that is asked for may be asked twice, only a new
issue is looked for first.
"""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.delivery import runs
from huiyin.directory.models import Person
from huiyin.kit import clock, jobs
from huiyin.kit.vault import Unreadable
from huiyin.obligations.record import record
from huiyin.scenarios.problems import duties, events, offices
from huiyin.scenarios.problems.reporting import facts_of
from huiyin.scenarios.problems.trackers import clients
from huiyin.scenarios.problems.trackers.clients.door import Later, Snapshot, There, Wrong
from huiyin.scenarios.problems.trackers.mirroring import JOB, snapshot
from huiyin.scenarios.problems.trackers.models import Link, LinkState

WAITS = tuple(timedelta(minutes=wait) for wait in (1, 5, 15, 60))
"""How long to wait after the first, second, … silence; after the last of them it failed."""

log = logging.getLogger(__name__)


def sync(link_id: int) -> bool:
    """Bring one link into step if it waits for that; whether it is now. Safe to ask twice at once."""
    run = secrets.randbits(62)
    with runs.lock(run):
        waits = Link.objects.filter(pk=link_id, state=LinkState.WAITING)
        if not waits.update(state=LinkState.SENDING, run=run, attempts=F("attempts") + 1):
            return False
        link = _found(link_id)
        return _conclude(link, _attempt(link))


def bury_dead() -> int:
    """Links whose sender died during the call are asked for again; how many."""
    found = 0
    for link in Link.objects.filter(state=LinkState.SENDING, run__isnull=False):
        with runs.lock(link.run or 0) as free:
            mine = Link.objects.filter(pk=link.pk, run=link.run)
            if free and mine.update(state=LinkState.WAITING, run=None):
                jobs.defer(JOB, link_id=link.pk)
                found += 1
    return found


def retry_due() -> int:
    """Ask again for the links whose next try has come; how many."""
    with transaction.atomic():
        due = Link.objects.select_for_update(skip_locked=True).filter(
            state=LinkState.RETRY, next_at__lte=clock.now()
        )
        keys = [link.pk for link in due.order_by("next_at")[:200]]
        Link.objects.filter(pk__in=keys).update(state=LinkState.WAITING, next_at=None)
        jobs.defer_many(JOB, [{"link_id": key} for key in keys])
    return len(keys)


@action(events.SYNC_FAILED)
def fail(link: Link, reason: str, *, by: Person | None) -> None:
    """The two sides disagree, and why: the desk is to mend it. Said once until it is mended."""
    broken = link.broken
    link.state, link.error, link.next_at, link.broken = LinkState.FAILED, reason[:300], None, True
    link.save(update_fields=["state", "error", "next_at", "broken"])
    if broken:
        return
    desk = offices.desk_of(link.problem.department)
    facts: dict[str, Fact] = {"tracker": link.tracker.name, "part": _part(link)}
    facts |= {"problem_desk": desk.pk} if desk else {}
    _say(events.SYNC_FAILED, link, facts, by, {"reason": reason[:300]})


@action(events.SYNCED)
def mended(link: Link, how: str, *, by: Person | None) -> None:
    """Both sides say the same again: nothing is owed for it any more."""
    person = duties.bearer_of(link.problem_id, events.MEND_SYNC, by.pk if by else 0, _part(link))
    facts: dict[str, Fact] = {"tracker": link.tracker.name, "part": _part(link), "how": how}
    facts |= {"person": person} if person else {}
    link.broken = False
    link.save(update_fields=["broken"])
    _say(events.SYNCED, link, facts, by, {})


def _attempt(link: Link) -> There | Later | Wrong:
    try:
        client = clients.of(link.tracker)
        told = snapshot(link)
        there = There(link.key, link.url, link.status) if link.key else _made(link, client, told)
        return client.put(there, told)
    except (Later, Wrong) as fault:
        return fault
    except Unreadable:
        return Wrong("the token cannot be read: enter it again")


def _made(link: Link, client: clients.Client, told: Snapshot) -> There:
    """The issue of this problem: the one that was asked for before, or a new one, written down."""
    there = client.find(told) if link.unsure else None
    if there is None:
        Link.objects.filter(pk=link.pk).update(unsure=True)
        there = client.make(told)
    kept: dict[str, Any] = {"key": there.key, "url": there.url, "unsure": False}
    Link.objects.filter(pk=link.pk).update(**kept)
    return there


def _conclude(link: Link, outcome: There | Later | Wrong) -> bool:
    """Keep what came of it, if this sender is still the one; whether the sides agree."""
    version, run = link.version, link.run
    with transaction.atomic():
        mine = Link.objects.select_for_update(of=("self",)).filter(pk=link.pk, run=run)
        held = mine.select_related("tracker", "problem__department").first()
        if held is None:
            return False
        held.run = None
        held.save(update_fields=["run"])
        if isinstance(outcome, There):
            _agree(held, outcome, version)
            return held.state == LinkState.SYNCED
        if isinstance(outcome, Later) and held.attempts <= len(WAITS):
            _wait(held, outcome, clock.now())
        else:
            log.warning("a tracker is out of step: %s", type(outcome).__name__)
            fail(held, str(outcome), by=None)
    return False


def _agree(link: Link, there: There, version: int) -> None:
    link.key, link.url, link.status = there.key, there.url, there.status[:120]
    link.sent, link.synced_at, link.attempts, link.error = version, clock.now(), 0, ""
    changed = link.version != version
    link.state = LinkState.WAITING if changed else LinkState.SYNCED
    link.save()
    if changed:
        jobs.defer(JOB, link_id=link.pk)
    if link.broken:
        mended(link, "sent", by=None)


def _wait(link: Link, later: Later, now: datetime) -> None:
    least = WAITS[link.attempts - 1]
    link.state, link.error = LinkState.RETRY, str(later)[:300]
    link.next_at = now + max(least, later.wait or least)
    link.save(update_fields=["state", "error", "next_at"])


def _found(link_id: int) -> Link:
    rows = Link.objects.select_related(
        "tracker", "problem__department", "problem__in_charge", "problem__owner"
    )
    return rows.get(pk=link_id)


def _part(link: Link) -> str:
    return f"link{link.pk}"


def _say(
    kind: str, link: Link, facts: dict[str, Fact], by: Person | None, private: dict[str, str]
) -> None:
    subject, who = str(link.problem_id), by.pk if by else None
    event = Event(kind, subject, clock.now(), who, facts_of(link.problem) | facts)
    record(event, private=private or None)
