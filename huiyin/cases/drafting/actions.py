"""Bring a text, decide card by card, take a decision back. Each is saved as it is made."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from huiyin.cases.drafting import queries
from huiyin.cases.drafting.cards import cards_of, reading_of
from huiyin.cases.drafting.known import vocabulary
from huiyin.cases.drafting.models import Card, ImportedText, Step, Verdict
from huiyin.cases.drafting.reading.files import Brought
from huiyin.cases.drafting.reading.script import simplified
from huiyin.core.drafting.assembling import Choice, check
from huiyin.core.drafting.clock import SURE
from huiyin.core.drafting.draft import draft
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.policies import in_force


class Finished(Exception):
    """A draft was made of this text already: it is only to be read."""


@transaction.atomic
def bring(
    name: str, brought: Brought, *, by: Person, binds: Department | None = None
) -> ImportedText:
    """Keep a text and what was read of it. Whoever calls has asked ``may`` before."""
    found = draft(brought.text, vocabulary(in_force.company()), read_as=simplified(brought.text))
    text = ImportedText.objects.create(
        name=(name.strip() or found.title or brought.text.strip().split("\n")[0])[:200],
        kind=brought.kind,
        text=brought.text,
        reading=reading_of(found),
        without_text=list(brought.without_text),
        binds=binds,
        by=by,
        created_at=clock.now(),
    )
    Card.objects.bulk_create(cards_of(text, found))
    return text


@transaction.atomic
def decide(text_id: UUID, numbers: Iterable[int], verdict: str, *, by: Person) -> int:
    """Give the cards ``numbers`` a verdict; how many changed. ``Finished``, ``NotVisible``."""
    text = _held(text_id, by)
    return _given(text, list(text.cards.filter(number__in=list(numbers))), verdict, by)


@transaction.atomic
def accept_sure(text_id: UUID, *, by: Person) -> int:
    """Accept every open card that is sure, and what makes no duty; how many."""
    text = _held(text_id, by)
    cards = text.cards.filter(verdict=Verdict.OPEN, confidence__gte=SURE, by_model=False)
    return _given(text, list(cards), Verdict.ACCEPTED, by)


@transaction.atomic
def change(text_id: UUID, number: int, choice: Choice, *, by: Person) -> Card:
    """Accept a card as ``choice``. ``ChoiceError`` names the field; ``Card.DoesNotExist``."""
    text = _held(text_id, by)
    card = text.cards.get(number=number)
    if not card.offered:
        raise Card.DoesNotExist
    check(choice)
    _keep_step(text, [card], by)
    card.chosen, card.verdict = asdict(choice), Verdict.ACCEPTED
    card.save(update_fields=["chosen", "verdict"])
    return card


@transaction.atomic
def undo(text_id: UUID, *, by: Person) -> list[int]:
    """Take the last decision back; the cards it had touched (empty: there was none)."""
    text = _held(text_id, by)
    step = text.steps.filter(undone_at=None).first()
    if step is None:
        return []
    before = {one["number"]: one for one in step.before}
    cards = list(text.cards.filter(number__in=before))
    for card in cards:
        card.verdict, card.chosen = before[card.number]["verdict"], before[card.number]["chosen"]
    Card.objects.bulk_update(cards, ["verdict", "chosen"])
    step.undone_at = clock.now()
    step.save(update_fields=["undone_at"])
    return sorted(before)


@transaction.atomic
def drop(text_id: UUID, *, by: Person) -> None:
    """Put a text away that nothing was made of; ``Finished`` for one that is a draft."""
    text = _held(text_id, by)
    text.dropped_at = clock.now()
    text.save(update_fields=["dropped_at"])


@transaction.atomic
def finish(text_id: UUID, amendment: UUID, *, by: Person) -> None:
    """Remember which amendment was made of a text; ``Finished`` when there is one."""
    text = _held(text_id, by)
    text.amendment = amendment
    text.save(update_fields=["amendment"])


def _held(text_id: UUID, by: Person) -> ImportedText:
    """The text, its row held; ``NotVisible`` for others'."""
    queries.find(text_id, by)
    text = ImportedText.objects.select_for_update(of=("self",)).get(pk=text_id)
    if text.amendment is not None:
        raise Finished
    return text


def _given(text: ImportedText, cards: list[Card], verdict: str, by: Person) -> int:
    changing = [card for card in cards if card.verdict != verdict]
    if not changing:
        return 0
    _keep_step(text, changing, by)
    for card in changing:
        card.verdict = verdict
    Card.objects.bulk_update(changing, ["verdict"])
    return len(changing)


def _keep_step(text: ImportedText, cards: list[Card], by: Person) -> None:
    before = [
        {"number": card.number, "verdict": card.verdict, "chosen": card.chosen} for card in cards
    ]
    Step.objects.create(text=text, before=before, by=by, at=clock.now())
