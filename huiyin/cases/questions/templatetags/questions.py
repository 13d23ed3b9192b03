"""Questions inside the pages of a case: one tag for the card, one for who is unclear."""

from typing import Any

from django import template

from huiyin.cases.models import Case
from huiyin.cases.questions import doubts, queries
from huiyin.cases.questions.models import Question

register = template.Library()


@register.inclusion_tag("questions/_list.html", takes_context=True)
def questions_of(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The card of a case: what was asked and answered, and the form to ask.

    The page has checked that its viewer may read the case.
    """
    request = context["request"]
    board = queries.board(case, request.user.person)
    return {"request": request, "csrf_token": context.get("csrf_token"), "board": board}


@register.simple_tag(takes_context=True)
def own_open_question(context: dict[str, Any], case: Case) -> Question | None:
    """The viewer's question on this case that has no answer yet; a confirmation asks first."""
    return queries.open_question(case.pk, context["request"].user.person.pk)


@register.simple_tag
def unclear_people(case: Case) -> set[int]:
    """The ids of those who have a doubt about the case: 有疑问 rather than confirmed."""
    return doubts.unclear(case.pk)
