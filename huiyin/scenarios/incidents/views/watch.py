"""The quiet observer: a page behind a signed link that shows and changes nothing."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, NotVisible, actor_of, open_to_all
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.models import Watch
from huiyin.scenarios.incidents.room import page as room_page
from huiyin.scenarios.incidents.room import watching
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import page, shown
from huiyin.scenarios.incidents.views.room import again


@require_safe
@open_to_all("the signed link itself names the incident; nothing can be changed here")
@login_not_required
@never_cache
def look(request: HttpRequest, token: str) -> HttpResponse:
    """The room as it stands; 404 for a forged link, and for one that was taken back."""
    return shown(request, "incidents/watch.html", _context(token))


@require_safe
@open_to_all("the signed link itself names the incident; nothing can be changed here")
@login_not_required
@never_cache
def part(request: HttpRequest, token: str) -> HttpResponse:
    """What stays fresh of it, asked for every half minute."""
    return shown(request, "incidents/_watch.html", _context(token))


@require_POST
@page(Action.READ)
def make(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A link for one observer."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    try:
        actions.open_watch(case_id, request.POST.get("name", ""), by=actor)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("旁观链接已生成"), part="#watches")


@require_POST
@page(Action.READ)
def close(request: HttpRequest, case_id: UUID, watch_id: UUID) -> HttpResponse:
    """Take it back."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    if not Watch.objects.filter(pk=watch_id, incident=case_id).exists():
        raise NotVisible
    actions.close_watch(watch_id, by=actor)
    return back(request, case_id, said=_("旁观链接已收回"), part="#watches")


def _context(token: str) -> dict[str, object]:
    watch = watching.read(token)
    if watch is None:
        raise NotVisible
    return {"watch": watch, "token": token, **room_page.quiet(watch.incident)}
