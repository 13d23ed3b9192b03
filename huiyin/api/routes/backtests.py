"""Backtests: start one, ask how far it is, fetch its report."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from huiyin.api import errors
from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import Instant, caller
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, may, permission
from huiyin.directory.models import Person
from huiyin.insight.backtest import actions, listed, queries
from huiyin.insight.backtest.models import Run, RunState
from huiyin.insight.compliance import scope
from huiyin.scenarios.regulation import queries as amendments

router = Router(tags=["policy"])

LONGEST = 2_000_000


class StartIn(Schema):
    """What to try, and on which days: either an amendment or a source."""

    amendment: UUID | None = Field(default=None, description="An amendment that is not in force.")
    source: str = Field(
        default="", max_length=LONGEST, description="Else: the whole regulation as TOML files."
    )
    first: date
    last: date = Field(description="Included.")


class BacktestOut(Schema):
    """How far a backtest is; with `done` its report can be fetched."""

    id: UUID
    title: str
    state: RunState
    progress: float = Field(description="From 0 to 1.")
    first: date
    last: date
    base: int = Field(description="The version of the regulation that it is compared with.")
    hash: str = Field(description="SHA-256 of the canonical report; empty until it is done.")
    problem: str
    created_at: Instant
    finished_at: Instant | None


class ReportOut(Schema):
    """A figure is `[before, after, at least, at most]`; lists name cases by their id.

    Where the caller may not see a case its id is left out; the hash is that of the whole report.
    """

    hash: str
    report: dict[str, Any]


@router.post(
    "/backtests",
    response={202: BacktestOut},
    operation_id="startBacktest",
    summary="Try a draft of the regulation on the ledger",
)
@permission(Action.AMEND_POLICY)
def start(request: HttpRequest, body: StartIn) -> Status[BacktestOut]:
    """Queues it; nothing is sent and no case is changed by it."""
    actor = caller(request)
    if not may(actor, Action.AMEND_POLICY):
        raise errors.not_found()
    source, title, binds = body.source, "", None
    if body.amendment is not None:
        found = amendments.find(body.amendment, actor)
        source, title, binds = found.source, found.title, found.binds_id
    try:
        run = actions.start(
            source,
            by=actor,
            first=body.first,
            last=body.last,
            title=title,
            binds=binds,
            amendment=body.amendment,
        )
    except actions.SpanError as fault:
        raise invalid(str(fault), {"first": str(fault)}) from fault
    except PolicyError as fault:
        raise invalid(_("草案读不懂"), {"source": str(fault)}) from fault
    return Status(202, _out(run))


@router.get(
    "/backtests/{run_id}",
    response=BacktestOut,
    operation_id="getBacktest",
    summary="How far a backtest is",
)
@permission(Action.SEE_COMPLIANCE)
def status(request: HttpRequest, run_id: UUID) -> BacktestOut:
    """For whoever sees the compliance of the whole organisation."""
    return _out(_found(run_id, caller(request)))


@router.get(
    "/backtests/{run_id}/report",
    response=ReportOut,
    operation_id="getBacktestReport",
    summary="What a backtest found",
)
@permission(Action.SEE_COMPLIANCE)
def report(request: HttpRequest, run_id: UUID) -> ReportOut:
    """The whole report; 409 until it is done."""
    actor = caller(request)
    run = _found(run_id, actor)
    found = queries.report(run)
    if found is None:
        raise conflict("not-done", _("还没有结果"))
    return ReportOut(hash=run.hash, report=listed.without_hidden(found, actor))


def _found(run_id: UUID, actor: Person) -> Run:
    run = queries.find(run_id)
    if run is None or not scope.of(actor).whole:
        raise errors.not_found()
    return run


def _out(run: Run) -> BacktestOut:
    return BacktestOut(
        id=run.pk,
        title=run.title,
        state=RunState(run.state),
        progress=run.progress,
        first=run.first,
        last=run.last,
        base=run.base_id,
        hash=run.hash,
        problem=run.problem,
        created_at=run.created_at,
        finished_at=run.finished_at,
    )
