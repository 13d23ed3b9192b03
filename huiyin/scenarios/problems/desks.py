"""Who registers problems: for a department and those below it, or for the whole house."""

from uuid import UUID, uuid5

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.models import Desk
from huiyin.scenarios.problems.reporting import ProblemRefused

_DESKS = UUID("6a2f64a5-93cf-5a36-8a5b-1f6a9d6f6a10")


def subject_of(department: Department | None) -> UUID:
    """What the ledger calls a desk as the subject of an event (UUID version 5, RFC 9562)."""
    return uuid5(_DESKS, str(department.pk if department else 0))


@action(events.DESK_NAMED)
def name_desk(department: Department | None, person: Person | None, *, by: Person) -> Desk | None:
    """Let ``person`` register what ``department`` raises (``None``: the whole house).

    Without a person the desk of a department is given up: the next above it registers. The desk
    of the house stays. ``ProblemRefused`` for whoever is no colleague.
    """
    require(by, Action.ADMINISTER)
    rows = Desk.objects.select_for_update(of=("self",)).filter(department=department)
    known = rows.first()
    if person is None and department is None:
        raise ProblemRefused("person", "unknown")
    if person is not None and (not person.active or person.party):
        raise ProblemRefused("person", "unknown")
    if (known.person_id if known else None) == (person.pk if person else None):
        return known
    desk = None
    if person is None:
        rows.delete()
    else:
        desk, _new = Desk.objects.update_or_create(
            department=department, defaults={"person": person}
        )
    facts: dict[str, Fact] = {
        "problem_desk": person.pk if person else None,
        "department": department.pk if department else None,
    }
    record(Event(events.DESK_NAMED, str(subject_of(department)), clock.now(), by.pk, facts))
    return desk
