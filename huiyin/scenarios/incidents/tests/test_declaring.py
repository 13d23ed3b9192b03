"""Declared in one line, completed after."""

from datetime import timedelta

import pytest

from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.models import Incident, IncidentKind, Role
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage


@pytest.mark.req("I01")
def test_one_line_is_enough(stage: Stage) -> None:
    incident = stage.raise_()
    assert (incident.title, incident.urgency, incident.number[:6]) == (LINE, "urgent", "HY-TF-")
    assert stage.owes(incident, "take_notice") == {"陈屿", "韩墨"}
    assert stage.owes(incident, "name_team") == {"秦朗"}
    assert stage.owes(incident, "update_management") == {"秦朗"}


@pytest.mark.req("N13")
def test_whoever_declares_it_has_to_phone_those_on_duty_at_once(stage: Stage) -> None:
    incident = stage.raise_()
    stage.settle()
    assert stage.owes(incident, "phone_on_duty") == {"顾北辰"}


@pytest.mark.req("I01")
def test_the_form_is_completed_after(stage: Stage) -> None:
    incident = stage.raise_()
    report = actions.FirstReport("全国用户", "1,180 次/分", "重启无效", clock.now(), True)
    assert actions.describe(incident.pk, report, by=stage["顾北辰"])
    assert not actions.describe(incident.pk, report, by=stage["顾北辰"])
    again = Incident.objects.get(pk=incident.pk)
    assert (again.scope, again.impact, again.clients_affected) == ("全国用户", "1,180 次/分", True)


def test_sent_twice_it_is_declared_once(stage: Stage) -> None:
    first = stage.raise_(source_ref="alert:7")
    assert stage.raise_(source_ref="alert:7").pk == first.pk
    assert stage.raise_(incident_id=first.pk).pk == first.pk
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"scope": "长" * 301}, "scope"),
    ],
)
def test_what_is_wrong_is_named(stage: Stage, more: dict[str, str], field: str) -> None:
    with pytest.raises(actions.IncidentRefused) as refused:
        stage.raise_(**more)
    assert refused.value.field == field
    assert not Incident.objects.exists()


def test_nobody_is_handed_the_incident_of_another_by_its_id(stage: Stage) -> None:
    first = stage.raise_()
    other, kind = stage["白露"], IncidentKind.objects.get(pk=first.kind_id)
    with pytest.raises(NotVisible):
        actions.raise_incident(by=other, kind=kind, title=LINE, incident_id=first.pk)


def test_it_did_not_happen_in_the_future(stage: Stage) -> None:
    with pytest.raises(actions.IncidentRefused, match="happened_at"):
        stage.raise_(happened_at=clock.now() + timedelta(minutes=1))


@pytest.mark.req("I08")
def test_a_retired_kind_is_not_declared(stage: Stage) -> None:
    stage.kind.active = False
    stage.kind.save()
    with pytest.raises(actions.IncidentRefused, match="kind"):
        stage.raise_()


@pytest.mark.req("I08")
def test_kinds_come_with_the_product_and_own_ones_are_added(stage: Stage) -> None:
    own = IncidentKind.objects.create(key="data_leak", name="数据泄露")
    incident = stage.raise_(kind=own, severity="1")
    assert (incident.commander.name, incident.severity) == ("苏晴", "1")
    assert incident.members.get().role == Role.COMMANDER
    assert stage.owes(incident, "take_notice") == {"苏晴"}


@pytest.mark.req("I08")
def test_the_severity_moves_on_its_ladder(stage: Stage) -> None:
    incident = stage.raise_()
    assert incident.severity == "2"
    assert actions.grade(incident.pk, "1", by=stage["秦朗"])
    assert not actions.grade(incident.pk, "1", by=stage["秦朗"])
    with pytest.raises(actions.IncidentRefused, match="severity"):
        actions.grade(incident.pk, "9", by=stage["秦朗"])


def test_who_declares_it_leads_where_nobody_is_above(stage: Stage) -> None:
    own = IncidentKind.objects.create(key="fire", name="火警")
    assert stage.raise_(kind=own, by="赵衡").commander == stage["赵衡"]
    Person.objects.filter(name="秦朗").update(active=False)
    stage.kind.refresh_from_db()
    assert stage.raise_().commander == stage["苏晴"]
