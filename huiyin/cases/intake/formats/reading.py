"""JSON read with care: every value is looked at before it is used, and what is wrong is named."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.cases.intake.alert import Status
from huiyin.kit import digest

MOST_ALERTS = 200
"""Alerts in one post."""

LONGEST_TITLE = 200
LONGEST_TEXT = 8000
LONGEST_FINGERPRINT = 128
MOST_LABELS = 60
_LONGEST_LABEL = 500
_LONGEST_URL = 2000
_EARLIEST = 946_684_800  # 2000-01-01
_LATEST = 4_102_444_800  # 2100-01-01


class Malformed(Exception):
    """The body is not what this kind of source posts: ``field`` is where, the words say why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def mapping(value: Any, field: str) -> Mapping[str, Any]:
    """An object; ``Malformed`` for anything else."""
    if not isinstance(value, dict):
        raise Malformed(field, _("应为对象"))
    return value


def listed(value: Any, field: str) -> list[Any]:
    """A list of at most ``MOST_ALERTS``."""
    if not isinstance(value, list):
        raise Malformed(field, _("应为数组"))
    if len(value) > MOST_ALERTS:
        raise Malformed(field, _("一次最多 %(most)d 条") % {"most": MOST_ALERTS})
    return value


def text(value: Any, field: str, longest: int = LONGEST_TEXT) -> str:
    """A text or a number as text, cut at ``longest``; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Malformed(field, _("应为文字"))
    return str(value).replace("\x00", "").strip()[:longest]


def needed(value: Any, field: str, longest: int = LONGEST_TEXT) -> str:
    """A text that must not be empty."""
    said = text(value, field, longest)
    if not said:
        raise Malformed(field, _("不能为空"))
    return said


def fingerprint(value: str) -> str:
    """``value``, or its digest when it is too long for a key."""
    return value if len(value) <= LONGEST_FINGERPRINT else digest.sha256_hex(value)


def labels(value: Any, field: str) -> dict[str, str]:
    """Names and values, both short texts."""
    found = {} if value is None else mapping(value, field)
    if len(found) > MOST_LABELS:
        raise Malformed(field, _("最多 %(most)d 个标签") % {"most": MOST_LABELS})
    return {
        str(name)[:_LONGEST_LABEL]: text(one, f"{field}.{name}", _LONGEST_LABEL)
        for name, one in found.items()
    }


def moment(value: Any, field: str) -> datetime | None:
    """An instant as RFC 3339 or Unix seconds; ``None`` for nothing and for the year 1 (no end)."""
    if value is None or value == "" or str(value).startswith("0001-"):
        return None
    number = _number(value)
    if number is not None and _EARLIEST <= number <= _LATEST:
        return datetime.fromtimestamp(number, tz=UTC)
    try:
        found = parse_datetime(str(value)) if number is None else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Malformed(field, _("应为带时区的时间或 Unix 秒"))
    return found.astimezone(UTC)


def link(value: Any, field: str) -> str:
    """An address that a page may link to; empty for anything else."""
    said = text(value, field, _LONGEST_URL)
    return said if said.startswith(("https://", "http://")) else ""


def status(value: Any, field: str) -> Status:
    """Firing or resolved."""
    word = text(value, field, 20).casefold()
    if word not in set(Status):
        raise Malformed(field, _("应为 firing 或 resolved"))
    return Status(word)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    said = str(value)
    return float(said) if said.isascii() and said.isdigit() and len(said) <= 11 else None  # noqa: PLR2004 - seconds
