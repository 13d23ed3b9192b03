"""Writing minutes: saved while typing, checked, sent out; written to again afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings import queries as meetings
from huiyin.scenarios.meetings.authority import require_writer
from huiyin.scenarios.meetings.minutes import actions, contents, paper, queries
from huiyin.scenarios.meetings.minutes.forms import TextForm
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Minutes, MinutesState
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.views.pages import go, is_partial, page, shown


@require_safe
@page(Action.READ)
def edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The draft, as it wrote itself or was left."""
    actor = actor_of(request)
    meeting = _open(meeting_id, actor)
    minutes = queries.of(meeting) or Minutes(meeting=meeting)
    if meeting.state not in actions.WRITTEN_IN or minutes.state == MinutesState.PUBLISHED:
        return go(reverse("meetings:show", args=[meeting.pk]))
    return shown(request, "meetings/minutes/edit.html", _context(meeting, minutes))


@require_POST
@page(Action.READ)
def save(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Keep what was typed; answers what is still missing before it can go out."""
    actor = actor_of(request)
    meeting = _open(meeting_id, actor)
    form = TextForm(request.POST)
    problem, status = "", 200
    if not form.is_valid():
        problem, status = _("纪要太长，没有保存"), 422
    else:
        try:
            actions.save(meeting_id, form.text(), by=actor)
        except actions.Overtaken:
            problem, status = _taken(), 409
        except (WrongState, WordsRefused):
            return go(reverse("meetings:minutes", args=[meeting_id]))
    minutes = queries.of(meeting) or Minutes(meeting=meeting)
    context = _context(meeting, minutes) | {"problem": problem}
    if not is_partial(request):
        return shown(request, "meetings/minutes/edit.html", context, status=status)
    return shown(request, "meetings/minutes/_side.html", context, status=status)


@require_POST
@page(Action.READ)
def publish(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send them out, or send the revision out with what changed."""
    actor = actor_of(request)
    meeting = _open(meeting_id, actor)
    try:
        _send(request, meeting, actor)
    except actions.Overtaken:
        return _refused(request, meeting, _taken())
    except Refused as refused:
        return _refused(request, meeting, str(refused))
    except WordsRefused as refused:
        return _refused(request, meeting, _SAID[refused.field]())
    except WrongState:
        return _refused(request, meeting, _("散会以后才能发出纪要"))
    messages.success(request, _("纪要已发出"))
    return go(reverse("meetings:minutes", args=[meeting_id]))


@require_POST
@page(Action.READ)
def anew(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let the draft write itself again from the meeting."""
    actions.draft_anew(meeting_id, by=actor_of(request))
    return go(reverse("meetings:minutes_edit", args=[meeting_id]))


@require_POST
@page(Action.READ)
def reopen(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Begin a revision; ``keep`` leaves the minutes as they are out."""
    actor = actor_of(request)
    if "keep" in request.POST:
        actions.give_up_revision(meeting_id, by=actor)
        return go(reverse("meetings:minutes", args=[meeting_id]))
    actions.reopen(meeting_id, by=actor)
    return go(reverse("meetings:minutes_edit", args=[meeting_id]))


def _open(meeting_id: UUID, actor: Person) -> Meeting:
    meeting = meetings.find(meeting_id, actor)
    require_writer(meeting, actor)
    return meeting


def _send(request: HttpRequest, meeting: Meeting, actor: Person) -> None:
    """What stands in the form goes out; ``Overtaken`` when somebody saved in the meantime."""
    minutes = queries.of(meeting)
    if minutes is not None and minutes.state == MinutesState.PUBLISHED:
        return
    form = TextForm(request.POST)
    if not form.is_valid():
        raise WordsRefused("body", "long")
    actions.save(meeting.pk, form.text(), by=actor)
    if minutes is not None and minutes.state == MinutesState.REVISING:
        actions.revise(meeting.pk, request.POST.get("change", ""), by=actor)
    else:
        actions.publish(meeting.pk, by=actor)


def _refused(request: HttpRequest, meeting: Meeting, why: str) -> HttpResponse:
    minutes = queries.of(meeting) or Minutes(meeting=meeting)
    context = _context(meeting, minutes) | {
        "problem": why,
        "change": request.POST.get("change", ""),
    }
    return shown(request, "meetings/minutes/edit.html", context, status=422)


def _context(meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    kept = contents.of_meeting(meeting)
    return {
        "meeting": meeting,
        "minutes": minutes,
        "kind": paper.kind_of(meeting),
        "body": actions.body_of(minutes),
        "kept": kept,
        "missing": [item for item in kept.items if not item.is_whole],
        "facts": paper.facts_of(meeting, kept),
        "duty": owed.first(meeting.pk, "publish_minutes"),
        "revising": minutes.state == MinutesState.REVISING,
        "may_send": meeting.state == MeetingState.CLOSED,
    }


def _taken() -> str:
    return _("有人刚改过这份纪要，你写的没有保存。先复制下来，再重新打开")


_SAID = {
    "change": lambda: _("用一句话写明修订了什么"),
    "items": lambda: _("每条待办都要写明负责人和完成时间"),
    "body": lambda: _("纪要太长，没有保存"),
}
