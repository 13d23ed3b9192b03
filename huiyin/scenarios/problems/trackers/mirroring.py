"""Which problems are shown in which tracker, and as what."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.delivery import links
from huiyin.kit import jobs
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.trackers.clients.door import Snapshot
from huiyin.scenarios.problems.trackers.models import Link, LinkState, Tracker

JOB = "problems.sync"
_BEFORE = (ProblemState.REPORTED,)
_LONGEST = 6000


def mirror(subject: UUID) -> int:
    """A problem changed: every tracker that shows it is to be told; how many.

    What is not registered yet and what is confidential stays here; what a tracker shows already
    goes on being shown whatever becomes of it.
    """
    problem = Problem.objects.select_related("in_charge", "department").filter(pk=subject).first()
    if problem is None:
        return 0
    with transaction.atomic():
        if problem.state not in _BEFORE:
            _begin(problem)
        shown = Link.objects.filter(problem=problem, tracker__stopped_at=None)
        keys = list(shown.values_list("pk", flat=True))
        _change(keys)
    return len(keys)


def again(link: Link) -> None:
    """Tell the tracker once more how its problem is now."""
    with transaction.atomic():
        _change([link.pk])


def snapshot(link: Link) -> Snapshot:
    """The problem of ``link`` as its tracker is to show it."""
    problem = link.problem
    result = problem.result if problem.solved_at is not None else ""
    turn = problem.solutions.count()
    return Snapshot(
        number=problem.number,
        title=problem.title,
        text=_text(problem),
        url=links.absolute(reverse("problems:show", args=[problem.pk])),
        state=problem.state,
        status=str(link.tracker.statuses.get(problem.state, "")),
        mark=problem.number,
        version=link.version,
        remark=_("处理结果：%(result)s") % {"result": result} if result else "",
        remark_mark=f"{problem.number}#{turn}",
    )


def _text(problem: Problem) -> str:
    lines = [problem.text]
    if problem.in_charge is not None:
        lines.append(_("责任部门：%(name)s") % {"name": problem.in_charge.name})
    if problem.owner is not None:
        lines.append(_("负责人：%(name)s") % {"name": problem.owner.name})
    lines.append(_("来自 %(name)s 的问题登记") % {"name": settings.ENV.organisation})
    return "\n\n".join(line for line in lines if line)[:_LONGEST]


def _begin(problem: Problem) -> None:
    """Links to the trackers in which this problem belongs and is not shown yet."""
    if problem.classification == Classification.CONFIDENTIAL or problem.closed_at is not None:
        return
    path = (problem.in_charge or problem.department).path
    for tracker in Tracker.objects.filter(stopped_at=None).select_related("department"):
        if tracker.department is None or path.startswith(tracker.department.path):
            Link.objects.get_or_create(tracker=tracker, problem=problem)


def _change(keys: list[int]) -> None:
    rows = Link.objects.filter(pk__in=keys)
    rows.update(version=F("version") + 1)
    idle = rows.exclude(state=LinkState.SENDING)
    idle.update(state=LinkState.WAITING, attempts=0, next_at=None)
    jobs.defer_many(JOB, [{"link_id": key} for key in keys])
