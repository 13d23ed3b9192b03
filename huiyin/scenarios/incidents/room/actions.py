"""What people write into the timeline, and who may look on quietly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile

from huiyin.cases import attachments
from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import may_write, require_command
from huiyin.scenarios.incidents.models import Entry, EntryKind, Incident, Watch
from huiyin.scenarios.incidents.refusal import IncidentRefused

LONGEST = 4000


@action(events.NOTED)
def note(
    incident_id: UUID,
    text: str,
    *,
    by: Person,
    kind: str = EntryKind.NOTE.value,
    files: "Sequence[UploadedFile[Any]]" = (),
    key: UUID | None = None,
    written_at: datetime | None = None,
) -> Entry:
    """Write a line, with at most one file; sent twice with one ``key``, it is kept once.

    ``written_at`` is when it was typed while the line was cut; it stands there in the timeline.
    ``IncidentRefused``: ``text`` empty (without a file) or long, ``kind`` unknown, several
    ``files``; ``ValidationError`` for a file that is not kept; ``PermissionDenied``.
    """
    incident = facts.locked(incident_id)
    require(by, Action.READ, incident)
    if not may_write(by, incident):
        raise PermissionDenied
    known = Entry.objects.filter(incident=incident, key=key).first() if key else None
    if known is not None:
        return known
    _check(text, kind, files)
    at = clock.now()
    upload = files[0] if files else None
    kept = attachments.attach(incident, upload, by=by) if upload is not None else None
    row = Entry.objects.create(
        incident=incident,
        at=_written(incident, written_at, at),
        kept_at=at,
        by=by,
        kind=EntryKind.FILE if kept is not None and kind == EntryKind.NOTE else kind,
        text=text.strip(),
        attachment=kept,
        key=key or new_id(),
    )
    more: dict[str, Fact] = {"entry": str(row.key), "what": row.kind}
    if kept is not None:
        more["sha256"] = kept.sha256
    facts.record(events.NOTED, incident, at, by, more, private={"text": row.text})
    return row


@action(events.WATCH_OPENED)
def open_watch(incident_id: UUID, name: str, *, by: Person) -> Watch:
    """Let somebody look on by a link, quietly: read-only, until it is taken back."""
    incident = facts.locked(incident_id)
    require_command(by, incident)
    if not name.strip() or len(name) > 60:  # noqa: PLR2004 - the width of the column
        raise IncidentRefused("name", "empty")
    at = clock.now()
    row = Watch.objects.create(incident=incident, name=name.strip(), made_by=by, made_at=at)
    facts.record(
        events.WATCH_OPENED, incident, at, by, {"watch": str(row.pk)}, private={"name": row.name}
    )
    return row


@action(events.WATCH_CLOSED)
def close_watch(watch_id: UUID, *, by: Person) -> bool:
    """Take an observer's link back; ``False`` when it was. Nobody can look through it any more."""
    row = Watch.objects.select_for_update().get(pk=watch_id)
    incident = facts.locked(row.incident_id)
    require_command(by, incident)
    if row.closed_at is not None:
        return False
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    facts.record(events.WATCH_CLOSED, incident, row.closed_at, by, {"watch": str(row.pk)})
    return True


def _check(text: str, kind: str, files: "Sequence[UploadedFile[Any]]") -> None:
    if not text.strip() and not files:
        raise IncidentRefused("text", "empty")
    if len(text) > LONGEST:
        raise IncidentRefused("text", "long")
    if kind not in EntryKind.values:
        raise IncidentRefused("kind", "unknown")
    if len(files) > 1:
        raise IncidentRefused("files", "several")


def _written(incident: Incident, written_at: datetime | None, at: datetime) -> datetime:
    """When it was typed: not before the incident, not after now."""
    if written_at is None:
        return at
    began = min(incident.created_at, at)
    return min(max(written_at, began), at)
