"""待我审签: what waits for my signature, and agreeing to several at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.signoff import answers, queries
from huiyin.cases.signoff.checklist import Unfinished
from huiyin.cases.signoff.views.pages import page, shown
from huiyin.directory.access import Action, NotVisible, actor_of


@require_safe
@page(Action.SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """The list, the earliest due first."""
    rows = queries.waiting(actor_of(request))
    several = sum(one.batchable for one in rows) > 1
    return shown(request, "signoff/list.html", {"rows": rows, "several": several})


@require_POST
@page(Action.SIGN)
def approve(request: HttpRequest) -> HttpResponse:
    """Agree to everything that is ticked: each is an act of its own, one failing stops no other."""
    actor = actor_of(request)
    wanted = {int(text) for text in request.POST.getlist("seat") if text.isdecimal()}
    mine = [one for one in queries.waiting(actor) if one.seat.pk in wanted and one.batchable]
    signed, left = 0, 0
    for one in mine:
        try:
            changed = answers.approve(one.seat.pk, by=actor).changed
        except (answers.NotYours, answers.Over, Unfinished, NotVisible):
            changed = True
        signed, left = signed + (not changed), left + changed
    _say(request, signed, left)
    response = HttpResponseRedirect(reverse("signoff:list"))
    response.status_code = 303
    return response


def _say(request: HttpRequest, signed: int, left: int) -> None:
    if signed:
        words = ngettext("已同意 %(count)d 份", "已同意 %(count)d 份", signed)
        messages.success(request, words % {"count": signed})
    if left:
        words = ngettext(
            "%(count)d 份有改动或已无需签署，没有签", "%(count)d 份有改动或已无需签署，没有签", left
        )
        messages.error(request, words % {"count": left})
    if not signed and not left:
        messages.error(request, _("没有选中文稿"))
