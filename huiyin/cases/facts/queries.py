"""Reads of facts: the list, one fact with its history, and where it is quoted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from huiyin.cases import verbs
from huiyin.cases.facts.models import Edition, Fact, FactValue, Quotation
from huiyin.cases.models import Case, Classification
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person

MOST = 200


@dataclass(frozen=True, slots=True)
class Quoted:
    """A revision of a case that states a value of the fact; ``address`` is its page."""

    case: Case
    revision: int
    value: FactValue
    at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and its live value (``None`` once retired)."""

    fact: Fact
    live: FactValue | None


def visible(actor: Person) -> QuerySet[Fact]:
    """The facts that exist for ``actor``; an administrator looks after all of them."""
    rows = Fact.objects.select_related("department")
    if may(actor, Action.ADMINISTER):
        return rows
    if actor.party:
        return rows.none()
    own = Q(department=actor.department_id) | Q(department__head=actor)
    return rows.filter(own | ~Q(classification=Classification.CONFIDENTIAL))


def listed(actor: Person, text: str = "", *, retired: bool = False) -> list[Row]:
    """The facts by name, of those that ``text`` finds (name, pinyin, key, department)."""
    rows = visible(actor).filter(retired_at__isnull=not retired)
    for word in text.split():
        low = word.casefold()
        found = Q(search_key__contains=low) | Q(key__contains=low)
        rows = rows.filter(found | Q(department__name__icontains=word))
    facts = list(rows.order_by("sort_key", "pk")[:MOST])
    live = {value.fact_id: value for value in _live(facts)}
    return [Row(fact, live.get(fact.pk)) for fact in facts]


def find(actor: Person, fact_id: UUID) -> Fact | None:
    """One fact, ``None`` when it does not exist for ``actor``."""
    return visible(actor).filter(pk=fact_id).first()


def history(fact: Fact) -> list[FactValue]:
    """All its values, the newest first."""
    rows = FactValue.objects.filter(fact=fact).select_related("fact", "set_by")
    return list(rows.order_by("-live_from", "-pk"))


def live_value(fact: Fact) -> FactValue | None:
    """What it is agreed to be now."""
    rows = FactValue.objects.filter(fact=fact, live_until=None).select_related("fact__department")
    return rows.first()


def quoted(fact: Fact, actor: Person, limit: int = 50) -> list[Quoted]:
    """The cases ``actor`` may see whose texts state the fact, the newest first."""
    seen = Case.objects.visible_to(actor)
    rows = Quotation.objects.filter(fact_value__fact=fact, case__in=seen.values("pk"))
    rows = rows.select_related("case", "fact_value__fact").order_by("-pk")[:limit]
    found = list(rows)
    times = {
        (row.case_id, row.revision): row.at
        for row in Edition.objects.filter(case__in={one.case_id for one in found})
    }
    return [
        Quoted(
            row.case,
            row.revision,
            row.fact_value,
            times.get((row.case_id, row.revision)),
            verbs.page_of(row.case.scenario, row.case_id),
        )
        for row in found
    ]


def _live(facts: list[Fact]) -> QuerySet[FactValue]:
    whole = Prefetch("fact", Fact.objects.all())
    return FactValue.objects.filter(fact__in=facts, live_until=None).prefetch_related(whole)
