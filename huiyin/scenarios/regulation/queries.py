"""Reads of amendments: who sees which, what one says, and what would be in force with it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.visibility import below
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.policies import in_force
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
    return read_policy(0, in_force.texts(amendment.source))
