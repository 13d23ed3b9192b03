"""Everything that can be done to a request: one function per verb."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from huiyin.scenarios.notices import actions as notices
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.requests import checks, events
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState

SCENARIO = "requests"
NUMBER_CODE = "XQ"
FIELDS = (
    "title", "urgency", "classification", "reason", "audience", "effect", "effect_measure",
    "effect_target", "effect_by", "affects_work", "must_synchronise", "may_be_misunderstood",
    "tell",
)  # fmt: skip
"""What the form lets its author write."""


class NotDraft(Exception):
    """The form was handed in already, or closed."""


class NotApproved(Exception):
    """Nobody has agreed to this request yet."""


class NeedsNotice(Exception):
    """The need check says that a notice is needed: it cannot be closed as unneeded."""


@transaction.atomic
def save_request(request_id: UUID, values: Mapping[str, Any], *, by: Person) -> NoticeRequest:
    """Keep what was written, begun here when it is new. No event: nobody has seen it.

    Others than ``FIELDS`` are refused with ``KeyError``, a form handed in with ``NotDraft``.
    """
    require(by, Action.WRITE_NOTICE)
    request = _locked(request_id) or _begun(request_id, by)
    require(by, Action.EDIT, request)
    if request.state != RequestState.DRAFT:
        raise NotDraft
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(request, name, value)
    request.saved_at = clock.now()
    request.save()
    return request


@action(events.SUBMITTED)
def submit(request_id: UUID, *, by: Person) -> NoticeRequest:
    """Hand the form in for the head's necessity review; twice is once.

    Raises ``checks.Incomplete`` with errors by field.
    """
    request = _own(request_id, by)
    if request.state != RequestState.DRAFT:
        return request
    at = clock.now()
    checks.require(request, at)
    _open(request, RequestState.REVIEW)
    record(Event(events.SUBMITTED, str(request.pk), at, by.pk, facts_of(request)))
    return request


@action(events.DECIDED)
def decide(request_id: UUID, *, approved: bool, words: str, by: Person | None) -> bool:
    """What the review came to; ``False`` when it was decided before. ``by`` decided last."""
    request = _locked(request_id)
    if request is None or request.state != RequestState.REVIEW:
        return False
    at = clock.now()
    request.state = RequestState.APPROVED if approved else RequestState.REJECTED
    request.decision, request.decided_at = words[:300], at
    request.closed_at = None if approved else at
    request.save()
    facts = {**facts_of(request), "approved": approved}
    event = Event(events.DECIDED, str(request.pk), at, by.pk if by else None, facts)
    record(event, private={"words": words} if words else None)
    return True


@action(events.RETURNED)
def give_back(request_id: UUID, *, words: str, by: Person | None) -> bool:
    """The head wants it mended: the form is open again; ``False`` when nothing was under review."""
    request = _locked(request_id)
    if request is None or request.state != RequestState.REVIEW:
        return False
    request.state, request.decision = RequestState.DRAFT, words[:300]
    request.save()
    event = Event(
        events.RETURNED, str(request.pk), clock.now(), by.pk if by else None, facts_of(request)
    )
    record(event, private={"words": words} if words else None)
    return True


@action(events.UNNEEDED)
def close_as_unneeded(request_id: UUID, *, by: Person) -> Notice | None:
    """No notice is needed: end the request, with a short word to the few who shall know.

    Gives the draft of that word, ``None`` when nobody was named. ``NeedsNotice`` when one of the
    three questions was answered with yes, or is open.
    """
    request = _own(request_id, by)
    if request.state == RequestState.UNNEEDED:
        return _draft_of(request)
    if request.state != RequestState.DRAFT:
        raise NotDraft
    if request.needed is not False:
        raise NeedsNotice
    _open(request, RequestState.UNNEEDED)
    tell = Audience.from_json(request.tell or {})
    facts: dict[str, Fact] = {
        **facts_of(request),
        "told": 0 if tell.names_nobody() else tell.count(),
    }
    record(Event(events.UNNEEDED, str(request.pk), clock.now(), by.pk, facts))
    return None if tell.names_nobody() else _word_to(request, tell, by)


@action(events.TAKEN_UP)
def take_up(request_id: UUID, *, by: Person) -> Notice:
    """Begin the notice that was agreed to, prefilled; asked twice it is one draft."""
    request = _own(request_id, by)
    if request.state != RequestState.APPROVED:
        raise NotApproved
    known = _draft_of(request)
    if known is not None:
        return known
    draft = _begin_notice(request, by, {
        "audience": request.audience,
        "background": request.reason,
        "effect": request.effect,
        "effect_measure": request.effect_measure,
        "effect_target": request.effect_target,
        "effect_by": request.effect_by,
    })  # fmt: skip
    facts: dict[str, Fact] = {**facts_of(request), "notice": str(draft.pk)}
    record(Event(events.TAKEN_UP, str(request.pk), clock.now(), by.pk, facts))
    return draft


def facts_of(request: NoticeRequest) -> dict[str, Fact]:
    """What the ledger and the clauses learn about a request."""
    return {
        "initiator": request.initiator_id,
        "number": request.number,
        "urgency": request.urgency,
        "classification": request.classification,
        "effect_measure": request.effect_measure,
        "affects_work": bool(request.affects_work),
        "must_synchronise": bool(request.must_synchronise),
        "may_be_misunderstood": bool(request.may_be_misunderstood),
    }


def _word_to(request: NoticeRequest, tell: Audience, by: Person) -> Notice:
    return _begin_notice(request, by, {
        "audience": tell.to_json(),
        "background": request.reason,
    })  # fmt: skip


def _begin_notice(request: NoticeRequest, by: Person, more: Mapping[str, Any]) -> Notice:
    draft = notices.create_draft(by=by, notice_id=new_id())
    values = {
        "title": request.title,
        "urgency": request.urgency,
        "classification": request.classification,
        "origin": request.pk,
        **more,
    }
    return notices.save_draft(draft.pk, values, by=by)


def _draft_of(request: NoticeRequest) -> Notice | None:
    return Notice.objects.filter(origin=request.pk).order_by("created_at").first()


def _open(request: NoticeRequest, state: RequestState) -> None:
    """It leaves the draft: others may now see it, and it has a number."""
    at = clock.now()
    request.number = request.number or next_number(SCENARIO, at, code=NUMBER_CODE)
    request.state, request.opened_at = state, at
    request.closed_at = at if state == RequestState.UNNEEDED else None
    request.save()


def _begun(request_id: UUID, by: Person) -> NoticeRequest:
    return NoticeRequest.objects.create(
        id=request_id,
        scenario=SCENARIO,
        initiator=by,
        department=by.department,
        created_at=clock.now(),
        audience=Audience().to_json(),
        tell=Audience().to_json(),
    )


def _own(request_id: UUID, by: Person) -> NoticeRequest:
    request = _locked(request_id)
    if request is None:
        raise NoticeRequest.DoesNotExist
    require(by, Action.EDIT, request)
    return request


def _locked(request_id: UUID) -> NoticeRequest | None:
    rows = NoticeRequest.objects.select_for_update(of=("self",)).select_related("department")
    return rows.filter(pk=request_id).first()
