"""The seven steps of an incident's life, and where it stands."""

from dataclasses import dataclass

from django.utils.translation import pgettext

from huiyin.core.obligation import State
from huiyin.scenarios.incidents import events, showing
from huiyin.scenarios.incidents.models import Entry, EntryKind, Incident, IncidentState
from huiyin.scenarios.incidents.room.clocks import Duties, duties


@dataclass(frozen=True, slots=True)
class Step:
    """``done``, ``now``, ``todo`` or ``off`` (not needed this time)."""

    name: str
    state: str


def of_incident(incident: Incident, counted: Duties | None = None) -> list[Step]:
    """Declared, team, found out, under way, solved, clients told, reviewed."""
    counted = duties(incident) if counted is None else counted
    over = incident.state in {IncidentState.SOLVED, IncidentState.REVIEWED}
    named = any(share.state in {State.MET, State.MET_LATE} for share in counted[events.NAME_TEAM])
    located = Entry.objects.filter(incident=incident, kind=EntryKind.DECISION).exists()
    done = [True, named or over, over or located, over, over]
    names = [
        pgettext("incident", "上报"),
        pgettext("incident", "分工"),
        pgettext("incident", "定位"),
        pgettext("incident", "处理"),
        pgettext("incident", "恢复"),
    ]
    if incident.state == IncidentState.STOOD_DOWN:
        return [Step(names[0], "done"), Step(pgettext("incident", "误报解除"), "done")]
    rows = [
        Step(name, "done" if is_done else "todo") for name, is_done in zip(names, done, strict=True)
    ]
    rows.append(Step(pgettext("incident", "告知客户"), _clients(incident, over=over)))
    reviewed = incident.state == IncidentState.REVIEWED
    rows.append(
        Step(
            pgettext("incident", "复盘"),
            "done" if reviewed else _later("reviewed", incident, over=over),
        )
    )
    return _with_now(rows)


def _clients(incident: Incident, *, over: bool) -> str:
    if not incident.clients_affected:
        return "off"
    return _later("clients_told", incident, over=over)


def _later(name: str, incident: Incident, *, over: bool) -> str:
    state = showing.told(name, incident).state if over else "todo"
    return "todo" if state == "wait" else state


def _with_now(rows: list[Step]) -> list[Step]:
    """The first that is not done is the one under way."""
    at = next((place for place, row in enumerate(rows) if row.state == "todo"), None)
    return [Step(row.name, "now") if place == at else row for place, row in enumerate(rows)]
