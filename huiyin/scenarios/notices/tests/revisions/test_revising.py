"""Minor, material and correction: who is asked again, and what is counted (N21)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiyin.core.obligation import State
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.notices import (
    answers,
    checks,
    publisher,
    record,
    record_xlsx,
    timeline,
)
from huiyin.scenarios.notices import queries as notices
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions import actions, queries, telling
from huiyin.scenarios.notices.revisions.actions import Told
from huiyin.scenarios.notices.revisions.models import Revision
from huiyin.scenarios.notices.tests.stage import Stage

ITEMS = "1. 12 月 12 日 09:00–21:00 轮班。\n2. 故障先打给值守组长。"
WRONG = Told(what="轮班时间改为 09:00–21:00", cause="wrong_data")


def kinds(subject: UUID) -> list[str]:
    told = Entry.objects.filter(subject=subject).exclude(kind="roles.stood")
    return list(told.order_by("id").values_list("kind", flat=True))


def states(notice: Notice, name: str, stage: Stage) -> dict[str, int]:
    """The states of one person's duties to confirm, by part."""
    cohorts = Obligation.objects.filter(subject=notice.pk, verb="confirm_notice", parent=None)
    return {
        cohort.part: Bearer.objects.get(obligation_id=cohort.pk, person_id=stage[name].pk).state
        for cohort in cohorts
    }


@pytest.mark.req("N21")
def test_publishing_keeps_the_first_revision(stage: Stage) -> None:
    notice = stage.published()
    only = Revision.objects.get(notice=notice)
    assert (only.number, only.kind, only.digest) == (1, "original", notice.digest)
    assert only.texts["items"] == notice.items


@pytest.mark.req("N21")
def test_a_minor_change_asks_nobody_again(stage: Stage) -> None:
    notice = stage.published()
    before = Obligation.objects.filter(subject=notice.pk).count()
    made = actions.revise(notice.pk, {"contact": "林若溪，分机 8207"}, "minor", by=stage["林若溪"])
    notice.refresh_from_db()
    assert (made.number, notice.revision, notice.contact) == (2, 2, "林若溪，分机 8207")
    assert Obligation.objects.filter(subject=notice.pk).count() == before
    assert kinds(notice.pk)[-1] == "notices.revised"
    assert notice.digest == made.digest != Revision.objects.get(notice=notice, number=1).digest


@pytest.mark.req("N21")
def test_one_confirmation_of_the_newest_text_meets_both_duties(stage: Stage) -> None:
    notice = stage.published()
    clock.advance(timedelta(minutes=5))
    answers.confirm(notice.pk, by=stage["白露"])
    clock.advance(timedelta(minutes=5))
    actions.revise(notice.pk, {"items": ITEMS}, "material", WRONG, by=stage["林若溪"])
    assert states(notice, "白露", stage) == {"": State.MET, "r2": State.OPEN}
    assert states(notice, "孟夏", stage) == {"": State.OPEN, "r2": State.OPEN}
    clock.advance(timedelta(minutes=5))
    answers.confirm(notice.pk, by=stage["孟夏"])
    assert states(notice, "孟夏", stage) == {"": State.MET, "r2": State.MET}
    answers.confirm(notice.pk, by=stage["白露"])
    assert states(notice, "白露", stage) == {"": State.MET, "r2": State.MET}


@pytest.mark.req("N21")
def test_a_correction_reaches_everybody_and_counts_as_an_error(stage: Stage) -> None:
    notice = stage.published()
    answers.confirm(notice.pk, by=stage["白露"])
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    corrected = Obligation.objects.get(subject=notice.pk, part="r2", parent=None)
    original = Obligation.objects.get(subject=notice.pk, part="", parent=None)
    assert corrected.total == original.total
    assert corrected.clause == "K4.4"
    found = queries.errors()
    assert [(one.department, one.cause, one.count) for one in found] == [
        ("运营部", "wrong_data", 1)
    ]
    assert queries.errors_of(notice) == 1
    assert kinds(notice.pk)[-2:] == ["notices.corrected", "obligations.opened"]


@pytest.mark.req("N21")
@pytest.mark.parametrize(
    ("kind", "told", "values", "field"),
    [
        ("correction", Told(what="改", cause=""), {"items": ITEMS}, "cause"),
        ("correction", Told(what="改", cause="tired"), {"items": ITEMS}, "cause"),
        ("correction", Told(cause="wrong_data"), {"items": ITEMS}, "what"),
        ("correction", Told("改", "wrong_data", "routine"), {"items": ITEMS}, "urgency"),
        ("material", Told("改", urgency="whenever"), {"items": ITEMS}, "urgency"),
        ("material", Told(), {"items": ITEMS}, "what"),
        ("material", Told("改"), {}, "kind"),
        ("original", Told("改"), {"items": ITEMS}, "kind"),
        ("minor", Told(), {"items": " "}, "items"),
    ],
)
def test_what_says_too_little_is_refused(
    stage: Stage, kind: str, told: Told, values: dict[str, Any], field: str
) -> None:
    notice = stage.published()
    with pytest.raises(checks.NotReady) as refused:
        actions.revise(notice.pk, values, kind, told, by=stage["林若溪"])
    assert field in refused.value.errors
    notice.refresh_from_db()
    assert notice.revision == 1
    assert Revision.objects.filter(notice=notice).count() == 1


@pytest.mark.req("N21")
def test_a_correction_may_be_more_urgent_than_the_original(stage: Stage) -> None:
    notice = stage.published(urgency="routine")
    told = Told("轮班时间有误", "wrong_data", "urgent")
    actions.revise(notice.pk, {"items": ITEMS}, "correction", told, by=stage["林若溪"])
    notice.refresh_from_db()
    assert notice.urgency == "urgent"
    due = Obligation.objects.get(subject=notice.pk, part="r2", parent=None)
    assert due.due_at == clock.now() + timedelta(hours=1)


def test_two_who_revise_the_same_text_do_not_overwrite_one_another(stage: Stage) -> None:
    notice = stage.published()
    told = Told("轮班时间有误", on=1)
    actions.revise(notice.pk, {"items": ITEMS}, "material", told, by=stage["林若溪"])
    with pytest.raises(actions.Outdated):
        actions.revise(notice.pk, {"items": "别的"}, "material", told, by=stage["林若溪"])


@pytest.mark.req("N21")
def test_a_closed_notice_opens_again_for_a_correction_and_stays_closed_for_a_word(
    stage: Stage,
) -> None:
    notice = stage.published()
    Notice.objects.filter(pk=notice.pk).update(state="closed", closed_at=clock.now())
    actions.revise(notice.pk, {"contact": "林若溪，8207"}, "minor", by=stage["林若溪"])
    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    notice.refresh_from_db()
    assert (notice.state, notice.closed_at) == (NoticeState.PUBLISHED, None)


def test_only_the_author_revises_and_only_texts_of_what_was_published(stage: Stage) -> None:
    notice, draft = stage.published(), stage.draft()
    with pytest.raises(PermissionDenied):
        actions.revise(notice.pk, {"items": ITEMS}, "minor", by=stage["白露"])
    with pytest.raises(Http404):
        actions.revise(notice.pk, {"items": ITEMS}, "minor", by=stage["唐果"])
    with pytest.raises(actions.NotPublished):
        actions.revise(draft.pk, {"items": ITEMS}, "minor", by=stage["林若溪"])
    with pytest.raises(KeyError):
        actions.revise(notice.pk, {"number": "1"}, "minor", by=stage["林若溪"])


@pytest.mark.req("N21")
def test_a_reader_sees_what_is_new_since_they_confirmed(stage: Stage) -> None:
    notice = stage.published()
    reader = stage["白露"]
    assert queries.news_for(notice, reader) is None
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=reader)
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"contact": "林若溪，分机 8207"}, "minor", by=stage["林若溪"])
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    notice.refresh_from_db()
    news = queries.news_for(notice, reader)
    assert news is not None
    assert [field.name for field in news.fields] == ["items", "contact"]
    assert (news.known.number, news.revision.number) == (1, 3)
    assert news.corrects
    assert not news.confirmed
    other = queries.news_for(notice, stage["孟夏"])
    assert other is not None
    assert [field.name for field in other.fields] == ["items"]
    assert telling.said(other.fields[0].pieces) == "「08:00–22:00」改为「09:00–21:00」"
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=reader)
    after = queries.news_for(notice, reader)
    assert after is not None
    assert after.confirmed


@pytest.mark.req("N21")
def test_the_counts_are_those_of_the_newest_text(stage: Stage) -> None:
    notice = stage.published()
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["白露"])
    before = publisher.share(notice)
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "material", WRONG, by=stage["林若溪"])
    after = publisher.share(notice)
    assert (before.total, before.met) == (after.total, 1)
    assert after.met == 0
    assert len(publisher.silent(notice)) == after.total
    (line,) = notices.issued(stage["林若溪"])
    assert (line.total, line.met) == (after.total, 0)
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["孟夏"])
    assert publisher.share(notice).met == 1
    assert publisher.median_time(notice) == timedelta(minutes=1)


@pytest.mark.req("N21", "N16")
def test_the_record_names_the_revision_that_each_person_confirmed(stage: Stage) -> None:
    notice = stage.published()
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["白露"])
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"contact": "林若溪"}, "minor", by=stage["林若溪"])
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    clock.advance(timedelta(minutes=1))
    answers.confirm(notice.pk, by=stage["孟夏"])
    notice.refresh_from_db()
    rows = {row.name: row for row in record.rows(notice)}
    assert (rows["白露"].revision, rows["白露"].confirmed_at) == (1, None)
    assert rows["孟夏"].revision == 3
    assert rows["林若溪"].revision is None
    assert record.figures(notice).total == len(rows)
    assert record_xlsx.cells(rows["白露"])[-1] == 1
    assert len(record_xlsx.columns()) == len(record_xlsx.cells(rows["白露"])) + 1


@pytest.mark.req("N21")
def test_the_title_follows_the_urgency_of_the_correction(stage: Stage) -> None:
    notice = stage.published(urgency="routine")
    told = Told("轮班时间有误", "wrong_data", "urgent")
    made = actions.revise(notice.pk, {"items": ITEMS}, "correction", told, by=stage["林若溪"])
    assert made.texts["title"] == f"【紧急】{notice.title}"
    assert made.sources["title"] == notice.title
    with pytest.raises(checks.NotReady):
        actions.revise(notice.pk, {}, "minor", by=stage["林若溪"])


@pytest.mark.req("N21")
def test_the_timeline_tells_of_the_new_version(stage: Stage) -> None:
    notice = stage.published()
    clock.advance(timedelta(minutes=1))
    actions.revise(notice.pk, {"items": ITEMS}, "correction", WRONG, by=stage["林若溪"])
    notice.refresh_from_db()
    said = [moment.title for moment in timeline.of_notice(notice)]
    assert any(text.startswith("第 2 版发出，请 ") for text in said)
