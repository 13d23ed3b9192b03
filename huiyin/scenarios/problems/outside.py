"""Somebody outside says whether they were answered: behind a signed link, without an account."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.urls import reverse

from huiyin.scenarios.problems import answering
from huiyin.scenarios.problems.models import Answer, Problem, ProblemState
from huiyin.scenarios.problems.registering import NotNow, locked
from huiyin.scenarios.problems.reporting import ProblemRefused

_SALT = "huiyin.problems.answers"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that somebody outside was given, and whether they are still asked about it."""

    problem: Problem
    answer: Answer
    open: bool


def path_of(answer: Answer) -> str:
    """The path of the page on which whoever was told says whether that answers it."""
    return reverse("problems:answered", args=[_signer().sign(str(answer.pk))])


def read(token: str) -> Asked | None:
    """What a link is about; ``None`` for one that was forged, or whose problem is a colleague's."""
    try:
        key = int(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    answer = Answer.objects.select_related("problem", "problem__in_charge").filter(pk=key).first()
    if answer is None or not answer.problem.is_outside:
        return None
    problem = answer.problem
    waits = problem.state == ProblemState.TOLD and not answer.response
    return Asked(problem, answer, waits)


@transaction.atomic
def respond(token: str, words: str, *, solved: bool) -> None:
    """Say that it is solved, or what is missing. ``NotNow`` when it was said before.

    No event of its own: the problem is confirmed or reopened.
    """
    asked = read(token)
    if asked is None or not asked.open:
        raise NotNow(asked.problem.state if asked else ProblemState.CLOSED)
    problem = locked(asked.problem.pk)
    if problem.state != ProblemState.TOLD:
        raise NotNow(problem.state)
    if not solved and not words.strip():
        raise ProblemRefused("words", "empty")
    if solved:
        answering.confirmed(problem, words, None)
    else:
        answering.reopened(problem, words, None)


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep="~")
