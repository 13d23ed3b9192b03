"""Handing out attachments: as files to keep, never as pages that could run."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huiyin.cases.models import Attachment
from huiyin.directory.access import Action, actor_of, permission, require

_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
@permission(Action.READ_ATTACHMENT)
@login_required
def download(request: HttpRequest, attachment_id: UUID) -> FileResponse:
    """One file for somebody who may read its case; 404 for everybody else."""
    actor = actor_of(request)
    row = get_object_or_404(Attachment.objects.select_related("case"), pk=attachment_id)
    require(actor, Action.READ_ATTACHMENT, row.case)
    return handed_out(row.file, row.name, row.content_type)


def handed_out(file: FieldFile, name: str, content_type: str) -> FileResponse:
    """A stored file as a download that no browser runs; 404 when it is gone."""
    try:
        stored = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
