"""Recordings: a file or a link, named and dated, filed with the meeting (Reg 4.3)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.attachments import attach
from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Recording
from huiyin.scenarios.meetings.standing import WordsRefused, written

LONGEST = 120
_LINK = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Tape:
    """A recording as somebody hands it in; ``subject`` and ``dated`` may be missing: then it is refused."""

    subject: str = ""
    dated: date | None = None
    link: str = ""
    upload: "UploadedFile[Any] | None" = None


@action(events.RECORDING_FILED)
def file_recording(meeting_id: UUID, tape: Tape, *, by: Person) -> Recording:
    """File a recording of a meeting that has ended; the same one handed in twice is filed once.

    ``guards.Refused`` without subject or date (clause 4.3); ``WordsRefused`` when there is neither
    file nor link; ``ValidationError`` for a file that may not be kept.
    """
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    link, subject = _checked(tape), tape.subject.strip()[:LONGEST]
    at = clock.now()
    facts = told.facts(meeting) | {
        "person": meeting.recorder_id or by.pk,
        "has_subject_and_date": bool(subject) and tape.dated is not None,
    }
    dated = tape.dated or timezone.localtime(at).date()
    same = Recording.objects.filter(meeting=meeting, link=link, subject=subject, dated=dated)
    known = same.first() if link and tape.upload is None and tape.dated else None
    if known is not None:
        return known
    record(Event(events.RECORDING_FILED, str(meeting.pk), at, by.pk, facts))
    return Recording.objects.create(
        meeting=meeting,
        attachment=attach(meeting, tape.upload, by=by) if tape.upload else None,
        link=link,
        subject=subject,
        dated=dated,
        filed_at=at,
        filed_by=by,
    )


def of_meeting(meeting: Meeting) -> list[Recording]:
    """What is filed, the oldest first."""
    rows = Recording.objects.filter(meeting=meeting).select_related("attachment", "filed_by")
    return list(rows.order_by("filed_at", "pk"))


def _checked(tape: Tape) -> str:
    link = tape.link.strip()
    if not link and not tape.upload:
        raise WordsRefused("link", "empty")
    if link:
        try:
            _LINK(link)
        except ValidationError as error:
            raise ValidationError(_("链接写成 https:// 开头的网址")) from error
    return link
