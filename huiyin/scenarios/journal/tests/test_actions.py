"""What is written into the log, and what must follow in writing (R07, N11, N17, N22)."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases import following
from huiyin.cases.following import Follower
from huiyin.cases.models import Case
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.obligations import clock, coverage
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.queries import owed_by
from huiyin.scenarios.journal import actions, followers, tasks
from huiyin.scenarios.journal.actions import EntryRefused
from huiyin.scenarios.journal.models import Entry
from huiyin.scenarios.journal.tests.conftest import CONTENT, Stage


def verbs(stage: Stage, name: str = "陈屿") -> list[str]:
    return sorted(duty.verb for duty in owed_by(stage[name].pk))


def formal(stage: Stage, entry: Entry, stage_name: str = "") -> None:
    """A formal text that follows from ``entry`` is out."""
    at = kit_clock.now()
    case = Case.objects.create(
        scenario="notices",
        title="正式通知",
        initiator=entry.initiator,
        department=entry.department,
        origin=entry.pk,
        created_at=at,
        opened_at=at,
    )
    following.tell(case, {"stage": stage_name}, by=entry.initiator, at=at)


def state(entry: Entry, verb: str) -> State:
    cohort = Obligation.objects.get(subject=entry.pk, verb=verb)
    return State(Bearer.objects.get(obligation_id=cohort.pk).state)


@pytest.mark.req("R07", "R04")
def test_a_talk_is_kept_with_time_people_content_and_result(stage: Stage) -> None:
    entry = stage.entry("talk", others="审计王老师")
    assert entry.number == "HY-RZ-2026-0001"
    assert [party.person for party in entry.parties.all()] == [stage["叶蓁"]]
    assert entry.happened_at == kit_clock.now() - timedelta(minutes=40)
    assert (entry.content, entry.result, entry.others) == (CONTENT, "已同意", "审计王老师")
    assert entry.closed_at == kit_clock.now()
    assert verbs(stage) == []


@pytest.mark.req("R07", "R05")
def test_the_words_are_bound_by_the_ledger_and_not_told_by_it(stage: Stage) -> None:
    entry = stage.entry("talk", others="审计王老师")
    kept = LedgerEntry.objects.get(subject=entry.pk, kind="journal.recorded")
    body = json.loads(kept.body)
    for secret in (CONTENT, "已同意", "审计王老师"):
        assert secret not in kept.body
    assert set(body["private"]) == {"content", "result", "others"}
    assert body["actor"] == stage["陈屿"].pk
    assert body["facts"]["kind"] == "talk"
    assert body["facts"]["with"] == [str(stage["叶蓁"].pk)]


def test_a_form_that_is_sent_twice_is_written_once(stage: Stage) -> None:
    wanted = new_id()
    words = actions.Words(
        kind=Entry._meta.get_field("kind").default,
        happened_at=kit_clock.now(),
        content=CONTENT,
    )
    first = actions.record_entry(words, by=stage["陈屿"], entry_id=wanted)
    assert actions.record_entry(words, by=stage["陈屿"], entry_id=wanted) == first
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"content": "  "}, "content", "empty"),
        ({"content": "说" * 4001}, "content", "long"),
        ({"ago": -1}, "happened_at", "future"),
        ({"people": (999_999,)}, "people", "unknown"),
    ],
)
def test_what_cannot_be_is_refused(
    stage: Stage, more: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        stage.entry("talk", **more)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert Entry.objects.count() == 0
    assert LedgerEntry.objects.count() == 0


@pytest.mark.req("N11")
def test_an_occurrence_owes_a_first_word_and_the_whole_story(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    due = {duty.verb: duty.due_at for duty in owed_by(stage["陈屿"].pk)}
    assert due == {
        "first_word": entry.happened_at + timedelta(hours=2),
        "full_detail": entry.happened_at + timedelta(hours=24),
    }
    formal(stage, entry, "first_word")
    assert verbs(stage) == ["full_detail"]
    assert state(entry, "first_word") == State.MET
    kit_clock.advance(timedelta(hours=24))
    formal(stage, entry, "full_detail")
    assert state(entry, "full_detail") == State.MET_LATE
    assert verbs(stage) == []


@pytest.mark.req("N11")
def test_the_whole_story_in_time_is_the_first_word_too(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    formal(stage, entry)
    assert (state(entry, "first_word"), state(entry, "full_detail")) == (State.MET, State.MET)


@pytest.mark.req("N11")
def test_who_is_late_is_urged_by_their_head(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    kit_clock.advance(timedelta(minutes=110))
    clock.wake()
    assert "urge_word" in verbs(stage, "韩墨")
    formal(stage, entry)
    coverage.fold()
    assert verbs(stage, "韩墨") == []


@pytest.mark.req("N17")
def test_an_important_decision_by_message_owes_its_formal_twin(stage: Stage) -> None:
    stage.entry("im", decision=False)
    assert verbs(stage) == []
    entry = stage.entry("im", decision=True)
    assert verbs(stage) == ["write_twin"]
    formal(stage, entry)
    assert state(entry, "write_twin") == State.MET


@pytest.mark.req("N22")
@pytest.mark.parametrize("kind", ["phone", "im"])
def test_an_urgent_word_owes_the_formal_notice(stage: Stage, kind: str) -> None:
    entry = stage.entry(kind, urgent=True, decision=True)
    (duty,) = owed_by(stage["陈屿"].pk)
    assert (duty.verb, duty.due_at) == ("write_formal", entry.happened_at + timedelta(hours=2))
    formal(stage, entry)
    assert state(entry, "write_formal") == State.MET


@pytest.mark.req("N22")
def test_what_needs_no_formal_text_is_dropped_with_a_reason(stage: Stage) -> None:
    entry = stage.entry("occurrence")
    with pytest.raises(EntryRefused):
        actions.drop(entry.pk, " ", by=stage["陈屿"])
    with pytest.raises(PermissionDenied):
        actions.drop(entry.pk, "误报", by=stage["叶蓁"])
    with pytest.raises(NotVisible):
        actions.drop(entry.pk, "误报", by=stage["唐果"])
    assert actions.drop(entry.pk, "误报", by=stage["陈屿"])
    assert state(entry, "first_word") == State.EXCUSED
    coverage.fold()
    assert tasks.close_complete(str(entry.pk))
    assert not actions.drop(entry.pk, "误报", by=stage["陈屿"])


def test_other_cases_are_left_alone(stage: Stage) -> None:
    assert not tasks.close_complete(str(UUID(int=7)))
    entry = stage.entry("talk")
    formal(stage, entry)
    assert LedgerEntry.objects.filter(subject=entry.pk, kind="journal.formal_given").exists()


@pytest.mark.req("N17", "N22")
def test_the_formal_text_begins_with_what_was_said(stage: Stage) -> None:
    entry = stage.entry("im", decision=True, others="审计王老师", urgent=True)
    draft = following.draft(entry.pk, stage["陈屿"])
    assert CONTENT in draft.title
    assert CONTENT in draft.items
    assert "叶蓁、审计王老师" in draft.background
    assert "即时消息" in draft.background
    assert draft.urgency == "urgent"
    assert draft.people == (stage["叶蓁"].pk,)
    occurrence = followers.draft_of(stage.entry("occurrence", people=()).pk)
    assert "11 月 25 日 14:20 发生" in occurrence.background


@pytest.mark.req("R07")
def test_who_took_part_may_read_and_nobody_else(stage: Stage) -> None:
    entry = stage.entry("talk", secret=True)
    assert entry.title == "当面"
    assert following.draft(entry.pk, stage["叶蓁"]).people == (stage["叶蓁"].pk,)
    with pytest.raises(NotVisible):
        following.draft(entry.pk, stage["唐果"])
    with pytest.raises(PermissionDenied):
        following.draft(entry.pk, stage["韩墨"])
    with pytest.raises(NotVisible):
        following.draft(new_id(), stage["陈屿"])


def test_a_case_without_origin_tells_nobody(stage: Stage) -> None:
    entry = stage.entry("im", decision=True)
    at = kit_clock.now()
    case = Case(scenario="notices", initiator=stage["陈屿"])
    following.tell(case, {}, by=stage["陈屿"], at=at)
    assert state(entry, "write_twin") == State.OPEN
    follower = Follower(case, {}, stage["陈屿"], at)
    followers.followed(entry.pk, follower)
    assert state(entry, "write_twin") == State.MET
