"""Amendments and versions over REST: the same verbs, reads and permissions as the pages."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, NotVisible, permission
from huiyin.directory.models import Department
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, history, queries
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.schemas import (
    AmendmentOut,
    AmendmentWhole,
    ChangeOut,
    NewAmendment,
    SavedAmendment,
    SubmittedAmendment,
    VersionOut,
    WithdrawnAmendment,
)
from huiyin.scenarios.regulation.words.changes import words_of_change
from huiyin.ui.phrasing import in_words

router = Router(tags=["regulation"])
PAGE = 200


@router.get(
    "/amendments",
    response=list[AmendmentOut],
    operation_id="listAmendments",
    summary="The amendments that the caller sees, the newest first",
)
@permission(Action.SEE)
def index(request: HttpRequest) -> list[AmendmentOut]:
    """At most 200."""
    rows = queries.visible_to(caller(request)).order_by("-created_at")[:PAGE]
    return [AmendmentOut.of(row) for row in rows]


@router.post(
    "/amendments",
    response={201: AmendmentWhole},
    operation_id="createAmendment",
    summary="Begin an amendment",
)
@permission(Action.AMEND_OVERLAY)
def create(request: HttpRequest, body: NewAmendment) -> Status[AmendmentWhole]:
    """Of the company's regulation, or with `binds` of a department's own rules."""
    binds = None
    if body.binds is not None:
        binds = Department.objects.filter(pk=body.binds, active=True).first()
        if binds is None:
            raise NotVisible
    try:
        made = actions.create(by=caller(request), binds=binds, source=body.source, title=body.title)
    except PolicyError as error:
        raise _unreadable(error) from error
    return Status(201, _whole(made))


@router.get(
    "/amendments/{amendment_id}",
    response=AmendmentWhole,
    operation_id="getAmendment",
    summary="An amendment with its text and what it changes",
)
@permission(Action.SEE)
def show(request: HttpRequest, amendment_id: UUID) -> AmendmentWhole:
    """`changes` compares with the version that it was written from."""
    return _whole(queries.find(amendment_id, caller(request)))


@router.put(
    "/amendments/{amendment_id}",
    response=AmendmentWhole,
    operation_id="saveAmendment",
    summary="Replace the text of a draft",
)
@permission(Action.AMEND_OVERLAY)
def save(request: HttpRequest, amendment_id: UUID, body: SavedAmendment) -> AmendmentWhole:
    """Refused with `stale` when somebody saved in between."""
    try:
        saved = actions.save(amendment_id, body.source, by=caller(request), seen=body.seen)
    except PolicyError as error:
        raise _unreadable(error) from error
    except actions.Stale as error:
        raise conflict("stale", _("有人在你之后改过，请先读取最新的文本")) from error
    except actions.NotDraft as error:
        raise conflict("not-draft", _("已经提交，不能再改")) from error
    return _whole(saved)


@router.post(
    "/amendments/{amendment_id}/submit",
    response=AmendmentWhole,
    operation_id="submitAmendment",
    summary="Put a draft forward to be signed",
)
@permission(Action.AMEND_OVERLAY)
def submit(request: HttpRequest, amendment_id: UUID, body: SubmittedAmendment) -> AmendmentWhole:
    """Refused with what stands against it: findings, no reason, no difference, an old base."""
    actor = caller(request)
    try:
        if body.reason:
            title = queries.find(amendment_id, actor).title
            actions.describe(amendment_id, by=actor, title=title, reason=body.reason)
        actions.submit(amendment_id, body.wanted_from, body.despite, by=actor)
    except actions.Refusal as refusal:
        errors = {f"problems.{place}": said for place, said in enumerate(refusal.problems)}
        raise invalid(_("这份修订还不能提交"), errors) from refusal
    except (actions.NotDraft, AlreadyRunning) as error:
        raise conflict("not-draft", _("已经提交，不能再改")) from error
    except (NothingToSign, NobodyLeft) as error:
        words = _("没有人可以签这份修订，请先指定管理层和合规官")
        raise conflict("nobody-left", words) from error
    return _whole(queries.find(amendment_id, actor))


@router.post(
    "/amendments/{amendment_id}/withdraw",
    response=AmendmentOut,
    operation_id="withdrawAmendment",
    summary="Give an amendment up before it is in force",
)
@permission(Action.AMEND_OVERLAY)
def withdraw(request: HttpRequest, amendment_id: UUID, body: WithdrawnAmendment) -> AmendmentOut:
    """Withdrawn twice is once."""
    try:
        return AmendmentOut.of(actions.withdraw(amendment_id, body.reason, by=caller(request)))
    except actions.NotWaiting as error:
        raise conflict("in-force", _("已经生效，不能撤回；可以再起草一次恢复")) from error


@router.get(
    "/policy/versions",
    response=list[VersionOut],
    operation_id="listPolicyVersions",
    summary="Every version of the regulation, the newest first",
)
@permission(Action.SEE)
def versions(request: HttpRequest) -> list[VersionOut]:
    """Without their text."""
    caller(request)
    return [VersionOut.of(one.row) for one in history.versions()]


@router.get(
    "/policy/diff/{old}/{new}",
    response=list[ChangeOut],
    operation_id="diffPolicyVersions",
    summary="What changes from one version to another, clause by clause",
)
@permission(Action.SEE)
def difference(request: HttpRequest, old: int, new: int) -> list[ChangeOut]:
    """In words and as both values."""
    caller(request)
    rows = PolicyVersion.objects.in_bulk([old, new])
    if not {old, new} <= set(rows):
        raise NotVisible
    return [ChangeOut.of(one) for one in history.difference(rows[old], rows[new])]


def _whole(row: Amendment) -> AmendmentWhole:
    return AmendmentWhole.whole(row, words_of_change(*queries.before_and_after(row)))


def _unreadable(error: PolicyError) -> Exception:
    field = ".".join(part for part in ("source", error.file, error.clause, error.field) if part)
    return invalid(_("这份文本不是可读的规定"), {field: in_words(error.problem)})
