"""Rounds of sign-off: one step after another, everybody once, the text as it was put forward."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiyin.cases.signoff import answers, changes, checklist, events, rounds
from huiyin.cases.signoff.answers import NoReason, NotHere, NotYours, Over
from huiyin.cases.signoff.changes import NotEligible
from huiyin.cases.signoff.checklist import Finding, Unfinished
from huiyin.cases.signoff.models import (
    ChecklistPoint,
    PointKind,
    RoundState,
    Seat,
    SeatState,
    SignOff,
)
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.tests.conftest import Desk
from huiyin.core.obligation import State
from huiyin.directory.access import Action, NotVisible, may
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.queries import owed_by

ALL_TICKED = {point: Finding(ticked=True, evidence="见台账") for point in PointKind.values}


def kinds(signoff: SignOff) -> list[str]:
    rows = Entry.objects.filter(subject=signoff.case_id, kind__startswith="signoff.")
    return [kind.partition(".")[2] for kind in rows.order_by("id").values_list("kind", flat=True)]


def fresh(signoff: SignOff) -> SignOff:
    return SignOff.objects.get(pk=signoff.pk)


@pytest.mark.req("N02")
def test_the_head_is_asked_and_agrees(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "necessity")
    head = desk["林若溪"]
    (duty,) = owed_by(head.pk)
    assert (duty.verb, duty.clause) == ("sign_necessity", "P1")
    done = answers.approve(desk.seat(signoff, "林若溪").pk, by=head, note="可以")
    assert done.signoff.state == RoundState.COMPLETED
    assert desk.completed == [signoff.case_id]
    assert owed_by(head.pk) == []
    assert kinds(signoff) == ["started", "asked", "signed", "completed"]
    again = answers.approve(desk.seat(signoff, "林若溪").pk, by=head)
    assert again.signoff.state == RoundState.COMPLETED
    assert len(kinds(signoff)) == 4


@pytest.mark.req("N02")
def test_the_head_sends_back_with_a_reason_and_a_new_round_begins(desk: Desk) -> None:
    case = desk.paper()
    signoff, head = desk.start(case, "necessity"), desk["林若溪"]
    seat = desk.seat(signoff, "林若溪")
    with pytest.raises(NoReason):
        answers.send_back(seat.pk, "  ", by=head)
    answers.send_back(seat.pk, "日期写错", by=head)
    signoff = fresh(signoff)
    assert (signoff.state, signoff.reason) == (RoundState.RETURNED, "日期写错")
    assert desk.returned == [case.pk]
    assert kinds(signoff)[-2:] == ["signed", "returned"]
    assert Bearer.objects.get(person_id=head.pk).state == State.MET
    assert not may(head, Action.READ, case)
    desk.words[case.pk] = "12 月 2 日盘点。"
    second = desk.start(case, "necessity")
    assert (second.round, second.digest != signoff.digest) == (2, True)
    assert may(head, Action.READ, case)
    assert [one.verb for one in owed_by(head.pk)] == ["sign_necessity"]
    assert answers.send_back(seat.pk, "日期写错", by=head).signoff.state == RoundState.RETURNED
    with pytest.raises(NotYours):
        answers.approve(10**9, by=head)


@pytest.mark.req("N02")
def test_only_the_matter_itself_is_rejected(desk: Desk) -> None:
    head = desk["林若溪"]
    signoff = desk.start(desk.paper(), "necessity")
    done = answers.reject(desk.seat(signoff, "林若溪").pk, "不影响他人，不必发", by=head)
    assert done.signoff.state == RoundState.REJECTED
    co_signed = desk.start(desk.paper(), "co_sign", concerned=("财务部",))
    with pytest.raises(NotHere):
        answers.reject(desk.seat(co_signed, "叶蓁").pk, "不行", by=desk["叶蓁"])


@pytest.mark.req("N03")
def test_an_information_review_needs_every_point_with_its_evidence(desk: Desk) -> None:
    signoff, reviewer = desk.start(desk.paper(), "information"), desk["何青"]
    seat = desk.seat(signoff, "何青")
    with pytest.raises(Unfinished) as missing:
        answers.approve(seat.pk, by=reviewer)
    assert missing.value.points == PointKind.values
    part = ALL_TICKED | {"wording": Finding(ticked=True, evidence=" ")}
    with pytest.raises(Unfinished) as missing:
        answers.approve(seat.pk, by=reviewer, findings=part)
    assert missing.value.points == ["wording"]
    assert not ChecklistPoint.objects.exists()
    answers.approve(seat.pk, by=reviewer, findings=ALL_TICKED)
    assert ChecklistPoint.objects.filter(seat=seat, ticked=True, evidence="见台账").count() == 3
    assert fresh(signoff).state == RoundState.COMPLETED


@pytest.mark.req("N03")
def test_what_a_returning_reviewer_ticked_is_kept(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "information")
    seat = desk.seat(signoff, "何青")
    findings = {"facts": Finding(evidence="数字与报表不符")}
    answers.send_back(seat.pk, "数据有误", by=desk["何青"], findings=findings)
    point = ChecklistPoint.objects.get(seat=seat)
    assert (point.point, point.ticked, point.evidence) == ("facts", False, "数字与报表不符")


@pytest.mark.req("N04")
def test_a_double_check_takes_two_people_of_the_department(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "double_check", sources=("技术部",))
    seats = desk.seats(signoff)
    names = [seat.person.name for seat in seats]
    assert len(set(names)) == 2
    assert {seat.person.department.path.split("/")[2] for seat in seats} == {
        str(desk.company.department("技术部").pk)
    }
    first, second = seats
    answers.approve(first.pk, by=first.person)
    with pytest.raises(NotYours):
        answers.approve(second.pk, by=first.person)
    with pytest.raises(NotVisible):
        answers.approve(second.pk, by=desk["唐果"])
    assert fresh(signoff).state == RoundState.RUNNING
    answers.approve(second.pk, by=second.person)
    assert fresh(signoff).state == RoundState.COMPLETED


@pytest.mark.req("N04")
def test_the_author_of_the_source_department_is_none_of_the_two(desk: Desk) -> None:
    signoff = desk.start(desk.paper(by="陈屿"), "double_check", sources=("后端组",))
    people = {seat.person.name for seat in desk.seats(signoff)}
    assert "陈屿" not in people
    assert len(people) == 2
    for seat in desk.seats(signoff):
        with pytest.raises(PermissionDenied):
            answers.approve(seat.pk, by=desk["陈屿"])
    assert all(seat.outcome == SeatState.OPEN for seat in desk.seats(signoff))


@pytest.mark.req("N04")
def test_the_table_itself_refuses_the_same_person_twice(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "double_check", sources=("技术部",))
    first, second = desk.seats(signoff)
    answers.approve(first.pk, by=first.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=second.pk).update(acted_by=first.person, at=clock.now())


@pytest.mark.req("N05")
def test_every_department_concerned_co_signs(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("财务部", "客服部"))
    answers.approve(desk.seat(signoff, "叶蓁").pk, by=desk["叶蓁"])
    assert fresh(signoff).state == RoundState.RUNNING
    answers.approve(desk.seat(signoff, "苏晴").pk, by=desk["苏晴"])
    assert fresh(signoff).state == RoundState.COMPLETED


@pytest.mark.req("N05")
def test_of_any_one_is_enough_and_the_others_are_released(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "any_of", concerned=("财务部", "客服部"))
    answers.approve(desk.seat(signoff, "叶蓁").pk, by=desk["叶蓁"])
    assert fresh(signoff).state == RoundState.COMPLETED
    assert desk.seat(signoff, "苏晴").outcome == SeatState.RELEASED
    assert owed_by(desk["苏晴"].pk) == []
    assert Bearer.objects.get(person_id=desk["苏晴"].pk).state == State.EXCUSED
    with pytest.raises(Over):
        answers.approve(desk.seat(signoff, "苏晴").pk, by=desk["苏晴"])


@pytest.mark.req("N05")
def test_an_objection_ends_the_round_for_all(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("财务部", "客服部"))
    answers.send_back(desk.seat(signoff, "叶蓁").pk, "口径不同", by=desk["叶蓁"])
    assert fresh(signoff).state == RoundState.RETURNED
    assert owed_by(desk["苏晴"].pk) == []
    with pytest.raises(NotVisible):
        answers.approve(desk.seat(signoff, "苏晴").pk, by=desk["苏晴"])


@pytest.mark.req("N05")
def test_a_signer_may_be_added_and_is_waited_for(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("财务部",))
    step = signoff.steps.get()
    clock.advance(timedelta(minutes=1))
    changes.add_signer(step.pk, desk["沈言"], by=desk["白露"])
    for nobody in ("白露", "叶蓁", "沈言"):
        with pytest.raises(NotEligible):
            changes.add_signer(step.pk, desk[nobody], by=desk["叶蓁"])
    answers.approve(desk.seat(signoff, "叶蓁").pk, by=desk["叶蓁"])
    assert fresh(signoff).state == RoundState.RUNNING
    assert [one.verb for one in owed_by(desk["沈言"].pk)] == ["sign_co_sign"]
    answers.approve(desk.seat(signoff, "沈言").pk, by=desk["沈言"])
    assert fresh(signoff).state == RoundState.COMPLETED
    with pytest.raises(NotEligible):
        changes.add_signer(step.pk, desk["秦朗"], by=desk["白露"])


def test_asked_at_the_same_instant_everybody_has_a_duty_of_their_own(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("财务部",))
    changes.add_signer(signoff.steps.get().pk, desk["沈言"], by=desk["白露"])
    assert len(owed_by(desk["沈言"].pk)) == len(owed_by(desk["叶蓁"].pk)) == 1


@pytest.mark.req("N05")
def test_a_seat_may_be_handed_on_to_a_colleague(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "co_sign", concerned=("客服部",))
    seat = desk.seat(signoff, "苏晴")
    answers.transfer(seat.pk, desk["顾北辰"], "他经办", by=desk["苏晴"])
    assert owed_by(desk["苏晴"].pk) == []
    with pytest.raises(Over):
        answers.approve(seat.pk, by=desk["苏晴"])
    answers.approve(desk.seat(signoff, "顾北辰").pk, by=desk["顾北辰"])
    assert fresh(signoff).state == RoundState.COMPLETED


@pytest.mark.req("N04")
def test_a_double_check_is_handed_on_within_the_department_only(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "double_check", sources=("技术部",))
    first, second = desk.seats(signoff)
    for nobody in (second.person, desk["白露"], desk["叶蓁"]):
        with pytest.raises(NotEligible):
            answers.transfer(first.pk, nobody, by=first.person)
    others = {"秦朗", "陈屿", "韩墨", "罗一鸣"} - {first.person.name, second.person.name}
    heir = desk[min(others)]
    made = answers.transfer(first.pk, heir, by=first.person)
    assert made.pair
    answers.approve(made.pk, by=heir)
    with pytest.raises(NotYours):
        answers.approve(second.pk, by=heir)


def test_a_changed_text_is_never_signed(desk: Desk) -> None:
    case = desk.paper()
    signoff = desk.start(case, "necessity", "approve")
    answers.approve(desk.seat(signoff, "林若溪").pk, by=desk["林若溪"])
    desk.words[case.pk] = "改过了。"
    done = answers.approve(desk.seat(signoff, "赵衡").pk, by=desk["赵衡"])
    assert done.changed
    assert fresh(signoff).state == RoundState.VOIDED
    assert desk.seat(signoff, "赵衡").outcome == SeatState.RELEASED
    assert kinds(signoff)[-2:] == ["released", "voided"]
    again = desk.start(case, "necessity", "approve")
    assert [seat.outcome for seat in desk.seats(again)] == [SeatState.OPEN] * 2
    desk.words[case.pk] = "又改了。"
    assert answers.send_back(desk.seat(again, "林若溪").pk, "不对", by=desk["林若溪"]).changed


def test_the_author_takes_it_back(desk: Desk) -> None:
    case = desk.paper()
    signoff = desk.start(case, "necessity")
    with pytest.raises(AlreadyRunning):
        desk.start(case, "necessity")
    assert changes.withdraw(case, by=desk["白露"])
    assert not changes.withdraw(case, by=desk["白露"])
    assert fresh(signoff).state == RoundState.WITHDRAWN
    assert owed_by(desk["林若溪"].pk) == []
    assert not changes.void(case, by=desk["白露"])


def test_a_saved_change_voids(desk: Desk) -> None:
    case = desk.paper()
    signoff = desk.start(case, "necessity")
    assert changes.void(case, by=desk["白露"])
    assert fresh(signoff).state == RoundState.VOIDED


def test_nothing_to_sign(desk: Desk) -> None:
    with pytest.raises(NothingToSign):
        desk.start(desk.paper(), "nothing")
    with pytest.raises(NothingToSign):
        desk.start(desk.paper(), "co_sign")


def test_steps_run_one_after_another(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "necessity", "approve")
    assert owed_by(desk["赵衡"].pk) == []
    assert not may(desk["赵衡"], Action.READ, signoff.case)
    (waiting,) = desk.seats(signoff, person=desk["赵衡"])
    with pytest.raises(NotVisible):
        answers.approve(waiting.pk, by=desk["赵衡"])
    answers.approve(desk.seat(signoff, "林若溪").pk, by=desk["林若溪"])
    assert [one.verb for one in owed_by(desk["赵衡"].pk)] == ["sign_approve"]
    assert Obligation.objects.filter(subject=signoff.case_id).values_list("part", flat=True)[0]
    assert rounds.current_step(fresh(signoff)).order == 2  # type: ignore[union-attr]


@pytest.mark.req("R01", "R02")
@pytest.mark.parametrize("classification", ["public", "internal", "confidential"])
def test_signers_may_read_the_draft_and_nobody_else(desk: Desk, classification: str) -> None:
    case = desk.paper(classification=classification)
    desk.start(case, "co_sign", concerned=("财务部",))
    seen = {name for name in desk.company.people if may(desk[name], Action.READ, case)}
    assert seen == {"白露", "叶蓁"}
    listed = {
        name
        for name in desk.company.people
        if type(case).objects.visible_to(desk[name], Action.READ).filter(pk=case.pk).exists()
    }
    assert listed == seen
    assert may(desk["叶蓁"], Action.SIGN, case)
    assert not may(desk["白露"], Action.SIGN, case)
    type(case).objects.filter(pk=case.pk).update(opened_at=clock.now())
    case.refresh_from_db()
    heads = {name for name in ("赵衡", "苏晴") if may(desk[name], Action.SEE_COVERAGE, case)}
    assert heads == set()


def test_evidence_by_a_file_of_another_case_does_not_count(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "information")
    seat = desk.seat(signoff, "何青")
    stranger = Finding(ticked=True, attachment=signoff.case_id)
    assert stranger.shown
    checklist.keep(seat, {"facts": stranger})
    assert ChecklistPoint.objects.get(seat=seat).attachment is None


def test_the_ledger_names_who_asked_and_who_signed(desk: Desk) -> None:
    signoff = desk.start(desk.paper(), "necessity")
    answers.approve(desk.seat(signoff, "林若溪").pk, by=desk["林若溪"])
    signed = Entry.objects.get(subject=signoff.case_id, kind=events.SIGNED)
    assert f'"person":{desk["林若溪"].pk}' in signed.body
    assert signoff.digest in signed.body
