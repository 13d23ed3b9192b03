"""Logging without what people wrote and without secrets in addresses.

``HUIYIN_LOG=json`` makes each line one JSON object: time, level, logger, message, the number of the
request it belongs to, and for a request its method, route, status, milliseconds and the pseudonym of
who asked. Of an error the kind and the places are told, never its words: a database quotes values.
"""

import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from huiyin.kit import trail

_QUERY = re.compile(r"\?\S*")
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:.-]{25,}(?=/|\s|$)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutSecrets(logging.Filter):
    """Shortens query strings and signed tokens in logged addresses; UUIDs stay readable."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's final text; it is always kept."""
        record.msg, record.args = clean(record.getMessage()), None
        return True


class Lines(logging.Formatter):
    """One readable line, and of an error its kind and places; its words only for ``debug``."""

    def __init__(self, *, debug: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """The line; another formatter's words for the error are not taken over."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """The error without what it quotes."""
        if self._debug:
            return super().formatException(ei)
        return "\n".join(_story(ei[1])) if ei[1] is not None else ""


class Objects(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        told: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trail.number():
            told["request"] = trail.number()
        told |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = _story(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def clean(text: str) -> str:
    """``text`` without query strings and long opaque path segments."""
    return _SECRET.sub(_shorten, _QUERY.sub("?…", text))


def configuration(*, debug: bool, form: str = "lines") -> dict[str, Any]:
    """Django's ``LOGGING``: one line per event on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_secrets": {"()": WithoutSecrets}},
        "formatters": {"lines": {"()": Lines, "debug": debug}, "json": {"()": Objects}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["without_secrets"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "huiyin": {"level": "DEBUG" if debug else "INFO"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "psycopg.pool": {"level": "ERROR"},  # the worker itself says that the database is gone
        },
    }


def _story(error: BaseException) -> list[str]:
    """Kind and places of an error and of what caused it, the first cause first."""
    lines: list[str] = []
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        current = current.__cause__ or current.__context__
    for one in reversed(seen):
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        ]
        code = getattr(one, "sqlstate", None) or getattr(one, "errno", None)
        lines.append(f"{type(one).__name__}{f' ({code})' if code else ''}")
    return lines


def _shorten(found: re.Match[str]) -> str:
    segment = found.group()
    return segment if _UUID.fullmatch(segment) else f"{segment[:6]}…"
