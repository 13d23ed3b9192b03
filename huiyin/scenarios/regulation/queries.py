"""Reads of amendments: who sees which, what one says, and what would be in force with it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.visibility import below
from huiyin.core import overlay
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.regulation import reading
from huiyin.scenarios.regulation.authority import may_amend
from huiyin.scenarios.regulation.models import Amendment, AmendmentState

OPEN = (AmendmentState.DRAFT, AmendmentState.SIGNING, AmendmentState.APPROVED)


def visible_to(person: Person) -> QuerySet[Amendment]:
    """Those that left the draft, those ``person`` wrote or signs; drafts for who looks after them."""
    rows = Amendment.objects.select_related("binds", "initiator", "base", "version")
    if may(person, Action.AMEND_POLICY):
        return rows
    known = Q(pk__in=Amendment.objects.visible_to(person).values("pk"))
    if may(person, Action.AMEND_OVERLAY):
        known |= Q(binds__in=below(person))
    return rows.filter(known)


def find(amendment_id: UUID, actor: Person) -> Amendment:
    """One of those that ``actor`` sees; ``NotVisible`` otherwise."""
    found = visible_to(actor).filter(pk=amendment_id).first()
    if found is None:
        raise NotVisible
    return found


def may_write(actor: Person, amendment: Amendment) -> bool:
    """Whether ``actor`` may change this draft."""
    return amendment.state == AmendmentState.DRAFT and may_amend(actor, amendment.binds)


def policy_of(amendment: Amendment) -> Policy:
    """What the amendment itself says; of a department's rules only these. ``PolicyError``."""
    return reading.parsed(amendment.source)


def before_and_after(amendment: Amendment) -> tuple[Policy, Policy]:
    """The regulation as its people read it: in the version it was written from, and with it.

    Follows from the amendment alone, so that what was signed always reads the same. ``PolicyError``.
    """
    base = amendment.base
    company = reading.parsed(base.source) if base is not None else Policy(0, ())
    if amendment.binds is None:
        return company, policy_of(amendment)
    old = reading.parsed(reading.in_force_for(base, amendment.binds))
    return overlay.seen_from(company, old), overlay.seen_from(company, policy_of(amendment))


def in_effect(amendment: Amendment, number: int = 0) -> Policy:
    """The whole policy that would bind if it were in force now, all departments' rules included.

    This is what a backtest plays against ``in_force.current()``. ``PolicyError``.
    """
    now = in_force.latest()
    if now is None:
        return policy_of(amendment)
    binds = amendment.binds_id
    owns = [
        overlay.Own(each.department_id, read_policy(number, in_force.texts(each.source)))
        for each in in_force.overlays_of(now)
        if each.department_id != binds
    ]
    own = read_policy(number, in_force.texts(amendment.source))
    if binds is None:
        return overlay.compose(own, owns)
    company = read_policy(number, in_force.texts(now.source))
    ordered = sorted([*owns, overlay.Own(binds, own)], key=lambda one: one.department)
    return overlay.compose(company, ordered)
