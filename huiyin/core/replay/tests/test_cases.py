"""What is held fixed, what is today's, and what the ledger and a replay may disagree about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from huiyin.core.calendar import Day
from huiyin.core.load import read_policy
from huiyin.core.overlay import Own, compose
from huiyin.core.replay.counting import count
from huiyin.core.replay.history import Case, Line, Moment, Opened, case_of
from huiyin.core.replay.playing import differences, play
from huiyin.core.replay.report import report
from huiyin.core.replay.tally import KEPT, Tally
from huiyin.core.replay.tests.test_bounds import (
    BORN,
    CALL,
    GUARD,
    HEAD,
    PEOPLE,
    REMIND,
    ROUTE,
    RULE,
    after,
    regulation,
    replayed,
    world,
)
from huiyin.core.replay.world import World, touched
from huiyin.core.tests.world import CALENDAR

LATER = BORN + timedelta(minutes=60)
LOOK = "head_of(bearer)"
RHYTHM = """[[clause.rule]]
on = "t.published"
bearer = "initiator"
owes = "report"
within = "every 30min until t.closed"
met_by = "t.reported"
"""


def told(case: Case, here: World) -> dict[str, Any]:
    """The report of ``case`` alone."""
    tally = Tally()
    count(play(case, here, touched(here)), here, tally)
    return report(tally, here)


def opened(minutes: int, *people: int, rule: str = "1/0", role: str = "recipients") -> Opened:
    """A duty to confirm as the ledger says it was opened, due so long after the publishing."""
    due = BORN + timedelta(minutes=minutes)
    return Opened(rule, "confirm", role, "", due, 1, None, list(people))


def recorded(*duties: Opened) -> Case:
    """A case whose publishing opened ``duties``."""
    return Case("c", [replace(after(0, "t.published"), opened=dict(enumerate(duties, 5)))])


def test_own_rules_bind_people_where_they_stood_else_where_they_stand() -> None:
    own = Own(7, regulation(RULE.replace("1h", "2h"), 0))
    tree = {1: (1,), 7: (1, 7)}
    here = world(
        RULE,
        RULE,
        draft=compose(regulation(RULE, 0), [own]),
        departments={11: 1, 12: 7, 13: 1},
        tree=tree,
    )
    found = told(Case("c", [after(0, "t.published")], places={11: 7}), here)
    assert found["figures"]["duties"] == [3, 3, 3, 3]
    assert found["figures"]["moved"] == [0, 2, 2, 2]  # 11 was asked there, 12 is there today
    assert found["by"]["department"]["7"]["moved"] == [0, 2, 2, 2]
    assert [row["rule"] for row in found["lists"]["moved"]["rows"]] == ["1/0@7"]


def test_teams_calendars_give_their_people_other_due_times() -> None:
    off: dict[date, Day] = {date(2026, 9, 7): "holiday"}
    keeps = {13: ("c2", CALENDAR.altered(off))}
    found = replayed(RULE, RULE.replace("1h", "2wh"), working=keeps)
    rows = found["lists"]["moved"]["rows"]
    assert [(row["people"], row["would"][:16]) for row in rows] == [
        (2, "2026-09-07T03:00"),
        (1, "2026-09-08T03:00"),
    ]


def test_a_matter_without_a_row_in_the_matrix_interrupts_nobody() -> None:
    narrow = ROUTE.replace("{}", '{ audience = ["heads"] }')
    here = world(RULE, RULE, draft=read_policy(0, {"test": narrow + HEAD + RULE}))
    found = told(Case("c", [after(0, "t.published")]), here)
    assert found["figures"]["pushes"] == [3, 0, 0, 0]


def test_channels_that_do_not_interrupt_are_no_pushes() -> None:
    ladder = REMIND.replace("[{", '[{ after = "10min", who = "bearer", do = "remind" }, {')
    acts = (after(5, "t.confirmed", 11), after(20, "t.confirmed", 12))
    loud = replayed(RULE, RULE + ladder, *acts)
    assert loud["figures"]["pushes"] == [3, 6, 5, 7]  # 12 might have waited for the second one
    quiet = replayed(RULE, RULE + ladder, *acts, pushing=frozenset())
    assert "pushes" not in quiet["figures"]
    assert quiet["interruptions"]["spread"] == {}


def test_nobody_is_called_when_all_had_answered_before_anything_was_different() -> None:
    call = CALL.replace("[{", '[{ after = "30min", who = "bearer", do = "remind" }, {')
    acts = [after(10, "t.confirmed", who) for who in PEOPLE]
    found = replayed(RULE, RULE + call, *acts)
    assert {"calls", "called", "breaches"}.isdisjoint(found["figures"])


def test_what_was_before_the_span_is_no_figure_and_no_list() -> None:
    before = (
        RULE
        + REMIND.replace("30min", "90min")
        + RULE.replace("recipients", "auditors")
        + RULE.replace('"1h"', '"3d before starts_at"')
        + GUARD.replace("refuse", "record")
    )
    after_all = before + GUARD.replace("published", "closed")
    acts = (after(90, "clock.passed"), after(100, "t.closed"))
    found = replayed(before, after_all, *acts, first=LATER)
    assert found["figures"] == {"refusals": [0, 1, 1, 1]}
    assert found["interruptions"]["people"] == [0, 0]
    counts = found["counts"]
    assert (counts["unknown_roles"], counts["missing_facts"]) == (0, 0)


def test_only_rules_that_would_have_applied_can_miss_a_fact() -> None:
    lacking = RULE.replace('"1h"', '"3d before starts_at"')
    other = lacking + 'when = { topic = ["other"] }\n'
    timeless = RULE.replace('within = "1h"\n', "").replace('"confirm"', '"answer"')
    found = replayed(RULE, RULE + lacking + other + timeless)
    rows = found["lists"]["missing_facts"]["rows"]
    assert [row["rule"] for row in rows] == ["1/1"]
    assert found["by"]["verb"]["answer"]["created"] == [0, 3, 3, 3]


def test_the_ledger_and_the_proof_agree_or_each_difference_is_named() -> None:
    here = world(RULE, RULE)
    assert told(recorded(opened(60, *PEOPLE)), here)["counts"]["differences"] == 0
    gone = opened(60, 11, rule="1/9", role="lost")
    found = told(recorded(opened(60, *PEOPLE), gone), here)
    rows = found["lists"]["differences"]["rows"]
    assert [(row["rule"], row["verb"]) for row in rows] == [("1/9", "missing")]
    other = told(recorded(replace(opened(60, *PEOPLE), verb="answer")), here)
    found_kinds = {row["verb"] for row in other["lists"]["differences"]["rows"]}
    assert found_kinds == {"missing", "extra"}


def test_another_due_time_since_working_time_changed_is_recounted() -> None:
    here = world(RULE, RULE, recounted=LATER)
    counts = told(recorded(opened(60, 11, 12), opened(90, 13)), here)["counts"]
    assert (counts["recounted"], counts["differences"]) == (2, 0)
    earlier = world(RULE, RULE, recounted=BORN - timedelta(minutes=1))
    counts = told(recorded(opened(90, *PEOPLE)), earlier)["counts"]
    assert (counts["recounted"], counts["differences"]) == (0, 2)


def test_a_beat_of_an_old_rhythm_does_not_say_which_version_is_in_force() -> None:
    answer = RULE.replace("t.published", "t.reported")
    starts = ((BORN - timedelta(days=9), 1), (BORN + timedelta(minutes=10), 2))
    here = world(
        RHYTHM,
        RHYTHM,
        versions={1: regulation(RHYTHM), 2: regulation(RHYTHM + answer, 2)},
        starts=starts,
    )
    report_duty = Opened("1/0", "report", "initiator", "", LATER, 1, None, [1])
    first = replace(report_duty, due_at=BORN + timedelta(minutes=30), people=[1])
    confirm = replace(opened(80, *PEOPLE, rule="1/1"), version=2)
    moments = [
        replace(after(0, "t.published"), opened={5: first}),
        replace(
            after(20, "t.reported", 1),
            opened={6: report_duty, 7: confirm},
            roles={"recipients": PEOPLE},
        ),
    ]
    assert differences(play(Case("c", moments), here, touched(here))) == []


def test_another_rhythm_drops_the_beats_between() -> None:
    found = replayed(
        RHYTHM,
        RHYTHM.replace("30min", "1h"),
        *(Moment(replace(after(at, "clock.passed").event, facts={})) for at in (30, 60)),
        until=BORN + timedelta(minutes=70),
    )
    assert found["figures"]["duties"] == [3, 2, 2, 2]  # due at 30, 60, 90: due at 60, 120


def test_whoever_was_let_go_owes_nothing_in_either() -> None:
    left = Moment(after(20, "t.left").event, released=((12, 14), ("recipients",)))
    both = RULE + RULE.replace("recipients", "initiator").replace('"confirm"', '"answer"')
    found = replayed(both, both.replace("1h", "2h"), left)
    assert found["by"]["verb"]["confirm"]["breaches"] == [2, 2, 2, 2]
    assert found["by"]["verb"]["answer"]["breaches"] == [1, 1, 1, 1]


def test_heads_are_those_who_were_told_else_those_of_today() -> None:
    ladder = f'ladder = [{{ after = "2h", who = "{LOOK}", do = "look_after" }}]\n'
    heads = {11: 21, 12: 21, 13: 22}
    here = world(RULE, RULE + ladder, heads=heads, departments={21: 3, 22: 4, 23: 5})
    case = Case("c", [after(0, "t.published")], overseers={("1/0", "", 13): 23})
    found = told(case, here)
    assert found["figures"]["rungs"] == [0, 2, 2, 2]
    assert {place for place, cells in found["by"]["department"].items() if "rungs" in cells} == {
        "3",
        "5",
    }


def test_entries_that_belong_to_no_moment_are_passed_over() -> None:
    facts: dict[str, Any] = {"cohort": 5, "rule": "1/0", "verb": "confirm", "role": "recipients",
             "policy_version": 1, "due_at": None, "parent": None}  # fmt: skip
    early = BORN - timedelta(minutes=5)
    case = case_of(
        "c",
        [
            Line("obligations.opened", early, None, facts, (11,), (3,)),
            Line("t.published", BORN, 1, {}),
            Line("policy.breached", LATER, 1, {"on": "t.published", "guard": "1/g0"}),
            Line("obligations.opened", LATER, None, facts, (12,), (4,)),
            Line("roles.stood", early, None, {"on": "t.published", "role": "recipients"}, (13,)),
        ],
    )
    (moment,) = case.moments
    assert (moment.opened, moment.breaches, moment.roles) == ({}, [], {})
    assert case.places == {11: 3, 12: 4}  # where they stood is known all the same


def test_one_tally_keeps_no_more_than_it_lists() -> None:
    tally = Tally()
    for number in range(3 * KEPT):
        tally.keep("moved", (-number, "", "", "", "", "", "", "", ""))
    assert len(tally.lists["moved"]) < 2 * KEPT
    assert [row[0] for row in tally.largest("moved")][:2] == [1 - 3 * KEPT, 2 - 3 * KEPT]
    assert tally.listed["moved"] == 3 * KEPT


def test_another_way_to_answer_leaves_everything_open_from_the_birth() -> None:
    acts = [after(at, "t.confirmed", who) for at, who in ((10, 11), (70, 12))]
    found = replayed(RULE, RULE + 'excused_by = "t.excused"\n', *acts)
    assert found["figures"]["breaches"] == [2, 2, 0, 3]


def test_a_rung_that_came_to_no_head_might_have_come() -> None:
    remind = '{ after = "30min", who = "bearer", do = "remind" }'
    rung = f'{{ after = "2h", who = "{LOOK}", do = "look_after" }}'
    here = world(RULE, f"{RULE}ladder = [{remind}, {rung}]\n", heads={11: 21, 12: 21, 13: 22})
    acts = [after(40, "t.confirmed", who) for who in PEOPLE]
    found = told(Case("c", [after(0, "t.published"), *acts]), here)
    assert found["figures"]["rungs"] == [0, 0, 0, 2]


def test_tallies_of_slices_add_up_in_any_order() -> None:
    here = world(RULE, RULE + REMIND)
    case = Case("c", [after(0, "t.published")])
    whole, parts = Tally(), [Tally(), Tally()]
    for part in parts:
        for tally in (part, whole):
            count(play(case, here, touched(here)), here, tally)
    merged = Tally()
    for part in reversed(parts):
        merged.merge(part)
    assert report(merged, here) == report(whole, here)


def test_a_rung_that_was_opened_is_proved_and_names_no_role() -> None:
    duty = {"rule": "1/0", "verb": "confirm", "role": "recipients", "policy_version": 1}
    due = LATER.isoformat()
    facts: dict[str, Any] = {**duty, "cohort": 5, "due_at": due, "parent": None}
    rung: dict[str, Any] = {**duty, "cohort": 6, "due_at": None, "parent": 5}
    rung |= {"rule": "1/0#0", "verb": "phone_unread", "role": "initiator"}
    called = BORN + timedelta(hours=2)
    case = case_of(
        "c",
        [
            Line("t.published", BORN, 1, {"initiator": 1}),
            Line("obligations.opened", BORN, None, facts, PEOPLE),
            Line("clock.passed", called, None, {}),
            Line("obligations.opened", called, None, rung, (1,)),
        ],
    )
    assert case.moments[1].roles == {}
    here = world(RULE + CALL, RULE + CALL)
    assert differences(play(case, here, touched(here))) == []
