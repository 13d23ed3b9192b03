"""Whom to call now: those who were called and gave no word, with their numbers."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.directory.absence import delegates
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.scenarios.incidents import events
from huiyin.scenarios.incidents.callout.models import Call
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.plans.models import Contact

MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody to phone. ``owes`` is the verb; ``part`` what the plan names them for."""

    person: Person
    owes: str
    due_at: datetime | None
    away: bool
    delegate: Person | None
    call: Call | None
    part: str = ""

    @property
    def number(self) -> str:
        """What to dial: the mobile phone first."""
        return self.person.mobile or self.person.extension


def to_call(incident: Incident) -> list[Row]:
    """Who has not taken notice or not reported ready, the first due first; each once."""
    owing: dict[int, tuple[str, datetime | None]] = {}
    for verb in (events.REPORT_READY, events.TAKE_NOTICE):
        rows = obligations.silent(incident.pk, verb, limit=MOST)
        due = _due({row.obligation_id for row in rows})
        for row in rows:
            owing.setdefault(row.person_id, (verb, due[row.obligation_id]))
    return _rows(incident, owing)


def contacts(incident: Incident) -> list[Row]:
    """Whom the plan names besides, in its order."""
    named = Contact.objects.filter(kind=incident.kind_id, person__active=True)
    parts = dict(named.order_by("order").values_list("person", "part"))
    found = _rows(incident, dict.fromkeys(parts, ("", None)), parts)
    order = list(parts)
    return sorted(found, key=lambda row: order.index(row.person.pk))


def _rows(
    incident: Incident,
    owing: dict[int, tuple[str, datetime | None]],
    parts: dict[int, str] | None = None,
) -> list[Row]:
    now = clock.now()
    deputies = delegates(now)
    ids = [*owing, *(deputies[one] for one in owing if one in deputies)]
    people = Person.objects.select_related("department").in_bulk(ids)
    away = set(
        Absence.objects.filter(person__in=owing, starts_at__lte=now, ends_at__gt=now).values_list(
            "person_id", flat=True
        )
    )
    calls = _last_calls(incident, list(owing))
    rows = [
        Row(
            people[person],
            verb,
            due_at,
            person in away,
            people.get(deputies.get(person, 0)),
            calls.get(person),
            (parts or {}).get(person, ""),
        )
        for person, (verb, due_at) in owing.items()
        if person in people
    ]
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at, row.person.pk))


def _due(cohorts: set[int]) -> dict[int, datetime | None]:
    return dict(Obligation.objects.filter(pk__in=cohorts).values_list("pk", "due_at"))


def _last_calls(incident: Incident, people: list[int]) -> dict[int, Call]:
    rows = Call.objects.filter(incident=incident, person__in=people).select_related("caller")
    return {row.person_id: row for row in rows.order_by("called_at")}
