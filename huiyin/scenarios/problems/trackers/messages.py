"""Messages of trackers as they come: who signed them, what they are called, what they say."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from huiyin.cases.intake import signing
from huiyin.cases.intake.models import Proof
from huiyin.kit import digest
from huiyin.scenarios.problems.trackers.hearing import Change
from huiyin.scenarios.problems.trackers.models import TrackerKind

_SIGNATURE, _IDENTIFIER = "X-Hub-Signature", "X-Atlassian-Webhook-Identifier"
_MILLISECONDS = 1000
_LATEST = 4_102_444_800


class Unreadable(Exception):
    """The body is no JSON object."""


def prove(kind: str, secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The message's own name; ``signing.Unproved`` or ``signing.Stale`` when it proves nothing.

    Jira signs the body alone (WebSub 0.4, section 8): its copies are known by their identifier.
    """
    if kind != TrackerKind.JIRA:
        return signing.prove(Proof.STANDARD, [secret], headers, body, now).message_id
    mac = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = headers.get(_SIGNATURE, "")[:200]
    if not hmac.compare_digest(f"sha256={mac}".encode(), given.encode()):
        raise signing.Unproved
    named = headers.get(_IDENTIFIER, "")[:100]
    return named or digest.sha256_hex(body)


def read(kind: str, body: bytes) -> Change | None:
    """What it says about an issue; ``None`` for everything that is no news to us."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(value, dict):
        raise Unreadable
    return _jira(value) if kind == TrackerKind.JIRA else _plain(value)


def _jira(value: dict[str, Any]) -> Change | None:
    event = str(value.get("webhookEvent", ""))
    key = _text(value, "issue", "key")
    at = _moment(value.get("timestamp"))
    if event == "jira:issue_deleted":
        return Change(key, gone=True, at=at)
    if event == "comment_created":
        return Change(
            key,
            remark=_words(_deep(value, "comment", "body")),
            remark_id=_text(value, "comment", "id"),
            author=_text(value, "comment", "author", "displayName"),
            email=_text(value, "comment", "author", "emailAddress"),
            at=at,
        )
    if event == "jira:issue_updated" and _changed_status(value):
        return Change(
            key,
            status=_text(value, "issue", "fields", "status", "name"),
            author=_text(value, "user", "displayName"),
            email=_text(value, "user", "emailAddress"),
            at=at,
        )
    return None


def _changed_status(value: dict[str, Any]) -> bool:
    items = _deep(value, "changelog", "items")
    rows = items if isinstance(items, list) else []
    return any(isinstance(one, dict) and one.get("field") == "status" for one in rows)


def _plain(value: dict[str, Any]) -> Change:
    remark = _words(value.get("remark"))
    return Change(
        _text(value, "key"),
        status=_text(value, "status"),
        remark=remark,
        remark_id=_text(value, "remark_id") or digest.sha256_hex(remark),
        author=_text(value, "author"),
        email=_text(value, "email"),
        at=_moment(value.get("timestamp")),
        gone=value.get("deleted") is True,
    )


def _words(body: Any) -> str:
    """A comment as text: version 2 has a string, version 3 a document."""
    if isinstance(body, str):
        return body.replace("\x00", "").strip()
    if not isinstance(body, dict):
        return ""
    return "\n".join(_paragraphs(body, 0)).strip()


def _paragraphs(node: dict[str, Any], depth: int) -> list[str]:
    rows = node.get("content")
    if depth > 20 or not isinstance(rows, list):  # noqa: PLR2004 - deeper than anybody writes
        return []
    inner = [one for one in rows if isinstance(one, dict)]
    line = "".join(str(one["text"]) for one in inner if one.get("type") == "text" and "text" in one)
    return [*([line] if line else []), *(s for one in inner for s in _paragraphs(one, depth + 1))]


def _moment(value: Any) -> datetime | None:
    """Milliseconds since 1970, as Jira and most others send them."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    seconds = value / _MILLISECONDS
    return datetime.fromtimestamp(seconds, tz=UTC) if 0 < seconds < _LATEST else None


def _text(value: Any, *path: str) -> str:
    found = _deep(value, *path)
    return str(found).strip()[:300] if isinstance(found, str | int) else ""


def _deep(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
