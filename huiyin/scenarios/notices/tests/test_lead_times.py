"""Lead times and what cannot wait: the pre-notice, the moment named beforehand, the phone at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huiyin.directory.audience import Audience
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations import clock as obligations_clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.guards import Refused
from huiyin.scenarios.notices import actions, conditions, mode, releasing
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.models import Stage as Word
from huiyin.scenarios.notices.signing import actions as signing
from huiyin.scenarios.notices.tests.signing.test_signing import sign_all
from huiyin.scenarios.notices.tests.stage import NOON, Stage

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def released(stage: Stage, **over: Any) -> Notice:
    """A policy's release whose pre-notice goes out now, by the publisher's head."""
    pre = stage.published(by="林若溪", stage=Word.PRE_NOTICE, kind="notice")
    return stage.draft(by="林若溪", stage=Word.RELEASE, kind="policy", origin=pre.pk, **over)


def only_time(draft: Notice, stage: Stage) -> list[str]:
    return [each.guard.clause for each in conditions.stopping(draft, stage["林若溪"])]


@pytest.mark.req("N12")
def test_a_release_is_refused_until_its_pre_notice_is_a_day_old(stage: Stage) -> None:
    draft = released(stage)
    assert only_time(draft, stage) == ["1.1.1-2"]
    with pytest.raises(Refused):
        actions.publish(draft.pk, by=stage["林若溪"])
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (NoticeState.DRAFT, "")
    assert conditions.opens_at(draft, stage["林若溪"]) == NOON + DAY
    clock.advance(DAY - SECOND)
    assert only_time(draft, stage) == ["1.1.1-2"]
    clock.advance(SECOND)
    assert only_time(draft, stage) == []
    assert conditions.opens_at(draft, stage["林若溪"]) is None


@pytest.mark.req("N12")
def test_without_a_pre_notice_no_time_helps(stage: Stage) -> None:
    draft = stage.draft(stage=Word.RELEASE, kind="policy")
    assert conditions.opens_at(draft, stage["林若溪"]) is None
    fields = {one.field for one in conditions.findings(draft, stage["林若溪"])}
    assert "origin" in fields


@pytest.mark.req("N12")
def test_a_policy_says_whether_it_is_the_pre_notice_or_the_release(stage: Stage) -> None:
    draft = stage.draft(kind="policy")
    with pytest.raises(NotReady) as caught:
        actions.publish(draft.pk, by=stage["林若溪"])
    assert "stage" in caught.value.errors


@pytest.mark.req("N12")
def test_a_reason_overrides_the_lead_time_and_is_written_down_but_no_signature(
    stage: Stage,
) -> None:
    draft = released(stage, override_reason="监管要求当日公布")
    assert conditions.stopping(draft, stage["林若溪"]) == []
    with pytest.raises(Refused, match="审签"):
        actions.publish(draft.pk, by=stage["林若溪"])
    sign_all(signing.submit(draft.pk, by=stage["林若溪"]))
    draft.refresh_from_db()
    assert draft.state == NoticeState.PUBLISHED
    entry = Entry.objects.get(subject=draft.pk, kind="notices.published")
    assert '"override":true' in entry.body
    assert "监管要求" not in entry.body, "the reason is kept as a commitment"
    breach = Entry.objects.get(subject=draft.pk, kind="policy.breached")
    assert "1.1.1-2" in breach.body


@pytest.mark.req("N12")
def test_it_goes_out_by_itself_at_the_moment_named_and_not_before(stage: Stage) -> None:
    draft = stage.draft()
    releasing.schedule(draft.pk, NOON + DAY, by=stage["林若溪"])
    assert releasing.schedule(draft.pk, NOON + DAY, by=stage["林若溪"]).publish_at == NOON + DAY
    assert releasing.release_due(NOON + DAY - SECOND) == 0
    clock.advance(DAY)
    assert releasing.release_due(clock.now()) == 1
    assert releasing.release_due(clock.now()) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == (NoticeState.PUBLISHED, NOON + DAY)
    assert Entry.objects.filter(subject=draft.pk, kind="notices.scheduled").count() == 1


@pytest.mark.req("N12")
def test_what_cannot_go_out_then_is_held_back_and_its_author_hears_of_it(stage: Stage) -> None:
    draft = stage.draft()
    releasing.schedule(draft.pk, NOON + DAY, by=stage["林若溪"])
    Notice.objects.filter(pk=draft.pk).update(contact="")
    clock.advance(DAY)
    assert releasing.release_due(clock.now()) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (NoticeState.DRAFT, None)
    assert "release_by_hand" in {duty.verb for duty in obligations.owed_by(stage["林若溪"].pk)}


def test_a_moment_must_lie_ahead_and_a_change_calls_it_off(stage: Stage) -> None:
    draft = stage.draft()
    with pytest.raises(releasing.InThePast):
        releasing.schedule(draft.pk, NOON, by=stage["林若溪"])
    releasing.schedule(draft.pk, NOON + DAY, by=stage["林若溪"])
    place = reverse("notices:save", args=[draft.pk])
    stage.client("林若溪").post(place, {"title": "改了"})
    draft.refresh_from_db()
    assert draft.publish_at is None
    published = stage.published()
    with pytest.raises(actions.NotDraft):
        releasing.schedule(published.pk, NOON + DAY, by=stage["林若溪"])


@pytest.mark.req("N13", "N10")
def test_an_emergency_names_whom_to_phone_and_the_phone_rings_at_once(stage: Stage) -> None:
    everybody = stage.draft(kind="emergency", urgency="urgent")
    with pytest.raises(Refused, match="致电"):
        actions.publish(everybody.pk, by=stage["林若溪"])
    key = Audience(people=(stage["白露"].pk,)).to_json()
    notice = stage.published(kind="emergency", urgency="urgent", key_people=key)
    obligations_clock.wake()
    (call,) = [
        duty for duty in obligations.owed_by(stage["林若溪"].pk) if duty.verb == "phone_unread"
    ]
    assert (call.subject, call.born_at) == (notice.pk, NOON)


@pytest.mark.req("N09", "N14")
@pytest.mark.parametrize(
    ("over", "held"),
    [
        ({}, "acknowledge"),
        ({"confirm_mode": "spoken"}, "spoken"),
        ({"kind": "news", "urgency": "routine"}, "none"),
    ],
)
def test_the_mode_is_the_authors_when_it_is_no_weaker_than_the_matrix(
    stage: Stage, over: dict[str, Any], held: str
) -> None:
    assert mode.of(stage.draft(**over)) == held


@pytest.mark.req("N09", "N14")
def test_a_weaker_mode_is_refused_and_named(stage: Stage) -> None:
    draft = stage.draft(confirm_mode="none")
    with pytest.raises(NotReady) as caught:
        actions.publish(draft.pk, by=stage["林若溪"])
    assert list(caught.value.errors) == ["confirm_mode"]
    found = [
        one for one in conditions.findings(draft, stage["林若溪"]) if one.field == "confirm_mode"
    ]
    assert "收到即可" in found[0].hint
    assert conditions.opens_at(draft, stage["林若溪"]) is None
