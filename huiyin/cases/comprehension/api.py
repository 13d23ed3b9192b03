"""Understanding over REST: the same verbs, reads and permissions as the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Status

from huiyin.cases.comprehension import actions, cards, matters, overruling, queries, rate
from huiyin.cases.comprehension.actions import AttemptRefused
from huiyin.cases.comprehension.models import Assertion, Attempt
from huiyin.cases.comprehension.schemas import (
    AnswersBody,
    AssertionOut,
    AttemptOut,
    JudgementBody,
    PointOut,
    QuizQuestionOut,
    RateOut,
    RatesOut,
    RestatementBody,
    StandingOut,
)
from huiyin.cases.comprehension.wording import asks, reasons_words, why_not
from huiyin.cases.models import Case
from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import PersonId, caller
from huiyin.directory.access import Action, NotVisible, permission, require
from huiyin.directory.models import Person
from huiyin.policies import in_force

router = Router(tags=["understanding"])


@router.get(
    "/cases/{case_id}/understanding",
    response=StandingOut,
    operation_id="getUnderstanding",
    summary="What is still to be shown",
)
@permission(Action.CONFIRM)
def show(request: HttpRequest, case_id: UUID) -> StandingOut:
    """The caller's own standing: mode, points without their answers, open questions."""
    actor, case = _open(request, case_id, Action.CONFIRM)
    matters.of(case).require_answerer(case, actor.pk, by=actor)
    standing = queries.standing(case, actor.pk)
    return StandingOut(
        mode=standing.mode,
        revision=standing.revision,
        complete=bool(standing.mode) and standing.complete,
        tries=standing.tries,
        points=[
            PointOut(order=one.order, asks=asks(one), verdict=standing.verdict(one))
            for one in standing.points
        ],
        questions=[
            QuizQuestionOut(
                id=one.pk,
                order=one.order,
                kind=one.kind,
                text=one.text,
                options=[
                    {"place": option.place, "text": option.text}
                    for option in cards.shuffled(one, actor.pk)
                ],
                verdict=standing.verdict(one),
            )
            for one in standing.questions
        ],
    )


@router.post(
    "/cases/{case_id}/understanding/restatements",
    response={201: AttemptOut},
    operation_id="restate",
    summary="Say the key points back",
)
@permission(Action.CONFIRM)
def restate(request: HttpRequest, case_id: UUID, body: RestatementBody) -> Status[AttemptOut]:
    """Any number of tries; the first one counts in the statistic. The same words twice are one."""
    actor, case = _open(request, case_id, Action.CONFIRM)
    with _refusals("text"):
        made = actions.restate(case.pk, body.text, by=actor, person_id=body.person)
    return Status(201, _attempt(case, made))


@router.post(
    "/cases/{case_id}/understanding/answers",
    response={201: AttemptOut},
    operation_id="answerQuiz",
    summary="Answer the quiz",
)
@permission(Action.CONFIRM)
def answer(request: HttpRequest, case_id: UUID, body: AnswersBody) -> Status[AttemptOut]:
    """Questions that were answered rightly before need not be answered again."""
    actor, case = _open(request, case_id, Action.CONFIRM)
    given = {one.question: one.options for one in body.answers}
    with _refusals("answers"):
        made = actions.answer_quiz(case.pk, given, by=actor, person_id=body.person)
    return Status(201, _attempt(case, made))


@router.get(
    "/cases/{case_id}/understanding/rate",
    response=RatesOut,
    operation_id="getMisinformationRate",
    summary="The misinformation rate with its interval",
)
@permission(Action.SEE_COVERAGE)
def rates(request: HttpRequest, case_id: UUID, by: rate.By = rate.By.CASE) -> RatesOut:
    """Of first tries, whole or by department, channel or relay hop."""
    _actor, case = _open(request, case_id, Action.SEE_COVERAGE)
    revision = matters.of(case).revision(case)
    rows = rate.split(in_force.current(), by, case_id=case.pk, revision=revision)
    return RatesOut(items=[_rate(row) for row in rows])


@router.post(
    "/cases/{case_id}/understanding/assertions/{assertion_id}/overrule",
    response=AssertionOut,
    operation_id="overruleAssertion",
    summary="Judge one assertion anew",
)
@permission(Action.EDIT)
def overrule(
    request: HttpRequest, case_id: UUID, assertion_id: Path[PersonId], body: JudgementBody
) -> AssertionOut:
    """The author's verdict counts from now on; the earlier one is kept beside it."""
    actor, case = _open(request, case_id, Action.EDIT)
    rows = Assertion.objects.filter(pk=assertion_id, attempt__case=case)
    if not rows.exists():
        raise NotVisible
    overruling.overrule(assertion_id, body.verdict, body.reason, by=actor)
    return _assertion(rows.select_related("key_point", "question").get())


def _open(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, Case]:
    actor = caller(request)
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not matters.knows(case):
        raise NotVisible
    require(actor, action, case)
    if case.opened_at is None:
        raise conflict("not-published", why_not("not_asked"))
    return actor, case


@contextmanager
def _refusals(field: str) -> Iterator[None]:
    try:
        yield
    except AttemptRefused as error:
        words = why_not(error.code)
        if error.code in {"empty", "long"}:
            raise invalid(words, {field: words}) from error
        raise conflict("understanding-not-asked", words) from error


def _attempt(case: Case, made: Attempt) -> AttemptOut:
    rows = made.assertions.exclude(decided_by="model").select_related("key_point", "question")
    return AttemptOut(
        number=made.number,
        about=made.about,
        at=made.at,
        assertions=[_assertion(row) for row in rows.order_by("pk")],
        complete=queries.standing(case, made.person_id).complete,
    )


def _assertion(row: Assertion) -> AssertionOut:
    thing = row.key_point or row.question
    why = row.overruled_reason or (reasons_words(row.reason, reveal=False) if row.reason else "")
    return AssertionOut(id=row.pk, order=thing.order if thing else 0, verdict=row.counts, why=why)


def _rate(row: rate.Rate) -> RateOut:
    return RateOut(
        key=str(row.key),
        wrong=row.wrong,
        answered=row.answered,
        missing=row.missing,
        people=row.people,
        share=row.share,
        low=row.interval.low,
        high=row.interval.high,
        verdict=str(row.verdict or ""),
        target=row.target.limit if row.target else None,
    )
