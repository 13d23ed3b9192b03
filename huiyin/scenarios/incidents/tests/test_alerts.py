"""A monitor declares an incident, and says in its room that it goes on or ended."""

from dataclasses import replace

import pytest

from huiyin.cases.intake.alert import Alert, Severity, Status
from huiyin.cases.intake.sources import Refused, target
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.alerts import taking
from huiyin.scenarios.incidents.models import Entry, Incident, IncidentKind
from huiyin.scenarios.incidents.tests.conftest import Stage

ALERT = Alert(
    "disk", Status.FIRING, "磁盘将满", "剩余 2%", Severity.CRITICAL, source="机房", ref="9.1"
)


@pytest.mark.req("I01")
def test_an_alert_declares_an_incident_once(stage: Stage) -> None:
    known = target("incidents")
    assert known is not None
    assert known.act is taking.take
    alert = replace(ALERT, at=clock.now())
    case = taking.take(alert, stage["韩墨"])
    incident = Incident.objects.get()
    assert incident.pk == case
    assert (incident.title, incident.impact, incident.severity) == ("磁盘将满", "剩余 2%", "1")
    assert taking.take(alert, stage["韩墨"]) == case
    assert taking.take(replace(alert, status=Status.RESOLVED), stage["韩墨"]) is None


def test_what_goes_on_and_what_ended_is_noted_in_its_room(stage: Stage) -> None:
    case = taking.take(ALERT, stage["韩墨"])
    again = replace(ALERT, case=case, times=2)
    assert taking.take(again, stage["韩墨"]) == case
    assert taking.take(again, stage["韩墨"]) == case
    over = replace(ALERT, case=case, status=Status.RESOLVED)
    assert taking.take(over, stage["韩墨"]) == case
    lines = list(Entry.objects.order_by("pk").values_list("text", "kind"))
    assert lines == [("监控 机房 第 2 次告警：磁盘将满", "note"), ("监控 机房：已恢复", "note")]
    assert Incident.objects.get().is_open


def test_what_fires_after_the_end_asks_in_the_room(stage: Stage) -> None:
    case = taking.take(ALERT, stage["韩墨"])
    assert case is not None
    actions.resolve(case, by=stage["秦朗"])
    taking.take(replace(ALERT, case=case, times=3), stage["韩墨"])
    assert Entry.objects.get().kind == "question"


def test_a_label_names_another_kind(stage: Stage) -> None:
    IncidentKind.objects.create(
        key="flood", name="漏水", levels=[{"key": "1", "name": "一级", "text": ""}]
    )
    alert = replace(ALERT, labels={"incident_kind": "flood"}, severity=Severity.INFO)
    taking.take(alert, stage["韩墨"])
    incident = Incident.objects.get()
    assert (incident.kind.key, incident.severity) == ("flood", "1")


def test_what_cannot_be_declared_is_refused(stage: Stage) -> None:
    IncidentKind.objects.update(active=False)
    with pytest.raises(Refused):
        taking.take(ALERT, stage["韩墨"])
    assert taking.take(replace(ALERT, case=new_id()), stage["韩墨"]) is None
