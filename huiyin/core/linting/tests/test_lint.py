from dataclasses import replace

import pytest

from huiyin.core.linting import Finding, lint
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.core.tests.world import policy

pytestmark = pytest.mark.req("Z15")

RULE = '[[clause.rule]]\non = "a.b"\nbearer = "recipients"\nowes = "do_it"\n'
STORY = '[[clause.story]]\ntitle = "t"\nevents = []\nthen = []\n'
GOOD = f'{RULE}met_by = "a.done"\nwithin = "2h"\n'


def ladder(rung: str, rule: str = GOOD) -> str:
    return f"{rule}ladder = [{rung}]\n{STORY}"


def test_a_sound_policy_has_no_findings() -> None:
    sound = policy(ladder('{ after = "1h", who = "bearer", do = "remind" }'))
    assert lint(sound, events={"a.b", "a.done"}, requirements=set()) == []


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (RULE + STORY, "rule[0].met_by"),
        (f"{RULE}deem = true\n{STORY}", "rule[0].deem"),
        (GOOD, "story"),
        ("", "kind"),
        (GOOD.replace("a.b", "x.y") + STORY, "rule[0].on"),
        (GOOD.replace("a.done", "x.y") + STORY, "rule[0].met_by"),
        (f'{GOOD}excused_by = "x.y"\n{STORY}', "rule[0].excused_by"),
        (GOOD.replace('"2h"', '"every 1h until x.y"') + STORY, "rule[0].within"),
        (GOOD.replace("recipients", "everybody") + STORY, "rule[0].bearer"),
        (f'{GOOD}to = "nobody"\n{STORY}', "rule[0].to"),
        (ladder('{ after = "1h", who = "ghost", do = "call" }'), "rule[0].ladder[0].who"),
        (ladder('{ after = "1h", who = "initiator", do = "remind" }'), "rule[0].ladder[0].who"),
        (
            ladder('{ after = "1h", who = "bearer", do = "remind" }, ' * 2),
            "rule[0].ladder[1].do",
        ),
        (
            ladder(
                '{ after_due = "1h", who = "bearer", do = "remind" }', f'{RULE}met_by = "a.done"\n'
            ),
            "rule[0].ladder[0].after_due",
        ),
        (
            ladder('{ after_due = "1h", who = "bearer", do = "remind" }', f"{GOOD}deem = true\n"),
            "rule[0].ladder[0].after_due",
        ),
        (
            ladder('{ before_due = "120min", who = "bearer", do = "remind" }'),
            "rule[0].ladder[0].before_due",
        ),
        (
            ladder('{ after = "2h", who = "bearer", do = "remind" }', f"{GOOD}deem = true\n"),
            "rule[0].ladder[0].after",
        ),
    ],
)
def test_each_fault_is_found_in_its_field(rules: str, field: str) -> None:
    found = lint(policy(rules), events={"a.b", "a.done"})
    assert [(each.clause, each.field) for each in found] == [("1", field)]


@pytest.mark.parametrize(
    "rung",
    [
        '{ before_due = "119min", who = "bearer", do = "remind" }',
        '{ before_due = "1wd", who = "bearer", do = "remind" }',
        '{ after_due = "1wd", who = "bearer", do = "remind" }',
    ],
)
def test_what_may_be_reached_is_not_complained_about(rung: str) -> None:
    assert lint(policy(ladder(rung))) == []
    assert lint(policy(ladder(rung, GOOD.replace('"2h"', '"by 17:00"')))) == []


def test_unknown_requirement_and_rule_in_guidance() -> None:
    text = f'[[clause]]\nid = "1"\ntext = "t"\nkind = "guidance"\nrequirement = ["N99"]\n{GOOD}'
    found = lint(read_policy(1, {"f": text}), requirements={"N15"})
    assert [each.field for each in found] == ["kind", "requirement"]
    assert lint(read_policy(1, {"f": text}))[0].field == "kind"
    guidance = text.removesuffix(GOOD)
    assert lint(read_policy(1, {"f": guidance}), requirements={"N99"}) == []


def test_a_guard_before_an_event_that_nobody_records() -> None:
    guard = '[[clause.guard]]\non = "x.y"\nneeds = "a"\notherwise = "record"\nsays = "s"\n'
    found = lint(policy(GOOD + guard + STORY), events={"a.b", "a.done"})
    assert [(one.field, one.problem) for one in found] == [("guard[0].on", "没有场景记录 x.y")]
    assert lint(policy(GOOD + guard + STORY)) == []


def test_a_number_that_occurs_twice() -> None:
    clause = policy(GOOD + STORY).clauses[0]
    assert lint(Policy(1, (clause, replace(clause)))) == [Finding("1", "id", "条款编号重复")]


def test_a_matrix_needs_a_last_row_for_the_rest() -> None:
    row = '[[route]]\nwhen = { a = "b" }\nchannels = ["inbox"]\nconfirm = "none"\n'
    assert [each.field for each in lint(read_policy(1, {"f": row}))] == ["route"]
    rest = '[[route]]\nchannels = ["inbox"]\nconfirm = "none"\n'
    assert lint(read_policy(1, {"f": row + rest})) == []
