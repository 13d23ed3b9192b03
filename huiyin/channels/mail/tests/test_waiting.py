"""A server that is busy may say how long to wait."""

from datetime import timedelta

import pytest

from huiyin.channels.mail.channel import _result
from huiyin.channels.mail.smtp import Answer, Stage
from huiyin.delivery.channel import Outcome


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4.7.1 Greylisted, please try again in 300 seconds", 300),
        ("4.7.1 <a@b.test>: Recipient address rejected: Greylisted for 5 minutes", 300),
        ("4.2.0 Retry after 2 hours", 7200),
        ("4.3.2 try again later in 99999 minutes", 6 * 3600),
    ],
)
def test_the_wish_is_read(text: str, seconds: int) -> None:
    answer = Answer(Stage.RECIPIENT, 451, text)
    assert answer.wait == timedelta(seconds=seconds)
    result = _result(1, answer)
    assert (result.outcome, result.retry_after) == (Outcome.RETRY, answer.wait)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Stage.RECIPIENT, 451, "4.3.0 busy, error 17"),
        Answer(Stage.RECIPIENT, 550, "5.1.1 try again in 300 seconds"),
        Answer(Stage.CONTENT, 250, "2.0.0 queued, will retry for 5 days"),
    ],
)
def test_what_is_no_wish_is_none(answer: Answer) -> None:
    assert answer.wait is None
