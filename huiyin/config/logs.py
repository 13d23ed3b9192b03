"""Logging without what people wrote and without secrets in addresses."""

import logging
import re
from typing import Any

_QUERY = re.compile(r"\?\S*")
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:.-]{25,}(?=/|\s|$)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class WithoutSecrets(logging.Filter):
    """Shortens query strings and signed tokens in logged addresses; UUIDs stay readable."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's final text; it is always kept."""
        record.msg, record.args = clean(record.getMessage()), None
        return True


def clean(text: str) -> str:
    """``text`` without query strings and long opaque path segments."""
    return _SECRET.sub(_shorten, _QUERY.sub("?…", text))


def configuration(*, debug: bool) -> dict[str, Any]:
    """Django's ``LOGGING``: one line per event on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_secrets": {"()": WithoutSecrets}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
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


def _shorten(found: re.Match[str]) -> str:
    segment = found.group()
    return segment if _UUID.fullmatch(segment) else f"{segment[:6]}…"
