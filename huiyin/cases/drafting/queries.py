"""Reads of texts that were brought: whose they are, how far they are."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.drafting.models import ImportedText, Verdict
from huiyin.cases.visibility import below
from huiyin.core.drafting.clock import SURE
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Department, Person


@dataclass(frozen=True, slots=True)
class Progress:
    """How many cards there are, and how many of them are still to be decided."""

    cards: int
    open: int
    sure: int
    accepted: int
    aside: int

    @property
    def decided(self) -> int:
        """How many are."""
        return self.cards - self.open


def may_bring(person: Person) -> bool:
    """Whether ``person`` may make a draft of a text, for the company or for a department."""
    return may(person, Action.AMEND_POLICY) or may(person, Action.AMEND_OVERLAY)


def amendable(person: Person) -> QuerySet[Department]:
    """The departments whose own rules ``person`` may write."""
    rows = Department.objects.filter(active=True)
    if not may(person, Action.AMEND_POLICY):
        rows = rows.filter(pk__in=below(person).values("pk"))
    return rows.order_by("path")


def visible_to(person: Person) -> QuerySet[ImportedText]:
    """All texts for compliance officers, their own for heads; those put away are gone."""
    rows = ImportedText.objects.filter(dropped_at=None).select_related("by", "binds")
    if may(person, Action.AMEND_POLICY):
        return rows
    if may(person, Action.AMEND_OVERLAY):
        return rows.filter(by=person)
    return rows.none()


def find(text_id: UUID, person: Person) -> ImportedText:
    """One of those that ``person`` sees; ``NotVisible`` otherwise."""
    found = visible_to(person).filter(pk=text_id).first()
    if found is None:
        raise NotVisible
    return found


def progress(text: ImportedText) -> Progress:
    """How far the decisions are."""
    rows = list(text.cards.values_list("verdict", "confidence", "by_model"))
    verdicts = [verdict for verdict, _sure, _model in rows]
    still = [(sure, model) for verdict, sure, model in rows if verdict == Verdict.OPEN]
    return Progress(
        cards=len(rows),
        open=len(still),
        sure=sum(sure >= SURE and not model for sure, model in still),
        accepted=verdicts.count(Verdict.ACCEPTED),
        aside=verdicts.count(Verdict.ASIDE),
    )
