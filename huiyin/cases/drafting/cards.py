"""A draft becomes rows: the tree as it was read, and a card for everything to be decided."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from huiyin.cases.drafting.models import Card, ImportedText
from huiyin.core.drafting.assembling import Choice, choice_of
from huiyin.core.drafting.proposal import Draft, Duty, Guess, Proposal, Sort

NOTED = (Sort.RETENTION, Sort.LENGTH)
"""Timings that make no duty; they are shown, and there is nothing to fill in."""


def reading_of(draft: Draft) -> dict[str, Any]:
    """The clause tree and what is left, as JSON."""
    guesses = {each.clause: each for each in draft.guesses}
    clauses: list[dict[str, Any]] = []
    for root in draft.roots:
        _flatten(root, "", guesses, clauses)
    return {
        "title": draft.title,
        "clauses": clauses,
        "unread": [asdict(each) for each in draft.unread],
        "dropped": [list(place) for place in draft.dropped],
    }


def _flatten(
    clause: Any, parent: str, guesses: dict[str, Guess], into: list[dict[str, Any]]
) -> None:
    start, end = clause.place()
    guess = guesses.get(clause.id)
    into.append(
        {
            "id": clause.id,
            "label": clause.label,
            "parent": parent,
            "start": start,
            "end": end,
            "heading": clause.heading,
            "table": clause.table,
            "same_as": clause.same_as,
            "kind": guess.kind if guess else "",
            "reason": guess.reason if guess else "",
        }
    )
    for child in clause.children:
        _flatten(child, clause.id, guesses, into)


def cards_of(text: ImportedText, draft: Draft) -> list[Card]:
    """One card per duty, and one per retention time and length, in the order of the text."""
    made = [_duty_card(text, duty) for duty in draft.duties]
    made += [_noted_card(text, one) for one in draft.proposals if one.sort in NOTED]
    made.sort(key=lambda card: card.start)
    for number, card in enumerate(made):
        card.number = number
    return made


def _duty_card(text: ImportedText, duty: Duty) -> Card:
    parts = [duty.timing, duty.bearer, duty.trigger, duty.beneficiary, duty.escalation]
    marked = [part for part in [*parts, *duty.modes, *duty.channels] if part is not None]
    return Card(
        text=text,
        clause=duty.clause,
        sort=duty.timing.sort.value if duty.timing else "manner",
        start=duty.timing.start if duty.timing else duty.start,
        confidence=round(duty.confidence, 2),
        marks=[_mark(part) for part in marked],
        offered=asdict(choice_of(duty)),
    )


def _noted_card(text: ImportedText, one: Proposal) -> Card:
    return Card(
        text=text,
        clause=one.clause,
        sort=one.sort.value,
        start=one.start,
        confidence=round(one.confidence, 2),
        marks=[_mark(one)],
        offered={},
    )


def _mark(part: Proposal) -> dict[str, Any]:
    return {
        "sort": part.sort.value,
        "start": part.start,
        "end": part.end,
        "words": part.words,
        "value": part.value,
        "term": part.term,
        "note": part.note,
        "others": list(part.alternatives),
    }


def choice(card: Card) -> Choice:
    """What stands on a card now: as it was changed, else as it was offered."""
    return Choice(**(card.chosen or card.offered))


def choices(cards: Iterable[Card]) -> dict[str, list[Choice]]:
    """The accepted duties of each clause."""
    found: dict[str, list[Choice]] = {}
    for card in cards:
        if card.offered:
            found.setdefault(card.clause, []).append(choice(card))
    return found
