"""What findings in a text weigh, as a clause says it."""

import pytest

from huiyin.core.linting import lint
from huiyin.core.load import read_policy
from huiyin.core.policy import Lint
from huiyin.core.snapshot import snapshot
from huiyin.core.table import PolicyError
from huiyin.core.terms import Duration, Unit
from huiyin.core.wording import Level

pytestmark = pytest.mark.req("N07")

TEXT = """
[[clause]]
id = "K4.1"
text = "t"
kind = "executable"
[[clause.lint]]
code = "vague_time"
level = "should"
within = "3wd"
[[clause.lint]]
code = ["sensitive_id", "phone_list"]
level = "must"
"""
OTHER = """
[[clause]]
id = "K4.9"
text = "t"
kind = "executable"
[[clause.lint]]
code = "phone_list"
level = "off"
"""


def test_weights_are_found_by_code() -> None:
    policy = read_policy(1, {"f": TEXT})
    assert policy.lints() == {
        "vague_time": Lint("K4.1", "vague_time", Level.SHOULD, Duration(3, Unit.WORKING_DAY)),
        "sensitive_id": Lint("K4.1", "sensitive_id", Level.MUST),
        "phone_list": Lint("K4.1", "phone_list", Level.MUST),
    }
    assert snapshot(policy) == [
        "K4.1 | finding vague_time within 3wd | should",
        "K4.1 | finding sensitive_id | must",
        "K4.1 | finding phone_list | must",
    ]
    assert lint(policy) == [], "nothing happens by the clock, so no example is wanted"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"vague_time"', '"vague"', "lint[0].code"),
        ('["sensitive_id", "phone_list"]', "[]", "lint[1].code"),
        ('["sensitive_id", "phone_list"]', '["sensitive_id", 1]', "lint[1].code"),
        ('"should"', '"maybe"', "lint[0].level"),
        ('"3wd"', '"soon"', "lint[0].within"),
        ('within = "3wd"', "when = 1", "lint[0].when"),
        ('"phone_list"', '"vague_time"', "lint.code"),
    ],
)
def test_a_slip_is_named(old: str, new: str, field: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(1, {"f": TEXT.replace(old, new)})
    assert (caught.value.clause, caught.value.field) == ("K4.1", field)


def test_two_clauses_cannot_weigh_the_same() -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(1, {"a": TEXT, "b": OTHER})
    assert (caught.value.file, caught.value.clause) == ("b", "K4.9")
