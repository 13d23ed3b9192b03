"""One finding put right without scripts: what was typed is kept, then the words are replaced."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action
from huiyin.kit import clock
from huiyin.scenarios.notices import actions, checks, linting
from huiyin.scenarios.notices.views.compose import save
from huiyin.scenarios.notices.views.pages import open_case, page

_KEPT = 302
"""``compose.save`` kept the draft and leads back to it."""


@require_POST
@page(Action.EDIT)
def mend(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Keep the draft as it was typed, and take over the text that the finding offers."""
    saved = save(request, notice_id)
    if saved.status_code != _KEPT:
        return saved
    actor, notice = open_case(request, notice_id, Action.EDIT)
    found = checks.findings(notice, 1, clock.now())
    change = linting.mended(notice, found, request.POST.get("mend", ""))
    if change:
        actions.save_draft(notice.pk, change, by=actor)
    else:
        messages.info(request, _("这处文字已经改动，没有替换"))
    return saved
