"""Reads of revisions: the history, what is new to a reader, errors by department and cause."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.scenarios.notices import events
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.difference import Piece, changed
from huiyin.scenarios.notices.revisions.models import Cause, Revision, RevisionKind

FIELD_NAMES: dict[str, Any] = {
    "title": _("标题"),
    "gist": _("要点"),
    "background": _("背景"),
    "items": _("具体事项"),
    "requirements": _("执行要求"),
    "contact": _("联系人"),
    "copy_to": _("抄送范围"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of the text that reads differently."""

    name: str
    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class News:
    """What is new to somebody: the newest revision against the one they knew."""

    revision: Revision
    known: Revision
    fields: list[FieldChange]
    confirmed: bool

    @property
    def corrects(self) -> bool:
        """Whether what they knew was wrong."""
        return self.revision.kind == RevisionKind.CORRECTION


@dataclass(frozen=True, slots=True)
class Errors:
    """Information errors of one department with one cause."""

    department: str
    cause: str
    label: str
    count: int


def history(notice: Notice) -> list[Revision]:
    """All revisions, the newest first."""
    return list(Revision.objects.filter(notice=notice).select_related("by").order_by("-number"))


def numbered(notice: Notice, number: int) -> Revision | None:
    """One revision."""
    return Revision.objects.filter(notice=notice, number=number).select_related("by").first()


def compared(old: Revision, new: Revision) -> list[FieldChange]:
    """The fields in which two revisions differ, in the order of the page."""
    found = []
    for name, label in FIELD_NAMES.items():
        before, after = old.texts.get(name, ""), new.texts.get(name, "")
        if before != after:
            found.append(FieldChange(name, str(label), changed(before, after)))
    return found


def steps(rows: list[Revision]) -> list[tuple[Revision, list[FieldChange]]]:
    """Revisions, the newest first, each with what it changed in the one before."""
    older = [*rows[1:], None]
    return [
        (row, compared(before, row) if before is not None else [])
        for row, before in zip(rows, older, strict=True)
    ]


def is_outdated(notice: Notice, at: datetime) -> bool:
    """Whether a text that asks to be confirmed anew went out after ``at``."""
    rows = Revision.objects.filter(notice=notice, at__gt=at)
    return rows.exclude(kind__in=[RevisionKind.MINOR, RevisionKind.ORIGINAL]).exists()


def news_for(notice: Notice, person: Person) -> News | None:
    """What changed since ``person`` last confirmed, else in the newest step; ``None`` for nothing."""
    if notice.revision < 2:  # noqa: PLR2004 - the first revision is no change
        return None
    rows = list(Revision.objects.filter(notice=notice).select_related("by").order_by("number"))
    confirmed = _confirmed(notice.pk, person.pk)
    newest = rows[-1]
    seen = [row for row in rows[:-1] if confirmed is not None and row.at <= confirmed < newest.at]
    known = seen[-1] if seen else rows[-2]
    fields = compared(known, newest)
    return News(newest, known, fields, confirmed is not None and confirmed >= newest.at)


def errors(
    *, department: int | None = None, after: datetime | None = None, before: datetime | None = None
) -> list[Errors]:
    """Information errors counted per department and cause, the most first."""
    rows = Revision.objects.filter(kind=RevisionKind.CORRECTION)
    if department is not None:
        rows = rows.filter(notice__department=department)
    if after is not None:
        rows = rows.filter(at__gte=after)
    if before is not None:
        rows = rows.filter(at__lt=before)
    counted = rows.values_list("notice__department__name", "cause").annotate(n=Count("pk"))
    ordered = counted.order_by("-n", "notice__department__name", "cause")
    return [Errors(name, cause, str(Cause(cause).label), n) for name, cause, n in ordered]


def errors_of(notice: Notice) -> int:
    """How often this notice had to be corrected."""
    return Revision.objects.filter(notice=notice, kind=RevisionKind.CORRECTION).count()


def _confirmed(notice_id: UUID, person_id: int) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRMED_AT, [notice_id, events.CONFIRMED, person_id])
        row: Any = cursor.fetchone()
    return row[0] if row else None


_CONFIRMED_AT = """
SELECT max(b.closed_at) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.parent IS NULL AND o.met_by = %s AND b.person_id = %s
   AND b.state IN (1, 2)
"""
