"""The organisation's people come and go: imports and departures, through the door."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from huiyin.core.event import Event
from huiyin.directory.access import Action, require
from huiyin.directory.importing import Outcome, Plan, Table, apply, plan
from huiyin.directory.models import Person
from huiyin.kit import clock, ids
from huiyin.obligations import reassign
from huiyin.obligations.record import record, record_batch


def import_people(
    table: Table,
    *,
    by: Person | None,
    dry_run: bool = False,
    complete: bool = False,
    allow_many_leavers: bool = False,
    root: str = "",
) -> tuple[Plan, Outcome]:
    """Bring the directory in step with ``table``; with ``dry_run`` only say what would change.

    Whoever leaves is followed by an heir who answers the open duties; each departure is an event
    of its own, joiners and movers are manifests. ``by`` is ``None`` for the operator's command
    line. ``ImportRefused`` leaves everything as it was; a file that changes nothing records
    nothing.
    """
    if by is not None:
        require(by, Action.IMPORT_PEOPLE)
    found = plan(table, complete=complete, root=root)
    if dry_run or (found.is_empty() and not found.errors):
        return found, Outcome()
    return found, carry_out(found, by=by, allow_many_leavers=allow_many_leavers)


def carry_out(found: Plan, *, by: Person | None, allow_many_leavers: bool = False) -> Outcome:
    """Apply a plan that was looked at, and record what came of it, in one transaction."""
    if by is not None:
        require(by, Action.IMPORT_PEOPLE)
    with transaction.atomic():
        at = clock.now()
        outcome = apply(found, by=by, at=at, allow_many_leavers=allow_many_leavers)
        subject = ids.new_id()
        actor = None if by is None else by.pk
        record(Event("directory.imported", str(subject), at, actor, _counts(outcome)))
        for kind, people in (("joined", outcome.joined), ("moved", outcome.moved)):
            if people:
                record_batch(f"directory.people_{kind}", str(subject), at, people, {})
        _let_go(outcome.left, outcome.heirs, subject=subject, by=by)
    return outcome


def _let_go(
    left: tuple[int, ...], heirs: Mapping[int, int], *, subject: UUID, by: Person | None
) -> None:
    """One entry for each departure: it decides who answers from now on."""
    at = clock.now()
    for person in left:
        facts = {"person": person, "heir": heirs.get(person)}
        actor = None if by is None else by.pk
        record(Event("directory.person_left", str(subject), at, actor, facts))
    reassign.to_heirs(heirs)


def _counts(outcome: Outcome) -> dict[str, int]:
    return {
        "joined": len(outcome.joined),
        "changed": len(outcome.changed),
        "moved": len(outcome.moved),
        "left": len(outcome.left),
        "departments": outcome.departments,
    }
