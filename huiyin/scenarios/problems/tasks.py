"""Background work of problems."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.scenarios.problems import answering
from huiyin.scenarios.problems.intake import mails
from huiyin.scenarios.problems.models import Problem


@app.task(name="problems.close_answered")
def close_answered(subject: str) -> bool:
    """Close a problem whose reporter let the time pass; whether it did. Other cases stay."""
    return answering.close_deemed(UUID(subject))


@app.task(name="problems.tell_outside")
def tell_outside(subject: str) -> bool:
    """Mail the last answer to somebody outside; whether there was one to mail."""
    problem = Problem.objects.filter(pk=UUID(subject)).first()
    return problem is not None and mails.tell_result(problem)
