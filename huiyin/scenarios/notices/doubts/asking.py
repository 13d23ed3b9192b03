"""Somebody with an open question who presses 收到 is asked first (N20)."""

from typing import Any

from django.http import HttpRequest

from huiyin.cases.questions import doubts, queries
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.words import CONFIRM

DESPITE = "despite"
"""The field of a press that was asked already."""


def asks_first(request: HttpRequest, notice: Notice, actor: Person) -> bool:
    """Whether this press must be asked: for oneself, with an open question, not asked before."""
    about = request.POST.get("person", "")
    if DESPITE in request.POST or about not in {"", str(actor.pk)}:
        return False
    return queries.open_question(notice.pk, actor.pk) is not None


def first(notice: Notice, actor: Person) -> dict[str, Any]:
    """The viewer's question that has no answer yet."""
    return {"own_question": queries.open_question(notice.pk, actor.pk), "confirm": CONFIRM}


def shown(notice: Notice, actor: Person) -> dict[str, Any]:
    """The questions of the notice as the viewer sees them."""
    return {"board": queries.board(notice, actor)}


def unclear(notice: Notice, actor: Person) -> dict[str, Any]:
    """Whether the viewer has a doubt."""
    return {"unclear": actor.pk in doubts.unclear(notice.pk, actor.pk)}


def of_publisher(notice: Notice, actor: Person) -> dict[str, Any]:
    """The questions for who may read them, and who is unclear for who may see names."""
    if not may(actor, Action.READ, notice):
        return {"board": None, "unclear_people": set(), "unclear_names": []}
    named = may(actor, Action.SEE_UNREAD_NAMES, notice)
    people = doubts.unclear(notice.pk) if named else set()
    names = Person.objects.filter(pk__in=people).order_by("sort_key").values_list("name", flat=True)
    return {
        "board": queries.board(notice, actor),
        "unclear_people": people,
        "unclear_names": list(names),
    }
