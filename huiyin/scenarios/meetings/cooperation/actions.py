"""What is done about blocked cooperation: told, talked over, cleared, settled from above."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.models import Blocked, BlockedState
from huiyin.scenarios.meetings.standing import WordsRefused

HOLD, SETTLE = "hold_coordination", "settle_cooperation"
LONGEST = 4000
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the heads agreed on, and who is asked from now on."""

    text: str
    contact: str = ""


@action(events.COOPERATION_BLOCKED)
def block(
    title: str,
    text: str,
    departments: Sequence[Department],
    *,
    by: Person,
    origin: UUID | None = None,
    like: Case | None = None,
    itself: bool = False,
) -> Blocked:
    """Say that departments do not get on with a matter; their heads have to meet.

    Told twice about one ``origin`` (a case it follows from), it is one; it is as secret and as
    urgent as the case that it is ``like``. With ``itself`` the regulation said it on behalf of
    ``by``. ``WordsRefused`` naming the field that is empty, or ``departments`` when fewer than two
    have a head.
    """
    require(by, Action.WRITE_NOTICE)
    known = Blocked.objects.filter(origin=origin, closed_at=None).first() if origin else None
    if known is not None:
        return known
    _check(title, text, departments)
    at = clock.now()
    made = Blocked.objects.create(
        scenario="meetings",
        number=next_number("meetings", at),
        title=title.strip()[:200],
        initiator=by,
        department=by.department,
        origin=origin,
        **({"urgency": like.urgency, "classification": like.classification} if like else {}),
        created_at=at,
        opened_at=at,
        text=text.strip()[:LONGEST],
    )
    made.departments.set(departments)
    facts = _facts(made) | {"departments": tuple(str(one.pk) for one in departments)}
    actor = None if itself else by.pk
    event = Event(events.COOPERATION_BLOCKED, str(made.pk), at, actor, facts)
    record(event, sets={"heads_concerned": heads(made)}, private={"text": made.text})
    return made


@action(events.COORDINATION_HELD)
def hold(
    blocked_id: UUID, agreement: Agreement, *, by: Person, head: Person | None = None
) -> Blocked:
    """The heads met: the first writes down what was agreed, each of the others says the same. Once.

    ``head`` is named when a meeting that ended says it for them. ``WordsRefused`` without an
    agreement, ``PermissionDenied`` for who was not asked to meet.
    """
    blocked, head = _asked(blocked_id, HOLD, head or by)
    if blocked.state == BlockedState.CLEARED or not _open(blocked, head):
        return blocked
    if blocked.state == BlockedState.OPEN:
        if not agreement.text.strip():
            raise WordsRefused("agreement", "empty")
        blocked.agreement = agreement.text.strip()[:LONGEST]
        blocked.contact = agreement.contact.strip()[:120]
        blocked.state = BlockedState.HELD
        blocked.save(update_fields=["agreement", "contact", "state"])
    facts = _facts(blocked) | _pressed(head)
    event = Event(events.COORDINATION_HELD, str(blocked.pk), clock.now(), by.pk, facts)
    record(event, private={"agreement": blocked.agreement})
    return blocked


@action(events.COOPERATION_CLEARED)
def clear(blocked_id: UUID, words: str = "", *, by: Person) -> Blocked:
    """It works again: nobody has to meet any more. Once.

    Whoever told of it, the heads concerned, and management that had to settle it may say so.
    ``WordsRefused`` without a word on how while nothing was agreed.
    """
    blocked = locked(blocked_id, by)
    if blocked.state == BlockedState.CLEARED:
        return blocked
    settles = bears(blocked, SETTLE, by)
    if not (by.pk == blocked.initiator_id or settles or bears(blocked, HOLD, by)):
        raise PermissionDenied
    said = words.strip()[:LONGEST]
    if not said and not blocked.agreement:
        raise WordsRefused("words", "empty")
    at = clock.now()
    blocked.agreement = said or blocked.agreement
    blocked.settled_by = by if settles else None
    blocked.state, blocked.closed_at = BlockedState.CLEARED, at
    blocked.save(update_fields=["agreement", "settled_by", "state", "closed_at"])
    facts = _facts(blocked) | {"settled": settles}
    event = Event(events.COOPERATION_CLEARED, str(blocked.pk), at, by.pk, facts)
    record(event, private={"agreement": blocked.agreement})
    return blocked


def heads(blocked: Blocked) -> PeopleSql:
    """The heads of the departments concerned."""
    return _HEADS, [blocked.pk]


def locked(blocked_id: UUID, by: Person) -> Blocked:
    """The matter for whoever may read it, held until the transaction ends; ``NotVisible``."""
    found = Blocked.objects.select_for_update(of=("self",)).filter(pk=blocked_id).first()
    if found is None:
        raise NotVisible
    require(by, Action.READ, found)
    return found


def _check(title: str, text: str, departments: Sequence[Department]) -> None:
    if not title.strip():
        raise WordsRefused("title", "empty")
    if not text.strip():
        raise WordsRefused("text", "empty")
    if len({one.pk for one in departments if one.head_id is not None}) < FEWEST:
        raise WordsRefused("departments", "few")


def _asked(blocked_id: UUID, verb: str, by: Person) -> tuple[Blocked, Person]:
    blocked = locked(blocked_id, by)
    for owed, share in obligations.shares(blocked.pk, by.pk):
        if owed == verb:
            same = share.person_id == by.pk
            return blocked, by if same else Person.objects.get(pk=share.person_id)
    raise PermissionDenied


def bears(blocked: Blocked, verb: str, person: Person) -> bool:
    """Whether ``person`` owes or owed ``verb`` about it."""
    return any(owed == verb for owed, _share in obligations.shares(blocked.pk, person.pk))


def _open(blocked: Blocked, head: Person) -> bool:
    return any(
        owed == HOLD and share.person_id == head.pk and share.state == State.OPEN
        for owed, share in obligations.shares(blocked.pk, head.pk)
    )


def _pressed(head: Person) -> dict[str, Fact]:
    return {"person": head.pk, "proof": Proof.BUTTON.name, "channel": Channel.INBOX.name}


def _facts(blocked: Blocked) -> dict[str, Fact]:
    return {
        "number": blocked.number,
        "initiator": blocked.initiator_id,
        "urgency": blocked.urgency,
        "classification": blocked.classification,
    }


_HEADS = """
SELECT DISTINCT p.id AS person_id, p.department_id FROM meetings_blocked_department l
  JOIN directory_department d ON d.id = l.department_id
  JOIN directory_person p ON p.id = d.head_id AND p.active
 WHERE l.blocked_id = %s
"""
