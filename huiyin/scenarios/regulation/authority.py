"""Who may write to the regulation: compliance officers to all, heads to their departments' rules."""

from django.core.exceptions import PermissionDenied

from huiyin.cases.visibility import below
from huiyin.directory.access import Action, may
from huiyin.directory.models import Department, Person


def may_amend(actor: Person, binds: Department | None) -> bool:
    """Whether ``actor`` may begin or change what binds ``binds`` (``None``: the company)."""
    if may(actor, Action.AMEND_POLICY):
        return True
    return (
        binds is not None
        and may(actor, Action.AMEND_OVERLAY)
        and below(actor).filter(pk=binds.pk).exists()
    )


def require_amend(actor: Person, binds: Department | None) -> None:
    """Pass, or raise ``PermissionDenied``."""
    if not may_amend(actor, binds):
        raise PermissionDenied


def departments_of(actor: Person) -> list[Department]:
    """The departments whose own rules ``actor`` may write, in the order of the tree."""
    rows = Department.objects.filter(active=True).order_by("path")
    if may(actor, Action.AMEND_POLICY):
        return list(rows)
    return list(rows.filter(pk__in=below(actor))) if may(actor, Action.AMEND_OVERLAY) else []
