"""What understanding adds to the compose page: key points and quiz, and what can be decided."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from huiyin.cases.comprehension import queries as comprehension
from huiyin.cases.comprehension import rate, typed, writing
from huiyin.cases.comprehension.wording import writing_problem
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.notices import mode, published
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.understanding.matter import SHOWING, NoticeMatter

_MATTER = NoticeMatter()


def section(notice: Notice, actor: Person) -> dict[str, Any]:
    """The fields; they stand open where understanding is asked for."""
    del actor
    return {**typed.context(notice), "understanding_asked": asked(notice) in SHOWING}


def keep(notice: Notice, data: QueryDict, actor: Person) -> None:
    """What was typed; a text that is too long is cut by the page and never arrives."""
    typed.keep(notice, data, actor)


def card(notice: Notice, actor: Person) -> dict[str, Any]:
    """How many answers there can be, and whether they can decide (shown before sending)."""
    del actor
    revision = _MATTER.revision(notice)
    things = 0
    chosen = asked(notice)
    if chosen in SHOWING and chosen != "quiz":
        things += len(comprehension.points(notice.pk, revision))
    if chosen in {"quiz", "teach_back"}:
        things += len(comprehension.questions(notice.pk, revision))
    if not things:
        return {"sample": None}
    people = published.audience_of(notice).count()
    return {"sample": rate.sample(in_force.current(), people, things)}


def findings(notice: Notice, actor: Person) -> Iterator[Finding]:
    """Questions that nobody could answer."""
    del actor
    for error in writing.problems(notice.pk, _MATTER.revision(notice)):
        words = writing_problem(error.row, error.field, error.code)
        yield Finding("points", True, words)


def require(notice: Notice, by: Person) -> None:
    """Before publishing: every question has options and an answer."""
    errors = {one.field: one.title for one in findings(notice, by)}
    if errors:
        raise NotReady(errors)


def asked(notice: Notice) -> str:
    """The mode that the draft has now; what is too weak is shown as what is asked at least."""
    try:
        return mode.of(notice)
    except mode.TooWeak as error:
        return error.least
