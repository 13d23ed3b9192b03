"""Deadlines against the sign-off on their way: what is counted, and what is not."""

from datetime import timedelta

import pytest

from huiyin.core.linting import lint
from huiyin.core.linting.lengths import Length
from huiyin.core.linting.tests.house import HOUSE, SOUND, read
from huiyin.core.terms import parse_duration

pytestmark = pytest.mark.req("Z15")

WANTED = 'on = "memos.wanted"\nwhen = { kind = "policy" }'


def short(text: str) -> list[tuple[str, str]]:
    found = lint(read(text), HOUSE)
    return [(one.field, one.code) for one in found if one.code == "short_deadline"]


def test_only_steps_that_every_such_case_takes_are_counted() -> None:
    text = SOUND.replace('within = "3wd"', 'within = "1wd"')
    assert short(text) == [("rule[2].within", "short_deadline")]
    plain = text.replace(WANTED, 'on = "memos.wanted"')
    assert short(plain) == [], "a plain memo is reviewed within a day and needs no approval"


def test_without_the_guard_the_answer_waits_for_no_signature() -> None:
    text = SOUND.replace('within = "3wd"', 'within = "1wd"')
    assert short(text.replace('needs = "signed_off"', 'needs = "has_path"')) == []


def test_the_end_of_the_sign_off_itself() -> None:
    completed = 'within = "1wd"\nmet_by = "signoff.completed"'
    text = SOUND.replace('within = "3wd"\nmet_by = "memos.sent"', completed)
    assert short(text) == [("rule[2].within", "short_deadline")]
    other = text.replace(WANTED, 'on = "memos.wanted"\nwhen = { scenario = "cases" }')
    assert short(other) == [], "the sign-off of another scenario"


def test_a_step_without_a_clock_takes_no_time_that_is_known() -> None:
    text = SOUND.replace('within = "3wd"', 'within = "1wd"')
    rule = 'owes = "sign_memo"\nwithin = "4wh"\n'
    assert short(text.replace(rule, 'owes = "sign_memo"\n')) == []


@pytest.mark.parametrize(
    ("wait", "limit", "late"),
    [("24h", "12h", True), ("24h", "24h", False), ("24h", "60h", False), ("1wd", "60h", False)],
)
def test_an_answer_that_a_guard_holds_back(wait: str, limit: str, late: bool) -> None:
    text = SOUND.replace('within = "3wd"', f'within = "{limit} after pre_noticed_at"')
    text = text.replace("24h after pre_noticed_at", f"{wait} after pre_noticed_at")
    plain = text.replace('needs = "signed_off"', 'needs = "has_path"')
    assert short(plain) == ([("rule[2].within", "short_deadline")] if late else [])
    elsewhere = plain.replace(f"{limit} after pre_noticed_at", f"{limit} after wanted_at")
    assert short(elsewhere) == []


def length(*texts: str) -> Length:
    return Length.of(map(parse_duration, texts), day=8)


@pytest.mark.parametrize(
    ("chain", "limit", "exceeds"),
    [
        (("4wh", "1wd"), "1wd", True),
        (("4wh", "4wh"), "1wd", False),
        (("4wh", "1wd"), "28h", False),
        (("4wh", "1wd"), "27h", True),
        (("1h", "2h"), "2h", True),
        (("1h", "1wd"), "1wd", False),
        (("3d",), "1wd", False),
        ((), "1min", False),
    ],
)
def test_sums_of_lengths(chain: tuple[str, ...], limit: str, exceeds: bool) -> None:
    assert length(*chain).exceeds(length(limit)) is exceeds


def test_what_a_length_holds() -> None:
    assert length("30min", "4wh", "1wd") == Length(
        least=timedelta(hours=28, minutes=30),
        worked=timedelta(hours=12),
        elapsed=timedelta(minutes=30),
    )
