"""What is said about a meeting after it beside the minutes: recordings, why it took longer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import queries as meetings
from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.minutes import recordings
from huiyin.scenarios.meetings.minutes.forms import RecordingForm
from huiyin.scenarios.meetings.models import Meeting
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.views.pages import go, page, shown


@require_POST
@page(Action.READ)
def file_recording(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """File a recording; refused without subject or date."""
    actor = actor_of(request)
    meeting = meetings.find(meeting_id, actor)
    form = RecordingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _not_filed(request, meeting, actor, form, "")
    try:
        recordings.file_recording(meeting_id, form.tape(), by=actor)
    except Refused as refused:
        return _not_filed(request, meeting, actor, form, str(refused))
    except ValidationError as error:
        return _not_filed(request, meeting, actor, form, "；".join(error.messages))
    except WordsRefused:
        return _not_filed(request, meeting, actor, form, _("给出文件或链接"))
    except WrongState:
        return _not_filed(request, meeting, actor, form, _("散会以后才能归档录音录像"))
    messages.success(request, _("已归档"))
    return go(reverse("meetings:show", args=[meeting_id]) + "#recordings")


@require_POST
@page(Action.READ)
def explain(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say in a line why the meeting took longer."""
    actor = actor_of(request)
    meetings.find(meeting_id, actor)
    try:
        live.explain(meeting_id, request.POST.get("reason", ""), by=actor)
        messages.success(request, _("已写明"))
    except WordsRefused:
        messages.error(request, _("写明超时的原因"))
    except WrongState:
        messages.error(request, _("会议还没有结束"))
    return go(reverse("meetings:show", args=[meeting_id]))


def _not_filed(
    request: HttpRequest, meeting: Meeting, actor: Person, form: RecordingForm, why: str
) -> HttpResponse:
    context = {"meeting": meeting, **showing.context(meeting, actor)}
    context |= {"record_form": form, "record_problem": why}
    return shown(request, "meetings/show.html", context, status=422)
