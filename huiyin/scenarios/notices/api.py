"""Notices over REST: the same verbs, reads and permissions as the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.problem import Refusal, conflict, invalid
from huiyin.cases.rest.values import PersonId, caller
from huiyin.cases.spreadsheets import XLSX
from huiyin.directory.access import Action, NotVisible, permission, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.ledger import proof
from huiyin.obligations.guards import Refused
from huiyin.scenarios.notices import (
    actions,
    answers,
    checks,
    hold,
    listing,
    publisher,
    record,
    record_xlsx,
    represent,
)
from huiyin.scenarios.notices.models import CallOutcome, Notice, NoticeState
from huiyin.scenarios.notices.schemas import (
    AnchorOut,
    CallBody,
    CallOut,
    Confirmed,
    CoverageOut,
    FiguresOut,
    NoticeBody,
    NoticeHead,
    NoticeOut,
    OnBehalf,
    ProofOut,
    RecordOut,
    ReplyBody,
    ReplyOut,
    SilentOut,
)
from huiyin.scenarios.notices.signing.api import router as signing_router
from huiyin.ui.downloads import download

router = Router(tags=["notices"])
router.add_router("", signing_router)
JSON = "application/json"
SHEET = {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/notices", response=Page[NoticeHead], operation_id="listNotices", summary="List notices"
)
@permission(Action.SEE)
def index(
    request: HttpRequest, page: Query[PageQuery], view: listing.View = listing.View.ALL
) -> Page[NoticeHead]:
    """The newest first: whatever one may see, or what waits for, reached or came from oneself."""
    name = f"notices {view}"
    key = paging.read(page, name, str, str)
    seen = (datetime.fromisoformat(key[0]), UUID(key[1])) if key else None
    rows = listing.after(caller(request), view, seen, page.limit + 1)
    shown, following = paging.cut(
        rows,
        page.limit,
        name,
        lambda row: ((row.published_at or row.created_at).isoformat(), str(row.pk)),
    )
    return Page[NoticeHead](items=[represent.head(row) for row in shown], next=following)


@router.post(
    "/notices",
    response={201: NoticeOut},
    operation_id="createNotice",
    summary="Begin a draft",
)
@permission(Action.WRITE_NOTICE)
def create(request: HttpRequest, body: NoticeBody) -> Status[NoticeOut]:
    """In the name of the caller's department. A draft may lack anything; nobody else sees it."""
    actor = caller(request)
    with transaction.atomic():
        begun = actions.create_draft(by=actor)
        notice = actions.save_draft(begun.pk, _values(body), by=actor)
    return Status(201, represent.whole(notice, actor))


@router.get(
    "/notices/{notice_id}", response=NoticeOut, operation_id="getNotice", summary="One notice"
)
@permission(Action.SEE)
def show(request: HttpRequest, notice_id: UUID) -> NoticeOut:
    """Reading it here is no receipt: only people open a notice, by its page."""
    actor, notice = _open(request, notice_id, Action.SEE)
    return represent.whole(notice, actor)


@router.patch(
    "/notices/{notice_id}",
    response=NoticeOut,
    operation_id="changeNotice",
    summary="Write to a draft",
)
@permission(Action.EDIT)
def change(request: HttpRequest, notice_id: UUID, body: NoticeBody) -> NoticeOut:
    """Only the fields that are sent are changed."""
    actor, notice = _open(request, notice_id, Action.EDIT)
    with _refusals():
        notice = actions.save_draft(notice.pk, _values(body), by=actor)
    return represent.whole(notice, actor)


@router.post(
    "/notices/{notice_id}/publish",
    response=NoticeOut,
    operation_id="publishNotice",
    summary="Publish a draft",
)
@permission(Action.PUBLISH)
def publish(request: HttpRequest, notice_id: UUID) -> NoticeOut:
    """It gets its number and goes out once, however often it is asked."""
    actor, notice = _open(request, notice_id, Action.PUBLISH)
    try:
        with _refusals():
            done = actions.publish(notice.pk, by=actor)
    except PermissionDenied as error:
        words = _("接收人超出你可以发布的范围，没有发出")
        raise Refusal(403, words, kind="audience-beyond-reach") from error
    return represent.whole(done.notice, actor)


@router.post(
    "/notices/{notice_id}/confirm",
    response=Confirmed,
    operation_id="confirmNotice",
    summary="Confirm that it was received",
)
@permission(Action.CONFIRM)
def confirm(request: HttpRequest, notice_id: UUID, body: OnBehalf | None = None) -> Confirmed:
    """For oneself, or as a deputy for `person`. Twice is once."""
    actor, notice = _open(request, notice_id, Action.CONFIRM)
    about = body.person if body else None
    with _refusals():
        was_open = answers.confirm(notice.pk, by=actor, person_id=about)
    return Confirmed(notice=notice.pk, person=about or actor.pk, was_open=was_open)


@router.post(
    "/notices/{notice_id}/reply",
    response=ReplyOut,
    operation_id="replyToNotice",
    summary="Answer in words",
)
@permission(Action.REPLY)
def reply(request: HttpRequest, notice_id: UUID, body: ReplyBody) -> ReplyOut:
    """A second answer replaces the first while the notice is open; it also confirms."""
    actor, notice = _open(request, notice_id, Action.REPLY)
    with _refusals():
        row = answers.reply(notice.pk, body.text, by=actor, person_id=body.person)
    return ReplyOut(
        notice=notice.pk, person=row.person_id, text=row.text, replied_at=row.replied_at
    )


@router.get(
    "/notices/{notice_id}/coverage",
    response=CoverageOut,
    operation_id="getCoverage",
    summary="How far it got",
)
@permission(Action.SEE_COVERAGE)
def coverage(request: HttpRequest, notice_id: UUID) -> CoverageOut:
    """Exact at this moment, whole and by department."""
    _actor, notice = _published(request, notice_id, Action.SEE_COVERAGE)
    return represent.coverage(notice)


@router.get(
    "/notices/{notice_id}/unread",
    response=Page[SilentOut],
    operation_id="listUnread",
    summary="Who has not confirmed",
)
@permission(Action.SEE_UNREAD_NAMES)
def unread(request: HttpRequest, notice_id: UUID, page: Query[PageQuery]) -> Page[SilentOut]:
    """The people to phone; a head sees those of their own departments."""
    actor, notice = _published(request, notice_id, Action.SEE_UNREAD_NAMES)
    name = f"unread {notice.pk}"
    key = paging.read(page, name, int)
    within = publisher.reach(notice, actor)
    rows = listing.silent_after(notice, within, key[0] if key else 0, page.limit + 1)
    shown, following = paging.cut(rows, page.limit, name, lambda row: (row.person_id,))
    return Page[SilentOut](items=[represent.silent(row) for row in shown], next=following)


@router.post(
    "/notices/{notice_id}/calls/{person_id}",
    response={201: CallOut},
    operation_id="recordCall",
    summary="Write down a phone call",
)
@permission(Action.RECORD_CALL)
def call(
    request: HttpRequest, notice_id: UUID, person_id: Path[PersonId], body: CallBody
) -> Status[CallOut]:
    """`understood` confirms for them; `unreachable` ends the duty with a reason."""
    actor, notice = _published(request, notice_id, Action.RECORD_CALL)
    result = answers.Call(CallOutcome(body.outcome), body.note, body.again_at)
    with _refusals():
        row = answers.record_call(notice.pk, person_id, result, by=actor)
    return Status(201, represent.call(row))


@router.get(
    "/notices/{notice_id}/record",
    response=RecordOut,
    operation_id="getRecord",
    summary="The confirmation record",
    openapi_extra={"responses": {200: SHEET}},
)
@permission(Action.EXPORT)
def confirmation_record(
    request: HttpRequest, notice_id: UUID, page: Query[PageQuery]
) -> RecordOut | HttpResponse:
    """Who, when, through which channel, with which proof. As a workbook by `Accept` or `.xlsx`."""
    _actor, notice = _published(request, notice_id, Action.EXPORT)
    if request.get_preferred_type([JSON, XLSX]) == XLSX:
        return _sheet(notice)
    name = f"record {notice.pk}"
    key = paging.read(page, name, int)
    rows = record.rows_after(notice, key[0] if key else 0, page.limit + 1)
    shown, following = paging.cut(rows, page.limit, name, lambda row: (row[0],))
    return RecordOut(
        number=notice.number,
        title=notice.title,
        published_at=notice.published_at,
        digest=notice.digest,
        made_at=record.made_at(),
        figures=FiguresOut.model_validate(record.figures(notice)),
        ledger=AnchorOut.model_validate(record.anchor()),
        items=[represent.line(row) for _person, row in shown],
        next=following,
    )


@router.get(
    "/notices/{notice_id}/record.xlsx",
    response={200: None},
    operation_id="getRecordWorkbook",
    summary="The confirmation record as a workbook",
    openapi_extra={"responses": {200: SHEET}},
)
@permission(Action.EXPORT)
def workbook(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """All rows; no cell is a formula."""
    _actor, notice = _published(request, notice_id, Action.EXPORT)
    return _sheet(notice)


@router.get(
    "/notices/{notice_id}/proof",
    response=ProofOut,
    operation_id="getProof",
    summary="The ledger's proof of a notice",
)
@permission(Action.VERIFY_LEDGER)
def proofs(request: HttpRequest, notice_id: UUID, page: Query[PageQuery]) -> ProofOut:
    """Each entry with its inclusion proof, against the newest signed checkpoint."""
    _actor, notice = _open(request, notice_id, Action.VERIFY_LEDGER)
    name = f"proof {notice.pk}"
    key = paging.read(page, name, int)
    found = proof.of_subject(notice.pk, after=key[0] if key else 0, limit=page.limit)
    following = found["next"]
    return ProofOut.model_validate(
        found | {"next": None if following is None else paging.write(name, [following])}
    )


def _open(request: HttpRequest, notice_id: UUID, action: Action) -> tuple[Person, Notice]:
    actor = caller(request)
    notice = Notice.objects.select_related("initiator", "department").filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    require(actor, action, notice)
    return actor, notice


def _published(request: HttpRequest, notice_id: UUID, action: Action) -> tuple[Person, Notice]:
    actor, notice = _open(request, notice_id, action)
    if notice.state == NoticeState.DRAFT:
        raise conflict("not-published", _("草稿还没有发布"))
    return actor, notice


def _values(body: NoticeBody) -> dict[str, Any]:
    values = body.model_dump(exclude_unset=True)
    if body.model_fields_set >= {"audience"}:
        audience = Audience.from_json(body.audience.model_dump())
        if unknown := audience.unknown():
            words = _("没有这个编号")
            fields = {f"audience.{field}.{number}": words for field, number in unknown}
            raise invalid(_("接收人有误"), fields)
        values["audience"] = audience.to_json()
    return values


@contextmanager
def _refusals() -> Iterator[None]:
    """What the verbs refuse, as problems."""
    try:
        yield
    except checks.NotReady as error:
        raise invalid(_("还有必须改的地方，没有发出"), error.errors) from error
    except answers.CallError as error:
        words = (
            _("未接时写明将来的再拨时间") if error.field == "again_at" else _("写明无法触达的原因")
        )
        raise invalid(words, {error.field: words}) from error
    except answers.NotConcerned as error:
        raise NotVisible from error
    except actions.NotDraft as error:
        raise conflict("not-draft", _("已发布的通知不能再改")) from error
    except hold.Held as error:
        raise conflict("being-signed", _("审签中的通知不能改，请先撤回")) from error
    except Refused as error:
        raise conflict("refused-by-clause", str(error)) from error
    except actions.NotOpen as error:
        raise conflict("not-open", _("这条通知没有发布，或已经结束")) from error


def _sheet(notice: Notice) -> HttpResponse:
    return download(record_xlsx.write(notice), XLSX, record_xlsx.file_name(notice))
