"""What a tracker says about an issue: proved, read once, and followed as far as the house allows.

A tracker says what is so there; whether a problem is solved is for who owns it. So its words are
kept with the problem, "done" solves a problem that is being carried out when who did it may say so
here, and where both sides disagree about whether it is over, the desk is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.actions import NotNow, ProblemRefused
from huiyin.scenarios.problems.intake.models import Word, WordFrom
from huiyin.scenarios.problems.models import LONGEST, ProblemState
from huiyin.scenarios.problems.trackers.models import Heard, Link, LinkState, Tracker
from huiyin.scenarios.problems.trackers.syncing import fail, mended

OVER = (ProblemState.SOLVED, ProblemState.TOLD, ProblemState.CLOSED)
_ENDED = (*OVER, ProblemState.WITHDRAWN, ProblemState.MERGED)


@dataclass(frozen=True, slots=True)
class Change:
    """What a message says: the issue's new status, or a comment, by whom and when.

    ``gone``: the issue was deleted. ``remark_id`` is the comment's own name.
    """

    key: str
    status: str = ""
    remark: str = ""
    remark_id: str = ""
    author: str = ""
    email: str = ""
    at: datetime | None = None
    gone: bool = False


def follow(tracker: Tracker, message_id: str, change: Change | None) -> str:
    """Follow a message once; what came of it in a word."""
    with transaction.atomic():
        heard, new = Heard.objects.get_or_create(
            tracker=tracker,
            message_id=message_id[:120],
            defaults={"at": clock.now(), "outcome": "taken"},
        )
        if not new:
            return "seen"
        heard.outcome = _followed(tracker, change) if change else "nothing"
        heard.save(update_fields=["outcome"])
    return heard.outcome


def _followed(tracker: Tracker, change: Change) -> str:
    rows = Link.objects.select_for_update(of=("self",)).select_related(
        "tracker", "problem__department", "problem__owner"
    )
    link = rows.filter(tracker=tracker, key=change.key).first()
    if link is None:
        return "foreign"
    if change.gone:
        fail(link, _("任务工具里的任务被删除"), by=None)
        return "gone"
    if change.remark:
        return _remarked(link, change)
    return _moved(link, change) if change.status else "nothing"


def _remarked(link: Link, change: Change) -> str:
    """Somebody wrote in the tracker; what we wrote there ourselves carries our mark."""
    if f"[{link.problem.number}#" in change.remark:
        return "own"
    _, new = Word.objects.get_or_create(
        key=f"tracker:{link.pk}:{change.remark_id}"[:100],
        defaults={
            "problem": link.problem,
            "origin": WordFrom.TRACKER,
            "name": change.author[:200] or link.tracker.name,
            "person": _person(change.email),
            "text": change.remark[:LONGEST],
            "at": clock.now(),
        },
    )
    return "remarked" if new else "seen"


def _moved(link: Link, change: Change) -> str:
    if change.at is not None and link.heard_at is not None and change.at < link.heard_at:
        return "stale"
    link.heard_at = change.at or clock.now()
    if change.status.casefold() == link.status.casefold():
        link.save(update_fields=["heard_at"])
        return "own"
    link.status = change.status[:120]
    link.save(update_fields=["heard_at", "status"])
    meant = _meant(link.tracker.statuses, change.status)
    here = link.problem.state in _ENDED
    there = bool(meant) and meant <= {one.value for one in _ENDED}
    if here == there:
        return _agreed(link)
    if there and _solved(link, change):
        return "solved"
    said = _("任务工具里是「%(there)s」，这里是「%(here)s」")
    words = {"there": change.status, "here": link.problem.get_state_display()}
    fail(link, said % words, by=None)
    return "disagree"


def _agreed(link: Link) -> str:
    if link.broken:
        link.state, link.error = LinkState.SYNCED, ""
        link.save(update_fields=["state", "error"])
        mended(link, "heard", by=None)
    return "moved"


def _solved(link: Link, change: Change) -> bool:
    """Whether who moved the issue (or acts for the tracker) solved the problem by that."""
    by = _person(change.email) or link.tracker.actor
    result = _("在 %(tracker)s 里完成：%(key)s") % {"tracker": link.tracker.name, "key": link.key}
    try:
        with transaction.atomic():
            actions.solve(link.problem_id, result, by=by)
    except (NotNow, ProblemRefused, Refused, PermissionDenied, Http404):
        return False
    return True


def _meant(statuses: Mapping[str, Any], said: str) -> set[str]:
    """The states of a problem that are called ``said`` there."""
    return {state for state, name in statuses.items() if str(name).casefold() == said.casefold()}


def _person(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email, active=True).first() if email else None


def link_of(problem_id: UUID, link_id: int) -> Link | None:
    """One link of a problem."""
    rows = Link.objects.select_related("tracker", "problem__department")
    return rows.filter(pk=link_id, problem_id=problem_id).first()
