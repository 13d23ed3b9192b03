"""The pages of the room, as a browser asks for them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import links
from huiyin.directory.models import Absence
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.models import Entry, Incident, Member, Update
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage
from huiyin.scenarios.incidents.tests.test_room import picture


def at(name: str, incident: Incident) -> str:
    return reverse(f"incidents:{name}", args=[incident.pk])


def post(stage: Stage, person: str, view: str, incident: Incident, /, **data: Any) -> Any:
    return stage.client(person).post(at(view, incident), data)


@pytest.mark.req("I01")
def test_a_kind_and_a_line_declare_it_once(stage: Stage) -> None:
    browser = stage.client("顾北辰")
    page = browser.get(reverse("incidents:new"), {"line": "官网"})
    key = page.context["incident_id"]
    assert "系统故障" in page.content.decode()
    data = {"kind": stage.kind.pk, "title": LINE, "incident": key, "severity": "1"}
    answers = [browser.post(reverse("incidents:new"), data) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    incident = Incident.objects.get()
    assert (incident.severity, answers[1]["Location"]) == ("1", at("room", incident))
    listed = browser.get(reverse("incidents:list")).content.decode()
    assert LINE in listed
    assert "没有突发事件" in stage.client("唐果").get(reverse("incidents:list")).content.decode()


def test_a_declaration_that_lacks_something_says_so(stage: Stage) -> None:
    browser = stage.client("顾北辰")
    assert browser.post(reverse("incidents:new"), {"title": LINE}).status_code == 422
    data = {"kind": stage.kind.pk, "title": " " * 3 + "\u3000"}
    answer = browser.post(reverse("incidents:new"), data)
    assert answer.status_code == 422
    assert not Incident.objects.exists()


@pytest.mark.req("I01")
def test_the_first_report_is_completed_in_the_room(stage: Stage) -> None:
    incident = stage.raise_()
    data = {
        "title": LINE,
        "happened_at": "2026-11-26T01:58",
        "scope": "全国用户",
        "impact": "1,180 次/分",
        "measures": "重启无效",
        "clients_affected": "on",
    }
    assert post(stage, "顾北辰", "describe", incident, **data).status_code == 303
    room = stage.client("顾北辰").get(at("room", incident)).content.decode()
    assert "全国用户" in room
    assert "1,180 次/分" in room
    assert (
        post(stage, "顾北辰", "describe", incident, **(data | {"happened_at": "x"})).status_code
        == 422
    )
    late = data | {"happened_at": "2026-11-27T01:58"}
    answer = post(stage, "顾北辰", "describe", incident, **late)
    assert "发生时间不能晚于现在" in answer.content.decode()
    assert post(stage, "顾北辰", "grade", incident, severity="1").status_code == 303
    assert post(stage, "顾北辰", "grade", incident, severity="9").status_code == 422


@pytest.mark.req("I02", "I03")
def test_the_team_is_named_by_what_was_typed(stage: Stage) -> None:
    incident = stage.raise_()
    commander = stage.client("秦朗")
    assert commander.get(at("team", incident)).status_code == 200
    assert stage.client("陈屿").get(at("team", incident)).status_code == 403
    rows = {
        "who": ["陈屿", "韩墨 YQ004", ""],
        "task": ["查日志", "联系云服务商", "没有人"],
        "role": ["member", "scribe", "member"],
    }
    assert commander.post(at("team", incident), rows).status_code == 303
    assert Member.objects.filter(incident=incident).count() == 3
    wrong = commander.post(at("team", incident), rows | {"who": ["查无此人", "", ""]})
    assert wrong.status_code == 422
    assert "没有叫这个名字的同事" in wrong.content.decode()
    assert post(stage, "陈屿", "ready", incident).status_code == 303
    by_phone = {"person": stage["韩墨"].pk, "by_phone": "1"}
    assert post(stage, "秦朗", "ready", incident, **by_phone).status_code == 303
    assert not Member.objects.filter(incident=incident, state="called").exists()
    duty = Obligation.objects.get(subject=incident.pk, verb="report_ready")
    row = Bearer.objects.get(obligation_id=duty.pk, person_id=stage["韩墨"].pk)
    assert (row.proof, row.channel) == (Proof.SPOKEN, Channel.PHONE)
    assert post(stage, "赵衡", "ready", incident).status_code == 422


def test_people_are_offered_while_somebody_types(stage: Stage) -> None:
    browser = stage.client("秦朗")
    found = browser.get(reverse("incidents:people"), {"who": "陈"}).content.decode()
    assert '<option value="陈屿 YQ003">后端组</option>' in found
    assert browser.get(reverse("incidents:people"), {"who": " "}).content.decode().strip() == ""


def test_namesakes_are_told_apart_by_their_numbers(stage: Stage) -> None:
    from huiyin.directory.tests.factories import make_person

    make_person(name="陈屿", department=stage["白露"].department)
    incident = stage.raise_()
    rows = {"who": ["陈屿"], "task": ["查"], "role": ["member"]}
    answer = stage.client("秦朗").post(at("team", incident), rows)
    assert "请写工号" in answer.content.decode()


def test_members_are_replaced_and_the_command_moves(stage: Stage) -> None:
    incident = stage.staffed()
    gone = {"person": stage["韩墨"].pk, "replacement": "罗一鸣", "reason": "不在"}
    assert post(stage, "秦朗", "replace", incident, **gone).status_code == 303
    assert post(stage, "秦朗", "replace", incident, **gone).status_code == 422
    assert post(stage, "秦朗", "command", incident, who="陈屿", reason="").status_code == 422
    assert post(stage, "秦朗", "command", incident, who="陈屿", reason="换班").status_code == 303
    assert post(stage, "赵衡", "command", incident, take="1", reason="重大").status_code == 303
    assert Incident.objects.get(pk=incident.pk).commander == stage["赵衡"]
    assert post(stage, "陈屿", "command", incident, who="韩墨", reason="我要").status_code == 403


@pytest.mark.req("I04")
def test_an_update_is_given_from_the_room(stage: Stage) -> None:
    incident = stage.staffed()
    key = stage.client("秦朗").get(at("room", incident)).context["update_key"]
    data = {"known": "连接池溢出", "done": "", "ahead": "扩容", "audience": ["team"], "key": key}
    for _again in range(2):
        answer = post(stage, "秦朗", "update", incident, **data)
        assert answer.status_code == 303
        assert answer["Location"] == at("room", incident) + "#timeline", "never what was typed"
    assert Update.objects.get().next == "扩容"
    assert Update.objects.get().audience == ["management", "team"]
    assert post(stage, "秦朗", "update", incident, known=" ").status_code == 422
    assert post(stage, "陈屿", "update", incident, known="我说").status_code == 403
    room = stage.client("秦朗").get(at("room", incident), {"show": "updates"}).content.decode()
    assert "第 1 次进展通报" in room
    assert 'data-last="连接池溢出"' in room


def test_notes_come_with_files_and_quietly(stage: Stage) -> None:
    incident = stage.staffed()
    assert post(stage, "陈屿", "note", incident, text="查到了").status_code == 303
    data = {"text": "", "file": picture(), "quiet": "1", "key": "nothing", "written_at": "1e99"}
    assert post(stage, "陈屿", "note", incident, **data).status_code == 204
    refused = post(stage, "陈屿", "note", incident, text=" ", quiet="1")
    assert (refused.status_code, refused.content.decode()) == (422, "写一句，或附上文件")
    assert post(stage, "陈屿", "note", incident, text=" ").status_code == 422
    odd = post(stage, "陈屿", "note", incident, text="x", file=b"", quiet="1", written_at="9" * 30)
    assert odd.status_code == 204
    assert Entry.objects.count() == 3


def test_the_fresh_part_has_no_form_to_lose(stage: Stage) -> None:
    incident = stage.staffed()
    part = stage.client("陈屿").get(at("live", incident)).content.decode()
    assert part.count("hx-swap-oob") == 4
    assert "textarea" not in part


def test_it_ends_from_the_room(stage: Stage) -> None:
    incident = stage.staffed()
    assert post(stage, "陈屿", "resolve", incident).status_code == 403
    solved = post(stage, "秦朗", "resolve", incident, cause="连接池", clients_affected="on")
    assert solved.status_code == 303
    assert Incident.objects.get(pk=incident.pk).clients_affected
    assert post(stage, "秦朗", "stand_down", incident, reason="误报").status_code == 422
    other = stage.raise_()
    assert post(stage, "秦朗", "stand_down", other, reason="误报").status_code == 303
    assert post(stage, "秦朗", "resolve", other).status_code == 422
    assert stage.client("秦朗").get(at("room", other)).status_code == 200


def test_the_observer_sees_and_does_nothing(stage: Stage) -> None:
    incident = stage.staffed()
    assert post(stage, "秦朗", "watch", incident, name="").status_code == 422
    assert post(stage, "秦朗", "watch", incident, name="董事长").status_code == 303
    [(watch, token)] = stage.client("秦朗").get(at("room", incident)).context["watches"]
    guest = Client()
    page = guest.get(reverse("incidents:observe", args=[token]))
    assert LINE in page.content.decode()
    assert "<form" not in page.content.decode()
    assert guest.get(reverse("incidents:observe_part", args=[token])).status_code == 200
    assert guest.post(reverse("incidents:observe", args=[token])).status_code == 405
    other = stage.raise_()
    wrong = reverse("incidents:watch_close", args=[other.pk, watch.pk])
    assert stage.client("秦朗").post(wrong).status_code == 404
    right = reverse("incidents:watch_close", args=[incident.pk, watch.pk])
    assert stage.client("秦朗").post(right).status_code == 303
    assert guest.get(reverse("incidents:observe", args=[token])).status_code == 404


def token_of(verb: str, person: int, incident: Incident, **more: Any) -> str:
    duty = Obligation.objects.get(subject=incident.pk, verb=verb)
    told = Notification.objects.get(obligation_id=duty.pk, purpose="announce")
    return links.token(told.pk, person, **more)


@pytest.mark.req("I03", "N13")
def test_one_tap_from_a_mail_is_enough(stage: Stage) -> None:
    incident = stage.staffed()
    guest = Client()
    for verb, words in (("take_notice", "知悉"), ("report_ready", "你的任务：查日志")):
        address = reverse("incidents:tap", args=[token_of(verb, stage["陈屿"].pk, incident)])
        assert words in guest.get(address).content.decode()
        assert "陈屿，已记录。" in guest.post(address).content.decode()
        assert guest.post(address).status_code == 200
        assert "陈屿" not in stage.owes(incident, verb)
    duty = Obligation.objects.get(subject=incident.pk, verb="report_ready")
    row = Bearer.objects.get(obligation_id=duty.pk, person_id=stage["陈屿"].pk)
    assert (row.proof, row.channel) == (Proof.SIGNED_LINK, Channel.MAIL)


def test_a_delegate_taps_for_who_is_away(stage: Stage) -> None:
    now = clock.now()
    ends = now + timedelta(days=1)
    Absence.objects.create(
        person=stage["陈屿"], delegate=stage["罗一鸣"], starts_at=now - timedelta(1), ends_at=ends
    )
    incident = stage.raise_()
    address = reverse("incidents:tap", args=[token_of("take_notice", stage["罗一鸣"].pk, incident)])
    Client().post(address)
    assert "陈屿" not in stage.owes(incident, "take_notice")


def test_a_link_that_is_not_right_changes_nothing(stage: Stage) -> None:
    incident = stage.staffed()
    guest = Client()
    forged = guest.post(reverse("incidents:tap", args=["1.2.3~x"]))
    old = token_of(
        "take_notice", stage["陈屿"].pk, incident, expires_at=clock.now() - timedelta(minutes=1)
    )
    other = token_of("name_team", stage["秦朗"].pk, incident)
    stranger = token_of("take_notice", stage["唐果"].pk, incident)
    answers = [
        forged.status_code,
        *(
            guest.post(reverse("incidents:tap", args=[token])).status_code
            for token in (old, other, stranger)
        ),
    ]
    assert answers == [404, 410, 404, 404]
    assert stage.owes(incident, "take_notice") == {"陈屿", "韩墨"}


def test_taking_notice_by_a_press_leads_back_to_the_inbox(stage: Stage) -> None:
    incident = stage.raise_()
    answer = post(stage, "陈屿", "notice", incident, person=stage["陈屿"].pk, next="/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert actions.notice(incident.pk, by=stage["韩墨"])
    elsewhere = post(stage, "韩墨", "notice", incident, next="https://example.test/")
    assert elsewhere["Location"] == at("room", incident)


@pytest.mark.req("I04")
def test_after_a_missed_update_the_room_takes_a_late_one(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(39)
    assert (
        post(stage, "赵衡", "note", incident, text="还要多久", kind="question").status_code == 303
    )
    browser = stage.client("秦朗")
    room = browser.post(at("update", incident), {"known": "连接池溢出"}, follow=True)
    assert [status for _address, status in room.redirect_chain] == [303]
    assert room.status_code == 200
    assert "第 1 次进展通报" in room.content.decode()
    assert "秦朗，迟了 9 分钟" in room.content.decode()
