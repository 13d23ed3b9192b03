"""Numbers that belong to one person: identity cards, bank cards, telephones, by their own checks."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
     *range(61, 66), 71, 81, 82, 83)
)  # fmt: skip
_OLDEST = 1900
_ISSUERS = re.compile(
    r"(?:62\d{14,17}|9558\d{15}|4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|5\d\d)\d{12})"
)
_GROUPED = re.compile(r"(?<![\dA-Za-z.-])\d(?:[ -]?\d){13,18}[Xx]?(?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\d-])")
_LANDLINE = re.compile(r"(?<![\d-])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[ -])\d{7,8}(?!\d)")
_OTHERS = re.compile(
    r"(?:订单|单号|运单|流水|工单|序列|编号|货号|批次|快递|条码|发票)[^，。；\n]{0,6}$"
)
_BEFORE = 12

Place = tuple[int, int]


def long_numbers(text: str) -> list[tuple[str, Place]]:
    """``("id" | "card", place)`` of every identity or bank card number in ``text``."""
    found: list[tuple[str, Place]] = []
    for number in _GROUPED.finditer(text):
        bare = re.sub(r"[ -]", "", number.group()).upper()
        if is_resident_id(bare):
            found.append(("id", number.span()))
        elif is_bank_card(bare) and not _is_other(text, number.start()):
            found.append(("card", number.span()))
    return found


def mobiles(text: str) -> list[Place]:
    """Every mobile number of mainland China."""
    return [one.span() for one in _MOBILE.finditer(text) if not _is_other(text, one.start())]


def landlines(text: str) -> list[Place]:
    """Every number with an area code."""
    return [one.span() for one in _LANDLINE.finditer(text)]


def is_resident_id(number: str) -> bool:
    """Whether 18 signs are a citizen's number: region, a day of birth, check sign (GB 11643)."""
    if re.fullmatch(r"\d{17}[\dX]", number) is None or int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(sign) * weight for sign, weight in zip(number, _WEIGHTS, strict=False))
    return born.year >= _OLDEST and _CHECKS[weighed % 11] == number[17]


def is_bank_card(number: str) -> bool:
    """Whether an issuer has numbers of this beginning and length, and its check digit fits (Luhn)."""
    if _ISSUERS.fullmatch(number) is None:
        return False
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def _is_other(text: str, start: int) -> bool:
    """Whether the words before say that the number counts parcels or orders."""
    return _OTHERS.search(text, max(0, start - _BEFORE), start) is not None
