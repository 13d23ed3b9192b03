"""A plain JSON for everything else: one alert, or ``{"alerts": [...]}``."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.intake.alert import Alert, severity_of
from huiyin.cases.intake.formats import reading


def read(body: Any, grouped: bool) -> list[Alert]:
    """Every alert with its own fingerprint; there are no groups here."""
    del grouped
    post = reading.mapping(body, "body")
    if "alerts" not in post:
        return [_alert(post, "")]
    posted = reading.listed(post["alerts"], "alerts")
    if not posted:
        raise reading.Malformed("alerts", _("没有告警"))
    return [_alert(one, f"alerts.{place}.") for place, one in enumerate(posted)]


def sample(at: float) -> dict[str, Any]:
    """One alert."""
    return {
        "fingerprint": "huiyin-test", "status": "firing", "title": _("测试告警：磁盘将满"),
        "text": _("这是一条测试，不会登记。"), "severity": "critical", "at": int(at),
        "labels": {"host": "db-1"}, "url": "",
    }  # fmt: skip


def _alert(value: Any, at: str) -> Alert:
    one = reading.mapping(value, at.rstrip(".") or "body")
    mark = reading.needed(one.get("fingerprint"), f"{at}fingerprint", 4000)
    return Alert(
        fingerprint=reading.fingerprint(mark),
        status=reading.status(one.get("status"), f"{at}status"),
        title=reading.needed(one.get("title"), f"{at}title", reading.LONGEST_TITLE),
        text=reading.text(one.get("text"), f"{at}text"),
        severity=severity_of(reading.text(one.get("severity"), f"{at}severity", 40)),
        labels=reading.labels(one.get("labels"), f"{at}labels"),
        at=reading.moment(one.get("at"), f"{at}at"),
        url=reading.link(one.get("url"), f"{at}url"),
    )
