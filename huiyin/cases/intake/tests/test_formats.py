"""What Alertmanager and Zabbix really post."""

from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.cases.intake import formats
from huiyin.cases.intake.alert import Status
from huiyin.cases.intake.formats.reading import Malformed, moment

pytestmark = pytest.mark.req("B01")

LABELS = {"alertname": "HighLatency", "instance": "api-1", "severity": "page"}


def one(**over: Any) -> dict[str, Any]:
    return {
        "status": "firing",
        "labels": LABELS,
        "annotations": {"summary": "延迟过高", "description": "p99 3 s"},
        "startsAt": "2026-09-07T00:59:30.5Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "https://prometheus.test/graph?g0.expr=up",
        "fingerprint": "c6eb8f5a5a1b0d0f",
    } | over


def group(*alerts: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {
        "version": "4",
        "groupKey": '{}:{alertname="HighLatency"}',
        "status": "firing",
        "commonLabels": {"alertname": "HighLatency"},
        "externalURL": "javascript:alert(1)",
        "alerts": list(alerts),
    } | over


def test_alertmanager() -> None:
    (alert,) = formats.read("alertmanager", group(one()))
    assert alert.title == "延迟过高"
    assert alert.text.startswith("p99 3 s\n\nalertname: HighLatency")
    assert (alert.fingerprint, alert.severity.value) == ("c6eb8f5a5a1b0d0f", "critical")
    assert alert.at == datetime(2026, 9, 7, 0, 59, 30, 500000, tzinfo=UTC)
    assert alert.url.startswith("https://prometheus.test/")
    ended = one(status="resolved", endsAt="2026-09-07T01:10:00Z", annotations=None)
    (over,) = formats.read("alertmanager", group(ended))
    assert (over.status, over.title) == (Status.RESOLVED, "HighLatency")
    assert over.at == datetime(2026, 9, 7, 1, 10, tzinfo=UTC)


def test_alertmanager_without_a_fingerprint_goes_by_the_labels() -> None:
    first, again, other = formats.read(
        "alertmanager",
        group(
            one(fingerprint=None),
            one(fingerprint=None, labels=dict(reversed(LABELS.items()))),
            one(fingerprint=None, labels={"alertname": "x"}),
        ),
    )
    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_a_group_as_one_trouble() -> None:
    later = one(startsAt="2026-09-07T01:00:00Z", labels=LABELS | {"instance": "api-2"})
    ended = one(status="resolved", labels=LABELS | {"instance": "api-3"})
    (alert,) = formats.read("alertmanager", group(ended, one(), later), "group")
    assert alert.title == "延迟过高 等 2 条"
    assert alert.text == "- 延迟过高 (api-1)\n- 延迟过高 (api-2)"
    assert (alert.at, alert.url) == (datetime(2026, 9, 7, 0, 59, 30, 500000, tzinfo=UTC), "")
    over = group(one(status="resolved", endsAt="2026-09-07T02:00:00Z"), status="resolved")
    (alert,) = formats.read("alertmanager", over, "group")
    assert (alert.status, alert.title) == (Status.RESOLVED, "延迟过高")
    assert alert.at == datetime(2026, 9, 7, 2, tzinfo=UTC)
    with pytest.raises(Malformed, match="groupKey"):
        formats.read("alertmanager", group(one(), groupKey=""), "group")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "alerts"),
        (group(), "alerts"),
        (group(one(labels={})) | {}, "alerts.0.labels.alertname"),
        (group(one(status="pending")), "alerts.0.status"),
        (group(one(startsAt="now")), "alerts.0.startsAt"),
    ],
)
def test_alertmanager_gone_wrong(body: dict[str, Any], field: str) -> None:
    if field.endswith("alertname"):
        body["alerts"][0]["annotations"] = {}
    with pytest.raises(Malformed) as wrong:
        formats.read("alertmanager", body)
    assert wrong.value.field == field


def zabbix(**over: Any) -> dict[str, Any]:
    return {
        "event_id": 4711,
        "trigger_id": "18",
        "value": "1",
        "name": "db-1: 磁盘将满",
        "severity": "Disaster",
        "host": "db-1",
        "message": "剩余 2 %",
        "at": 1788742800,
        "tags": {"scope": "capacity"},
    } | over


def test_zabbix() -> None:
    (alert,) = formats.read("zabbix", zabbix())
    assert (alert.fingerprint, alert.status) == ("trigger:18", Status.FIRING)
    assert (alert.title, alert.text) == ("db-1: 磁盘将满", "db-1\n\n剩余 2 %")
    assert (alert.severity.value, alert.labels["host"]) == ("critical", "db-1")
    (over,) = formats.read("zabbix", zabbix(value=0, trigger_id="", host=""))
    assert (over.fingerprint, over.status) == ("event:4711", Status.RESOLVED)
    assert "host" not in over.labels


@pytest.mark.parametrize(
    ("over", "field"),
    [({"value": "2"}, "value"), ({"event_id": ""}, "event_id"), ({"name": None}, "name")],
)
def test_zabbix_gone_wrong(over: dict[str, Any], field: str) -> None:
    with pytest.raises(Malformed) as wrong:
        formats.read("zabbix", zabbix(**over))
    assert wrong.value.field == field


def test_moments() -> None:
    when = datetime(2026, 9, 7, 1, tzinfo=UTC)
    for value in (1788742800, 1788742800.0, "1788742800", "2026-09-07T09:00:00+08:00"):
        assert moment(value, "at") == when
    for nothing in (None, "", "0001-01-01T00:00:00Z"):
        assert moment(nothing, "at") is None
    for wrong in (5, 1e300, "99999999999", "2026-09-07"):
        with pytest.raises(Malformed):
            moment(wrong, "at")
