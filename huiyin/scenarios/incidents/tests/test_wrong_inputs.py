"""What people get wrong around an incident: a clear word, what they typed, and nothing changed."""

from typing import Any

import pytest
from django.urls import reverse

from huiyin.ledger.models import Entry
from huiyin.scenarios.incidents import actions
from huiyin.scenarios.incidents.clients import actions as telling
from huiyin.scenarios.incidents.clients.models import Client, Statement
from huiyin.scenarios.incidents.models import Incident, Member
from huiyin.scenarios.incidents.review.models import Cause, Improvement
from huiyin.scenarios.incidents.tests.conftest import LINE, Stage

Posted = dict[str, Any]

IN_THE_ROOM: list[tuple[str, Posted, str]] = [
    ("update", {}, "写明目前知道什么"),
    ("update", {"known": "长" * 1001}, "1000"),
    ("update", {"known": "在查", "audience": "everybody"}, "没有这一项"),
    ("note", {"text": "　"}, "写一句"),
    ("note", {"text": "长" * 4001}, "太长"),
    ("note", {"text": "在查", "kind": "song"}, "没有这一种"),
    ("team", {"who": ["没有这个人"], "task": ["x"], "role": ["member"]}, "没有叫这个名字"),
    ("team", {"who": [""], "task": [""], "role": [""]}, "至少叫上一个人"),
    ("team", {"who": ["叶蓁"] * 2, "task": ["x"] * 2, "role": ["member"] * 2}, "只写一行"),
    ("team", {"who": ["叶蓁"], "task": ["长" * 201], "role": ["member"]}, "200"),
    ("team", {"who": ["叶蓁"], "task": ["x"], "role": ["king"]}, "分工"),
    ("replace", {"person": "999999", "replacement": "叶蓁"}, "不在应急小组里"),
    ("replace", {"person": "9" * 30, "replacement": ""}, "不在应急小组里"),
    ("command", {"who": "秦朗", "reason": "换班"}, "选一位在职的同事"),
    ("command", {"who": "叶蓁", "reason": " "}, "写明原因"),
    ("stand_down", {"reason": ""}, "写明原因"),
    ("resolve", {"cause": "长" * 4001}, "太长"),
    ("announce", {"text": "已恢复"}, "解决之后"),
    ("describe", {"title": LINE, "happened_at": "2099-01-01T00:00"}, "不能晚于现在"),
    ("grade", {"severity": "77"}, "没有这一级"),
    ("watch", {"name": ""}, "给谁看"),
]
AFTERWARDS: list[tuple[str, Posted, str]] = [
    ("report", {"cause": "", "measures": "", "submit": "1"}, "原因、措施和持续时间"),
    ("report", {"cause": "长" * 4001}, "太长"),
    ("reopen", {"reason": ""}, "写明原因"),
    ("announce", {"text": ""}, "写一句"),
    ("update", {"known": "在查"}, "已经结束"),
    ("review", {"process_owner": "没有这个人"}, "流程负责人"),
    ("review", {"people": "叶蓁、没有这个人"}, "找不到的姓名"),
    ("review_cause", {"text": ""}, "写一句话"),
    ("review_cause", {"text": "池太小", "parent": "9" * 30}, "上一层原因"),
    ("review_improvement", {"text": "改", "owner": "陈屿", "due_at": "2020-01-01T09:00"}, "之后"),
    ("review_improvement", {"text": "改", "owner": "陈屿", "due_at": "明天"}, "写明期限"),
    ("review_improvement", {"text": "改", "owner": "没有", "due_at": "2027-01-01T09:00"}, "负责人"),
    ("review_complete", {}, "至少写一个原因"),
    ("review_outcome", {"words": "改了"}, "先完成复盘"),
    ("review_propose", {"clause": "99.9", "reason": "太慢"}, "没有这一条"),
    ("review_propose", {"clause": "G2.2.4", "reason": ""}, "为什么"),
]  # fmt: skip
STATEMENT: list[tuple[Posted, str]] = [
    ({"clients": "王小姐"}, "不是邮箱地址：王小姐"),
    ({"wording": "长" * 201}, "200"),
    ({"party": ["没有的单位"]}, "通讯录里没有"),
    ({"happened": "打不开", "apology": "", "wording": "好了", "forward": "1"}, "写一句致歉"),
    ({"happened": "x", "apology": "x", "wording": "一{值}", "forward": "1"}, "花括号"),
]


def kept(incident: Incident) -> tuple[Any, ...]:
    """What may not have changed."""
    rows = (Member, Statement)
    return (
        Incident.objects.filter(pk=incident.pk).values().get(),
        [list(model.objects.filter(incident=incident).order_by("pk").values()) for model in rows],
        [model.objects.count() for model in (Entry, Cause, Improvement, Client)],
    )


def refused(stage: Stage, incident: Incident, view: str, posted: Posted, word: str) -> None:
    before = kept(incident)
    address = reverse(f"incidents:{view}", args=[incident.pk])
    answer = stage.client("秦朗").post(address, posted)
    assert answer.status_code == 422
    assert word in answer.text
    assert kept(incident) == before


@pytest.mark.parametrize(("view", "posted", "word"), IN_THE_ROOM)
def test_in_the_room(stage: Stage, view: str, posted: Posted, word: str) -> None:
    refused(stage, stage.staffed(), view, posted, word)


@pytest.mark.parametrize(("view", "posted", "word"), AFTERWARDS)
def test_afterwards(stage: Stage, view: str, posted: Posted, word: str) -> None:
    incident = stage.staffed()
    actions.resolve(incident.pk, by=stage["秦朗"])
    refused(stage, incident, view, posted, word)


@pytest.mark.parametrize(("posted", "word"), STATEMENT)
def test_a_statement_says_at_the_field_what_is_wrong(
    stage: Stage, posted: Posted, word: str
) -> None:
    incident = stage.staffed()
    made = telling.begin(incident.pk, by=stage["秦朗"])
    typed = {"happened": made.happened, "apology": "抱歉", "wording": "好了", **posted}
    address = reverse("incidents:statement", args=[made.pk])
    answer = stage.client("秦朗").post(address, typed)
    assert answer.status_code == 422
    assert word in answer.text
    assert 'id="wrong-' in answer.text or "party" in posted
    made.refresh_from_db()
    assert made.state == "draft"
    assert not Client.objects.exists()


def test_a_second_tab_that_is_late_says_so(stage: Stage) -> None:
    incident, browser = stage.staffed(), stage.client("秦朗")
    address = reverse("incidents:resolve", args=[incident.pk])
    assert browser.post(address, {"cause": "连接池"}).status_code == 303
    before = kept(incident)
    assert browser.post(address, {"cause": "别的"}).status_code == 303
    assert kept(incident) == before
    team = reverse("incidents:team", args=[incident.pk])
    late = browser.post(team, {"who": ["叶蓁"], "task": ["x"], "role": ["member"]})
    assert late.status_code == 422
    assert "已经结束" in late.text
    assert kept(incident) == before
