"""Minutes to read: as a page, on paper, as a file; confirming the record of a management meeting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.papers.handing import hand_out
from huiyin.cases.papers.paper import Paper
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings import queries as meetings
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.minutes import actions, contents, paper, queries, recordings, sending
from huiyin.scenarios.meetings.models import Meeting, MeetingState, MinutesRevision
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.ui import live


@require_safe
@page(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What was sent out (``?revision=`` an older one); a writer goes on writing until it is."""
    actor = actor_of(request)
    meeting = meetings.find(meeting_id, actor)
    found = _asked_for(request, meeting)
    if found is None and writes(meeting, actor) and meeting.state in actions.WRITTEN_IN:
        return go(reverse("meetings:minutes_edit", args=[meeting.pk]))
    if found is not None:
        actions.read(meeting, by=actor)
    context = _context(meeting, found, actor)
    context["live_topics"] = live.topics(actor, f"case:{meeting.pk}", f"person:{actor.pk}")
    return shown(request, "meetings/minutes/show.html", context)


@require_safe
@page(Action.READ)
def readers(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who opened and confirmed them: a part of the page that stays fresh."""
    actor = actor_of(request)
    meeting = meetings.find(meeting_id, actor)
    context = _context(meeting, queries.newest(meeting), actor)
    return shown(request, "meetings/minutes/_readers.html", context)


@require_safe
@page(Action.READ)
def sheet(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes on A4, to be printed."""
    actor = actor_of(request)
    meeting = meetings.find(meeting_id, actor)
    found = _asked_for(request, meeting)
    if found is None:
        raise Http404
    context = _context(meeting, found, actor) | {"paper": paper.of_sent(found)}
    return shown(request, "meetings/minutes/sheet.html", context)


@require_safe
@page(Action.READ)
def document(request: HttpRequest, meeting_id: UUID, ending: str) -> HttpResponse:
    """The minutes as DOCX or PDF; a writer has the draft before they are out."""
    actor = actor_of(request)
    meeting = meetings.find(meeting_id, actor)
    found = _asked_for(request, meeting)
    return hand_out(paper.of_sent(found) if found else _draft(meeting, actor), ending)


@require_POST
@page(Action.READ)
def confirm(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The record is right: once, for oneself or for whom one stands in."""
    actor = actor_of(request)
    given = request.POST.get("person", "")
    person = Person.objects.filter(pk=int(given)).first() if given.isdigit() else None
    if actions.confirm(meeting_id, by=actor, person=person):
        messages.success(request, _("已确认沟通纪要"))
    return go(reverse("meetings:minutes", args=[meeting_id]))


def _asked_for(request: HttpRequest, meeting: Meeting) -> MinutesRevision | None:
    number = request.GET.get("revision", "")
    if not number:
        return queries.newest(meeting)
    found = queries.revision(meeting, int(number)) if number.isdigit() and len(number) < 5 else None  # noqa: PLR2004 - fits a small number
    if found is None:
        raise Http404
    return found


def _draft(meeting: Meeting, actor: Person) -> Paper:
    minutes = queries.of(meeting)
    if minutes is None or not writes(meeting, actor):
        raise Http404
    return paper.of_draft(meeting, actions.body_of(minutes))


def _context(meeting: Meeting, found: MinutesRevision | None, actor: Person) -> dict[str, Any]:
    asked = sending.owes_confirmation(meeting, actor, actor)
    kept = contents.of_revision(found) if found else None
    all_revisions = queries.revisions(meeting)
    newest = all_revisions[0] if all_revisions else None
    return {
        "meeting": meeting,
        "minutes": queries.of(meeting),
        "found": found,
        "newest": newest,
        "older": found is not None and found != newest,
        "kept": kept,
        "facts": paper.facts_of(meeting, kept) if kept else [],
        "kind": paper.kind_of(meeting),
        "revisions": all_revisions,
        "readers": queries.reached(meeting),
        "recordings": recordings.of_meeting(meeting),
        "writes": writes(meeting, actor),
        "over": meeting.state == MeetingState.CLOSED,
        "asks": asked,
        "duty": owed.first(meeting.pk, "publish_minutes"),
        "mine": owed.by(meeting.pk, actor, sending.VERB),
    }
