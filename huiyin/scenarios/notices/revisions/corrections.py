"""A fact changed: a correction is drafted for exactly those who carry an old value (Z05)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.facts import carriers, queries
from huiyin.cases.facts.models import Fact, FactValue
from huiyin.cases.models import Urgency
from huiyin.core.event import Event
from huiyin.core.event import Fact as Said
from huiyin.directory.access import Action, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import ListedPerson, Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from huiyin.scenarios.notices import checks
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions import events, wording


@action(events.CORRECTION_DRAFTED)
def draft(fact_id: UUID, *, by: Person | None = None) -> Notice | None:
    """Draft the correction of a fact for those whose value is not the live one.

    In the name of the head who answers for the owner department. Asked again, the waiting draft is
    brought up to date; ``None`` when nobody carries an old value.
    """
    fact = Fact.objects.select_for_update(of=("self",)).select_related("department").get(pk=fact_id)
    live = queries.live_value(fact)
    if live is None:
        return None
    waiting = waiting_for(fact)
    notice = waiting or _begun(fact, live)
    people = _address(notice, fact)
    if not people:
        _not_needed(notice, begun=waiting is None)
        return None
    wording.write(notice, fact, live)
    if waiting is None:
        _record(notice, fact, people, by)
    return notice


@action(events.CORRECTION_DROPPED)
def drop(notice_id: UUID, reason: str, *, by: Person) -> Notice:
    """Decide that a drafted correction is not needed, with a reason that the ledger keeps."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    require(by, Action.EDIT, notice)
    if not is_correction(notice) or notice.state != NoticeState.DRAFT:
        raise checks.NotReady({"reason": _("这不是待发布的口径更正")})
    if not reason.strip():
        raise checks.NotReady({"reason": _("写明不发更正的理由")})
    at = clock.now()
    notice.state, notice.closed_at = NoticeState.CLOSED, at
    notice.save(update_fields=["state", "closed_at"])
    facts = {"person": notice.initiator_id}
    event = Event(events.CORRECTION_DROPPED, str(notice.pk), at, by.pk, facts)
    record(event, private={"reason": reason.strip()})
    return notice


def card(notice: Notice, actor: Person) -> dict[str, Any]:
    """What the compose page says of a correction: which fact, and how many people it is for."""
    del actor
    fact = _fact_of(notice)
    if fact is None:
        return {"correction": None}
    people = ListedPerson.objects.filter(list_id=notice.pk, person__active=True).count()
    return {"correction": {"fact": fact, "people": people}}


def _fact_of(notice: Notice) -> Fact | None:
    if notice.origin is None or not is_correction(notice):
        return None
    return Fact.objects.filter(pk=notice.origin).first()


def waiting_for(fact: Fact) -> Notice | None:
    """The drafted correction of ``fact`` that was not published yet."""
    rows = Notice.objects.select_for_update(of=("self",)).filter(
        origin=fact.pk, state=NoticeState.DRAFT
    )
    return rows.select_related("department", "initiator").order_by("pk").first()


def is_correction(notice: Notice) -> bool:
    """Whether ``notice`` follows from the change of a fact, to exactly those who carry old values."""
    return notice.origin is not None and notice.audience == own_audience(notice)


def own_audience(notice: Notice) -> dict[str, Any]:
    """The audience of a correction: its own list and nobody else."""
    return Audience(lists=(str(notice.pk),)).to_json()


def without_fixed(notice: Notice, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """``values`` without what the author of a correction may not change: whom it is for, and why."""
    if not is_correction(notice):
        return values
    return {name: value for name, value in values.items() if name not in {"audience", "origin"}}


def prepare(notice: Notice, by: Person) -> None:
    """Before a correction goes out: ask once more who carries an old value, and how urgent it was."""
    del by
    fact = _fact_of(notice)
    live = queries.live_value(fact) if fact is not None else None
    if fact is None or live is None:
        return
    _address(notice, fact)
    least = wording.originals(fact, live).urgency
    if wording.RANKS.index(notice.urgency) < wording.RANKS.index(least):
        words = {"least": Urgency(least).label}
        raise checks.NotReady({"urgency": _("更正的紧急程度不能低于原文稿（%(least)s）") % words})


def _record(notice: Notice, fact: Fact, people: int, by: Person | None) -> None:
    facts: dict[str, Said] = {
        "head": notice.initiator_id,
        "initiator": notice.initiator_id,
        "fact": str(fact.pk),
        "owner": fact.department_id,
        "people": people,
        "urgency": notice.urgency,
        "classification": notice.classification,
    }
    actor = by.pk if by else None
    record(Event(events.CORRECTION_DRAFTED, str(notice.pk), clock.now(), actor, facts))


def _begun(fact: Fact, live: FactValue) -> Notice:
    head, at, key = wording.head(fact.department) or live.set_by, clock.now(), new_id()
    return Notice.objects.create(
        id=key,
        scenario="notices",
        audience=Audience(lists=(str(key),)).to_json(),
        initiator=head,
        department=fact.department,
        origin=fact.pk,
        created_at=at,
        saved_at=at,
    )


def _not_needed(notice: Notice, *, begun: bool) -> None:
    """Nobody carries an old value (any more): what nobody has seen goes, a waiting draft ends."""
    if begun:
        notice.delete()
    else:
        drop(notice.pk, _("已无人持有旧值"), by=notice.initiator)


def _address(notice: Notice, fact: Fact) -> int:
    """Make the list of ``notice`` exactly those who carry an old value; how many they are."""
    people, parameters = carriers.wrong_sql(fact.pk)
    ListedPerson.objects.filter(list_id=notice.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESS.replace("/*people*/", people), [notice.pk, *parameters])
        return int(cursor.rowcount)


_ADDRESS = """
INSERT INTO directory_listed_person (list_id, person_id)
SELECT %s, m.person_id FROM (/*people*/) m
"""
