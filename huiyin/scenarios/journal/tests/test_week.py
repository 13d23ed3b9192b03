"""The week's list of a head: asked once, ticked by evidence, explained in one line (O06)."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.cases.models import Case
from huiyin.cases.questions.actions import ask
from huiyin.core.event import Event
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.obligations.queries import owed_by
from huiyin.obligations.record import record
from huiyin.scenarios.journal import passing, rhythm, week
from huiyin.scenarios.journal.models import Week
from huiyin.scenarios.journal.tests.conftest import Stage

TEAM = ("白露", "孟夏")
"""The people whose head is 林若溪."""


def tell(stage: Stage, *names: str, title: str = "值班安排") -> Case:
    """何青 tells people something that they owe a confirmation for."""
    author, at = stage["何青"], kit_clock.now()
    case = Case.objects.create(
        scenario="notices",
        number=f"HY-{Case.objects.count() + 1:04}",
        title=title,
        initiator=author,
        department=author.department,
        created_at=at,
        opened_at=at,
    )
    facts: dict[str, Any] = {
        "initiator": author.pk,
        "urgency": "routine",
        "classification": "internal",
        "has_reply_by": False,
        "kind": "notice",
        "confirm": "acknowledge",
    }
    people = Audience(people=tuple(stage[name].pk for name in names)).select_sql()
    nobody = Audience().select_sql()
    event = Event("notices.published", str(case.pk), at, author.pk, facts)
    record(event, sets={"recipients": people, "key_people": nobody})
    return case


def confirm(stage: Stage, case: Case, name: str) -> None:
    facts: dict[str, Any] = {"person": stage[name].pk, "proof": "button", "channel": "inbox"}
    at = kit_clock.now()
    record(Event("notices.confirmed", str(case.pk), at, stage[name].pk, facts))


def begun(stage: Stage) -> Week:
    found = rhythm.begin_week(kit_clock.now())
    assert found is not None
    assert found.initiator == stage["赵衡"]
    return found


@pytest.mark.req("O06")
def test_every_head_is_asked_once_a_week_on_working_days(stage: Stage) -> None:
    made = begun(stage)
    assert made.monday == date(2026, 11, 23)
    assert rhythm.begin_week(kit_clock.now()) is None
    (duty,) = [one for one in owed_by(stage["林若溪"].pk) if one.verb == "pass_list"]
    start, end = week.span(made)
    assert duty.due_at == end - timedelta(days=2, hours=7)  # Friday 17:00
    assert duty.due_at is not None
    assert start < duty.due_at < end
    assert "pass_list" not in {one.verb for one in owed_by(stage["白露"].pk)}
    asked = {one.name for one in week.standings(made)}
    assert asked == {"赵衡", "秦朗", "韩墨", "林若溪", "江予安", "苏晴"}, "who has a team"
    kit_clock.advance(timedelta(days=3))  # Saturday
    assert rhythm.begin_week(kit_clock.now()) is None
    kit_clock.advance(timedelta(days=2))
    following = rhythm.begin_week(kit_clock.now())
    assert following is not None
    assert following.monday == date(2026, 11, 30)


@pytest.mark.req("O06")
def test_the_list_is_ticked_by_what_the_team_answered(stage: Stage) -> None:
    made = begun(stage)
    case = tell(stage, "白露", "孟夏", "陈屿")
    tell(stage, "陈屿", title="别组的事")
    (item,) = week.items(made, stage["林若溪"])
    assert (item.case_id, item.total, item.aware, item.left) == (case.pk, 2, 0, 2)
    assert not item.settled
    confirm(stage, case, "白露")
    (item,) = week.items(made, stage["林若溪"])
    assert (item.aware, item.pct, item.glyph) == (1, 50, "half")
    confirm(stage, case, "孟夏")
    (item,) = week.items(made, stage["林若溪"])
    assert item.evidenced
    assert item.settled


@pytest.mark.req("O06")
def test_the_counts_are_those_of_a_plain_walk(stage: Stage) -> None:
    """An oracle: person by person over the open duties of everybody in the team."""
    made = begun(stage)
    cases = [tell(stage, *names) for names in (("白露",), TEAM, ("孟夏", "苏晴"), ("苏晴",))]
    confirm(stage, cases[1], "白露")
    confirm(stage, cases[2], "孟夏")
    for head, team in (("林若溪", TEAM), ("赵衡", ("林若溪", "苏晴"))):
        told = {"白露": cases[:2], "孟夏": cases[1:3], "苏晴": cases[2:], "林若溪": []}
        wanted: dict[object, list[int]] = {}
        for name in team:
            still = {duty.subject for duty in owed_by(stage[name].pk)}
            for case in told[name]:
                counts = wanted.setdefault(case.pk, [0, 0])
                counts[0] += 1
                counts[1] += case.pk not in still
        found = {item.case_id: [item.total, item.aware] for item in week.items(made, stage[head])}
        assert found == wanted


@pytest.mark.req("O06")
def test_questions_of_the_team_stand_on_the_list(stage: Stage) -> None:
    made = begun(stage)
    case = tell(stage, *TEAM)
    ask(case.pk, "周末算不算加班", by=stage["白露"])
    (item,) = week.items(made, stage["林若溪"])
    assert item.questions == 1


@pytest.mark.req("O06")
def test_what_stays_open_is_explained_in_one_line(stage: Stage) -> None:
    made = begun(stage)
    case = tell(stage, *TEAM)
    head = stage["林若溪"]
    with pytest.raises(passing.StillOpen) as still:
        passing.pass_list(made, by=head)
    assert still.value.left == 1
    with pytest.raises(passing.NoWords):
        passing.explain(made, case.pk, "  ", by=head)
    with pytest.raises(NotVisible):
        passing.explain(made, made.pk, "没有这件事", by=head)
    passing.explain(made, case.pk, "孟夏\n休假，周一面谈", by=head)
    row = passing.explain(made, case.pk, "孟夏休假，周二面谈", by=head)
    assert row.text == "孟夏休假，周二面谈"
    assert passing.pass_list(made, by=head)
    assert not passing.pass_list(made, by=head)
    share = week.share(made, head.pk)
    assert share is not None
    assert share.state == State.MET
    for entry in LedgerEntry.objects.filter(subject=made.pk, kind="journal.explained"):
        assert "休假" not in entry.body
    with pytest.raises(NotVisible):
        passing.pass_list(made, by=stage["白露"])


@pytest.mark.req("O06")
def test_a_list_that_is_all_evidenced_ends_by_itself_before_its_time(stage: Stage) -> None:
    made = begun(stage)
    case = tell(stage, *TEAM)
    duty = week.duty(made)
    assert duty is not None
    assert duty.due_at is not None
    rhythm.beat(kit_clock.now())
    assert len(week.waiting_heads(made)) == duty.total
    kit_clock.advance(duty.due_at - kit_clock.now() - timedelta(minutes=30))
    rhythm.beat(kit_clock.now())
    assert stage["林若溪"] in week.waiting_heads(made)
    assert stage["江予安"] not in week.waiting_heads(made)
    for name in TEAM:
        confirm(stage, case, name)
    rhythm.beat(kit_clock.now())
    assert stage["林若溪"] not in week.waiting_heads(made)
    share = week.share(made, stage["林若溪"].pk)
    assert share is not None
    assert share.state == State.MET


@pytest.mark.req("O06")
def test_what_a_head_relays_themselves_is_on_the_list(stage: Stage) -> None:
    made = begun(stage)
    case = tell(stage, "林若溪")
    assert week.items(made, stage["林若溪"]) == []
    author, head = stage["何青"], stage["林若溪"]
    facts: dict[str, Any] = {"urgency": "routine", "classification": "internal"}
    facts |= {"initiator": author.pk, "part": "h1"}
    people = Audience(people=(head.pk,)).select_sql()
    at = kit_clock.now()
    passed = Event("notices.passed_on", str(case.pk), at, author.pk, facts)
    nobody = Audience().select_sql()
    record(passed, sets={"relayers": people, "team": nobody})
    (item,) = week.items(made, head)
    assert (item.relay_open, item.relayed, item.settled) == (True, False, False)
    done: dict[str, Any] = {"person": head.pk, "part": "h1"}
    record(Event("notices.relayed", str(case.pk), at, head.pk, done | facts))
    (item,) = week.items(made, head)
    assert (item.relay_open, item.relayed, item.settled) == (False, True, True)


def test_a_house_without_heads_asks_nobody(stage: Stage) -> None:
    Department.objects.update(head=None)
    assert rhythm.begin_week(kit_clock.now()) is None
    assert Week.objects.count() == 0
    rhythm.beat(kit_clock.now())
