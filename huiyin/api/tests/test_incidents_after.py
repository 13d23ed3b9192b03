"""What follows an incident, over REST: team, calls, end, report, review, clients, plans."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.signoff import answers
from huiyin.cases.signoff.models import Seat
from huiyin.cases.tests.rest_client import Program, fields, read
from huiyin.directory.models import Person, Role, RoleGrant
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]


@pytest.fixture(autouse=True)
def ready(stage: Stage) -> Iterator[None]:
    """The shipped regulation and kinds; 秦朗 leads, 顾北辰 has the clients, 赵衡 is the management."""
    in_force.install_shipped()
    kinds.install_shipped()
    kind = IncidentKind.objects.get(key="system_failure")
    kind.commander, kind.client_lead = stage["秦朗"], stage["顾北辰"]
    kind.on_duty = {"people": [stage["陈屿"].pk]}
    kind.save()
    RoleGrant.objects.create(person=stage["赵衡"], role=Role.MANAGEMENT)
    RoleGrant.objects.create(person=stage["何青"], role=Role.COMPLIANCE)
    yield
    in_force.forget()


@pytest.fixture
def commander(caller: Caller) -> Program:
    return caller("秦朗")


@pytest.fixture
def address(commander: Program) -> str:
    """Where an incident that 秦朗 declared is."""
    body = {"kind": "system_failure", "title": "下单页打不开", "clients_affected": True}
    return f"/incidents/{commander.post('/incidents', body, status=201)['id']}"


def put(program: Program, path: str, body: Any, *, status: int = 200) -> Any:
    return read(program.send("PUT", path, body), status)


def solved(program: Program, address: str) -> None:
    clock.advance(timedelta(minutes=30))
    program.post(f"{address}/resolve", {"cause": "连接池溢出", "measures_taken": "回滚"})


@pytest.mark.req("I02", "I03")
def test_the_team_is_called_there_replaced_and_handed_over(
    stage: Stage, caller: Caller, commander: Program, address: str
) -> None:
    people = [{"person": stage[name].pk, "task": "查日志"} for name in ("陈屿", "韩墨")]
    team = commander.post(f"{address}/team", {"members": people})
    assert {one["person"]["name"] for one in team} == {"秦朗", "陈屿", "韩墨"}
    assert fields(commander.post(f"{address}/team", {"members": [people[0]] * 2}, status=422)) == {
        "team"
    }
    told = caller("陈屿").post(f"{address}/ready", {})
    assert {one["person"]["name"] for one in told if one["state"] == "ready"} >= {"陈屿"}
    caller("陈屿").post(f"{address}/notice", {})
    read(caller("陈屿").send("POST", f"{address}/ready", {"person": stage["韩墨"].pk}), 403)
    silent = commander.get(f"{address}/calls")["silent"]
    assert "韩墨" in {row["person"]["name"] for row in silent}
    gone = f"{address}/calls/{stage['韩墨'].pk}"
    after = commander.post(gone, {"outcome": "unable", "note": "在外地"})
    row = next(row for row in after["silent"] if row["person"]["name"] == "韩墨")
    assert (row["last_outcome"], row["owes"]) == ("unable", "report_ready")
    wrong = commander.post(gone, {"outcome": "maybe"}, status=422)
    assert fields(wrong) == {"outcome"}
    swap = {"replacement": stage["苏晴"].pk, "reason": "在外地"}
    team = commander.post(f"{address}/team/{stage['韩墨'].pk}/replace", swap)
    assert {one["person"]["name"] for one in team} == {"秦朗", "陈屿", "苏晴"}
    commander.post(f"{address}/command", {"person": 1, "reason": ""}, status=422)
    handed = {"person": stage["陈屿"].pk, "reason": "换班"}
    team = commander.post(f"{address}/command", handed)
    assert [one["person"]["name"] for one in team if one["role"] == "commander"] == ["陈屿"]


@pytest.mark.req("I05")
def test_the_end_is_announced_reported_and_open_again(commander: Program, address: str) -> None:
    early = commander.post(f"{address}/announcement", {"text": "好了"}, status=409)
    assert early["type"].endswith("not-solved")
    assert "解决之后" in early["detail"]
    assert read(commander.send("GET", f"{address}/report"), 409)["type"].endswith("not-solved")
    solved(commander, address)
    said = commander.post(f"{address}/announcement", {"text": "已恢复"}, status=201)
    assert (said["text"], said["by"]["name"]) == ("已恢复", "秦朗")
    draft = commander.get(f"{address}/report")
    assert (draft["submitted_at"], "下单页打不开" in draft["summary"]) == (None, True)
    bare = put(commander, f"{address}/report", {"cause": "", "submit": True}, status=409)
    assert "原因" in bare["detail"]
    whole = {"cause": "连接池溢出", "measures": "回滚", "submit": True}
    assert put(commander, f"{address}/report", whole)["revision"] == 1
    late = put(commander, f"{address}/report", {"cause": "别的"}, status=409)
    assert "已经提交" in late["detail"]
    assert commander.post(f"{address}/reopen", {"reason": "又打不开"})["state"] == "open"
    solved(commander, address)
    again = put(commander, f"{address}/report", {"submit": True})
    assert (again["revision"], again["cause"]) == (2, "连接池溢出")


@pytest.mark.req("I07")
def test_the_review_is_written_completed_and_decided(
    stage: Stage, caller: Caller, commander: Program, address: str
) -> None:
    review = f"{address}/review"
    commander.get(review, status=404)
    early = commander.post(f"{review}/causes", {"text": "池太小"}, status=409)
    assert "解决之后" in early["detail"]
    solved(commander, address)
    owner = stage["罗一鸣"].pk
    written = {"course": "半夜", "people": [stage["陈屿"].pk], "process_owner": owner}
    assert put(commander, review, written)["people"][0]["name"] == "陈屿"
    assert put(commander, review, {"lucky": "有人值班"})["course"] == "半夜"
    assert fields(put(commander, review, {"people": [999_999]}, status=422)) == {"people"}
    made = commander.post(f"{review}/causes", {"text": "池太小"}, status=201)
    cause = made["causes"][0]["id"]
    made = commander.post(f"{review}/causes", {"text": "没人量过", "parent": cause}, status=201)
    assert [(one["depth"], one["root"]) for one in made["causes"]] == [(0, False), (1, True)]
    kind = commander.post(f"{review}/causes", {"text": "他", "kind": "person"}, status=422)
    assert fields(kind) == {"kind"}
    read(commander.send("DELETE", f"{review}/causes/{made['causes'][1]['id']}"), 200)
    due = (clock.now() + timedelta(days=3)).isoformat()
    plan = {"text": "改大连接池", "owner": stage["陈屿"].pk, "due_at": due}
    past = {**plan, "due_at": "2020-01-01T00:00:00+08:00"}
    assert fields(commander.post(f"{review}/improvements", past, status=422)) == {"due_at"}
    commander.post(f"{review}/improvements", plan, status=201)
    commander.post(f"{review}/improvements", {**plan, "text": "演练"}, status=201)
    read(commander.send("DELETE", f"{review}/improvements/2"), 200)
    done = commander.post(f"{review}/complete")
    assert (len(done["causes"]), len(done["improvements"])) == (1, 1)


@pytest.mark.req("I07")
def test_what_comes_of_a_review(
    stage: Stage, caller: Caller, commander: Program, address: str
) -> None:
    review = f"{address}/review"
    solved(commander, address)
    put(commander, review, {"process_owner": stage["罗一鸣"].pk})
    commander.post(f"{review}/causes", {"text": "池太小"}, status=201)
    due = (clock.now() + timedelta(days=3)).isoformat()
    plan = {"text": "改大连接池", "owner": stage["陈屿"].pk, "due_at": due}
    commander.post(f"{review}/improvements", plan, status=201)
    commander.post(f"{review}/complete")
    assert (
        put(commander, review, {"course": "改"}, status=409)["detail"] == "复盘已经完成，不能再改"
    )
    caller("陈屿").post(f"{review}/improvements/9/done", {}, status=404)
    read(caller("秦朗").send("POST", f"{review}/improvements/1/done", {}), 403)
    ended = caller("陈屿").post(f"{review}/improvements/1/done", {"result": "已改"})
    assert ended["improvements"][0]["result"] == "已改"
    unknown = {"clause": "99.9", "reason": "太慢"}
    assert fields(commander.post(f"{review}/proposals", unknown, status=422)) == {"clause"}
    commander.post(f"{review}/proposals", {"clause": "G2.2.4", "reason": "太慢"}, status=201)
    chosen = caller("罗一鸣").post(f"{review}/outcome", {"changed": False, "words": "已经够了"})
    assert (chosen["outcome"], chosen["outcome_words"]) == ("declined", "已经够了")


@pytest.mark.req("I06")
def test_clients_are_told_by_name_and_by_party(
    stage: Stage, caller: Caller, commander: Program, address: str
) -> None:
    Person.objects.create(
        employee_no="W1", name="王小姐", sort_key="wang", party="青禾商贸",
        email="wang@qinghe.invalid", department=stage["顾北辰"].department,
    )  # fmt: skip
    solved(commander, address)
    lead = caller("顾北辰")
    made = lead.post(f"{address}/statements", status=201)
    place = f"/client-statements/{made['id']}"
    assert (made["state"], made["clients"]) == ("draft", [])
    assert commander.get(f"{address}/statements")[0]["id"] == made["id"]
    caller("叶蓁").get(place, status=404)
    unknown = put(lead, place, {"parties": ["没有的"]}, status=422)
    assert fields(unknown) == {"parties"}
    bad = put(lead, place, {"clients": [{"address": "王小姐"}]}, status=422)
    assert "王小姐" in bad["detail"]
    words = {
        "apology": "深表歉意", "wording": "已恢复", "parties": ["青禾商贸"],
        "clients": [{"name": "李先生", "address": "li@client.invalid"}],
    }  # fmt: skip
    kept = put(lead, place, words)
    assert [(one["party"], one["state"]) for one in kept["clients"]] == [
        ("", "planned"), ("青禾商贸", "planned"),
    ]  # fmt: skip
    early = lead.post(f"{place}/send", {}, status=409)
    assert early["type"].endswith("refused")
    assert lead.post(f"{place}/forward")["state"] == "signing"
    assert put(lead, place, {"apology": "再改"}, status=409)["type"].endswith("not-draft")
    seat = Seat.objects.get(case=made["id"])
    answers.approve(seat.pk, by=seat.person)
    sent = lead.post(f"{place}/send", {"places": [{"kind": "website", "where": "公告 12"}]})
    assert sent["state"] == "sent"
    assert sent["places"][0]["where"] == "公告 12"
    assert {(one["address"], one["state"]) for one in sent["clients"]} == {
        ("li@client.invalid", "waiting"), ("wang@qinghe.invalid", "waiting"),
    }  # fmt: skip
    assert lead.post(f"{place}/send", {})["sent_at"] == sent["sent_at"]


@pytest.mark.req("I08")
def test_plans_are_read_by_all_and_kept_by_few(stage: Stage, caller: Caller) -> None:
    keeper, reader = caller("何青"), caller("陈屿")
    place = "/incident-kinds/system_failure/plan"
    assert reader.get(place)["commander"]["name"] == "秦朗"
    read(reader.send("PUT", place, {"playbook": "先回滚"}), 403)
    changed = {
        "playbook": "先回滚", "client_lead": None, "on_duty": {"people": [stage["韩墨"].pk]},
        "contacts": [{"person": stage["陈屿"].pk, "part": "值班", "deputy": stage["韩墨"].pk}],
        "levels": [{"name": "一级", "text": "全部中断"}, {"name": "二级"}],
    }  # fmt: skip
    plan = put(keeper, place, changed)
    assert (plan["playbook"], plan["client_lead"], plan["commander"]["name"]) == (
        "先回滚", None, "秦朗",
    )  # fmt: skip
    assert plan["contacts"][0]["deputy"]["name"] == "韩墨"
    assert plan["on_duty"]["people"] == [stage["韩墨"].pk]
    assert [level["name"] for level in plan["levels"]] == ["一级", "二级"]
    same = {"contacts": [{"person": stage["陈屿"].pk, "deputy": stage["陈屿"].pk}]}
    assert fields(put(keeper, place, same, status=422)) == {"contacts"}
    nobody = put(keeper, place, {"commander": 999_999}, status=422)
    assert fields(nobody) == {"commander"}
    made = keeper.post("/incident-kinds", {"name": "火灾", "tasks": ["疏散"]}, status=201)
    assert (made["name"], made["tasks"]) == ("火灾", ["疏散"])
    taken = keeper.post("/incident-kinds", {"name": "火灾"}, status=422)
    assert fields(taken) == {"kind_name"}
    put(keeper, f"/incident-kinds/{made['kind']}/plan", {"active": False})
    reader.get(f"/incident-kinds/{made['kind']}/plan", status=404)
