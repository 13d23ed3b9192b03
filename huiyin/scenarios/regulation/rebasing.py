"""An amendment meets another one that came into force first: both are put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.cases.signoff import changes
from huiyin.core.event import Event, Fact
from huiyin.core.merging import Keep, merge
from huiyin.core.writing.source import clause_text
from huiyin.directory.models import Person
from huiyin.kit import clock, digest
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.scenarios.regulation import events, path, reading
from huiyin.scenarios.regulation.drafting import locked
from huiyin.scenarios.regulation.models import Amendment, AmendmentState

OPEN = (AmendmentState.DRAFT, AmendmentState.SIGNING, AmendmentState.APPROVED)


class NotOpen(Exception):
    """What is in force, or was withdrawn, is not written to any more."""


class Conflicts(Exception):
    """Both changed the same clauses, differently; somebody has to say whose words stay."""

    def __init__(self, clauses: tuple[str, ...]) -> None:
        super().__init__(", ".join(clauses))
        self.clauses = clauses


@action(events.REBASED)
def rebase(amendment_id: UUID, keep: Mapping[str, Keep] | None = None, *, by: Person) -> Amendment:
    """Write the amendment's changes into what is in force now; what was signed lapses.

    Clause by clause: what only one of the two changed is kept. ``Conflicts`` names clauses that both
    changed and for which ``keep`` does not say whose words stay; nothing is changed then.
    """
    amendment = locked(amendment_id, by)
    if amendment.state not in OPEN:
        raise NotOpen
    now = in_force.latest()
    was = reading.in_force_for(amendment.base, amendment.binds)
    theirs = reading.in_force_for(now, amendment.binds)
    if was == theirs:
        return amendment
    made = merge(was, amendment.source, theirs, keep)
    if made.conflicts:
        raise Conflicts(made.conflicts)
    reading.read(made.source, amendment.binds)
    if amendment.state != AmendmentState.DRAFT:
        record(back_to_draft(amendment, by))
    _keep(amendment, made.source, by)
    amendment.base = now
    amendment.save(update_fields=["base"])
    facts: dict[str, Fact] = {"base": now.pk if now else None, **path.place(amendment)}
    record(Event(events.REBASED, str(amendment.pk), clock.now(), by.pk, facts))
    return amendment


@dataclass(frozen=True, slots=True)
class Sides:
    """A clause in conflict, as the amendment says it and as it is in force (empty: taken out)."""

    clause: str
    mine: str
    theirs: str


def sides(amendment: Amendment, clauses: tuple[str, ...]) -> list[Sides]:
    """Both wordings of every clause in conflict."""
    theirs = reading.in_force_for(in_force.latest(), amendment.binds)
    return [Sides(one, _text(amendment.source, one), _text(theirs, one)) for one in clauses]


def _text(source: str, clause: str) -> str:
    try:
        return clause_text(source, clause)
    except KeyError:
        return ""


def back_to_draft(amendment: Amendment, by: Person) -> Event:
    """It is written to again: what was signed of it lapses, and nobody owes its announcement.

    The caller records the event.
    """
    changes.void(amendment, by=amendment.initiator)
    amendment.state, amendment.opened_at = AmendmentState.DRAFT, None
    amendment.save(update_fields=["state", "opened_at"])
    return Event(events.REOPENED, str(amendment.pk), clock.now(), by.pk, path.place(amendment))


def _keep(amendment: Amendment, source: str, by: Person) -> None:
    amendment.source, amendment.digest = source, digest.sha256_hex(source)
    amendment.saved_at, amendment.saved_by = clock.now(), by
    amendment.announced_at = amendment.announced_by = None
    amendment.save(
        update_fields=[
            "source", "digest", "saved_at", "saved_by", "announced_at", "announced_by",
        ]
    )  # fmt: skip
