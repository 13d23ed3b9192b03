"""The backtests of an amendment on its page, and how far that step is."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.insight.backtest import queries
from huiyin.insight.backtest.models import Run, RunState
from huiyin.kit import digest
from huiyin.pages.backtests import figures, spans
from huiyin.scenarios.regulation import showing
from huiyin.scenarios.regulation.models import Amendment

SHOWN = 3


def introduce() -> None:
    """Called when applications are ready."""
    showing.panel("backtest", "pages/backtests/_panel.html", context)
    showing.step("backtested", step)


def context(amendment: Amendment, actor: Person) -> dict[str, Any]:
    """The newest runs, and the figures of the newest one that is done."""
    allowed = may(actor, Action.SEE_COMPLIANCE)
    runs = list(queries.of_amendment(amendment.pk)[:SHOWN]) if allowed else []
    done = _done(amendment) if allowed else None
    report = queries.report(done) if done else None
    return {
        "backtest_runs": [(run, spans.words(run.first, run.last)) for run in runs],
        "backtest_done": done,
        "backtest_old": bool(done and done.digest != _digest(amendment)),
        "backtest_head": figures.headline(report)[:4] if report else [],
        "backtest_changes": figures.changes(report) if report else [],
        "backtest_start": may(actor, Action.AMEND_POLICY),
        "backtest_amendment": amendment.pk,
        "backtest_shown": allowed,
    }


def step(amendment: Amendment) -> showing.Told:
    """Whether the text as it stands was tried."""
    done = _done(amendment)
    if done is None:
        return showing.Told("wait", _("还没有推演"))
    if done.digest != _digest(amendment):
        return showing.Told("wait", _("推演之后改过"))
    return showing.Told("done", spans.words(done.first, done.last))


def _done(amendment: Amendment) -> Run | None:
    newest = queries.of_amendment(amendment.pk).filter(state=RunState.DONE).first()
    return queries.find(newest.pk) if newest else None


def _digest(amendment: Amendment) -> str:
    return digest.sha256_hex(amendment.source)
