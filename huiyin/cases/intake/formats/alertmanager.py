"""Prometheus Alertmanager's webhook, version 4; Grafana's contact points post the same shape."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.intake.alert import Alert, Severity, Status, severity_of
from huiyin.cases.intake.formats import reading
from huiyin.kit import digest

_TITLES = ("summary", "title", "message")
_SHOWN = 20


def read(body: Any, grouped: bool) -> list[Alert]:
    """One alert for each that is posted, or one for the whole group."""
    post = reading.mapping(body, "body")
    posted = reading.listed(post.get("alerts"), "alerts")
    if not posted:
        raise reading.Malformed("alerts", _("没有告警"))
    alerts = [_alert(one, f"alerts.{place}") for place, one in enumerate(posted)]
    return [_group(post, alerts)] if grouped else alerts


def sample(at: float) -> dict[str, Any]:
    """As Alertmanager would post one alert."""
    began = datetime.fromtimestamp(at, tz=UTC).isoformat().replace("+00:00", "Z")
    names = {"alertname": "DiskAlmostFull", "instance": "db-1", "severity": "critical"}
    said = {"summary": _("测试告警：磁盘将满"), "description": _("这是一条测试，不会登记。")}
    alert = {
        "status": "firing", "labels": names, "annotations": said, "startsAt": began,
        "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "", "fingerprint": "huiyin-test",
    }  # fmt: skip
    return {
        "version": "4", "groupKey": '{}:{alertname="DiskAlmostFull"}', "truncatedAlerts": 0,
        "status": "firing", "receiver": "huiyin", "groupLabels": {"alertname": "DiskAlmostFull"},
        "commonLabels": names, "commonAnnotations": said, "externalURL": "", "alerts": [alert],
    }  # fmt: skip


def _alert(value: Any, field: str) -> Alert:
    one = reading.mapping(value, field)
    labels = reading.labels(one.get("labels"), f"{field}.labels")
    notes = reading.labels(one.get("annotations"), f"{field}.annotations")
    status = reading.status(one.get("status"), f"{field}.status")
    when = "startsAt" if status is Status.FIRING else "endsAt"
    mark = reading.text(one.get("fingerprint"), f"{field}.fingerprint", 1000)
    return Alert(
        fingerprint=reading.fingerprint(mark or digest.canonical(labels)),
        status=status,
        title=_title(labels, notes, field),
        text=_text(labels, notes),
        severity=severity_of(labels.get("severity", "")),
        labels=labels,
        at=reading.moment(one.get(when), f"{field}.{when}"),
        url=reading.link(one.get("generatorURL"), f"{field}.generatorURL"),
    )


def _title(labels: Mapping[str, str], notes: Mapping[str, str], field: str) -> str:
    said = next((notes[name] for name in _TITLES if notes.get(name)), "")
    named = said or labels.get("alertname", "")
    return reading.needed(named, f"{field}.labels.alertname", reading.LONGEST_TITLE)


def _text(labels: Mapping[str, str], notes: Mapping[str, str]) -> str:
    rest = "\n".join(f"{name}: {value}" for name, value in labels.items())
    return "\n\n".join(part for part in (notes.get("description", ""), rest) if part)


def _group(post: Mapping[str, Any], alerts: list[Alert]) -> Alert:
    """The whole group as one trouble: it is over when its last alert is."""
    key = reading.needed(post.get("groupKey"), "groupKey", 4000)
    status = reading.status(post.get("status"), "status")
    firing = [one for one in alerts if one.status is Status.FIRING] or alerts
    lines = [f"- {one.title} ({one.labels.get('instance', '')})" for one in firing[:_SHOWN]]
    gravest = min((one.severity for one in firing), key=lambda one: one.rank, default=Severity.INFO)
    times = [one.at for one in firing if one.at is not None]
    first, last = min(times, default=None), max(times, default=None)
    title = firing[0].title
    if len(firing) > 1:
        title = _("%(title)s 等 %(count)d 条") % {"title": title[:160], "count": len(firing)}
    return Alert(
        fingerprint=reading.fingerprint(key),
        status=status,
        title=title,
        text="\n".join(lines),
        severity=gravest,
        labels=reading.labels(post.get("commonLabels"), "commonLabels"),
        at=first if status is Status.FIRING else last,
        url=reading.link(post.get("externalURL"), "externalURL"),
    )
