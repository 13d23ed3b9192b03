"""Putting a notice forward, and taking it up again: the author's side of sign-off."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.signoff import rounds
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.directory.access import Action
from huiyin.scenarios.notices import actions, checks
from huiyin.scenarios.notices.signing import actions as signing
from huiyin.scenarios.notices.views.pages import go, open_case, page


@require_POST
@page(Action.EDIT)
def submit(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Put the draft forward; what is missing is said, and nothing changes."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    try:
        signing.submit(notice.pk, by=actor)
    except actions.NotDraft:
        return go(request, reverse("notices:echo", args=[notice.pk]))
    except rounds.NothingToSign:
        return go(request, reverse("notices:publish", args=[notice.pk]))
    except rounds.AlreadyRunning:
        return go(request, reverse("signoff:sign", args=[notice.pk]))
    except (checks.NotReady, PermissionDenied, NobodyLeft) as error:
        messages.error(request, _why(error))
        return go(request, reverse("notices:edit", args=[notice.pk]))
    messages.success(request, _("已提交审签"))
    return go(request, reverse("signoff:sign", args=[notice.pk]))


@require_POST
@page(Action.EDIT)
def reopen(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Write to it again; what was signed lapses."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    if signing.reopen(notice.pk, by=actor):
        messages.success(request, _("已转为修改，原有签署意见作废"))
    return go(request, reverse("notices:edit", args=[notice.pk]))


def _why(error: Exception) -> str:
    if isinstance(error, checks.NotReady):
        first = next(iter(error.errors.values()), "")
        return _("还有必须改的地方，没有提交：%(first)s") % {"first": first}
    if isinstance(error, NobodyLeft):
        return _("除作者外没有足够的人可以签署，没有提交")
    return _("接收人超出你可以发布的范围，没有提交")
