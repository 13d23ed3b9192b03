"""Files of a draft."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases import attachments, uploads
from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.notices import actions, hold
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.views.pages import is_partial, open_case, page, shown


@require_POST
@page(Action.EDIT)
def attach(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One or more files; what is refused is said, the others are kept."""
    actor = actor_of(request)
    notice = actions.create_draft(by=actor, notice_id=notice_id)
    errors: list[str] = []
    if notice.state != NoticeState.DRAFT:
        errors.append(_("已发布的通知不能再加附件"))
    elif hold.is_held(notice):
        errors.append(_("审签中的通知不能改附件，请先撤回"))
    elif uploads.stopped(request):
        errors += attachments.too_large().messages
    else:
        for upload in request.FILES.getlist("files"):
            try:
                attachments.attach(notice, upload, by=actor)
            except ValidationError as error:
                errors += error.messages
    return _files(request, notice, errors)


@require_POST
@page(Action.EDIT)
def detach(request: HttpRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a file off the draft again."""
    _actor, notice = open_case(request, notice_id, Action.EDIT)
    if notice.state == NoticeState.DRAFT and not hold.is_held(notice):
        attachments.detach(notice, str(attachment_id))
    return _files(request, notice, [])


def _files(request: HttpRequest, notice: Notice, errors: list[str]) -> HttpResponse:
    if is_partial(request):
        context = {
            "notice": notice,
            "attachments": attachments.of_case(notice),
            "upload_errors": errors,
            "limit": uploads.limit(),
        }
        status = 422 if errors else 200
        return shown(request, "notices/_files.html", context, status=status)
    for error in errors:
        messages.error(request, error)
    return HttpResponseRedirect(reverse("notices:edit", args=[notice.pk]))
