"""Putting a notice forward over REST; the signatures themselves are those of every case."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.cases.rest.problem import Refusal, conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.cases.signoff import rounds
from huiyin.cases.signoff.schemas import SignOffOut, whole
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.directory.access import Action, NotVisible, permission, require
from huiyin.scenarios.notices import actions, checks
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.signing.actions import submit as put_forward

router = Router(tags=["notices"])


@router.post(
    "/notices/{notice_id}/submit",
    response=SignOffOut,
    operation_id="submitNotice",
    summary="Put a draft forward to be signed",
)
@permission(Action.EDIT)
def submit(request: HttpRequest, notice_id: UUID) -> SignOffOut:
    """The draft is frozen until the round ends; with `publish_when_signed` it then goes out."""
    actor = caller(request)
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    require(actor, Action.EDIT, notice)
    try:
        signoff = put_forward(notice.pk, by=actor)
    except checks.NotReady as error:
        raise invalid(_("还有必须改的地方，没有提交"), error.errors) from error
    except actions.NotDraft as error:
        raise conflict("not-draft", _("已发布的通知不能再改")) from error
    except rounds.NothingToSign as error:
        raise conflict("nothing-to-sign", _("这份通知不需要审签，可以直接发布")) from error
    except rounds.AlreadyRunning as error:
        raise conflict("being-signed", _("这份通知正在审签")) from error
    except NobodyLeft as error:
        raise conflict("nobody-left", _("除作者外没有足够的人可以签署，没有提交")) from error
    except PermissionDenied as error:
        words = _("接收人超出你可以发布的范围，没有提交")
        raise Refusal(403, words, kind="audience-beyond-reach") from error
    return whole(signoff, actor)
