"""Numbers as Word writes them."""

import pytest

from huiyin.cases.drafting.reading.numerals import han, written


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (1, "decimal", "1"), (7, "decimalZero", "07"), (12, "chineseCounting", "十二"), (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"), (4, "decimalEnclosedCircle", "④"), (21, "decimalEnclosedCircleChinese", "21"),
        (2, "lowerLetter", "b"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"), (0, "lowerLetter", "0"),
        (9, "lowerRoman", "ix"), (44, "upperRoman", "XLIV"), (0, "lowerRoman", "0"), (5, "none", ""), (5, "cardinalText", "5"),
    ],
)  # fmt: skip
def test_a_number(value: int, form: str, words: str) -> None:
    assert written(value, form) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (9, "九"),
        (10, "十"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
        (1000, "1000"),
    ],
)
def test_in_chinese(value: int, words: str) -> None:
    assert han(value) == words
