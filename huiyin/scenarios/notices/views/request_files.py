"""Files of a request while it is written."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.cases import attachments, uploads
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.scenarios.notices.requests import actions, queries
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState
from huiyin.scenarios.notices.views.pages import is_partial, page, shown


@require_POST
@page(Action.EDIT)
def attach(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One or more files; what is refused is said, the others are kept."""
    actor, errors = actor_of(request), list[str]()
    try:
        asked = actions.save_request(request_id, {}, by=actor)
    except actions.NotDraft:
        return HttpResponseRedirect(reverse("notices:request", args=[request_id]))
    if uploads.stopped(request):
        errors += attachments.too_large().messages
    else:
        for upload in request.FILES.getlist("files"):
            try:
                attachments.attach(asked, upload, by=actor)
            except ValidationError as error:
                errors += error.messages
    return _files(request, asked, errors)


@require_POST
@page(Action.EDIT)
def detach(request: HttpRequest, request_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a file off the form again."""
    actor, asked = actor_of(request), queries.find(request_id)
    if asked is None:
        raise NotVisible
    require(actor, Action.EDIT, asked)
    if asked.state == RequestState.DRAFT:
        attachments.detach(asked, str(attachment_id))
    return _files(request, asked, [])


def _files(request: HttpRequest, asked: NoticeRequest, errors: list[str]) -> HttpResponse:
    if is_partial(request):
        context = {
            "notice": asked,
            "attach_name": "notices:request_attach",
            "detach_name": "notices:request_detach",
            "attachments": attachments.of_case(asked),
            "upload_errors": errors,
            "limit": uploads.limit(),
        }
        status = 422 if errors else 200
        return shown(request, "notices/_files.html", context, status=status)
    for error in errors:
        messages.error(request, error)
    return HttpResponseRedirect(reverse("notices:request", args=[asked.pk]))
