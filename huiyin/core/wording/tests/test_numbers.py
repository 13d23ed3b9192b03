"""Numbers by their own checks, told from parcels, orders and series."""

import pytest

from huiyin.core.wording.numbers import (
    is_bank_card,
    is_resident_id,
    landlines,
    long_numbers,
    mobiles,
)

pytestmark = pytest.mark.req("N26")


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("11010519491231002X", True),
        ("440524198001010013", True),
        ("110105194912310021", False),  # check sign
        ("00010519491231002X", False),  # no such region
        ("11010519490231002X", False),  # no such day
        ("440524188001010014", False),  # nobody is so old
        ("110105491231002", False),  # the fifteen digits of before are not judged
    ],
)
def test_resident_numbers(number: str, holds: bool) -> None:
    assert is_resident_id(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("6222021234567890128", True),
        ("4111111111111111", True),
        ("5555555555554444", True),
        ("378282246310005", True),
        ("3530111333300000", True),
        ("6011111111111117", True),
        ("2221000000000009", True),
        ("4111111111111112", False),
        ("41111111111111113", False),
        ("7111111111111114", False),
    ],
)
def test_bank_cards(number: str, holds: bool) -> None:
    assert is_bank_card(number) is holds


def test_numbers_in_a_text() -> None:
    text = "证件 110105 19491231 002X，卡 4111-1111-1111-1111，订单 4111111111111111，号 123456789012345"
    assert [(kind, text[a:b]) for kind, (a, b) in long_numbers(text)] == [
        ("id", "110105 19491231 002X"),
        ("card", "4111-1111-1111-1111"),
    ]


def test_telephones() -> None:
    text = (
        "+86 13800138000，138-0013-8000，12800138000，138001380001，运单13800138000，400-820-8820"
    )
    assert [text[a:b] for a, b in mobiles(text)] == ["+86 13800138000", "138-0013-8000"]
    text = "010-88886666，(0755)1234567，（021）87654321，8407"
    assert [text[a:b] for a, b in landlines(text)] == [
        "010-88886666",
        "(0755)1234567",
        "（021）87654321",
    ]
