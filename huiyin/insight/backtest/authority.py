"""Who may try a draft, and whose results somebody may read: compliance all, heads their own trees."""

from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.insight.backtest.models import Run
from huiyin.insight.compliance import scope


def may_start(actor: Person, binds: int | None) -> bool:
    """Whether ``actor`` may try what binds the department ``binds`` (``None``: the company)."""
    if may(actor, Action.AMEND_POLICY):
        return True
    heads = may(actor, Action.AMEND_OVERLAY)
    return heads and binds is not None and scope.trees_of(actor).holds(binds)


def may_see(actor: Person, run: Run) -> bool:
    """Whether ``actor`` may read ``run``; heads see their departments' figures of it alone."""
    found = scope.of(actor)
    return found.whole or (run.binds is not None and found.holds(run.binds))
