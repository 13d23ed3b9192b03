"""A request from the first word to the notice it becomes, or does not become."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.signoff import answers as signing
from huiyin.cases.signoff.models import Seat
from huiyin.directory.access import NotVisible
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations import queries as obligations
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.requests import actions, checks, events, queries, review
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState
from huiyin.scenarios.notices.tests.stage import NOON, Stage

WHOLE: dict[str, Any] = {
    "title": "排班改为在线提交",
    "reason": "纸质排班表常常漏交。",
    "effect_measure": "on_time",
    "effect_target": 0.95,
    "effect_by": NOON + timedelta(days=9),
    "affects_work": True,
    "must_synchronise": False,
    "may_be_misunderstood": False,
}
NO = {"affects_work": False, "must_synchronise": False, "may_be_misunderstood": False}


def written(stage: Stage, **over: Any) -> NoticeRequest:
    aim = Audience(departments=(stage.company.department("运营部").pk,))
    values = WHOLE | {"audience": aim.to_json()} | over
    return actions.save_request(new_id(), values, by=stage["白露"])


def kinds(request: NoticeRequest) -> list[str]:
    rows = Entry.objects.filter(subject=request.pk, kind__startswith="requests.")
    return list(rows.order_by("id").values_list("kind", flat=True))


def agreed(stage: Stage) -> NoticeRequest:
    request = actions.submit(written(stage).pk, by=stage["白露"])
    actions.decide(request.pk, approved=True, words="", by=stage["林若溪"])
    request.refresh_from_db()
    return request


@pytest.mark.req("N01")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " "}, "title"),
        ({"reason": ""}, "reason"),
        ({"audience": Audience().to_json()}, "audience"),
        ({"effect_measure": ""}, "effect_measure"),
        ({"effect_target": None}, "effect_measure"),
        ({"effect_by": None}, "effect_by"),
        ({"effect_by": NOON}, "effect_by"),
        ({"affects_work": None}, "need"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_handed_in(
    stage: Stage, over: dict[str, Any], field: str
) -> None:
    request = written(stage, **over)
    with pytest.raises(checks.Incomplete) as caught:
        actions.submit(request.pk, by=stage["白露"])
    assert list(caught.value.errors) == [field]
    request.refresh_from_db()
    assert (request.state, request.number, kinds(request)) == (RequestState.DRAFT, "", [])


@pytest.mark.req("N01")
def test_a_whole_form_gets_its_number_once_and_is_closed_to_writing(stage: Stage) -> None:
    request = written(stage)
    for _twice in range(2):
        request = actions.submit(request.pk, by=stage["白露"])
        assert request.number == "HY-XQ-2026-0001"
    assert kinds(request) == [events.SUBMITTED]
    with pytest.raises(actions.NotDraft):
        actions.save_request(request.pk, {"title": "别的"}, by=stage["白露"])


@pytest.mark.req("N01")
def test_what_was_agreed_to_becomes_a_prefilled_draft_within_a_working_day(stage: Stage) -> None:
    request = agreed(stage)
    (duty,) = obligations.owed_by(stage["白露"].pk)
    assert (duty.verb, duty.clause) == ("write_notice", "2.1.1")
    assert duty.due_at == clock.now() + timedelta(days=1, hours=1), "counted from after lunch"
    draft = actions.take_up(request.pk, by=stage["白露"])
    assert draft == actions.take_up(request.pk, by=stage["白露"])
    assert (draft.origin, draft.title, draft.background) == (
        request.pk, request.title, request.reason,
    )  # fmt: skip
    assert (draft.effect_measure, draft.effect_target) == ("on_time", 0.95)
    assert obligations.owed_by(stage["白露"].pk) == []
    assert kinds(request)[-1] == events.TAKEN_UP
    assert queries.notices_of(request, stage["白露"]) == [draft]
    assert queries.notices_of(request, stage["林若溪"]) == []


@pytest.mark.req("N01")
def test_three_noes_end_in_a_word_to_the_few_who_shall_know(stage: Stage) -> None:
    few = Audience(people=(stage["孟夏"].pk,)).to_json()
    request = written(stage, **NO, tell=few)
    draft = actions.close_as_unneeded(request.pk, by=stage["白露"])
    assert draft is not None
    assert (draft.audience, draft.background) == (few, request.reason)
    assert actions.close_as_unneeded(request.pk, by=stage["白露"]) == draft
    request.refresh_from_db()
    assert (request.state, kinds(request)) == (RequestState.UNNEEDED, [events.UNNEEDED])
    assert request.closed_at is not None


@pytest.mark.req("N01")
def test_nobody_to_tell_leaves_no_draft(stage: Stage) -> None:
    assert actions.close_as_unneeded(written(stage, **NO).pk, by=stage["白露"]) is None
    assert not Notice.objects.exists()


@pytest.mark.parametrize("answer", [True, None])
def test_a_yes_or_an_open_question_asks_for_a_notice(stage: Stage, answer: bool | None) -> None:
    request = written(stage, **(NO | {"must_synchronise": answer}))
    with pytest.raises(actions.NeedsNotice):
        actions.close_as_unneeded(request.pk, by=stage["白露"])


def test_it_is_the_authors_own(stage: Stage) -> None:
    request = written(stage)
    for act in (actions.submit, actions.close_as_unneeded, actions.take_up):
        with pytest.raises(NotVisible):
            act(request.pk, by=stage["孟夏"])


def test_what_was_not_agreed_to_is_not_written(stage: Stage) -> None:
    request = actions.submit(written(stage).pk, by=stage["白露"])
    assert actions.decide(request.pk, approved=False, words="先开会", by=stage["林若溪"])
    assert not actions.decide(request.pk, approved=True, words="", by=stage["林若溪"])
    with pytest.raises(actions.NotApproved):
        actions.take_up(request.pk, by=stage["白露"])
    assert obligations.owed_by(stage["白露"].pk) == []


def test_only_the_form_is_writable(stage: Stage) -> None:
    with pytest.raises(KeyError):
        written(stage, state="approved")
    stage["白露"].active = False
    with pytest.raises(PermissionDenied):
        actions.save_request(new_id(), {}, by=stage["白露"])


def seat_of(request: NoticeRequest) -> Seat:
    return Seat.objects.get(case_id=request.pk, outcome="open", asked_at__isnull=False)


@pytest.mark.req("N01", "N02")
def test_the_head_judges_the_need_and_agrees(stage: Stage) -> None:
    request = review.submit(written(stage).pk, by=stage["白露"])
    request = review.submit(request.pk, by=stage["白露"])
    seat = seat_of(request)
    assert seat.person == stage["林若溪"]
    assert {duty.verb for duty in obligations.owed_by(stage["林若溪"].pk)} == {"sign_necessity"}
    signing.approve(seat.pk, by=stage["林若溪"], note="该说清楚")
    request.refresh_from_db()
    assert request.state == RequestState.APPROVED
    assert {duty.verb for duty in obligations.owed_by(stage["白露"].pk)} == {"write_notice"}


@pytest.mark.req("N01", "N02")
def test_sent_back_it_is_written_again_under_the_same_number(stage: Stage) -> None:
    request = review.submit(written(stage).pk, by=stage["白露"])
    signing.send_back(seat_of(request).pk, "写明影响谁", by=stage["林若溪"])
    request.refresh_from_db()
    assert (request.state, request.decision) == (RequestState.DRAFT, "写明影响谁")
    assert {duty.verb for duty in obligations.owed_by(stage["白露"].pk)} == {"mend_request"}
    actions.save_request(request.pk, {"reason": "影响所有组长。"}, by=stage["白露"])
    again = review.submit(request.pk, by=stage["白露"])
    assert (again.state, again.number) == (RequestState.REVIEW, request.number)
    assert obligations.owed_by(stage["白露"].pk) == []


@pytest.mark.req("N01", "N02")
def test_turned_down_it_is_closed_with_the_reason(stage: Stage) -> None:
    request = review.submit(written(stage).pk, by=stage["白露"])
    signing.reject(seat_of(request).pk, "先开会", by=stage["林若溪"])
    request.refresh_from_db()
    assert (request.state, request.decision) == (RequestState.REJECTED, "先开会")
    assert request.closed_at is not None
    assert not actions.give_back(request.pk, words="", by=None)
