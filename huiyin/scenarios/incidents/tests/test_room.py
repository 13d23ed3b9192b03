"""The room: notes, files, observers, the end; what strangers do not see."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.scenarios.incidents import actions, queries, showing
from huiyin.scenarios.incidents.authority import may_write
from huiyin.scenarios.incidents.models import Entry, Incident, Member, Watch
from huiyin.scenarios.incidents.room import clocks, page, steps, timeline, watching
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def picture(name: str = "screen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def test_the_timeline_writes_itself(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(2)
    actions.report_ready(incident.pk, by=stage["陈屿"])
    stage.later(1)
    actions.note(incident.pk, "厂商说机房没有故障", by=stage["韩墨"])
    actions.note(incident.pk, "先扩容", by=stage["秦朗"], kind="decision")
    titles = [line.title for line in timeline.read(incident, clock.now())]
    assert set(titles) >= {
        f"上报：{LINE}", "指定应急小组", "陈屿 回报就位", "陈屿 确认知悉", "韩墨", "秦朗 · 决定",
    }  # fmt: skip
    assert titles[-1] in {f"上报：{LINE}", "指定应急小组"}


def test_a_note_is_kept_once_and_stands_where_it_was_written(stage: Stage) -> None:
    incident, key = stage.staffed(), uuid4()
    typed = clock.now() + timedelta(minutes=3)
    stage.later(10)
    first = actions.note(incident.pk, "断线时写的", by=stage["陈屿"], key=key, written_at=typed)
    again = actions.note(incident.pk, "断线时写的", by=stage["陈屿"], key=key, written_at=typed)
    assert (again.pk, Entry.objects.count()) == (first.pk, 1)
    [line] = [one for one in timeline.read(incident, clock.now()) if one.what == "note"]
    assert (line.at, line.delayed) == (typed, clock.now())


def test_nothing_is_written_before_the_incident_or_in_the_future(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(5)
    early = clock.now() - timedelta(days=1)
    late = clock.now() + timedelta(days=1)
    assert actions.note(incident.pk, "早", by=stage["陈屿"], written_at=early).at == (
        incident.created_at
    )
    assert actions.note(incident.pk, "晚", by=stage["陈屿"], written_at=late).at == clock.now()


def test_pictures_stand_in_the_timeline(stage: Stage) -> None:
    incident = stage.staffed()
    row = actions.note(incident.pk, "", by=stage["陈屿"], files=[picture()])
    assert (row.kind, row.attachment is not None) == ("file", True)
    [line] = [one for one in timeline.read(incident, clock.now()) if one.what == "file"]
    assert line.attachment == row.attachment


@pytest.mark.parametrize(
    ("text", "more", "field"),
    [
        (" ", {}, "text"),
        ("长" * 4001, {}, "text"),
        ("好", {"kind": "song"}, "kind"),
        ("好", {"files": [picture(), picture("two.png")]}, "files"),
    ],
)
def test_what_is_wrong_with_a_note_is_named(
    stage: Stage, text: str, more: dict[str, Any], field: str
) -> None:
    incident = stage.staffed()
    with pytest.raises(actions.IncidentRefused) as refused:
        actions.note(incident.pk, text, by=stage["陈屿"], **more)
    assert refused.value.field == field


def test_who_only_looks_on_does_not_write(stage: Stage) -> None:
    incident = stage.staffed()
    actions.name_team(
        incident.pk, [actions.Call(stage["林若溪"].pk, "看", "observer")], by=stage["秦朗"]
    )
    assert not may_write(stage["林若溪"], incident)
    with pytest.raises(PermissionDenied):
        actions.note(incident.pk, "我也说一句", by=stage["林若溪"])
    assert may_write(stage["赵衡"], incident)
    assert not may_write(stage["唐果"], incident)


def test_an_observer_looks_on_by_a_link_until_it_is_taken_back(stage: Stage) -> None:
    incident = stage.staffed()
    with pytest.raises(actions.NotInCommand):
        actions.open_watch(incident.pk, "董事长", by=stage["陈屿"])
    with pytest.raises(actions.IncidentRefused, match="name"):
        actions.open_watch(incident.pk, " ", by=stage["秦朗"])
    watch = actions.open_watch(incident.pk, "董事长", by=stage["秦朗"])
    token = watching.token(watch)
    found = watching.read(token)
    assert found is not None
    assert found.pk == watch.pk
    assert watching.read(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert actions.close_watch(watch.pk, by=stage["秦朗"])
    assert not actions.close_watch(watch.pk, by=stage["秦朗"])
    assert watching.read(token) is None
    assert watching.of_incident(incident) == []
    assert Watch.objects.count() == 1


@pytest.mark.req("I04")
def test_solved_nobody_owes_for_the_room_any_more(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(5)
    with pytest.raises(actions.NotInCommand):
        actions.resolve(incident.pk, by=stage["陈屿"])
    actions.resolve(incident.pk, by=stage["秦朗"], cause="连接池", clients_affected=True)
    actions.resolve(incident.pk, by=stage["秦朗"])
    stage.settle()
    for verb in ("name_team", "report_ready", "update_management"):
        assert stage.owes(incident, verb) == set()
    assert stage.owes(incident, "announce_end") == {"秦朗"}
    assert stage.owes(incident, "notify_clients") == {"苏晴"}
    assert Obligation.objects.filter(subject=incident.pk, verb="announce_end").count() == 1
    again = Incident.objects.get(pk=incident.pk)
    assert (again.state, again.cause) == ("solved", "连接池")
    with pytest.raises(actions.IncidentRefused, match="solved"):
        actions.stand_down(incident.pk, "误报", by=stage["秦朗"])
    with pytest.raises(actions.NotOpen):
        actions.name_team(incident.pk, [actions.Call(stage["白露"].pk, "查")], by=stage["秦朗"])
    with pytest.raises(actions.NotOpen):
        actions.hand_over(incident.pk, stage["白露"].pk, "换", by=stage["秦朗"])
    with pytest.raises(actions.NotOpen):
        actions.grade(incident.pk, "1", by=stage["秦朗"])


def test_a_false_alarm_ends_everything(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(5)
    with pytest.raises(actions.IncidentRefused, match="reason"):
        actions.stand_down(incident.pk, " ", by=stage["秦朗"])
    actions.stand_down(incident.pk, "演练没有打招呼", by=stage["秦朗"])
    actions.stand_down(incident.pk, "演练没有打招呼", by=stage["秦朗"])
    stage.later(60)
    assert not Obligation.objects.filter(subject=incident.pk, closed_at=None).exists()
    with pytest.raises(actions.IncidentRefused, match="stood_down"):
        actions.resolve(incident.pk, by=stage["秦朗"])
    incident = Incident.objects.get(pk=incident.pk)
    assert [step.state for step in steps.of_incident(incident)] == ["done", "done"]
    assert "演练没有打招呼" in [line.text for line in timeline.read(incident, clock.now())]


def test_steps_and_clocks_say_where_it_stands(stage: Stage) -> None:
    incident = stage.raise_()
    assert [one.state for one in steps.of_incident(incident)][:3] == ["done", "now", "todo"]
    tones = [one.tone for one in clocks.of_incident(incident, clock.now())]
    assert tones == ["ok", "off", "ok", "off"]
    stage.later(11)
    assert clocks.of_incident(incident, clock.now())[0].tone == "late"
    calls = [actions.Call(stage["陈屿"].pk, "查"), actions.Call(stage["韩墨"].pk, "联系")]
    actions.name_team(incident.pk, calls, by=stage["秦朗"])
    stage.later(1)
    team, ready, *_rest = clocks.of_incident(incident, clock.now())
    assert (team.tone, team.big, ready.tone, ready.big) == ("late", "11:00", "ok", "0")
    for name in ("陈屿", "韩墨"):
        actions.report_ready(incident.pk, by=stage[name])
    assert clocks.of_incident(incident, clock.now())[1].tone == "done"
    actions.resolve(incident.pk, by=stage["秦朗"])
    stage.settle()
    incident = Incident.objects.get(pk=incident.pk)
    states = [one.state for one in steps.of_incident(incident)]
    assert states == ["done", "done", "done", "done", "done", "off", "now"]
    assert clocks.of_incident(incident, clock.now())[3].label == "共持续"


def test_other_topics_add_to_the_room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "_PANELS", {place: {} for place in showing.PLACES})
    monkeypatch.setattr(showing, "_STEPS", {})
    incident = stage.raise_()
    showing.panel("side", "x.html", lambda _incident, actor: {"shown_to": actor.name})
    with pytest.raises(KeyError):
        showing.panel("roof", "x.html", lambda _incident, _actor: {})
    found = showing.context(incident, stage["赵衡"])
    assert (found["side_panels"], found["shown_to"]) == (["x.html"], "赵衡")
    assert showing.told("reviewed", incident).state == "todo"
    showing.step("reviewed", lambda _incident: showing.Told("done"))
    assert showing.told("reviewed", incident).state == "done"


def test_strangers_do_not_see_it(stage: Stage) -> None:
    incident = stage.staffed()
    assert queries.running_count(stage["唐果"]) == 0
    assert queries.running_count(stage["赵衡"]) == 1
    address = reverse("incidents:room", args=[incident.pk])
    assert stage.client("唐果").get(address).status_code == 404
    assert stage.client("赵衡").get(address).status_code == 200


def test_the_context_names_what_the_actor_may_do(stage: Stage) -> None:
    incident = stage.staffed()
    commander = page.context(incident, stage["秦朗"])
    assert commander["commands"]
    assert commander["may_tell"]
    member = page.context(incident, stage["陈屿"], show="decisions")
    assert member["mine"] == {"take_notice", "report_ready"}
    assert not member["commands"]
    assert member["lines"] == []
    manager = page.context(incident, stage["赵衡"])
    assert manager["may_take"]
    assert Member.objects.filter(incident=incident, person=stage["赵衡"]).count() == 0
