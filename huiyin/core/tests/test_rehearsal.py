import pytest

from huiyin.core.policy import Policy, Rule, Story
from huiyin.core.rehearsal import Step, rehearse, work_out
from huiyin.core.tests.world import CALENDAR, at, policy, said

pytestmark = pytest.mark.req("Z01")

CONFIRM = """
[[clause.rule]]
on = "notices.published"
when = { urgency = "important", loud = true }
bearer = "recipients"
owes = "confirm_notice"
within = "1h"
met_by = "notices.confirmed"
needs = "as confirm"
ladder = [
  { after = "1h", who = "bearer", do = "remind" },
  { after = "2h", who = "initiator", do = "phone_unread", within = "1h" },
  { after = "1wd", who = "head_of(bearer)", do = "escalate" },
]
"""
FIRST = "09:00 notices.published notice:1 by wang recipients=li urgency=important loud=true"


def rule(text: str) -> Rule:
    return policy(text).rules()[0]


def moments(text: str) -> list[tuple[str, str, str, str, str]]:
    worked = work_out(rule(text), at("2026-11-23 09:00"), CALENDAR)
    return [
        (said(one.at)[5:16], one.step.value, one.who, one.verb, said(one.due_at)[5:16])
        for one in worked.moments
    ]


def told(*then: str, events: tuple[str, ...] = (FIRST, "12:00 clock.passed")) -> Story:
    return Story("1", "例子", events, then)


def test_every_sentence_is_judged_with_what_is_so_instead() -> None:
    run = rehearse(told("li owes confirm_notice by 11:00", "wang must phone li"), the(), CALENDAR)
    wrong, right = run.outcomes
    assert (wrong.holds, wrong.instead) == (False, "截止是 11 月 23 日 周一 10:00")
    assert (right.holds, right.instead) == (True, "")
    assert not run.holds
    assert rehearse(told("li is reminded"), the(), CALENDAR).holds


def test_what_cannot_be_read_is_named_at_its_line() -> None:
    run = rehearse(told("li is happy", events=(FIRST, "later")), the(), CALENDAR)
    assert (run.stuck, run.outcomes[0].readable) == (1, False)
    assert "later" in run.trouble
    assert "li is happy" in run.outcomes[0].instead
    assert not run.holds


def test_a_rule_by_example_climbs_its_ladder() -> None:
    assert moments(CONFIRM) == [
        ("11-23 09:00", "owed", "recipients", "confirm_notice", "11-23 10:00"),
        ("11-23 10:00", "reminded", "recipients", "confirm_notice", ""),
        ("11-23 11:00", "rung", "initiator", "phone_unread", "11-23 12:00"),
        ("11-24 09:00", "rung", "head_of(bearer)", "escalate", ""),
    ]
    worked = work_out(rule(CONFIRM), at("2026-11-23 09:00"), CALENDAR)
    assert worked.facts == {"urgency": "important", "loud": True, "confirm": "acknowledge"}
    assert worked.why[-1] == "截止 11 月 23 日 周一 10:00"


def test_silence_is_taken_and_rhythms_beat() -> None:
    silent = CONFIRM.split("ladder", maxsplit=1)[0] + "deem = true\n"
    assert [one[1] for one in moments(silent)] == ["owed", Step.DEEMED]
    beats = moments(silent.replace('"1h"', '"every 2h until a.ended"').replace("deem = true", ""))
    assert [one[4] for one in beats] == ["11-23 11:00", "11-23 13:00", "11-23 15:00"]


@pytest.mark.parametrize(
    ("term", "due"),
    [
        ("3d before starts_at", "11-24 14:00"),
        ("2h after occurred_at", "11-23 11:00"),
        ("by reply_by", "11-25 14:00"),
        ("by fri 17:00", "11-27 17:00"),
        ("", ""),
    ],
)
def test_dates_are_made_for_what_a_term_counts_from(term: str, due: str) -> None:
    text = CONFIRM.split("ladder", maxsplit=1)[0]
    text = text.replace('within = "1h"', f'within = "{term}"' if term else "")
    assert moments(text)[0][4] == due


def test_a_lead_longer_than_any_date_still_says_so() -> None:
    text = CONFIRM.split("ladder", maxsplit=1)[0].replace('"1h"', '"1999d before starts_at"')
    assert moments(text)[0][4] < "11-23"


def the() -> Policy:
    return policy(CONFIRM)


def test_a_ladder_without_end_is_not_climbed_for_ever() -> None:
    rungs = (f'{{ after = "{place}h", who = "bearer", do = "remind" }}' for place in range(1, 41))
    long = CONFIRM.split("needs", maxsplit=1)[0] + f"ladder = [{', '.join(rungs)}]\n"
    found = moments(long.replace('within = "1h"', 'within = "3d"'))
    assert 0 < len([one for one in found if one[1] != "owed"]) < 40
