"""Starting and cancelling a backtest."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.insight.backtest import ground
from huiyin.insight.backtest.authority import may_start
from huiyin.insight.backtest.models import Run, RunState
from huiyin.kit import clock, digest, ids, jobs
from huiyin.policies import in_force

JOB = "backtest.run"


class SpanError(ValueError):
    """A span that ends before it begins, or begins in the future."""


def start(
    source: str,
    *,
    by: Person,
    first: date,
    last: date,
    title: str = "",
    binds: int | None = None,
    amendment: UUID | None = None,
) -> Run:
    """Queue a backtest of the draft ``source`` from ``first`` to ``last``, both included.

    ``binds``: the department whose own rules it is; its head may try them too. ``PolicyError`` for
    a draft that cannot be read, ``SpanError`` for days that are no span.
    """
    if not may_start(by, binds):
        raise PermissionDenied
    with transaction.atomic():
        run = prepare(source, first=first, last=last, title=title, binds=binds)
        run.by, run.amendment = by, amendment
        run.save(force_insert=True)
        jobs.defer(JOB, run_id=str(run.pk))
    return run


def prepare(
    source: str, *, first: date, last: date, title: str = "", binds: int | None = None
) -> Run:
    """The run that ``start`` queues, not saved and nobody's: for whoever wants the report alone."""
    now = clock.now()
    base = in_force.latest()
    if first > last or ground.beginning(first) >= now:
        raise SpanError(_("时段应从过去的某一天开始，并且不早于结束"))
    if base is None:
        raise SpanError(_("还没有生效的制度可以比较"))
    ground.draft_of(source, base, binds)
    return Run(
        id=ids.new_id(),
        title=title[:160] or _("制度草案"),
        source=source,
        digest=digest.sha256_hex(source),
        binds=binds,
        base=base,
        first=first,
        last=last,
        until=min(ground.end(last), now),
        entries=_newest(),
        created_at=now,
    )


def cancel(run_id: UUID, *, by: Person) -> bool:
    """Stop a run that has no result yet; whether there was anything to stop."""
    run = Run.objects.filter(pk=run_id).first()
    if not may_start(by, run.binds if run else None):
        raise PermissionDenied
    waiting = Run.objects.filter(pk=run_id, state__in=[RunState.QUEUED, RunState.RUNNING])
    return bool(waiting.update(state=RunState.CANCELLED, finished_at=clock.now()))


def _newest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        return int(cursor.fetchone()[0])
