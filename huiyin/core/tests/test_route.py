import pytest

from huiyin.core.load import read_policy
from huiyin.core.policy import fits
from huiyin.core.route import NoRouteError, channels

MATRIX = """
[[route]]
when = { classification = "confidential" }
channels = ["inbox", "mail"]
confirm = "acknowledge"
with_text = false
[[route]]
when = { urgency = ["important", "urgent"], level = 2 }
channels = ["inbox", "sms"]
confirm = "spoken"
"""
POLICY = read_policy(1, {"m": MATRIX})


@pytest.mark.req("N10")
def test_the_first_fitting_row_wins() -> None:
    both = channels(POLICY, {"urgency": "urgent", "level": 2, "classification": "confidential"})
    assert (both.channels, both.with_text) == (("inbox", "mail"), False)
    urgent = channels(POLICY, {"urgency": "urgent", "level": 2, "classification": "internal"})
    assert (urgent.channels, urgent.with_text) == (("inbox", "sms"), True)


@pytest.mark.req("N10")
def test_no_row_is_an_error_and_not_silence() -> None:
    with pytest.raises(NoRouteError):
        channels(POLICY, {"urgency": "urgent", "level": 3})


@pytest.mark.parametrize(
    ("fact", "wanted", "expected"),
    [
        (True, ("true",), True),
        (False, ("true",), False),
        (2, ("1", "2"), True),
        (None, ("none", ""), False),
        (("a", "b"), ("b",), True),
        ((), ("b",), False),
        ("A", ("a",), False),
    ],
)
def test_what_fits(
    fact: str | int | bool | tuple[str, ...] | None, wanted: tuple[str, ...], expected: bool
) -> None:
    assert fits({"x": wanted}, {"x": fact}) is expected
    assert fits({}, {"x": fact})
    assert not fits({"y": wanted}, {"x": fact})
