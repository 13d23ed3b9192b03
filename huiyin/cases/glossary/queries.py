"""Reads of the glossary: the list, one term, and what became of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.glossary.entry import key
from huiyin.cases.glossary.events import EVENTS
from huiyin.cases.glossary.models import Term
from huiyin.directory.models import Person
from huiyin.ledger.models import Entry

MOST = 500
STEPS = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the ledger about a term."""

    at: datetime
    kind: str
    who: Person
    word: str
    variants: tuple[str, ...]


def listed(text: str = "", *, kind: str = "", retired: bool = False) -> QuerySet[Term]:
    """Terms, then formats, in the order of their pinyin, found by word, wrong word, pinyin or initials."""
    rows = Term.objects.select_related("department").filter(retired_at__isnull=not retired)
    if kind:
        rows = rows.filter(kind=kind)
    for word in text.split():
        rows = rows.filter(search_key__contains=key(word))
    return rows.order_by("-kind", "sort_key", "id")[:MOST]


def history(term: Term) -> list[Step]:
    """What the ledger says about ``term``, latest first."""
    rows = Entry.objects.filter(subject=term.pk, kind__in=EVENTS).order_by("-id")[:STEPS]
    bodies = [(row, json.loads(row.body)) for row in rows]
    people = Person.objects.in_bulk([int(body["actor"]) for _row, body in bodies])
    return [_step(row, body, people) for row, body in bodies]


def _step(row: Entry, body: dict[str, Any], people: dict[int, Person]) -> Step:
    facts, who = body["facts"], people[int(body["actor"])]
    return Step(row.at, row.kind, who, facts["word"], tuple(facts["variants"]))
