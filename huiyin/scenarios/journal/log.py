"""The communication log of one person: what they said, were told, answered and called (R07).

Read from the ledger and from obligations; the entries of the log itself join in between.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import Action
from huiyin.directory.models import Person
from huiyin.scenarios.journal import events, words
from huiyin.scenarios.journal.logline import NOTED, SAID, TOLD, Line, Wanted
from huiyin.scenarios.journal.models import Entry

MOST = 500
HIDDEN = (events.RECORDED, events.WEEK, "notices.drafted", "obligations.opened")


def lines(person: Person, wanted: Wanted) -> list[Line]:
    """The log of ``person``, the newest first, at most ``MOST`` lines of each kind."""
    found: list[Line] = []
    if wanted.kind in {"", SAID}:
        found += _said(person, wanted)
    if wanted.kind in {"", TOLD}:
        found += _told(person, wanted)
    if wanted.kind in {"", NOTED}:
        found += _noted(person, wanted)
    if wanted.text:
        found = [line for line in found if line.holds(wanted.text)]
    return sorted(found, key=lambda line: line.at, reverse=True)


def _said(person: Person, wanted: Wanted) -> list[Line]:
    """What ``person`` did, entry by entry of the ledger."""
    rows = _all(_ACTS, _values(person, wanted) | {"mine": f'{{"actor":{person.pk},'})
    bodies = [(row, json.loads(row[3])["facts"]) for row in rows]
    names = _names(facts.get("person") for _row, facts in bodies)
    cases = _cases(person, {row[2] for row in rows})
    return [
        _act(row, facts, cases[row[2]], names, person) for row, facts in bodies if row[2] in cases
    ]


def _act(
    row: tuple[Any, ...],
    facts: dict[str, Any],
    case: Case,
    names: dict[int, str],
    person: Person,
) -> Line:
    entry, at, _subject, _body, kind, reached = row
    about = facts.get("person")
    people = names.get(about, "") if isinstance(about, int) and about != person.pk else ""
    if not people and reached:
        people = words.people(reached)
    channel, proof = facts.get("channel"), facts.get("proof")
    return Line(
        at=at,
        kind=SAID,
        what=words.of_event(kind),
        icon="corner-down-left",
        title=case.title,
        people=people or (case.initiator.name if case.initiator_id != person.pk else ""),
        channel=words.channel(Channel[channel.upper()]) if isinstance(channel, str) else "",
        result=words.outcome(facts),
        number=case.number,
        href=verbs.page_of(case.scenario, case.pk),
        proof=words.proof(Proof[proof.upper()]) if isinstance(proof, str) else "",
        entry=entry,
    )


def _told(person: Person, wanted: Wanted) -> list[Line]:
    """What reached ``person``, with how it was answered."""
    rows = _all(_RECEIVED, _values(person, wanted))
    cases = _cases(person, {row[1] for row in rows})
    return [_receipt(row, cases[row[1]]) for row in rows if row[1] in cases]


def _receipt(row: tuple[Any, ...], case: Case) -> Line:
    at, _subject, verb, state, closed_at, channel, proof, sender = row
    known = verbs.of(verb)
    return Line(
        at=at,
        kind=TOLD,
        what=str(known.title or known.label) if known else words.of_event(verb),
        icon="inbox",
        title=case.title,
        people=sender or case.initiator.name,
        channel=words.channel(channel),
        result=words.answered(State(state), closed_at),
        number=case.number,
        href=verbs.page_of(case.scenario, case.pk),
        proof=words.proof(proof) if closed_at and proof else "",
    )


def _noted(person: Person, wanted: Wanted) -> list[Line]:
    """Entries that ``person`` wrote or took part in."""
    mine = Q(initiator=person) | Q(parties__person=person)
    rows = Entry.objects.filter(mine, happened_at__gte=wanted.start, happened_at__lt=wanted.end)
    rows = rows.distinct().select_related("initiator").prefetch_related("parties__person")
    return [_entry(one, person) for one in rows.order_by("-happened_at", "-pk")[:MOST]]


def _entry(entry: Entry, person: Person) -> Line:
    names = [party.person.name for party in entry.parties.all()]
    if entry.initiator_id != person.pk:
        names = [entry.initiator.name, *(name for name in names if name != person.name)]
    names += [entry.others] if entry.others else []
    return Line(
        at=entry.happened_at,
        kind=NOTED,
        what=entry.get_kind_display(),
        icon=words.ICONS[entry.kind],
        title=entry.content,
        people="、".join(names),
        channel=entry.get_kind_display(),
        result=entry.result,
        number=entry.number,
        href=verbs.page_of("journal", entry.pk),
        tags=words.tags(entry),
    )


def _cases(person: Person, subjects: set[UUID]) -> dict[UUID, Case]:
    """Those of the subjects that ``person`` may see, by id."""
    seen = Case.objects.visible_to(person, Action.SEE).filter(pk__in=subjects)
    return {case.pk: case for case in seen.select_related("initiator")}


def _names(ids: Iterable[Any]) -> dict[int, str]:
    wanted = {one for one in ids if type(one) is int}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _values(person: Person, wanted: Wanted) -> dict[str, Any]:
    return {
        "me": person.pk,
        "start": wanted.start,
        "end": wanted.end,
        "hidden": list(HIDDEN),
        "limit": MOST,
    }


def _all(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


_ACTS = """
WITH mine AS MATERIALIZED (
  SELECT id AS subject FROM cases_case WHERE initiator_id = %(me)s
  UNION
  SELECT o.subject FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
   WHERE b.person_id = %(me)s
  UNION
  SELECT o.subject FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
   WHERE b.delegate_id = %(me)s)
SELECT e.id, e.at, e.subject, e.body, e.kind,
       CASE WHEN c.initiator_id = %(me)s AND e.kind LIKE '%%.published' THEN (
         SELECT coalesce(max(o.total), 0) FROM obligation o
          WHERE o.subject = e.subject AND o.parent IS NULL) END
  FROM mine JOIN ledger_entry e ON e.subject = mine.subject JOIN cases_case c ON c.id = e.subject
 WHERE e.at >= %(start)s AND e.at < %(end)s AND starts_with(e.body, %(mine)s)
   AND NOT e.kind = ANY(%(hidden)s)
 ORDER BY e.id DESC LIMIT %(limit)s
"""

_RECEIVED = """
SELECT o.born_at, o.subject, o.verb, b.state, b.closed_at, b.channel, b.proof,
       coalesce(p.name, '')
  FROM (SELECT * FROM obligation_bearer WHERE person_id = %(me)s AND state = 0
        UNION ALL
        SELECT * FROM obligation_bearer WHERE person_id = %(me)s AND state <> 0) b
  JOIN obligation o ON o.id = b.obligation_id AND o.parent IS NULL
  LEFT JOIN directory_person p ON p.id = o.beneficiary AND p.id <> %(me)s
 WHERE o.born_at >= %(start)s AND o.born_at < %(end)s
   AND NOT o.bearer_role = ANY(ARRAY['recorder', 'team_heads'])
 ORDER BY o.born_at DESC, o.id DESC LIMIT %(limit)s
"""
