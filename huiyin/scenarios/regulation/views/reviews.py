"""修订检查: whether the regulation still fits, twice a year."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of, may
from huiyin.scenarios.regulation import reviews
from huiyin.scenarios.regulation.models import Review
from huiyin.scenarios.regulation.views.pages import go, page, shown


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What is asked, by when, and what came of it."""
    return shown(request, "regulation/review.html", _context(request, review_id))


@require_POST
@page(Action.AMEND_POLICY)
def keep(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """No change is needed, and why."""
    actor = actor_of(request)
    get_object_or_404(Review, pk=review_id)
    try:
        reviews.keep_as_is(review_id, request.POST.get("reason", ""), by=actor)
    except reviews.NoReason:
        context = _context(request, review_id) | {"problem": _("请写明为什么不需要修订")}
        return shown(request, "regulation/review.html", context, status=422)
    messages.success(request, _("已记录：本期不修订"))
    return go(reverse("regulation:review", args=[review_id]))


def _context(request: HttpRequest, review_id: UUID) -> dict[str, object]:
    actor = actor_of(request)
    review = get_object_or_404(Review.objects.select_related("settled_by"), pk=review_id)
    return {"review": review, "duty": reviews.duty(review), "mine": may(actor, Action.AMEND_POLICY)}
