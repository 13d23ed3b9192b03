"""The regulation in force, clause by clause."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from huiyin.core.policy import Clause, Guard, Kind, Otherwise, Rule, Rung
from huiyin.core.writing import terms
from huiyin.core.writing.order import legal_order
from huiyin.directory.access import Action, permission
from huiyin.policies import in_force

router = Router(tags=["policy"])

When = Mapping[str, tuple[str, ...]]


class RungOut(Schema):
    """A step of escalation: when, counted from what, who has to do what."""

    after: str = Field(description="A duration (`2h`, `1wd`).")
    anchor: str = Field(description="`after` the birth, `before_due` or `after_due`.")
    who: str
    do: str


class RuleOut(Schema):
    """What an event makes somebody owe, by when, and what ends it."""

    on: str
    when: dict[str, list[str]] = Field(description="Facts, and the values of each that fit.")
    bearer: str
    owes: str
    to: str
    within: str = Field(description="`2wd`, `3d before starts_at`, `by fri 17:00`; empty: no end.")
    met_by: str
    excused_by: str
    ended_by: str
    needs: str
    deem: bool = Field(description="Whether silence is accepted at the due time.")
    ladder: list[RungOut]


class ConditionOut(Schema):
    """What must hold before an act: a time, or a fact."""

    on: str
    when: dict[str, list[str]]
    not_before: str
    not_after: str
    needs: str
    otherwise: Otherwise
    says: str


class PolicyClauseOut(Schema):
    """One clause of the regulation, in the grammar's own words."""

    id: str
    title: str
    text: str
    kind: Kind
    reason: str
    waits_for: str = Field(description="The scenario that has to be installed before it acts.")
    requirement: list[str]
    rules: list[RuleOut]
    conditions: list[ConditionOut]
    stories: list[str]


class ContradictionOut(Schema):
    """Clauses that cannot all hold at once, and the one that wins."""

    between: list[str]
    about: str
    wins: str
    why: str


class PolicyOut(Schema):
    """A version of the regulation in legal order."""

    version: int
    clauses: list[PolicyClauseOut]
    contradictions: list[ContradictionOut]


@router.get(
    "/policy",
    response=PolicyOut,
    operation_id="getPolicy",
    summary="The regulation in force",
)
@permission(Action.SEE)
def whole(request: HttpRequest) -> PolicyOut:
    """All clauses in legal order, those that wait for their scenario too."""
    del request
    policy = in_force.company()
    return PolicyOut(
        version=policy.version,
        clauses=sorted(map(_clause, policy.clauses), key=lambda clause: legal_order(clause.id)),
        contradictions=[
            ContradictionOut(between=list(one.between), about=one.about, wins=one.wins, why=one.why)
            for one in policy.tensions
        ],
    )


@router.get(
    "/policy/clauses/{clause_id}",
    response=PolicyClauseOut,
    operation_id="getPolicyClause",
    summary="One clause in force",
)
@permission(Action.SEE)
def one(request: HttpRequest, clause_id: str) -> PolicyClauseOut:
    """A clause by its number (`3.3.1`); 404 when the version in force has none."""
    del request
    try:
        return _clause(in_force.company().clause(clause_id))
    except KeyError as error:
        raise Http404 from error


def _clause(clause: Clause) -> PolicyClauseOut:
    return PolicyClauseOut(
        id=clause.id,
        title=clause.title,
        text=clause.text,
        kind=clause.kind,
        reason=clause.reason,
        waits_for=clause.waits_for,
        requirement=list(clause.requirement),
        rules=[_rule(rule) for rule in clause.rules],
        conditions=[_condition(guard) for guard in clause.guards],
        stories=[story.title for story in clause.stories],
    )


def _rule(rule: Rule) -> RuleOut:
    return RuleOut(
        on=rule.on,
        when=_when(rule.when),
        bearer=rule.bearer,
        owes=rule.owes,
        to=rule.to,
        within=terms.term(rule.within) if rule.within else "",
        met_by=rule.met_by,
        excused_by=rule.excused_by,
        ended_by=rule.ended_by,
        needs=rule.needs,
        deem=rule.deem,
        ladder=[_step(rung) for rung in rule.ladder],
    )


def _step(rung: Rung) -> RungOut:
    after = terms.duration(rung.after)
    return RungOut(after=after, anchor=rung.anchor.value, who=rung.who, do=rung.do)


def _condition(guard: Guard) -> ConditionOut:
    return ConditionOut(
        on=guard.on,
        when=_when(guard.when),
        not_before=terms.term(guard.not_before) if guard.not_before else "",
        not_after=terms.term(guard.not_after) if guard.not_after else "",
        needs=guard.needs,
        otherwise=guard.otherwise,
        says=guard.says,
    )


def _when(when: When) -> dict[str, list[str]]:
    return {name: list(values) for name, values in when.items()}
