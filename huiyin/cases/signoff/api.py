"""Sign-off over REST: the same verbs, reads and permissions as the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.cases.signoff import answers, changes, queries
from huiyin.cases.signoff.checklist import Finding, Unfinished
from huiyin.cases.signoff.models import Seat, SignOff
from huiyin.cases.signoff.schemas import (
    ApproveBody,
    AskedOut,
    ColleagueBody,
    DecisionOut,
    ReasonBody,
    SignerBody,
    SignOffOut,
    asked,
    whole,
)
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person

router = Router(tags=["sign-off"])


@router.get(
    "/signoffs",
    response=Page[AskedOut],
    operation_id="listSignatures",
    summary="What waits for my signature",
)
@permission(Action.SEE)
def index(request: HttpRequest, page: Query[PageQuery]) -> Page[AskedOut]:
    """Own and as a stand-in, in the order in which it was asked."""
    rows, following = paging.within(
        queries.waiting(caller(request)), page, "signoffs", lambda row: [row.seat.pk], int
    )
    return Page[AskedOut](items=[asked(row) for row in rows], next=following)


@router.get(
    "/cases/{case_id}/signoff",
    response=SignOffOut,
    operation_id="getSignOff",
    summary="The latest round of a case",
)
@permission(Action.SEE)
def show(request: HttpRequest, case_id: UUID) -> SignOffOut:
    """Its path with the signatures; the text only for whom the case may be read by."""
    actor, signoff = _open(request, case_id, Action.SEE)
    return whole(signoff, actor)


@router.post(
    "/cases/{case_id}/signoff/approve",
    response=DecisionOut,
    operation_id="approveSignOff",
    summary="Agree",
)
@permission(Action.SIGN)
def approve(request: HttpRequest, case_id: UUID, body: ApproveBody) -> DecisionOut:
    """Twice is once. An information review needs its whole `checklist`.

    A text that changed since it was put forward is not signed: `state` is then `voided`.
    """
    actor, _signoff = _open(request, case_id, Action.SIGN)
    findings: dict[str, Finding] = {
        one.point: Finding(one.ticked, one.evidence, one.attachment) for one in body.checklist
    }
    with _refusals():
        seat = _seat(case_id, body.seat)
        done = answers.approve(seat, by=actor, note=body.note, findings=findings)
    return _decided(done)


@router.post(
    "/cases/{case_id}/signoff/return",
    response=DecisionOut,
    operation_id="returnSignOff",
    summary="Send back with a reason",
)
@permission(Action.SIGN)
def send_back(request: HttpRequest, case_id: UUID, body: ReasonBody) -> DecisionOut:
    """The round ends; the author mends and puts it forward again."""
    actor, _signoff = _open(request, case_id, Action.SIGN)
    with _refusals():
        done = answers.send_back(_seat(case_id, body.seat), body.reason, by=actor)
    return _decided(done)


@router.post(
    "/cases/{case_id}/signoff/reject",
    response=DecisionOut,
    operation_id="rejectSignOff",
    summary="Turn the matter down",
)
@permission(Action.SIGN)
def reject(request: HttpRequest, case_id: UUID, body: ReasonBody) -> DecisionOut:
    """Only at the steps `necessity` and `approve`."""
    actor, _signoff = _open(request, case_id, Action.SIGN)
    with _refusals():
        done = answers.reject(_seat(case_id, body.seat), body.reason, by=actor)
    return _decided(done)


@router.post(
    "/cases/{case_id}/signoff/transfer",
    response=SignOffOut,
    operation_id="transferSignature",
    summary="Let a colleague sign instead",
)
@permission(Action.SIGN)
def transfer(request: HttpRequest, case_id: UUID, body: ColleagueBody) -> SignOffOut:
    """For a double check only to somebody of the same department."""
    actor, signoff = _open(request, case_id, Action.SIGN)
    with _refusals():
        seat, person = _seat(case_id, body.seat), _person(body.person)
        answers.transfer(seat, person, body.reason, by=actor)
    return whole(signoff, actor)


@router.post(
    "/cases/{case_id}/signoff/signers",
    response=SignOffOut,
    operation_id="addSigner",
    summary="Ask one more person",
)
@permission(Action.SEE)
def add(request: HttpRequest, case_id: UUID, body: SignerBody) -> SignOffOut:
    """At the present step; the author and those who are asked may."""
    actor, signoff = _open(request, case_id, Action.SEE)
    step = signoff.steps.filter(started_at__isnull=False, ended_at=None).first()
    with _refusals():
        if step is None:
            raise answers.Over
        changes.add_signer(step.pk, _person(body.person), by=actor)
    return whole(signoff, actor)


@router.post(
    "/cases/{case_id}/signoff/withdraw",
    response=SignOffOut,
    operation_id="withdrawSignOff",
    summary="Take it back",
)
@permission(Action.EDIT)
def withdraw(request: HttpRequest, case_id: UUID) -> SignOffOut:
    """The author's; afterwards the draft can be written to again."""
    actor, signoff = _open(request, case_id, Action.EDIT)
    changes.withdraw(signoff.case, by=actor)
    signoff.refresh_from_db()
    return whole(signoff, actor)


def _open(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, SignOff]:
    actor = caller(request)
    return actor, queries.open_to(actor, case_id, action)


def _seat(case_id: UUID, seat: int) -> int:
    if not Seat.objects.filter(pk=seat, case_id=case_id).exists():
        raise answers.NotYours
    return seat


def _person(pk: int) -> Person:
    found = Person.objects.filter(pk=pk, active=True).first()
    if found is None:
        raise changes.NotEligible
    return found


def _decided(done: answers.Answered) -> DecisionOut:
    return DecisionOut(
        case=done.signoff.case_id,
        seat=done.seat.pk,
        outcome=done.seat.outcome,
        state=done.signoff.state,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """What the verbs refuse, as problems."""
    try:
        yield
    except Unfinished as error:
        words = _("每一项都要核对并写明依据；有不符的请退回")
        raise invalid(words, {f"checklist.{point}": words for point in error.points}) from error
    except answers.NoReason as error:
        raise invalid(_("写明原因"), {"reason": _("写明原因")}) from error
    except changes.NotEligible as error:
        words = _("这位同事不能在这一步签署")
        raise invalid(words, {"person": words}) from error
    except answers.NotHere as error:
        raise conflict("not-here", _("这一步只能退回修改")) from error
    except (answers.NotYours, answers.Over) as error:
        raise conflict("not-asked", _("这份文稿现在不需要你签署")) from error
