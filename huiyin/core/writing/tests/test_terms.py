"""Every term is written as the grammar reads it."""

import pytest

from huiyin.core.terms import parse_term
from huiyin.core.writing.terms import term

WRITTEN = (
    "2h", "3wd", "1mo", "3d before starts_at", "2h after occurred_at", "by 17:00", "by fri 17:00",
    "by 1d 12:00", "by 1wd 18:00", "by month 5 18:00", "by month end 18:00", "by month 3wd 18:00",
    "by month endwd 18:00", "by quarter 10 18:00", "by quarter end 18:00", "by jun,dec end 18:00",
    "by mar 15 09:00", "by reply_by", "every 30min until incidents.resolved",
    "every month 5 18:00 until t.ended", "every fri 17:00 until t.ended",
)  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_read_is_written_again(text: str) -> None:
    assert term(parse_term(text)) == text
