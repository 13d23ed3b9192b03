from huiyin.core.load import read_policy
from huiyin.core.snapshot import snapshot

TEXT = """
[[clause]]
id = "1"
text = "t"
kind = "executable"
[[clause.rule]]
on = "a.b"
when = { b = ["x", "y"], a = true }
bearer = "recipients"
owes = "do_it"
within = "2wd"
met_by = "a.done"
excused_by = "a.gone"
ladder = [
  { after = "1h", who = "bearer", do = "remind" },
  { before_due = "1d", who = "initiator", do = "call", within = "4wh" },
  { after_due = "1wd", who = "management", do = "look_after" },
]
[[clause.rule]]
on = "a.b"
bearer = "recipients"
owes = "do_it"
deem = true
[[route]]
when = { a = "b" }
channels = ["inbox", "mail"]
confirm = "none"
with_text = false
[[route]]
channels = ["inbox"]
confirm = "acknowledge"
"""


def test_one_line_a_rule_and_a_row() -> None:
    assert snapshot(read_policy(1, {"f": TEXT})) == [
        (
            "1/0 | a.b [a=true, b=x/y] | recipients owes do_it to initiator | 2wd | a.done / a.gone"
            " | +1h bearer remind; due-1d initiator call within 4wh; due+1wd management look_after"
        ),
        "1/1 | a.b | recipients owes do_it to initiator | - deem | - | -",
        "route [a=b] | inbox, mail without text | none",
        "route [] | inbox | acknowledge",
    ]


def test_every_term_reads_as_it_was_written() -> None:
    for term in (
        "3d before starts_at",
        "by 17:00",
        "by fri 17:00",
        "by reply_by",
        "2h after happened_at",
        "every 30min until incidents.resolved",
    ):
        line = snapshot(read_policy(1, {"f": TEXT.replace('"2wd"', f'"{term}"')}))[0]
        assert f"| {term} |" in line


CONDITIONS = """
[[clause]]
id = "2"
text = "t"
kind = "executable"
[[clause.rule]]
on = "a.b"
bearer = "recipients"
owes = "do_it"
met_by = "a.done"
ended_by = "a.over"
needs = "understood"
[[clause.guard]]
on = "a.b"
when = { a = true }
not_before = "24h after told_at"
otherwise = "refuse"
says = "x"
[[clause.guard]]
on = "a.b"
not_after = "3d before starts_at"
otherwise = "record"
says = "x"
[[clause.guard]]
on = "a.b"
needs = "has_aid"
otherwise = "refuse"
says = "x"
[[clause.sign]]
of = "notices"
when = { a = "b" }
step = "co_sign"
who = "departments"
mode = "all"
"""


def test_conditions_and_steps_have_their_lines() -> None:
    assert snapshot(read_policy(1, {"f": CONDITIONS})) == [
        "2/0 | a.b | recipients owes do_it to initiator | - | a.done / a.over (understood) | -",
        "2/g0 | a.b [a=true] | not before 24h after told_at | else refuse",
        "2/g1 | a.b | not after 3d before starts_at | else record",
        "2/g2 | a.b | needs has_aid | else refuse",
        "2/s0 | notices [a=b] | co_sign by departments | all",
    ]


WAITING = """
[[clause]]
id = "3"
text = "t"
kind = "executable"
waits_for = "meetings"
[[clause.guard]]
on = "meetings.begun"
needs = "has_aid"
otherwise = "record"
says = "x"
[[clause]]
id = "4"
text = "t"
kind = "guidance"
[[tension]]
between = ["3", "4"]
about = "x"
wins = "3"
why = "y"
"""


def test_what_waits_comes_last_and_says_so() -> None:
    assert snapshot(read_policy(1, {"f": WAITING})) == [
        "tension 3 in 3, 4",
        "waits meetings | 3/g0 | meetings.begun | needs has_aid | else record",
    ]
