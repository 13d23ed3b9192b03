"""Whom to call now, what came of it, and who stands in for the absent and the silent."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Absence
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry as LedgerEntry
from huiyin.obligations.models import Bearer
from huiyin.scenarios.incidents import actions as room
from huiyin.scenarios.incidents import tasks
from huiyin.scenarios.incidents.callout import actions, queries, standins
from huiyin.scenarios.incidents.callout.models import Call
from huiyin.scenarios.incidents.models import Incident, Member
from huiyin.scenarios.incidents.plans.models import Contact
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotOpen
from huiyin.scenarios.incidents.tests.conftest import Stage


def away(stage: Stage, name: str, delegate: str | None = None) -> None:
    now = kit_clock.now()
    Absence.objects.create(
        person=stage[name],
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
        delegate=stage[delegate] if delegate else None,
    )


def in_team(incident: Incident) -> dict[str, str]:
    rows = Member.objects.filter(incident=incident).select_related("person")
    return {row.person.name: row.state for row in rows.order_by("pk")}


@pytest.mark.req("I01", "I03")
def test_the_list_names_who_gave_no_word(stage: Stage) -> None:
    incident = stage.staffed()
    room.notice(incident.pk, by=stage["陈屿"])
    Contact.objects.create(kind=stage.kind, order=1, person=stage["罗一鸣"], part="网络")
    rows = {row.person.name: row for row in queries.to_call(incident)}
    assert set(rows) == {"陈屿", "韩墨", "苏晴"}
    assert rows["陈屿"].owes == "report_ready"
    assert rows["陈屿"].number == (stage["陈屿"].mobile or stage["陈屿"].extension)
    (contact,) = queries.contacts(incident)
    assert (contact.person, contact.part, contact.owes) == (stage["罗一鸣"], "网络", "")


@pytest.mark.req("I01", "I03")
def test_who_answers_the_phone_has_taken_notice_and_is_ready(stage: Stage) -> None:
    incident = stage.staffed()
    actions.record_call(incident.pk, stage["陈屿"].pk, "coming", by=stage["秦朗"], note="十分钟到")
    assert in_team(incident)["陈屿"] == "ready"
    assert "陈屿" not in stage.owes(incident, "take_notice")
    assert "陈屿" not in stage.owes(incident, "report_ready")
    met = Bearer.objects.filter(person_id=stage["陈屿"].pk, state=1)
    assert set(met.values_list("proof", "channel")) == {(int(Proof.SPOKEN), int(Channel.PHONE))}
    (row,) = Call.objects.all()
    assert (row.caller, row.note) == (stage["秦朗"], "十分钟到")


@pytest.mark.req("I01")
def test_a_member_phones_but_only_the_command_says_ready(stage: Stage) -> None:
    incident = stage.staffed()
    actions.record_call(incident.pk, stage["韩墨"].pk, "coming", by=stage["陈屿"])
    assert in_team(incident)["韩墨"] == "called"
    assert "韩墨" in stage.owes(incident, "take_notice")


@pytest.mark.req("I01")
@pytest.mark.parametrize("outcome", ["no_answer", "wrong_number", "unable"])
def test_without_an_answer_what_is_owed_stays(stage: Stage, outcome: str) -> None:
    incident = stage.staffed()
    actions.record_call(incident.pk, stage["陈屿"].pk, outcome, by=stage["秦朗"])
    assert "陈屿" in stage.owes(incident, "report_ready")
    entry = LedgerEntry.objects.get(subject=incident.pk, kind="incidents.called")
    assert str(stage["陈屿"].pk) in entry.body
    (row,) = [one for one in queries.to_call(incident) if one.person == stage["陈屿"]]
    assert row.call is not None
    assert row.call.outcome == outcome


def test_what_a_call_can_be_refused_for(stage: Stage) -> None:
    incident = stage.staffed()
    for person, outcome, note in (
        (stage["陈屿"].pk, "maybe", ""),
        (stage["陈屿"].pk, "coming", "长" * 301),
        (0, "coming", ""),
    ):
        with pytest.raises(IncidentRefused):
            actions.record_call(incident.pk, person, outcome, by=stage["秦朗"], note=note)
    with pytest.raises(NotVisible):
        actions.record_call(incident.pk, stage["陈屿"].pk, "coming", by=stage["唐果"])
    observer = room.Call(stage["叶蓁"].pk, "看着", "observer")
    room.name_team(incident.pk, [observer], by=stage["秦朗"])
    with pytest.raises(PermissionDenied):
        actions.record_call(incident.pk, stage["陈屿"].pk, "coming", by=stage["叶蓁"])
    room.resolve(incident.pk, by=stage["秦朗"])
    with pytest.raises(NotOpen):
        actions.record_call(incident.pk, stage["陈屿"].pk, "coming", by=stage["秦朗"])


@pytest.mark.req("I03", "I08")
def test_who_is_away_is_replaced_at_once_by_their_delegate(stage: Stage) -> None:
    away(stage, "陈屿", "罗一鸣")
    away(stage, "韩墨", "林若溪")
    incident = stage.staffed()
    assert tasks.replace_absent(str(incident.pk)) == 2
    assert tasks.replace_absent(str(incident.pk)) == 0
    team = in_team(incident)
    assert (team["陈屿"], team["韩墨"]) == ("replaced", "replaced")
    assert (team["罗一鸣"], team["林若溪"]) == ("called", "called")
    task = Member.objects.get(incident=incident, person=stage["罗一鸣"]).task
    assert task == "查日志，准备回滚"
    assert stage.owes(incident, "report_ready") == {"苏晴", "罗一鸣", "林若溪"}
    for name in ("member_replaced", "member_called"):
        found = LedgerEntry.objects.filter(subject=incident.pk, kind=f"incidents.{name}")
        assert found.count() == {"member_replaced": 2, "member_called": 1}[name]


@pytest.mark.req("I03", "I08")
def test_who_stays_silent_is_replaced_by_the_deputy_of_the_plan(stage: Stage) -> None:
    Contact.objects.create(kind=stage.kind, order=1, person=stage["陈屿"], deputy=stage["罗一鸣"])
    incident = stage.staffed()
    room.report_ready(incident.pk, by=stage["韩墨"])
    room.report_ready(incident.pk, by=stage["苏晴"])
    stage.later(31)
    assert stage.owes(incident, "call_stand_in") == set()
    stage.later(10)
    assert stage.owes(incident, "call_stand_in") == {"秦朗"}
    assert tasks.call_stand_ins(str(incident.pk)) == 1
    assert in_team(incident)["陈屿"] == "replaced"
    assert stage.owes(incident, "report_ready") == {"罗一鸣"}
    stage.settle()
    assert stage.owes(incident, "call_stand_in") == set()


@pytest.mark.req("I03")
def test_before_the_time_nobody_is_replaced_for_silence(stage: Stage) -> None:
    incident = stage.staffed()
    assert tasks.call_stand_ins(str(incident.pk)) == 0
    room.resolve(incident.pk, by=stage["秦朗"])
    assert tasks.call_stand_ins(str(incident.pk)) == 0
    assert tasks.replace_absent(str(incident.pk)) == 0


@pytest.mark.req("I03")
def test_nobody_stands_in_twice_or_while_away(stage: Stage) -> None:
    incident = stage.staffed()
    away(stage, "陈屿", "罗一鸣")
    away(stage, "韩墨", "罗一鸣")
    found = standins.stand_ins(incident, [stage["陈屿"].pk, stage["韩墨"].pk], kit_clock.now())
    assert list(found.values()).count(stage["罗一鸣"].pk) == 1
    assert stage["秦朗"].pk not in found.values()


@pytest.mark.req("I01", "I03")
def test_the_page_dials_and_takes_down_what_came(stage: Stage) -> None:
    stage["陈屿"].mobile = "13900000001"
    stage["陈屿"].save()
    incident = stage.staffed()
    browser, base = stage.client("秦朗"), f"/incidents/{incident.pk}/calls"
    page = browser.get(base).content.decode()
    assert "tel:13900000001" in page
    assert "已接通，知悉或就位" in page
    one = f"{base}/{stage['陈屿'].pk}"
    assert browser.post(one, {"outcome": "maybe"}).status_code == 422
    part = browser.post(one, {"outcome": "no_answer"}, headers={"HX-Request": "true"})
    assert "未接" in part.content.decode()
    assert browser.post(one, {"outcome": "coming"}).status_code == 303
    assert stage["陈屿"].name not in {row.person.name for row in queries.to_call(incident)}
    assert stage.client("唐果").get(base).status_code == 404
    room.resolve(incident.pk, by=stage["秦朗"])
    assert "都有回音了" in browser.get(base).content.decode()
