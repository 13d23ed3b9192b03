"""What the timeline already says, as the first words of the announcement and of the report."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.afterwards.models import Report
from huiyin.scenarios.incidents.models import Entry, EntryKind, Incident, Update
from huiyin.ui import zh


def report(incident: Incident, by: Person) -> Report:
    """A report in the words of the timeline, kept: who writes it mends instead of beginning."""
    row = proposed(incident)
    row.saved_at, row.saved_by = clock.now(), by
    row.save()
    return row


def proposed(incident: Incident) -> Report:
    """The same, not kept."""
    updates = list(Update.objects.filter(incident=incident).order_by("number"))
    return Report(
        incident=incident,
        summary=summary(incident),
        impact=_joined([incident.scope, incident.impact]),
        cause=incident.cause or _last_known(updates),
        measures=_joined(measures(incident, updates)),
        remaining=updates[-1].next if updates else "",
    )


def summary(incident: Incident) -> str:
    """When it began, who said so, when it was solved, how long it took."""
    said = [
        _("%(began)s 发生，%(name)s于 %(raised)s 初报：%(title)s。")
        % {
            "began": zh.moment(incident.happened_at),
            "raised": zh.moment(incident.created_at),
            "name": incident.initiator.name,
            "title": incident.title,
        }
    ]
    if incident.resolved_at is not None:
        said.append(
            _("%(at)s 解决，历时 %(span)s。")
            % {
                "at": zh.moment(incident.resolved_at),
                "span": zh.duration(incident.lasted(incident.resolved_at)),
            }
        )
    return "\n".join(said)


def measures(incident: Incident, updates: Iterable[Update]) -> list[str]:
    """What was done, in the order in which it was said: at once, reported, decided, in the end."""
    decided = Entry.objects.filter(incident=incident, kind=EntryKind.DECISION).order_by("at")
    timed = [(update.at, update.done) for update in updates if update.done]
    timed += [(entry.at, entry.text) for entry in decided]
    told = [f"{zh.moment(at)} {text}" for at, text in sorted(timed)]
    return [line for line in (incident.measures, *told, incident.measures_taken) if line]


def announcement(incident: Incident) -> str:
    """The word that it is over."""
    level = kinds.level(incident.kind, incident.severity)
    said = [
        _("%(title)s（%(kind)s，%(level)s）已解决。")
        % {
            "title": incident.title,
            "kind": kinds.name_of(incident.kind),
            "level": level.name,
        },
        summary(incident),
    ]
    if incident.cause:
        said.append(_("原因：%(text)s") % {"text": incident.cause})
    if incident.measures_taken:
        said.append(_("措施：%(text)s") % {"text": incident.measures_taken})
    said.append(_("如果再次出现，请在应急室里重新打开。"))
    return "\n".join(said)


def _last_known(updates: list[Update]) -> str:
    return updates[-1].known if updates else ""


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
