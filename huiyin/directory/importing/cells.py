"""The text of one cell as a value; ``ValueError`` says in words what is wrong with it."""

import re
import unicodedata
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.directory.names import fold, invisible

YES = frozenset({"是", "y", "yes", "true", "1", "√", "对"})
NO = frozenset({"否", "n", "no", "false", "0", "×", "-", "--", "无"})
_LEFT = frozenset({"离职", "已离职", "退出企业", "left", "terminated", "resigned", "inactive"})
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ABROAD = re.compile(r"\+\d{6,15}")
_NUMBER = re.compile(r"\d{5,15}")
_NUMBER_NOISE = str.maketrans("", "", " -()/.·–—\t")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d\d)(\d\d)")
_CHINA = "86"
_MOBILE_DIGITS = 11


def plain(text: str, longest: int) -> str:
    """Trimmed, canonical Unicode, nothing invisible, at most ``longest`` characters."""
    value = unicodedata.normalize("NFC", text).strip("\ufeff \t\r\n\u3000\xa0")
    if found := invisible(value):
        raise ValueError(_("含有不可见字符 %(code)s") % {"code": found})
    if len(value) > longest:
        raise ValueError(_("超过 %(limit)d 个字符") % {"limit": longest})
    return value


def code(text: str, longest: int) -> str:
    """An employee number or extension: full-width digits become plain ones."""
    return plain(unicodedata.normalize("NFKC", text), longest)


def mobile(text: str) -> str:
    """A number fit to dial: Chinese ones without country code, others with ``+``.

    A masked number (138****0000) is none.
    """
    number = code(text, 64).translate(_NUMBER_NOISE)
    if not number or "*" in number:
        return ""
    if number.startswith("00"):
        number = "+" + number[2:]
    digits = number.removeprefix("+")
    if digits.startswith(_CHINA) and _MOBILE.fullmatch(digits[len(_CHINA) :]):
        return digits[len(_CHINA) :]
    if len(digits) == _MOBILE_DIGITS and number.startswith("1") and not _MOBILE.fullmatch(number):
        raise ValueError(_("不是有效的手机号“%(text)s”") % {"text": text})
    if _ABROAD.fullmatch(number) or _NUMBER.fullmatch(number):
        return number
    raise ValueError(_("不是有效的手机号“%(text)s”") % {"text": text})


def email(text: str) -> str:
    """An address; the part after ``@`` in small letters."""
    value = code(text, 254)
    if not value:
        return ""
    try:
        validate_email(value)
    except ValidationError:
        raise ValueError(_("不是有效的邮箱“%(text)s”") % {"text": text}) from None
    local, _at, domain = value.rpartition("@")
    return f"{local}@{domain.lower()}"


def joined(text: str) -> datetime | None:
    """Midnight of the day, in the organisation's time zone; ``None`` for an empty cell."""
    value = code(text, 64)
    if not value or value in NO:
        return None
    found = _DATE.fullmatch(value)
    numbers = [int(part) for part in found.groups() if part] if found else []
    try:
        day = date(*numbers)
    except (TypeError, ValueError):
        raise ValueError(_("不是有效的日期“%(text)s”") % {"text": text}) from None
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


def has_left(text: str) -> bool:
    """Whether the status says that somebody is gone; every other word means they are here."""
    return fold(text) in _LEFT
