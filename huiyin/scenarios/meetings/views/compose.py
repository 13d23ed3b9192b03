"""约会议: the form of a meeting."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.meetings.models import MeetingKind
from huiyin.scenarios.meetings.views.pages import page, shown


@require_safe
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    require(actor_of(request), Action.WRITE_NOTICE)
    kinds = MeetingKind.objects.filter(active=True)
    return shown(request, "meetings/new.html", {"kinds": kinds})
