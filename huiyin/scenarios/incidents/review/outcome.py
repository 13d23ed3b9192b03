"""Whether the process changes because of a review: proposed, changed, or declined with a reason."""

from uuid import UUID

from huiyin.cases import proposals
from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import acts_for, commands
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand
from huiyin.scenarios.incidents.review.models import Outcome, Review

WORDS = 500


@action(events.PROCESS_CHANGED)
def change(incident_id: UUID, words: str, *, by: Person) -> Review:
    """The process is changed: ``words`` say how. Only its owner; decided once.

    ``IncidentRefused``: ``words`` empty, the review not completed; ``NotInCommand`` for others.
    """
    incident, row = _asked(incident_id, by)
    return _decide(incident, row, Outcome.CHANGED, _checked(words), by=by)


@action(events.CHANGE_DECLINED)
def decline(incident_id: UUID, reason: str, *, by: Person) -> Review:
    """Nothing about the process changes, and why. Only its owner; decided once."""
    incident, row = _asked(incident_id, by)
    return _decide(incident, row, Outcome.DECLINED, _checked(reason), by=by)


@action(events.PROCESS_CHANGED)
def changed_by(incident_id: UUID, words: str, *, by: Person) -> bool:
    """An amendment that the review proposed is in force: that is the change, unless decided."""
    incident = facts.locked(incident_id)
    row = _completed(incident)
    if row is None or row.outcome != Outcome.WAITING:
        return False
    _decide(incident, row, Outcome.CHANGED, words, by=by)
    return True


def propose(incident_id: UUID, clause_id: str, reason: str, *, by: Person) -> UUID:
    """Propose that a clause be changed: a draft amendment that follows from this incident.

    Whoever reads the incident may. No event of its own: the regulation records the proposal.
    Raises what ``proposals.propose`` does.
    """
    return proposals.propose(Incident.objects.get(pk=incident_id), clause_id, reason, by=by)


def may_decide(actor: Person, incident: Incident, row: Review) -> bool:
    """Whether ``actor`` owns the process, stands in for who does, or commands."""
    owner = row.process_owner_id
    return (owner is not None and acts_for(actor, owner)) or commands(actor, incident)


def _asked(incident_id: UUID, by: Person) -> tuple[Incident, Review]:
    incident = facts.locked(incident_id)
    row = _completed(incident)
    if row is None:
        raise IncidentRefused("review", "not_completed")
    if not may_decide(by, incident, row):
        raise NotInCommand
    return incident, row


def _completed(incident: Incident) -> Review | None:
    rows = Review.objects.select_for_update(of=("self",))
    return rows.filter(incident=incident, completed_at__isnull=False).first()


def _decide(incident: Incident, row: Review, outcome: Outcome, words: str, *, by: Person) -> Review:
    if row.outcome != Outcome.WAITING:
        return row
    at = clock.now()
    row.outcome, row.outcome_words, row.outcome_at = outcome, words[:WORDS], at
    row.save(update_fields=["outcome", "outcome_words", "outcome_at"])
    kind = events.PROCESS_CHANGED if outcome == Outcome.CHANGED else events.CHANGE_DECLINED
    more: dict[str, Fact] = {"person": row.process_owner_id}
    facts.record(kind, incident, at, by, more, private={"words": row.outcome_words})
    return row


def _checked(words: str) -> str:
    if not words.strip():
        raise IncidentRefused("words", "empty")
    if len(words) > WORDS:
        raise IncidentRefused("words", "long")
    return words.strip()
