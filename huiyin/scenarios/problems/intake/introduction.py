"""Joins the ports through which problems come in, and the pages that show it."""

from typing import Any

from django.utils.translation import pgettext_lazy

from huiyin.cases import following
from huiyin.cases.intake import sources
from huiyin.delivery import letters, outsiders
from huiyin.directory.models import Person
from huiyin.scenarios.problems import authority, showing
from huiyin.scenarios.problems.intake import alerts, duplicates, mailbox, mails, words
from huiyin.scenarios.problems.intake.models import WordFrom
from huiyin.scenarios.problems.models import Problem, ProblemState

_UNDECIDED = (ProblemState.REPORTED, ProblemState.REGISTERED, ProblemState.ASSIGNED)


def introduce() -> None:
    """Called once, when the applications are ready."""
    sources.register("problems", pgettext_lazy("target", "问题"), alerts.take)
    following.register_raiser("problems:new")
    letters.register("problems", mailbox.take)
    outsiders.register("problems", mailbox.hear)
    showing.panel("alike", "problems/intake/alike.html", _alike)
    showing.panel("below", "problems/intake/words.html", _words)


def _alike(problem: Problem, actor: Person) -> dict[str, Any]:
    if problem.state not in _UNDECIDED or not authority.may_register(actor, problem):
        return {"alike": []}
    return {"alike": duplicates.of_problem(problem, actor)}


def _words(problem: Problem, actor: Person) -> dict[str, Any]:
    rows = words.of_problem(problem)
    sees = any(words.may_see_to(actor, problem, one) for one in rows if not one.seen_at)
    return {
        "problem_words": rows,
        "may_see_words": sees,
        "may_write_back": bool(mails.address_of(problem)) or problem.reporter_id is not None,
        "word_from": WordFrom,
    }
