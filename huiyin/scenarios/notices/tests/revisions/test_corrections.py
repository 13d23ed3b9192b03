"""A changed fact drafts a correction for exactly those who carry an old value (Z05)."""

from datetime import timedelta
from uuid import UUID

import pytest

from huiyin.cases.facts import actions as facts
from huiyin.cases.facts.actions import Definition
from huiyin.cases.facts.models import Fact, Quotation
from huiyin.core.obligation import State
from huiyin.directory.audience import Audience
from huiyin.directory.models import ListedPerson, Person
from huiyin.kit import clock
from huiyin.ledger.models import Entry, PrivateValue
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import wanted
from huiyin.scenarios.notices import actions, answers, checks, tasks
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions import corrections
from huiyin.scenarios.notices.tests.stage import Stage

NEW = "400-100-2000"


def quoting(stage: Stage, *names: str, **over: object) -> Notice:
    aim = Audience(people=tuple(stage[name].pk for name in names))
    return stage.published(by="何青", audience=aim, **{"items": "1. 请拨 {{客服热线}}。", **over})


def changed(stage: Stage, hotline: Fact, value: str = NEW) -> Notice | None:
    clock.advance(timedelta(minutes=1))
    facts.change(hotline.pk, value, reason="换了运营商", by=stage["顾北辰"])
    return corrections.draft(hotline.pk, by=None)


def addressed(notice: Notice) -> set[str]:
    rows = ListedPerson.objects.filter(list_id=notice.pk)
    return set(rows.values_list("person__name", flat=True))


def duty(notice: Notice) -> tuple[str, int]:
    """Who owes the publishing of the correction, and where they stand."""
    cohort = Obligation.objects.get(subject=notice.pk, verb="publish_correction")
    bearer = Bearer.objects.get(obligation_id=cohort.pk)
    return Person.objects.get(pk=bearer.person_id).name, bearer.state


@pytest.mark.req("Z05")
def test_a_change_asks_for_a_correction() -> None:
    assert "notices.draft_correction" in wanted("facts.changed")


@pytest.mark.req("Z05")
def test_the_text_is_frozen_when_it_is_published(stage: Stage, hotline: Fact) -> None:
    notice = quoting(stage, "白露", title="致电 {{hotline}} 即可", gist="拨 {{ 客服热线 }}")
    assert notice.items == "1. 请拨 400-820-1600。"
    assert "致电 400-820-1600 即可" in notice.title
    assert notice.gist == "拨 400-820-1600"
    (quoted,) = Quotation.objects.filter(case=notice)
    assert (quoted.revision, quoted.fact_value.value) == (1, "400-820-1600")
    changed(stage, hotline)
    notice.refresh_from_db()
    assert notice.items == "1. 请拨 400-820-1600。"


@pytest.mark.req("Z05")
@pytest.mark.parametrize(
    ("items", "words"),
    [
        ("1. 请拨 {{总机}}。", "没有口径「总机」"),
        ("1. 客服热线 400-100-2000，请转告。", "这里写的是 400-100-2000"),
        ("1. 请拨 {{客服热线}}，客服热线：400 100 2000。", "现值是 400-820-1600"),
    ],
)
def test_an_unknown_fact_and_a_second_value_are_refused(
    stage: Stage, hotline: Fact, items: str, words: str
) -> None:
    draft = stage.draft(items=items)
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(draft.pk, by=stage["林若溪"])
    assert words in refused.value.errors["items"]


@pytest.mark.req("Z05")
def test_a_confidential_fact_stays_in_its_department(stage: Stage) -> None:
    head = stage["苏晴"]
    new = Definition("quota", "赔付上限", head.department, "300", "内部规定", "元", "confidential")
    facts.define(new, by=head)
    for name, secrecy in (("苏晴", "internal"), ("林若溪", "confidential")):
        own = Audience(departments=(stage[name].department_id,))
        draft = stage.draft(
            by=name, audience=own, items="1. 赔付 {{赔付上限}}。", classification=secrecy
        )
        with pytest.raises(checks.NotReady) as refused:
            actions.publish(draft.pk, by=stage[name])
        assert "赔付上限" in refused.value.errors["items"]
    own = Audience(departments=(head.department_id,))
    kept = stage.published(
        by="苏晴", audience=own, items="1. 赔付 {{赔付上限}}。", classification="confidential"
    )
    assert kept.items == "1. 赔付 300 元。"
    assert not Entry.objects.filter(kind="facts.defined", body__contains="300").exists()
    assert PrivateValue.objects.filter(field="value", value="300").exists()


@pytest.mark.req("Z05")
def test_the_draft_goes_to_exactly_those_with_the_old_value(stage: Stage, hotline: Fact) -> None:
    notice = quoting(stage, "白露", "孟夏", "唐果", urgency="urgent")
    stage.published(by="何青", audience=Audience(people=(stage["江予安"].pk,)))
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["白露"])
    draft = changed(stage, hotline)
    assert draft is not None
    assert addressed(draft) == {"白露", "孟夏", "唐果"}
    assert (draft.initiator.name, draft.department.name) == ("苏晴", "客服部")
    assert (draft.urgency, draft.classification, draft.origin) == ("urgent", "internal", hotline.pk)
    assert duty(draft) == ("苏晴", State.OPEN)
    cohort = Obligation.objects.get(subject=draft.pk)
    assert (cohort.clause, cohort.due_at) == ("K4.4.1", clock.now() + timedelta(hours=1))
    for word in ("400-820-1600", "客服部", "换了运营商", "{{客服热线}}"):
        assert word in draft.title + draft.gist + draft.background + draft.items


@pytest.mark.req("Z05", "N21")
def test_publishing_the_correction_meets_the_duty_and_reaches_them(
    stage: Stage, hotline: Fact
) -> None:
    notice = quoting(stage, "白露", "唐果")
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["唐果"])
    draft = changed(stage, hotline)
    assert draft is not None
    clock.advance(timedelta(minutes=5))
    sent = actions.publish(draft.pk, by=stage["苏晴"]).notice
    assert duty(sent) == ("苏晴", State.MET)
    asked = Obligation.objects.get(subject=sent.pk, verb="confirm_notice", parent=None)
    people = Bearer.objects.filter(obligation_id=asked.pk).values_list("person_id", flat=True)
    assert set(people) == {stage["白露"].pk, stage["唐果"].pk}
    assert "客服热线由 400-820-1600 改为 400-100-2000" in sent.gist
    clock.advance(timedelta(minutes=1))
    answers.confirm(sent.pk, by=stage["白露"])
    again = corrections.draft(hotline.pk, by=None)
    assert again is not None
    assert addressed(again) == {"唐果"}
    assert notice.pk != again.pk


@pytest.mark.req("Z05")
def test_a_second_change_brings_the_waiting_draft_up_to_date(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露")
    first = changed(stage, hotline)
    clock.advance(timedelta(minutes=1))
    quoting(stage, "孟夏")
    second = changed(stage, hotline, "400-300-4000")
    assert first is not None
    assert second is not None
    assert first.pk == second.pk
    assert addressed(second) == {"白露", "孟夏"}
    assert "400-820-1600" in second.gist
    assert NEW in second.gist
    assert Entry.objects.filter(kind="notices.correction_drafted").count() == 1
    assert tasks.draft_correction(str(hotline.pk))
    assert Notice.objects.filter(origin=hotline.pk).count() == 1


@pytest.mark.req("Z05")
def test_a_value_that_comes_back_needs_no_correction(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露")
    draft = changed(stage, hotline)
    assert draft is not None
    assert changed(stage, hotline, "400-820-1600") is None
    assert duty(draft) == ("苏晴", State.EXCUSED)
    draft.refresh_from_db()
    assert draft.state == NoticeState.CLOSED


@pytest.mark.req("Z05")
def test_nobody_to_correct_drafts_nothing(stage: Stage, hotline: Fact) -> None:
    assert changed(stage, hotline) is None
    facts.retire(hotline.pk, reason="并入总机", by=stage["顾北辰"])
    assert corrections.draft(hotline.pk, by=None) is None
    assert not Notice.objects.filter(origin=hotline.pk).exists()


@pytest.mark.req("Z05", "N21")
def test_whom_a_correction_is_for_is_not_for_its_author_to_change(
    stage: Stage, hotline: Fact
) -> None:
    quoting(stage, "白露", "唐果", urgency="important")
    draft = changed(stage, hotline)
    assert draft is not None
    head = stage["苏晴"]
    wider = {"audience": Audience(company=True).to_json(), "origin": None, "gist": "请看新电话"}
    kept = actions.save_draft(draft.pk, wider, by=head)
    assert corrections.is_correction(kept)
    assert kept.gist == "请看新电话"
    with pytest.raises(actions.NotDraft):
        actions.discard_draft(draft.pk, by=head)
    actions.save_draft(draft.pk, {"urgency": "routine"}, by=head)
    with pytest.raises(checks.NotReady) as refused:
        actions.publish(draft.pk, by=head)
    assert "urgency" in refused.value.errors


@pytest.mark.req("Z05")
def test_who_learned_the_new_value_meanwhile_is_left_out(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露", "唐果")
    draft = changed(stage, hotline)
    assert draft is not None
    newer = quoting(stage, "唐果")
    clock.advance(timedelta(minutes=1))
    answers.confirm(newer.pk, by=stage["唐果"])
    sent = actions.publish(draft.pk, by=stage["苏晴"]).notice
    assert addressed(sent) == {"白露"}


@pytest.mark.req("Z05")
def test_deciding_against_a_correction_needs_a_reason(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露")
    draft = changed(stage, hotline)
    assert draft is not None
    with pytest.raises(checks.NotReady):
        corrections.drop(draft.pk, " ", by=stage["苏晴"])
    corrections.drop(draft.pk, "已当面告知", by=stage["苏晴"])
    assert duty(draft) == ("苏晴", State.EXCUSED)
    with pytest.raises(checks.NotReady):
        corrections.drop(draft.pk, "已当面告知", by=stage["苏晴"])
    ordinary = stage.draft()
    with pytest.raises(checks.NotReady):
        corrections.drop(ordinary.pk, "不发了", by=stage["林若溪"])


@pytest.mark.req("Z05")
def test_the_head_above_answers_for_a_department_without_one(stage: Stage, hotline: Fact) -> None:
    quoting(stage, "白露")
    type(hotline.department).objects.filter(pk=hotline.department_id).update(head=None)
    draft = changed(stage, hotline)
    assert draft is not None
    assert draft.initiator.name == "赵衡"


def test_a_list_that_nobody_wrote_addresses_nobody(stage: Stage) -> None:
    nobody = Audience(lists=(str(UUID(int=7)),))
    assert nobody.count() == 0
    assert Audience.from_json(nobody.to_json()) == nobody
