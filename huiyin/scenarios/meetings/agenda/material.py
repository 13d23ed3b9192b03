"""Files that belong to a meeting: handed out before it, kept with it."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from huiyin.cases.attachments import attach, detach
from huiyin.cases.models import Attachment
from huiyin.directory.models import Person
from huiyin.kit import live
from huiyin.scenarios.meetings.agenda.items import OPEN
from huiyin.scenarios.meetings.models import Meeting, MeetingState
from huiyin.scenarios.meetings.standing import WordsRefused, written

BEFORE = (MeetingState.DRAFT, MeetingState.ANNOUNCED)


@transaction.atomic
def add(meeting_id: UUID, upload: "UploadedFile[Any] | None", *, by: Person) -> Attachment:
    """Keep a file with the meeting; ``ValidationError`` with a sentence when it may not be.

    ``WordsRefused`` without a file.
    """
    meeting = written(meeting_id, by, *OPEN)
    if upload is None:
        raise WordsRefused("file", "empty")
    made = attach(Meeting.objects.get(pk=meeting.pk), upload, by=by)
    live.announce(f"case:{meeting.pk}")
    return made


@transaction.atomic
def remove(row: Attachment, *, by: Person) -> None:
    """Take a file off before the meeting begins."""
    meeting = written(row.case_id, by, *BEFORE)
    detach(meeting, str(row.pk))
