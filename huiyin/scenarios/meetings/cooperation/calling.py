"""A problem that was bounced twice opens the cross-department meeting by itself (clause 3.2.2-3).

The duty is born on the problem's own case: here it is only a case, and the entries of the ledger
about it that name the departments which said that it is not theirs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.core.obligation import State
from huiyin.directory import places
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.cooperation import actions
from huiyin.scenarios.meetings.models import Blocked
from huiyin.scenarios.meetings.standing import WordsRefused

VERB = "call_coordination"
URGE = "urge_coordination"
BOUNCED = "problems.bounced"
"""Its fact ``from`` names the department that gave the case back."""


@dataclass(frozen=True, slots=True)
class Call:
    """What does not get on, and whose heads have to meet."""

    title: str
    text: str
    departments: Sequence[Department]


@action(events.COORDINATION_CALLED)
def call(case_id: UUID, words: Call | None = None, *, by: Person | None) -> Blocked:
    """Ask the heads to meet about a case that nobody wants; whoever owes that has done it.

    By ``None`` the regulation does it by itself, on behalf of who owes it, with what is known of
    the case. ``NotVisible`` for a case that ``by`` may not read, ``PermissionDenied`` for who does
    not owe it; ``WordsRefused`` naming ``departments`` when fewer than two have a head.
    """
    case = _case(case_id, by)
    owing = [one.person_id for one in obligations.silent(case.pk, VERB)]
    if by is not None and not may_call(case.pk, by):
        raise PermissionDenied
    author = by or Person.objects.get(pk=owing[0])
    said = words or known(case)
    made = actions.block(
        said.title,
        said.text,
        said.departments,
        by=author,
        origin=case.pk,
        like=case,
        itself=by is None,
    )
    facts: dict[str, Fact] = {"matter": str(made.pk)} | ({"person": owing[0]} if owing else {})
    actor = by.pk if by else None
    record(Event(events.COORDINATION_CALLED, str(case.pk), clock.now(), actor, facts))
    return made


def call_owed(case_id: UUID) -> Blocked | None:
    """Do it for who owes it; ``None`` when nobody does, or no two heads are found."""
    if not obligations.silent(case_id, VERB):
        return None
    try:
        return call(case_id, by=None)
    except WordsRefused:
        return None


def known(case: Case) -> Call:
    """What the record says of it: who gave it back; one alone stands against who raised it."""
    back = _headed(_gave_back(case.pk))
    if len({one.head_id for one in back}) < actions.FEWEST:
        back = _headed(
            [*(one.pk for one in back), case.department_id, case.initiator.department_id]
        )
    names = "、".join(one.name for one in back)
    text = _(
        "“%(title)s”（%(number)s）已被退回两次，%(names)s都认为不归自己。归谁、怎么做，请当面定下。"
    )
    words = {"title": case.title, "number": case.number, "names": names}
    return Call(case.title, text % words, back)


def may_call(case_id: UUID, person: Person) -> bool:
    """Whether ``person`` owes it, stands in for who does, or looks after them."""
    return any(
        verb in (VERB, URGE) and share.state == State.OPEN
        for verb, share in obligations.shares(case_id, person.pk)
    )


def _gave_back(case_id: UUID) -> list[int]:
    bodies = Entry.objects.filter(subject=case_id, kind=BOUNCED).order_by("id")
    found = [
        json.loads(body)["facts"].get("from") for body in bodies.values_list("body", flat=True)
    ]
    return [key for key in found if isinstance(key, int)]


def _headed(keys: Sequence[int]) -> list[Department]:
    """Each department, or the nearest one above it that somebody heads; each head once."""
    found: dict[int, Department] = {}
    for key in dict.fromkeys(keys):
        chain = places.chain_of(key)
        above = Department.objects.filter(pk__in=chain, active=True, head__active=True)
        nearest = above.order_by("-path").first()
        if nearest is not None and nearest.head_id is not None:
            found.setdefault(nearest.head_id, nearest)
    return list(found.values())


def _case(case_id: UUID, by: Person | None) -> Case:
    case = Case.objects.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    if by is not None:
        require(by, Action.READ, case)
    return case
