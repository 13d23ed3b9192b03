"""The one wording for client service: agreed, it is the live value of a fact (口径)."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases import readers
from huiyin.cases.facts import actions as agreed_values
from huiyin.cases.facts.models import Fact
from huiyin.cases.signoff import registry
from huiyin.cases.signoff.models import RoundState, SignOff
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents.clients.models import SCENARIO, Statement, StatementState
from huiyin.scenarios.incidents.ending import client_lead


def agree(case_id: UUID, by: Person) -> None:
    """Everybody asked agreed: the wording holds, client service reads the whole statement."""
    del by
    rows = Statement.objects.select_for_update(of=("self",))
    statement = rows.select_related("incident__kind", "initiator__department", "fact").get(
        pk=case_id
    )
    at = clock.now()
    statement.state, statement.agreed_at, statement.opened_at = StatementState.AGREED, at, at
    statement.fact = _hold(statement)
    statement.save(update_fields=["state", "agreed_at", "opened_at", "fact"])
    service = {statement.department_id, client_lead(statement.incident).department_id}
    readers.tell(statement.pk, Audience(departments=tuple(sorted(service))).select_sql())


def take_back(case_id: UUID, by: Person) -> None:
    """It was sent back or turned down: it may be written to again."""
    del by
    rows = Statement.objects.filter(pk=case_id, state=StatementState.SIGNING)
    rows.update(state=StatementState.DRAFT, opened_at=None)


def is_signed(statement: Statement) -> bool:
    """Whether exactly this text was agreed to."""
    last = SignOff.objects.filter(case=statement).order_by("-round").first()
    if last is None or last.state != RoundState.COMPLETED:
        return False
    return last.digest == registry.text(SCENARIO, statement.pk).digest()


def _hold(statement: Statement) -> Fact:
    """The fact of this incident with the wording as its live value."""
    number = statement.incident.number
    reason = _("%(statement)s 经审签同意") % {"statement": statement.number}
    known = statement.fact or Fact.objects.filter(key=number.lower(), retired_at=None).first()
    if known is not None:
        agreed_values.change(known.pk, statement.wording, reason=reason, by=statement.initiator)
        return known
    new = agreed_values.Definition(
        key=number.lower(),
        name=_("%(number)s 客服口径") % {"number": number},
        department=statement.initiator.department,
        value=statement.wording,
        reason=reason,
    )
    return agreed_values.define(new, by=statement.initiator)
