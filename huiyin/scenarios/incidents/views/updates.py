"""The word every half hour, and notes with files."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.models import EntryKind
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import page
from huiyin.scenarios.incidents.views.room import again


@require_POST
@page(Action.READ)
def give(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say how it stands."""
    actor, posted = actor_of(request), request.POST
    queries.find(case_id, actor)
    words = actions.Words(posted.get("known", ""), posted.get("done", ""), posted.get("ahead", ""))
    audience = posted.getlist("audience") or ["management"]
    try:
        actions.give_update(
            case_id, words, by=actor, audience=audience, key=_uuid(posted.get("key", ""))
        )
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("通报已发出"), part="#timeline")


@require_POST
@page(Action.READ)
def note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a line; the page sends what it kept while the line was cut with ``quiet``."""
    actor, posted = actor_of(request), request.POST
    queries.find(case_id, actor)
    try:
        actions.note(
            case_id,
            posted.get("text", ""),
            by=actor,
            kind=posted.get("kind", "") or EntryKind.NOTE.value,
            files=request.FILES.getlist("file"),
            key=_uuid(posted.get("key", "")),
            written_at=_moment(posted.get("written_at", "")),
        )
    except WRONG as error:
        if "quiet" in posted:
            return HttpResponse(why(error), status=422, content_type="text/plain; charset=utf-8")
        return again(request, case_id, why(error))
    if "quiet" in posted:
        return HttpResponse(status=204)
    return back(request, case_id, part="#timeline")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Milliseconds since 1970, as browsers count."""
    try:
        return datetime.fromtimestamp(int(text) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
