"""Proposals that other cases make: each becomes a draft amendment that follows from its case.

Whoever may amend the regulation drafts it themselves; a proposal of somebody else is drafted for a
compliance officer, who owes it an answer by the clause.
"""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import following, proposals
from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.proposals import Proposal, ProposalRefused
from huiyin.core.event import Event, Fact
from huiyin.directory.absence import delegates
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import holders
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.regulation import events, queries
from huiyin.scenarios.regulation.drafting import draft
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.path import place

OVER = (AmendmentState.IN_FORCE, AmendmentState.WITHDRAWN)


@action(events.PROPOSED)
def propose(origin: Case, clause_id: str, reason: str, *, by: Person) -> Amendment:
    """Begin the draft; the same clause because of the same case is one draft while it is open.

    ``ProposalRefused`` when nobody may amend the regulation.
    """
    title = _("修订 %(clause)s") % {"clause": clause_id}
    rows = Amendment.objects.filter(origin=origin.pk, title=title).exclude(state__in=OVER)
    known = rows.first()
    if known is not None:
        return known
    drafter = _drafter(by)
    made = draft(by=drafter, title=title, origin=origin.pk, reason=_reason(origin, reason, by))
    facts: dict[str, Fact] = {
        "initiator": drafter.pk,
        "proposer": by.pk,
        "origin": str(origin.pk),
        "clause": clause_id,
        "base": made.base_id,
        **place(made),
    }
    record(Event(events.PROPOSED, str(made.pk), made.created_at, by.pk, facts))
    return made


def begin(origin: Case, clause_id: str, reason: str, by: Person) -> UUID:
    """The same for ``cases.proposals``."""
    return propose(origin, clause_id, reason, by=by).pk


def of_origin(origin: UUID, actor: Person) -> list[Proposal]:
    """What became of the proposals of a case: all may know how far they are."""
    rows = list(Amendment.objects.filter(origin=origin).order_by("created_at"))
    seen = set(queries.visible_to(actor).filter(origin=origin).values_list("pk", flat=True))
    return [
        Proposal(
            row.pk,
            row.title,
            str(AmendmentState(row.state).label),
            row.state in OVER,
            reverse("regulation:show", args=[row.pk]) if row.pk in seen else "",
        )
        for row in rows
    ]


def tell_origin(amendment: Amendment, by: Person) -> None:
    """It is in force: the case that proposed it hears so, in the same transaction."""
    facts: dict[str, Fact] = {"stage": proposals.IN_FORCE, "version": amendment.version_id}
    following.tell(amendment, facts, by=by, at=amendment.closed_at or clock.now())


def _drafter(by: Person) -> Person:
    if may(by, Action.AMEND_POLICY):
        return by
    officers = holders(Role.COMPLIANCE)
    if not officers:
        raise ProposalRefused("by", "nobody")
    away = delegates(clock.now())
    return min(officers, key=lambda officer: officer.pk in away)


def _reason(origin: Case, reason: str, by: Person) -> str:
    said = {"origin": origin.number or origin.title, "name": by.name, "reason": reason}
    return _("由 %(origin)s 提出，%(name)s：%(reason)s") % said
