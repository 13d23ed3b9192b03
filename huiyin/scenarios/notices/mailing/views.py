"""Handing out what came with replies."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huiyin.cases.views import handed_out
from huiyin.directory.access import Action, actor_of, may, permission, require
from huiyin.scenarios.notices.mailing.models import ReplyFile
from huiyin.scenarios.notices.queries import visible


@require_safe
@permission(Action.SEE_UNREAD_NAMES)
@login_required
def reply_file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """One file for whoever sent it and those who read the replies; 404 for everybody else."""
    actor = actor_of(request)
    row = get_object_or_404(ReplyFile.objects.select_related("reply"), pk=file_id)
    notice = visible(actor, row.reply.notice_id)
    if notice is None:
        raise Http404
    if row.reply.person_id != actor.pk:
        if not may(actor, Action.READ, notice):
            raise Http404
        require(actor, Action.SEE_UNREAD_NAMES, notice)
    return handed_out(row.file, row.name, row.content_type)
