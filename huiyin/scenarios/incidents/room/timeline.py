"""The timeline that writes itself: the ledger's entries of the incident, notes and updates between.

Deadlines that passed unanswered stand in it too, at the instant at which they passed.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Attachment
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import events, kinds
from huiyin.scenarios.incidents.models import Entry, EntryKind, Incident, Update
from huiyin.scenarios.incidents.room import clocks
from huiyin.scenarios.incidents.updates.telling import parts_of
from huiyin.scenarios.incidents.words import EVENT_WORDS

People = Mapping[int, str]
"""Names by id."""

MOST = 300
"""So many entries of the ledger are shown, the newest; the whole is in the record."""

ICONS: Mapping[str, tuple[str, str]] = {
    events.RAISED: ("siren", "late"),
    events.UPDATE_GIVEN: ("megaphone", "ok"),
    events.TEAM_NAMED: ("users", "done"),
    events.READY_REPORTED: ("check", "done"),
    events.NOTICED: ("check", "done"),
    events.RESOLVED: ("circle-check", "done"),
    events.STOOD_DOWN: ("circle-check", "done"),
    events.COMMAND_HANDED: ("users", "soon"),
    events.MEMBER_REPLACED: ("users", "soon"),
    events.NOTED: ("message-square", ""),
}

WATCHED = clocks.COUNTED
"""Duties whose passed deadline is told in the timeline."""

KIND_OF = {EntryKind.DECISION: "decision", EntryKind.FILE: "file", EntryKind.QUESTION: "question"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline.

    ``what`` is ``event``, ``update``, ``note``, ``decision``, ``file``, ``question`` or ``missed``;
    ``delayed`` is when it arrived, where that was later than it was written.
    """

    at: datetime
    what: str
    icon: str
    tone: str
    title: str
    text: str = ""
    who: str = ""
    attachment: Attachment | None = None
    delayed: datetime | None = None


def read(incident: Incident, now: datetime, counted: clocks.Duties | None = None) -> list[Line]:
    """The lines, the newest first."""
    rows = _ledger(incident)
    people = _people(rows)
    entries = {
        str(row.key): row
        for row in Entry.objects.filter(incident=incident).select_related("attachment")
    }
    updates = {row.number: row for row in Update.objects.filter(incident=incident)}
    told = [_line(incident, row, people, entries, updates) for row in rows]
    lines = [*told, *missed(incident, now, counted)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def missed(incident: Incident, now: datetime, counted: clocks.Duties | None = None) -> list[Line]:
    """The deadlines that passed without the answer."""
    counted = clocks.duties(incident) if counted is None else counted
    late = [(verb, one) for verb in WATCHED for one in counted[verb] if _missed(one, now)]
    names = _names([share.person for _verb, share in late]) if late else {}
    return [_missed_line(verb, share, names.get(share.person, ""), now) for verb, share in late]


def _missed(share: clocks.Share, now: datetime) -> bool:
    if share.due_at is None or share.due_at >= now:
        return False
    return share.closed_at is None or share.closed_at > share.due_at


def _missed_line(verb: str, share: clocks.Share, who: str, now: datetime) -> Line:
    known = verbs.of(verb)
    duty = str(known.title or known.label) if known else verb
    title = _("到期没有完成：%(duty)s") % {"duty": duty}
    at = share.due_at or now
    if share.state == State.MET_LATE and share.closed_at is not None:
        minutes = max(int((share.closed_at - at).total_seconds() // 60), 1)
        text = _("%(who)s，迟了 %(n)d 分钟") % {"who": who, "n": minutes}
    else:
        text = who
    return Line(at, "missed", "triangle-alert", "late", title, text)


@dataclass(frozen=True, slots=True)
class _Row:
    at: datetime
    kind: str
    actor: int | None
    facts: Mapping[str, Any]
    reason: str


def _ledger(incident: Incident) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_LEDGER, {"subject": incident.pk, "most": MOST})
        found = cursor.fetchall()
    rows = [(at, json.loads(body), reason) for at, body, reason in found]
    return [
        _Row(at, body["kind"], body.get("actor"), body.get("facts", {}), reason or "")
        for at, body, reason in rows
        if body["kind"] in EVENT_WORDS
    ]


def _people(rows: Iterable[_Row]) -> dict[int, str]:
    wanted = {row.actor for row in rows if isinstance(row.actor, int)}
    for row in rows:
        named = (row.facts.get(name) for name in ("person", "replacement", "incident_commander"))
        wanted |= {one for one in named if isinstance(one, int)}
    return _names(sorted(wanted))


def _names(people: Sequence[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def _line(
    incident: Incident,
    row: _Row,
    people: Mapping[int, str],
    entries: Mapping[str, Entry],
    updates: Mapping[int, Update],
) -> Line:
    actor = people.get(row.actor, "") if row.actor is not None else ""
    if row.kind == events.NOTED:
        entry = entries.get(str(row.facts.get("entry")))
        if entry is not None:
            return _of_entry(entry, actor)
    if row.kind == events.UPDATE_GIVEN:
        update = updates.get(int(row.facts.get("update", 0)))
        if update is not None:
            return _of_update(update, actor)
    icon, tone = ICONS.get(row.kind, ("clock", ""))
    title, text = _said(incident, row, people)
    return Line(row.at, "event", icon, tone, title, text or row.reason, actor)


def _of_entry(entry: Entry, actor: str) -> Line:
    what = KIND_OF.get(EntryKind(entry.kind), "note")
    icon = {"decision": "scale", "file": "paperclip", "question": "bell"}.get(
        what, "message-square"
    )
    tone = {"decision": "ok", "question": "soon"}.get(what, "")
    delayed = entry.kept_at if (entry.kept_at - entry.at).total_seconds() > 60 else None  # noqa: PLR2004 - a minute
    title = actor if what in {"note", "file"} else f"{actor} · {entry.get_kind_display()}"
    return Line(entry.at, what, icon, tone, title, entry.text, actor, entry.attachment, delayed)


def _of_update(update: Update, actor: str) -> Line:
    text = "\n".join(f"{name}：{said}" for name, said in parts_of(update))
    title = _("第 %(n)d 次进展通报") % {"n": update.number}
    return Line(update.at, "update", "megaphone", "ok", title, text, actor)


def _said(incident: Incident, row: _Row, people: Mapping[int, str]) -> tuple[str, str]:
    title = str(EVENT_WORDS[row.kind])
    tell = _TOLD.get(row.kind)
    return tell(incident, row, people, title) if tell else (title, "")


def _named(row: _Row, people: Mapping[int, str], fact: str = "person") -> str:
    return people.get(row.facts.get(fact) or 0, "")


def _raised(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del row, people, title
    return _("上报：%(title)s") % {"title": incident.title}, incident.measures


def _of_person(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del incident
    return f"{_named(row, people)} {title}", ""


def _called(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del incident, people
    return title, _("叫了 %(n)d 人") % {"n": row.facts.get("called", 0)}


def _replaced(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del incident
    person, other = _named(row, people), _named(row, people, "replacement")
    who = _("%(a)s 换成 %(b)s") % {"a": person, "b": other} if other else person
    return f"{title}：{who}", row.reason


def _handed(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del incident
    new = _named(row, people, "incident_commander")
    return f"{title}：{_named(row, people)} → {new}", row.reason


def _graded(incident: Incident, row: _Row, people: People, title: str) -> tuple[str, str]:
    del people
    level = kinds.level(incident.kind, str(row.facts.get("severity")))
    return f"{title}：{level.name}", ""


_TOLD: Mapping[str, Callable[[Incident, _Row, People, str], tuple[str, str]]] = {
    events.RAISED: _raised,
    events.NOTICED: _of_person,
    events.READY_REPORTED: _of_person,
    events.TEAM_NAMED: _called,
    events.MEMBER_REPLACED: _replaced,
    events.COMMAND_HANDED: _handed,
    events.GRADED: _graded,
}

_LEDGER = """
SELECT e.at, e.body, p.value
  FROM ledger_entry e
  LEFT JOIN ledger_private p ON p.entry_id = e.id AND p.field = 'reason'
 WHERE e.subject = %(subject)s AND e.kind LIKE 'incidents.%%'
 ORDER BY e.id DESC LIMIT %(most)s
"""
