"""What is done about a talk: planned, held, noted, confirmed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.models import Classification
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.obligations.roles import NOBODY, one
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.models import Talk, TalkForm, TalkState
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.talks import completing

LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is talked to, about what, to which end; a client's name stands in ``outsider``."""

    form: TalkForm
    planned_at: datetime
    partner: Person | None = None
    outsider: str = ""
    topic: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """When it was held, and what the answer to the standing question was."""

    held_at: datetime
    asked: bool = False
    friction: str = ""


@transaction.atomic
def plan(words: Plan, *, by: Person, talk_id: UUID | None = None) -> Talk:
    """Plan a talk, or plan it anew before it is held. Nobody but the two sees it.

    ``WordsRefused`` naming what is wrong. No event: nothing happened yet.
    """
    require(by, Action.WRITE_NOTICE)
    _check(words, by)
    talk = _mine(talk_id, by, TalkState.PLANNED) if talk_id else _new(by)
    talk.form, talk.planned_at = words.form, words.planned_at
    talk.partner, talk.outsider = words.partner, words.outsider.strip()[:80]
    talk.title, talk.goal = words.topic.strip()[:200], words.goal.strip()[:300]
    talk.save()
    if words.partner is not None:
        readers.tell(talk.pk, one(words.partner.pk))
    return talk


@action(events.TALK_HELD)
def hold(talk_id: UUID, course: Course, *, by: Person) -> Talk:
    """It was held: notes are owed from now on; held twice is once.

    Without topic and goal, or without the standing question where the clause wants it, that is
    recorded as a breach. ``WordsRefused`` for a time to come.
    """
    talk = _mine(talk_id, by)
    if talk.state != TalkState.PLANNED:
        return talk
    at = clock.now()
    if course.held_at > at:
        raise WordsRefused("held_at", "future")
    talk.held_at, talk.asked = course.held_at, course.asked
    talk.friction = course.friction.strip()[:LONGEST]
    talk.state = TalkState.HELD
    talk.save(update_fields=["held_at", "asked", "friction", "state"])
    facts = _facts(talk) | {
        "has_topic": bool(talk.title and talk.goal),
        "asked_question": course.asked,
    }
    record(Event(events.TALK_HELD, str(talk.pk), at, by.pk, facts))
    completing.after(talk, by=by)
    return talk


@action(events.NOTES_KEPT)
def keep_notes(talk_id: UUID, notes: str, *, by: Person) -> Talk:
    """Write down what was said; a colleague confirms it.

    Written again while it waits, it is asked for once. ``WordsRefused`` without words,
    ``WrongState`` before it was held or after it was confirmed.
    """
    talk = _mine(talk_id, by)
    if talk.state not in {TalkState.HELD, TalkState.NOTED}:
        raise WrongState(talk.state)
    if not notes.strip():
        raise WordsRefused("notes", "empty")
    first, at = talk.state == TalkState.HELD, clock.now()
    talk.notes, talk.noted_at, talk.doubt = notes.strip()[:LONGEST], at, ""
    talk.state = TalkState.NOTED if talk.partner_id else TalkState.CONFIRMED
    talk.closed_at = None if talk.partner_id else at
    talk.save(update_fields=["notes", "noted_at", "doubt", "state", "closed_at"])
    if first:
        partner = one(talk.partner_id) if talk.partner_id else NOBODY
        facts = _facts(talk) | {"person": talk.initiator_id}
        event = Event(events.NOTES_KEPT, str(talk.pk), at, by.pk, facts)
        record(event, sets={"talk_partner": partner}, private={"notes": talk.notes})
    return talk


@action(events.NOTES_CONFIRMED)
def confirm(talk_id: UUID, *, by: Person) -> Talk:
    """The partner says that the notes are right; once. ``WrongState`` before there are any."""
    talk = _theirs(talk_id, by)
    if talk.state == TalkState.CONFIRMED:
        return talk
    if talk.state != TalkState.NOTED:
        raise WrongState(talk.state)
    at = clock.now()
    talk.state, talk.doubt, talk.closed_at = TalkState.CONFIRMED, "", at
    talk.save(update_fields=["state", "doubt", "closed_at"])
    facts: dict[str, Fact] = {
        "person": by.pk,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    record(Event(events.NOTES_CONFIRMED, str(talk.pk), at, by.pk, facts))
    return talk


@transaction.atomic
def doubt(talk_id: UUID, words: str, *, by: Person) -> Talk:
    """The partner says what is wrong in the notes: who holds the talk writes them again.

    ``WordsRefused`` without words. No event: the confirmation is still owed.
    """
    talk = _theirs(talk_id, by)
    if talk.state != TalkState.NOTED:
        raise WrongState(talk.state)
    if not words.strip():
        raise WordsRefused("doubt", "empty")
    talk.doubt = words.strip()[:300]
    talk.save(update_fields=["doubt"])
    return talk


def _check(words: Plan, by: Person) -> None:
    if words.partner is None and not words.outsider.strip():
        raise WordsRefused("partner", "empty")
    if words.partner is not None and words.partner.pk == by.pk:
        raise WordsRefused("partner", "self")


def _new(by: Person) -> Talk:
    at = clock.now()
    return Talk(
        scenario="meetings",
        number=next_number("meetings", at),
        initiator=by,
        department=by.department,
        classification=Classification.CONFIDENTIAL,
        created_at=at,
        opened_at=at,
    )


def _facts(talk: Talk) -> dict[str, Fact]:
    return {
        "form": talk.form,
        "number": talk.number,
        "initiator": talk.initiator_id,
        "talk_holder": talk.initiator_id,
        "urgency": talk.urgency,
        "classification": talk.classification,
        **({"talk_partner": talk.partner_id} if talk.partner_id else {}),
    }


def _locked(talk_id: UUID, by: Person) -> Talk:
    rows = Talk.objects.select_for_update(of=("self",)).select_related("initiator")
    talk = rows.filter(pk=talk_id).first()
    if talk is None:
        raise NotVisible
    require(by, Action.READ, talk)
    return talk


def _mine(talk_id: UUID, by: Person, *states: TalkState) -> Talk:
    talk = _locked(talk_id, by)
    if talk.initiator_id != by.pk:
        raise PermissionDenied
    if states and talk.state not in states:
        raise WrongState(talk.state)
    return talk


def _theirs(talk_id: UUID, by: Person) -> Talk:
    talk = _locked(talk_id, by)
    if talk.partner_id != by.pk:
        raise PermissionDenied
    return talk
