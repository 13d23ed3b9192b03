"""Notices that must be signed: which ones, frozen while they are, published when all have."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.comprehension.models import KeyPoint, QuestionKind, QuizQuestion
from huiyin.cases.models import Case
from huiyin.cases.signoff import answers, registry
from huiyin.cases.signoff.checklist import Finding
from huiyin.cases.signoff.models import PointKind, RoundState, Seat, SignOff, Step
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import make_person
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.queries import owed_by
from huiyin.scenarios.notices import actions, checks, hold
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.signing import actions as signing
from huiyin.scenarios.notices.signing import path, text
from huiyin.scenarios.notices.tests.stage import Stage

TICKED = {point: Finding(ticked=True, evidence="见报表") for point in PointKind.values}


def departments(stage: Stage, *names: str) -> list[int]:
    return [stage.company.department(name).pk for name in names]


def sign_all(signoff: SignOff) -> list[str]:
    """Everybody asked agrees; their names in order."""
    names: list[str] = []
    while True:
        waiting = Seat.objects.filter(step__signoff=signoff, outcome="open", asked_at__isnull=False)
        seat = waiting.select_related("step", "person").order_by("pk").first()
        if seat is None:
            return names
        by = Person.objects.get(pk=seat.person_id)
        answers.approve(seat.pk, by=by, findings=TICKED)
        names.append(by.name)


def steps(signoff: SignOff) -> list[str]:
    return list(
        Step.objects.filter(signoff=signoff).order_by("order").values_list("step", flat=True)
    )


@pytest.mark.req("N02", "N03")
def test_an_employees_notice_goes_to_head_and_reviewer_and_then_out(stage: Stage) -> None:
    draft = stage.draft(by="白露")
    with pytest.raises(Refused):
        actions.publish(draft.pk, by=stage["白露"])
    signoff = signing.submit(draft.pk, by=stage["白露"])
    assert steps(signoff) == ["necessity", "information"]
    assert sign_all(signoff) == ["林若溪", "何青"]
    notice = Notice.objects.get(pk=draft.pk)
    assert notice.state == NoticeState.PUBLISHED
    assert notice.initiator == stage["白露"]
    assert [one.verb for one in owed_by(stage["孟夏"].pk)] == ["confirm_notice"]
    assert owed_by(stage["白露"].pk)[0].verb == "confirm_notice"


@pytest.mark.req("N02")
def test_a_heads_plain_notice_needs_nobody(stage: Stage) -> None:
    draft = stage.draft()
    assert not path.must_be_signed(path.facts(draft, stage["林若溪"]))
    with pytest.raises(NothingToSign):
        signing.submit(draft.pk, by=stage["林若溪"])
    assert not actions.publish(draft.pk, by=stage["林若溪"]).again


@pytest.mark.req("N03", "N04", "N05")
@pytest.mark.parametrize(
    ("over", "wanted"),
    [
        ({"kind": "policy"}, ["information"]),
        ({"complexity": "complex"}, ["information"]),
        ({"sources": ["技术部"]}, ["double_check"]),
        ({"concerned": ["财务部", "客服部"]}, ["co_sign"]),
        (
            {"kind": "policy", "sources": ["技术部"], "concerned": ["财务部"]},
            ["information", "double_check", "co_sign"],
        ),
    ],
)
def test_what_else_must_be_signed(stage: Stage, over: dict[str, Any], wanted: list[str]) -> None:
    values: dict[str, Any] = {
        name: departments(stage, *value) if isinstance(value, list) else value
        for name, value in over.items()
    }
    draft = stage.draft(**values)
    facts = path.facts(draft, stage["林若溪"])
    shown = path.preview(draft, stage["林若溪"])
    assert len(shown.stops) == len(wanted), facts
    if facts["complexity"] == "simple":
        assert steps(signing.submit(draft.pk, by=stage["林若溪"])) == wanted


@pytest.mark.req("N05")
def test_an_external_release_is_led_by_marketing(stage: Stage) -> None:
    partner = make_person(
        name="外部联系人", party="云帆物流", department=stage.company.department("运营部")
    )
    aim = Audience(people=(partner.pk,))
    draft = stage.draft(by="何青", audience=aim)
    with pytest.raises(checks.NotReady) as missing:
        signing.submit(draft.pk, by=stage["何青"])
    assert "concerned" in missing.value.errors
    actions.save_draft(
        draft.pk, {"concerned": departments(stage, "产品部", "技术部")}, by=stage["何青"]
    )
    signoff = signing.submit(draft.pk, by=stage["何青"])
    assert steps(signoff) == ["approve", "co_sign"]
    assert sign_all(signoff) == ["江予安", "沈言", "秦朗"]


@pytest.mark.req("N02")
def test_a_draft_is_frozen_while_it_is_signed(stage: Stage) -> None:
    draft = stage.draft(by="白露")
    signoff = signing.submit(draft.pk, by=stage["白露"])
    with pytest.raises(AlreadyRunning):
        signing.submit(draft.pk, by=stage["白露"])
    with pytest.raises(hold.Held):
        actions.save_draft(draft.pk, {"items": "改了"}, by=stage["白露"])
    actions.save_draft(draft.pk, {"items": draft.items}, by=stage["白露"])
    assert signing.reopen(draft.pk, by=stage["白露"])
    actions.save_draft(draft.pk, {"items": "1. 改了。"}, by=stage["白露"])
    signoff.refresh_from_db()
    assert signoff.state == RoundState.VOIDED
    again = signing.submit(draft.pk, by=stage["白露"])
    assert (again.round, again.digest == signoff.digest) == (2, False)


@pytest.mark.req("N02")
def test_what_was_signed_is_what_goes_out(stage: Stage) -> None:
    draft = stage.draft(by="白露", publish_when_signed=False)
    sign_all(signing.submit(draft.pk, by=stage["白露"]))
    assert Notice.objects.get(pk=draft.pk).state == NoticeState.DRAFT
    assert [one.verb for one in owed_by(stage["白露"].pk)] == ["publish_signed"]
    assert path.facts_at_publishing(draft, path.facts(draft, stage["白露"])) == {
        "has_path": True,
        "signed_off": True,
    }
    actions.save_draft(draft.pk, {"items": "1. 后来改的。"}, by=stage["白露"])
    with pytest.raises(Refused):
        actions.publish(draft.pk, by=stage["白露"])
    sign_all(signing.submit(draft.pk, by=stage["白露"]))
    assert not actions.publish(draft.pk, by=stage["白露"]).again
    assert all(one.verb != "publish_signed" for one in owed_by(stage["白露"].pk))


@pytest.mark.req("N02")
def test_a_returned_draft_is_owed_back(stage: Stage) -> None:
    draft = stage.draft(by="白露")
    signoff = signing.submit(draft.pk, by=stage["白露"])
    seat = Seat.objects.get(step__signoff=signoff, person=stage["林若溪"])
    answers.send_back(seat.pk, "日期不对", by=stage["林若溪"])
    assert [one.verb for one in owed_by(stage["白露"].pk)] == ["mend_draft"]
    clock.advance(timedelta(hours=1))
    signing.submit(draft.pk, by=stage["白露"])
    assert owed_by(stage["白露"].pk) == []


def test_a_draft_thrown_away_asks_nobody_any_more(stage: Stage) -> None:
    draft = stage.draft(by="白露")
    signoff = signing.submit(draft.pk, by=stage["白露"])
    seat = Seat.objects.get(step__signoff=signoff, person=stage["林若溪"])
    answers.send_back(seat.pk, "不必发", by=stage["林若溪"])
    actions.discard_draft(draft.pk, by=stage["白露"])
    assert owed_by(stage["白露"].pk) == []
    second = stage.draft(by="白露")
    signing.submit(second.pk, by=stage["白露"])
    actions.discard_draft(second.pk, by=stage["白露"])
    assert owed_by(stage["林若溪"].pk) == []
    assert not Case.objects.filter(pk=second.pk).exists()


def test_what_forbids_publishing_later_leaves_it_signed(stage: Stage) -> None:
    draft = stage.draft(by="白露", reply_by=clock.now() + timedelta(hours=2))
    signoff = signing.submit(draft.pk, by=stage["白露"])
    clock.advance(timedelta(hours=3))
    sign_all(signoff)
    signoff.refresh_from_db()
    assert signoff.state == RoundState.COMPLETED
    assert Notice.objects.get(pk=draft.pk).state == NoticeState.DRAFT
    assert [one.verb for one in owed_by(stage["白露"].pk)] == ["publish_signed"]


def test_the_signed_text_does_not_follow_the_viewers_language(stage: Stage) -> None:
    from django.utils import translation

    draft = stage.draft(by="白露", sources=departments(stage, "技术部"))
    chinese = registry.text("notices", draft.pk).digest()
    with translation.override("en"):
        assert registry.text("notices", draft.pk).digest() == chinese
    for name, value in (("audience", Audience(company=True).to_json()), ("title", "别的标题")):
        Notice.objects.filter(pk=draft.pk).update(**{name: value})
        changed = registry.text("notices", draft.pk).digest()
        assert changed != chinese
        chinese = changed


@pytest.mark.req("N02")
def test_the_forecast_follows_from_the_clauses(stage: Stage) -> None:
    """Wednesday noon: necessity 4 working hours (17:00), then one working day (Thursday 17:00)."""
    shown = path.preview(stage.draft(by="白露"), stage["白露"])
    assert [(stop.word, stop.first) for stop in shown.stops] == [
        ("必要性审核", "林若溪"),
        ("信息审核", "何青"),
    ]
    dues = [stop.due_at for stop in shown.stops if stop.due_at]
    assert [(at.day, at.hour + 8) for at in dues] == [(25, 17), (26, 17)]
    assert shown.ready_at == dues[-1]


@pytest.mark.req("N02", "N14")
def test_what_will_be_asked_is_signed_like_the_text(stage: Stage) -> None:
    draft = stage.draft(by="白露", publish_when_signed=False)
    KeyPoint.objects.create(case_id=draft.pk, revision=1, order=1, text="12 月 12 日停机")
    asked = QuizQuestion.objects.create(
        case_id=draft.pk,
        revision=1,
        order=1,
        kind=QuestionKind.SINGLE,
        text="哪天停机",
        options=["11 日", "12 日"],
        answer=[1],
    )
    signed = text.describe(draft.pk)
    assert dict(signed.parts)["须复述的要点"] == "- 12 月 12 日停机"
    assert dict(signed.parts)["小测题目"] == "哪天停机\n- 11 日\n- 12 日 ✓"
    sign_all(signing.submit(draft.pk, by=stage["白露"]))
    assert path.is_signed(draft)
    QuizQuestion.objects.filter(pk=asked.pk).update(answer=[0])
    assert not path.is_signed(draft)
