"""What a replay knows, and what it only bounds, case by case and without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.core.event import Event
from huiyin.core.load import read_policy
from huiyin.core.replay.counting import count
from huiyin.core.replay.history import Case, Moment, case_of, read
from huiyin.core.replay.playing import play
from huiyin.core.replay.report import report
from huiyin.core.replay.tally import KEPT, Tally
from huiyin.core.replay.world import World, kinds_of, touched
from huiyin.core.tests.world import CALENDAR
from huiyin.kit.digest import canonical

BORN = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
ROUTE = '[[route]]\nwhen = {}\nchannels = ["inbox", "mail"]\nconfirm = "acknowledge"\n'
HEAD = '[[clause]]\nid = "1"\ntext = "条"\nkind = "executable"\n'
RULE = """[[clause.rule]]
on = "t.published"
bearer = "recipients"
owes = "confirm"
within = "1h"
met_by = "t.confirmed"
"""
REMIND = 'ladder = [{ after = "30min", who = "bearer", do = "remind" }]\n'
CALL = 'ladder = [{ after = "2h", who = "initiator", do = "phone_unread" }]\n'
PEOPLE = (11, 12, 13)


def regulation(rules: str, number: int = 1) -> Any:
    """A policy of one clause."""
    return read_policy(number, {"test": ROUTE + HEAD + rules})


def world(old: str, new: str, **more: Any) -> World:
    """The old regulation in force since ever, the new one as a draft."""
    values: dict[str, Any] = {
        "draft": regulation(new, 0),
        "versions": {1: regulation(old)},
        "starts": ((BORN - timedelta(days=9), 1),),
        "first": BORN - timedelta(days=1),
        "until": BORN + timedelta(days=1),
        "calendar": CALENDAR,
        "pushing": frozenset({"mail"}),
        **more,
    }
    return World(**values)


def after(minutes: float, kind: str, person: int | None = None, **facts: Any) -> Moment:
    """Something that happened so long after the publishing."""
    told = {"initiator": 1, **({"person": person} if person else {}), **facts}
    if person:
        told |= {"proof": "BUTTON", "channel": "INBOX"}
    event = Event(kind, "c", BORN + timedelta(minutes=minutes), person or 1, told)
    return Moment(event, roles={"recipients": PEOPLE} if kind == "t.published" else {})


def replayed(old: str, new: str, *moments: Moment, **more: Any) -> dict[str, Any]:
    """The report of one case."""
    here = world(old, new, **more)
    case = Case("c", [after(0, "t.published"), *moments])
    tally = Tally()
    count(play(case, here, touched(here)), here, tally)
    return report(tally, here)


def test_a_later_due_time_is_certain_while_nobody_is_told_otherwise() -> None:
    found = replayed(RULE, RULE.replace("1h", "2h"), after(90, "t.confirmed", 11))
    assert found["figures"]["breaches"] == [3, 2, 2, 2]
    assert found["figures"]["moved"] == [0, 3, 3, 3]
    assert found["figures"]["duties"] == [3, 3, 3, 3]
    assert found["lists"]["moved"]["total"] == 1
    row = found["lists"]["moved"]["rows"][0]
    assert (row["people"], row["was"][11:16], row["would"][11:16]) == (3, "02:00", "03:00")


def test_a_reminder_that_only_the_draft_sends_leaves_later_answers_open() -> None:
    acts = (after(10, "t.confirmed", 11), after(70, "t.confirmed", 12))
    found = replayed(RULE, RULE + REMIND, *acts)
    assert found["figures"]["breaches"] == [2, 2, 0, 2]  # 12 was late, 13 never: after a reminder
    assert found["figures"]["pushes"] == [3, 5, 5, 5]


def test_a_reminder_that_falls_away_may_make_people_late() -> None:
    found = replayed(
        RULE + REMIND, RULE, after(10, "t.confirmed", 11), after(40, "t.confirmed", 12)
    )
    assert found["figures"]["breaches"] == [1, 1, 0, 2]


def test_a_call_is_as_sure_as_the_silence_before_it() -> None:
    answered = after(90, "t.confirmed", 12)
    found = replayed(RULE + CALL, (RULE + CALL).replace('"2h"', '"1h"'), answered)
    assert found["figures"]["calls"] == [0, 1, 1, 1]  # nothing else was said before the hour
    assert found["figures"]["called"] == [0, 3, 3, 3]
    more = (RULE + CALL).replace("[{", '[{ after = "30min", who = "bearer", do = "remind" }, {')
    found = replayed(RULE + CALL, more, *(after(100, "t.confirmed", who) for who in PEOPLE))
    assert found["figures"].get("calls", [0, 0, 0, 0]) == [0, 0, 0, 1]  # they might not have


def test_a_duty_that_only_the_draft_has_is_no_breach_when_it_was_done() -> None:
    new = RULE + RULE.replace("t.confirmed", "t.answered").replace('"confirm"', '"answer"')
    found = replayed(RULE, new, after(10, "t.answered", 11), after(80, "t.answered", 12))
    assert found["figures"]["created"] == [0, 3, 3, 3]
    assert found["figures"]["breaches"] == [3, 5, 3, 5]
    assert found["by"]["verb"]["answer"]["duties"] == [0, 3, 3, 3]


def test_a_role_that_nobody_was_recorded_for_is_listed_and_not_counted() -> None:
    found = replayed(RULE, RULE + RULE.replace("recipients", "auditors"))
    assert found["counts"]["unknown_roles"] == 1
    assert found["lists"]["unknown_roles"]["rows"][0]["role"] == "auditors"
    assert "created" not in found["figures"]


def test_a_fact_that_is_missing_is_listed() -> None:
    found = replayed(RULE, RULE + RULE.replace('"1h"', '"3d before starts_at"'))
    assert found["counts"]["missing_facts"] == 1
    assert found["figures"]["duties"] == [3, 3, 3, 3]


GUARD = """[[clause.guard]]
on = "t.published"
needs = "approved"
otherwise = "refuse"
says = "先批准。"
"""


def test_what_would_be_refused_counts_at_most() -> None:
    found = replayed(RULE, RULE + GUARD)
    assert found["figures"]["refusals"] == [0, 1, 1, 1]
    assert found["figures"]["duties"] == [3, 3, 0, 3]
    assert found["figures"]["breaches"][2] == 0
    assert found["lists"]["refusals"]["rows"][0]["rule"].startswith("1/")


def test_what_is_recorded_only_is_guarded() -> None:
    found = replayed(RULE, RULE + GUARD.replace("refuse", "record"))
    assert found["figures"]["guarded"] == [0, 1, 1, 1]
    assert found["figures"]["duties"] == [3, 3, 3, 3]


def test_duties_from_before_the_span_keep_their_version() -> None:
    found = replayed(RULE, RULE.replace("1h", "2h"), first=BORN + timedelta(minutes=1))
    assert found["figures"] == {}


def test_a_rule_that_falls_away_drops_its_duties() -> None:
    found = replayed(RULE, RULE.replace("t.published", "t.nothing"))
    assert found["figures"]["dropped"] == [0, 3, 3, 3]
    assert found["figures"]["breaches"] == [3, 0, 0, 0]


def test_the_clock_of_the_draft_is_late_where_the_other_one_was() -> None:
    late = Moment(Event("clock.passed", "c", BORN + timedelta(minutes=50)))
    found = replayed(RULE + REMIND, (RULE + REMIND).replace("1h", "2h"), late)
    assert found["figures"]["pushes"] == [6, 6, 6, 6]


def test_kinds_that_matter() -> None:
    here = world(RULE, RULE + GUARD)
    assert touched(here) == frozenset({"t.published"})
    assert kinds_of(here) == {"t.published", "t.confirmed"}
    assert touched(world(RULE, RULE)) == frozenset()


def test_entries_are_read_as_moments() -> None:
    at = BORN.isoformat()

    def line(kind: str, facts: dict[str, Any], **more: Any) -> Any:
        return read(canonical({"v": 1, "kind": kind, "at": at, "actor": 1, "facts": facts, **more}))

    opened = {"cohort": 5, "rule": "1/0", "verb": "confirm", "role": "recipients",
              "policy_version": 1, "due_at": at, "parent": None}  # fmt: skip
    case = case_of(
        "c",
        [
            line("t.published", {"names": ["a", "b"]}),
            line("policy.breached", {"on": "t.published", "guard": "1/g0"}),
            line("obligations.opened", opened, people=[11, 12], departments=[3, 4]),
            line("obligations.opened", opened, people=[13], departments=[3]),
            line("roles.stood", {"role": "key_people", "on": "t.published"}),
            line("deliveries.sent", {}, people=[11]),
            line("t.left", {"released": ["recipients"]}, people=[12]),
            line("roles.stood", {"role": "lost", "on": "t.never"}),
        ],
    )
    first, left = case.moments
    assert first.event.facts["names"] == ("a", "b")
    assert first.roles == {"recipients": (11, 12, 13), "key_people": ()}
    assert (first.breaches, case.places) == (["1/g0"], {11: 3, 12: 4, 13: 3})
    assert first.opened[5].people == [11, 12, 13]
    assert left.released == ((12,), ("recipients",))


def test_what_the_ledger_says_otherwise_is_a_difference() -> None:
    moment = after(0, "t.published")
    here = world(RULE, RULE)
    case = Case("c", [moment])
    tally = Tally()
    count(play(case, here, touched(here)), here, tally)
    found = report(tally, here)
    assert found["counts"]["differences"] == 1
    assert found["lists"]["differences"]["rows"][0]["verb"] == "extra"


def test_a_long_list_keeps_the_largest() -> None:
    tally, other = Tally(), Tally()
    for number in range(3 * KEPT):
        (tally if number % 2 else other).keep("moved", (-number, "", "", "", "", "", "", "", ""))
    tally.merge(other)
    assert [row[0] for row in tally.largest("moved")][:2] == [1 - 3 * KEPT, 2 - 3 * KEPT]
    assert (len(tally.largest("moved")), tally.listed["moved"]) == (KEPT, 3 * KEPT)


@pytest.mark.parametrize("until", [timedelta(minutes=59), timedelta(minutes=60)])
def test_what_is_not_due_yet_is_no_breach(until: timedelta) -> None:
    found = replayed(RULE, RULE.replace("recipients", "initiator"), until=BORN + until)
    assert "breaches" not in found["figures"]
