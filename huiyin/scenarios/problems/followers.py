"""What a problem gives to a text that follows from it, and what it hears of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.following import Draft, Follower
from huiyin.cases.models import Classification
from huiyin.directory.audience import Audience
from huiyin.scenarios.problems.answering import explained
from huiyin.scenarios.problems.models import Problem

PRE_NOTICE = "pre_notice"
TITLE = 40


def draft_of(problem_id: UUID) -> Draft:
    """What happened, what caused it, and what was done: to explain it in public."""
    problem = Problem.objects.select_related("owner", "in_charge").get(pk=problem_id)
    solution = problem.solutions.order_by("-round").first()
    said = [
        problem.text,
        _("原因：%(cause)s") % {"cause": solution.cause} if solution else "",
        _("结果：%(result)s") % {"result": problem.result} if problem.result else "",
    ]
    lines = [" ".join(line.split()) for line in said if line.strip()]
    return Draft(
        title=_("关于%(matter)s的说明") % {"matter": problem.title[:TITLE]},
        background=_("问题 %(number)s 已经解决，现说明经过。") % {"number": problem.number},
        items="\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1)),
        urgency=problem.urgency,
        classification=Classification.INTERNAL,
        people=(),
        audience=Audience(company=True),
        contact=problem.owner.name if problem.owner else "",
    )


def followed(problem_id: UUID, follower: Follower) -> None:
    """A notice about it is out: a major one that was solved is explained by that."""
    problem = Problem.objects.select_for_update(of=("self",)).get(pk=problem_id)
    stage = str(follower.facts.get("stage") or "")
    if stage == PRE_NOTICE or not problem.is_major or problem.solved_at is None:
        return
    if problem.explained_at is None:
        explained(problem, follower.case.number or follower.case.title, follower.by)
