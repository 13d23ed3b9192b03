from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiyin.core.obligation import State
from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.notices import actions, answers, checks
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, Notice, NoticeState
from huiyin.scenarios.notices.tests.stage import NOON, Stage

HOUR = timedelta(hours=1)


def kinds(subject: UUID) -> list[str]:
    return list(Entry.objects.filter(subject=subject).order_by("id").values_list("kind", flat=True))


def cohort(notice: Notice, verb: str = "confirm_notice") -> Obligation:
    return Obligation.objects.get(subject=notice.pk, verb=verb, parent=None)


@pytest.mark.req("N08", "R04")
def test_a_draft_is_begun_once_and_saved_without_noise(stage: Stage) -> None:
    notice = stage.draft()
    again = actions.create_draft(by=stage["林若溪"], notice_id=notice.pk)
    assert again.pk == notice.pk
    assert again.title == "双十二大促值班安排"
    assert kinds(notice.pk) == ["notices.drafted"]


def test_a_draft_named_by_the_caller_is_begun_under_that_name(stage: Stage) -> None:
    wanted = new_id()
    assert actions.create_draft(by=stage["白露"], notice_id=wanted).pk == wanted


def test_nobody_else_writes_to_a_draft(stage: Stage) -> None:
    notice = stage.draft()
    with pytest.raises(Http404):
        actions.save_draft(notice.pk, {"title": "改"}, by=stage["白露"])
    with pytest.raises(Http404):
        actions.create_draft(by=stage["赵衡"], notice_id=notice.pk)


def test_a_draft_takes_no_field_of_its_own_making(stage: Stage) -> None:
    notice = stage.draft()
    with pytest.raises(KeyError):
        actions.save_draft(notice.pk, {"number": "HY-TZ-2026-9999"}, by=stage["林若溪"])


@pytest.mark.parametrize("values", [{"urgency": "whenever"}, {"classification": ""}])
def test_a_choice_that_does_not_exist_is_refused_at_once(
    stage: Stage, values: dict[str, str]
) -> None:
    notice = stage.draft()
    with pytest.raises(checks.NotReady) as refused:
        actions.save_draft(notice.pk, values, by=stage["林若溪"])
    assert set(refused.value.errors) == set(values)


@pytest.mark.req("N08")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("title", "长" * 81),
        ("background", ""),
        ("items", "\n"),
        ("requirements", ""),
        ("contact", ""),
        ("reply_by", NOON - HOUR),
    ],
)
def test_an_unfinished_notice_says_by_field_what_is_missing(
    stage: Stage, field: str, value: Any
) -> None:
    notice = stage.draft(**{field: value})
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(notice.pk, by=stage["林若溪"])
    assert list(refused.value.errors) == [field]
    notice.refresh_from_db()
    assert (notice.state, notice.number) == (NoticeState.DRAFT, "")
    assert not Obligation.objects.filter(subject=notice.pk).exists()


@pytest.mark.req("N23")
def test_an_empty_audience_is_refused(stage: Stage) -> None:
    notice = stage.draft(audience=Audience())
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(notice.pk, by=stage["林若溪"])
    assert list(refused.value.errors) == ["audience"]


def test_a_department_without_people_is_empty_too(stage: Stage) -> None:
    mine = stage.company.department("运营部").pk
    nobody = Audience(departments=(mine,), except_departments=(mine,))
    with pytest.raises(checks.NotReady):
        actions.publish(stage.draft(audience=nobody).pk, by=stage["林若溪"])


@pytest.mark.req("N23")
def test_nobody_publishes_beyond_their_reach(stage: Stage) -> None:
    notice = stage.draft(audience=Audience(company=True))
    with pytest.raises(PermissionDenied):
        actions.publish(notice.pk, by=stage["林若溪"])
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.DRAFT


@pytest.mark.req("N10", "N15", "N18", "R05")
def test_publishing_freezes_the_text_and_opens_what_the_clauses_say(stage: Stage) -> None:
    notice = stage.published()
    assert notice.number == "HY-TZ-2026-0001"
    assert notice.title == "【重要】双十二大促值班安排"
    row = cohort(notice)
    assert (row.total, row.due_at, row.clause) == (3, NOON + HOUR, "3.3.1")
    assert set(Bearer.objects.filter(obligation_id=row.pk).values_list("person_id", flat=True)) == {
        stage[name].pk for name in ("林若溪", "白露", "孟夏")
    }
    published = Entry.objects.get(subject=notice.pk, kind="notices.published")
    assert notice.digest in published.body
    with pytest.raises(actions.NotDraft):
        actions.save_draft(notice.pk, {"title": "另一个"}, by=stage["林若溪"])


def test_published_twice_it_goes_out_once(stage: Stage) -> None:
    notice = stage.published()
    done = actions.publish(notice.pk, by=stage["林若溪"])
    assert done.again
    assert kinds(notice.pk).count("notices.published") == 1
    assert Obligation.objects.filter(subject=notice.pk).count() == 1
    assert stage.published().number == "HY-TZ-2026-0002"


@pytest.mark.req("N24")
def test_a_reply_by_date_stands_in_the_title_and_is_owed(stage: Stage) -> None:
    until = NOON + 3 * 24 * HOUR
    notice = stage.published(reply_by=until)
    assert notice.title == "【重要】【需11月28日回复】双十二大促值班安排"
    assert cohort(notice, "reply_notice").due_at == until


@pytest.mark.req("N24")
def test_a_reply_meets_the_reply_and_the_confirmation(stage: Stage) -> None:
    notice = stage.published(reply_by=NOON + 24 * HOUR)
    answers.reply(notice.pk, "我排 12 日白班。", by=stage["白露"])
    answers.reply(notice.pk, "我排 12 日白班。", by=stage["白露"])
    states = Bearer.objects.filter(person_id=stage["白露"].pk).values_list("state", flat=True)
    assert list(states) == [State.MET, State.MET]
    assert kinds(notice.pk).count("notices.replied") == 1
    assert "白班" not in Entry.objects.get(subject=notice.pk, kind="notices.replied").body


def test_an_outsider_neither_confirms_nor_replies(stage: Stage) -> None:
    notice = stage.published()
    for act in (
        lambda: answers.confirm(notice.pk, by=stage["陈屿"]),
        lambda: answers.reply(notice.pk, "收到", by=stage["陈屿"]),
    ):
        with pytest.raises(Http404):
            act()


def test_nobody_confirms_for_a_colleague_who_did_not_ask(stage: Stage) -> None:
    notice = stage.published()
    with pytest.raises(answers.NotConcerned):
        answers.confirm(notice.pk, by=stage["白露"], person_id=stage["孟夏"].pk)


@pytest.mark.req("N15")
def test_confirming_twice_is_once(stage: Stage) -> None:
    notice = stage.published()
    assert answers.confirm(notice.pk, by=stage["白露"])
    assert not answers.confirm(notice.pk, by=stage["白露"])
    assert kinds(notice.pk).count("notices.confirmed") == 1


def test_opening_is_a_receipt_once_and_no_confirmation(stage: Stage) -> None:
    notice = stage.published()
    answers.open_notice(notice, by=stage["白露"])
    answers.open_notice(notice, by=stage["白露"])
    answers.open_notice(notice, by=stage["陈屿"])
    assert kinds(notice.pk).count("receipts.received") == 1
    assert Bearer.objects.get(person_id=stage["白露"].pk).state == State.OPEN


@pytest.mark.req("N16")
def test_a_call_that_was_understood_confirms_by_phone(stage: Stage) -> None:
    notice = stage.published()
    answers.record_call(
        notice.pk, stage["白露"].pk, Call(CallOutcome.UNDERSTOOD), by=stage["林若溪"]
    )
    row = Bearer.objects.get(person_id=stage["白露"].pk)
    assert (row.state, row.channel, row.proof, row.evidence) == (State.MET, 3, 11, 5)


@pytest.mark.req("N16")
@pytest.mark.parametrize(
    "call",
    [Call(CallOutcome.NO_ANSWER, "", NOON + HOUR), Call(CallOutcome.WRONG_NUMBER, "空号")],
)
def test_a_call_without_answer_leaves_the_duty_open(stage: Stage, call: Call) -> None:
    notice = stage.published()
    row = answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    assert row.again_at == call.again_at
    assert Bearer.objects.get(person_id=stage["白露"].pk).state == State.OPEN
    assert kinds(notice.pk)[-1] == "notices.call_failed"


@pytest.mark.req("N16")
@pytest.mark.parametrize(
    ("call", "field"),
    [
        (Call(CallOutcome.NO_ANSWER), "again_at"),
        (Call(CallOutcome.NO_ANSWER, "", NOON), "again_at"),
        (Call(CallOutcome.UNREACHABLE, " "), "note"),
    ],
)
def test_a_result_that_lacks_something_changes_nothing(
    stage: Stage, call: Call, field: str
) -> None:
    notice = stage.published()
    before = Entry.objects.count()
    with pytest.raises(answers.CallError) as refused:
        answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    assert refused.value.field == field
    assert Entry.objects.count() == before


@pytest.mark.req("N16")
def test_a_hundred_percent_or_named_as_unreachable(stage: Stage) -> None:
    notice = stage.published()
    for name in ("林若溪", "孟夏"):
        answers.confirm(notice.pk, by=stage[name])
    with pytest.raises(actions.StillSilent) as missing:
        actions.close(notice.pk, by=stage["林若溪"])
    assert missing.value.people == 1
    call = Call(CallOutcome.UNREACHABLE, "境外航班中")
    answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    assert actions.close(notice.pk, by=stage["林若溪"])
    assert not actions.close(notice.pk, by=None)
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.CLOSED
    assert kinds(notice.pk)[-1] == "notices.closed"


def test_only_the_author_or_a_head_phones(stage: Stage) -> None:
    notice = stage.published()
    with pytest.raises(PermissionDenied):
        answers.record_call(
            notice.pk, stage["孟夏"].pk, Call(CallOutcome.UNDERSTOOD), by=stage["白露"]
        )
    with pytest.raises(answers.NotConcerned):
        answers.record_call(
            notice.pk, stage["陈屿"].pk, Call(CallOutcome.UNDERSTOOD), by=stage["林若溪"]
        )


def test_a_reminder_by_hand_goes_out_once_an_hour(stage: Stage) -> None:
    notice = stage.published()
    answers.confirm(notice.pk, by=stage["白露"])
    assert actions.remind_now(notice.pk, by=stage["林若溪"]) == 2
    with pytest.raises(actions.TooSoon) as refused:
        actions.remind_now(notice.pk, by=stage["林若溪"])
    assert refused.value.again_at == NOON + HOUR
    clock.advance(HOUR)
    assert actions.remind_now(notice.pk, by=stage["林若溪"]) == 2
    assert Notification.objects.filter(subject=notice.pk, purpose="remind").count() == 2


def test_a_draft_is_thrown_away_a_published_notice_never(stage: Stage) -> None:
    draft, notice = stage.draft(), stage.published()
    actions.discard_draft(draft.pk, by=stage["林若溪"])
    assert not Notice.objects.filter(pk=draft.pk).exists()
    with pytest.raises(actions.NotDraft):
        actions.discard_draft(notice.pk, by=stage["林若溪"])
    with pytest.raises(actions.NotOpen):
        actions.remind_now(stage.draft().pk, by=stage["林若溪"])
