"""What the REST operations of meetings share: refusals as problem details, ids of the directory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import actions, queries
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.live.closing import NotFinished
from huiyin.scenarios.meetings.minutes.actions import Overtaken
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.views.refusing import words_of

_CONFLICTS: dict[type[Exception], tuple[str, Callable[[Exception], str]]] = {
    Refused: ("refused", str),
    WrongState: ("wrong-state", words_of),
    actions.NotBefore: ("not-before", lambda _fault: _("会议已经开始或已取消，不能再改")),
    answering.NotAsked: ("not-asked", lambda _fault: _("会议已结束或已取消，不用再答复")),
    NotFinished: ("not-finished", lambda _fault: _("还有人没有勾选或没有发言，或待办没有写全")),
    Overtaken: ("overtaken", lambda _fault: _("有人刚改过，请重新读取再写")),
}
"""What does not fit the present state: the name of the problem, and its words."""


@contextmanager
def refused() -> Iterator[None]:
    """What an action refuses, as problem details."""
    try:
        yield
    except PlanRefused as fault:
        raise invalid(str(fault), fault.errors) from fault
    except WordsRefused as fault:
        words = words_of(fault)
        raise invalid(words, {fault.field: words}) from fault
    except tuple(_CONFLICTS) as fault:
        kind, said = _CONFLICTS[type(fault)]
        raise conflict(kind, said(fault)) from fault


def done(request: HttpRequest, meeting_id: UUID, act: Callable[[Person], object]) -> Person:
    """Let the caller, who may read the meeting, ``act`` on it, all or nothing; who that is."""
    by = caller(request)
    queries.find(meeting_id, by)
    with refused(), transaction.atomic():
        act(by)
    return by


def person(key: int | None, field: str) -> Person | None:
    """A colleague by id; refused by name of the field when there is none."""
    if key is None:
        return None
    found = Person.objects.filter(pk=key, active=True).first()
    if found is None:
        words = _("有人不在通讯录里")
        raise invalid(words, {field: words})
    return found
