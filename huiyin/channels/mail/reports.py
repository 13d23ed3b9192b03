"""Machine reports about our mail: delivery status (RFC 3464) and disposition (RFC 8098)."""

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import compat32

_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_DISPOSITION_PARTS = (
    "message/disposition-notification",
    "message/global-disposition-notification",
)
_STATUS = re.compile(r"\b([245])[. ](\d{1,3})[. ](\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)\b[ -]")
_WORST_FIRST = ("failed", "delayed", "delivered", "relayed", "expanded")


def delivery_status(message: Message) -> tuple[str, str, str] | None:
    """``(action, status, diagnostic)`` of the gravest block; ``None`` when it is no such report."""
    found = []
    for fields in _fields(message, _STATUS_PARTS):
        action = fields.get("action", "").split(";")[0].strip().lower()
        if action in _WORST_FIRST:
            diagnostic = fields.get("diagnostic-code", "").partition(";")[2] or fields.get(
                "diagnostic-code", ""
            )
            status = _STATUS.search(fields.get("status", ""))
            found.append((action, ".".join(status.groups()) if status else "", diagnostic.strip()))
    return min(found, key=lambda block: _WORST_FIRST.index(block[0]), default=None)


def disposition(message: Message) -> str | None:
    """``displayed``, ``deleted``, …; ``None`` when it is no such report."""
    for fields in _fields(message, _DISPOSITION_PARTS):
        if "disposition" in fields:
            kind = fields["disposition"].partition(";")[2]
            return kind.strip().lower().split("/")[0].strip()
    return None


def old_bounce(text: str) -> tuple[str, str] | None:
    """``(status, line)`` of a bounce in free text; ``None`` when no line looks like a refusal."""
    for line in text[:20_000].splitlines():
        status, code = _STATUS.search(line), _CODE.search(line)
        if status and status[1] in "45":
            return ".".join(status.groups()), line.strip()
        if code:
            return "", line.strip()
    return None


def _fields(message: Message, types: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Header blocks of the report's parts, whether the parser split them or left them as text."""
    for part in message.walk():
        if part.get_content_type() not in types:
            continue
        for block in re.split(r"\r?\n[ \t]*\r?\n", _text(part).strip()):
            parsed = email.message_from_string(block, policy=compat32)
            yield {name.lower(): _flat(value) for name, value in parsed.items()}


def _text(part: Message) -> str:
    """What stands in a report's part: the parser may have made messages of it, or not."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [block for block in payload if isinstance(block, Message)]
        heads = ["\n".join(f"{n}: {_flat(v)}" for n, v in block.items()) for block in inner]
        bodies = [_text(block) for block in inner]
        return "\n\n".join(f"{head}\n\n{body}" for head, body in zip(heads, bodies, strict=True))
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(payload)


def _flat(value: object) -> str:
    return " ".join(str(value).split())
