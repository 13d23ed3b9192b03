"""What the script of a Zabbix media type posts (docs/how-to/connect-a-monitor.md).

``value`` is ``{EVENT.VALUE}``: 1 a problem, 0 its recovery. ``at`` is Unix seconds. A trigger is one
trouble, whatever its events; without one the event is.
"""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.intake.alert import Alert, Status, severity_of
from huiyin.cases.intake.formats import reading

_VALUES = {"1": Status.FIRING, "0": Status.RESOLVED}


def read(body: Any, grouped: bool) -> list[Alert]:
    """One event is one alert."""
    del grouped
    post = reading.mapping(body, "body")
    value = reading.needed(post.get("value"), "value", 10)
    if value not in _VALUES:
        raise reading.Malformed("value", _("应为 1（发生）或 0（恢复）"))
    event = reading.needed(post.get("event_id"), "event_id", 60)
    trigger = reading.text(post.get("trigger_id"), "trigger_id", 60)
    labels = reading.labels(post.get("tags"), "tags")
    host = reading.text(post.get("host"), "host", 200)
    return [
        Alert(
            fingerprint=f"trigger:{trigger}" if trigger else f"event:{event}",
            status=_VALUES[value],
            title=reading.needed(post.get("name"), "name", reading.LONGEST_TITLE),
            text=_text(host, reading.text(post.get("message"), "message")),
            severity=severity_of(reading.text(post.get("severity"), "severity", 40)),
            labels={**labels, "host": host} if host else labels,
            at=reading.moment(post.get("at"), "at"),
            url=reading.link(post.get("url"), "url"),
        )
    ]


def sample(at: float) -> dict[str, Any]:
    """As the script would post one event."""
    return {
        "event_id": "1001", "trigger_id": "huiyin-test", "value": "1", "severity": "High",
        "name": _("测试告警：磁盘将满"), "host": "db-1", "message": _("这是一条测试，不会登记。"),
        "at": int(at), "url": "", "tags": {"scope": "capacity"},
    }  # fmt: skip


def _text(host: str, message: str) -> str:
    return "\n\n".join(part for part in (host, message) if part)
