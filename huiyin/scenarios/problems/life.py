"""How far a problem is: the row of steps, who owes what now, and what happened so far."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases import naming, verbs
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.models import Problem, ProblemState, Solution
from huiyin.ui.clocks import ClockFace, face

_ORDER = (
    ProblemState.REPORTED,
    ProblemState.REGISTERED,
    ProblemState.ASSIGNED,
    ProblemState.REPORTED_SOLUTION,
    ProblemState.DOING,
    ProblemState.SOLVED,
    ProblemState.TOLD,
    ProblemState.CLOSED,
)
_ICONS = {
    events.REPORTED: ("send", "done"),
    events.REGISTERED: ("clipboard-list", "done"),
    events.ASSIGNED: ("user-check", "done"),
    events.BOUNCED: ("undo-2", "late"),
    events.MERGED: ("layers", "done"),
    events.WITHDRAWN: ("x", "done"),
    events.SOLUTION_REPORTED: ("file-text", "ok"),
    events.SOLUTION_DECIDED: ("scale", "done"),
    events.STEP_DONE: ("check", "done"),
    events.STEP_DROPPED: ("x", "ok"),
    events.SOLVED: ("circle-check", "done"),
    events.REPORTER_TOLD: ("message-square", "ok"),
    events.ANSWER_CONFIRMED: ("check-check", "done"),
    events.REOPENED: ("rotate-ccw", "late"),
    events.EXPLAINED: ("megaphone", "done"),
    events.ALERT_AGAIN: ("bell-ring", "late"),
    events.ALERT_OVER: ("bell", "ok"),
    events.WROTE: ("mail", "ok"),
    events.WORD_SEEN: ("mail-check", "done"),
    events.SYNC_FAILED: ("triangle-alert", "late"),
    events.SYNCED: ("refresh-cw", "done"),
}
"""What the course shows, with its sign and its tone; the rest is in the ledger."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``state`` is done, now, next or wrong."""

    name: str
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty about the problem that is open, and who owes it."""

    title: str
    clause: str
    clause_text: str
    people: str
    face: ClockFace
    mine: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the course."""

    at: datetime
    icon: str
    tone: str
    title: str
    detail: str


def steps(problem: Problem) -> list[Step]:
    """From the report to the answer; of one that was withdrawn or merged what was done."""
    names = (_("登记"), _("分派"), _("方案"), _("批复"), _("执行"), _("答复"), _("确认"))
    said = {
        0: problem.in_charge.name if problem.in_charge else "",
        1: problem.owner.name if problem.owner else "",
    }
    here = _place(problem)
    made = [Step(_("上报"), "done", problem.raised_by)]
    for place, name in enumerate(names):
        words = said.get(place, "") if place < here else ""
        made.append(Step(name, _step_state(place, here, problem), words))
    return made


def owed(problem: Problem, actor: Person) -> list[Owed]:
    """Who owes what about it now, the first due first; duties of superiors stand with them."""
    return owed_on(problem.pk, actor)


def owed_on(subject: UUID, actor: Person) -> list[Owed]:
    """The open duties about any case of this scenario."""
    rows = Obligation.objects.filter(subject=subject, parent=None, closed_at=None)
    return [_owed(row, actor) for row in rows.order_by("due_at", "pk")]


def course(problem: Problem) -> list[Moment]:
    """What happened, the newest first."""
    rows = Entry.objects.filter(subject=problem.pk, kind__in=list(_ICONS)).order_by("-id")
    found = [(row, json.loads(row.body)) for row in rows[:200]]
    actors = {body.get("actor") for _row, body in found}
    names = dict(Person.objects.filter(pk__in=actors - {None}).values_list("pk", "name"))
    said = dict(_reasons(problem))
    return [
        Moment(
            row.at,
            *_ICONS[row.kind],
            _title(row.kind, body),
            " · ".join(filter(None, (names.get(body.get("actor"), ""), said.get(row.at, "")))),
        )
        for row, body in found
    ]


def _place(problem: Problem) -> int:
    state = problem.state
    if state in (ProblemState.WITHDRAWN, ProblemState.MERGED):
        if problem.owner_id is not None:
            return 2
        return 1 if problem.in_charge_id is not None else 0
    return _ORDER.index(ProblemState(state))


def _step_state(place: int, here: int, problem: Problem) -> str:
    if place < here:
        return "done"
    if place > here:
        return "next"
    return "wrong" if problem.state in (ProblemState.WITHDRAWN, ProblemState.MERGED) else "now"


def _owed(row: Obligation, actor: Person) -> Owed:
    verb = verbs.of(row.verb)
    try:
        text = in_force.version(row.policy_version).clause(row.clause).text
    except KeyError:
        text = ""
    bearers = Bearer.objects.filter(obligation_id=row.pk, state=State.OPEN)
    pairs = list(bearers.values_list("person_id", "delegate_id"))
    people = Person.objects.filter(pk__in=[person for person, _delegate in pairs])
    escalated = Obligation.objects.filter(parent=row.pk).exists()
    return Owed(
        title=str((verb.title or verb.label) if verb else row.verb),
        clause=row.clause,
        clause_text=text,
        people=_("、").join(people.order_by("sort_key").values_list("name", flat=True)),
        face=face(row.due_at, row.born_at, clock.now(), escalated=escalated),
        mine=any(actor.pk in pair for pair in pairs),
    )


def _title(kind: str, body: dict[str, object]) -> str:
    facts = body.get("facts")
    outcome = facts.get("outcome") if isinstance(facts, dict) else None
    if kind == events.SOLUTION_DECIDED:
        return _("方案已批准") if outcome == "approved" else _("方案退回修改")
    return naming.word(kind)


def _reasons(problem: Problem) -> Iterator[tuple[datetime, str]]:
    """What people said at a moment: kept in the problem's own rows, not in the ledger."""
    for bounce in problem.bounces.select_related("department"):
        yield bounce.at, f"{bounce.department.name}：{bounce.reason}"
    for answer in problem.answers.all():
        yield answer.at, f"{answer.get_how_display()}：{answer.text}"
        if answer.responded_at is not None and answer.words:
            yield answer.responded_at, answer.words
    if problem.solved_at is not None:
        yield problem.solved_at, problem.result
    if problem.explained_at is not None:
        yield problem.explained_at, problem.explained_where
    for solution in Solution.objects.filter(problem=problem).select_related("decided_by"):
        if solution.submitted_at is not None:
            yield solution.submitted_at, _("第 %(round)d 稿") % {"round": solution.round}
