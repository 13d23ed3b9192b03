"""Joiners, movers and leavers of a published notice, one story each (N23)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases import groups, people
from huiyin.cases.readers import Reader
from huiyin.core.obligation import State
from huiyin.directory.access import Action, may
from huiyin.directory.audience import Audience
from huiyin.directory.importing import read_table
from huiyin.directory.models import Person
from huiyin.kit import clock, jobs
from huiyin.ledger.models import Entry
from huiyin.obligations import coverage, doctor
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.notices import answers, tasks
from huiyin.scenarios.notices.living import events, follow
from huiyin.scenarios.notices.living.follow import Settled
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.notices.words import CONFIRM, REPLY


def states(notice: Notice, verb: str = CONFIRM) -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    cohorts = Obligation.objects.filter(subject=notice.pk, verb=verb, parent=None)
    for row in Bearer.objects.filter(obligation_id__in=cohorts.values("pk")).order_by(
        "obligation_id"
    ):
        name = Person.objects.get(pk=row.person_id).name
        found.setdefault(name, []).append(State(row.state))
    return found


def kinds(notice: Notice) -> list[str]:
    return list(
        Entry.objects.filter(subject=notice.pk).order_by("id").values_list("kind", flat=True)
    )


def move(stage: Stage, name: str, to: str) -> None:
    Person.objects.filter(pk=stage[name].pk).update(department=stage.company.department(to))


@pytest.mark.req("N23")
def test_a_mover_owes_it_from_the_day_they_join(stage: Stage) -> None:
    notice = stage.published(follow=True)
    clock.advance(timedelta(minutes=30))
    move(stage, "唐果", "运营部")
    assert follow.concerned() == [notice.pk]
    assert follow.settle(notice.pk) == Settled(joined=1)
    assert states(notice)["唐果"] == [State.OPEN]
    joined = Obligation.objects.get(subject=notice.pk, bearer_role="joiners")
    assert joined.due_at == clock.now() + timedelta(hours=1)
    assert (joined.part, joined.clause) == ("joiners-1", "K2.1.1")
    before = kinds(notice)
    assert before.count(events.JOINED) == 1
    assert follow.settle(notice.pk) == Settled()
    assert kinds(notice) == before


@pytest.mark.req("N23")
def test_who_goes_elsewhere_is_not_asked_any_more_and_what_they_confirmed_stays(
    stage: Stage,
) -> None:
    notice = stage.published(follow=True)
    answers.confirm(notice.pk, by=stage["孟夏"])
    for name in ("白露", "孟夏"):
        move(stage, name, "市场部")
    assert follow.settle(notice.pk) == Settled(left=1)
    assert states(notice) == {
        "林若溪": [State.OPEN],
        "白露": [State.EXCUSED],
        "孟夏": [State.MET],
    }
    assert events.LEFT in kinds(notice)
    entry = Entry.objects.get(subject=notice.pk, kind=events.LEFT)
    assert str(stage["白露"].pk) in entry.body
    move(stage, "白露", "运营部")
    assert follow.settle(notice.pk) == Settled(joined=1)
    assert states(notice)["白露"] == [State.EXCUSED, State.OPEN]
    coverage.fold()
    assert doctor.findings() == []


@pytest.mark.req("N23")
def test_a_fixed_audience_changes_for_nobody_but_leavers(stage: Stage) -> None:
    notice = stage.published()
    move(stage, "唐果", "运营部")
    move(stage, "白露", "市场部")
    assert follow.concerned() == []
    assert follow.settle(notice.pk) == Settled()
    Person.objects.filter(pk=stage["孟夏"].pk).update(active=False)
    assert follow.concerned() == [notice.pk]
    assert follow.settle(notice.pk) == Settled(gone=1)
    assert states(notice) == {
        "林若溪": [State.OPEN],
        "白露": [State.OPEN],
        "孟夏": [State.EXCUSED],
    }
    assert follow.concerned() == []


@pytest.mark.req("N23")
def test_who_was_named_unreachable_is_not_asked_again(stage: Stage) -> None:
    notice = stage.published(follow=True)
    answers.record_call(
        notice.pk,
        stage["白露"].pk,
        answers.Call(CallOutcome.UNREACHABLE, "休产假"),
        by=stage["林若溪"],
    )
    assert states(notice)["白露"] == [State.EXCUSED]
    assert follow.settle(notice.pk) == Settled()
    assert states(notice)["白露"] == [State.EXCUSED]


@pytest.mark.req("N23", "N24")
def test_joiners_reply_by_the_same_date_and_not_after_it(stage: Stage) -> None:
    deadline = clock.now() + timedelta(days=2)
    notice = stage.published(follow=True, reply_by=deadline)
    move(stage, "唐果", "运营部")
    follow.settle(notice.pk)
    assert states(notice, REPLY)["唐果"] == [State.OPEN]
    asked = Obligation.objects.get(subject=notice.pk, bearer_role="joiners_to_reply")
    assert asked.due_at == deadline
    clock.advance(timedelta(days=3))
    move(stage, "陈屿", "运营部")
    assert follow.settle(notice.pk) == Settled(joined=1)
    assert "陈屿" in states(notice)
    assert "陈屿" not in states(notice, REPLY)


@pytest.mark.req("N23", "N28")
def test_a_group_that_changes_takes_its_notices_along(
    stage: Stage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    del django_capture_on_commit_callbacks
    publisher = stage["何青"]
    rule = Audience(people=(stage["陈屿"].pk, stage["唐果"].pk))
    group = groups.make_group(name="迁移项目", kind="project", rule=rule, by=publisher)
    aim = Audience(groups=(group.pk,))
    notice = stage.published(by="何青", audience=aim, follow=True)
    wider = Audience(people=(stage["陈屿"].pk, stage["沈言"].pk))
    groups.change_group(group.pk, name="迁移项目", kind="project", rule=wider, by=publisher)
    assert tasks.follow_directory("x") == 1
    assert tasks.settle_audience(str(notice.pk)) == 2
    assert states(notice) == {
        "陈屿": [State.OPEN],
        "唐果": [State.EXCUSED],
        "沈言": [State.OPEN],
    }
    groups.close_group(group.pk, by=publisher)
    assert tasks.settle_audience(str(notice.pk)) == 2
    assert {state for row in states(notice).values() for state in row} == {State.EXCUSED}


@pytest.mark.req("N23", "N25")
def test_what_owes_nothing_is_opened_to_joiners_and_closed_to_those_who_went(stage: Stage) -> None:
    notice = stage.published(follow=True, kind="news", urgency="routine")
    assert not Obligation.objects.filter(subject=notice.pk).exists()
    move(stage, "唐果", "运营部")
    move(stage, "白露", "市场部")
    assert follow.settle(notice.pk) == Settled(joined=1, left=1)
    assert follow.settle(notice.pk) == Settled()
    told = Reader.objects.filter(case_id=notice.pk).values_list("person_id", flat=True)
    assert set(told) == {stage[name].pk for name in ("林若溪", "孟夏", "唐果")}
    assert not Obligation.objects.filter(subject=notice.pk).exists()


@pytest.mark.req("N23")
def test_an_import_sets_the_job_going(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[str] = []
    monkeypatch.setattr(jobs, "defer", lambda name, **_kwargs: deferred.append(name))
    head = "工号,姓名,部门,职务\n"
    table = read_table((head + "N1,新人,云桥科技/运营部,专员\n").encode(), "名单.csv")
    people.import_people(table, by=stage["罗一鸣"])
    assert "notices.follow_directory" in deferred


def test_a_draft_has_no_audience_to_follow(stage: Stage) -> None:
    assert follow.settle(stage.draft(follow=True).pk) == Settled()


@pytest.mark.req("N18", "N23")
def test_copies_read_it_and_owe_nothing(stage: Stage) -> None:
    copies = Audience(people=(stage["叶蓁"].pk,)).to_json()
    notice = stage.published(copies=copies)
    assert may(stage["叶蓁"], Action.READ, notice)
    assert not may(stage["叶蓁"], Action.CONFIRM, notice)
    assert "叶蓁" not in states(notice)
