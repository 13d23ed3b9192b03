"""Minutes over REST: read, written, sent out, confirmed, as DOCX and PDF; recordings by link."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from huiyin.cases.papers.handing import hand_out
from huiyin.cases.rest.problem import invalid
from huiyin.cases.rest.values import Instant, Line, Text, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import queries as meetings
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.minutes import actions, contents, paper, queries, recordings
from huiyin.scenarios.meetings.minutes.actions import LONGEST
from huiyin.scenarios.meetings.models import Meeting, MinutesRevision, MinutesState
from huiyin.scenarios.meetings.rest.answers import done

router = Router(tags=["meetings"])


class DecidedOut(Schema):
    """A resolution as the minutes froze it."""

    number: int
    text: str


class TodoOut(Schema):
    """An action item as the minutes froze it."""

    number: int
    text: str
    owner: str
    due: Instant | None


class MinutesReaderOut(Schema):
    """One whom the minutes were sent to."""

    name: str
    read_at: Instant | None
    confirmed_at: Instant | None


class MinutesOut(Schema):
    """What was sent out last; who writes them sees the draft (`body`, `stamp`) instead."""

    state: str = Field(description="`draft`, `published` or `revising`.")
    revision: int = Field(description="How many were sent out; 0: none yet.")
    published_at: Instant | None
    change: str
    body: str = Field(description="Markdown.")
    stamp: int = Field(description="Send it along when writing, so that nobody is overwritten.")
    resolutions: list[DecidedOut]
    action_items: list[TodoOut]
    readers: list[MinutesReaderOut]


class WrittenMinutes(Schema):
    """The whole text, and the stamp of the text that it was written from."""

    body: Annotated[Text, Field(max_length=LONGEST)]
    stamp: Annotated[int, Field(ge=0)]


class PublishedMinutes(Schema):
    """Minutes that are being revised want a word on what changed."""

    change: Annotated[Line, Field(max_length=300)] = ""


class FiledRecording(Schema):
    """A recording that is kept elsewhere."""

    subject: Annotated[Line, Field(max_length=120)] = ""
    dated: date | None = None
    link: Annotated[Line, Field(min_length=1, max_length=500)]


@router.get(
    "/meetings/{meeting_id}/minutes",
    response=MinutesOut,
    operation_id="getMinutes",
    summary="The minutes of a meeting",
)
@permission(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """404 before they are out, for who does not write them. Reading counts as on the page."""
    by = caller(request)
    meeting = meetings.find(meeting_id, by)
    if not _writing(meeting, by):
        actions.read(meeting, by=by)
    return _whole(meeting_id, by)


@router.put(
    "/meetings/{meeting_id}/minutes",
    response=MinutesOut,
    operation_id="writeMinutes",
    summary="Keep what the recorder wrote",
)
@permission(Action.READ)
def write(request: HttpRequest, meeting_id: UUID, body: WrittenMinutes) -> MinutesOut:
    """`overtaken` when somebody else wrote in the meantime: nothing is lost."""
    text = actions.Text(body.body.replace("\r\n", "\n"), body.stamp)
    by = done(request, meeting_id, lambda by: actions.save(meeting_id, text, by=by))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/minutes/publish",
    response=MinutesOut,
    operation_id="publishMinutes",
    summary="Send the minutes to all whom they concern",
)
@permission(Action.READ)
def publish(request: HttpRequest, meeting_id: UUID, body: PublishedMinutes) -> MinutesOut:
    """Their action items become duties; refused with the clause while one is not whole."""

    def act(by: Person) -> None:
        minutes = queries.of(meetings.find(meeting_id, by))
        if minutes is not None and minutes.state == MinutesState.REVISING:
            actions.revise(meeting_id, body.change, by=by)
        else:
            actions.publish(meeting_id, by=by)

    return _whole(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/minutes/reopen",
    response=MinutesOut,
    operation_id="reopenMinutes",
    summary="Write to published minutes again",
)
@permission(Action.READ)
def reopen(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """What is out stays out until the revision is published."""
    by = done(request, meeting_id, lambda by: actions.reopen(meeting_id, by=by))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/minutes/confirm",
    response=MinutesOut,
    operation_id="confirmMinutes",
    summary="Confirm the record of a management meeting",
)
@permission(Action.READ)
def confirm(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """Once; nothing happens when the caller does not owe it."""
    by = done(request, meeting_id, lambda by: actions.confirm(meeting_id, by=by))
    return _whole(meeting_id, by)


@router.get(
    "/meetings/{meeting_id}/minutes/{ending}",
    operation_id="downloadMinutes",
    summary="The minutes as DOCX or PDF",
)
@permission(Action.READ)
def file(request: HttpRequest, meeting_id: UUID, ending: Literal["docx", "pdf"]) -> HttpResponse:
    """What was sent out last; who writes them gets the draft before that."""
    by = caller(request)
    meeting = meetings.find(meeting_id, by)
    found = queries.newest(meeting)
    if found is not None:
        return hand_out(paper.of_sent(found), ending)
    minutes = queries.of(meeting)
    if minutes is None or not writes(meeting, by):
        raise Http404
    return hand_out(paper.of_draft(meeting, actions.body_of(minutes)), ending)


@router.post(
    "/meetings/{meeting_id}/recordings",
    response=MinutesOut,
    operation_id="fileRecording",
    summary="File a recording by its link",
)
@permission(Action.READ)
def record(request: HttpRequest, meeting_id: UUID, body: FiledRecording) -> MinutesOut:
    """Refused with the clause without subject and date."""
    tape = recordings.Tape(body.subject, body.dated, body.link)

    def act(by: Person) -> None:
        try:
            recordings.file_recording(meeting_id, tape, by=by)
        except ValidationError as fault:
            words = "；".join(fault.messages)
            raise invalid(words, {"link": words}) from fault

    return _whole(meeting_id, done(request, meeting_id, act))


def _writing(meeting: Meeting, by: Person) -> bool:
    """Whether ``by`` sees what is being written instead of what is out."""
    minutes = queries.of(meeting)
    out = minutes is not None and minutes.state == MinutesState.PUBLISHED
    return writes(meeting, by) and not out and meeting.state in actions.WRITTEN_IN


def _whole(meeting_id: UUID, by: Person) -> MinutesOut:
    meeting = meetings.find(meeting_id, by)
    sent = queries.newest(meeting)
    if sent is None and not _writing(meeting, by):
        raise Http404
    minutes = queries.of(meeting)
    kept = _kept(meeting, sent, by)
    draft = minutes is not None and _writing(meeting, by)
    body = actions.body_of(minutes) if minutes and draft else sent.body if sent else ""
    return MinutesOut(
        state=minutes.state if minutes else MinutesState.DRAFT,
        revision=minutes.revision if minutes else 0,
        published_at=sent.published_at if sent else None,
        change=sent.change if sent else "",
        body=body,
        stamp=minutes.stamp if minutes else 0,
        resolutions=[DecidedOut(number=one.number, text=one.text) for one in kept.resolutions],
        action_items=[
            TodoOut(number=one.number, text=one.text, owner=one.owner, due=one.due_at)
            for one in kept.items
        ],
        readers=[
            MinutesReaderOut(name=one.name, read_at=one.read_at, confirmed_at=one.confirmed_at)
            for one in queries.reached(meeting)
        ],
    )


def _kept(meeting: Meeting, sent: MinutesRevision | None, by: Person) -> contents.Contents:
    if sent is None or _writing(meeting, by):
        return contents.of_meeting(meeting)
    return contents.of_revision(sent)
