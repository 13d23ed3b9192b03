"""Faults planted one by one into a sound regulation: each is found where it is, and called by its name."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from huiyin.core.linting import Surroundings, Weight, lint
from huiyin.core.linting.tests.house import HOUSE, SOUND, read

pytestmark = pytest.mark.req("Z15")


class Fault(NamedTuple):
    """One change of the text, and what has to be found."""

    old: str
    new: str
    clause: str
    field: str
    code: str
    weight: Weight = Weight.ERROR
    beside: tuple[str, ...] = ()
    """What follows from the fault and is found too."""


NOTICE_RULE = """
[[clause.rule]]
on = "memos.sent"
when = { urgency = ["urgent", "important"] }
bearer = "recipients"
owes = "confirm_memo"
within = "1h"
met_by = "memos.confirmed"
"""
AGAIN = """
[[clause.rule]]
on = "memos.asked"
bearer = "answerer"
owes = "answer_memo"
to = "asker"
within = "by 17:00"
met_by = "memos.answered"
"""
STORY_4 = '[[clause.story]]\ntitle = "事故与提问"'
GUARD = """
[[clause.guard]]
on = "memos.asked"
{}
otherwise = "refuse"
says = "不行"
"""
TWICE = '\n[[clause.target]]\nmeasure = "misinformation"\nat_most = 0.1\n'
AFTER_1D = 'ladder = [{ after = "1d", who = "bearer", do = "remind" }]'

FAULTS = {
    "nothing meets it": Fault(
        'met_by = "memos.heard"\n', "", "1", "rule[2].met_by", "never_met"
    ),
    "silence counts, but never": Fault(
        'within = "2wd"\nmet_by = "memos.confirmed"\n', 'met_by = "memos.confirmed"\n',
        "1", "rule[1].deem", "deem_without_due",
    ),
    "the answer also excuses": Fault(
        'excused_by = "memos.unreachable"', 'excused_by = "memos.confirmed"',
        "1", "rule[0].excused_by", "unreachable",
    ),
    "a rhythm that nobody ends": Fault(
        "30min until memos.closed", "30min until memos.ended", "4", "rule[0].within", "endless"
    ),
    "a rhythm that ends where it begins": Fault(
        "30min until memos.closed", "30min until memos.sent", "4", "rule[0].within", "endless"
    ),
    "an event that nobody records": Fault(
        'on = "memos.asked"', 'on = "memos.doubted"',
        "4", "rule[1].on", "unrecorded_event", beside=("no_story",),
    ),
    "an end that nobody records": Fault(
        'ended_by = "memos.closed"', 'ended_by = "memos.over"',
        "1", "rule[0].ended_by", "unrecorded_event",
    ),
    "a guard of an event that nobody records": Fault(
        'on = "memos.sent"\nwhen = { has_path = true }',
        'on = "memos.posted"\nwhen = { has_path = true }',
        "1", "guard[0].on", "unrecorded_event",
    ),
    "a fact that nobody gives": Fault(
        'when = { kind = "incident" }', 'when = { sort = "incident" }',
        "4", "rule[0].when.sort", "unknown_fact", beside=("no_story",),
    ),
    "a value that nobody gives": Fault(
        'when = { kind = "incident" }', 'when = { kind = "accident" }',
        "4", "rule[0].when.kind", "unknown_value", beside=("no_story",),
    ),
    "a term that counts from a fact that nobody gives": Fault(
        "6h before starts_at", "6h before begins_at", "1", "rule[2].within", "unknown_fact"
    ),
    "a guard that asks for a fact that nobody gives": Fault(
        'needs = "signed_off"', 'needs = "is_signed"', "1", "guard[0].needs", "unknown_fact"
    ),
    "a path chosen by a value that nobody gives": Fault(
        'of = "memos"\nwhen = { kind = "policy" }', 'of = "memos"\nwhen = { kind = "law" }',
        "2", "sign[1].when.kind", "unknown_value",
    ),
    "a row of the matrix for a fact that nobody gives": Fault(
        '[[route]]\nwhen = { urgency = "urgent" }', '[[route]]\nwhen = { haste = "urgent" }',
        "", "route[1].when.haste", "unknown_fact", beside=("slow_channel",),
    ),
    "a bearer that is no role": Fault(
        'bearer = "answerer"', 'bearer = "somebody"', "4", "rule[1].bearer", "no_role"
    ),
    "a step of a role that is none": Fault(
        'who = "initiator", do = "phone_unread"', 'who = "ghost", do = "phone_unread"',
        "1", "rule[0].ladder[1].who", "no_role",
    ),
    "a signer that is no role": Fault(
        'step = "approve"\nwho = "management"', 'step = "approve"\nwho = "ghost"',
        "2", "sign[1].who", "no_role",
    ),
    "a reminder of somebody else": Fault(
        '{ before_due = "1wh", who = "bearer"', '{ before_due = "1wh", who = "initiator"',
        "1", "rule[0].ladder[0].who", "reminds_others",
    ),
    "a duty that cannot be done anywhere": Fault(
        'owes = "answer_memo"', 'owes = "ponder_memo"', "4", "rule[1].owes", "unknown_verb"
    ),
    "a step that cannot be done anywhere": Fault(
        'do = "phone_unread"', 'do = "visit_unread"', "1", "rule[0].ladder[1].do", "unknown_verb"
    ),
    "a step before the event": Fault(
        '{ before_due = "1wh"', '{ before_due = "4wh"',
        "1", "rule[0].ladder[0].before_due", "unreachable",
    ),
    "a step a day before the next 17:00": Fault(
        '{ before_due = "2h", who = "bearer", do = "remind" }',
        '{ before_due = "24h", who = "bearer", do = "remind" }',
        "4", "rule[1].ladder[0].before_due", "unreachable",
    ),
    "a step after silence was taken for an answer": Fault(
        "deem = true", 'deem = true\nladder = [{ after = "2wd", who = "bearer", do = "remind" }]',
        "1", "rule[1].ladder[0].after", "unreachable",
    ),
    "a step after the due time when silence counts": Fault(
        "deem = true",
        'deem = true\nladder = [{ after_due = "1h", who = "bearer", do = "remind" }]',
        "1", "rule[1].ladder[0].after_due", "unreachable",
    ),
    "a step that counts from no due time": Fault(
        'within = "by 17:00"\n', "", "4", "rule[1].ladder[0].before_due", "unreachable"
    ),
    "the same step twice": Fault(
        '{ before_due = "2h", who = "bearer", do = "remind" }',
        '{ before_due = "2h", who = "bearer", do = "remind" }, '
        '{ before_due = "2h", who = "bearer", do = "remind" }',
        "4", "rule[1].ladder[1].do", "unreachable",
    ),
    "guards that exclude one another": Fault(
        'not_after = "1d before starts_at"', 'not_after = "12h after pre_noticed_at"',
        "1", "guard[2].not_after", "unreachable",
    ),
    "a guard that counts from the act itself": Fault(
        'not_before = "24h after pre_noticed_at"', 'not_before = "24h"',
        "1", "guard[1].not_before", "unreachable",
    ),
    "a guard that nothing breaks": Fault(
        'not_after = "1d before starts_at"', 'not_after = "by 17:00"',
        "1", "guard[2].not_after", "unreachable",
    ),
    "due before the event has to have happened": Fault(
        "6h before starts_at", "2d before starts_at", "1", "rule[2].within", "long_lead"
    ),
    "a deadline shorter than its approval chain": Fault(
        'within = "3wd"', 'within = "1wd"', "2", "rule[2].within", "short_deadline"
    ),
    "an elapsed deadline shorter than its approval chain": Fault(
        'within = "3wd"', 'within = "27h"', "2", "rule[2].within", "short_deadline"
    ),
    "a deadline before the answer may happen": Fault(
        'within = "3wd"', 'within = "12h after pre_noticed_at"',
        "2", "rule[2].within", "short_deadline", beside=("short_deadline",),
    ),
    "a row of the matrix that is never taken": Fault(
        'when = { urgency = "urgent" }\nchannels',
        'when = { classification = "confidential", urgency = "urgent" }\nchannels',
        "", "route[1].when", "unreachable", beside=("slow_channel",),
    ),
    "a step of sign-off that adds nothing": Fault(
        'of = "memos"\nwhen = { kind = "policy" }\nstep = "approve"',
        'of = "memos"\nwhen = { kind = "policy" }\nstep = "review"',
        "2", "sign[1].when", "unreachable",
    ),
    "a matrix without an end": Fault(
        '[[route]]\nchannels = ["inbox"]', '[[route]]\nwhen = { urgency = "routine" }\n'
        'channels = ["inbox"]', "", "route", "open_matrix",
    ),
    "a channel that a classification forbids": Fault(
        "with_text = false\n", "", "", "route[0].channels", "forbidden_channel"
    ),
    "an urgent matter without a fast channel": Fault(
        'channels = ["inbox", "mail"]\nconfirm = "spoken"',
        'channels = ["inbox"]\nconfirm = "spoken"', "", "route[1].channels", "slow_channel",
    ),
    "a channel that is not installed": Fault(
        'channels = ["inbox", "mail"]\nconfirm = "spoken"',
        'channels = ["mail", "sms"]\nconfirm = "spoken"', "", "route[1].channels", "no_channel",
    ),
    "a target written twice": Fault(
        "at_most = 0.05\n", f"at_most = 0.05\n{TWICE}", "4", "target", "second_target"
    ),
    "a contradiction that nobody declared": Fault(
        STORY_4, f"{NOTICE_RULE}{STORY_4}", "4", "rule[2].within", "conflict"
    ),
    "the same duty twice": Fault(
        STORY_4, f"{AGAIN}{STORY_4}", "4", "rule[2].owes", "owed_twice", Weight.WARNING
    ),
    "a clause that waits for what is installed": Fault(
        'waits_for = "projects"', 'waits_for = "memos"', "3", "waits_for", "waits_in_vain"
    ),
    "an unknown requirement": Fault('["N15"]', '["N99"]', "1", "requirement", "unknown_requirement"),
    "a rule in guidance": Fault(
        'text = "项目每天报进展。"\nkind = "executable"',
        'text = "项目每天报进展。"\nkind = "guidance"', "3", "kind", "wrong_kind",
    ),
    "an executable clause that is empty": Fault(
        'text = "写得简短。"\nkind = "guidance"', 'text = "写得简短。"\nkind = "executable"',
        "5", "kind", "empty_clause",
    ),
    "a clock that no example sets going": Fault(
        '  "09:00 memos.asked memo:3 by li answerer=wang",\n', "",
        "4", "rule[1].on", "no_story", Weight.WARNING,
    ),
    "rules without an example": Fault(
        'events = ["09:00 projects.begun project:1 by wang task_owner=li"]\nthen = []\n', "",
        "3", "story", "no_story",
    ),
    "interruptions that no clause owns": Fault(
        '[attention]\nclause = "5"', '[attention]\nclause = "6"', "6", "attention", "no_clause"
    ),
}  # fmt: skip


def test_the_sound_one_is_clean() -> None:
    assert lint(read(SOUND), HOUSE) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_each_planted_fault_is_found(fault: Fault) -> None:
    assert SOUND.count(fault.old) == 1, "the change is in one place"
    text = SOUND.replace(fault.old, fault.new)
    if fault.code == "no_story" and fault.weight is Weight.ERROR:
        text = text.replace('[[clause.story]]\ntitle = "进展"\n', "")
    first, *more = lint(read(text), HOUSE)
    place = (first.clause, first.field, first.code, first.weight)
    assert place == (fault.clause, fault.field, fault.code, fault.weight)
    assert tuple(one.code for one in more) == fault.beside


@pytest.mark.parametrize(
    ("around", "clause", "field", "code"),
    [
        (replace(HOUSE, sizes={"management": 0}), "1", "rule[2].bearer", "empty_audience"),
        (replace(HOUSE, sizes={"asker": 0}), "4", "rule[1].to", "no_owner"),
        (replace(HOUSE, sizes={"compliance": 0}), "", "owner", "no_owner"),
        (replace(HOUSE, years={2026}), "", "calendar", "no_calendar"),
    ],
)
def test_what_is_missing_in_the_house(
    around: Surroundings, clause: str, field: str, code: str
) -> None:
    first = lint(read(SOUND), around)[0]
    assert (first.clause, first.field, first.code) == (clause, field, code)
    assert first.weight is Weight.WARNING


def test_who_nobody_stands_for_is_named_at_every_place() -> None:
    found = lint(read(SOUND), replace(HOUSE, sizes={"management": 0, "initiator": 0}))
    assert [(one.clause, one.field, one.code) for one in found] == [
        ("1", "rule[0].to", "no_owner"),
        ("1", "rule[0].ladder[1].who", "no_owner"),
        ("1", "rule[1].to", "no_owner"),
        ("1", "rule[2].bearer", "empty_audience"),
        ("1", "rule[2].to", "no_owner"),
        ("2", "rule[0].to", "no_owner"),
        ("2", "rule[1].to", "no_owner"),
        ("2", "rule[2].bearer", "empty_audience"),
        ("2", "rule[2].to", "no_owner"),
        ("2", "sign[0].who", "no_owner"),
        ("2", "sign[1].who", "no_owner"),
        ("4", "rule[0].bearer", "empty_audience"),
        ("4", "rule[0].to", "no_owner"),
    ]


def test_a_house_that_is_not_known_is_not_asked() -> None:
    assert lint(read(SOUND), Surroundings(roles=HOUSE.roles)) == []


def test_a_calendar_matters_only_to_working_time() -> None:
    text = SOUND.replace('"4wh"', '"4h"').replace('"2wd"', '"2d"').replace('"1wd"', '"1d"')
    text = text.replace('"1wh"', '"1h"').replace('"3wd"', '"3d"')
    assert lint(read(text), replace(HOUSE, years=())) == []


def test_a_regulation_that_owes_nobody_anything() -> None:
    text = '[[clause]]\nid = "1"\ntext = "t"\nkind = "executable"\n[[clause.story]]\ntitle = "t"\n'
    found = lint(read(f"{text}events = []\nthen = []\n"))
    assert [(one.clause, one.code) for one in found] == [("", "owes_nothing")]
    assert lint(read("")) == []
