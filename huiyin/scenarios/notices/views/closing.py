"""The end of a notice: everybody reached or named, the expected effect against the result."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, may
from huiyin.kit import clock
from huiyin.scenarios.notices import outcome, publisher, record, record_pdf
from huiyin.scenarios.notices.assigned import queries as assigned
from huiyin.scenarios.notices.cascade import lengths
from huiyin.scenarios.notices.effect_form import effect_of
from huiyin.scenarios.notices.models import NoticeState
from huiyin.scenarios.notices.requests import queries as requests
from huiyin.scenarios.notices.views.pages import listening, open_case, page, shown
from huiyin.ui.downloads import download


@require_safe
@page(Action.SEE_COVERAGE)
def closing(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """What was expected, what came of it, who is missing, and the record to take along."""
    actor, notice = open_case(request, notice_id, Action.SEE_COVERAGE)
    if notice.state == NoticeState.DRAFT:
        raise Http404
    asked = requests.origin_of(notice)
    context = {
        "notice": notice,
        "figures": record.figures(notice),
        "outcome": outcome.of(notice),
        "effect": effect_of(notice),
        "waiting": publisher.waiting(notice.pk),
        "unreached": [row for row in record.rows(notice) if row.reason]
        if may(actor, Action.SEE_UNREAD_NAMES, notice) and publisher.reach(notice, actor) is None
        else [],
        "assigned": assigned.of_notice(notice),
        "may_finish": set[int](),
        "now": clock.now(),
        "way_length": lengths.length_of(notice),
        "asked": asked if asked is not None and may(actor, Action.READ, asked) else None,
        "may_close": may(actor, Action.EDIT, notice),
        "may_export": may(actor, Action.EXPORT, notice),
        "live_topics": listening(request, notice),
    }
    return shown(request, "notices/closing.html", context)


@require_safe
@page(Action.EXPORT)
def document(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The confirmation record as PDF."""
    _actor, notice = open_case(request, notice_id, Action.EXPORT)
    if notice.state == NoticeState.DRAFT:
        raise Http404
    return download(record_pdf.write(notice), record_pdf.CONTENT_TYPE, record_pdf.file_name(notice))
