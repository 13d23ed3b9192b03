"""Who takes notice, who is called for what, who is there, who commands."""

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.models import Incident, Member, MemberState, Role
from huiyin.scenarios.incidents.tests.conftest import Stage


@pytest.mark.req("N13")
def test_taking_notice_ends_the_call(stage: Stage) -> None:
    incident = stage.raise_()
    stage.settle()
    assert actions.notice(incident.pk, by=stage["陈屿"])
    assert not actions.notice(incident.pk, by=stage["陈屿"])
    stage.settle()
    assert stage.owes(incident, "phone_on_duty") == {"顾北辰"}
    assert actions.notice(
        incident.pk,
        by=stage["顾北辰"],
        person_id=stage["韩墨"].pk,
        proof=Proof.SPOKEN,
        channel=Channel.PHONE,
    )
    stage.settle()
    assert stage.owes(incident, "take_notice") == set()
    assert stage.owes(incident, "phone_on_duty") == set()


def test_nobody_takes_notice_for_somebody_they_have_nothing_to_do_with(stage: Stage) -> None:
    incident = stage.raise_()
    with pytest.raises(PermissionDenied):
        actions.notice(incident.pk, by=stage["陈屿"], person_id=stage["韩墨"].pk)


def test_the_head_takes_over_the_notice_of_the_silent(stage: Stage) -> None:
    incident = stage.raise_()
    stage.later(16)
    assert stage.owes(incident, "take_notice_for") == {"韩墨", "秦朗"}
    assert actions.notice(incident.pk, by=stage["韩墨"], person_id=stage["陈屿"].pk)


@pytest.mark.req("I02")
def test_the_team_is_named_in_ten_minutes_with_a_task_for_each(stage: Stage) -> None:
    incident = stage.staffed()
    assert stage.owes(incident, "name_team") == set()
    assert stage.owes(incident, "report_ready") == {"陈屿", "韩墨", "苏晴"}
    rows = Member.objects.filter(incident=incident).order_by("pk")
    assert [row.role for row in rows] == [Role.COMMANDER, "member", "scribe", "speaker"]
    assert rows[0].state == MemberState.READY


@pytest.mark.req("I02")
def test_nobody_is_called_without_a_task(stage: Stage) -> None:
    incident = stage.raise_()
    with pytest.raises(Refused):
        actions.name_team(incident.pk, [actions.Call(stage["陈屿"].pk, " ")], by=stage["秦朗"])
    assert Member.objects.filter(incident=incident).count() == 1


@pytest.mark.req("I02")
def test_a_team_that_is_not_named_is_a_matter_for_the_head(stage: Stage) -> None:
    incident = stage.raise_()
    stage.later(15)
    assert stage.owes(incident, "take_command") == {"赵衡"}
    actions.hand_over(incident.pk, stage["赵衡"].pk, "负责人没有回应", by=stage["赵衡"])
    stage.settle()
    assert stage.owes(incident, "take_command") == set()
    assert stage.owes(incident, "name_team") == {"赵衡"}


@pytest.mark.req("I03")
def test_readiness_is_one_tap_and_the_silent_are_called_in(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(10)
    assert actions.report_ready(incident.pk, by=stage["陈屿"])
    assert not actions.report_ready(incident.pk, by=stage["陈屿"])
    stage.later(25)
    assert stage.owes(incident, "report_ready") == {"韩墨", "苏晴"}
    assert stage.owes(incident, "call_in") == {"秦朗"}
    assert actions.report_ready(incident.pk, by=stage["秦朗"], person_id=stage["韩墨"].pk)
    rows = Bearer.objects.filter(
        obligation_id__in=Obligation.objects.filter(verb="report_ready").values("pk")
    )
    assert {row.person_id: row.state for row in rows}[stage["韩墨"].pk] == State.MET_LATE


def test_only_who_was_called_is_ready(stage: Stage) -> None:
    incident = stage.staffed()
    with pytest.raises(PermissionDenied):
        actions.report_ready(incident.pk, by=stage["陈屿"], person_id=stage["韩墨"].pk)
    with pytest.raises(actions.IncidentRefused, match="not_called"):
        actions.report_ready(incident.pk, by=stage["白露"])


@pytest.mark.req("I02")
def test_more_people_are_called_later_and_tasks_change(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(5)
    calls = [
        actions.Call(stage["陈屿"].pk, "执行回滚"),
        actions.Call(stage["罗一鸣"].pk, "核对数据"),
    ]
    actions.name_team(incident.pk, calls, by=stage["秦朗"])
    assert Member.objects.get(incident=incident, person=stage["陈屿"]).task == "执行回滚"
    dues = Obligation.objects.filter(subject=incident.pk, verb="report_ready").order_by("pk")
    assert [row.total for row in dues] == [3, 1]


@pytest.mark.parametrize(
    ("calls", "field"),
    [
        ([], "team"),
        ([("陈屿", "甲", "member"), ("陈屿", "乙", "member")], "team"),
        ([("陈屿", "甲", "commander")], "role"),
        ([("陈屿", "长" * 201, "member")], "task"),
        ([("", "甲", "member")], "person"),
    ],
)
def test_what_is_wrong_with_a_team_is_named(
    stage: Stage, calls: list[tuple[str, str, str]], field: str
) -> None:
    incident = stage.raise_()
    rows = [actions.Call(stage[who].pk if who else 10**9, task, role) for who, task, role in calls]
    with pytest.raises(actions.IncidentRefused) as refused:
        actions.name_team(incident.pk, rows, by=stage["秦朗"])
    assert refused.value.field == field


def test_only_who_commands_calls_people(stage: Stage) -> None:
    incident = stage.raise_()
    with pytest.raises(actions.NotInCommand):
        actions.name_team(incident.pk, [actions.Call(stage["陈屿"].pk, "查")], by=stage["顾北辰"])


@pytest.mark.req("I03")
def test_a_member_is_replaced(stage: Stage) -> None:
    incident = stage.staffed()
    new = actions.replace(
        incident.pk, stage["韩墨"].pk, stage["罗一鸣"].pk, by=stage["秦朗"], reason="在飞机上"
    )
    assert new is not None
    assert (new.person, new.task, new.role) == (stage["罗一鸣"], "联系云服务商", "scribe")
    assert stage.owes(incident, "report_ready") == {"陈屿", "苏晴", "罗一鸣"}
    assert actions.replace(incident.pk, stage["苏晴"].pk, None, by=stage["秦朗"]) is None
    with pytest.raises(actions.IncidentRefused, match="not_called"):
        actions.replace(incident.pk, stage["苏晴"].pk, None, by=stage["秦朗"])
    with pytest.raises(actions.IncidentRefused, match="replacement"):
        actions.replace(incident.pk, stage["陈屿"].pk, stage["陈屿"].pk, by=stage["秦朗"])


@pytest.mark.req("I02")
def test_the_command_is_handed_over_with_a_reason(stage: Stage) -> None:
    incident = stage.staffed()
    stage.later(8)
    with pytest.raises(actions.IncidentRefused, match="reason"):
        actions.hand_over(incident.pk, stage["韩墨"].pk, " ", by=stage["秦朗"])
    with pytest.raises(actions.NotInCommand):
        actions.hand_over(incident.pk, stage["陈屿"].pk, "我来", by=stage["陈屿"])
    actions.hand_over(incident.pk, stage["韩墨"].pk, "换班", by=stage["秦朗"])
    stage.settle()
    incident = Incident.objects.get(pk=incident.pk)
    assert incident.commander == stage["韩墨"]
    assert stage.owes(incident, "update_management") == {"韩墨"}
    assert stage.owes(incident, "name_team") == set()
    roles = dict(incident.members.values_list("person__name", "role"))
    assert (roles["韩墨"], roles["秦朗"]) == ("commander", "member")
    stage.later(28)
    assert stage.owes(incident, "call_in") == {"韩墨"}
    with pytest.raises(actions.IncidentRefused, match="person"):
        actions.hand_over(incident.pk, stage["韩墨"].pk, "再来", by=stage["韩墨"])
    actions.hand_over(incident.pk, stage["秦朗"].pk, "回来了", by=stage["韩墨"])
    stage.settle()
    assert stage.owes(incident, "update_management") == {"秦朗"}
